//! Answers that have earned it go out by themselves, in mode `answer` alone, and never over a person.

use adapters::dynamo::TrainingExamples;
use application::Compaction;
use contract::AnswerView;
use domain::{Body, Change, EarnedBy, EscalationReason, Role};
use serde_json::{Value, json};

use crate::certifying_verdicts::{VERDICTS, certifying_verdicts};
use crate::clock;
use crate::deployment::{
    Deployment, KnownCase, NOW, agent, customer, frame, later, lead, message, seq, store,
};

pub(crate) const QUESTION: &str = "Where is my parcel?";
/// Others like it, in words that nobody has used.
const LIKE: [&str; 4] = [
    "and where is my parcel",
    "where is my parcel today",
    "so where exactly is my parcel",
    "where is my parcel at the moment",
];
pub(crate) const WORDS: &str = "It is on its way and arrives within five working days.";
/// A store in which people have found this answer right again and again, under these settings.
async fn earned(settings: Value) -> (Deployment, AnswerView) {
    let deployment = Deployment::new();
    let answer = deployment.know("parcel", QUESTION, WORDS).await;
    let examples = TrainingExamples::new(deployment.table.clone());
    for example in certifying_verdicts(&store(), &answer.id, NOW) {
        examples.add(&store(), &example).await.unwrap();
    }
    for name in ["one", "two", "three"] {
        decided(&deployment, name, &answer, None).await;
    }
    let embed = |_| std::future::ready(None);
    let compacted =
        deployment.knowledge.compact(&store(), "one", embed, clock::now()).await.unwrap();
    assert_eq!(compacted, Compaction::Done(VERDICTS + 4));
    deployment.settle(settings).await;
    let status = deployment.restarted().knowledge.standing(&store(), clock::now()).await.unwrap();
    assert!(status.is_certified, "{status:?}");
    (deployment, answer)
}

/// An agent sends a draft of this answer on a new case with this question, or rejects it for this reason.
async fn decided(deployment: &Deployment, name: &str, answer: &AnswerView, no: Option<&str>) {
    let case = deployment.open(&customer(name), QUESTION).await;
    let case = deployment.suggest_from(&case, WORDS, &answer.id).await;
    let decision = match no {
        None => frame("approve", "d", &case, json!({ "suggestion": 2, "anyway": true })),
        Some(reason) => frame("reject", "d", &case, json!({ "suggestion": 2, "reason": reason })),
    };
    deployment.act(&agent("ines"), decision).await;
    hear(deployment, &case).await;
}

/// An agent sends what triage has drafted on a new case with this question.
async fn sent_as_drafted(deployment: &Deployment, name: &str, words: &str) {
    let mut case = deployment.open_as(&customer(name), &id_of(words), words).await;
    let Body::Suggested { .. } = take(deployment, &case).await else {
        panic!("it was not drafted")
    };
    case.head = seq(2);
    let decision = frame("approve", "d", &case, json!({ "suggestion": 2, "anyway": true }));
    deployment.act(&agent("ines"), decision).await;
    hear(deployment, &case).await;
}

/// Has triage hear what was decided in a case.
pub(crate) async fn hear(deployment: &Deployment, case: &KnownCase) {
    let ingested = deployment.knowledge.ingest(&deployment.batch(&case.id, 1).await).await.unwrap();
    assert!(deployment.knowledge.keep(&ingested.verdicts).await.is_empty());
}

pub(crate) async fn take(deployment: &Deployment, case: &KnownCase) -> Body {
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
async fn what_goes_out_rests_on_the_answer_as_it_is_at_that_moment() {
    let (deployment, answer) = earned(json!({ "triage": "answer" })).await;
    let before = deployment.open(&customer("zoe"), QUESTION).await;
    take(&deployment, &before).await;
    let case = asked(&deployment).await;
    // It is retired between the batch's look at it and the one of what is about to go out.
    let rival = deployment.clone();
    deployment.aws.before_next("BatchGetItem", async {});
    deployment.aws.before_next("BatchGetItem", async move {
        let held = rival.knowledge.read(&lead("lea"), &store(), &answer.id).await.unwrap();
        let (lea, retire) = (lead("lea"), Change::Retire);
        let changed =
            rival.knowledge.change(&lea, &store(), &answer.id, held.version, retire).await;
        changed.unwrap();
    });
    let body = take(&deployment, &case).await;
    assert!(matches!(body, Body::Escalated { .. }), "{body:?}");
}

#[tokio::test]
async fn a_pause_holds_for_what_is_on_its_way_to_being_answered() {
    let (deployment, _) = earned(json!({ "triage": "answer" })).await;
    let before = deployment.open(&customer("zoe"), QUESTION).await;
    take(&deployment, &before).await;
    let case = asked(&deployment).await;
    // The batch has read the settings; the case comes next.
    let rival = deployment.clone();
    deployment.aws.before_next("Query", async move {
        let paused = json!({ "triage": "answer", "automatic_replies": { "paused": true } });
        rival.settle(paused).await;
    });
    let body = take(&deployment, &case).await;
    assert!(matches!(body, Body::Suggested { .. }), "{body:?}");
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
    hear(&deployment, &case).await;
    let next = deployment.open(&customer("bob"), QUESTION).await;
    assert!(matches!(take(&deployment, &next).await, Body::Suggested { .. }));
}

/// A store that has just added this answer, without any verdict, under these settings.
pub(crate) async fn young(settings: Value) -> (Deployment, AnswerView) {
    let deployment = Deployment::new();
    let answer = deployment.know("parcel", QUESTION, WORDS).await;
    deployment.know("refund", "How do I get a refund?", "Send it back within a week.").await;
    deployment.settle(settings).await;
    (deployment, answer)
}

/// To how many of five customers this question is answered at once. One in twenty goes to a person to be audited.
async fn answered(deployment: &Deployment, words: &str) -> usize {
    let mut count = 0;
    for name in ["amy", "bob", "cem", "dan", "eve"] {
        let case = deployment.open_as(&customer(name), &id_of(words), words).await;
        count += usize::from(matches!(take(deployment, &case).await, Body::Message { .. }));
    }
    count
}

/// An id for the opening of a case with these words.
fn id_of(words: &str) -> String {
    let letters: String = words.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    format!("open-{}-{letters}", words.len())
}

/// What a draft on these words says of going out by itself; none where there is no draft.
async fn shadow(deployment: &Deployment, name: &str, words: &str) -> Option<EarnedBy> {
    let case = deployment.open_as(&customer(name), &id_of(words), words).await;
    match take(deployment, &case).await {
        Body::Suggested { grounds, .. } => grounds.earned,
        _ => None,
    }
}

/// By what the drafts on questions like the answer's own would have gone out.
async fn shadows(deployment: &Deployment, name: &str) -> Vec<EarnedBy> {
    let mut earned = Vec::new();
    for words in LIKE {
        earned.extend(shadow(&deployment.restarted(), name, words).await);
    }
    earned
}

#[tokio::test]
async fn the_same_question_is_answered_at_once_and_a_like_one_is_not() {
    let (deployment, _) = young(json!({ "triage": "answer" })).await;
    for words in [
        "WHERE is my parcel",
        "Hi there! Where is my parcel? Thanks!",
        "Where is my parcel #12345?",
        "Whére is my párcel?!",
    ] {
        assert!(answered(&deployment, words).await >= 3, "{words}");
    }
    for words in [
        "I ordered last week. Where is my parcel?",
        "where is my parcel now",
        "Where is my parcel? And how do I get a refund?",
        "I do NOT want to know where my parcel is",
    ] {
        assert_eq!(answered(&deployment, words).await, 0, "{words}");
    }
}

#[tokio::test]
async fn a_store_that_allows_nothing_is_shown_what_would_have_gone_out_and_why() {
    let (deployment, _) = young(json!({ "triage": "suggest" })).await;
    assert_eq!(shadow(&deployment, "ada", QUESTION).await, Some(EarnedBy::SameQuestion));
    let like = "I ordered last week. Where is my parcel?";
    assert_eq!(shadow(&deployment, "bob", like).await, None);
    let (deployment, _) = earned(json!({ "triage": "suggest" })).await;
    assert!(shadows(&deployment, "cem").await.contains(&EarnedBy::Store));
}

#[tokio::test]
async fn what_a_person_has_or_is_wanted_for_would_not_have_gone_out() {
    let (deployment, _) = young(json!({ "triage": "suggest" })).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let ines = crate::deployment::user(&agent("ines"));
    deployment.act(&agent("ines"), frame("assign", "a", &case, json!({ "agent": ines }))).await;
    let Body::Suggested { grounds, .. } = take(&deployment, &case).await else {
        panic!("it was not drafted")
    };
    assert_eq!(grounds.earned, None);
}

#[tokio::test]
async fn one_objection_to_an_answer_sends_even_the_same_question_to_people() {
    for reason in ["wrong", "outdated", "tone"] {
        let (deployment, answer) = young(json!({ "triage": "answer" })).await;
        decided(&deployment, "zoe", &answer, Some(reason)).await;
        assert_eq!(answered(&deployment.restarted(), QUESTION).await, 0, "{reason}");
    }
    let (deployment, answer) = young(json!({ "triage": "answer" })).await;
    decided(&deployment, "zoe", &answer, Some("not_needed")).await;
    assert!(answered(&deployment.restarted(), QUESTION).await >= 3, "nothing against it");
}

#[tokio::test]
async fn an_automatic_reply_after_which_the_customer_comes_back_is_an_objection() {
    let (deployment, answer) = young(json!({ "triage": "answer" })).await;
    let case = deployment.open(&customer("zoe"), QUESTION).await;
    let mut case = deployment.answer_from(&case, WORDS, &answer.id).await;
    deployment.act(&agent("ines"), frame("resolve", "r", &case, json!({}))).await;
    case.head = seq(3);
    deployment.act(&customer("zoe"), frame("reopen", "o", &case, json!({}))).await;
    hear(&deployment, &case).await;
    assert_eq!(answered(&deployment.restarted(), QUESTION).await, 0);
}

#[tokio::test]
async fn a_question_that_a_person_answered_otherwise_is_for_people() {
    let (deployment, _) = young(json!({ "triage": "answer" })).await;
    // Of two examples of one moment nobody can say which came first.
    clock::advance(60);
    let mut case = deployment.open(&later(60, customer("zoe")), QUESTION).await;
    let own = "We have lost yours, I am sorry, and send you another one today.";
    deployment.store(&later(60, agent("ines")), &message(&case, "own", own)).await;
    case.head = seq(2);
    hear(&deployment, &case).await;
    assert_eq!(answered(&deployment.restarted(), QUESTION).await, 0);
}

#[tokio::test]
async fn an_answer_that_was_right_again_and_again_goes_out_before_its_store_is_certified() {
    let (deployment, answer) = young(json!({ "triage": "suggest" })).await;
    let examples = TrainingExamples::new(deployment.table.clone());
    // Fewer than any store is certified by.
    for example in certifying_verdicts(&store(), &answer.id, NOW).iter().take(99) {
        examples.add(&store(), example).await.unwrap();
    }
    // As good as its own question to whoever counts words, and not the same.
    let near = "where is my parcel my parcel";
    let earned = async |name| shadow(&deployment.restarted(), name, near).await;
    assert_eq!(earned("amy").await, None, "nobody has sent it yet");
    for at in 0..12 {
        decided(&deployment, &format!("customer-{at}"), &answer, None).await;
    }
    assert_eq!(earned("bea").await, None, "of drafts that it was not sure of");
    for at in 0..12 {
        sent_as_drafted(&deployment, &format!("other-{at}"), QUESTION).await;
    }
    assert_eq!(earned("bob").await, Some(EarnedBy::Answer));
    decided(&deployment, "zoe", &answer, Some("tone")).await;
    assert_eq!(earned("cem").await, None, "one objection takes it back");
}

/// A lead keeps an answer for drafts, or lets it go out again.
async fn keep_for_drafts(
    deployment: &Deployment,
    answer: &AnswerView,
    is_kept: bool,
) -> AnswerView {
    let change =
        Change::Edit { question: None, text: None, language: None, drafts_only: Some(is_kept) };
    let (lea, store) = (lead("lea"), store());
    let changed = deployment.knowledge.change(&lea, &store, &answer.id, answer.version, change);
    changed.await.unwrap()
}

#[tokio::test]
async fn an_answer_that_a_lead_keeps_for_drafts_is_drafted_until_they_let_it_go_again() {
    let (deployment, answer) = young(json!({ "triage": "answer" })).await;
    let kept = keep_for_drafts(&deployment, &answer, true).await;
    assert_eq!((kept.drafts_only, kept.version), (true, answer.version + 1));
    assert_eq!(answered(&deployment, QUESTION).await, 0);
    let freed = keep_for_drafts(&deployment, &kept, false).await;
    assert!(!freed.drafts_only);
    assert!(answered(&deployment, "Where is my parcel??").await >= 3);
}

#[tokio::test]
async fn a_store_that_pauses_them_drafts_what_would_have_gone_out_and_goes_on_where_it_stopped() {
    let (deployment, _) = earned(json!({ "triage": "answer" })).await;
    deployment.settle(json!({ "automatic_replies": { "paused": true } })).await;
    assert_eq!(answered(&deployment, QUESTION).await, 0);
    assert!(shadow(&deployment, "kim", QUESTION).await.is_some());
    let view = async || {
        let config = deployment.cases.stores.get(&store()).unwrap();
        deployment.knowledge.present(store(), config, clock::now()).await.unwrap()
    };
    assert!(!view().await.assistant, "nobody is promised an assistant");
    deployment.settle(json!({ "automatic_replies": { "paused": false } })).await;
    assert!(view().await.assistant);
    assert!(answered(&deployment, "Where is my parcel??").await >= 3);
}

#[tokio::test]
async fn what_is_more_than_a_days_automatic_replies_is_drafted_and_the_next_day_begins_anew() {
    for (cap, most) in [(json!(0), 0), (json!(2), 2), (Value::Null, 5)] {
        let settings = json!({ "triage": "answer", "automatic_replies": { "a_day": cap } });
        let (deployment, _) = young(settings).await;
        let count = answered(&deployment, QUESTION).await;
        assert!(count <= most && count + 2 >= most.min(4), "{cap:?}: {count}");
        if most == 2 {
            assert_eq!(count, 2);
            clock::advance(24 * 60 * 60);
            assert!(answered(&deployment, "Where is my parcel??").await > 0);
        }
    }
}

#[tokio::test]
async fn an_edit_of_other_things_leaves_an_answer_kept_for_drafts() {
    let (deployment, answer) = young(json!({ "triage": "answer" })).await;
    let kept = keep_for_drafts(&deployment, &answer, true).await;
    let text = Some(crate::deployment::text("It is on its way."));
    let change = Change::Edit { question: None, text, language: None, drafts_only: None };
    let (lea, store) = (lead("lea"), store());
    let edited = deployment.knowledge.change(&lea, &store, &answer.id, kept.version, change);
    assert!(edited.await.unwrap().drafts_only);
}
