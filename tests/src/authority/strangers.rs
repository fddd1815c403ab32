//! What those learn who have no business here: nothing, and always the same nothing.

use contract::{ClientFrame, ServerFrame};
use domain::{CommandId, Seq};

use super::People;
use super::frames::{Actors, FRAMES};
use crate::people::{Case, Customer, fresh_id};
use crate::socket::{Refused, Socket};
use crate::stack::stack;

#[tokio::test]
async fn what_a_stranger_learns_is_the_same_whether_the_case_exists_or_not() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let real = people.owner.asks("demo", "hello").await?;
    let none = Case { id: "00000000000000000000000000".parse()?, head: real.head };
    let stranger = &mut people.other;
    for frame in FRAMES.iter().map(|row| row.2) {
        let cast =
            Actors { agent: people.agent.id.clone(), guest: domain::UserId::visitor([3; 16]) };
        let mut answers = Vec::new();
        for case in [&real, &none] {
            let id: CommandId = "the-same-for-both".parse()?;
            let frame = frame(id, case.id.clone(), case.head, &cast);
            if matches!(frame, ClientFrame::Open { .. }) {
                continue;
            }
            let answer = serde_json::to_string(&stranger.socket.ask(&frame).await?)?;
            answers.push(answer.replace(case.id.as_str(), "CASE"));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_strangers_hints_reach_nobody_and_their_heartbeat_learns_nothing() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    people.owner.listens(&case).await?;
    let hints = [
        ClientFrame::Typing { case: case.id.clone(), on: true },
        ClientFrame::Read { case: case.id.clone(), seq: case.head },
    ];
    let held = vec![contract::Head { case: case.id.clone(), head: case.head }];
    for stranger in [&mut *people.other, &mut *people.elsewhere] {
        for hint in &hints {
            stranger.socket.send_raw(serde_json::to_string(hint)?).await?;
        }
        let beat = ClientFrame::Heartbeat { id: fresh_id(), cases: held.clone() };
        let ServerFrame::Beat { behind, .. } = stranger.socket.ask(&beat).await? else {
            anyhow::bail!("no beat")
        };
        assert_eq!(behind, [contract::Head { case: case.id.clone(), head: Seq::NONE }]);
    }
    // The agent's own hint is heard; what the strangers sent before it is not.
    people.agent.socket.send_raw(serde_json::to_string(&hints[0])?).await?;
    let typing = |frame: &ServerFrame| match frame {
        ServerFrame::Typing { user, .. } | ServerFrame::Read { user, .. } => Some(user.clone()),
        _ => None,
    };
    assert_eq!(people.owner.socket.hear(typing).await?, people.agent.id);
    Ok(())
}

#[tokio::test]
async fn nobody_connects_without_a_token_that_is_good() -> anyhow::Result<()> {
    let stack = stack().await?;
    let url = &stack.entry_points.socket;
    let token = Customer::visits(&stack.entry_points, "demo").await?.token.clone();
    let refusal = async |protocols: &str| Socket::connect(url, protocols).await.err();
    assert_eq!(refusal("").await, Some(Refused(401)));
    assert_eq!(refusal("firstline.v1").await, Some(Refused(403)));
    assert_eq!(refusal(&format!("firstline.v2, bearer.{token}")).await, Some(Refused(403)));
    assert_eq!(refusal(&format!("bearer.{token}")).await, Some(Refused(403)));
    assert_eq!(refusal("firstline.v1, bearer.nonsense").await, Some(Refused(403)));
    let tampered = format!("firstline.v1, bearer.{token}x");
    assert_eq!(refusal(&tampered).await, Some(Refused(403)));
    assert!(Socket::bearing(url, &token).await.is_ok());
    Ok(())
}
