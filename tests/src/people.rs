//! The roles as types, with one vocabulary of verbs.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, bail};
use domain::{CaseId, CommandId, Seq, StoreId, UserId};
use wire::{ClientFrame, Code, EventPage, EventView, Me, ServerFrame, VisitorToken};

use crate::api::Api;
use crate::socket::Socket;
use crate::stack::{Doors, Person, Stack};

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
    pub async fn visits(doors: &Doors, store: &str) -> anyhow::Result<Self> {
        Ok(Self(visitor(doors, store).await?))
    }

    /// Opens a case.
    ///
    /// # Errors
    /// It was refused.
    pub async fn asks(&mut self, store: &str, text: &str) -> anyhow::Result<Case> {
        let (store, text) = (store.parse::<StoreId>()?, text.parse()?);
        let frame = ClientFrame::Open { id: fresh_id(), store, text, locale: None };
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
    pub async fn visits(doors: &Doors, store: &str) -> anyhow::Result<Self> {
        Ok(Self(visitor(doors, store).await?))
    }
}

impl Agent {
    /// One of the demo's agents, signed in and connected.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn signs_in(doors: &Doors, person: Person) -> anyhow::Result<Self> {
        Ok(Self(User::enter(doors, doors.sign_in(person).await?).await?))
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
        Ok(Self(User::enter(&stack.doors, issuer.sign_claims(&claims)).await?))
    }
}

impl Lead {
    /// The demo's lead, signed in and connected.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn signs_in(doors: &Doors) -> anyhow::Result<Self> {
        Ok(Self(User::enter(doors, doors.sign_in(Person::Lea).await?).await?))
    }
}

async fn visitor(doors: &Doors, store: &str) -> anyhow::Result<User> {
    let token: VisitorToken =
        Api::anonymous(doors).post("/visitors", &serde_json::json!({ "store": store })).await?;
    User::enter(doors, token.token).await
}

impl User {
    /// Whoever holds this token, connected.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn enter(doors: &Doors, token: String) -> anyhow::Result<Self> {
        let api = Api::bearing(doors, &token);
        let me: Me = api.get("/me").await?;
        let socket = Socket::bearing(&doors.socket, &token).await;
        let socket =
            socket.map_err(|refused| anyhow::anyhow!("the handshake was refused: {refused:?}"))?;
        Ok(Self { token, id: me.user, api, socket })
    }

    /// Closes the connection and opens another.
    ///
    /// # Errors
    /// They were not let in again.
    pub async fn reconnects(&mut self, doors: &Doors) -> anyhow::Result<()> {
        let fresh = Socket::bearing(&doors.socket, &self.token).await;
        let fresh =
            fresh.map_err(|refused| anyhow::anyhow!("the handshake was refused: {refused:?}"))?;
        std::mem::replace(&mut self.socket, fresh).close().await;
        Ok(())
    }

    /// Does something in a case and moves the test's view of it on.
    ///
    /// # Errors
    /// It was refused.
    pub async fn does(
        &mut self,
        case: &mut Case,
        frame: impl FnOnce(CommandId, CaseId, Seq) -> ClientFrame,
    ) -> anyhow::Result<EventView> {
        match self.tries(case, frame).await? {
            ServerFrame::Ack { event, .. } => {
                case.head = case.head.max(event.seq);
                Ok(event)
            }
            other => bail!("not done: {other:?}"),
        }
    }

    /// Tries something in a case, whatever comes of it.
    ///
    /// # Errors
    /// No answer came.
    pub async fn tries(
        &mut self,
        case: &Case,
        frame: impl FnOnce(CommandId, CaseId, Seq) -> ClientFrame,
    ) -> anyhow::Result<ServerFrame> {
        let frame = frame(fresh_id(), case.id.clone(), case.head);
        self.socket.ask(&frame).await
    }

    /// Tries something and says with which code it was refused.
    ///
    /// # Errors
    /// It was not refused.
    pub async fn is_refused(
        &mut self,
        case: &Case,
        frame: impl FnOnce(CommandId, CaseId, Seq) -> ClientFrame,
    ) -> anyhow::Result<Code> {
        match self.tries(case, frame).await? {
            ServerFrame::Error { code, .. } => Ok(code),
            other => bail!("not refused: {other:?}"),
        }
    }

    /// Says something to the other side, having read all that the test has seen.
    ///
    /// # Errors
    /// It was refused.
    pub async fn says(&mut self, case: &mut Case, text: &str) -> anyhow::Result<EventView> {
        let (text, answers) = (text.parse()?, Some(case.head));
        self.does(case, |id, case, after| ClientFrame::Send {
            id,
            case,
            after,
            text,
            answers,
            anyway: None,
        })
        .await
    }

    /// Writes a note among the staff.
    ///
    /// # Errors
    /// It was refused.
    pub async fn notes(&mut self, case: &mut Case, text: &str) -> anyhow::Result<EventView> {
        let text = text.parse()?;
        self.does(case, |id, case, after| ClientFrame::Note { id, case, after, text }).await
    }

    /// Settles a case.
    ///
    /// # Errors
    /// It was refused.
    pub async fn resolves(&mut self, case: &mut Case) -> anyhow::Result<EventView> {
        self.does(case, |id, case, after| ClientFrame::Resolve { id, case, after }).await
    }

    /// Starts to listen to a case and gets its newest page.
    ///
    /// # Errors
    /// It was refused.
    pub async fn listens(&mut self, case: &Case) -> anyhow::Result<Vec<EventView>> {
        self.catches_up(case, Seq::NONE).await
    }

    /// Listens to a case and gets what came after an event.
    ///
    /// # Errors
    /// It was refused.
    pub async fn catches_up(&mut self, case: &Case, after: Seq) -> anyhow::Result<Vec<EventView>> {
        let frame = ClientFrame::Sync { id: fresh_id(), case: case.id.clone(), after };
        match self.socket.ask(&frame).await? {
            ServerFrame::Missed { events, .. } => Ok(events),
            other => bail!("not subscribed: {other:?}"),
        }
    }

    /// Waits for the push of an event.
    ///
    /// # Errors
    /// It did not come.
    pub async fn hears(&mut self, case: &Case, seq: Seq) -> anyhow::Result<EventView> {
        let heard = self.socket.hear(|frame| match frame {
            ServerFrame::Event { case: of, event } if *of == case.id && event.seq == seq => {
                Some(event.clone())
            }
            _ => None,
        });
        heard.await.with_context(|| format!("event {seq} was not heard"))
    }

    /// All events of a case that this person may see, read page by page.
    ///
    /// # Errors
    /// It was refused.
    pub async fn reads(&self, case: &Case) -> anyhow::Result<Vec<EventView>> {
        let mut events = Vec::new();
        let mut after = 0;
        loop {
            let page: EventPage =
                self.api.get(&format!("/cases/{}/events?after={after}", case.id)).await?;
            let Some(last) = page.events.last().map(|event| event.seq) else { return Ok(events) };
            after = last.get();
            events.extend(page.events);
            if !page.more {
                return Ok(events);
            }
        }
    }
}

impl Agent {
    /// Sends the draft that the case ends with, as it is.
    ///
    /// # Errors
    /// It was refused.
    pub async fn approves(&mut self, case: &mut Case) -> anyhow::Result<()> {
        let suggestion = case.head;
        let approve = |id, case, after| ClientFrame::Approve {
            id,
            case,
            after,
            suggestion,
            text: None,
            answers: Some(after),
            anyway: None,
        };
        self.does(case, approve).await.map(drop)
    }

    /// Closes the tab.
    pub async fn close(self) {
        self.0.socket.close().await;
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
