//! What went out by itself, or would have where the store allowed that, and what people made of it.

use adapters::dynamo::{KeptQuestion, UnattendedRow};
use contract::{UnattendedFigures, UnattendedPage, UnattendedView, WayFigures};
use domain::{
    Answer, AnswerId, Body, EarnedBy, Entry, KnowledgeAction, ReplyOutcome, Role, Seq, StoreId,
    Tally, Text, may_tend,
};
use futures_util::future::try_join_all;

use super::Knowledge;
use crate::{ApplicationError, Caller, UseCaseError};

/// Events from the question on in which its reply, and what people wrote, is looked for.
const REACH: usize = 12;

impl Knowledge {
    /// A page of a store's replies that went out by themselves or would have, newest first, with what people then wrote.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn unattended(
        &self,
        caller: &Caller,
        store: &StoreId,
        from: Option<String>,
    ) -> Result<UnattendedPage, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::ManageSettings)?;
        let list = self.unattended.list(store, from).await?;
        let told = list.rows.iter().cloned().map(|row| self.told(row));
        let told = try_join_all(told).await?;
        let mut ids: Vec<AnswerId> = told.iter().filter_map(|told| told.answer.clone()).collect();
        ids.sort();
        ids.dedup();
        let answers = match ids.is_empty() {
            true => Vec::new(),
            false => self.answers.some(store, &ids).await?,
        };
        let replies = list.rows.into_iter().zip(told).map(|(row, told)| told.view(row, &answers));
        Ok(UnattendedPage { replies: replies.collect(), next: list.next })
    }

    /// How a store's newest replies of that kind fared, for each way in which they had earned it.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn unattended_figures(
        &self,
        caller: &Caller,
        store: &StoreId,
    ) -> Result<UnattendedFigures, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::ManageSettings)?;
        let rows = self.unattended.newest(store).await?;
        let since = rows.last().map(|row| row.at);
        let ways = [EarnedBy::SameQuestion, EarnedBy::Answer, EarnedBy::Store].map(|way| {
            let mut figures = WayFigures::none(way);
            let of_way = rows.iter().filter(|row| row.reply.way == way);
            of_way.for_each(|row| figures.count(row.reply.is_sent, row.reply.outcome));
            figures
        });
        Ok(UnattendedFigures { since, ways: ways.to_vec() })
    }

    /// What the case's log says of a reply, as it is now: what was erased is not told.
    async fn told(&self, row: UnattendedRow) -> Result<Told, ApplicationError> {
        let page = self.log.after(&row.case, row.seq.previous(), REACH).await?;
        Ok(Told::of(&page.entries, row.seq))
    }
}

/// What a case's log says of a reply.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    question: Option<Text>,
    /// The answer that the reply rests on.
    answer: Option<AnswerId>,
    /// The reply, where a model has not fitted the draft to the conversation.
    reply: Option<Text>,
    /// Whether it was sent: a person may have been faster by a moment.
    was_sent: bool,
    /// What a person wrote.
    written: Option<Text>,
}

impl Told {
    fn of(entries: &[Entry], message: Seq) -> Self {
        let text_of = |entry: &Entry| entry.event.text.clone();
        let question = entries.iter().find(|entry| entry.event.seq == message);
        let written = entries.iter().find(|entry| is_written(entry)).and_then(text_of);
        let mut told = Self { question: question.and_then(text_of), written, ..Self::default() };
        for entry in entries {
            let (sources, is_adapted) = match &entry.event.body {
                Body::Suggested { answers, sources, grounds } if *answers == message => {
                    (sources, grounds.adapted)
                }
                Body::Message { answers: Some(answers), sources } if *answers == message => {
                    (sources, false)
                }
                _ => continue,
            };
            if entry.event.author.role == Role::Assistant {
                told.answer = sources.first().map(|source| source.answer.clone());
                told.reply = entry.event.text.clone().filter(|_| !is_adapted);
                told.was_sent = matches!(entry.event.body, Body::Message { .. });
                break;
            }
        }
        told
    }

    /// The reply as leads see it. Where a model has fitted the draft to the conversation, the approved words are what
    /// would have gone out.
    fn view(self, row: UnattendedRow, answers: &[Answer]) -> UnattendedView {
        let Self { question, answer, reply, was_sent, written } = self;
        let approved = answers.iter().find(|held| Some(&held.id) == answer.as_ref());
        UnattendedView {
            case: row.case,
            seq: row.seq,
            at: row.at,
            earned: row.reply.way,
            sent: row.reply.is_sent && was_sent,
            outcome: row.reply.outcome,
            question,
            reply: reply.or_else(|| approved.map(|held| held.text.clone())),
            answer,
            written,
        }
    }
}

/// Whether a person replied with this event, in words of their own or a draft's.
fn is_written(entry: &Entry) -> bool {
    let is_reply = matches!(entry.event.body, Body::Message { .. } | Body::Approved { .. });
    is_reply && entry.event.author.role.is_staff()
}

/// The reply to this question that was sent by itself, or would have been, with what an event makes of it. None where there
/// is none, or where an earlier event made something of it: the first outcome stands.
pub(super) fn made_of(
    asked: &KeptQuestion,
    outcome: ReplyOutcome,
    tallies: &[(AnswerId, Tally)],
) -> Option<(UnattendedRow, ReplyOutcome)> {
    let row = asked.unattended.clone()?;
    // Words of an agent's own that say what the answer says.
    let is_same = tallies.iter().any(|(_, tally)| *tally == Tally::Repeated);
    let outcome = if is_same { ReplyOutcome::Edited } else { outcome };
    (row.reply.outcome == ReplyOutcome::None).then_some((row, outcome))
}
