//! Request units and pushes of each operation, from the stack's own meter: with what `projections` does afterwards.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use local::{MetricsSnapshot, Options, Stack};
use serde_json::{Value, json};

use crate::host;
use crate::issuer::Issuer;
use crate::person::{Person, Protocol};

const STORE: &str = "store-0";
/// The stack has come to rest when nothing was counted for so long.
const REST: Duration = Duration::from_millis(400);

/// What an operation costs.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    /// Which operation.
    pub(crate) operation: &'static str,
    /// Read units.
    pub(crate) read: f64,
    /// Write units, those of the indexes included.
    pub(crate) write: f64,
    /// Frames pushed.
    pub(crate) pushes: u64,
    /// Each DynamoDB operation: how often, and its units.
    pub(crate) requests: String,
}

/// Who does something.
#[derive(Clone, Copy)]
enum Who {
    Customer,
    Agent,
}

/// What is done in a case, in this order: the action, and what its frame has beyond id, case and after.
const STEPS: [(&str, Who, &str, &str); 14] = [
    ("a message of 120 bytes by the customer", Who::Customer, "send", r#""text":"$120""#),
    ("a message of 600 bytes by the customer", Who::Customer, "send", r#""text":"$600""#),
    ("a message by the agent", Who::Agent, "send", r#""text":"$120","anyway":true"#),
    ("a note", Who::Agent, "note", r#""text":"$120""#),
    ("sync, nothing new", Who::Customer, "sync", ""),
    ("heartbeat", Who::Customer, "heartbeat", ""),
    ("read", Who::Customer, "read", ""),
    ("typing", Who::Customer, "typing", r#""on":true"#),
    ("escalate", Who::Customer, "escalate", ""),
    ("withdraw", Who::Agent, "withdraw", r#""of":4"#),
    ("resolve", Who::Agent, "resolve", ""),
    ("rate", Who::Customer, "rate", r#""score":5"#),
    ("reopen", Who::Customer, "reopen", ""),
    ("unassign, refused", Who::Agent, "unassign", ""),
];

/// Two people and a stack that counts.
struct Scene {
    stack: Stack,
    customer: Person,
    agent: Person,
    case: String,
    head: u64,
    figures: Vec<Figures>,
    /// Its tokens are checked as long as it lives.
    _issuer: Issuer,
}

/// Does everything once and counts.
pub(crate) async fn measure(binaries: &Path) -> anyhow::Result<Vec<Figures>> {
    let mut scene = Scene::open(binaries).await?;
    for (name, who, action, rest) in STEPS {
        scene.step(name, who, action, rest).await?;
    }
    let Scene { stack, figures, .. } = scene;
    stack.shutdown().await;
    Ok(figures)
}

impl Scene {
    async fn open(binaries: &Path) -> anyhow::Result<Self> {
        let issuer = Issuer::start().await?;
        let parameters = host::write_parameters(&issuer, &[STORE.to_owned()])?;
        let options = Options::new("infra/template.yaml", parameters, binaries);
        let stack = Stack::start(options.metered().untimed().log(local::Log::none())).await?;
        let visitor: Value = reqwest::Client::new()
            .post(format!("{}/visitors", stack.urls().api))
            .json(&json!({ "store": STORE }))
            .send()
            .await?
            .json()
            .await?;
        let visitor = visitor["token"].as_str().context("no token")?.to_owned();
        let agent =
            Person::connect(&stack.urls().socket, Protocol::Firstline, &issuer.token(0, STORE)?)
                .await?;
        let mut figures = vec![];
        settle(&stack).await;
        let mut customer =
            Person::connect(&stack.urls().socket, Protocol::Firstline, &visitor).await?;
        figures.push(figures_of("connect, a customer", &settle(&stack).await));
        let open =
            format!(r#"{{"action":"open","id":"units-open","store":"{STORE}","text":"hello"}}"#);
        let (case, head) = customer.ask(open, "units-open").await?;
        figures.push(figures_of("open a case", &settle(&stack).await));
        let mut scene = Self { stack, customer, agent, case, head, figures, _issuer: issuer };
        scene.step("sync, a customer's first", Who::Customer, "sync", "").await?;
        scene.step("sync, an agent's first", Who::Agent, "sync", "").await?;
        Ok(scene)
    }

    async fn step(
        &mut self,
        name: &'static str,
        who: Who,
        action: &str,
        rest: &str,
    ) -> anyhow::Result<()> {
        settle(&self.stack).await;
        let id = format!("units-{:04}", self.figures.len());
        let frame = self.frame(action, &id, rest);
        let person = match who {
            Who::Customer => &mut self.customer,
            Who::Agent => &mut self.agent,
        };
        if matches!(action, "read" | "typing") {
            person.send(frame.into()).await?;
        } else if let Ok((_, seq)) = person.ask(frame, &id).await {
            self.head = self.head.max(seq);
        }
        self.figures.push(figures_of(name, &settle(&self.stack).await));
        Ok(())
    }

    fn frame(&self, action: &str, id: &str, rest: &str) -> String {
        let (case, head) = (&self.case, self.head);
        let own = match action {
            "heartbeat" => format!(r#""id":"{id}","cases":[{{"case":"{case}","head":{head}}}]"#),
            "read" => format!(r#""case":"{case}","seq":{head}"#),
            "typing" => format!(r#""case":"{case}""#),
            _ => format!(r#""id":"{id}","case":"{case}","after":{head}"#),
        };
        let rest = rest.replace("$120", &"x".repeat(120)).replace("$600", &"x".repeat(600));
        let comma = if rest.is_empty() { "" } else { "," };
        format!(r#"{{"action":"{action}",{own}{comma}{rest}}}"#)
    }
}

/// Waits for the stack to come to rest, gives what was counted, and counts anew.
async fn settle(stack: &Stack) -> MetricsSnapshot {
    loop {
        let before = stack.metrics().read();
        tokio::time::sleep(REST).await;
        let now = stack.metrics().read();
        if now == before {
            stack.metrics().reset();
            return now;
        }
    }
}

fn figures_of(operation: &'static str, read: &MetricsSnapshot) -> Figures {
    let requests = read.operations.iter().filter(|(name, _)| !name.contains("Stream"));
    let requests =
        requests.map(|(name, usage)| format!("{} {name} {:.1}", usage.requests, usage.units));
    let requests =
        requests.filter(|line| !line.contains("GetRecords") && !line.contains("GetShardIterator"));
    Figures {
        operation,
        read: read.read_units(),
        write: read.write_units(),
        pushes: read.pushes,
        requests: requests.collect::<Vec<_>>().join(", "),
    }
}
