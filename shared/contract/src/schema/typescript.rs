//! The TypeScript module of the web's client.

use domain::{
    AgentTerms, AnswerId, AnswerStatus, Appearance, AuditEntry, AuditedChange, Author, AutoClose,
    AutomaticReplies, CaseId, CommandId, EarnedBy, EscalationReason, FoundBy, Grounds, Group,
    GroupId, Holiday, Hours, Locale, Name, RejectionReason, ReplyOutcome, Role, Routing, Score,
    Seq, Settings, Shift, Source, Status, StoreId, Text, TextRange, Timestamp, TriageMode, UserId,
};
use ts_rs::TS;

use crate::{
    AgentChange, AgentList, AgentView, AnswerDecision, AnswerEdit, AnswerImport, AnswerMerge,
    AnswerPage, AnswerView, Assignee, AuditPage, AvailabilityChange, CaseCounts, CasePage,
    CaseSummary, CaseView, ClientFrame, Code, Colleague, EventBody, EventPage, EventView,
    GroupChange, Head, Imported, ImportedAnswer, Me, NewAnswer, NewGroup, OpenCase, OpenQuestion,
    OpenQuestions, Problem, Provenance, ReadMark, Recipient, RecipientPage, ServerFrame, StoreView,
    UnattendedFigures, UnattendedPage, UnattendedView, VisitorRequest, VisitorToken, WayFigures,
};

const HEAD: &str =
    "// Generated from the Rust types of `shared/contract` by `cargo xtask types`. Do not edit.\n";

/// The module's text.
#[expect(clippy::too_many_lines, reason = "a list of types, a line each")]
pub(super) fn module() -> String {
    let types = [
        CaseId::decl(),
        UserId::decl(),
        StoreId::decl(),
        CommandId::decl(),
        Seq::decl(),
        Timestamp::decl(),
        GroupId::decl(),
        Text::decl(),
        Name::decl(),
        Locale::decl(),
        Score::decl(),
        Role::decl(),
        Status::decl(),
        AnswerId::decl(),
        Source::decl(),
        FoundBy::decl(),
        TextRange::decl(),
        EarnedBy::decl(),
        Grounds::decl(),
        Author::decl(),
        EscalationReason::decl(),
        RejectionReason::decl(),
        Code::decl(),
        Assignee::decl(),
        EventBody::decl(),
        EventView::decl(),
        CaseView::decl(),
        CaseSummary::decl(),
        Colleague::decl(),
        ReadMark::decl(),
        Head::decl(),
        ClientFrame::decl(),
        ServerFrame::decl(),
        Problem::decl(),
        VisitorRequest::decl(),
        VisitorToken::decl(),
        Me::decl(),
        Appearance::decl(),
        StoreView::decl(),
        OpenCase::decl(),
        CasePage::decl(),
        CaseCounts::decl(),
        EventPage::decl(),
        AnswerStatus::decl(),
        Provenance::decl(),
        AnswerView::decl(),
        AnswerPage::decl(),
        NewAnswer::decl(),
        AnswerEdit::decl(),
        AnswerMerge::decl(),
        AnswerDecision::decl(),
        Recipient::decl(),
        RecipientPage::decl(),
        ImportedAnswer::decl(),
        AnswerImport::decl(),
        Imported::decl(),
        OpenQuestion::decl(),
        OpenQuestions::decl(),
        TriageMode::decl(),
        Shift::decl(),
        Holiday::decl(),
        Hours::decl(),
        Routing::decl(),
        AutomaticReplies::decl(),
        AutoClose::decl(),
        Settings::decl(),
        Group::decl(),
        AgentTerms::decl(),
        AgentView::decl(),
        AgentList::decl(),
        AgentChange::decl(),
        AvailabilityChange::decl(),
        NewGroup::decl(),
        GroupChange::decl(),
        AuditedChange::decl(),
        AuditEntry::decl(),
        AuditPage::decl(),
        ReplyOutcome::decl(),
        UnattendedView::decl(),
        UnattendedPage::decl(),
        WayFigures::decl(),
        UnattendedFigures::decl(),
    ];
    let subprotocol = format!("\nexport const SUBPROTOCOL = \"{}\";\n", crate::SUBPROTOCOL);
    let most_counted = format!("\nexport const MOST_COUNTED = {};\n", crate::MOST_COUNTED);
    let declarations = types.map(|declaration| format!("\nexport {declaration}\n")).concat();
    format!("{HEAD}{subprotocol}{most_counted}{declarations}")
}
