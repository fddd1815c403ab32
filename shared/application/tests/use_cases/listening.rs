//! Listening to a case: who hears what, what a client catches up with, and who must go.

use domain::{Command, Role};
use embedded_aws::Fault;
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, KnownCase, agent, at, command, customer, frame, later, lead, message, on, seq,
    text, user,
};

async fn opened() -> (Deployment, KnownCase) {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    (deployment, case)
}

fn sync(case: &KnownCase, after: u64) -> Value {
    frame("sync", "sync", case, json!({ "after": after }))
}

fn numbers(reply: &Value) -> Vec<u64> {
    let events = reply["events"].as_array().unwrap_or_else(|| panic!("no events: {reply}"));
    events.iter().map(|event| event["seq"].as_u64().unwrap()).collect()
}

fn note(case: &KnownCase, id: &str) -> application::Append {
    command(case, id, Command::Note { text: text("hm"), mentions: Default::default() })
}

#[tokio::test]
async fn who_listens_hears_what_is_written_from_then_on() {
    let (deployment, case) = opened().await;
    let reply = deployment.act(&agent("ines"), sync(&case, 0)).await;
    assert_eq!(
        (numbers(&reply), &reply["head"], &reply["more"]),
        (vec![1], &json!(1), &json!(false))
    );
    deployment.store(&customer("ada"), &message(&case, "m", "Hello?")).await;
    assert_eq!(deployment.aws.frames("ines").len(), 1);
}

#[tokio::test]
async fn the_subscription_is_written_before_the_log_is_read() {
    let (deployment, case) = opened().await;
    let (rival, known) = (deployment.clone(), case.clone());
    deployment.aws.before_next("Query", async move {
        rival.store(&customer("ada"), &message(&known, "m", "Hello?")).await;
    });
    deployment.act(&agent("ines"), sync(&case, 1)).await;
    assert_eq!(deployment.aws.frames("ines").len(), 1, "what falls between is pushed, or read");
}

#[tokio::test]
async fn a_listening_that_is_cut_off_and_repeated_is_one() {
    survives_crashes(
        async |deployment| deployment.open(&customer("ada"), "hello").await,
        async |deployment, case| {
            let reply = deployment.act(&agent("ines"), sync(case, 0)).await;
            assert_eq!(reply["action"], "missed", "{reply}");
        },
    )
    .await;
}

#[tokio::test]
async fn a_stranger_hears_nothing_and_leaves_no_subscription() {
    let (deployment, case) = opened().await;
    for stranger in [customer("eve"), at("north", lead("nora"))] {
        for after in [0, 1, 7] {
            assert_eq!(deployment.act(&stranger, sync(&case, after)).await["code"], "not_found");
        }
    }
    assert_eq!((deployment.count("CASE#", "SUB#"), deployment.log(&case.id).await.len()), (0, 1));
}

#[tokio::test]
async fn a_cursor_that_the_log_does_not_know_starts_the_client_anew() {
    let (deployment, case) = opened().await;
    let reply = deployment.act(&customer("ada"), sync(&case, 7)).await;
    assert_eq!(reply["code"], "unknown_cursor");
}

#[tokio::test]
async fn who_starts_without_a_replica_gets_the_newest_page() {
    let (deployment, case) = opened().await;
    for n in 0..60 {
        deployment.store(&agent("ines"), &note(&case, &format!("n{n}"))).await;
    }
    let reply = deployment.act(&agent("ines"), sync(&case, 0)).await;
    assert_eq!(numbers(&reply), (12..=61).collect::<Vec<_>>());
    let reply = deployment.act(&customer("ada"), sync(&case, 0)).await;
    assert_eq!(numbers(&reply), [1], "as far back as there is something for them to see");
}

#[tokio::test]
async fn who_is_far_behind_catches_up_page_by_page() {
    let (deployment, case) = opened().await;
    let mut newest = case.clone();
    for n in 0..205 {
        let stored = deployment.store(&agent("ines"), &note(&newest, &format!("n{n}"))).await;
        newest.head = stored.entry.event.seq;
    }
    let (mut held, mut pages) = (vec![1], 0);
    loop {
        let page = deployment.act(&agent("ines"), sync(&case, *held.last().unwrap())).await;
        held.extend(numbers(&page));
        pages += 1;
        if page["more"] == json!(false) {
            break;
        }
    }
    assert_eq!(held, (1..=206).collect::<Vec<_>>());
    assert!(pages > 1, "an answer has at most 64 KB");
    let hidden = deployment.act(&customer("ada"), sync(&case, 1)).await;
    assert_eq!((numbers(&hidden), &hidden["more"]), (vec![], &json!(false)));
}

#[tokio::test]
async fn a_customer_sees_no_gap_where_events_are_hidden_from_them() {
    let (deployment, case) = opened().await;
    deployment.store(&agent("ines"), &note(&case, "n")).await;
    deployment.store(&customer("ada"), &message(&case, "m", "Hello?")).await;
    let page = deployment.act(&customer("ada"), sync(&case, 1)).await;
    assert_eq!((numbers(&page), &page["events"][0]["prev_visible"]), (vec![3], &json!(1)));
    let page = deployment.act(&agent("ines"), sync(&case, 1)).await;
    assert_eq!((numbers(&page), &page["events"][1]["prev_visible"]), (vec![2, 3], &json!(2)));
}

#[tokio::test]
async fn a_connection_whose_token_has_ended_hears_nothing_whatever_is_told() {
    let (deployment, case) = opened().await;
    deployment.listen(&agent("ines"), &case.id).await;
    let mut omar = later(3_600, agent("omar"));
    omar.principal.expires = omar.now.plus_seconds(60);
    deployment.act(&omar, json!({ "action": "typing", "case": case.id, "on": true })).await;
    deployment.act(&omar, json!({ "action": "read", "case": case.id, "seq": 1 })).await;
    assert!(deployment.aws.frames("ines").is_empty(), "a hint");
    deployment.store(&omar, &note(&case, "n")).await;
    assert!(deployment.aws.frames("ines").is_empty(), "an event");
    assert_eq!(deployment.aws.disconnected(), ["ines"]);
}

#[tokio::test]
async fn a_connection_whose_token_ends_hears_up_to_that_moment() {
    for (seconds, hears) in [(3_599, 1), (3_600, 0)] {
        let (deployment, case) = opened().await;
        deployment.listen(&agent("ines"), &case.id).await;
        let mut ada = later(seconds, customer("ada"));
        ada.principal.expires = ada.now.plus_seconds(60);
        deployment.store(&ada, &message(&case, "m", "Hello?")).await;
        assert_eq!(deployment.aws.frames("ines").len(), hears, "after {seconds} seconds");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_can_not_be_ended_does_not_listen_any_more() {
    let (deployment, case) = opened().await;
    deployment.listen(&agent("ines"), &case.id).await;
    deployment.aws.fail_every("DeleteConnection", Fault::NotReached);
    let mut ada = later(3_600, customer("ada"));
    ada.principal.expires = ada.now.plus_seconds(60);
    let stored = deployment.store(&ada, &message(&case, "m", "Hello?")).await;
    assert_eq!((stored.pushes.gone, stored.pushes.failed), (1, 1));
    assert_eq!(deployment.count("CASE#", "SUB#"), 0);
}

#[tokio::test]
async fn an_agent_from_whom_a_case_is_taken_hears_no_more_of_it() {
    let deployment = Deployment::new();
    let (ada, ines) = (at("north", customer("ada")), at("north", agent("ines")));
    let lea = at("north", lead("lea"));
    let case = deployment.open(&ada, "hello").await;
    deployment.cases.directory.note(&ines.principal).await.unwrap();
    let give = frame("assign", "a", &case, json!({ "agent": user(&ines) }));
    deployment.act(&lea, give).await;
    deployment.act(&ines, sync(&case, 0)).await;
    let given = KnownCase { head: seq(2), ..case };
    deployment.act(&lea, frame("unassign", "u", &given, json!({}))).await;
    assert_eq!(deployment.aws.disconnected(), ["ines"]);
    assert!(deployment.aws.frames("ines").is_empty(), "not even that");
}

#[tokio::test]
async fn the_ninth_connection_of_one_person_ends_their_oldest() {
    let (deployment, case) = opened().await;
    for n in 0..9 {
        let tab = on(&format!("tab{n}"), later(n, customer("ada")));
        deployment.act(&tab, sync(&case, 0)).await;
    }
    assert_eq!(deployment.aws.disconnected(), ["tab0"]);
    assert_eq!(deployment.count("CASE#", "SUB#"), 8);
}

#[tokio::test]
async fn the_fifty_first_connection_to_a_case_ends_the_oldest_whoevers_it_is() {
    let (deployment, case) = opened().await;
    for n in 0..51 {
        deployment.act(&later(n, agent(&format!("agent{n}"))), sync(&case, 0)).await;
    }
    assert_eq!(deployment.aws.disconnected(), ["agent0"]);
}

#[tokio::test]
async fn a_heartbeat_brings_back_a_listener_who_was_forgotten() {
    let (deployment, case) = opened().await;
    let beat = frame_of_heartbeat(&[(&case, 1)]);
    let reply = deployment.act(&customer("ada"), beat).await;
    assert_eq!(reply["behind"], json!([]));
    deployment.store(&agent("ines"), &reply_of_staff(&case)).await;
    assert_eq!(deployment.aws.frames("ada").len(), 1);
}

#[tokio::test]
async fn a_heartbeat_ends_nobody_who_listens_already() {
    let (deployment, case) = opened().await;
    for n in 0..8 {
        deployment.act(&on(&format!("tab{n}"), customer("ada")), sync(&case, 0)).await;
    }
    let beat = frame_of_heartbeat(&[(&case, 1)]);
    deployment.act(&on("tab3", later(240, customer("ada"))), beat.clone()).await;
    assert_eq!(deployment.aws.disconnected(), [""; 0]);
    deployment.act(&on("tab8", later(250, customer("ada"))), beat).await;
    assert_eq!(deployment.aws.disconnected().len(), 1, "one that did not listen is a newcomer");
    assert_ne!(deployment.aws.disconnected(), ["tab3"], "and the freshest stay");
}

#[tokio::test]
async fn a_heartbeat_names_the_cases_in_which_one_holds_too_little_and_those_of_others() {
    let (deployment, case) = opened().await;
    let eves = deployment.open(&customer("eve"), "secret").await;
    let beat = frame_of_heartbeat(&[(&case, 1), (&eves, 1)]);
    deployment.store(&agent("ines"), &note(&case, "n")).await;
    let customers = deployment.act(&customer("ada"), beat.clone()).await;
    let staffs = deployment.act(&agent("ines"), beat).await;
    assert_eq!(customers["behind"], json!([{ "case": eves.id, "head": 0 }]));
    assert_eq!(staffs["behind"], json!([{ "case": case.id, "head": 2 }]));
    assert_eq!(deployment.count(&format!("CASE#{}", eves.id), "SUB#"), 1, "the agent's alone");
}

#[tokio::test]
async fn a_heartbeat_that_is_cut_off_and_repeated_keeps_the_same_subscriptions() {
    survives_crashes(
        async |deployment| deployment.open(&customer("ada"), "hello").await,
        async |deployment, case| {
            deployment.act(&customer("ada"), frame_of_heartbeat(&[(case, 1)])).await;
        },
    )
    .await;
}

fn frame_of_heartbeat(held: &[(&KnownCase, u64)]) -> Value {
    let held = held.iter().map(|(case, head)| json!({ "case": case.id, "head": head }));
    let id = crate::deployment::command_id("beat");
    json!({ "action": "heartbeat", "id": id, "cases": held.collect::<Vec<_>>() })
}

fn reply_of_staff(case: &KnownCase) -> application::Append {
    let guard = domain::Guard::Answers(case.head);
    command(case, "reply", Command::Send { text: Some(text("Hi")), files: vec![], guard })
}

#[tokio::test]
async fn who_types_is_told_to_the_others_and_kept_nowhere() {
    let (deployment, case) = opened().await;
    deployment.listen(&customer("ada"), &case.id).await;
    deployment.listen(&agent("ines"), &case.id).await;
    let before = deployment.rows();
    let typing = json!({ "action": "typing", "case": case.id, "on": true });
    assert_eq!(deployment.act(&agent("ines"), typing).await, json!(null));
    assert_eq!(
        (&deployment.aws.frames("ada")[0]["name"], deployment.aws.frames("ines").len()),
        (&json!("ines"), 0)
    );
    assert_eq!(deployment.rows(), before);
}

#[tokio::test]
async fn a_strangers_hints_go_nowhere_and_leave_nothing() {
    let (deployment, case) = opened().await;
    deployment.listen(&customer("ada"), &case.id).await;
    let before = deployment.rows();
    for hint in [
        json!({ "action": "typing", "case": case.id, "on": true }),
        json!({ "action": "read", "case": case.id, "seq": 1 }),
    ] {
        assert_eq!(deployment.act(&customer("eve"), hint).await, json!(null));
    }
    assert!(deployment.aws.frames("ada").is_empty());
    assert_eq!(deployment.rows(), before);
}

#[tokio::test]
async fn how_far_one_has_read_is_kept_told_and_given_to_who_listens_next() {
    let (deployment, case) = opened().await;
    deployment.listen(&customer("ada"), &case.id).await;
    deployment.act(&agent("ines"), json!({ "action": "read", "case": case.id, "seq": 1 })).await;
    assert_eq!(deployment.aws.frames("ada")[0]["seq"], 1);
    let reply = deployment.act(&customer("ada"), sync(&case, 0)).await;
    let mark = &reply["reads"][0];
    assert_eq!((&mark["user"], &mark["seq"]), (&json!(user(&agent("ines"))), &json!(1)));
    assert_eq!(mark["role"], json!(Role::Agent));
}

#[tokio::test]
async fn reading_goes_forward_only_and_never_beyond_the_log() {
    let (deployment, case) = opened().await;
    deployment.store(&customer("ada"), &message(&case, "m", "Hello?")).await;
    let read = |seq: u64| json!({ "action": "read", "case": case.id, "seq": seq });
    for (said, kept) in [(1, 1), (900, 2), (1, 2)] {
        deployment.act(&agent("ines"), read(said)).await;
        let cursors = deployment.cases.cursors.of_case(&case.id).await.unwrap();
        assert_eq!((cursors.len(), cursors[0].seq), (1, seq(kept)), "after {said}");
    }
}

#[tokio::test]
async fn a_reading_that_is_cut_off_and_repeated_is_kept_once() {
    survives_crashes(
        async |deployment| deployment.open(&customer("ada"), "hello").await,
        async |deployment, case| {
            let read = json!({ "action": "read", "case": case.id, "seq": 1 });
            deployment.act(&agent("ines"), read).await;
        },
    )
    .await;
}
