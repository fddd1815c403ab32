//! Verdicts on drafts and automatic answers: what they count for or against an answer.

use application::Feedback;
use contract::AnswerView;
use serde_json::{Value, json};

use super::{QUESTION, WORDS, answered, learn, read};
use crate::crashes::survives_crashes;
use crate::deployment::{Deployment, KnownCase, agent, customer, frame};

/// A case with a draft of this answer, and what an agent makes of it.
async fn decided(
    deployment: &Deployment,
    name: &str,
    answer: &AnswerView,
    action: &str,
    more: Value,
) -> KnownCase {
    let case = deployment.open(&customer(name), QUESTION).await;
    let case = deployment.suggest_from(&case, WORDS, &answer.id).await;
    let reply = deployment.act(&agent("ines"), frame(action, "decide", &case, more)).await;
    assert_eq!(reply["action"], "ack", "{reply}");
    case
}

#[tokio::test]
async fn what_people_make_of_a_draft_counts_for_its_answer_or_against_it() {
    let yes = json!({ "suggestion": 2, "anyway": true });
    let edited = json!({ "suggestion": 2, "anyway": true, "text": "It comes tomorrow." });
    let no = |reason: &str| json!({ "suggestion": 2, "reason": reason });
    for (action, more, expected) in [
        ("approve", yes, (1, 0, 2)),
        ("approve", edited, (1, 0, 2)),
        ("reject", no("wrong"), (0, 1, 1)),
        ("reject", no("outdated"), (0, 1, 1)),
        ("reject", no("tone"), (0, 1, 1)),
        ("reject", no("not_needed"), (0, 1, 1)),
    ] {
        let deployment = Deployment::new();
        let answer = answered(&deployment).await;
        let case = decided(&deployment, "ada", &answer, action, more.clone()).await;
        assert_eq!(learn(&deployment, &case.id, 1).await, 1, "{more}");
        let counted = read(&deployment, &answer).await;
        let counted = (counted.approvals, counted.rejections, counted.phrasings);
        assert_eq!(counted, expected, "{action} {more}");
    }
}

#[tokio::test]
async fn an_answer_has_earned_it_after_three_clean_approvals_and_loses_it_by_an_objection() {
    for (reason, stays) in [("wrong", false), ("tone", false), ("not_needed", true)] {
        let deployment = Deployment::new();
        let answer = answered(&deployment).await;
        for (n, name) in ["ada", "bob", "cleo"].into_iter().enumerate() {
            assert!(!read(&deployment, &answer).await.earned, "after {n}");
            let yes = json!({ "suggestion": 2, "anyway": true });
            let case = decided(&deployment, name, &answer, "approve", yes).await;
            learn(&deployment, &case.id, 1).await;
        }
        assert!(read(&deployment, &answer).await.earned);
        let no = json!({ "suggestion": 2, "reason": reason });
        let case = decided(&deployment, "dan", &answer, "reject", no).await;
        learn(&deployment, &case.id, 1).await;
        assert_eq!(read(&deployment, &answer).await.earned, stays, "{reason}");
    }
}

#[tokio::test]
async fn an_edited_draft_is_no_word_for_the_text_itself() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    for name in ["ada", "bob", "cleo"] {
        let edited = json!({ "suggestion": 2, "anyway": true, "text": "It comes tomorrow." });
        let case = decided(&deployment, name, &answer, "approve", edited).await;
        learn(&deployment, &case.id, 1).await;
    }
    let counted = read(&deployment, &answer).await;
    assert_eq!((counted.approvals, counted.earned), (3, false));
}

#[tokio::test]
async fn a_decision_that_is_delivered_again_counts_once() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let yes = json!({ "suggestion": 2, "anyway": true });
    let case = decided(&deployment, "ada", &answer, "approve", yes).await;
    let ingested = [learn(&deployment, &case.id, 1).await, learn(&deployment, &case.id, 3).await];
    assert_eq!((ingested, read(&deployment, &answer).await.approvals), ([1, 0], 1));
}

#[tokio::test]
async fn two_copies_of_a_decision_that_are_heard_at_once_count_once() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let yes = json!({ "suggestion": 2, "anyway": true });
    let case = decided(&deployment, "ada", &answer, "approve", yes).await;
    let batch = deployment.batch(&case.id, 1).await;
    let one = deployment.knowledge.ingest(&batch).await.unwrap().verdicts;
    let other = deployment.restarted().knowledge.ingest(&batch).await.unwrap().verdicts;
    for verdicts in [one, other] {
        assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
    }
    assert_eq!(read(&deployment, &answer).await.approvals, 1);
}

#[tokio::test]
async fn decisions_of_many_cases_at_once_all_count() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let mut verdicts: Vec<Feedback> = Vec::new();
    for n in 0..20 {
        let yes = json!({ "suggestion": 2, "anyway": true });
        let case = decided(&deployment, &format!("c{n}"), &answer, "approve", yes).await;
        let batch = deployment.batch(&case.id, 1).await;
        verdicts.extend(deployment.knowledge.ingest(&batch).await.unwrap().verdicts);
    }
    assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
    assert_eq!(read(&deployment, &answer).await.approvals, 20);
}

#[tokio::test]
async fn a_decision_that_is_cut_off_and_delivered_again_counts_once() {
    survives_crashes(
        async |deployment| {
            let answer = answered(deployment).await;
            let yes = json!({ "suggestion": 2, "anyway": true });
            decided(deployment, "ada", &answer, "approve", yes).await
        },
        async |deployment, case| {
            learn(deployment, &case.id, 1).await;
        },
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_verdict_whose_answer_could_not_be_counted_is_named_and_learned_later() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let yes = json!({ "suggestion": 2, "anyway": true });
    let case = decided(&deployment, "ada", &answer, "approve", yes).await;
    let batch = deployment.batch(&case.id, 1).await;
    let verdicts = deployment.knowledge.ingest(&batch).await.unwrap().verdicts;
    // The answer can't be written; the example could be.
    for _ in 0..3 {
        deployment.aws.fail_next("PutItem", embedded_aws::Fault::NotReached);
    }
    let failed = deployment.knowledge.keep(&verdicts).await;
    assert_eq!(failed.iter().map(|(case, _)| case).collect::<Vec<_>>(), [&case.id]);
    assert_eq!(deployment.count("VERDICT#", "EVENT#"), 0, "a lesson says that all is done");
    deployment.aws.heal();
    learn(&deployment, &case.id, 1).await;
    assert_eq!(read(&deployment, &answer).await.approvals, 1);
}

#[tokio::test]
async fn an_unattended_answer_that_did_not_help_counts_against_what_it_rests_on() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let case = deployment.answer_from(&case, WORDS, &answer.id).await;
    let no = frame("helped", "h", &case, json!({ "of": 2, "yes": false }));
    deployment.act(&customer("ada"), no).await;
    learn(&deployment, &case.id, 1).await;
    assert_eq!(read(&deployment, &answer).await.rejections, 1);
}
