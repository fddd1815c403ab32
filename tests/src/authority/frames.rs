//! Every frame, for everyone who might send it.

use anyhow::Context as _;
use contract::{ClientFrame, ServerFrame};
use domain::{CaseId, CommandId, Seq};

use super::People;
use crate::people::{Case, fresh_id};
use crate::stack::{Stack, stack};

/// A frame, what the case needs before it, and the answer for: the case's customer, another customer, an agent of
/// the store, an agent of another store, a lead.
pub(super) type FrameRow =
    (&'static str, Before, fn(CommandId, CaseId, Seq, &Actors) -> ClientFrame, [&'static str; 5]);

/// What must have happened for a frame to make sense.
#[derive(Clone, Copy)]
pub(super) enum Before {
    Nothing,
    Assigned,
    Resolved,
    Suggested,
    Answered,
    LetIn,
    Snoozed,
    Scheduled,
    Promised,
}

/// Ids that frames name.
pub(super) struct Actors {
    pub(super) agent: domain::UserId,
    pub(super) guest: domain::UserId,
}

const ANYONE_OF_CASE: [&str; 5] = ["ack", "not_found", "ack", "not_found", "ack"];
const STAFF: [&str; 5] = ["not_allowed", "not_found", "ack", "not_found", "ack"];

pub(super) const FRAMES: [FrameRow; 26] = [
    (
        "send",
        Before::Nothing,
        |id, case, after, _| {
            let (text, answers) = ("hello".parse().ok(), Some(after));
            ClientFrame::Send { id, case, after, text, files: None, answers, anyway: None }
        },
        ANYONE_OF_CASE,
    ),
    (
        "note",
        Before::Nothing,
        |id, case, after, _| {
            let text = "hm".parse().unwrap();
            ClientFrame::Note { id, case, after, text, mentions: None }
        },
        STAFF,
    ),
    (
        "sync",
        Before::Nothing,
        |id, case, after, _| ClientFrame::Sync { id, case, after },
        ["missed", "not_found", "missed", "not_found", "missed"],
    ),
    (
        "assign",
        Before::Nothing,
        |id, case, after, actors| ClientFrame::Assign {
            id,
            case,
            after,
            agent: actors.agent.clone(),
        },
        STAFF,
    ),
    (
        "unassign",
        Before::Assigned,
        |id, case, after, _| ClientFrame::Unassign { id, case, after },
        STAFF,
    ),
    (
        "escalate",
        Before::Nothing,
        |id, case, after, _| ClientFrame::Escalate { id, case, after, group: None },
        ANYONE_OF_CASE,
    ),
    (
        "resolve",
        Before::Nothing,
        |id, case, after, _| ClientFrame::Resolve { id, case, after },
        STAFF,
    ),
    (
        "reopen",
        Before::Resolved,
        |id, case, after, _| ClientFrame::Reopen { id, case, after },
        ANYONE_OF_CASE,
    ),
    (
        "snooze",
        Before::Nothing,
        |id, case, after, _| ClientFrame::Snooze { id, case, after, until: None },
        STAFF,
    ),
    ("wake", Before::Snoozed, |id, case, after, _| ClientFrame::Wake { id, case, after }, STAFF),
    (
        "schedule_message",
        Before::Nothing,
        |id, case, after, _| {
            let at = crate::stack::now().plus_seconds(60 * 60);
            let text = "tomorrow".parse().unwrap();
            ClientFrame::ScheduleMessage { id, case, after, text, at: Some(at) }
        },
        STAFF,
    ),
    (
        "cancel_scheduled",
        Before::Scheduled,
        |id, case, after, _| ClientFrame::CancelScheduled { id, case, after, of: after },
        STAFF,
    ),
    (
        "promise_reply",
        Before::Nothing,
        |id, case, after, _| {
            let by = crate::stack::now().plus_seconds(60 * 60);
            ClientFrame::PromiseReply { id, case, after, by }
        },
        STAFF,
    ),
    (
        "withdraw_promise",
        Before::Promised,
        |id, case, after, _| ClientFrame::WithdrawPromise { id, case, after, of: after },
        STAFF,
    ),
    (
        "rate",
        Before::Resolved,
        |id, case, after, _| ClientFrame::Rate {
            id,
            case,
            after,
            score: 5.try_into().unwrap(),
            comment: None,
        },
        ["ack", "not_found", "not_allowed", "not_found", "not_allowed"],
    ),
    (
        "withdraw",
        Before::Nothing,
        |id, case, after, _| ClientFrame::Withdraw { id, case, after, of: 1.try_into().unwrap() },
        ["ack", "not_found", "not_allowed", "not_found", "ack"],
    ),
    (
        "add_participant",
        Before::Nothing,
        |id, case, after, actors| {
            let user = actors.guest.clone();
            ClientFrame::AddParticipant { id, case, after, user, name: None }
        },
        STAFF,
    ),
    (
        "remove_participant",
        Before::LetIn,
        |id, case, after, actors| ClientFrame::RemoveParticipant {
            id,
            case,
            after,
            user: actors.guest.clone(),
        },
        STAFF,
    ),
    (
        "approve",
        Before::Suggested,
        |id, case, after, _| ClientFrame::Approve {
            id,
            case,
            after,
            suggestion: after,
            text: None,
            answers: Some(after),
            anyway: None,
        },
        STAFF,
    ),
    (
        "reject",
        Before::Suggested,
        |id, case, after, _| ClientFrame::Reject {
            id,
            case,
            after,
            suggestion: after,
            reason: domain::RejectionReason::Tone,
        },
        STAFF,
    ),
    (
        "prioritize",
        Before::Nothing,
        |id, case, after, _| {
            let priority = domain::Priority::Urgent;
            ClientFrame::Prioritize { id, case, after, priority }
        },
        STAFF,
    ),
    (
        "set_subject",
        Before::Nothing,
        |id, case, after, _| {
            let subject = "A broken lamp".parse().ok();
            ClientFrame::SetSubject { id, case, after, subject }
        },
        STAFF,
    ),
    (
        "tag",
        Before::Nothing,
        |id, case, after, _| {
            let add = vec!["refund".parse::<domain::Tag>().unwrap()].try_into().ok();
            ClientFrame::Tag { id, case, after, add, remove: None }
        },
        STAFF,
    ),
    (
        "helped",
        Before::Answered,
        |id, case, after, _| ClientFrame::Helped { id, case, after, of: after, yes: false },
        ["ack", "not_found", "not_allowed", "not_found", "not_allowed"],
    ),
    (
        "open",
        Before::Nothing,
        |id, _, _, _| ClientFrame::Open {
            id,
            store: "demo".parse().unwrap(),
            text: "hi".parse().ok(),
            files: None,
            locale: None,
            pre_chat: None,
        },
        ["ack", "ack", "not_allowed", "not_allowed", "not_allowed"],
    ),
    (
        "heartbeat",
        Before::Nothing,
        |id, case, head, _| ClientFrame::Heartbeat {
            id,
            cases: vec![contract::Head { case, head }],
        },
        ["beat", "beat", "beat", "beat", "beat"],
    ),
];

#[tokio::test]
async fn every_frame_does_for_each_role_what_the_table_says() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let actors = Actors { agent: people.agent.id.clone(), guest: domain::UserId::visitor([3; 16]) };
    for (name, before, frame, expected) in FRAMES {
        let mut got = Vec::new();
        for column in 0..expected.len() {
            let case = prepare(&stack, &mut people, before, &actors).await?;
            let who = people.each().into_iter().nth(column).context("a column")?;
            let frame = frame(fresh_id(), case.id.clone(), case.head, &actors);
            got.push(kind(&who.socket.ask(&frame).await?));
        }
        assert_eq!(got, expected, "{name}");
    }
    Ok(())
}

async fn prepare(
    stack: &Stack,
    people: &mut People,
    before: Before,
    actors: &Actors,
) -> anyhow::Result<Case> {
    let mut case = people.owner.asks("demo", "hello").await?;
    match before {
        Before::Nothing => {}
        Before::Assigned => {
            let agent = actors.agent.clone();
            let assign = |id, case, after| ClientFrame::Assign { id, case, after, agent };
            people.lead.does(&mut case, assign).await?;
        }
        Before::Resolved => {
            people.agent.resolves(&mut case).await?;
        }
        Before::Snoozed => {
            let snooze = |id, case, after| ClientFrame::Snooze { id, case, after, until: None };
            people.lead.does(&mut case, snooze).await?;
        }
        Before::Scheduled => {
            let at = Some(crate::stack::now().plus_seconds(60 * 60));
            let text = "tomorrow".parse()?;
            let schedule =
                |id, case, after| ClientFrame::ScheduleMessage { id, case, after, text, at };
            people.lead.does(&mut case, schedule).await?;
        }
        Before::Promised => {
            let by = crate::stack::now().plus_seconds(60 * 60);
            let promise = |id, case, after| ClientFrame::PromiseReply { id, case, after, by };
            people.lead.does(&mut case, promise).await?;
        }
        Before::Suggested => case.head = stack.assistant_suggests(&case, "have you tried").await?,
        Before::Answered => case.head = stack.assistant_answers(&case, "within a week").await?,
        Before::LetIn => {
            let user = actors.guest.clone();
            let add =
                |id, case, after| ClientFrame::AddParticipant { id, case, after, user, name: None };
            people.lead.does(&mut case, add).await?;
        }
    }
    Ok(case)
}

fn kind(frame: &ServerFrame) -> &'static str {
    match frame {
        ServerFrame::Ack { .. } => "ack",
        ServerFrame::Behind { .. } => "behind",
        ServerFrame::Missed { .. } => "missed",
        ServerFrame::Beat { .. } => "beat",
        ServerFrame::Error { code, .. } => code.as_str(),
        _ => "push",
    }
}
