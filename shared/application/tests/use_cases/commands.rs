//! What each command does and who is refused it, through the front door that the socket and REST share.

use domain::Status;
use serde_json::{Value, json};

use crate::deployment::{
    Deployment, KnownCase, agent, at, command_id, customer, frame, later, lead, user,
};

/// A case of Ada's with her first message.
async fn opened() -> (Deployment, KnownCase) {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    (deployment, case)
}

fn known(case: &KnownCase, reply: &Value) -> KnownCase {
    let head = reply["event"]["seq"].as_u64().unwrap_or_else(|| panic!("no event: {reply}"));
    KnownCase { id: case.id.clone(), head: head.try_into().unwrap() }
}

#[tokio::test]
async fn a_frame_under_a_token_that_has_ended_is_refused_before_anything_is_read() {
    let (deployment, case) = opened().await;
    deployment.aws.forget_requests();
    let late = later(3_600, customer("ada"));
    for sent in [
        frame("send", "s", &case, json!({ "text": "hello" })),
        frame("sync", "y", &case, json!({})),
        json!({ "action": "heartbeat", "id": command_id("h"), "cases": [] }),
        json!({ "action": "typing", "case": case.id, "on": true }),
        json!({ "action": "read", "case": case.id, "seq": 1 }),
    ] {
        let reply = deployment.act(&late, sent.clone()).await;
        assert_eq!((&reply["code"], &reply["id"]), (&json!("expired"), &sent["id"]), "{sent}");
    }
    assert_eq!(deployment.aws.operations(), [""; 0]);
}

#[tokio::test]
async fn only_customers_open_cases() {
    let deployment = Deployment::new();
    for caller in [agent("ines"), lead("lea")] {
        let open =
            json!({ "action": "open", "id": command_id("o"), "store": "demo", "text": "hi" });
        assert_eq!(deployment.act(&caller, open).await["code"], "not_allowed");
    }
    assert!(deployment.rows().is_empty());
}

#[tokio::test]
async fn nobody_opens_a_case_in_a_store_that_is_not_there_or_not_theirs() {
    let deployment = Deployment::new();
    for store in ["nowhere", "north"] {
        let open = json!({ "action": "open", "id": command_id("o"), "store": store, "text": "hi" });
        assert_eq!(deployment.act(&customer("ada"), open).await["code"], "not_found", "{store}");
    }
    assert!(deployment.rows().is_empty());
}

#[tokio::test]
async fn a_reply_of_the_staff_says_what_it_answers() {
    let (deployment, case) = opened().await;
    let ines = agent("ines");
    let reply = deployment.act(&ines, frame("send", "s", &case, json!({ "text": "Hi" }))).await;
    assert_eq!(reply["code"], "answers_missing");
    let said = json!({ "text": "Hi", "answers": 1 });
    let reply = deployment.act(&ines, frame("send", "s", &case, said)).await;
    assert_eq!((&reply["action"], &reply["view"]["status"]), (&json!("ack"), &json!("open")));
}

#[tokio::test]
async fn nobody_of_the_staff_answers_past_a_message_they_have_not_read() {
    let (deployment, case) = opened().await;
    let more = json!({ "text": "And where is my refund?" });
    deployment.act(&customer("ada"), frame("send", "m", &case, more)).await;
    let said = |anyway: bool| json!({ "text": "Hi", "answers": 1, "anyway": anyway });
    let refused = deployment.act(&agent("ines"), frame("send", "s", &case, said(false))).await;
    assert_eq!(refused["code"], "conflict");
    let sent = deployment.act(&agent("ines"), frame("send", "s", &case, said(true))).await;
    assert_eq!(sent["action"], "ack", "the same id, sent anyway");
}

#[tokio::test]
async fn nobody_of_the_staff_settles_a_case_past_a_message_they_have_not_read_but_past_their_own() {
    let (deployment, case) = opened().await;
    let resolve = |id: &str, case: &KnownCase| frame("resolve", id, case, json!({}));
    let said = json!({ "text": "Hi", "answers": 1 });
    let reply = deployment.act(&agent("ines"), frame("send", "a", &case, said)).await;
    assert_eq!(deployment.act(&agent("omar"), resolve("o", &case)).await["code"], "conflict");
    let answered = known(&case, &reply);
    let more = json!({ "text": "And where is my refund?" });
    let reply = deployment.act(&customer("ada"), frame("send", "m", &case, more)).await;
    assert_eq!(deployment.act(&agent("ines"), resolve("i", &answered)).await["code"], "conflict");
    let read = known(&case, &reply);
    assert_eq!(deployment.act(&agent("ines"), resolve("r", &read)).await["action"], "ack");
    let (deployment, case) = opened().await;
    let said = json!({ "text": "Bye", "answers": 1 });
    deployment.act(&agent("ines"), frame("send", "a", &case, said)).await;
    assert_eq!(deployment.act(&agent("ines"), resolve("i", &case)).await["action"], "ack");
}

#[tokio::test]
async fn nobody_of_the_staff_answers_past_a_colleagues_reply_but_past_their_own() {
    let (deployment, case) = opened().await;
    let said = |text: &str| json!({ "text": text, "answers": 1 });
    deployment.act(&agent("ines"), frame("send", "a", &case, said("Hi"))).await;
    let own = deployment.act(&agent("ines"), frame("send", "b", &case, said("One more"))).await;
    assert_eq!(own["action"], "ack");
    let past = deployment.act(&agent("omar"), frame("send", "c", &case, said("Hi"))).await;
    assert_eq!(past["code"], "conflict");
}

#[tokio::test]
async fn a_customer_may_speak_whatever_was_said_meanwhile() {
    let (deployment, case) = opened().await;
    let said = json!({ "text": "Hi", "anyway": true });
    deployment.act(&agent("ines"), frame("send", "a", &case, said)).await;
    let said = json!({ "text": "Hello?", "answers": 1 });
    let reply = deployment.act(&customer("ada"), frame("send", "b", &case, said)).await;
    assert_eq!(reply["action"], "ack");
    assert_eq!(reply["missed"].as_array().unwrap().len(), 1, "and gets what they had missed");
}

#[tokio::test]
async fn what_is_the_staffs_is_refused_to_the_customer() {
    let (deployment, case) = opened().await;
    let agent = user(&agent("ines"));
    for (action, more) in [
        ("note", json!({ "text": "hm" })),
        ("assign", json!({ "agent": agent })),
        ("unassign", json!({})),
        ("resolve", json!({})),
        ("approve", json!({ "suggestion": 1 })),
        ("reject", json!({ "suggestion": 1, "reason": "wrong" })),
        ("add_participant", json!({ "user": user(&customer("bob")) })),
        ("remove_participant", json!({ "user": user(&customer("bob")) })),
    ] {
        let reply = deployment.act(&customer("ada"), frame(action, "x", &case, more)).await;
        assert_eq!(reply["code"], "not_allowed", "{action}");
    }
    assert_eq!(deployment.log(&case.id).await.len(), 1);
}

#[tokio::test]
async fn what_is_the_customers_is_refused_to_the_staff() {
    let (deployment, case) = opened().await;
    for (action, more) in
        [("rate", json!({ "score": 5 })), ("helped", json!({ "of": 1, "yes": true }))]
    {
        let reply = deployment.act(&lead("lea"), frame(action, "x", &case, more)).await;
        assert_eq!(reply["code"], "not_allowed", "{action}");
    }
}

#[tokio::test]
async fn to_a_stranger_a_case_is_not_there_whatever_they_want_of_it() {
    let (deployment, case) = opened().await;
    let none = KnownCase {
        id: crate::deployment::opening(&customer("eve"), "no", "x").case,
        ..case.clone()
    };
    for (action, more) in [
        ("send", json!({ "text": "hi" })),
        ("escalate", json!({})),
        ("reopen", json!({})),
        ("withdraw", json!({ "of": 1 })),
        ("approve", json!({ "suggestion": 1 })),
        ("rate", json!({ "score": 5 })),
    ] {
        let strange =
            deployment.act(&customer("eve"), frame(action, "x", &case, more.clone())).await;
        let missing = deployment.act(&customer("eve"), frame(action, "x", &none, more)).await;
        assert_eq!(strange["code"], "not_found", "{action}");
        assert_eq!(strange, missing, "{action}: nobody can probe for cases");
    }
}

#[tokio::test]
async fn whoever_takes_a_case_is_known_by_their_token_and_anyone_else_by_the_directory() {
    let (deployment, case) = opened().await;
    let (ines, omar) = (agent("ines"), agent("omar"));
    let take = frame("assign", "a", &case, json!({ "agent": user(&ines) }));
    assert_eq!(deployment.act(&ines, take).await["event"]["body"]["name"], "ines");
    let give = frame("assign", "b", &case, json!({ "agent": user(&omar) }));
    let refused = deployment.act(&ines, give.clone()).await;
    assert_eq!(refused["code"], "not_allowed", "the directory does not know him");
    deployment.cases.directory.note(&omar.principal).await.unwrap();
    assert_eq!(deployment.act(&ines, give).await["event"]["body"]["name"], "omar");
}

#[tokio::test]
async fn a_case_is_given_to_nobody_who_does_not_work_for_its_store() {
    let (deployment, case) = opened().await;
    let nora = at("north", agent("nora"));
    deployment.cases.directory.note(&nora.principal).await.unwrap();
    for user in [user(&nora), user(&customer("bob"))] {
        let give = frame("assign", "a", &case, json!({ "agent": user }));
        assert_eq!(deployment.act(&lead("lea"), give).await["code"], "not_allowed");
    }
}

#[tokio::test]
async fn what_a_case_already_is_it_does_not_become_again() {
    let (deployment, case) = opened().await;
    let ines = agent("ines");
    let take = json!({ "agent": user(&ines) });
    for (action, more) in [("assign", take), ("escalate", json!({})), ("resolve", json!({}))] {
        let first =
            deployment.act(&ines, frame(action, &format!("{action}1"), &case, more.clone()));
        assert_eq!(first.await["action"], "ack", "{action}");
        let again = deployment.act(&ines, frame(action, &format!("{action}2"), &case, more)).await;
        assert_eq!(again["code"], "wrong_state", "{action}");
    }
    for action in ["unassign", "reopen"] {
        let first = deployment.act(&ines, frame(action, &format!("{action}1"), &case, json!({})));
        assert_eq!(first.await["action"], "ack", "{action}");
        let again = frame(action, &format!("{action}2"), &case, json!({}));
        assert_eq!(deployment.act(&ines, again).await["code"], "wrong_state", "{action}");
    }
}

#[tokio::test]
async fn an_escalation_says_whose_wish_it_is() {
    for (caller, reason) in [(customer("ada"), "customer_asked"), (agent("ines"), "staff_asked")] {
        let (deployment, case) = opened().await;
        let reply = deployment.act(&caller, frame("escalate", "e", &case, json!({}))).await;
        assert_eq!(reply["event"]["body"]["reason"], reason);
    }
}

#[tokio::test]
async fn a_case_that_the_customer_reopens_waits_and_one_that_the_staff_reopens_does_not() {
    for (caller, status) in [(customer("ada"), Status::Waiting), (agent("ines"), Status::Open)] {
        let (deployment, case) = opened().await;
        let reply = deployment.act(&agent("ines"), frame("resolve", "r", &case, json!({}))).await;
        let case = known(&case, &reply);
        let reply = deployment.act(&caller, frame("reopen", "o", &case, json!({}))).await;
        assert_eq!(reply["view"]["status"], json!(status));
    }
}

#[tokio::test]
async fn a_message_of_the_customer_wakes_a_settled_case() {
    let (deployment, case) = opened().await;
    let reply = deployment.act(&agent("ines"), frame("resolve", "r", &case, json!({}))).await;
    let (case, said) = (known(&case, &reply), json!({ "text": "It is still not here" }));
    let reply = deployment.act(&customer("ada"), frame("send", "s", &case, said)).await;
    assert_eq!(reply["view"]["status"], "waiting");
}

#[tokio::test]
async fn help_is_judged_once_there_was_some() {
    let (deployment, case) = opened().await;
    let rate = |id| frame("rate", id, &case, json!({ "score": 5, "comment": "Thanks" }));
    let early = deployment.act(&customer("ada"), rate("r1")).await;
    assert_eq!(early["code"], "wrong_state");
    deployment.act(&agent("ines"), frame("resolve", "r", &case, json!({}))).await;
    let reply = deployment.act(&customer("ada"), rate("r2")).await;
    assert_eq!(reply["event"]["body"]["comment"], "Thanks");
}

#[tokio::test]
async fn ones_own_words_and_as_a_lead_anyones_can_be_taken_back() {
    let (deployment, case) = opened().await;
    let withdraw = |id| frame("withdraw", id, &case, json!({ "of": 1 }));
    assert_eq!(deployment.act(&agent("ines"), withdraw("w1")).await["code"], "not_allowed");
    assert_eq!(deployment.act(&lead("lea"), withdraw("w2")).await["action"], "ack");
    assert_eq!(deployment.log(&case.id).await[0].event.text, None);
    let (deployment, case) = opened().await;
    let own = frame("withdraw", "w", &case, json!({ "of": 1 }));
    assert_eq!(deployment.act(&customer("ada"), own).await["action"], "ack");
}

#[tokio::test]
async fn only_what_has_words_and_is_there_can_be_taken_back() {
    let (deployment, case) = opened().await;
    deployment.act(&lead("lea"), frame("resolve", "r", &case, json!({}))).await;
    for (of, code) in [(2, "wrong_state"), (7, "not_found")] {
        let withdraw = frame("withdraw", &format!("w{of}"), &case, json!({ "of": of }));
        assert_eq!(deployment.act(&lead("lea"), withdraw).await["code"], code);
    }
}

#[tokio::test]
async fn a_customer_learns_nothing_of_hidden_events_by_taking_them_back() {
    let (deployment, case) = opened().await;
    let note = frame("note", "n", &case, json!({ "text": "a difficult one" }));
    deployment.act(&agent("ines"), note).await;
    let reply = |of| frame("withdraw", &format!("w{of}"), &case, json!({ "of": of }));
    let hidden = deployment.act(&customer("ada"), reply(2)).await;
    let missing = deployment.act(&customer("ada"), reply(3)).await;
    assert_eq!((&hidden["code"], &hidden["message"]), (&missing["code"], &missing["message"]));
    assert_eq!(deployment.log(&case.id).await.len(), 2);
}

#[tokio::test]
async fn where_agents_see_only_what_is_assigned_to_them_the_rest_is_not_there() {
    let deployment = Deployment::new();
    let (ada, ines) = (at("north", customer("ada")), at("north", agent("ines")));
    let case = deployment.open(&ada, "hello").await;
    let note = |id| frame("note", id, &case, json!({ "text": "hm" }));
    assert_eq!(deployment.act(&ines, note("n1")).await["code"], "not_found");
    let lea = at("north", lead("lea"));
    deployment.cases.directory.note(&ines.principal).await.unwrap();
    let give = frame("assign", "a", &case, json!({ "agent": user(&ines) }));
    assert_eq!(deployment.act(&lea, give).await["action"], "ack", "leads see all");
    assert_eq!(deployment.act(&ines, note("n2")).await["action"], "ack");
}

#[tokio::test]
async fn what_is_sent_far_behind_is_answered_with_what_came_and_not_done() {
    let (deployment, start) = opened().await;
    let mut case = start.clone();
    for n in 0..201 {
        let note = frame("note", &format!("n{n}"), &case, json!({ "text": "hm" }));
        case = known(&case, &deployment.act(&agent("ines"), note).await);
    }
    let send = frame("send", "late", &start, json!({ "text": "Hello?" }));
    let reply = deployment.act(&customer("ada"), send).await;
    assert_eq!(reply["action"], "ack", "hidden events alone keep no customer back: {reply}");
    let note = frame("note", "late", &start, json!({ "text": "hm" }));
    let reply = deployment.act(&agent("omar"), note).await;
    assert_eq!((&reply["action"], &reply["more"]), (&json!("behind"), &json!(true)));
    assert_eq!(reply["events"][0]["seq"], 2);
    assert_eq!(deployment.log(&case.id).await.len(), 203);
}
