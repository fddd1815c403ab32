//! Who is connected, and what each connection listens to.

use aws_sdk_dynamodb::types::AttributeValue::{Bool, N, S};
use domain::{
    CaseId, ConnectionId, Listener, Memberships, Principal, SessionId, Settings, StoreId, Timestamp,
};

use super::table::{Item, item, key, number, text};
use super::{Table, TableError, keys};

/// How long rows of a connection outlive its last sign of life. The gateway ends a connection after two hours.
const LIFETIME_SECONDS: i64 = 2 * 60 * 60 + 10 * 60;

/// The attribute of a connection's own row that names its sign-in.
const SESSION: &str = "i";

/// The attribute of an agent's connection that says that it reads several cases in one frame about lists.
const GATHERED: &str = "m";

/// The connections.
#[derive(Clone)]
pub struct Listeners(Table);

/// An agent's open connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The agent behind it.
    pub principal: Principal,
    /// As the gateway names it.
    pub connection: ConnectionId,
    /// When they last gave a sign of life.
    pub seen: Timestamp,
    /// How it is told of lists.
    pub lists: ListFrames,
}

/// How many cases a connection reads in one frame about lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ListFrames {
    /// One: what clients of releases before this one read.
    #[default]
    Single,
    /// As many as there are.
    Gathered,
}

/// Whose connection it was that has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The person behind it.
    pub principal: Principal,
    /// The sign-in it was opened with.
    pub session: Option<SessionId>,
}

/// Who is there in a store, and what its leads have set.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// The connections of its agents.
    pub connections: Vec<Connection>,
    /// What is set.
    pub settings: Settings,
}

impl Listeners {
    /// The connections in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Notes who a connection is and with which sign-in it was opened, and that an agent is there, once for each store
    /// they serve.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn arrive(
        &self,
        connection: &ConnectionId,
        principal: &Principal,
        session: Option<&SessionId>,
        lists: ListFrames,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let pk = keys::connection(connection);
        let mut row = connection_row(pk, keys::META.to_owned(), principal, now);
        if let Some(session) = session {
            row.insert(SESSION.to_owned(), S(session.to_string()));
        }
        self.put(row).await?;
        let Some(user) = principal.user.as_ref().filter(|_| principal.role.is_staff()) else {
            return Ok(());
        };
        for store in &principal.stores {
            let sk = keys::agent_online(user, connection);
            let mut row = connection_row(keys::store(store), sk, principal, now);
            if lists == ListFrames::Gathered {
                row.insert(GATHERED.to_owned(), Bool(true));
            }
            self.put(row).await?;
        }
        Ok(())
    }

    /// Notes that an agent's connection is still there. One that has been forgotten meanwhile stays so.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn stay(
        &self,
        connection: &ConnectionId,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let Some(user) = principal.user.as_ref().filter(|_| principal.role.is_staff()) else {
            return Ok(());
        };
        for store in &principal.stores {
            let row = key(keys::store(store), keys::agent_online(user, connection));
            let update = self.0.update(row, "SET h = :h, #t = :t").only_if("attribute_exists(pk)");
            update
                .name("#t", keys::TTL)
                .bind(":h", N(now.seconds().to_string()))
                .bind(":t", N(ends(now).to_string()))
                .done_if_so()
                .await?;
        }
        Ok(())
    }

    /// Notes that a connection listens to a case, and refreshes what is noted of it.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn subscribe(
        &self,
        case: &CaseId,
        listener: &Listener,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let Listener { principal, connection, .. } = listener;
        let back = connection_row(keys::connection(connection), keys::case(case), principal, now);
        let row = connection_row(keys::case(case), keys::subscription(connection), principal, now);
        self.put(back).await?;
        self.put(row).await
    }

    /// Refreshes what is noted of a connection that listens to a case; false where it is not noted that it does.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn refresh(
        &self,
        case: &CaseId,
        listener: &Listener,
        now: Timestamp,
    ) -> Result<bool, TableError> {
        let Listener { principal, connection, .. } = listener;
        let row = connection_row(keys::case(case), keys::subscription(connection), principal, now);
        if !self.0.put(row).only_if("attribute_exists(pk)").done_if_so().await? {
            return Ok(false);
        }
        let back = connection_row(keys::connection(connection), keys::case(case), principal, now);
        self.put(back).await?;
        Ok(true)
    }

    /// Forgets that a connection listens to a case.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn unsubscribe(
        &self,
        case: &CaseId,
        connection: &ConnectionId,
    ) -> Result<(), TableError> {
        self.delete(keys::case(case), keys::subscription(connection)).await
    }

    /// Forgets a connection and all that it listened to; says who it was and for which stores they were online.
    ///
    /// # Errors
    /// [`TableError`]; what is left then ends with its TTL.
    pub async fn leave(&self, connection: &ConnectionId) -> Result<Option<Gone>, TableError> {
        let mut who = None;
        for item in self.query(keys::connection(connection), "").await? {
            let sk = text(&item, keys::SK).unwrap_or_default().to_owned();
            match keys::case_of(&sk) {
                Some(case) => self.unsubscribe(&case, connection).await?,
                None => who = gone(&item),
            }
            self.delete(keys::connection(connection), sk).await?;
        }
        let principal = who.as_ref().map(|gone| &gone.principal);
        if let Some((user, stores)) = principal.and_then(|p| Some((p.user.as_ref()?, &p.stores))) {
            for store in stores {
                self.delete(keys::store(store), keys::agent_online(user, connection)).await?;
            }
        }
        Ok(who)
    }

    /// The connections of a store's agents.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn agents(&self, store: &StoreId) -> Result<Vec<Connection>, TableError> {
        let items = self.query(keys::store(store), keys::AGENTS).await?;
        Ok(items.iter().filter_map(agent_online).collect())
    }

    /// The same, and what the store's leads have set, which lies beside them: in one read that costs no more, but where
    /// agents and settings together fill another four kilobytes.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn agents_and_settings(&self, store: &StoreId) -> Result<Desk, TableError> {
        let query = self.0.query("pk = :p AND sk BETWEEN :f AND :t").bind(":p", keys::store(store));
        let query = query.bind(":f", keys::AGENTS).bind(":t", keys::SETTINGS);
        let mut desk = Desk::default();
        for row in query.all().await? {
            match text(&row, keys::SK) {
                Some(keys::SETTINGS) => desk.settings = super::settings::read(&row)?,
                _ => desk.connections.extend(agent_online(&row)),
            }
        }
        Ok(desk)
    }

    async fn put(&self, item: Item) -> Result<(), TableError> {
        self.0.put(item).done().await
    }

    async fn delete(&self, pk: String, sk: String) -> Result<(), TableError> {
        self.0.delete(key(pk, sk)).done().await
    }

    async fn query(&self, pk: String, prefix: &str) -> Result<Vec<Item>, TableError> {
        let query = match prefix {
            "" => self.0.query("pk = :p"),
            _ => self.0.query("pk = :p AND begins_with(sk, :s)").bind(":s", prefix),
        };
        query.bind(":p", pk).all().await
    }
}

/// When rows end whose connection gave its last sign of life now, in seconds since 1970.
fn ends(now: Timestamp) -> i64 {
    now.plus_seconds(LIFETIME_SECONDS).seconds()
}

/// Role, user, name, stores, groups, the token's end and the last sign of life: what a push must know of a connection.
fn connection_row(pk: String, sk: String, principal: &Principal, now: Timestamp) -> Item {
    let stores = principal.stores.iter().map(StoreId::as_str).collect::<Vec<_>>().join(" ");
    let mut item = item([
        (keys::PK, S(pk)),
        (keys::SK, S(sk)),
        ("r", S(keys::role_letter(principal.role).to_owned())),
        ("s", S(stores)),
        ("e", N(principal.expires.seconds().to_string())),
        ("h", N(now.seconds().to_string())),
        (keys::TTL, N(ends(now).to_string())),
    ]);
    if let Some(user) = &principal.user {
        item.insert("u".to_owned(), S(user.to_string()));
    }
    if let Some(name) = &principal.name {
        item.insert("n".to_owned(), S(name.to_string()));
    }
    if !principal.groups.is_empty() {
        item.insert("g".to_owned(), S(principal.groups.to_string()));
    }
    item
}

fn seconds(item: &Item, name: &str) -> Option<Timestamp> {
    number(item, name).map(Timestamp::from_seconds)
}

fn principal(item: &Item) -> Option<Principal> {
    Some(Principal {
        user: text(item, "u").and_then(|user| user.parse().ok()),
        role: keys::role_of(text(item, "r")?)?,
        name: text(item, "n").and_then(|name| name.parse().ok()),
        stores: text(item, "s")?.split(' ').filter_map(|store| store.parse().ok()).collect(),
        groups: Memberships::read(text(item, "g").unwrap_or_default()),
        expires: seconds(item, "e")?,
    })
}

fn gone(item: &Item) -> Option<Gone> {
    let session = text(item, SESSION).and_then(|session| session.parse().ok());
    Some(Gone { principal: principal(item)?, session })
}

/// The listener of a `SUB#` row. A row that can't be read listens to nothing.
pub(crate) fn listener(connection: &str, item: &Item) -> Option<Listener> {
    let seen = seconds(item, "h").unwrap_or_default();
    Some(Listener { principal: principal(item)?, connection: connection.parse().ok()?, seen })
}

pub(super) fn agent_online(item: &Item) -> Option<Connection> {
    let (_, connection) = keys::agent_online_parts(text(item, keys::SK)?)?;
    let lists = match item.contains_key(GATHERED) {
        true => ListFrames::Gathered,
        false => ListFrames::Single,
    };
    Some(Connection { principal: principal(item)?, connection, seen: seconds(item, "h")?, lists })
}

#[cfg(test)]
mod tests {
    use domain::{Name, Role, UserId};

    use super::super::form::tests::{extended, first_items};
    use super::*;

    #[test]
    fn the_first_releases_subscription_is_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row] = first_items("subscription").try_into().unwrap();
        let user: UserId = "v_1g8rch7s0t6ekpgbcwbngrpe6q".parse().unwrap();
        let principal = Principal {
            user: Some(user),
            role: Role::Customer,
            name: Name::shortened("Ada"),
            stores: vec!["demo".parse().unwrap()],
            groups: Memberships::default(),
            expires: Timestamp::from_seconds(1_800_000_000),
        };
        let seen = Timestamp::from_seconds(1_795_248_950);
        for row in [row.clone(), extended(row)] {
            let read = listener("abc=", &row).unwrap();
            assert_eq!((read.principal, read.seen), (principal.clone(), seen));
        }
    }

    #[test]
    fn a_connection_row_tells_who_listens() {
        let stores = vec!["demo".parse().unwrap(), "north".parse().unwrap()];
        let principal = Principal {
            user: Some(UserId::agent("issuer", "1")),
            role: Role::Agent,
            name: Name::shortened("Ines"),
            stores,
            groups: Memberships::read("demo:1 north:2"),
            expires: Timestamp::from_seconds(1_800_000_000),
        };
        let row = connection_row("CASE#x".into(), "SUB#y".into(), &principal, Timestamp(0));
        let listener = listener("y=", &row).unwrap();
        assert_eq!((listener.principal, listener.seen), (principal, Timestamp(0)));
    }
}
