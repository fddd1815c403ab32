//! Drafts and answers of the assistant, and what people make of them.

use application::Caller;
use domain::{Body, Command, CommandError, Grounds, Guard, Principal};
use serde_json::json;

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, command, customer, frame, message, seq, store, text,
};

/// Ada's case with a draft on its question.
async fn drafted() -> (Deployment, KnownCase) {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let case = deployment.suggest(&case, "It is on its way.").await;
    (deployment, case)
}

#[tokio::test]
async fn a_draft_that_is_approved_is_the_agents_message() {
    let (deployment, case) = drafted().await;
    deployment.listen(&customer("ada"), &case.id).await;
    let yes = frame("approve", "y", &case, json!({ "suggestion": 2, "answers": 2 }));
    let reply = deployment.act(&agent("ines"), yes).await;
    let body = &reply["event"]["body"];
    assert_eq!((&body["edited"], &body["text"]), (&json!(false), &json!("It is on its way.")));
    let heard = &deployment.aws.frames("ada")[0]["event"];
    assert_eq!(
        (&heard["body"]["kind"], &heard["author"]["name"]),
        (&json!("message"), &json!("ines"))
    );
}

#[tokio::test]
async fn a_draft_that_is_edited_says_so() {
    let (deployment, case) = drafted().await;
    let more = json!({ "suggestion": 2, "answers": 2, "text": "It comes tomorrow." });
    let reply = deployment.act(&agent("ines"), frame("approve", "y", &case, more)).await;
    let body = &reply["event"]["body"];
    assert_eq!((&body["edited"], &body["text"]), (&json!(true), &json!("It comes tomorrow.")));
}

#[tokio::test]
async fn a_draft_is_decided_once() {
    for (action, more) in [
        ("approve", json!({ "suggestion": 2, "answers": 2 })),
        ("reject", json!({ "suggestion": 2, "reason": "wrong" })),
    ] {
        let (deployment, case) = drafted().await;
        let first = frame(action, "first", &case, more);
        assert_eq!(deployment.act(&agent("ines"), first).await["action"], "ack");
        for (again, more) in [
            ("approve", json!({ "suggestion": 2, "anyway": true })),
            ("reject", json!({ "suggestion": 2, "reason": "tone" })),
        ] {
            let again = deployment.act(&agent("omar"), frame(again, again, &case, more)).await;
            assert_eq!(again["code"], "already_decided", "{action}");
        }
    }
}

#[tokio::test]
async fn what_is_no_draft_is_not_approved() {
    let (deployment, case) = drafted().await;
    for suggestion in [0, 1, 7] {
        let yes = frame("approve", "y", &case, json!({ "suggestion": suggestion, "anyway": true }));
        assert_eq!(deployment.act(&agent("ines"), yes).await["code"], "already_decided");
    }
}

#[tokio::test]
async fn a_draft_whose_words_were_taken_back_is_sent_by_nobody() {
    let (deployment, case) = drafted().await;
    deployment.cases.log.take_text(&case.id, seq(2)).await.unwrap();
    let yes = frame("approve", "y", &case, json!({ "suggestion": 2, "answers": 2 }));
    assert_eq!(deployment.act(&agent("ines"), yes).await["code"], "already_decided");
}

#[tokio::test]
async fn a_newer_draft_takes_the_place_of_the_older_one() {
    let (deployment, case) = drafted().await;
    let stored = deployment.store(&customer("ada"), &message(&case, "m", "And my refund?")).await;
    let case = KnownCase { head: stored.entry.event.seq, ..case };
    let case = deployment.suggest(&case, "It takes a week.").await;
    let yes = |suggestion| json!({ "suggestion": suggestion, "answers": 4 });
    let old = deployment.act(&agent("ines"), frame("approve", "a", &case, yes(2))).await;
    assert_eq!(old["code"], "already_decided");
    let new = deployment.act(&agent("ines"), frame("approve", "b", &case, yes(4))).await;
    assert_eq!(new["action"], "ack");
}

#[tokio::test]
async fn a_draft_is_not_sent_past_what_the_customer_has_written_since() {
    let (deployment, case) = drafted().await;
    deployment.store(&customer("ada"), &message(&case, "m", "It has come!")).await;
    let yes = |more| frame("approve", "y", &case, more);
    let past = deployment.act(&agent("ines"), yes(json!({ "suggestion": 2, "answers": 2 }))).await;
    assert_eq!(past["code"], "conflict");
    let anyway = json!({ "suggestion": 2, "answers": 2, "anyway": true });
    assert_eq!(deployment.act(&agent("ines"), yes(anyway)).await["action"], "ack");
}

#[tokio::test]
async fn a_persons_own_reply_settles_the_draft_beside_it() {
    let (deployment, case) = drafted().await;
    let own = json!({ "text": "I have a look.", "answers": 2 });
    let reply = deployment.act(&agent("ines"), frame("send", "s", &case, own)).await;
    assert_eq!(reply["view"]["suggestion"], json!(null));
    let yes = frame("approve", "y", &case, json!({ "suggestion": 2, "anyway": true }));
    assert_eq!(deployment.act(&agent("omar"), yes).await["code"], "already_decided");
}

#[tokio::test]
async fn the_customer_sees_neither_a_draft_nor_its_rejection() {
    let (deployment, case) = drafted().await;
    let no = frame("reject", "n", &case, json!({ "suggestion": 2, "reason": "not_needed" }));
    deployment.act(&agent("ines"), no).await;
    let reply = deployment.act(&customer("ada"), frame("sync", "y", &case, json!({}))).await;
    assert_eq!((&reply["events"], &reply["head"]), (&json!([]), &json!(1)), "{reply}");
    assert_eq!(reply["view"]["suggestion"], json!(null));
}

#[tokio::test]
async fn the_assistant_speaks_to_the_newest_message_alone_and_never_over_a_person() {
    let (deployment, case) = drafted().await;
    let principal = Principal::assistant(store());
    let assistant = Caller { principal, connection: None, now: NOW, address: None };
    let stored = deployment.store(&customer("ada"), &message(&case, "m", "And my refund?")).await;
    let say = |id: &str, answers, after| {
        let what =
            Command::Answer { answers: seq(answers), text: text("It is here."), sources: vec![] };
        command(&KnownCase { id: case.id.clone(), head: after }, id, what)
    };
    let head = stored.entry.event.seq;
    let old = deployment.refused(&assistant, &say("t1", 1, head)).await;
    assert_eq!(old, CommandError::Conflict);
    let reply = Command::Send { text: Some(text("Here.")), files: vec![], guard: Guard::Anyway };
    let known = KnownCase { id: case.id.clone(), head };
    deployment.store(&agent("ines"), &command(&known, "r", reply)).await;
    for what in [
        say("t2", 3, head),
        command(
            &known,
            "t3",
            Command::Suggest {
                answers: head,
                text: text("Here."),
                sources: vec![],
                grounds: Grounds::default(),
            },
        ),
    ] {
        assert_eq!(deployment.refused(&assistant, &what).await, CommandError::Conflict);
    }
}

#[tokio::test]
async fn an_answer_that_helped_is_the_end_of_it_and_one_that_did_not_calls_a_person() {
    for (yes, kind) in [(true, "helped"), (false, "escalated")] {
        let deployment = Deployment::new();
        let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
        let case = deployment.answer(&case, "It is on its way.").await;
        let more = json!({ "of": 2, "yes": yes });
        let reply = deployment.act(&customer("ada"), frame("helped", "h", &case, more)).await;
        assert_eq!(reply["event"]["body"]["kind"], kind);
        let log = deployment.log(&case.id).await;
        let tried = matches!(log[2].event.body, Body::Escalated { tried: Some(_), .. });
        assert_eq!(tried, !yes);
    }
}

#[tokio::test]
async fn only_the_newest_answer_of_the_assistant_is_judged_and_no_more_than_once_against_it() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let case = deployment.answer(&case, "It is on its way.").await;
    let judge = |id: &str, of| frame("helped", id, &case, json!({ "of": of, "yes": false }));
    let other = deployment.act(&customer("ada"), judge("h1", 1)).await;
    assert_eq!(other["code"], "wrong_state");
    assert_eq!(deployment.act(&customer("ada"), judge("h2", 2)).await["action"], "ack");
    assert_eq!(deployment.act(&customer("ada"), judge("h3", 2)).await["code"], "wrong_state");
}
