//! Replies in an agent's own words: candidates, and what they say of a draft beside them.

use domain::{Command, Guard};
use serde_json::{Value, json};

use super::{
    OTHER_WORDS, QUESTION, WORDS, answered, candidates, learn, open_questions, read, replied, reply,
};
use crate::crashes::survives_crashes;
use crate::deployment::{Deployment, KnownCase, agent, command, customer, frame, lead, seq, text};

/// Verdicts on questions that wait to be learned.
fn waiting(deployment: &Deployment) -> usize {
    let rows = deployment.aws.rows();
    let is_verdict = |row: &&Value| {
        let is_of_case = row["sk"]["S"].as_str().is_some_and(|sk| sk.starts_with("EVENT#"));
        row["wpk"]["S"] == "VERDICT#demo" && is_of_case
    };
    rows.iter().filter(is_verdict).count()
}

#[tokio::test]
async fn a_reply_in_ones_own_words_becomes_a_candidate_once() {
    let deployment = Deployment::new();
    for name in ["ada", "bob"] {
        let case = replied(&deployment, name, QUESTION, WORDS).await;
        learn(&deployment, &case.id, 1).await;
        learn(&deployment, &case.id, 1).await;
    }
    assert_eq!(candidates(&deployment).await, [WORDS]);
}

#[tokio::test]
async fn the_same_words_again_are_a_verdict_for_the_answer_that_says_them() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    deployment.triage.take(&deployment.batch(&case.id, 1).await).await;
    let case = KnownCase { head: seq(2), ..case };
    reply(&deployment, &case, WORDS).await;
    learn(&deployment, &case.id, 3).await;
    let counted = read(&deployment, &answer).await;
    assert_eq!((counted.phrasings, counted.rejections), (2, 0));
    assert_eq!(candidates(&deployment).await, [""; 0]);
}

#[tokio::test]
async fn what_only_wins_time_or_asks_back_is_no_answer() {
    let deployment = Deployment::new();
    for (name, words) in [
        ("ada", "One moment please, I will have a look"),
        ("bob", "Which order number do you mean, and when was it?"),
        ("cleo", "Could you send me the order number please?!"),
        ("dan", "Yes, here it is"),
    ] {
        let case = replied(&deployment, name, QUESTION, words).await;
        learn(&deployment, &case.id, 1).await;
    }
    assert_eq!(candidates(&deployment).await, [""; 0]);
}

#[tokio::test]
async fn a_reply_beside_a_draft_that_was_left_aside_counts_nothing_against_its_answer() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    for name in ["ada", "bob"] {
        let case = deployment.open(&customer(name), QUESTION).await;
        let case = deployment.suggest_from(&case, WORDS, &answer.id).await;
        let words =
            if name == "ada" { OTHER_WORDS } else { "Our driver has lost it, I am so sorry." };
        reply(&deployment, &case, words).await;
        learn(&deployment, &case.id, 1).await;
    }
    assert_eq!(read(&deployment, &answer).await.rejections, 0);
    assert_eq!(candidates(&deployment).await.len(), 2, "people decide which of them holds");
    assert_eq!(waiting(&deployment), 0, "nor against the match");
    assert!(open_questions(&deployment, &lead("lea")).await.is_empty(), "it has an answer");
}

#[tokio::test]
async fn a_reply_where_there_was_no_draft_says_that_no_stored_answer_fits() {
    let deployment = Deployment::new();
    answered(&deployment).await;
    let case = replied(&deployment, "ada", QUESTION, OTHER_WORDS).await;
    learn(&deployment, &case.id, 1).await;
    assert_eq!(waiting(&deployment), 1);
}

#[tokio::test]
async fn only_the_first_reply_to_a_question_is_one_to_it() {
    let deployment = Deployment::new();
    let case = replied(&deployment, "ada", QUESTION, WORDS).await;
    let send = Command::Send { text: Some(text(OTHER_WORDS)), files: vec![], guard: Guard::Anyway };
    deployment.store(&agent("ines"), &command(&case, "more", send)).await;
    learn(&deployment, &case.id, 1).await;
    assert_eq!(candidates(&deployment).await, [WORDS]);
}

#[tokio::test]
async fn words_that_were_taken_back_meanwhile_are_kept_nowhere() {
    let deployment = Deployment::new();
    let secret = "My neighbour Rumpelstilzchen has taken it, ask him please.";
    let case = replied(&deployment, "ada", QUESTION, secret).await;
    let early = deployment.batch(&case.id, 1).await;
    let withdraw = frame("withdraw", "w", &case, json!({ "of": 2 }));
    deployment.act(&agent("ines"), withdraw).await;
    let ingested = deployment.knowledge.ingest(&early).await.unwrap();
    deployment.knowledge.keep(&ingested.verdicts).await;
    let rows = serde_json::to_string(&deployment.rows()).unwrap();
    assert!(!rows.contains("Rumpelstilzchen"));
}

#[tokio::test]
async fn a_reply_that_is_cut_off_and_heard_again_is_one_candidate_and_one_question() {
    survives_crashes(
        async |deployment| replied(deployment, "ada", QUESTION, WORDS).await,
        async |deployment, case| {
            learn(deployment, &case.id, 1).await;
        },
    )
    .await;
}
