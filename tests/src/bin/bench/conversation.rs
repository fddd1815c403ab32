//! One case with a customer and an agent, each on a socket, who write in turn; and the check of what became of it.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::time::Duration;

use anyhow::bail;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::load::Pace;
use crate::outcome::Outcome;
use crate::person::{Person, read};
use crate::product::Product;
use crate::rest;

/// What everybody writes: 120 bytes.
const TEXT: &str = "Hello, the blue one of my order has not come, and the red one is a size too small. Can you send \
                    me the right one, please?";
/// How long stragglers are waited for after the last message.
const PATIENCE: Duration = Duration::from_secs(10);
const CUSTOMER: usize = 0;
const AGENT: usize = 1;

/// A case and its two people.
pub(crate) struct Conversation {
    number: usize,
    case: String,
    token: String,
    sides: [Side; 2],
    flights: HashMap<String, Flight>,
    sent: Vec<String>,
    outcome: Outcome,
}

struct Side {
    person: Person,
    /// The newest event this person holds.
    held: u64,
    heard: HashSet<u64>,
}

/// A message on its way.
struct Flight {
    author: usize,
    due: Instant,
    frame: Utf8Bytes,
    is_acknowledged: bool,
    is_heard: bool,
}

impl Conversation {
    /// A visitor opens a case and an agent listens to it.
    pub(crate) async fn begin(product: &Product, number: usize) -> anyhow::Result<Self> {
        let (store, agent_token) = product.desk(number);
        let visitor = rest::visitor(product, store).await?;
        let mut customer = Person::connect(&product.socket, product.protocol, &visitor).await?;
        let mut agent = Person::connect(&product.socket, product.protocol, agent_token).await?;
        let open = format!(
            r#"{{"action":"open","id":"open-{number:04}","store":"{store}","text":"{TEXT}"}}"#
        );
        let (case, seq) = customer.ask(open, &format!("open-{number:04}")).await?;
        for person in [&mut customer, &mut agent] {
            let sync =
                format!(r#"{{"action":"sync","id":"sync-{number:04}","case":"{case}","after":0}}"#);
            person.ask(sync, &format!("sync-{number:04}")).await?;
        }
        let sides =
            [customer, agent].map(|person| Side { person, held: seq, heard: HashSet::new() });
        let token = agent_token.to_owned();
        let (flights, sent, outcome) = (HashMap::new(), Vec::new(), Outcome::default());
        Ok(Self { number, case, token, sides, flights, sent, outcome })
    }

    /// Writes at `pace` until `end`, waits for what is under way, and gives what was measured.
    pub(crate) async fn talk(&mut self, pace: Pace, end: Instant) -> anyhow::Result<()> {
        let mut due = pace.first(self.number);
        loop {
            let is_over = Instant::now() >= end;
            if is_over && (self.flights.is_empty() || Instant::now() > end + PATIENCE) {
                break;
            }
            let may_send = due < end && !is_over && (pace.is_open() || self.flights.is_empty());
            let wake = if may_send {
                due
            } else {
                (Instant::now() + PATIENCE / 20).min(end.max(Instant::now()))
            };
            let [customer, agent] = &mut self.sides;
            tokio::select! {
                raw = customer.person.next() => self.take(CUSTOMER, &raw?).await?,
                raw = agent.person.next() => self.take(AGENT, &raw?).await?,
                () = sleep_until(wake), if may_send || !is_over => if may_send {
                    self.write(pace.measured_from(due)).await?;
                    due = pace.next(due);
                },
                () = tokio::time::sleep(PATIENCE / 20), if is_over => {}
            }
        }
        self.outcome.unanswered = self.flights.len();
        Ok(())
    }

    /// Starts measuring: what was written so far stays to be checked, and its times are forgotten.
    pub(crate) fn forget_times(&mut self) {
        self.outcome.receive.clear();
        self.outcome.answer.clear();
    }

    /// The next message, by whoever did not write the last.
    async fn write(&mut self, due: Instant) -> anyhow::Result<()> {
        let author = self.sent.len() % 2;
        let id = format!("bench-{:04}-{:07}", self.number, self.sent.len());
        let frame = self.frame(author, &id);
        self.sent.push(id.clone());
        self.sides[author].person.send(frame.clone()).await?;
        self.flights
            .insert(id, Flight { author, due, frame, is_acknowledged: false, is_heard: false });
        Ok(())
    }

    fn frame(&self, author: usize, id: &str) -> Utf8Bytes {
        let mut frame = String::with_capacity(320);
        let (case, after) = (&self.case, self.sides[author].held);
        // Writing to a string cannot fail.
        let _ = write!(
            frame,
            r#"{{"action":"send","id":"{id}","case":"{case}","after":{after},"text":"{TEXT}""#
        );
        frame.push_str(if author == AGENT { r#","anyway":true}"# } else { "}" });
        frame.into()
    }

    async fn take(&mut self, side: usize, raw: &str) -> anyhow::Result<()> {
        let heard = read(raw)?;
        match (heard.action, heard.event) {
            (Some("ack"), Some(event)) => {
                self.hold(side, event.seq);
                self.arrive(event.id, |flight| flight.is_acknowledged = true);
            }
            (Some("event"), Some(event)) => {
                self.hold(side, event.seq);
                self.outcome.pushed_twice += usize::from(!self.sides[side].heard.insert(event.seq));
                self.arrive(event.id, |flight| flight.is_heard |= flight.author != side);
            }
            (Some("error"), _) if heard.code == Some("busy") => self.repeat(side).await?,
            (Some("error" | "behind"), _) => bail!("refused: {raw:.300}"),
            // The gateway's own error frame: it does not say what it is about, so everything is sent again.
            (None, _) => self.repeat(side).await?,
            _ => self.outcome.other_frames += 1,
        }
        Ok(())
    }

    fn hold(&mut self, side: usize, seq: u64) {
        self.sides[side].held = self.sides[side].held.max(seq);
    }

    fn arrive(&mut self, id: &str, what: impl FnOnce(&mut Flight)) {
        let Some(flight) = self.flights.get_mut(id) else { return };
        let was_heard = flight.is_heard;
        what(flight);
        if flight.is_heard && !was_heard {
            self.outcome.receive.push(flight.due.elapsed());
        }
        if flight.is_acknowledged && flight.is_heard {
            self.outcome.answer.push(flight.due.elapsed());
            self.flights.remove(id);
        }
    }

    async fn repeat(&mut self, side: usize) -> anyhow::Result<()> {
        self.outcome.repeated += 1;
        let waiting =
            self.flights.values().filter(|flight| flight.author == side && !flight.is_acknowledged);
        let frames: Vec<_> = waiting.map(|flight| flight.frame.clone()).collect();
        for frame in frames {
            self.sides[side].person.send(frame).await?;
        }
        Ok(())
    }

    /// Reads the log back and counts what was lost and what was doubled in it.
    pub(crate) async fn check(mut self, product: &Product) -> anyhow::Result<Outcome> {
        let mut count: HashMap<String, usize> = HashMap::new();
        for id in rest::log(product, &self.token, &self.case).await? {
            *count.entry(id).or_default() += 1;
        }
        self.outcome.lost = self.sent.iter().filter(|id| !count.contains_key(*id)).count();
        self.outcome.doubled = count.values().filter(|count| **count > 1).count();
        Ok(self.outcome)
    }
}
