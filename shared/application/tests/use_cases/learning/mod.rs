//! What triage learns from people's decisions, each counted once however often it is delivered: verdicts on drafts, replies in
//! people's own words, questions that stay open.

mod decisions;
mod questions;
mod rebuild;
mod replies;

use application::Caller;
use contract::{AnswerView, OpenQuestion};
use domain::{AnswerStatus, CaseId, Command, Guard};

use crate::deployment::{Deployment, KnownCase, agent, command, customer, lead, store, text};

const QUESTION: &str = "Where is my parcel?";
const WORDS: &str = "Your parcel is on its way and arrives within two days.";
const OTHER_WORDS: &str = "Please look at the tracking page that we have sent you.";

/// Hears a batch and keeps what was heard, as the function does.
async fn learn(deployment: &Deployment, case: &CaseId, from: u64) -> usize {
    let batch = deployment.batch(case, from).await;
    let ingested = deployment.knowledge.ingest(&batch).await.unwrap();
    let failed = deployment.knowledge.keep(&ingested.verdicts).await;
    assert!(failed.is_empty(), "{failed:?}");
    ingested.verdicts.len()
}

/// An approved answer to the question.
async fn answered(deployment: &Deployment) -> AnswerView {
    deployment.know("parcel", QUESTION, WORDS).await
}

async fn read(deployment: &Deployment, answer: &AnswerView) -> AnswerView {
    deployment.knowledge.read(&lead("lea"), &store(), &answer.id).await.unwrap()
}

async fn candidates(deployment: &Deployment) -> Vec<String> {
    let status = Some(AnswerStatus::Candidate);
    let wanted = application::WantedAnswers::Listed { status, from: None };
    let page = deployment.knowledge.list(&lead("lea"), &store(), wanted).await.unwrap();
    page.answers.into_iter().map(|answer| answer.text.as_str().to_owned()).collect()
}

/// A case in which an agent replies in words of their own.
async fn replied(deployment: &Deployment, name: &str, question: &str, words: &str) -> KnownCase {
    let case = deployment.open(&customer(name), question).await;
    reply(deployment, &case, words).await;
    case
}

async fn reply(deployment: &Deployment, case: &KnownCase, words: &str) {
    let send = Command::Send { text: Some(text(words)), files: vec![], guard: Guard::Anyway };
    deployment.store(&agent("ines"), &command(case, "reply", send)).await;
}

async fn open_questions(deployment: &Deployment, caller: &Caller) -> Vec<OpenQuestion> {
    let (knowledge, stores) = (&deployment.knowledge, &deployment.cases.stores);
    knowledge.questions(stores, caller, &store()).await.unwrap().questions
}
