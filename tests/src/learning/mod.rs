//! What triage learns from people, and that it learns each thing once.

mod answers;
mod verdicts;
mod words;

use application::{Batch, Knowledge};
use contract::AnswerView;
use domain::{Entry, StoreId, Timestamp};
use retrieval::Question;
use serde_json::json;

use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, stack};

const NOW: Timestamp = Timestamp(1_795_000_000_000);

/// A store with people and one answer.
struct Scene {
    stack: Stack,
    customer: Customer,
    agent: Agent,
    lead: Lead,
    answer: AnswerView,
}

fn store() -> StoreId {
    "demo".parse().unwrap()
}

impl Scene {
    async fn set() -> anyhow::Result<Self> {
        let stack = stack().await?;
        let lead = Lead::signs_in(&stack.entry_points).await?;
        let body = json!({
            "id": fresh_id(), "question": "When does my parcel arrive?",
            "text": "Your parcel arrives within five working days of our mail.",
        });
        let answer = lead.api.post("/stores/demo/answers", &body).await?;
        Ok(Self {
            customer: Customer::visits(&stack.entry_points, "demo").await?,
            agent: Agent::signs_in(&stack.entry_points, Person::Ines).await?,
            stack,
            lead,
            answer,
        })
    }

    /// The answer as it is now.
    async fn answer(&self) -> anyhow::Result<AnswerView> {
        self.lead.api.get(&format!("/stores/demo/answers/{}", self.answer.id)).await
    }

    /// The case's last event.
    async fn last(&self, case: &Case) -> anyhow::Result<Entry> {
        Ok(self.stack.log_of(&case.id).await?.pop().unwrap())
    }

    /// A customer asks, the assistant drafts the answer, the agent sends it as it is.
    async fn approves(&mut self, question: &str) -> anyhow::Result<(Case, Entry)> {
        let mut case = self.customer.asks("demo", question).await?;
        case.head = self.stack.assistant_drafts(&case, &self.answer).await?;
        self.agent.approves(&mut case).await?;
        let entry = self.last(&case).await?;
        Ok((case, entry))
    }

    /// A customer asks, the assistant drafts the answer, the agent says that it is wrong.
    async fn finds_wrong(&mut self, question: &str) -> anyhow::Result<Case> {
        let mut case = self.customer.asks("demo", question).await?;
        case.head = self.stack.assistant_drafts(&case, &self.answer).await?;
        self.agent.rejects(&mut case).await?;
        Ok(case)
    }
}

/// Hears an event and keeps what it came to. Says whether it taught anything, now or before.
async fn ingest(knowledge: &Knowledge, case: &Case, entry: &Entry) -> anyhow::Result<bool> {
    let batch = Batch { case: case.id.clone(), entries: vec![entry.clone()] };
    let ingested = knowledge.ingest(&batch).await?;
    let failed = knowledge.keep(&ingested.verdicts).await;
    anyhow::ensure!(failed.is_empty(), "{failed:?}");
    Ok(ingested.store.is_some())
}

async fn found(knowledge: &Knowledge, question: &str) -> anyhow::Result<Option<String>> {
    let found = knowledge.find(&store(), &Question::lexical(question), NOW).await?;
    Ok(found.candidate.map(|answer| answer.question.as_str().to_owned()))
}
