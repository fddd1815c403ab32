//! The roles as types, with one vocabulary of verbs.

mod actions;

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::bail;
use contract::{ClientFrame, Me, ServerFrame, VisitorToken};
use domain::{CaseId, CommandId, Seq, StoreId, UserId};

use crate::api::Api;
use crate::socket::Socket;
use crate::stack::{EntryPoints, Person, Stack};

/// Someone with a token and, once they came, an open connection.
pub struct User {
    /// Their token.
    pub token: String,
    /// Their id.
    pub id: UserId,
    /// REST in their name.
    pub api: Api,
    /// Their connection.
    pub socket: Socket,
}

/// Someone who asks a store.
pub struct Customer(User);
/// Someone who answers for stores.
pub struct Agent(User);
/// An agent who manages.
pub struct Lead(User);
/// A customer who has no business in the case at hand.
pub struct Stranger(User);

macro_rules! is_user {
    ($($role:ident),*) => {$(
        impl Deref for $role {
            type Target = User;
            fn deref(&self) -> &User {
                &self.0
            }
        }
        impl DerefMut for $role {
            fn deref_mut(&mut self) -> &mut User {
                &mut self.0
            }
        }
    )*};
}
is_user!(Customer, Agent, Lead, Stranger);

/// A case as a test speaks of it, with the newest event that the test has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// The newest event that someone in the test holds.
    pub head: Seq,
}

/// An id that no other command of this process has.
///
/// # Panics
/// Never: these are ids.
pub fn fresh_id() -> CommandId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("test-{}-{n:06}", std::process::id()).parse().expect("a valid id")
}

impl Customer {
    /// A visitor of a store, connected.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn visits(entry_points: &EntryPoints, store: &str) -> anyhow::Result<Self> {
        Ok(Self(visitor(entry_points, store).await?))
    }

    /// Opens a case.
    ///
    /// # Errors
    /// It was refused.
    pub async fn asks(&mut self, store: &str, text: &str) -> anyhow::Result<Case> {
        let (store, text) = (store.parse::<StoreId>()?, Some(text.parse()?));
        let (files, locale, pre_chat) = (None, None, None);
        let frame = ClientFrame::Open { id: fresh_id(), store, text, files, locale, pre_chat };
        match self.socket.ask(&frame).await? {
            ServerFrame::Ack { case, event, .. } => Ok(Case { id: case, head: event.seq }),
            other => bail!("not opened: {other:?}"),
        }
    }
}

impl Stranger {
    /// A visitor of a store who takes no part.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn visits(entry_points: &EntryPoints, store: &str) -> anyhow::Result<Self> {
        Ok(Self(visitor(entry_points, store).await?))
    }
}

impl Agent {
    /// One of the demo's agents, signed in and connected.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn signs_in(entry_points: &EntryPoints, person: Person) -> anyhow::Result<Self> {
        Ok(Self(User::enter(entry_points, entry_points.sign_in(person).await?).await?))
    }
}

impl Agent {
    /// Someone like one of the demo's agents, who serves one store alone; connected.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn serves(stack: &Stack, like: Person, store: &str) -> anyhow::Result<Self> {
        let issuer = stack.local.issuer();
        let mut claims = issuer.claims(like.into());
        claims["sub"] = format!("{like:?}-{store}").into();
        claims["stores"] = serde_json::json!([store]);
        Ok(Self(User::enter(&stack.entry_points, issuer.sign_claims(&claims)).await?))
    }
}

impl Lead {
    /// The demo's lead, signed in and connected.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn signs_in(entry_points: &EntryPoints) -> anyhow::Result<Self> {
        Ok(Self(User::enter(entry_points, entry_points.sign_in(Person::Lea).await?).await?))
    }
}

async fn visitor(entry_points: &EntryPoints, store: &str) -> anyhow::Result<User> {
    let token: VisitorToken = Api::anonymous(entry_points)
        .post("/visitors", &serde_json::json!({ "store": store }))
        .await?;
    User::enter(entry_points, token.token).await
}

impl User {
    /// Whoever holds this token, connected.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn enter(entry_points: &EntryPoints, token: String) -> anyhow::Result<Self> {
        let api = Api::bearing(entry_points, &token);
        let me: Me = api.get("/me").await?;
        let socket = Socket::bearing(&entry_points.socket, &token).await;
        let socket =
            socket.map_err(|refused| anyhow::anyhow!("the handshake was refused: {refused:?}"))?;
        Ok(Self { token, id: me.user, api, socket })
    }
}

impl From<User> for Customer {
    fn from(user: User) -> Self {
        Self(user)
    }
}

impl From<Customer> for User {
    fn from(customer: Customer) -> User {
        customer.0
    }
}

impl From<Agent> for User {
    fn from(agent: Agent) -> User {
        agent.0
    }
}
