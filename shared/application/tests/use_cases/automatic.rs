//! Answers that have earned it go out by themselves, in mode `answer` alone, and never over a person.

use adapters::dynamo::TrainingExamples;
use application::Folded;
use contract::AnswerView;
use domain::{Body, EscalationReason, Role};
use serde_json::{Value, json};

use crate::certifying_verdicts::{VERDICTS, certifying_verdicts};
use crate::clock;
use crate::deployment::{
    Deployment, KnownCase, NOW, agent, customer, frame, later, message, seq, store,
};

const QUESTION: &str = "Where is my parcel?";
const WORDS: &str = "It is on its way and arrives within five working days.";
/// A store in which people have found this answer right again and again, under these settings.
async fn earned(settings: Value) -> (Deployment, AnswerView) {
    let deployment = Deployment::new();
    let answer = deployment.know("parcel", QUESTION, WORDS).await;
    let lessons = TrainingExamples::new(deployment.table.clone());
    for lesson in certifying_verdicts(&store(), &answer.id, NOW) {
        lessons.add(&store(), &lesson).await.unwrap();
    }
    for name in ["one", "two", "three"] {
        let case = deployment.open(&customer(name), QUESTION).await;
        let case = deployment.suggest_from(&case, WORDS, &answer.id).await;
        let yes = frame("approve", "y", &case, json!({ "suggestion": 2, "anyway": true }));
        deployment.act(&agent("ines"), yes).await;
        let heard = deployment.knowledge.hear(&deployment.batch(&case.id, 1).await).await.unwrap();
        assert!(deployment.knowledge.keep(&heard.verdicts).await.is_empty());
    }
    let embed = |_| std::future::ready(None);
    let folded = deployment.knowledge.fold(&store(), "one", embed, clock::now()).await.unwrap();
    assert_eq!(folded, Folded::Folded(VERDICTS + 4));
    deployment.settle(settings).await;
    let status = deployment.restarted().knowledge.standing(&store(), clock::now()).await.unwrap();
    assert!(status.is_certified, "{status:?}");
    (deployment, answer)
}

async fn take(deployment: &Deployment, case: &KnownCase) -> Body {
    let taken = deployment.triage.take(&deployment.batch(&case.id, 1).await).await;
    assert!(taken.failed.is_none(), "{:?}", taken.failed);
    deployment.log(&case.id).await.pop().unwrap().event.body
}

/// A case with the question. One in twenty goes to a person to be audited; this one does not.
async fn asked(deployment: &Deployment) -> KnownCase {
    deployment.open(&customer("ada"), QUESTION).await
}

#[tokio::test]
async fn an_answer_that_has_earned_it_goes_out_as_the_approved_words_with_their_source() {
    let (deployment, answer) = earned(json!({ "triage": "answer" })).await;
    let case = asked(&deployment).await;
    let Body::Message { sources, answers } = take(&deployment, &case).await else {
        panic!("it did not go out")
    };
    assert_eq!((answers, &sources[0].answer), (Some(seq(1)), &answer.id));
    assert_eq!(sources[0].approved_by, None, "who approved it is the staff's to know");
    let event = deployment.log(&case.id).await.pop().unwrap().event;
    assert_eq!((event.author.role, event.text.unwrap().as_str()), (Role::Assistant, WORDS));
}

#[tokio::test]
async fn what_is_delivered_again_is_answered_once() {
    let (deployment, _) = earned(json!({ "triage": "answer" })).await;
    let case = asked(&deployment).await;
    take(&deployment, &case).await;
    deployment.restarted().triage.take(&deployment.batch(&case.id, 1).await).await;
    assert_eq!(deployment.log(&case.id).await.len(), 2);
}

#[tokio::test]
async fn a_store_that_only_wants_drafts_gets_a_draft_of_what_has_earned_more() {
    let (deployment, _) = earned(json!({ "triage": "suggest" })).await;
    let case = asked(&deployment).await;
    assert!(matches!(take(&deployment, &case).await, Body::Suggested { .. }));
}

#[tokio::test]
async fn in_a_language_that_the_store_does_not_allow_a_person_sends_it() {
    let (deployment, _) = earned(json!({ "triage": "answer", "languages": ["de"] })).await;
    let case = asked(&deployment).await;
    assert!(matches!(take(&deployment, &case).await, Body::Suggested { .. }));
}

#[tokio::test]
async fn where_a_person_has_the_case_nothing_goes_out_by_itself() {
    let (deployment, _) = earned(json!({ "triage": "answer" })).await;
    let case = asked(&deployment).await;
    let ines = crate::deployment::user(&agent("ines"));
    deployment.act(&agent("ines"), frame("assign", "a", &case, json!({ "agent": ines }))).await;
    assert!(matches!(take(&deployment, &case).await, Body::Suggested { .. }));
}

#[tokio::test]
async fn who_asks_the_same_again_is_not_told_the_same_again() {
    let (deployment, _) = earned(json!({ "triage": "answer" })).await;
    let mut case = asked(&deployment).await;
    take(&deployment, &case).await;
    case.head = seq(2);
    clock::advance(60);
    let again = message(&case, "again", QUESTION);
    deployment.store(&later(60, customer("ada")), &again).await;
    let reason = EscalationReason::NoAnswer;
    assert_eq!(
        take(&deployment, &case).await,
        Body::Escalated { reason, tried: None, group: None, from: None }
    );
}

#[tokio::test]
async fn an_answer_that_did_not_help_has_earned_nothing_any_more() {
    let (deployment, _) = earned(json!({ "triage": "answer" })).await;
    let mut case = asked(&deployment).await;
    take(&deployment, &case).await;
    case.head = seq(2);
    let no = frame("helped", "h", &case, json!({ "of": 2, "yes": false }));
    deployment.act(&customer("ada"), no).await;
    let heard = deployment.knowledge.hear(&deployment.batch(&case.id, 1).await).await.unwrap();
    assert!(deployment.knowledge.keep(&heard.verdicts).await.is_empty());
    let next = deployment.open(&customer("bob"), QUESTION).await;
    assert!(matches!(take(&deployment, &next).await, Body::Suggested { .. }));
}
