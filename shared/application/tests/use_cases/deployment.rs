//! A deployment with two stores in the test's own process, and the people who use it.

use adapters::aws::{Credentials, SdkConfig, sdk_config_with};
use adapters::dynamo::{Attempts, AutomaticReplyCounts, Feeds, Table};
use adapters::push::Push;
use application::{
    AgentDirectory, Append, ApplicationError, Batch, Caller, CannedReplyLibrary, CaseRouter,
    CaseSearch, Cases, Claims, Knowledge, Lists, Outcome, Presence, Projections, SavedViewShelf,
    SignIns, Store, Stored, Stores, Timers, Triage, UseCaseError,
};
use contract::{AnswerView, ClientFrame, SettingsChange};
use domain::{
    AnswerId, CaseId, Command, CommandError, CommandId, Entry, Grounds, Guard, Limits, Listener,
    Name, Principal, Role, Seq, Source, StoreId, StorePolicy, Text, Timestamp, UserId,
};
use embedded_aws::EmbeddedAws;
use serde_json::{Value, json};

use crate::clock;

/// The time at which tests play, in seconds since 1970.
pub(crate) const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// The services behind the use cases, and the use cases.
#[derive(Clone)]
pub(crate) struct Deployment {
    pub(crate) aws: EmbeddedAws,
    pub(crate) cases: Cases,
    pub(crate) directory: AgentDirectory,
    pub(crate) canned_replies: CannedReplyLibrary,
    pub(crate) saved_views: SavedViewShelf,
    pub(crate) router: CaseRouter,
    pub(crate) knowledge: Knowledge,
    pub(crate) lists: Lists,
    pub(crate) search: CaseSearch,
    pub(crate) presence: Presence,
    pub(crate) projections: Projections,
    pub(crate) sign_ins: SignIns,
    pub(crate) claims: Claims,
    pub(crate) timers: Timers,
    pub(crate) triage: Triage,
    pub(crate) feeds: Feeds,
    pub(crate) table: Table,
}

/// What a use case has decided: a failure ends the test.
pub(crate) trait Decided<T, R> {
    /// What it gave, or why it was refused.
    fn decided(self) -> Result<T, R>;
}

impl<T, R> Decided<T, R> for Result<T, UseCaseError<R>> {
    fn decided(self) -> Result<T, R> {
        self.map_err(|error| error.into_refusal().unwrap())
    }
}

/// A case as one of its people knows it.
#[derive(Debug, Clone)]
pub(crate) struct KnownCase {
    pub(crate) id: CaseId,
    /// The newest event that they hold.
    pub(crate) head: Seq,
}

impl Deployment {
    /// The stores `demo` and `north`; in the latter agents see only the cases assigned to them.
    pub(crate) fn new() -> Self {
        Self::on(EmbeddedAws::new(), Limits::NONE)
    }

    /// The same with limits.
    pub(crate) fn with_limits(limits: Limits) -> Self {
        Self::on(EmbeddedAws::new(), limits)
    }

    /// The same in a new process, which remembers nothing.
    pub(crate) fn restarted(&self) -> Self {
        Self::on(self.aws.clone(), Limits::NONE)
    }

    fn on(aws: EmbeddedAws, limits: Limits) -> Self {
        let config = config(&aws);
        let table = Table::new(&config, None, aws.table_name().to_owned());
        let store = |assigned_only| Store {
            name: "a shop".to_owned(),
            policy: StorePolicy { assigned_only, limits },
        };
        let stores = [("demo", false), ("north", true)];
        let stores = Stores::new(
            stores.map(|(name, assigned_only)| (name.parse().unwrap(), store(assigned_only))),
        );
        let push = Push::new(&config, "http://execute-api.test/live");
        let cases = Cases::new(&table, push.clone(), stores.clone());
        let projections = Projections::new(&table, push.clone(), stores.clone());
        let knowledge = projections.knowledge.clone();
        Self {
            lists: Lists::new(&table),
            search: CaseSearch::new(&table),
            directory: AgentDirectory::new(&table),
            canned_replies: CannedReplyLibrary::new(&table),
            saved_views: SavedViewShelf::new(&table),
            router: CaseRouter::new(&table, push.clone(), stores.clone()),
            timers: Timers::new(&table, push.clone(), stores.clone()),
            claims: Claims::new(&table, push.clone(), stores),
            presence: Presence::new(&table, push.clone()),
            projections,
            sign_ins: SignIns::new(&table, push),
            triage: Triage {
                cases: cases.clone(),
                knowledge: knowledge.clone(),
                attempts: Attempts::new(table.clone()),
                automatic_replies: AutomaticReplyCounts::new(table.clone()),
                model: None,
                clock: clock::now,
                on_decision: |_| {},
            },
            feeds: Feeds::new(table.clone()),
            aws,
            cases,
            knowledge,
            table,
        }
    }

    /// Hands a client's frame to the front door; gives the answer as the client reads it, or null. What too many write at
    /// once is answered by `busy`, as the function does: a client sends the same again later.
    pub(crate) async fn act(&self, caller: &Caller, frame: Value) -> Value {
        let frame = ClientFrame::from_value(&frame).unwrap();
        match self.cases.act(caller, frame).await {
            Err(ApplicationError::Contended) => json!({ "action": "error", "code": "busy" }),
            answered => serde_json::to_value(answered.unwrap().frame).unwrap(),
        }
    }

    /// An answer that a lead stands behind.
    pub(crate) async fn know(&self, id: &str, question: &str, words: &str) -> AnswerView {
        let (lea, new) = (lead("lea"), crate::answers::new(id, question, words));
        self.knowledge.add(&self.cases.stores, &lea, &store(), new).await.unwrap()
    }

    /// Changes the store's settings.
    pub(crate) async fn settle(&self, settings: Value) {
        let change = SettingsChange::try_from(settings).unwrap();
        self.knowledge.update_settings(&lead("lea"), &store(), change).await.unwrap();
    }

    /// Triage's draft on a case's last message.
    pub(crate) async fn suggest(&self, case: &KnownCase, words: &str) -> KnownCase {
        self.suggest_from(case, words, &answer_id("parcel")).await
    }

    /// The same that rests on this answer.
    pub(crate) async fn suggest_from(
        &self,
        case: &KnownCase,
        words: &str,
        answer: &AnswerId,
    ) -> KnownCase {
        let command = Command::Suggest {
            answers: case.head,
            text: text(words),
            sources: vec![source(answer, words)],
            grounds: Grounds::default(),
        };
        self.by_assistant(case, command).await
    }

    /// The assistant's own answer to a case's last message.
    pub(crate) async fn answer(&self, case: &KnownCase, words: &str) -> KnownCase {
        self.answer_from(case, words, &answer_id("parcel")).await
    }

    /// The same that rests on this answer.
    pub(crate) async fn answer_from(
        &self,
        case: &KnownCase,
        words: &str,
        answer: &AnswerId,
    ) -> KnownCase {
        let (answers, sources) = (case.head, vec![source(answer, words)]);
        self.by_assistant(case, Command::Answer { answers, text: text(words), sources }).await
    }

    async fn by_assistant(&self, case: &KnownCase, what: Command) -> KnownCase {
        let principal = Principal::assistant(store());
        let assistant = Caller { principal, connection: None, now: NOW, address: None };
        let id = format!("triage-{}", case.head);
        let stored = self.store(&assistant, &command(case, &id, what)).await;
        KnownCase { id: case.id.clone(), head: stored.entry.event.seq }
    }

    /// The events of a case from this one on, as the stream delivers them.
    pub(crate) async fn batch(&self, case: &CaseId, from: u64) -> Batch {
        let mut entries = self.log(case).await;
        entries.retain(|entry| entry.event.seq.get() >= from);
        Batch { case: case.clone(), entries }
    }

    /// Every row of the table but triage's counts of attempts and agents' places, and how often erasures were noted, which tell
    /// crashes apart on purpose.
    pub(crate) fn rows(&self) -> Vec<Value> {
        let begins = |row: &Value, name: &str, with: &str| {
            row[name]["S"].as_str().is_some_and(|key| key.starts_with(with))
        };
        let mut rows = self.aws.rows();
        rows.retain(|row| !begins(row, "sk", "TRIAGE#0") && !begins(row, "pk", "WORK#"));
        // How often it was written.
        for erasure in rows.iter_mut().filter(|row| begins(row, "pk", "ERASURE#")) {
            erasure["r"].take();
        }
        rows
    }

    /// How many rows' keys begin so.
    pub(crate) fn count(&self, pk: &str, sk: &str) -> usize {
        let begins = |row: &Value, name: &str, with: &str| {
            row[name]["S"].as_str().is_some_and(|key| key.starts_with(with))
        };
        self.aws.rows().iter().filter(|row| begins(row, "pk", pk) && begins(row, "sk", sk)).count()
    }

    /// Takes the state out of a case's events, as a damaged row has none. Gives the rows as they were.
    pub(crate) fn damage(&self, case: &KnownCase) -> Vec<Value> {
        let begins = |row: &Value, name: &str, with: &str| {
            row[name]["S"].as_str().is_some_and(|key| key.starts_with(with))
        };
        let mut rows = self.aws.rows();
        let partition = format!("CASE#{}", case.id);
        rows.retain(|row| begins(row, "pk", &partition) && begins(row, "sk", "EVENT#"));
        let whole = rows.clone();
        for row in &mut rows {
            row.as_object_mut().unwrap().remove("s");
        }
        self.aws.put_rows(&rows);
        whole
    }

    /// Appends a command. The service's own errors end the test.
    pub(crate) async fn append(&self, caller: &Caller, append: &Append) -> Outcome {
        self.cases.append(caller, append).await.unwrap()
    }

    /// Appends what must succeed.
    pub(crate) async fn store(&self, caller: &Caller, append: &Append) -> Stored {
        match self.append(caller, append).await {
            Outcome::Stored(stored) => *stored,
            other => panic!("not stored: {other:?}"),
        }
    }

    /// Appends what must be refused, and says why it was.
    pub(crate) async fn refused(&self, caller: &Caller, append: &Append) -> CommandError {
        match self.append(caller, append).await {
            Outcome::Refused(reason) => reason,
            other => panic!("not refused: {other:?}"),
        }
    }

    /// A customer's new case with these first words.
    pub(crate) async fn open(&self, customer: &Caller, words: &str) -> KnownCase {
        self.open_as(customer, "open", words).await
    }

    /// The same for one of several cases of a customer.
    pub(crate) async fn open_as(&self, customer: &Caller, id: &str, words: &str) -> KnownCase {
        let append = opening(customer, id, words);
        let stored = self.store(customer, &append).await;
        KnownCase { id: append.case, head: stored.entry.event.seq }
    }

    /// The whole log of a case.
    pub(crate) async fn log(&self, case: &CaseId) -> Vec<Entry> {
        self.cases.log.after(case, Seq::NONE, 1_000).await.unwrap().entries
    }

    /// Has a caller's connection listen to a case.
    pub(crate) async fn listen(&self, caller: &Caller, case: &CaseId) {
        let connection = caller.connection.clone().unwrap();
        let listener =
            Listener { principal: caller.principal.clone(), connection, seen: caller.now };
        self.cases.listeners.subscribe(case, &listener, NOW).await.unwrap();
    }
}

/// The SDK's configuration for services in this process.
pub(crate) fn config(aws: &EmbeddedAws) -> SdkConfig {
    let credentials = Credentials::new("test", "test", None, None, "test");
    sdk_config_with("eu-central-1".to_owned(), credentials, aws.http_client())
}

/// A visitor of the store `demo` on a connection that bears their name.
pub(crate) fn customer(name: &str) -> Caller {
    let mut random = [0; 16];
    random[..name.len()].copy_from_slice(name.as_bytes());
    caller(UserId::visitor(random), Role::Customer, name)
}

/// A customer of the store `demo` whom its shop vouches for, on a connection that bears their name.
pub(crate) fn account(name: &str) -> Caller {
    caller(UserId::shop_customer(&store(), name), Role::Customer, name)
}

/// An agent of the store `demo` on a connection that bears their name.
pub(crate) fn agent(name: &str) -> Caller {
    caller(UserId::agent("issuer", name), Role::Agent, name)
}

/// A lead of the store `demo`.
pub(crate) fn lead(name: &str) -> Caller {
    caller(UserId::agent("issuer", name), Role::Lead, name)
}

/// The same person in another store.
pub(crate) fn at(store: &str, mut caller: Caller) -> Caller {
    caller.principal.stores = vec![store.parse().unwrap()];
    caller
}

/// The same person on another connection.
pub(crate) fn on(connection: &str, mut caller: Caller) -> Caller {
    caller.connection = Some(connection.parse().unwrap());
    caller
}

/// The same person some seconds later.
pub(crate) fn later(seconds: i64, mut caller: Caller) -> Caller {
    caller.now = caller.now.plus_seconds(seconds);
    caller
}

fn caller(user: UserId, role: Role, name: &str) -> Caller {
    let principal = Principal {
        user: Some(user),
        role,
        name: Name::shortened(name),
        stores: vec![store()],
        groups: Default::default(),
        expires: NOW.plus_seconds(3_600),
    };
    Caller { principal, connection: Some(name.parse().unwrap()), now: NOW, address: None }
}

pub(crate) fn user(caller: &Caller) -> UserId {
    caller.principal.user.clone().unwrap()
}

/// The store that nearly everything happens in.
pub(crate) fn store() -> StoreId {
    "demo".parse().unwrap()
}

pub(crate) fn answer_id(key: &str) -> AnswerId {
    AnswerId::derive(&store(), key)
}

fn source(answer: &AnswerId, words: &str) -> Source {
    Source {
        answer: answer.clone(),
        question: "Where?".to_owned(),
        quote: words.to_owned(),
        approved_by: None,
        approved_at: None,
    }
}

pub(crate) fn seq(number: u64) -> Seq {
    number.try_into().unwrap()
}

/// A frame on a case, as its client sends it.
pub(crate) fn frame(action: &str, id: &str, case: &KnownCase, more: Value) -> Value {
    let mut frame = json!({ "action": action, "id": command_id(id) });
    frame["case"] = json!(case.id);
    frame["after"] = json!(case.head);
    for (name, value) in more.as_object().into_iter().flatten() {
        frame[name] = value.clone();
    }
    frame
}

/// A command's id: these characters, padded to its length.
pub(crate) fn command_id(name: &str) -> CommandId {
    format!("{name:x<22}").parse().unwrap()
}

/// The opening of a customer's case.
pub(crate) fn opening(customer: &Caller, id: &str, words: &str) -> Append {
    let (store, id) = (customer.principal.stores[0].clone(), command_id(id));
    let case = CaseId::derive(&store, customer.principal.user.as_ref().unwrap(), &id);
    let (text, pre_chat) = (Some(text(words)), domain::PreChatAnswers::default());
    let command = Command::Open { store, text, files: vec![], locale: None, pre_chat };
    Append { case, id, after: Seq::NONE, command }
}

/// A message of someone who holds the case up to its known head.
pub(crate) fn message(case: &KnownCase, id: &str, words: &str) -> Append {
    command(
        case,
        id,
        Command::Send { text: Some(text(words)), files: vec![], guard: Guard::Anyway },
    )
}

/// A command of someone who holds the case up to its known head.
pub(crate) fn command(case: &KnownCase, id: &str, command: Command) -> Append {
    Append { case: case.id.clone(), id: command_id(id), after: case.head, command }
}

/// What resolves a case for someone who has read all of it up to its known head.
pub(crate) fn settle(case: &KnownCase, id: &str) -> Append {
    command(case, id, Command::Resolve { guard: Guard::Answers(case.head) })
}

pub(crate) fn text(words: &str) -> Text {
    words.parse().unwrap()
}
