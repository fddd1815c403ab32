//! What leads see of replies that went out by themselves or would have, and of what people then wrote.

use contract::{UnattendedPage, UnattendedView, WayFigures};
use domain::{Body, CommandError, EarnedBy, ReplyOutcome};
use serde_json::json;

use crate::automatic::{QUESTION, WORDS, hear, take, young};
use crate::clock;
use crate::deployment::{
    Decided, Deployment, KnownCase, agent, at, customer, frame, lead, message, seq, store, text,
};

/// A page of them, as a lead reads it.
async fn page(deployment: &Deployment, from: Option<String>) -> UnattendedPage {
    deployment.knowledge.unattended(&lead("lea"), &store(), from).await.unwrap()
}

async fn only(deployment: &Deployment) -> UnattendedView {
    let [reply] = page(deployment, None).await.replies.try_into().unwrap();
    reply
}

/// The figures of replies to the same question.
async fn figures(deployment: &Deployment) -> WayFigures {
    let told = deployment.knowledge.unattended_figures(&lead("lea"), &store()).await;
    let [same, answer, certified] = told.unwrap().ways.try_into().unwrap();
    assert_eq!(answer, WayFigures::none(EarnedBy::Answer));
    assert_eq!(certified, WayFigures::none(EarnedBy::Store));
    same
}

/// A case with the question and what triage did about it.
async fn asked(deployment: &Deployment, name: &str) -> (KnownCase, Body) {
    let mut case = deployment.open(&customer(name), QUESTION).await;
    let body = take(deployment, &case).await;
    case.head = seq(2);
    (case, body)
}

#[tokio::test]
async fn a_store_that_allows_nothing_sees_what_would_have_gone_out_and_what_people_then_wrote() {
    use ReplyOutcome as R;
    let own = "We have lost it, I am sorry, and send you another one today.";
    let edited = json!({ "suggestion": 2, "text": own, "anyway": true });
    for (action, more, outcome, written) in [
        ("", json!({}), R::None, None),
        ("approve", json!({ "suggestion": 2, "anyway": true }), R::Approved, Some(WORDS)),
        ("approve", edited, R::Edited, Some(own)),
        ("reject", json!({ "suggestion": 2, "reason": "wrong" }), R::Rejected, None),
        ("reject", json!({ "suggestion": 2, "reason": "not_needed" }), R::NotNeeded, None),
        ("send", json!({ "text": own, "answers": 1 }), R::OwnWords, Some(own)),
    ] {
        let (deployment, answer) = young(json!({ "triage": "suggest" })).await;
        let (case, body) = asked(&deployment, "ada").await;
        assert!(matches!(body, Body::Suggested { .. }), "{body:?}");
        if !action.is_empty() {
            let reply = deployment.act(&agent("ines"), frame(action, "d", &case, more)).await;
            assert_eq!(reply["action"], "ack", "{action}: {reply}");
            hear(&deployment, &case).await;
            hear(&deployment.restarted(), &case).await;
        }
        let reply = only(&deployment).await;
        assert_eq!((&reply.case, reply.seq), (&case.id, seq(1)));
        assert_eq!((reply.earned, reply.sent), (EarnedBy::SameQuestion, false));
        assert_eq!((reply.outcome, reply.written), (outcome, written.map(text)));
        assert_eq!(reply.question, Some(text(QUESTION)));
        assert_eq!((reply.answer, reply.reply), (Some(answer.id), Some(text(WORDS))));
        let refused = u32::from(matches!(outcome, R::Rejected | R::OwnWords));
        let (approved, edited) =
            (u32::from(outcome == R::Approved), u32::from(outcome == R::Edited));
        let none = WayFigures::none(EarnedBy::SameQuestion);
        let expected = WayFigures { held: 1, approved, edited, refused, ..none };
        assert_eq!(figures(&deployment).await, expected, "{outcome:?}");
    }
}

#[tokio::test]
async fn the_first_outcome_of_a_reply_stands() {
    let (deployment, _) = young(json!({ "triage": "suggest" })).await;
    let (mut case, _) = asked(&deployment, "ada").await;
    let no = frame("reject", "n", &case, json!({ "suggestion": 2, "reason": "wrong" }));
    deployment.act(&agent("ines"), no).await;
    case.head = seq(3);
    let own = "We have lost it, I am sorry, and send you another one today.";
    deployment.store(&agent("ines"), &message(&case, "own", own)).await;
    hear(&deployment, &case).await;
    let reply = only(&deployment).await;
    assert_eq!((reply.outcome, reply.written), (ReplyOutcome::Rejected, Some(text(own))));
}

#[tokio::test]
async fn what_was_sent_is_told_with_the_objection_to_it() {
    let (deployment, _) = young(json!({ "triage": "answer" })).await;
    // One in twenty goes to a person to be audited.
    let mut sent = Vec::new();
    for name in ["ada", "bob", "cem"] {
        let (case, body) = asked(&deployment, name).await;
        let is_sent = matches!(body, Body::Message { .. });
        let of_case = page(&deployment, None).await.replies;
        let reply = of_case.into_iter().find(|reply| reply.case == case.id).unwrap();
        assert_eq!(reply.sent, is_sent, "{name}");
        if is_sent {
            sent.push((name, case));
        }
    }
    let (name, case) = &sent[0];
    let no = frame("helped", "h", case, json!({ "of": 2, "yes": false }));
    deployment.act(&customer(name), no).await;
    hear(&deployment, case).await;
    let replies = page(&deployment, None).await.replies;
    let reply = replies.iter().find(|reply| reply.case == case.id).unwrap();
    assert_eq!((reply.outcome, reply.sent), (ReplyOutcome::NotHelped, true));
    let figures = figures(&deployment).await;
    assert_eq!((figures.sent as usize, figures.objected), (sent.len(), 1));
    assert_eq!(figures.held as usize, 3 - sent.len());
}

#[tokio::test]
async fn what_needed_a_person_in_any_case_is_not_told() {
    let (deployment, _) = young(json!({ "triage": "suggest" })).await;
    let like = "I ordered last week. Where is my parcel?";
    let case = deployment.open(&customer("ada"), like).await;
    assert!(matches!(take(&deployment, &case).await, Body::Suggested { .. }));
    assert_eq!(page(&deployment, None).await.replies, []);
    assert_eq!(figures(&deployment).await, WayFigures::none(EarnedBy::SameQuestion));
}

#[tokio::test]
async fn pages_hold_all_of_them_newest_first_and_once() {
    let (deployment, _) = young(json!({ "triage": "suggest" })).await;
    for number in 0..23 {
        clock::advance(1);
        asked(&deployment, &format!("customer-{number}")).await;
    }
    let first = page(&deployment, None).await;
    assert_eq!(first.replies.len(), 20);
    let second = page(&deployment, first.next.clone()).await;
    assert_eq!((second.replies.len(), &second.next), (3, &None));
    let all: Vec<_> = first.replies.iter().chain(&second.replies).collect();
    assert!(all.is_sorted_by(|one, other| one.at >= other.at));
    let mut cases: Vec<_> = all.iter().map(|reply| reply.case.clone()).collect();
    cases.sort();
    cases.dedup();
    assert_eq!(cases.len(), 23);
    assert_eq!(figures(&deployment).await.held, 23);
}

#[tokio::test]
async fn what_a_customer_has_withdrawn_is_told_no_more() {
    let (deployment, _) = young(json!({ "triage": "suggest" })).await;
    let (case, _) = asked(&deployment, "ada").await;
    let reply =
        deployment.act(&customer("ada"), frame("withdraw", "w", &case, json!({ "of": 1 }))).await;
    assert_eq!(reply["action"], "ack", "{reply}");
    assert_eq!(only(&deployment).await.question, None);
}

#[tokio::test]
async fn leads_of_the_store_alone_see_it() {
    let (deployment, _) = young(json!({ "triage": "suggest" })).await;
    for (caller, refusal) in [
        (agent("ines"), CommandError::NotAllowed),
        (customer("ada"), CommandError::NotFound),
        (at("north", lead("lou")), CommandError::NotFound),
    ] {
        let told = deployment.knowledge.unattended(&caller, &store(), None).await.decided();
        assert_eq!(told.err(), Some(refusal));
        let told = deployment.knowledge.unattended_figures(&caller, &store()).await.decided();
        assert_eq!(told.err(), Some(refusal));
    }
}
