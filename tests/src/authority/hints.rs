//! The frames that get no answer, for everyone who might send them: whom nobody hears is refused.

use anyhow::Context as _;
use contract::{ClientFrame, ServerFrame};
use domain::{CaseId, Seq};

use super::People;
use crate::people::{Lead, fresh_id};
use crate::stack::stack;

/// A frame, and whether the others in the case hear it of: the case's customer, another customer, an agent of the
/// store, an agent of another store, a lead.
type HintRow = (&'static str, fn(CaseId, Seq) -> ClientFrame, [bool; 5]);

const PEOPLE_OF_CASE: [bool; 5] = [true, false, true, false, true];

pub(super) const HINTS: [HintRow; 2] = [
    ("typing", |case, _| ClientFrame::Typing { case, on: true }, PEOPLE_OF_CASE),
    ("read", |case, seq| ClientFrame::Read { case, seq }, PEOPLE_OF_CASE),
];

#[tokio::test]
async fn every_hint_is_heard_of_those_whom_the_table_names() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    let mut listener = Lead::signs_in(&stack.entry_points).await?;
    listener.listens(&case).await?;
    for (name, hint, expected) in HINTS {
        let mut got = Vec::new();
        for column in 0..expected.len() {
            let who = people.each().into_iter().nth(column).context("a column")?;
            let frame = hint(case.id.clone(), case.head);
            who.socket.send_raw(serde_json::to_string(&frame)?).await?;
            // Answered only after the hint was handled: a connection's frames are taken one by one.
            who.socket.heard(fresh_id()).await?;
            let pushes = listener.socket.heard(fresh_id()).await?;
            got.push(pushes.iter().any(|push| match push {
                ServerFrame::Typing { user, .. } => name == "typing" && *user == who.id,
                ServerFrame::Read { user, .. } => name == "read" && *user == who.id,
                _ => false,
            }));
        }
        assert_eq!(got, expected, "{name}");
    }
    Ok(())
}
