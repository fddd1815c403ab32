//! The TypeScript module of the web's client.

use domain::{
    Author, CaseId, CommandId, EscalationReason, Locale, Name, RejectionReason, Role, Score, Seq,
    Source, Status, StoreId, Text, Timestamp, UserId,
};
use ts_rs::TS;

use crate::{
    CasePage, CaseSummary, CaseView, ClientFrame, Code, EventBody, EventPage, EventView, Head, Me,
    OpenCase, Problem, ServerFrame, StoreView, VisitorRequest, VisitorToken,
};

const HEAD: &str =
    "// Generated from the Rust types of `shared/wire` by `cargo xtask types`. Do not edit.\n";

/// The module's text.
pub(super) fn module() -> String {
    let types = [
        CaseId::decl(),
        UserId::decl(),
        StoreId::decl(),
        CommandId::decl(),
        Seq::decl(),
        Timestamp::decl(),
        Text::decl(),
        Name::decl(),
        Locale::decl(),
        Score::decl(),
        Role::decl(),
        Status::decl(),
        Source::decl(),
        Author::decl(),
        EscalationReason::decl(),
        RejectionReason::decl(),
        Code::decl(),
        EventBody::decl(),
        EventView::decl(),
        CaseView::decl(),
        CaseSummary::decl(),
        Head::decl(),
        ClientFrame::decl(),
        ServerFrame::decl(),
        Problem::decl(),
        VisitorRequest::decl(),
        VisitorToken::decl(),
        Me::decl(),
        StoreView::decl(),
        OpenCase::decl(),
        CasePage::decl(),
        EventPage::decl(),
    ];
    let subprotocol = format!("\nexport const SUBPROTOCOL = \"{}\";\n", crate::SUBPROTOCOL);
    let declarations = types.map(|declaration| format!("\nexport {declaration}\n")).concat();
    format!("{HEAD}{subprotocol}{declarations}")
}
