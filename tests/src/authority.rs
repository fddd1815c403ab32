//! The authority table: every route and every frame, for everyone who might try.

use anyhow::Context as _;
use domain::{CaseId, CommandId, Seq};
use serde_json::{Value, json};
use wire::{ClientFrame, ServerFrame};

use crate::api::Api;
use crate::people::{Agent, Case, Customer, Lead, User, fresh_id};
use crate::socket::{Refused, Socket};
use crate::stack::{Person, Stack, options, stack, start};

/// Who tries, in the order of the table's columns.
pub(crate) struct People {
    owner: Customer,
    other: Customer,
    agent: Agent,
    elsewhere: Agent,
    lead: Lead,
}

impl People {
    pub(crate) async fn gather(stack: &Stack) -> anyhow::Result<Self> {
        let doors = &stack.doors;
        Ok(Self {
            owner: Customer::visits(doors, "demo").await?,
            other: Customer::visits(doors, "demo").await?,
            agent: Agent::signs_in(doors, Person::Ines).await?,
            elsewhere: Agent::signs_in(doors, Person::Nora).await?,
            lead: Lead::signs_in(doors).await?,
        })
    }

    pub(crate) fn each(&mut self) -> [&mut User; 5] {
        [&mut self.owner, &mut self.other, &mut self.agent, &mut self.elsewhere, &mut self.lead]
    }
}

/// Method, path, body, and the status for: the case's customer, another customer, an agent of the store, an agent of
/// another store, a lead, someone without a token.
pub(crate) type Row = (&'static str, &'static str, Option<fn() -> Value>, [u16; 6]);

fn visitor() -> Value {
    json!({ "store": "demo" })
}

fn opening() -> Value {
    json!({ "id": fresh_id(), "store": "demo", "text": "hello" })
}

fn message() -> Value {
    json!({ "action": "send", "id": fresh_id(), "after": 1, "text": "hello", "anyway": true })
}

fn replay() -> Value {
    json!({ "cursor": "00000000000000.00000000000000000000000000.000000000001" })
}

const ROUTES: [Row; 20] = [
    ("GET", "/health", None, [200; 6]),
    ("GET", "/openapi.json", None, [200; 6]),
    ("GET", "/docs", None, [200; 6]),
    ("GET", "/docs/docs.js", None, [200; 6]),
    ("GET", "/stores/demo", None, [200; 6]),
    ("GET", "/stores/none", None, [404; 6]),
    ("POST", "/visitors", Some(visitor), [201; 6]),
    ("POST", "/visitors/rotate", None, [201, 201, 401, 401, 401, 401]),
    ("GET", "/me", None, [200, 200, 200, 200, 200, 401]),
    ("GET", "/cases", None, [200, 200, 403, 403, 403, 401]),
    ("POST", "/cases", Some(opening), [201, 201, 403, 403, 403, 401]),
    ("GET", "/stores/demo/cases", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/events", None, [404, 404, 403, 404, 200, 401]),
    ("POST", "/stores/demo/events/replay", Some(replay), [404, 404, 403, 404, 204, 401]),
    ("GET", "/cases/{case}", None, [200, 404, 200, 404, 200, 401]),
    ("GET", "/cases/{case}/events", None, [200, 404, 200, 404, 200, 401]),
    ("POST", "/cases/{case}/commands", Some(message), [200, 404, 200, 404, 200, 401]),
    ("GET", "/cases/00000000000000000000000000", None, [404, 404, 404, 404, 404, 401]),
    ("GET", "/no/such/route", None, [404; 6]),
    // The last: it ends everybody's sign-in.
    ("POST", "/visitors/revoke", None, [204, 204, 204, 204, 204, 401]),
];

#[tokio::test]
async fn every_route_admits_whom_the_table_says() -> anyhow::Result<()> {
    let secret = json!({ "demo": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }).to_string();
    let options = options()?.untimed().parameter("EventDays", "1");
    let hook = json!({ "demo": "https://shop.example/" }).to_string();
    let options = options.parameter("Webhooks", hook).parameter("WebhookSecrets", secret);
    let stack = start(options).await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    check(&stack, &mut people, &ROUTES, ("{case}", case.id.as_str())).await
}

/// Tries each route in everybody's name, in the order of the columns.
pub(crate) async fn check(
    stack: &Stack,
    people: &mut People,
    routes: &[Row],
    (placeholder, id): (&str, &str),
) -> anyhow::Result<()> {
    let mut apis: Vec<Api> = people.each().map(|user| user.api.clone()).into();
    apis.push(Api::anonymous(&stack.doors));
    for (method, path, body, expected) in routes {
        let path = path.replace(placeholder, id);
        let mut got = Vec::new();
        for api in &apis {
            let body = body.map(|make| make());
            let answer = api.request(method, &path, body.as_ref()).await?;
            let is_problem = answer.status >= 400;
            assert!(!is_problem || answer.kind == "application/problem+json", "{path}: {answer:?}");
            got.push(answer.status);
        }
        assert_eq!(got, *expected, "{method} {path}");
    }
    Ok(())
}

/// A frame, what the case needs before it, and the answer for: the case's customer, another customer, an agent of
/// the store, an agent of another store, a lead.
type FrameRow =
    (&'static str, Before, fn(CommandId, CaseId, Seq, &Cast) -> ClientFrame, [&'static str; 5]);

/// What must have happened for a frame to make sense.
#[derive(Clone, Copy)]
enum Before {
    Nothing,
    Assigned,
    Resolved,
    Suggested,
    Answered,
    LetIn,
}

/// Ids that frames name.
struct Cast {
    agent: domain::UserId,
    guest: domain::UserId,
}

const ANYONE_OF_CASE: [&str; 5] = ["ack", "not_found", "ack", "not_found", "ack"];
const STAFF: [&str; 5] = ["not_allowed", "not_found", "ack", "not_found", "ack"];

const FRAMES: [FrameRow; 17] = [
    (
        "send",
        Before::Nothing,
        |id, case, after, _| {
            let text = "hello".parse().unwrap();
            ClientFrame::Send { id, case, after, text, answers: Some(after), anyway: None }
        },
        ANYONE_OF_CASE,
    ),
    (
        "note",
        Before::Nothing,
        |id, case, after, _| ClientFrame::Note { id, case, after, text: "hm".parse().unwrap() },
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
        |id, case, after, cast| ClientFrame::Assign { id, case, after, agent: cast.agent.clone() },
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
        |id, case, after, _| ClientFrame::Escalate { id, case, after },
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
        |id, case, after, cast| {
            let user = cast.guest.clone();
            ClientFrame::AddParticipant { id, case, after, user, name: None }
        },
        STAFF,
    ),
    (
        "remove_participant",
        Before::LetIn,
        |id, case, after, cast| ClientFrame::RemoveParticipant {
            id,
            case,
            after,
            user: cast.guest.clone(),
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
            text: "hi".parse().unwrap(),
            locale: None,
        },
        ["ack", "ack", "not_allowed", "not_allowed", "not_allowed"],
    ),
    (
        "heartbeat",
        Before::Nothing,
        |id, case, head, _| ClientFrame::Heartbeat { id, cases: vec![wire::Head { case, head }] },
        ["beat", "beat", "beat", "beat", "beat"],
    ),
];

#[tokio::test]
async fn every_frame_does_for_each_role_what_the_table_says() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let cast = Cast { agent: people.agent.id.clone(), guest: domain::UserId::visitor([3; 16]) };
    for (name, before, frame, expected) in FRAMES {
        let mut got = Vec::new();
        for column in 0..expected.len() {
            let case = prepare(&stack, &mut people, before, &cast).await?;
            let who = people.each().into_iter().nth(column).context("a column")?;
            let frame = frame(fresh_id(), case.id.clone(), case.head, &cast);
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
    cast: &Cast,
) -> anyhow::Result<Case> {
    let mut case = people.owner.asks("demo", "hello").await?;
    match before {
        Before::Nothing => {}
        Before::Assigned => {
            let agent = cast.agent.clone();
            let assign = |id, case, after| ClientFrame::Assign { id, case, after, agent };
            people.lead.does(&mut case, assign).await?;
        }
        Before::Resolved => {
            people.agent.resolves(&mut case).await?;
        }
        Before::Suggested => case.head = stack.assistant_suggests(&case, "have you tried").await?,
        Before::Answered => case.head = stack.assistant_answers(&case, "within a week").await?,
        Before::LetIn => {
            let user = cast.guest.clone();
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

#[tokio::test]
async fn what_a_stranger_learns_is_the_same_whether_the_case_exists_or_not() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let real = people.owner.asks("demo", "hello").await?;
    let none = Case { id: "00000000000000000000000000".parse()?, head: real.head };
    let stranger = &mut people.other;
    for frame in FRAMES.iter().map(|row| row.2) {
        let cast = Cast { agent: people.agent.id.clone(), guest: domain::UserId::visitor([3; 16]) };
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
    let held = vec![wire::Head { case: case.id.clone(), head: case.head }];
    for stranger in [&mut *people.other, &mut *people.elsewhere] {
        for hint in &hints {
            stranger.socket.send_raw(serde_json::to_string(hint)?).await?;
        }
        let beat = ClientFrame::Heartbeat { id: fresh_id(), cases: held.clone() };
        let ServerFrame::Beat { behind, .. } = stranger.socket.ask(&beat).await? else {
            anyhow::bail!("no beat")
        };
        assert_eq!(behind, [wire::Head { case: case.id.clone(), head: Seq::NONE }]);
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
async fn a_case_given_away_is_acknowledged_to_whom_it_left() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.doors, "north").await?;
    let mut lead = Lead::signs_in(&stack.doors).await?;
    let mut agent = Agent::signs_in(&stack.doors, Person::Nora).await?;
    let mut case = customer.asks("north", "hello").await?;
    let nora = agent.id.clone();
    lead.does(&mut case, |id, case, after| ClientFrame::Assign { id, case, after, agent: nora })
        .await?;
    agent.does(&mut case, |id, case, after| ClientFrame::Unassign { id, case, after }).await?;
    Ok(())
}

#[tokio::test]
async fn nobody_connects_without_a_token_that_is_good() -> anyhow::Result<()> {
    let stack = stack().await?;
    let url = &stack.doors.socket;
    let token = Customer::visits(&stack.doors, "demo").await?.token.clone();
    let refusal = async |protocols: &str| Socket::connect(url, protocols).await.err();
    assert_eq!(refusal("").await, Some(Refused(401)));
    assert_eq!(refusal("firstline.v1").await, Some(Refused(401)));
    assert_eq!(refusal("firstline.v1, bearer.nonsense").await, Some(Refused(403)));
    let tampered = format!("firstline.v1, bearer.{}x", token);
    assert_eq!(refusal(&tampered).await, Some(Refused(403)));
    assert!(Socket::bearing(url, &token).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn where_a_store_says_so_an_agent_sees_only_the_cases_assigned_to_them() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.doors, "north").await?;
    let mut lead = Lead::signs_in(&stack.doors).await?;
    let mut agent = Agent::signs_in(&stack.doors, Person::Nora).await?;
    let mut case = customer.asks("north", "hello").await?;
    let sync = |id, case, after| ClientFrame::Sync { id, case, after };
    assert_eq!(agent.is_refused(&case, sync).await?, wire::Code::NotFound);
    let nora = agent.id.clone();
    lead.does(&mut case, |id, case, after| ClientFrame::Assign { id, case, after, agent: nora })
        .await?;
    assert_eq!(agent.listens(&case).await?.len(), 2);
    lead.does(&mut case, |id, case, after| ClientFrame::Unassign { id, case, after }).await?;
    let code = agent.socket.closed().await?;
    assert!(code.is_some(), "who may no longer read is disconnected");
    Ok(())
}
