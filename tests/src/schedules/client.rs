//! One of those who play: a client that is as careful as the web's, and the chance that it follows.

use std::collections::BTreeMap;

use anyhow::ensure;
use contract::{ClientFrame, Code, EventView, ServerFrame};
use domain::Seq;

use crate::people::{Case, User, fresh_id};
use crate::socket::{Refused, Socket};
use crate::stack::{BREATH, EntryPoints, Person};

/// What each of the four says in a schedule.
const WORDS: usize = 3;
/// How often a client tries again: for longer than a stack takes to start.
const TRIES: usize = 2_000;

/// A random generator, so that a seed tells the whole schedule.
pub(crate) struct Chance(fastrand::Rng);

impl Chance {
    /// The chance that this seed stands for.
    pub(crate) fn of(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0.u64(..n)
    }
}

/// What a client holds of a case.
pub(super) type Held = BTreeMap<Seq, EventView>;

/// A client as the web's is: an outbox, and a replica that finds its gaps.
pub(super) struct Client {
    pub(super) who: User,
    /// As whom they sign in again where their token holds no longer; nobody where it holds for ever.
    pub(super) signs_in: Option<Person>,
    pub(super) is_connected: bool,
    pub(super) case: Case,
    pub(super) held: Held,
    pub(super) chance: Chance,
}

impl Client {
    fn cursor(&self) -> Seq {
        let mut cursor = Seq::NONE;
        for event in self.held.values() {
            if event.prev_visible > cursor {
                break;
            }
            cursor = event.seq;
        }
        cursor
    }

    /// Takes events, by whatever way they came: an event never comes in two versions.
    fn take(&mut self, events: impl IntoIterator<Item = EventView>) -> anyhow::Result<()> {
        for event in events {
            let held = self.held.entry(event.seq).or_insert_with(|| event.clone());
            ensure!(*held == event, "{held:?} came as {event:?} too");
        }
        Ok(())
    }

    /// Asks, and takes what was pushed meanwhile; none where the connection broke.
    async fn ask(&mut self, frame: &ClientFrame) -> anyhow::Result<Option<ServerFrame>> {
        let answer = self.who.socket.ask(frame).await;
        for push in self.who.socket.pushed() {
            match push {
                ServerFrame::Event { case, event } if case == self.case.id => self.take([event])?,
                _ => {}
            }
        }
        self.is_connected = answer.is_ok();
        Ok(answer.ok())
    }

    /// Connects again where the connection was lost, and catches up.
    pub(super) async fn catch_up(&mut self, entry_points: &EntryPoints) -> anyhow::Result<()> {
        let mut refused = None;
        for _ in 0..TRIES {
            if !self.is_connected {
                match Socket::bearing(&entry_points.socket, &self.who.token).await {
                    Ok(socket) => self.who.socket = socket,
                    Err(refusal) => {
                        if let (Refused(403), Some(person)) = (&refusal, self.signs_in) {
                            let token = entry_points.sign_in(person).await;
                            self.who.token = token.unwrap_or(self.who.token.clone());
                        }
                        refused = Some(refusal);
                        tokio::time::sleep(BREATH).await;
                        continue;
                    }
                }
            }
            let (case, after) = (self.case.id.clone(), self.cursor());
            match self.ask(&ClientFrame::Sync { id: fresh_id(), case, after }).await? {
                Some(ServerFrame::Missed { events, more, .. }) => {
                    self.take(events)?;
                    if !more {
                        return Ok(());
                    }
                }
                Some(ServerFrame::Error { code: Code::Busy | Code::Internal, .. }) | None => {}
                Some(other) => anyhow::bail!("{other:?}"),
            }
        }
        anyhow::bail!("never caught up: {refused:?}")
    }

    /// Sends one command until it is known to be in the log or refused. Some clients send it again as it was, some from
    /// where they are by then.
    async fn say(&mut self, entry_points: &EntryPoints, text: String) -> anyhow::Result<bool> {
        let id = fresh_id();
        let is_staff = self.who.id.is_staff();
        let as_note = is_staff && self.chance.below(4) == 0;
        let anyway = is_staff.then_some(self.chance.below(2) == 0);
        let mut after = self.cursor();
        let mut stored = None;
        for _ in 0..TRIES {
            let (id, case, said) = (id.clone(), self.case.id.clone(), text.parse()?);
            let frame = match as_note {
                true => ClientFrame::Note { id, case, after, text: said, mentions: None },
                false => {
                    let (text, answers) = (Some(said), Some(after));
                    ClientFrame::Send { id, case, after, text, files: None, answers, anyway }
                }
            };
            match self.ask(&frame).await? {
                Some(ServerFrame::Ack { event, missed, .. }) => {
                    self.take(missed)?;
                    let seq = event.seq;
                    self.take([event])?;
                    ensure!(stored.is_none_or(|first| first == seq), "{text} is there twice");
                    if stored.is_some() || self.chance.below(4) != 0 {
                        return Ok(true);
                    }
                    // What is stored comes once more, from where its author is by now.
                    (stored, after) = (Some(seq), self.cursor());
                }
                Some(ServerFrame::Behind { events, .. }) => {
                    self.take(events)?;
                    after = self.cursor();
                }
                Some(ServerFrame::Error { code: Code::Busy | Code::Internal, .. }) => {}
                Some(ServerFrame::Error { code: Code::Conflict, .. }) if stored.is_none() => {
                    return Ok(false);
                }
                Some(other) => anyhow::bail!("{other:?}"),
                None => {
                    self.catch_up(entry_points).await?;
                    let moves_on = self.chance.below(2) == 0;
                    after = if moves_on { self.cursor() } else { after };
                }
            }
        }
        anyhow::bail!("never done")
    }

    /// Plays a part: says its words, loses its connection now and then. Gives what it knows to be written.
    pub(super) async fn live(
        &mut self,
        entry_points: &EntryPoints,
        name: usize,
    ) -> anyhow::Result<Vec<String>> {
        let mut written = Vec::new();
        self.catch_up(entry_points).await?;
        for n in 0..WORDS {
            if self.chance.below(5) == 0 {
                self.is_connected = false;
                self.catch_up(entry_points).await?;
            }
            let text = format!("{name} says {n}");
            if self.say(entry_points, text.clone()).await? {
                written.push(text);
            }
        }
        Ok(written)
    }

    /// Turns to another case, of which it holds this much.
    pub(super) fn turn(&mut self, case: &Case, held: Held) {
        (self.case, self.held) = (case.clone(), held);
    }
}
