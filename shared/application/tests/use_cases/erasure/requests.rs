//! Who may ask for it, that it is listed who has, and that no crash leaves it half done.

use application::Eraser;
use domain::{AuditedChange, CommandError, ErasureStep, ErasureSubject};

use super::rows::holding;
use super::{ask, carry_out, erase, list, of_case, of_customer, requests, run, steps};
use crate::clock;
use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, KnownCase, agent, at, customer, lead, message, store, user,
};

#[tokio::test]
async fn leads_alone_have_something_erased_and_only_in_their_store() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    let request = of_case("erase", &case.id);
    for (caller, expected) in [
        (customer("ada"), CommandError::NotFound),
        (agent("ines"), CommandError::NotAllowed),
        (at("north", lead("nora")), CommandError::NotFound),
    ] {
        let asked = requests(&deployment).request(&caller, &store(), request.clone()).await;
        assert_eq!(asked.decided(), Err(expected));
        let listed = requests(&deployment).list(&caller, &store()).await;
        assert_eq!(listed.decided().err(), Some(expected));
    }
    let staff = of_customer("erase", &user(&agent("ines")));
    let asked = requests(&deployment).request(&lead("lea"), &store(), staff).await;
    assert_eq!(asked.decided(), Err(CommandError::NotFound), "nobody of the staff is a customer");
    assert_eq!(deployment.count("ERASURE#", ""), 0);
}

#[tokio::test]
async fn the_same_command_begins_nothing_new_and_means_nothing_else() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    let first = ask(&deployment, &of_case("erase", &case.id)).await;
    assert_eq!(ask(&deployment, &of_case("erase", &case.id)).await, first);
    let other = of_customer("erase", &user(&customer("ada")));
    let asked = requests(&deployment).request(&lead("lea"), &store(), other).await;
    assert_eq!(asked.decided(), Err(CommandError::IdReused));
    let changes = deployment.directory.audit(&lead("lea"), &store(), None).await.unwrap();
    let subject = ErasureSubject::Case { case: case.id.clone() };
    let listed: Vec<_> = changes.entries.iter().map(|entry| &entry.change).collect();
    assert_eq!(listed, [&AuditedChange::Erasure { subject }]);
}

#[tokio::test]
async fn it_is_erased_at_once_and_looked_at_again_once_nobody_can_write_any_more() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    ask(&deployment, &of_case("erase", &case.id)).await;
    assert_eq!(steps(&deployment).await, [ErasureStep::Erasing]);
    assert_eq!(run(&deployment).await.cases, 1);
    assert_eq!(steps(&deployment).await, [ErasureStep::Checking]);
    run(&deployment).await;
    assert_eq!(steps(&deployment).await, [ErasureStep::Checking], "it is not due yet");
    clock::advance(121);
    assert_eq!(run(&deployment).await.done, 1);
    assert_eq!(steps(&deployment).await, [ErasureStep::Done]);
    deployment.aws.forget_requests();
    run(&deployment).await;
    assert_eq!(deployment.aws.operations(), ["Query"], "nothing is left to do");
}

#[tokio::test]
async fn a_case_goes_on_after_it_was_erased() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "a secret").await;
    erase(&deployment, &case).await;
    let case = KnownCase { head: 3.try_into().unwrap(), ..case };
    let stored = deployment.store(&ada, &message(&case, "more", "something else")).await;
    assert_eq!(stored.entry.state.status, domain::Status::Waiting);
    carry_out(&deployment).await;
    assert!(deployment.log(&case.id).await[3].event.text.is_some());
}

#[tokio::test]
async fn a_view_that_is_made_anew_says_that_its_case_was_erased() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "a secret").await;
    erase(&deployment, &case).await;
    let says_so = || deployment.rows().iter().filter(|row| row["er"]["BOOL"] == true).count();
    for _ in 0..2 {
        assert!(deployment.projections.rebuild(&case.id).await.unwrap());
        assert_eq!(says_so(), 1);
    }
}

#[tokio::test]
async fn an_erasure_survives_the_end_of_its_process_anywhere() {
    let prepare = async |deployment: &Deployment| {
        let ada = customer("ada");
        let case = deployment.open(&ada, "a secret that is long enough").await;
        let words = "Words of the staff that become an answer of theirs.";
        deployment.store(&agent("ines"), &message(&case, "reply", words)).await;
        list(deployment, &case.id, 1).await;
        let batch = deployment.batch(&case.id, 1).await;
        let ingested = deployment.knowledge.ingest(&batch).await.unwrap();
        assert!(deployment.knowledge.keep(&ingested.verdicts).await.is_empty());
        let second = deployment.open_as(&ada, "second", "another secret").await;
        list(deployment, &second.id, 1).await;
        user(&ada)
    };
    survives_crashes(prepare, async |deployment, ada| {
        ask(deployment, &of_customer("erase", ada)).await;
        run(deployment).await;
    })
    .await;
}

#[tokio::test]
async fn what_a_run_has_no_time_for_the_next_ones_go_on_with() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let mut case = deployment.open(&ada, "hello").await;
    for said in 0..449 {
        let stored = deployment.store(&ada, &message(&case, &format!("said-{said}"), "more")).await;
        case.head = stored.entry.event.seq;
    }
    ask(&deployment, &of_case("erase", &case.id)).await;
    let mut left = Vec::new();
    while steps(&deployment).await == [ErasureStep::Erasing] {
        // Its time is over at once, as that of a run which has had much to do.
        let eraser = Eraser::new(&deployment.table, deployment.triage.clone());
        eraser.run(&store(), "learner", clock::now()).await.unwrap();
        let log = deployment.log(&case.id).await;
        left.push(log.iter().filter(|entry| entry.event.text.is_some()).count());
    }
    assert_eq!(left, [250, 50, 0]);
    let erased = |entry: &&domain::Entry| entry.event.body == domain::Body::Erased;
    assert_eq!(deployment.log(&case.id).await.iter().filter(erased).count(), 1);
}

#[tokio::test]
async fn many_small_cases_hold_up_nothing_else_and_each_run_gets_further() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    for number in 0..7 {
        let case = deployment.open_as(&ada, &format!("open-{number}"), "a secret").await;
        list(&deployment, &case.id, 1).await;
    }
    ask(&deployment, &of_customer("erase", &user(&ada))).await;
    let mut left = Vec::new();
    while steps(&deployment).await == [ErasureStep::Erasing] {
        let eraser = Eraser::new(&deployment.table, deployment.triage.clone());
        eraser.run(&store(), "learner", clock::now()).await.unwrap();
        left.push(holding(&deployment, b"a secret").len());
    }
    let is_less = |pair: &[usize]| pair[1] < pair[0];
    assert!(left.len() > 3 && left.windows(2).all(is_less), "{left:?}");
    // What a search would find goes with the events that say so, or when it is looked again.
    clock::advance(121);
    run(&deployment).await;
    assert_eq!(holding(&deployment, b"a secret"), Vec::<String>::new());
}

#[tokio::test]
async fn a_case_that_cannot_be_read_keeps_no_other_one_back_and_is_told_of() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let mut cases = Vec::new();
    for number in 0..60 {
        let case =
            deployment.open_as(&ada, &format!("open-{number}"), &format!("secret {number}")).await;
        list(&deployment, &case.id, 1).await;
        cases.push(case);
    }
    let whole = deployment.damage(&cases[1]);
    ask(&deployment, &of_customer("erase", &user(&ada))).await;
    let attempt = async || {
        let eraser = Eraser::new(&deployment.table, deployment.triage.clone());
        eraser.run(&store(), "learner", clock::now().plus_seconds(30)).await
    };
    assert!(attempt().await.is_ok(), "all others are erased first");
    clock::advance(121);
    assert!(attempt().await.is_err(), "the operator hears of it");
    assert_eq!(holding(&deployment, b"secret 0"), Vec::<String>::new());
    assert_eq!(holding(&deployment, b"secret 59"), Vec::<String>::new(), "of the next page too");
    assert!(attempt().await.is_ok(), "nobody is told each minute");
    clock::advance(60 * 60);
    assert!(attempt().await.is_err(), "it is not given up");
    deployment.aws.put_rows(&whole);
    clock::advance(60 * 60);
    run(&deployment).await;
    assert_eq!(holding(&deployment, b"secret"), Vec::<String>::new());
    assert_eq!(steps(&deployment).await, [ErasureStep::Done]);
}

#[tokio::test]
async fn an_erasure_that_a_newer_release_has_written_keeps_no_other_one_back() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "a secret").await;
    ask(&deployment, &of_case("erase-1", &case.id)).await;
    let mut row = deployment
        .aws
        .rows()
        .into_iter()
        .find(|row| row["pk"]["S"].as_str().is_some_and(|pk| pk.starts_with("ERASURE#")));
    let newer = row.as_mut().unwrap();
    newer["sk"] = serde_json::json!({ "S": "0newer" });
    newer["v"] = serde_json::json!({ "N": "1" });
    newer["d"] = serde_json::json!({ "S": r#"{"subject":{"kind":"of_later"}}"# });
    let newer = newer.clone();
    deployment.aws.put_rows([&newer]);
    let eraser = Eraser::new(&deployment.table, deployment.triage.clone());
    let until = clock::now().plus_seconds(30);
    assert!(eraser.run(&store(), "learner", until).await.is_err(), "the operator hears of it");
    assert!(deployment.log(&case.id).await.iter().all(|entry| entry.event.text.is_none()));
    assert_eq!(steps(&deployment).await, [ErasureStep::Checking], "and the others are listed");
    assert!(deployment.aws.rows().contains(&newer), "it waits for the release that reads it");
}
