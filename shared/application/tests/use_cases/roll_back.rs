//! Answers that a newer release has written, after a roll-back: this release does without them and leaves them as they are.

use adapters::dynamo::TableError;
use application::{ApplicationError, UseCaseError, WantedAnswers};
use contract::{AnswerImport, AnswerView, ImportedAnswer};
use domain::{AnswerStatus, Change};
use serde_json::{Value, json};

use crate::deployment::{Deployment, NOW, agent, customer, frame, lead, store, text};

const QUESTION: &str = "How long does shipping take?";
const WORDS: &str = "Your parcel takes two days.";

/// A store with two answers, the second as a newer release has written it.
async fn rolled_back() -> (Deployment, AnswerView, AnswerView) {
    let deployment = Deployment::new();
    let own = deployment.know("own", "When do you open?", "At nine.").await;
    let newer = deployment.know("newer", QUESTION, WORDS).await;
    let mut row = row_of(&deployment, &newer);
    row["v"] = json!({ "N": "1" });
    row["a"]["M"]["text"] = json!({ "M": { "html": { "S": "<p>Two days.</p>" } } });
    deployment.aws.put_rows([&row]);
    // Another process, which has not seen the answer before.
    (deployment.restarted(), own, newer)
}

fn row_of(deployment: &Deployment, answer: &AnswerView) -> Value {
    let rows = deployment.aws.rows();
    let is_its = |row: &&Value| row["a"]["M"]["id"]["S"] == answer.id.as_str();
    rows.iter().find(is_its).unwrap().clone()
}

async fn questions(deployment: &Deployment, wanted: WantedAnswers) -> Vec<String> {
    let page = deployment.knowledge.list(&lead("lea"), &store(), wanted).await.unwrap();
    page.answers.into_iter().map(|answer| answer.question.as_str().to_owned()).collect()
}

fn is_newer<T>(result: Result<T, UseCaseError>) -> bool {
    let Err(UseCaseError::Failed(error)) = result else { return false };
    matches!(error, ApplicationError::Store(TableError::Newer { kind: "answer", version: 1 }))
}

#[tokio::test]
async fn lists_and_searches_leave_out_what_a_newer_release_has_written() {
    let (deployment, own, _) = rolled_back().await;
    let all = WantedAnswers::Listed { status: None, from: None };
    let approved = WantedAnswers::Listed { status: Some(AnswerStatus::Approved), from: None };
    for list in [all, approved] {
        assert_eq!(questions(&deployment, list).await, [own.question.as_str()]);
    }
    let matching = |words: &str| WantedAnswers::Matching { words: words.to_owned(), status: None };
    assert_eq!(questions(&deployment, matching("open")).await, [own.question.as_str()]);
    assert_eq!(questions(&deployment, matching("shipping")).await, [""; 0]);
    let found = deployment.knowledge.rebuild(&store(), "one", NOW).await;
    assert!(found.is_ok(), "{found:?}");
}

#[tokio::test]
async fn nobody_writes_over_what_a_newer_release_has_written() {
    let (deployment, own, newer) = rolled_back().await;
    let (knowledge, lea) = (&deployment.knowledge, lead("lea"));
    let before = row_of(&deployment, &newer);
    let edit = Change::Edit {
        question: None,
        text: Some(text("A week.")),
        language: None,
        drafts_only: None,
    };
    for change in [edit, Change::Approve, Change::Retire, Change::Merge { into: own.id.clone() }] {
        assert!(is_newer(knowledge.change(&lea, &store(), &newer.id, 1, change).await));
    }
    let into = Change::Merge { into: newer.id.clone() };
    assert!(is_newer(knowledge.change(&lea, &store(), &own.id, 1, into).await));
    assert!(is_newer(knowledge.read(&lea, &store(), &newer.id).await));
    let again = crate::answers::new("newer", QUESTION, WORDS);
    assert!(is_newer(knowledge.add(&deployment.cases.stores, &lea, &store(), again).await));
    assert_eq!(row_of(&deployment, &newer), before);
}

#[tokio::test]
async fn an_import_knows_the_answers_that_a_newer_release_has_written() {
    let deployment = Deployment::new();
    let import = || {
        let (question, text) = (text(QUESTION), text(WORDS));
        AnswerImport { answers: vec![ImportedAnswer { question, text, language: None }] }
    };
    let (knowledge, lea) = (&deployment.knowledge, lead("lea"));
    knowledge.import(&lea, &store(), import()).await.unwrap();
    let mut row = deployment.aws.rows().into_iter().find(|row| row["a"]["M"].is_object()).unwrap();
    row["v"] = json!({ "N": "1" });
    deployment.aws.put_rows([&row]);
    let imported = knowledge.import(&lea, &store(), import()).await.unwrap();
    assert_eq!((imported.added, imported.known), (0, 1));
    assert!(deployment.aws.rows().contains(&row));
}

#[tokio::test]
async fn decisions_on_what_a_newer_release_has_written_hold_up_no_stream() {
    let (deployment, _, newer) = rolled_back().await;
    let before = row_of(&deployment, &newer);
    for (name, action, more) in [
        ("ada", "approve", json!({ "suggestion": 2, "anyway": true })),
        ("bob", "reject", json!({ "suggestion": 2, "reason": "wrong" })),
    ] {
        let case = deployment.open(&customer(name), QUESTION).await;
        let case = deployment.suggest_from(&case, WORDS, &newer.id).await;
        let reply = deployment.act(&agent("ines"), frame(action, "decide", &case, more)).await;
        assert_eq!(reply["action"], "ack", "{reply}");
        let batch = deployment.batch(&case.id, 1).await;
        deployment.projections.summarize(&batch).await.unwrap();
        let ingested = deployment.knowledge.ingest(&batch).await.unwrap();
        assert_eq!(ingested.verdicts.len(), 1, "{action}");
        let failed = deployment.knowledge.keep(&ingested.verdicts).await;
        assert!(failed.is_empty(), "{failed:?}");
    }
    assert_eq!(row_of(&deployment, &newer), before);
}
