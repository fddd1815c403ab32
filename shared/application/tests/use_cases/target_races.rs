//! Targets whose timers run while others write, or die.

use domain::TargetKind::FirstReply;
use embedded_aws::Fault;

use crate::deployment::{Deployment, store};
use crate::targets::{
    DROPPED, MINUTE, MISSED, WARNED, aim, at, missed, noted, opened, reply, warned,
};
use crate::timers::{run, set};

#[tokio::test]
async fn two_runs_at_once_warn_once() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    let other = deployment.restarted();
    deployment.aws.before_next("PutItem", async move {
        assert_eq!(run(&other, 15 * MINUTE).await, WARNED);
    });
    run(&deployment, 15 * MINUTE).await;
    assert_eq!(noted(&deployment, &case).await, [warned(FirstReply, 20 * MINUTE)]);
}

#[tokio::test]
async fn whoever_replies_while_a_run_is_under_way_is_not_warned_of() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    let (other, known) = (deployment.restarted(), case.clone());
    deployment.aws.before_next("PutItem", async move {
        reply(&other, &known, 15 * MINUTE).await;
    });
    assert_eq!(run(&deployment, 15 * MINUTE).await.warned, 0);
    // What was set for the time itself finds the reply.
    assert_eq!(run(&deployment, 20 * MINUTE).await, DROPPED);
    assert_eq!((set(&deployment), noted(&deployment, &case).await), (0, vec![]));
}

#[tokio::test]
async fn a_reply_after_the_time_that_is_faster_than_the_run_was_still_late() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    let (other, known) = (deployment.restarted(), case.clone());
    deployment.aws.before_next("PutItem", async move {
        reply(&other, &known, 20 * MINUTE + 5).await;
    });
    assert_eq!(run(&deployment, 20 * MINUTE + 10).await, DROPPED);
    assert_eq!(run(&deployment, 22 * MINUTE).await, MISSED);
    assert_eq!(noted(&deployment, &case).await, [missed(FirstReply, 20 * MINUTE)]);
}

#[tokio::test]
async fn a_run_that_ended_before_its_timer_was_gone_notes_nothing_twice() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    deployment.aws.fail_every("DeleteItem", Fault::Refused);
    assert!(deployment.timers.run(&store(), at(20 * MINUTE)).await.is_err());
    deployment.aws.heal();
    assert_eq!(set(&deployment), 1);
    reply(&deployment, &case, 21 * MINUTE).await;
    run(&deployment, 22 * MINUTE).await;
    assert_eq!(noted(&deployment, &case).await, [missed(FirstReply, 20 * MINUTE)]);
    assert_eq!(set(&deployment), 0);
}
