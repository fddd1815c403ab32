//! Processes end between any two lines. What was delivered to one is delivered again to another, and what comes of it
//! is the same as if nothing had happened.

use embedded_aws::Crash;

use crate::deployment::Deployment;

/// Ends the process before and after every request that `work` makes, delivers the work again to a new process, and
/// compares the whole table. Work that was done is delivered once more, too.
pub(crate) async fn survives_crashes<T>(
    prepare: impl AsyncFn(&Deployment) -> T,
    work: impl AsyncFn(&Deployment, &T),
) {
    let whole = Deployment::new();
    let prepared = prepare(&whole).await;
    whole.aws.forget_requests();
    work(&whole, &prepared).await;
    let expected = whole.rows();
    let operations = whole.aws.operations();
    assert!(!operations.is_empty(), "the work makes no request");
    work(&whole.restarted(), &prepared).await;
    assert_eq!(whole.rows(), expected, "what was done is not to be done again");
    for (place, operation) in operations.iter().enumerate() {
        for crash in [Crash::Before(place), Crash::After(place)] {
            let deployment = Deployment::new();
            let prepared = prepare(&deployment).await;
            let done = deployment.aws.until_crash(crash, work(&deployment, &prepared)).await;
            assert!(done.is_none(), "{crash:?} ({operation}) was never reached");
            work(&deployment.restarted(), &prepared).await;
            assert_eq!(deployment.rows(), expected, "{crash:?} ({operation})");
        }
    }
}
