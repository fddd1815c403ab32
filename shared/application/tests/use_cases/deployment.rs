//! A deployment with two stores in the test's own process, and the people who use it.

use adapters::aws::{Credentials, SdkConfig, sdk_config_with};
use adapters::dynamo::{Cursors, Directory, Listeners, Log, Table};
use adapters::push::Push;
use application::{Append, Caller, Cases, Outcome, Store, Stored, Stores};
use domain::{
    CaseId, Command, CommandError, CommandId, Entry, Guard, Listener, Name, Principal, Role, Seq,
    StorePolicy, Text, Timestamp, UserId,
};
use embedded_aws::EmbeddedAws;

/// The time at which tests play, in seconds since 1970.
pub(crate) const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// The services behind the use cases, and the use cases.
#[derive(Clone)]
pub(crate) struct Deployment {
    pub(crate) aws: EmbeddedAws,
    pub(crate) cases: Cases,
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
        let aws = EmbeddedAws::new();
        let config = config(&aws);
        let table = Table::new(&config, None, aws.table_name().to_owned());
        let store = |assigned_only| Store {
            name: "a shop".to_owned(),
            policy: StorePolicy { assigned_only },
        };
        let stores = [("demo", false), ("north", true)];
        let cases = Cases {
            log: Log::new(table.clone()),
            listeners: Listeners::new(table.clone()),
            cursors: Cursors::new(table.clone()),
            directory: Directory::new(table),
            push: Push::new(&config, "http://execute-api.test/live"),
            stores: Stores::new(
                stores.map(|(name, assigned_only)| (name.parse().unwrap(), store(assigned_only))),
            ),
        };
        Self { aws, cases }
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
        let append = opening(customer, "open", words);
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

/// An agent of the store `demo` on a connection that bears their name.
pub(crate) fn agent(name: &str) -> Caller {
    caller(UserId::agent("issuer", name), Role::Agent, name)
}

fn caller(user: UserId, role: Role, name: &str) -> Caller {
    let principal = Principal {
        user: Some(user),
        role,
        name: Name::shortened(name),
        stores: vec!["demo".parse().unwrap()],
        expires: NOW.plus_seconds(3_600),
    };
    Caller { principal, connection: Some(name.parse().unwrap()), now: NOW }
}

/// A command's id: these characters, padded to its length.
pub(crate) fn command_id(name: &str) -> CommandId {
    format!("{name:x<22}").parse().unwrap()
}

/// The opening of a customer's case.
pub(crate) fn opening(customer: &Caller, id: &str, words: &str) -> Append {
    let (store, id) = ("demo".parse().unwrap(), command_id(id));
    let case = CaseId::derive(&store, customer.principal.user.as_ref().unwrap(), &id);
    let command = Command::Open { store, text: text(words), locale: None };
    Append { case, id, after: Seq::NONE, command }
}

/// A message of someone who holds the case up to its known head.
pub(crate) fn message(case: &KnownCase, id: &str, words: &str) -> Append {
    command(case, id, Command::Send { text: text(words), guard: Guard::Anyway })
}

/// A command of someone who holds the case up to its known head.
pub(crate) fn command(case: &KnownCase, id: &str, command: Command) -> Append {
    Append { case: case.id.clone(), id: command_id(id), after: case.head, command }
}

pub(crate) fn text(words: &str) -> Text {
    words.parse().unwrap()
}
