//! The assistant, as tests have it act and look at what it did.

use anyhow::{Context as _, bail};
use application::{Append, Caller, Outcome};
use contract::AnswerView;
use domain::{Command, Entry, Grounds, Principal, Role, Seq, Source};

use super::{Stack, until};
use crate::people::{Case, fresh_id};

impl Stack {
    /// The assistant drafts a reply to the customer's last message.
    ///
    /// # Errors
    /// It was refused.
    pub async fn assistant_suggests(&self, case: &Case, text: &str) -> anyhow::Result<Seq> {
        let text = text.parse()?;
        let (sources, grounds) = (Vec::new(), Grounds::default());
        self.assistant_does(case, |answers| Command::Suggest { answers, text, sources, grounds })
            .await
    }

    /// The assistant answers the customer's last message by itself.
    ///
    /// # Errors
    /// It was refused.
    pub async fn assistant_answers(&self, case: &Case, text: &str) -> anyhow::Result<Seq> {
        let (text, sources) = (text.parse()?, Vec::new());
        self.assistant_does(case, |answers| Command::Answer { answers, text, sources }).await
    }

    /// The assistant drafts a reply that rests on an answer.
    ///
    /// # Errors
    /// It was refused.
    pub async fn assistant_drafts(&self, case: &Case, answer: &AnswerView) -> anyhow::Result<Seq> {
        let (text, sources, grounds) = (answer.text.clone(), source(answer), Grounds::default());
        self.assistant_does(case, |answers| Command::Suggest { answers, text, sources, grounds })
            .await
    }

    /// The assistant gives an answer by itself.
    ///
    /// # Errors
    /// It was refused.
    pub async fn assistant_gives(&self, case: &Case, answer: &AnswerView) -> anyhow::Result<Seq> {
        let (text, sources) = (answer.text.clone(), source(answer));
        self.assistant_does(case, |answers| Command::Answer { answers, text, sources }).await
    }

    async fn assistant_does(
        &self,
        case: &Case,
        command: impl FnOnce(Seq) -> Command,
    ) -> anyhow::Result<Seq> {
        let head = self.log_of(&case.id).await?.pop().context("an empty log")?;
        let command = command(head.state.customer_seq);
        let principal = Principal::assistant(head.state.store.clone());
        let caller = Caller { principal, connection: None, now: head.event.at, address: None };
        let append =
            Append { case: case.id.clone(), id: fresh_id(), after: head.event.seq, command };
        match self.cases.append(&caller, &append).await? {
            Outcome::Stored(stored) => Ok(stored.entry.event.seq),
            other => bail!("the assistant did not: {other:?}"),
        }
    }

    /// What the assistant has done in a case.
    ///
    /// # Errors
    /// The table did not answer.
    pub async fn done_by_triage(&self, case: &Case) -> anyhow::Result<Vec<Entry>> {
        let mut log = self.log_of(&case.id).await?;
        log.retain(|entry| entry.event.author.role == Role::Assistant);
        Ok(log)
    }

    /// Waits until triage has done something about a message.
    ///
    /// # Errors
    /// It never did.
    pub async fn until_triaged(&self, case: &Case, message: Seq) -> anyhow::Result<Entry> {
        let id = format!("triage-{message}");
        until("triage does something", async || {
            let done = self.done_by_triage(case).await?;
            Ok(done.into_iter().find(|entry| entry.event.id.as_str() == id))
        })
        .await
    }
}

fn source(answer: &AnswerView) -> Vec<Source> {
    vec![Source {
        answer: answer.id.clone(),
        question: answer.question.as_str().to_owned(),
        quote: answer.text.as_str().to_owned(),
        approved_by: answer.approved_by.clone(),
        approved_at: answer.approved_at,
    }]
}
