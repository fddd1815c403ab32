//! Who got an answer: noted when it is sent, listed when it is taken back.

use std::collections::HashMap;

use adapters::dynamo::Received;
use contract::{Recipient, RecipientPage};
use domain::{
    AnswerId, Body, CaseId, CommandError, Entry, KnowledgeAction, StoreId, Tally, UserId, may_tend,
};

use super::Knowledge;
use super::ingest::mark;
use crate::{ApplicationError, Caller, Stores, UseCaseError};

impl Knowledge {
    /// Notes who got the answers that a message rests on, and counts the use. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`ApplicationError`]: the event is to be noted again.
    pub async fn sent(&self, case: &CaseId, entry: &Entry) -> Result<(), ApplicationError> {
        let (Body::Message { sources, .. } | Body::Approved { sources, .. }) = &entry.event.body
        else {
            return Ok(());
        };
        let (store, seq) = (&entry.state.store, entry.event.seq);
        let customer = entry.state.customer.clone();
        let received = Received { case: case.clone(), seq, customer, at: entry.event.at };
        let mut answers: Vec<_> = sources.iter().map(|source| &source.answer).collect();
        answers.sort();
        answers.dedup();
        for answer in answers {
            let was_counted = self.recipients.add(answer, &received).await?;
            if !was_counted {
                // One event may approve an answer and use it: the marks differ.
                let event = format!("{}u", mark(case, seq));
                self.count(store, answer, &[(Tally::Used, &event)], None).await?;
                self.recipients.mark_counted(answer, &received).await?;
            }
        }
        Ok(())
    }

    /// A page of the customers who got an answer, newest first, in cases that the caller may read.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn recipients(
        &self,
        stores: &Stores,
        caller: &Caller,
        store: &StoreId,
        answer: &AnswerId,
        from: Option<String>,
    ) -> Result<RecipientPage, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::Read)?;
        if self.answers.get(store, answer).await?.is_none() {
            return Err(CommandError::NotFound.into());
        }
        let (received, next) = self.recipients.list(answer, from).await?;
        let of = received.iter().map(|received| received.case.clone()).collect();
        let readable = self.case_reader(stores).readable_of(caller, store, of).await?;
        let seen = received.into_iter().filter(|received| readable.contains(&received.case));
        let seen: Vec<_> = seen.collect();
        let customers = self.customers_today(&seen).await?;
        let recipients = seen.into_iter().map(|received| Recipient {
            customer: customers.get(&received.case).cloned().unwrap_or(received.customer),
            case: received.case,
            seq: received.seq,
            at: received.at,
        });
        Ok(RecipientPage { recipients: recipients.collect(), next })
    }

    /// Who visitors are whose cases a customer has claimed since, by case.
    async fn customers_today(
        &self,
        received: &[Received],
    ) -> Result<HashMap<CaseId, UserId>, ApplicationError> {
        let visitors = received.iter().filter(|received| received.customer.is_visitor());
        let mut cases: Vec<_> = visitors.map(|received| received.case.clone()).collect();
        cases.sort();
        cases.dedup();
        let summaries = self.summaries.of(&cases).await?;
        Ok(summaries.into_iter().map(|summary| (summary.case, summary.state.customer)).collect())
    }
}
