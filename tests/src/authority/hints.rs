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
        for (column, is_expected) in expected.into_iter().enumerate() {
            let who = people.each().into_iter().nth(column).context("a column")?;
            let frame = hint(case.id.clone(), case.head);
            who.socket.send_raw(serde_json::to_string(&frame)?).await?;
            who.socket.heard(fresh_id()).await?;
            let is_it = |push: &ServerFrame| match push {
                ServerFrame::Typing { user, .. } => name == "typing" && *user == who.id,
                ServerFrame::Read { user, .. } => name == "read" && *user == who.id,
                _ => false,
            };
            let mut is_heard = false;
            // The gateway starts a function for each frame: a hint may be told after a later frame's answer.
            for _ in 0..if is_expected { 1_000 } else { 1 } {
                is_heard = listener.socket.heard(fresh_id()).await?.iter().any(is_it);
                if is_heard {
                    break;
                }
            }
            got.push(is_heard);
        }
        assert_eq!(got, expected, "{name}");
    }
    Ok(())
}
