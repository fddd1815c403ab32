//! The append: once, however often it is sent, whoever is faster, whatever fails on the way.

use std::time::Duration;

use adapters::dynamo::TableError;
use application::{Append, ApplicationError, Outcome};
use domain::{Body, Command, CommandError, Seq};
use embedded_aws::Fault;

use crate::deployment::{Deployment, agent, command, customer, message, opening, text};

#[tokio::test]
async fn an_opening_is_one_read_and_one_write_and_sent_again_it_is_found() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let append = opening(&ada, "open", "Where is my parcel?");
    let first = deployment.store(&ada, &append).await;
    assert_eq!(deployment.aws.operations(), ["Query", "PutItem"]);
    let again = deployment.store(&ada, &append).await;
    assert_eq!(again.entry, first.entry);
    assert_eq!(deployment.log(&append.case).await.len(), 1);
}

#[tokio::test]
async fn a_repeated_send_is_found_however_late_and_writes_nothing() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    let append = message(&case, "one", "Is anybody there?");
    let first = deployment.store(&ada, &append).await;
    for n in 0..5 {
        deployment.store(&ada, &message(&case, &format!("more{n}"), "and")).await;
    }
    deployment.aws.forget_requests();
    let again = deployment.store(&ada, &append).await;
    assert_eq!((again.entry, again.missed.len()), (first.entry, 5));
    assert_eq!(deployment.aws.requests("PutItem"), 0);
}

#[tokio::test]
async fn an_id_with_other_words_is_refused_and_the_first_words_stand() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    deployment.store(&ada, &message(&case, "one", "red")).await;
    let reason = deployment.refused(&ada, &message(&case, "one", "blue")).await;
    assert_eq!(reason, CommandError::IdReused);
    let log = deployment.log(&case.id).await;
    assert_eq!(log[1].event.text, Some(text("red")));
}

#[tokio::test]
async fn who_is_overtaken_between_read_and_write_decides_afresh_and_misses_nothing() {
    let deployment = Deployment::new();
    let (ada, ines) = (customer("ada"), agent("ines"));
    let case = deployment.open(&ada, "hello").await;
    let (rival, note) = (
        deployment.clone(),
        command(&case, "n", Command::Note { text: text("hm"), mentions: Default::default() }),
    );
    deployment.aws.before_next("PutItem", async move {
        rival.store(&ines, &note).await;
    });
    let stored = deployment.store(&ada, &message(&case, "one", "Hello?")).await;
    assert_eq!((stored.collisions, stored.entry.event.seq.get()), (1, 3));
    assert!(
        matches!(stored.missed[..], [ref other] if matches!(other.event.body, Body::Note { .. }))
    );
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_found_and_not_written_twice() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    deployment.aws.fail_next("PutItem", Fault::AnswerLost);
    let stored = deployment.store(&ada, &message(&case, "one", "Hello?")).await;
    assert_eq!(stored.entry.event.seq.get(), 2);
    assert_eq!(deployment.log(&case.id).await.len(), 2);
}

#[tokio::test]
async fn a_table_that_fails_for_a_moment_goes_unnoticed() {
    for fault in [Fault::Refused, Fault::Throttled, Fault::NotReached] {
        let deployment = Deployment::new();
        let ada = customer("ada");
        let case = deployment.open(&ada, "hello").await;
        deployment.aws.fail_next("Query", fault);
        deployment.aws.fail_next("PutItem", fault);
        deployment.store(&ada, &message(&case, "one", "Hello?")).await;
        assert_eq!(deployment.log(&case.id).await.len(), 2, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_that_stays_away_is_an_error_that_may_pass_and_the_repetition_is_stored_once() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    let append = message(&case, "one", "Hello?");
    for fault in [Fault::Throttled, Fault::NotReached, Fault::Slow(Duration::from_mins(1))] {
        deployment.aws.fail_every("PutItem", fault);
        let error = deployment.cases.append(&ada, &append).await.unwrap_err();
        let is_unavailable =
            matches!(error, ApplicationError::Store(TableError::Unavailable { .. }));
        assert!(is_unavailable, "{error}");
    }
    deployment.aws.heal();
    deployment.store(&ada, &append).await;
    assert_eq!(deployment.log(&case.id).await.len(), 2);
}

#[tokio::test]
async fn a_cursor_that_the_log_does_not_know_is_refused() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    let append = Append { after: Seq::try_from(7).unwrap(), ..message(&case, "one", "Hello?") };
    assert_eq!(deployment.refused(&ada, &append).await, CommandError::UnknownCursor);
}

#[tokio::test]
async fn a_strangers_case_is_not_there_whatever_one_holds_of_it() {
    let deployment = Deployment::new();
    let (ada, eve) = (customer("ada"), customer("eve"));
    let case = deployment.open(&ada, "hello").await;
    for after in [0, 1, 7] {
        let append =
            Append { after: Seq::try_from(after).unwrap(), ..message(&case, "one", "Hello?") };
        assert_eq!(deployment.refused(&eve, &append).await, CommandError::NotFound, "{after}");
    }
    assert_eq!(deployment.log(&case.id).await.len(), 1);
}

#[tokio::test]
async fn who_is_two_hundred_events_behind_catches_up_first_and_nothing_is_written() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let start = deployment.open(&ada, "hello").await;
    let mut case = start.clone();
    for n in 0..205 {
        let stored = deployment.store(&ada, &message(&case, &format!("m{n}"), "and")).await;
        case.head = stored.entry.event.seq;
    }
    let outcome = deployment.append(&ada, &message(&start, "late", "Hello?")).await;
    let Outcome::Behind(page, head) = outcome else { panic!("not behind: {outcome:?}") };
    assert_eq!((head.head, page.entries.first().unwrap().event.seq), (case.head, start.head));
    assert_eq!(deployment.log(&start.id).await.len(), 206);
}

#[tokio::test]
async fn listeners_hear_it_but_not_the_connection_that_sent_it() {
    let deployment = Deployment::new();
    let (ada, ines) = (customer("ada"), agent("ines"));
    let case = deployment.open(&ada, "hello").await;
    deployment.listen(&ada, &case.id).await;
    deployment.listen(&ines, &case.id).await;
    let stored = deployment.store(&ada, &message(&case, "one", "Hello?")).await;
    assert_eq!((stored.pushes.pushed, stored.pushes.failed), (1, 0));
    assert_eq!(deployment.aws.frames("ines")[0]["event"]["body"]["text"], "Hello?");
    assert!(deployment.aws.frames("ada").is_empty());
}

#[tokio::test]
async fn a_note_is_not_pushed_to_the_customer() {
    let deployment = Deployment::new();
    let (ada, ines) = (customer("ada"), agent("ines"));
    let case = deployment.open(&ada, "hello").await;
    deployment.listen(&ada, &case.id).await;
    deployment
        .store(
            &ines,
            &command(&case, "n", Command::Note { text: text("hm"), mentions: Default::default() }),
        )
        .await;
    assert!(deployment.aws.frames("ada").is_empty());
}

#[tokio::test]
async fn a_listener_who_is_gone_is_forgotten_and_a_gateway_that_fails_stops_no_message() {
    let deployment = Deployment::new();
    let (ada, ines) = (customer("ada"), agent("ines"));
    let mut case = deployment.open(&ada, "hello").await;
    deployment.listen(&ines, &case.id).await;
    deployment.aws.fail_every("PostToConnection", Fault::NotReached);
    let stored = deployment.store(&ada, &message(&case, "one", "Hello?")).await;
    assert_eq!((stored.pushes.pushed, stored.pushes.failed), (0, 1));
    case.head = stored.entry.event.seq;
    deployment.aws.heal();
    deployment.aws.hang_up("ines");
    let stored = deployment.store(&ada, &message(&case, "two", "Hello?")).await;
    assert_eq!(stored.pushes.gone, 1);
    case.head = stored.entry.event.seq;
    let stored = deployment.store(&ada, &message(&case, "three", "Hello?")).await;
    assert_eq!((stored.pushes.gone, stored.pushes.pushed), (0, 0), "forgotten");
}

#[tokio::test]
async fn a_listener_whose_token_has_ended_is_disconnected_and_hears_nothing() {
    let deployment = Deployment::new();
    let (ada, ines) = (customer("ada"), agent("ines"));
    let case = deployment.open(&ada, "hello").await;
    deployment.listen(&ines, &case.id).await;
    let mut late = ada.clone();
    late.now = ines.principal.expires.plus_seconds(1);
    late.principal.expires = late.now.plus_seconds(60);
    deployment.store(&late, &message(&case, "one", "Hello?")).await;
    assert_eq!(deployment.aws.disconnected(), ["ines"]);
    assert!(deployment.aws.frames("ines").is_empty());
}
