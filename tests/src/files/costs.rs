//! What a file costs in the table, counted.

use super::upload::{document, form, fresh_file, send, settled, with_files};
use crate::people::Customer;
use crate::stack::measured_stack;

/// Read and write units of a binary.
fn units(read: &local::MetricsSnapshot, binary: &str) -> (f64, f64) {
    (read.of(binary).read_units(), read.of(binary).write_units())
}

#[tokio::test]
async fn a_file_costs_a_few_units_and_a_message_without_one_none_of_them() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    customer.listens(&case).await?;
    let metrics = stack.local.metrics();
    metrics.reset();
    customer.says(&mut case, "no file").await?;
    assert_eq!(units(&metrics.read(), "message"), (1.0, 1.0));
    metrics.reset();
    let id = fresh_file();
    let form = form(&customer, &id, &document()).await?;
    let asked = metrics.read();
    // Two eventually consistent halves are the store's settings and what is stored; the sign-in's; the file.
    assert_eq!(asked.of("history").write_units(), 2.0, "the file, and when it is looked at");
    metrics.reset();
    assert_eq!(send(&form, &document().bytes).await?, 204);
    settled(&customer, &id).await?;
    // The verdict comes behind the look at the bytes, and what is counted behind the state.
    crate::stack::until("its bytes are counted", async || {
        let writes = metrics.read().of("files").write_units();
        Ok((writes >= 4.0).then_some(()))
    })
    .await?;
    assert_eq!(units(&metrics.read(), "files"), (2.0, 4.0), "{:?}", metrics.read().callers);
    metrics.reset();
    customer.does(&mut case, with_files(vec![id])).await?;
    // The case, its log and the file; the reservation, the case's own row of it, the event.
    assert_eq!(units(&metrics.read(), "message"), (3.0, 3.0), "{:?}", metrics.read().callers);
    Ok(())
}
