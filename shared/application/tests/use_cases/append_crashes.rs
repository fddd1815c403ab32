//! The process ends in the middle of an append, and the client repeats it.

use application::ApplicationError;
use domain::{Command, CommandError, Role};
use embedded_aws::{Crash, Fault};
use serde_json::json;

use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, agent, command, customer, frame, lead, message, opening, seq, store, text, user,
};

#[tokio::test]
async fn an_opening_that_is_cut_off_and_repeated_opens_one_case() {
    survives_crashes(
        async |_| (),
        async |deployment, ()| {
            let ada = customer("ada");
            deployment.store(&ada, &opening(&ada, "open", "Where is my parcel?")).await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_message_that_is_cut_off_and_repeated_is_there_once_and_heard() {
    survives_crashes(
        async |deployment| {
            let case = deployment.open(&customer("ada"), "hello").await;
            deployment.listen(&agent("ines"), &case.id).await;
            case
        },
        async |deployment, case| {
            deployment.store(&customer("ada"), &message(case, "one", "Hello?")).await;
            let frames = deployment.aws.frames("ines");
            assert_eq!(frames.last().unwrap()["event"]["body"]["text"], "Hello?");
        },
    )
    .await;
}

#[tokio::test]
async fn a_withdrawal_that_is_cut_off_and_repeated_takes_the_words_out() {
    survives_crashes(
        async |deployment| deployment.open(&customer("ada"), "my card is 4111").await,
        async |deployment, case| {
            let withdraw = frame("withdraw", "w", case, json!({ "of": 1 }));
            let reply = deployment.act(&customer("ada"), withdraw).await;
            assert_eq!(reply["action"], "ack", "{reply}");
            assert_eq!(deployment.log(&case.id).await[0].event.text, None);
        },
    )
    .await;
}

#[tokio::test]
async fn letting_someone_in_that_is_cut_off_and_repeated_lets_them_in() {
    survives_crashes(
        async |deployment| deployment.open(&customer("ada"), "hello").await,
        async |deployment, case| {
            let add = Command::AddParticipant { user: user(&customer("bob")), name: None };
            deployment.store(&agent("ines"), &command(case, "add", add)).await;
            assert_eq!(deployment.count("CASE#", "PART#"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn showing_someone_out_that_is_cut_off_and_repeated_shows_them_out() {
    survives_crashes(
        async |deployment| {
            let mut case = deployment.open(&customer("ada"), "hello").await;
            let add = Command::AddParticipant { user: user(&customer("bob")), name: None };
            let stored = deployment.store(&agent("ines"), &command(&case, "add", add)).await;
            case.head = stored.entry.event.seq;
            case
        },
        async |deployment, case| {
            let remove = Command::RemoveParticipant { user: user(&customer("bob")) };
            deployment.store(&agent("ines"), &command(case, "out", remove)).await;
            assert_eq!(deployment.count("CASE#", "PART#"), 0);
        },
    )
    .await;
}

#[tokio::test]
async fn an_approval_that_is_cut_off_and_repeated_is_one_message() {
    survives_crashes(
        async |deployment| {
            let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
            deployment.suggest(&case, "It is on its way.").await
        },
        async |deployment, case| {
            let more = json!({ "suggestion": 2, "answers": 2 });
            let reply = deployment.act(&agent("ines"), frame("approve", "yes", case, more)).await;
            assert_eq!(reply["event"]["body"]["kind"], "approved", "{reply}");
        },
    )
    .await;
}

#[tokio::test]
async fn who_has_caught_up_after_a_crash_finds_their_message_before_the_cursor() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let mut case = deployment.open(&ada, "hello").await;
    let one = message(&case, "one", "Hello?");
    let crash = deployment.aws.until_crash(Crash::After(1), deployment.store(&ada, &one)).await;
    assert!(crash.is_none());
    case.head = seq(2);
    let found = deployment.store(&ada, &message(&case, "one", "Hello?")).await;
    assert_eq!((found.entry.event.seq, deployment.log(&case.id).await.len()), (seq(2), 2));
    let other = deployment.refused(&ada, &message(&case, "one", "Goodbye")).await;
    assert_eq!(other, CommandError::IdReused);
}

#[tokio::test]
async fn two_people_may_use_the_same_id() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    deployment.store(&customer("ada"), &message(&case, "one", "Hello?")).await;
    deployment.store(&agent("ines"), &message(&case, "one", "Hello!")).await;
    assert_eq!(deployment.log(&case.id).await.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn whoever_is_overtaken_again_and_again_is_told_to_try_later_and_nothing_is_written() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    for n in 0..12 {
        let (rival, case) = (deployment.clone(), case.clone());
        deployment.aws.before_next("PutItem", async move {
            let note =
                Command::Note { text: text(&format!("note {n}")), mentions: Default::default() };
            rival.store(&agent("ines"), &command(&case, &format!("n{n}"), note)).await;
        });
        // The rival's own write goes through.
        deployment.aws.before_next("PutItem", async {});
    }
    let error = deployment.cases.append(&ada, &message(&case, "one", "Hello?")).await.unwrap_err();
    assert!(matches!(error, ApplicationError::Contended), "{error}");
    assert_eq!(error.code().as_str(), "busy");
    let log = deployment.log(&case.id).await;
    assert!(log[1..].iter().all(|entry| entry.event.author.role == Role::Agent));
}

#[tokio::test(start_paused = true)]
async fn a_text_that_could_not_be_taken_out_at_once_goes_with_the_repetition() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "my card is 4111").await;
    let withdraw = frame("withdraw", "w", &case, json!({ "of": 1 }));
    deployment.aws.fail_every("UpdateItem", Fault::NotReached);
    let frame = contract::ClientFrame::from_value(&withdraw).unwrap();
    assert!(deployment.cases.act(&ada, frame).await.is_err(), "nobody is told that it is gone");
    deployment.aws.heal();
    deployment.act(&ada, withdraw).await;
    let log = deployment.log(&case.id).await;
    assert_eq!((log.len(), &log[0].event.text), (2, &None));
}

#[tokio::test]
async fn a_lead_of_the_store_and_nobody_of_another_writes_in_its_cases() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    let note =
        |id| command(&case, id, Command::Note { text: text("hm"), mentions: Default::default() });
    assert!(lead("lea").principal.serves(&store()));
    deployment.store(&lead("lea"), &note("n1")).await;
    let stranger = crate::deployment::at("north", lead("nora"));
    assert_eq!(deployment.refused(&stranger, &note("n2")).await, CommandError::NotFound);
}
