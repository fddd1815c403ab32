//! What a message comes to, counted: the figures of `infra/costs/counted.json`, by which `cargo xtask cost` makes the price list.

use adapters::dynamo::ListBacklogs;
use contract::{ClientFrame, GATHERED_LISTS, Me, ServerFrame};
use domain::{CaseId, Text, UserId};
use local::MetricsSnapshot;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{Agent, Customer, User, fresh_id};
use crate::socket::Socket;
use crate::stack::{Person, Stack, measured_stack, now, project, until};

const FUNCTION: &str = "ProjectionsFunction";
/// Bytes by which a line may be longer or shorter than it was: a time of another length makes no other price.
const ABOUT: u64 = 40;

/// What something comes to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    /// Frames through the gateway, both ways.
    frames: u64,
    /// Runs of functions.
    runs: u64,
    read_units: f64,
    write_units: f64,
}

/// What the file says.
pub(crate) fn kept() -> anyhow::Result<Value> {
    Ok(serde_json::from_slice(&std::fs::read(project().join("infra/costs/counted.json"))?)?)
}

/// Asserts that this is what the file says.
#[track_caller]
fn assert_counted(what: &str, counted: Figures) {
    let kept = kept().and_then(|mut kept| Ok(serde_json::from_value(kept[what].take())?)).ok();
    let told = serde_json::to_string(&counted).unwrap_or_default();
    assert_eq!(
        kept,
        Some(counted),
        "infra/costs/counted.json, {what}: put {told} there, then run `cargo xtask cost`"
    );
}

/// Asserts that a function's line of metrics is about as long as the file says, once it is written.
async fn assert_line(stack: &Stack, binary: &str) -> anyhow::Result<()> {
    let logged = async || Ok(stack.local.metrics().read().logged.get(binary).copied());
    let bytes = until("the line of metrics is written", logged).await?;
    let kept = kept()?["bytes_of_a_line"][binary].as_u64().unwrap_or_default();
    assert!(
        kept.abs_diff(bytes) <= ABOUT,
        "infra/costs/counted.json, {binary}: {kept}, not {bytes}"
    );
    Ok(())
}

/// What `projections` did for lists: its part for the search is counted beside the search's own tests.
fn of_lists(read: &MetricsSnapshot) -> Figures {
    let own = read.of("projections");
    let units = |operations: &[&str]| {
        operations
            .iter()
            .filter_map(|name| own.operations.get(*name))
            .map(|usage| usage.units)
            .sum()
    };
    Figures {
        frames: read.pushes,
        runs: read.invocations.get("projections").copied().unwrap_or_default(),
        read_units: units(&["Query", "BatchGetItem"]),
        write_units: units(&["UpdateItem"]),
    }
}

/// A record of the table's stream: the agent who has this case, or its customer, says something in it.
fn record((case, agent): &(usize, UserId), is_agents: bool) -> anyhow::Result<Value> {
    let captured = std::fs::read_to_string(project().join("events/projections/insert.json"))?;
    let captured = captured.replace("57bzyhkcc0w3aj3xnwyyz8fqx1", &format!("{case:0>26}"));
    let mut record = serde_json::from_str::<Value>(&captured)?["Records"][0].take();
    let seq = if is_agents { 1 } else { 2 };
    record["dynamodb"]["Keys"]["sk"] = json!({ "S": format!("EVENT#{seq:0>12}") });
    let image = &mut record["dynamodb"]["NewImage"];
    image["sk"] = json!({ "S": format!("EVENT#{seq:0>12}") });
    image["v"] = json!({ "N": (seq - 1).to_string() });
    image["x"] = json!({ "M": { "k": { "S": "message" } } });
    if is_agents {
        (image["r"], image["a"]) = (json!({ "S": "a" }), json!({ "S": agent }));
    }
    let since = json!({ "N": (1_795_248_950_039_u64 + seq).to_string() });
    image["t"] = since.clone();
    let state = &mut image["s"]["M"];
    (state["a"], state["w"]) = (json!({ "S": agent }), since);
    state["t"] = json!({ "S": if is_agents { "open" } else { "waiting" } });
    state["v"] = json!({ "N": seq.to_string() });
    Ok(record)
}

/// Hands `projections` a batch: in each of these cases its agent, or the customer, says something.
async fn batch(stack: &Stack, cases: &[(usize, UserId)], is_agents: bool) -> anyhow::Result<()> {
    let records = cases.iter().map(|case| record(case, is_agents));
    invoke(stack, records.collect::<anyhow::Result<_>>()?).await
}

async fn invoke(stack: &Stack, records: Vec<Value>) -> anyhow::Result<()> {
    let answer = stack.local.invoke(FUNCTION, json!({ "Records": records }).to_string()).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    assert_eq!(serde_json::from_slice::<Value>(&answer)?["batchItemFailures"], json!([]));
    Ok(())
}

/// Someone of a store's staff who has not come yet.
struct Absent {
    token: String,
    id: UserId,
    api: Api,
}

/// Agents of one store.
async fn staff(stack: &Stack, size: usize) -> anyhow::Result<Vec<Absent>> {
    let mut staff = Vec::new();
    for n in 0..size {
        let mut claims = stack.local.issuer().claims(Person::Ines.into());
        (claims["sub"], claims["stores"]) = (format!("agent-{n}").into(), json!(["demo"]));
        let token = stack.local.issuer().sign_claims(&claims);
        let api = Api::bearing(&stack.entry_points, &token);
        let me: Me = api.get("/me").await?;
        staff.push(Absent { token, id: me.user, api });
    }
    Ok(staff)
}

/// They come, with clients of today.
async fn come(stack: &Stack, staff: Vec<Absent>) -> anyhow::Result<Vec<User>> {
    let (name, value) = GATHERED_LISTS;
    let url = format!("{}?{name}={value}", stack.entry_points.socket);
    let mut team = Vec::new();
    for Absent { token, id, api } in staff {
        let socket = Socket::bearing(&url, &token).await;
        let socket = socket.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
        team.push(User { token, id, api, socket });
    }
    quiet(stack).await?;
    for agent in &mut team {
        agent.socket.heard(fresh_id()).await?;
    }
    stack.local.metrics().reset();
    Ok(team)
}

/// Cases that some of the staff have and have answered in, one each.
fn cases_of(staff: &[Absent]) -> Vec<(usize, UserId)> {
    staff.iter().enumerate().map(|(n, agent)| (n, agent.id.clone())).collect()
}

/// Waits until what signing in brings about is over: `projections` looks whether something waits for whoever came.
async fn quiet(stack: &Stack) -> anyhow::Result<()> {
    let mut before = None;
    until("nothing runs", async || {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let read = stack.local.metrics().read();
        let is_same = before.replace(read.invocations.clone()) == Some(read.invocations);
        Ok(is_same.then_some(()))
    })
    .await?;
    stack.local.metrics().reset();
    Ok(())
}

#[test]
fn the_price_list_knows_how_often_everybody_is_told() -> anyhow::Result<()> {
    assert_eq!(kept()?["seconds_between_tellings"], json!(ListBacklogs::PERIOD_SECONDS));
    Ok(())
}

#[tokio::test]
async fn a_message_comes_to_what_the_price_list_goes_by() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    assert_line(&stack, "message").await?;
    customer.listens(&case).await?;
    agent.listens(&case).await?;
    quiet(&stack).await?;
    let text: Option<Text> = "x".repeat(600).parse().ok();
    let send = |id, case, after| ClientFrame::Send {
        id,
        case,
        after,
        text,
        files: None,
        answers: None,
        anyway: None,
    };
    let event = customer.does(&mut case, send).await?;
    agent.hears(&case, event.seq).await?;
    let own = stack.local.metrics().read().of("message");
    let (read_units, write_units) = (own.read_units(), own.write_units());
    let runs = stack.local.metrics().read().invocations["message"];
    // The customer's, its acknowledgement, the agent's.
    assert_counted("message", Figures { frames: 3, runs, read_units, write_units });
    Ok(())
}

#[tokio::test]
async fn lists_of_one_agent_come_to_what_the_price_list_goes_by() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let staff = staff(&stack, 1).await?;
    let cases: Vec<_> = (0..10).map(|case| (case, staff[0].id.clone())).collect();
    batch(&stack, &cases, true).await?;
    assert_line(&stack, "projections").await?;
    let _team = come(&stack, staff).await?;
    batch(&stack, &cases[..1], false).await?;
    let alone = of_lists(&stack.local.metrics().read());
    assert_counted("lists_of_one_message", alone);
    stack.local.metrics().reset();
    batch(&stack, &cases[1..], false).await?;
    let nine = of_lists(&stack.local.metrics().read());
    // Each case costs its writes; one read and one frame are for all of them.
    assert_eq!((nine.frames, nine.read_units), (alone.frames, alone.read_units));
    assert_eq!(nine.write_units, 9.0 * alone.write_units);
    Ok(())
}

#[tokio::test]
async fn what_is_said_behind_it_moves_no_case_and_costs_less() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let staff = staff(&stack, 1).await?;
    let own = (0, staff[0].id.clone());
    for is_agents in [true, false] {
        batch(&stack, std::slice::from_ref(&own), is_agents).await?;
    }
    let _team = come(&stack, staff).await?;
    let mut again = record(&own, false)?;
    let place = json!({ "S": "EVENT#000000000004" });
    again["dynamodb"]["NewImage"]["sk"] = place.clone();
    again["dynamodb"]["Keys"]["sk"] = place;
    invoke(&stack, vec![again]).await?;
    assert_counted("lists_of_one_more_message", of_lists(&stack.local.metrics().read()));
    Ok(())
}

/// Ten of fifty agents have a case each, in which something is said at the same moment.
#[tokio::test]
async fn among_fifty_agents_each_is_told_of_their_own_case() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let staff = staff(&stack, 50).await?;
    let cases = cases_of(&staff[..10]);
    batch(&stack, &cases, true).await?;
    let mut team = come(&stack, staff).await?;
    // As if all had been told a moment ago: what comes next is kept for later.
    let (demo, soon) = ("demo".parse()?, now().plus_seconds(60));
    stack.list_backlogs().add(&demo, [case(99)?].iter(), soon).await?;
    stack.local.metrics().reset();
    batch(&stack, &cases, false).await?;
    let counted = of_lists(&stack.local.metrics().read());
    assert_counted("lists_of_ten_messages_among_fifty_agents", counted);
    for (n, agent) in team.iter_mut().enumerate() {
        let heard = agent.socket.heard(fresh_id()).await?;
        assert_eq!(heard.len(), usize::from(n < 10), "{n}: {heard:?}");
    }
    Ok(())
}

/// The next message tells them of what was kept too.
#[tokio::test]
async fn fifty_agents_are_told_of_ten_cases_that_have_waited_in_one_frame_each()
-> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let staff = staff(&stack, 50).await?;
    let cases = cases_of(&staff[..11]);
    batch(&stack, &cases, true).await?;
    let mut team = come(&stack, staff).await?;
    let (demo, long_ago) = ("demo".parse()?, now().plus_seconds(-3_600));
    let backlogs = stack.list_backlogs();
    backlogs.add(&demo, [case(99)?].iter(), long_ago).await?;
    let ten = (0..10).map(case).collect::<anyhow::Result<Vec<_>>>()?;
    let kept = backlogs.add(&demo, ten.iter(), long_ago.plus_millis(1)).await?;
    assert!(kept.is_empty(), "they wait: {kept:?}");
    stack.local.metrics().reset();
    batch(&stack, &cases[10..], false).await?;
    let counted = of_lists(&stack.local.metrics().read());
    assert_counted("lists_of_one_message_that_tells_fifty_agents_of_ten_more", counted);
    for agent in &mut team {
        let heard = agent.socket.heard(fresh_id()).await?;
        let [ServerFrame::Worklist { more: Some(more), .. }] = heard.as_slice() else {
            anyhow::bail!("not one frame: {heard:?}");
        };
        // Whoever has one of the ten knows of it.
        assert!((9..=10).contains(&more.len()), "{}", more.len());
    }
    Ok(())
}

fn case(number: usize) -> anyhow::Result<CaseId> {
    Ok(format!("{number:0>26}").parse()?)
}
