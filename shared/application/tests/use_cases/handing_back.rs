//! Cases that go back because their agents are not there.

use domain::Body;
use embedded_aws::Crash;
use serde_json::json;

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, command_id, customer, later, message, on, seq, user,
};
use crate::directory::arrive;
use crate::routing::{
    LONGEST_RUN, assignee, automatic, cases, deliver, deliver_at, is_away, leaves, places, run_at,
    takes,
};

#[tokio::test]
async fn what_waits_for_somebody_who_left_goes_back_after_the_grace_time() {
    for is_away_only in [true, false] {
        let deployment = Deployment::new();
        automatic(&deployment).await;
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        let waiting = deployment.open(&customer("ada"), "hello").await;
        let answered = deployment.open(&customer("bob"), "hello").await;
        for case in [&waiting, &answered] {
            assert_eq!(deliver(&deployment, &case.id, 1).await, 1);
        }
        let held = KnownCase { head: seq(2), ..answered.clone() };
        deployment.store(&ines, &message(&held, "reply", "There.")).await;
        match is_away_only {
            true => is_away(&deployment, &ines, true).await,
            false => leaves(&deployment, &ines).await,
        }
        assert_eq!(run_at(&deployment, 599).await.handed_back, 0);
        assert_eq!(run_at(&deployment, 600).await.handed_back, 1);
        let last = deployment.log(&waiting.id).await.pop().unwrap();
        assert_eq!(last.event.body, Body::Unassigned { from: Some(user(&ines)) });
        assert_eq!(assignee(&deployment, &answered.id).await, Some(user(&ines)));
        assert_eq!(run_at(&deployment, 660).await.handed_back, 0, "once");
    }
}

#[tokio::test]
async fn a_tab_that_fell_silent_counts_from_its_last_sign_of_life() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let case = cases(&deployment, 1).await.remove(0);
    takes(&deployment, &ines, &case, "take").await;
    let beat = json!({ "action": "heartbeat", "id": command_id("b"), "cases": [] });
    deployment.act(&later(300, ines.clone()), beat).await;
    assert_eq!(run_at(&deployment, 899).await.handed_back, 0);
    assert_eq!(run_at(&deployment, 900).await.handed_back, 1, "as without automatic assignment");
}

#[tokio::test]
async fn whoever_answers_as_their_case_goes_back_keeps_it() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let case = cases(&deployment, 1).await.remove(0);
    takes(&deployment, &ines, &case, "take").await;
    is_away(&deployment, &ines, true).await;
    let (rival, held) = (deployment.clone(), KnownCase { head: seq(2), ..case.clone() });
    deployment.aws.before_next("PutItem", async move {
        rival.store(&agent("ines"), &message(&held, "reply", "Here.")).await;
    });
    assert_eq!(run_at(&deployment, 700).await.handed_back, 0);
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&ines)));
}

#[tokio::test]
async fn a_run_that_is_cut_off_is_finished_by_the_next_and_gives_nothing_twice() {
    let prepare = async || {
        let deployment = Deployment::new();
        automatic(&deployment).await;
        let gone = agent("gone");
        arrive(&deployment, &gone).await;
        let first = deployment.open(&customer("ada"), "hello").await;
        deliver(&deployment, &first.id, 1).await;
        let second = deployment.open(&customer("bob"), "hello").await;
        deployment.projections.summarize(&deployment.batch(&second.id, 1).await).await.unwrap();
        leaves(&deployment, &gone).await;
        let ines = on("ines2", later(650, agent("ines")));
        arrive(&deployment, &ines).await;
        (deployment, [first.id, second.id])
    };
    let (whole, _) = prepare().await;
    whole.aws.forget_requests();
    run_at(&whole, 700).await;
    let requests = whole.aws.operations().len();
    for crash in (0..requests).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let (deployment, cases) = prepare().await;
        assert!(deployment.aws.until_crash(crash, run_at(&deployment, 700)).await.is_none());
        // The stream brings what was written, and another minute begins.
        for at in [760, 760 + LONGEST_RUN] {
            for case in &cases {
                let now = NOW.plus_seconds(at);
                deliver_at(&deployment, case, 1, now).await;
            }
            let ines = on("ines2", later(at, agent("ines")));
            let beat = json!({ "action": "heartbeat", "id": command_id("b"), "cases": [] });
            deployment.act(&ines, beat).await;
            run_at(&deployment, at).await;
        }
        for case in &cases {
            assert_eq!(assignee(&deployment, case).await, Some(user(&agent("ines"))), "{crash:?}");
            let log = deployment.log(case).await;
            let given = |entry: &&domain::Entry| matches!(entry.event.body, Body::Assigned { .. });
            assert!(log.iter().filter(given).count() <= 2, "{crash:?}");
        }
        assert_eq!(places(&deployment, &agent("ines")).await, 2, "{crash:?}");
        assert_eq!(places(&deployment, &agent("gone")).await, 0, "{crash:?}");
    }
}
