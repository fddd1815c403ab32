//! The stack as a test uses it: everything runs, in memory, on ports of its own.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use adapters::aws::Access;
use adapters::dynamo::{
    Attempts, Cursors, Directory, Feeds, Lessons, Listeners, Log, Spend, Table,
};
use adapters::push::Push;
use anyhow::{Context as _, bail};
use desk::{Append, Caller, Cases, Knowledge, Outcome, Store, Stores};
use domain::{
    CaseId, Command, Entry, Grounds, Principal, Role, Seq, Source, StorePolicy, Timestamp,
};
use wire::{AnswerView, CasePage};

use crate::people::{Agent, Case, fresh_id};
use crate::socket::PATIENCE;

/// How long a look waits for the next one.
const BREATH: Duration = Duration::from_millis(10);
/// Looks before something is said to never happen.
const LOOKS: usize = 2_000;

/// The demo's staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// An agent of `demo`.
    Ines,
    /// An agent of `demo` and `north`.
    Jon,
    /// The lead of `demo` and `north`.
    Lea,
    /// An agent of `north`.
    Nora,
}

impl From<Person> for local::issuer::Person {
    fn from(person: Person) -> Self {
        match person {
            Person::Ines => Self::Ines,
            Person::Jon => Self::Jon,
            Person::Lea => Self::Lea,
            Person::Nora => Self::Nora,
        }
    }
}

/// Where people come in.
#[derive(Clone)]
pub struct Doors {
    /// The HTTP API.
    pub api: String,
    /// The socket.
    pub socket: String,
    /// The demo's issuer.
    pub issuer: String,
}

/// The whole stack.
pub struct Stack {
    /// Where people come in.
    pub doors: Doors,
    /// What runs.
    pub local: local::Stack,
    table: Table,
    cases: Cases,
}

impl Doors {
    /// The ID token that one of the demo's staff gets, by the sign-in that a browser goes through.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn sign_in(&self, person: Person) -> anyhow::Result<String> {
        // The verifier and its challenge are those of RFC 7636, appendix B.
        const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        const BACK: &str = "http://127.0.0.1:1/console/";
        let name = format!("{person:?}").to_lowercase();
        let choice = [
            ("response_type", "code"),
            ("client_id", "firstline"),
            ("redirect_uri", BACK),
            ("scope", "openid"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("person", &name),
        ];
        let browser = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()?;
        let sent = browser.post(format!("{}/authorize", self.issuer)).form(&choice).send().await?;
        let target = sent
            .headers()
            .get("location")
            .and_then(|to| to.to_str().ok())
            .context("no way back")?;
        let target = reqwest::Url::parse(target)?;
        let code = target
            .query_pairs()
            .find_map(|(name, value)| (name == "code").then_some(value.into_owned()));
        let code = code.context("no code")?;
        let exchange = [
            ("grant_type", "authorization_code"),
            ("client_id", "firstline"),
            ("redirect_uri", BACK),
            ("code", &code),
            ("code_verifier", VERIFIER),
        ];
        let tokens = browser.post(format!("{}/token", self.issuer)).form(&exchange).send().await?;
        let tokens: serde_json::Value = tokens.json().await?;
        tokens["id_token"].as_str().map(str::to_owned).with_context(|| tokens.to_string())
    }
}

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where the functions' binaries are: beside this test's own.
///
/// # Errors
/// They were not built.
pub fn binaries() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own
        .parent()
        .and_then(Path::parent)
        .context("the test binary lies in target/<profile>/deps")?;
    if !folder.join("message").exists() {
        bail!(
            "{} has no function binaries. Run `cargo build --workspace` first.",
            folder.display()
        );
    }
    Ok(folder.to_owned())
}

/// What a test starts: the real template, the demo's parameters, the binaries that were built, nothing in the log.
///
/// # Errors
/// The binaries are missing.
pub fn options() -> anyhow::Result<local::Options> {
    let infra = project().join("infra");
    let options =
        local::Options::new(infra.join("template.yaml"), infra.join("local.json"), binaries()?)
            .checked();
    let is_wordy = std::env::var_os("FIRSTLINE_LOG").is_some();
    Ok(if is_wordy { options } else { options.log(local::Log::none()) })
}

/// The stack in memory.
///
/// # Errors
/// It did not start.
pub async fn stack() -> anyhow::Result<Stack> {
    start(options()?).await
}

/// The stack in memory, counting what it does and able to fail on demand.
///
/// # Errors
/// It did not start.
pub async fn measured_stack() -> anyhow::Result<Stack> {
    start(options()?.metered()).await
}

/// A stack with other options.
///
/// # Errors
/// It did not start.
pub async fn start(options: local::Options) -> anyhow::Result<Stack> {
    let running = local::Stack::start(options).await?;
    let urls = running.urls().clone();
    let local = || "local".to_owned();
    let access = Access::new("eu-central-1".to_owned(), local(), local(), None, SystemTime::now);
    let table = Table::new("firstline-Table".to_owned(), &access, Some(&urls.database));
    let store = |name: &str, assigned_only| Store {
        name: name.to_owned(),
        policy: StorePolicy { assigned_only },
    };
    let stores =
        [("demo".parse()?, store("Demo", false)), ("north".parse()?, store("North", true))];
    let cases = Cases {
        log: Log::new(table.clone()),
        listeners: Listeners::new(table.clone()),
        cursors: Cursors::new(table.clone()),
        directory: Directory::new(table.clone()),
        push: Push::new(&access, &urls.socket.replacen("ws:", "http:", 1)),
        stores: Stores::new(stores),
    };
    let issuer = running.parameter("OidcIssuer").context("the demo has an issuer")?.to_owned();
    let doors = Doors { api: urls.api, socket: urls.socket, issuer };
    Ok(Stack { doors, local: running, table, cases })
}

impl Stack {
    /// The whole log as the table holds it.
    ///
    /// # Errors
    /// The table did not answer.
    pub async fn log_of(&self, case: &CaseId) -> anyhow::Result<Vec<Entry>> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let after = entries.last().map_or(Seq::NONE, |entry| entry.event.seq);
            let page = self.log().after(case, after, 200).await?;
            entries.extend(page.entries);
            if !page.more {
                return Ok(entries);
            }
        }
    }

    /// The logs themselves, for tests that write past the front door.
    pub fn log(&self) -> Log {
        Log::new(self.table.clone())
    }

    /// Who is connected.
    pub fn listeners(&self) -> &Listeners {
        &self.cases.listeners
    }

    /// Lengthens a case's log by notes, past the front door.
    ///
    /// # Errors
    /// The table did not answer.
    pub async fn pile_up_notes(&self, case: &mut Case, count: usize) -> anyhow::Result<()> {
        let mut entry = self.log_of(&case.id).await?.pop().context("an empty log")?;
        entry.event.prev_visible = entry.state.visible;
        entry.event.body = domain::Body::Note;
        entry.event.author.role = domain::Role::Agent;
        for _ in 0..count {
            entry.event.seq = entry.event.seq.next();
            entry.event.id = fresh_id();
            self.log().put(&case.id, &entry).await?;
        }
        case.head = entry.event.seq;
        Ok(())
    }

    /// The knowledge of the stores, as a process of its own holds it.
    pub fn knowledge(&self) -> Knowledge {
        Knowledge::new(self.table.clone())
    }

    /// The stores' feeds.
    pub fn feeds(&self) -> Feeds {
        Feeds::new(self.table.clone())
    }

    /// How often triage has begun with a message, for tests that count too.
    pub fn attempts(&self) -> Attempts {
        Attempts::new(self.table.clone())
    }

    /// What waits to be learned, for tests that write past the front door.
    pub fn lessons(&self) -> Lessons {
        Lessons::new(self.table.clone())
    }

    /// What language models have cost.
    pub fn spend(&self) -> Spend {
        Spend::new(self.table.clone())
    }

    /// How many connections of a store's agents are noted.
    ///
    /// # Errors
    /// The table did not answer.
    pub async fn agents_online(&self, store: &str) -> anyhow::Result<usize> {
        Ok(self.cases.listeners.agents(&store.parse()?).await?.len())
    }

    /// The assistant drafts a reply to the customer's last message.
    ///
    /// # Errors
    /// It was refused.
    pub async fn assistant_suggests(&self, case: &Case, text: &str) -> anyhow::Result<Seq> {
        let text = text.parse()?;
        let (sources, grounds) = (Vec::new(), Grounds::default());
        self.assistant_does(case, |answers| Command::Suggest { answers, text, sources, grounds })
            .await
    }

    /// The assistant answers the customer's last message by itself.
    ///
    /// # Errors
    /// It was refused.
    pub async fn assistant_answers(&self, case: &Case, text: &str) -> anyhow::Result<Seq> {
        let (text, sources) = (text.parse()?, Vec::new());
        self.assistant_does(case, |answers| Command::Answer { answers, text, sources }).await
    }

    /// The assistant drafts a reply that rests on an answer.
    ///
    /// # Errors
    /// It was refused.
    pub async fn assistant_drafts(&self, case: &Case, answer: &AnswerView) -> anyhow::Result<Seq> {
        let (text, sources, grounds) = (answer.text.clone(), source(answer), Grounds::default());
        self.assistant_does(case, |answers| Command::Suggest { answers, text, sources, grounds })
            .await
    }

    /// The assistant gives an answer by itself.
    ///
    /// # Errors
    /// It was refused.
    pub async fn assistant_gives(&self, case: &Case, answer: &AnswerView) -> anyhow::Result<Seq> {
        let (text, sources) = (answer.text.clone(), source(answer));
        self.assistant_does(case, |answers| Command::Answer { answers, text, sources }).await
    }

    async fn assistant_does(
        &self,
        case: &Case,
        command: impl FnOnce(Seq) -> Command,
    ) -> anyhow::Result<Seq> {
        let head = self.log_of(&case.id).await?.pop().context("an empty log")?;
        let command = command(head.state.customer_seq);
        let principal = Principal::assistant(head.state.store.clone());
        let caller = Caller { principal, connection: None, now: head.event.at };
        let append =
            Append { case: case.id.clone(), id: fresh_id(), after: head.event.seq, command };
        match self.cases.append(&caller, &append).await? {
            Outcome::Stored(stored) => Ok(stored.entry.event.seq),
            other => bail!("the assistant did not: {other:?}"),
        }
    }

    /// What the assistant has done in a case.
    ///
    /// # Errors
    /// The table did not answer.
    pub async fn done_by_triage(&self, case: &Case) -> anyhow::Result<Vec<Entry>> {
        let mut log = self.log_of(&case.id).await?;
        log.retain(|entry| entry.event.author.role == Role::Assistant);
        Ok(log)
    }

    /// Waits until triage has done something about a message.
    ///
    /// # Errors
    /// It never did.
    pub async fn until_triaged(&self, case: &Case, message: Seq) -> anyhow::Result<Entry> {
        let id = format!("triage-{message}");
        until("triage does something", async || {
            let done = self.done_by_triage(case).await?;
            Ok(done.into_iter().find(|entry| entry.event.id.as_str() == id))
        })
        .await
    }

    /// Looks until a case is in a list of the demo store.
    ///
    /// # Errors
    /// It never was.
    pub async fn until_listed(&self, agent: &Agent, case: &Case, list: &str) -> anyhow::Result<()> {
        let look = async || {
            let page: CasePage = agent.api.get(&format!("/stores/demo/cases?list={list}")).await?;
            Ok(page.cases.iter().any(|summary| summary.case == case.id).then_some(()))
        };
        until(&format!("the case is listed under {list}"), look).await
    }
}

/// The time, as the functions see it.
pub fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| since.as_millis() as i64))
}

fn source(answer: &AnswerView) -> Vec<Source> {
    vec![Source {
        answer: answer.id.clone(),
        question: answer.question.as_str().to_owned(),
        quote: answer.text.as_str().to_owned(),
        approved_by: answer.approved_by.clone(),
        approved_at: answer.approved_at,
    }]
}

/// Looks until something is there.
///
/// # Errors
/// It never was, or a look failed.
pub async fn until<T>(
    what: &str,
    mut look: impl AsyncFnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    for _ in 0..LOOKS {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        tokio::time::sleep(BREATH).await;
    }
    bail!("it never happened: {what}")
}
