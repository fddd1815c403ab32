//! Agents' places for cases: taken once, given up once, whatever is cut off.

use application::Rosters;
use embedded_aws::{Crash, Fault};
use serde_json::json;

use crate::deployment::{Deployment, KnownCase, NOW, agent, frame, later, message, seq};
use crate::directory::arrive;
use crate::routing::{LONGEST_RUN, cases, deliver, places, resolved_by, takes};

#[tokio::test]
async fn a_case_that_was_taken_before_costs_no_place_when_that_is_sent_again() {
    for (action, at) in
        [("unassign", 5), ("unassign", LONGEST_RUN), ("resolve", 5), ("resolve", LONGEST_RUN)]
    {
        let deployment = Deployment::new();
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        let case = cases(&deployment, 1).await.remove(0);
        takes(&deployment, &ines, &case, "take").await;
        let held = KnownCase { head: seq(2), ..case.clone() };
        let gone = frame(action, "gone", &held, json!({}));
        assert_eq!(deployment.act(&ines, gone).await["action"], "ack");
        for is_delivered in [false, true] {
            let again = takes(&deployment, &later(at, ines.clone()), &case, "take").await;
            assert_eq!(again["action"], "ack", "{action} {at}");
            if !is_delivered {
                deliver(&deployment, &case.id, 3).await;
            }
        }
        assert_eq!(places(&deployment, &ines).await, 0, "{action} {at}");
    }
}

#[tokio::test]
async fn a_repetition_that_is_no_longer_known_by_its_state_leaves_no_place_wherever_it_ends() {
    let prepare = async || {
        let deployment = Deployment::new();
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        let case = cases(&deployment, 1).await.remove(0);
        takes(&deployment, &ines, &case, "take").await;
        // So many that the state has forgotten the first one.
        for n in 0..2 * domain::RecentCommands::MOST {
            let head = KnownCase { head: seq(n as u64 + 2), ..case.clone() };
            deployment.store(&ines, &message(&head, &format!("said-{n}"), "Hm.")).await;
        }
        let last = seq(2 * domain::RecentCommands::MOST as u64 + 2);
        let held = KnownCase { head: last, ..case.clone() };
        deployment.act(&ines, frame("unassign", "gone", &held, json!({}))).await;
        deliver(&deployment, &case.id, 1).await;
        (deployment, ines, case)
    };
    let (whole, ines, case) = prepare().await;
    whole.aws.forget_requests();
    assert_eq!(takes(&whole, &ines, &case, "take").await["action"], "ack");
    assert_eq!(places(&whole, &ines).await, 0);
    let requests = whole.aws.operations().len();
    for crash in (0..requests - 1).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let (deployment, ines, case) = prepare().await;
        let cut_off = takes(&deployment, &ines, &case, "take");
        deployment.aws.until_crash(crash, cut_off).await;
        assert_eq!(takes(&deployment, &ines, &case, "take").await["action"], "ack", "{crash:?}");
        assert_eq!(places(&deployment, &ines).await, 0, "{crash:?}");
    }
}

#[tokio::test]
async fn a_place_for_what_somebody_goes_on_with_that_can_not_be_taken_is_asked_for_again() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    let settled = resolved_by(&deployment, &ines).await;
    deployment.act(&ines, frame("reopen", "on", &settled, json!({}))).await;
    let batches = [deployment.batch(&settled.id, 4).await];
    deployment.aws.fail_every("PutItem", Fault::Refused);
    let followed = deployment.router.follow(&batches, Rosters::new(), NOW).await;
    deployment.aws.heal();
    assert!(followed.unreleased.contains(&settled.id), "the stream is to bring it again");
    let again = deployment.router.follow(&batches, Rosters::new(), NOW).await;
    assert!(again.unreleased.is_empty());
    assert_eq!(places(&deployment, &ines).await, 1);
}

#[tokio::test]
async fn a_stream_that_is_cut_off_releases_the_places_when_it_comes_again() {
    crate::crashes::survives_crashes(
        async |deployment| {
            let ines = agent("ines");
            let settled = resolved_by(deployment, &ines).await;
            deployment.act(&ines, frame("reopen", "on", &settled, json!({}))).await;
            settled.id
        },
        async |deployment, case| {
            let batches = [deployment.batch(case, 4).await];
            let followed = deployment.router.follow(&batches, Rosters::new(), NOW).await;
            assert!(followed.unreleased.is_empty());
        },
    )
    .await;
}
