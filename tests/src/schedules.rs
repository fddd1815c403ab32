//! Random schedules with faults: two customers and two agents on one case, while the engine fails and the sockets
//! drop, double and reorder. In the end everybody holds what the table lets them see: nothing lost, nothing twice.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use domain::{Audience, Role, Seq};
use futures_util::future::try_join_all;
use local::{DatabaseFaults, SocketFaults};
use wire::{ClientFrame, Code, EventView, Head, ServerFrame};

use crate::people::{Agent, Case, Customer, User, fresh_id};
use crate::socket::Socket;
use crate::stack::{Doors, Person, Stack, measured_stack};

/// Schedules of an everyday run; `cargo xtask test --soak` runs more.
const SCHEDULES: u64 = 160;
/// What each of the four says in a schedule.
const WORDS: usize = 3;

/// Schedules that run at once: most of one is waiting.
const AT_ONCE: usize = 8;

/// A small generator (SplitMix64), so that a seed tells the whole schedule.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }
}

/// A client as the web's is: an outbox, and a replica that finds its gaps.
struct Client {
    who: User,
    case: Case,
    held: BTreeMap<Seq, EventView>,
    connected: bool,
    chance: Chance,
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

    fn take(&mut self, events: impl IntoIterator<Item = EventView>) {
        self.held.extend(events.into_iter().map(|event| (event.seq, event)));
    }

    /// Connects again where the connection was lost, and catches up.
    async fn catch_up(&mut self, doors: &Doors) -> anyhow::Result<()> {
        for _ in 0..200 {
            if !self.connected {
                let Ok(socket) = Socket::bearing(&doors.socket, &self.who.token).await else {
                    continue;
                };
                self.who.socket = socket;
                self.connected = true;
            }
            let frame = ClientFrame::Sync {
                id: fresh_id(),
                case: self.case.id.clone(),
                after: self.cursor(),
            };
            match self.who.socket.ask(&frame).await {
                Ok(ServerFrame::Missed { events, more, .. }) => {
                    self.take(events);
                    if !more {
                        return Ok(());
                    }
                }
                Ok(ServerFrame::Error { code: Code::Busy | Code::Internal, .. }) => {}
                Ok(other) => anyhow::bail!("{other:?}"),
                Err(_) => self.connected = false,
            }
        }
        anyhow::bail!("never caught up")
    }

    /// Sends one command until it is known to be in the log or refused; the frame is the same each time unless the
    /// client fell behind.
    async fn say(&mut self, doors: &Doors, text: String) -> anyhow::Result<bool> {
        let id = fresh_id();
        let is_staff = self.who.id.is_staff();
        let as_note = is_staff && self.chance.below(4) == 0;
        let anyway = is_staff.then_some(self.chance.below(2) == 0);
        let mut after = self.cursor();
        for _ in 0..200 {
            let (id, case, text) = (id.clone(), self.case.id.clone(), text.parse()?);
            let frame = match as_note {
                true => ClientFrame::Note { id, case, after, text },
                false => ClientFrame::Send { id, case, after, text, answers: Some(after), anyway },
            };
            match self.who.socket.ask(&frame).await {
                Ok(ServerFrame::Ack { event, missed, .. }) => {
                    self.take(missed);
                    self.take([event]);
                    return Ok(true);
                }
                Ok(ServerFrame::Behind { events, .. }) => {
                    self.take(events);
                    after = self.cursor();
                }
                Ok(ServerFrame::Error { code: Code::Busy | Code::Internal, .. }) => {}
                Ok(ServerFrame::Error { code: Code::Overtaken, .. }) => return Ok(false),
                Ok(other) => anyhow::bail!("{other:?}"),
                Err(_) => {
                    self.connected = false;
                    self.catch_up(doors).await?;
                }
            }
        }
        anyhow::bail!("never done")
    }

    async fn live(mut self, doors: Doors, name: usize) -> anyhow::Result<(Self, Vec<String>)> {
        let mut written = Vec::new();
        for n in 0..WORDS {
            if self.chance.below(5) == 0 {
                self.connected = false;
                self.catch_up(&doors).await?;
            }
            let text = format!("{name} says {n}");
            if self.say(&doors, text.clone()).await? {
                written.push(text);
            }
        }
        Ok((self, written))
    }
}

/// Two customers and two agents, who stay for many cases: a sign-in costs more than a whole schedule.
async fn cast(doors: &Doors) -> anyhow::Result<[User; 4]> {
    Ok([
        Customer::visits(doors, "demo").await?.into(),
        Customer::visits(doors, "demo").await?.into(),
        Agent::signs_in(doors, Person::Ines).await?.into(),
        Agent::signs_in(doors, Person::Jon).await?.into(),
    ])
}

/// A new case with all four in it.
async fn stage(doors: &Doors, cast: [User; 4], seed: u64) -> anyhow::Result<Vec<Client>> {
    let [mut owner, guest, mut ines, jon] = cast;
    let (store, text) = ("demo".parse()?, "hello".parse()?);
    let opening = ClientFrame::Open { id: fresh_id(), store, text, locale: None };
    let ServerFrame::Ack { case: id, event, .. } = owner.socket.ask(&opening).await? else {
        anyhow::bail!("not opened")
    };
    let mut case = Case { id, head: event.seq };
    let user = guest.id.clone();
    let add = |id, case, after| ClientFrame::AddParticipant { id, case, after, user, name: None };
    ines.does(&mut case, add).await?;
    let mut clients = Vec::new();
    for (n, who) in [owner, guest, ines, jon].into_iter().enumerate() {
        let chance = Chance(seed ^ ((n as u64 + 1) << 32));
        let held = BTreeMap::new();
        let mut client = Client { who, case: case.clone(), held, connected: true, chance };
        client.catch_up(doors).await?;
        clients.push(client);
    }
    Ok(clients)
}

/// Lives one schedule through, with the faults that are on, up to the last word.
async fn perform(
    doors: &Doors,
    clients: Vec<Client>,
) -> anyhow::Result<(Vec<Client>, Vec<String>)> {
    let lives =
        clients.into_iter().enumerate().map(|(name, client)| client.live(doors.clone(), name));
    let mut texts = vec!["hello".to_owned()];
    let mut clients = Vec::new();
    for (client, written) in futures_util::future::try_join_all(lives).await? {
        texts.extend(written);
        clients.push(client);
    }
    Ok((clients, texts))
}

/// Compares what everybody holds with the table; the faults are over.
async fn compare(
    stack: &Stack,
    clients: &mut [Client],
    mut texts: Vec<String>,
) -> anyhow::Result<()> {
    for client in clients.iter_mut() {
        client.catch_up(&stack.doors).await?;
    }
    let log = stack.log_of(&clients[0].case.id).await?;
    let mut stored: Vec<_> =
        log.iter().filter_map(|entry| entry.event.text.clone().map(String::from)).collect();
    stored.sort();
    texts.sort();
    ensure!(stored == texts, "lost or doubled: the log has {stored:?}, written were {texts:?}");
    for client in clients {
        let role = if client.who.id.is_staff() { Role::Agent } else { Role::Customer };
        let seen: Vec<_> = log.iter().filter_map(|entry| visible(entry, role)).collect();
        let held: Vec<_> = client.held.values().cloned().collect();
        ensure!(held == seen, "{role:?} holds {held:?} instead of {seen:?}");
    }
    Ok(())
}

/// Some schedules at once, under the same faults; gives the people back for the next ones.
async fn run(stack: &Stack, casts: Vec<[User; 4]>, seed: u64) -> anyhow::Result<Vec<[User; 4]>> {
    let doors = &stack.doors;
    let staged = casts.into_iter().zip(seed..).map(|(cast, seed)| stage(doors, cast, seed));
    let staged = try_join_all(staged).await?;
    disturb(stack, seed);
    let performed = try_join_all(staged.into_iter().map(|clients| perform(doors, clients))).await;
    stack.local.faults().clear();
    let compared = performed?.into_iter().map(async |(mut clients, texts)| {
        compare(stack, &mut clients, texts).await?;
        let people = clients.into_iter().map(|client| client.who).collect::<Vec<_>>();
        people.try_into().map_err(|_| anyhow::anyhow!("somebody left"))
    });
    try_join_all(compared).await
}

/// What goes wrong in a schedule: some things of each kind, drawn by its seed.
fn disturb(stack: &Stack, seed: u64) {
    let mut chance = Chance(seed);
    let mut share = |most: u64| chance.below(most) as f64 / 100.0;
    let database = DatabaseFaults {
        refuse: share(8),
        throttle: share(4),
        lose_answer: share(8),
        delay: share(10),
        longest_delay: Duration::from_millis(8),
        operations: Vec::new(),
    };
    let sockets = SocketFaults {
        drop: share(6),
        duplicate: share(20),
        reorder: share(10),
        longest_swap: Duration::from_millis(50),
        delay: share(10),
        longest_delay: Duration::from_millis(8),
    };
    stack.local.faults().seed(seed);
    stack.local.faults().set_database(database);
    stack.local.faults().set_sockets(sockets);
}

fn visible(entry: &domain::Entry, role: Role) -> Option<EventView> {
    let audience = match role {
        Role::Customer if !entry.event.body.is_visible() => Audience::Hidden,
        Role::Customer => Audience::Customer,
        _ => Audience::Staff,
    };
    EventView::of(&entry.event, audience)
}

#[tokio::test]
async fn whatever_fails_everyone_ends_with_what_the_table_lets_them_see() -> anyhow::Result<()> {
    let is_soak = std::env::var_os("FIRSTLINE_SOAK").is_some();
    let (first, count) = if is_soak { (another_seed(), 100 * SCHEDULES) } else { (1, SCHEDULES) };
    let stack = measured_stack().await?;
    let mut casts = try_join_all((0..AT_ONCE).map(|_| cast(&stack.doors))).await?;
    for seed in (first..first + count).step_by(AT_ONCE) {
        casts = run(&stack, casts, seed).await.with_context(|| format!("schedules from {seed}"))?;
    }
    Ok(())
}

/// A soak starts from another seed each time; the failing one is in the message.
fn another_seed() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs()
        << 20
}

/// Keeps the heartbeat's part in the picture: a client that lost a push learns of it by comparing heads.
#[tokio::test]
async fn a_lost_push_is_found_by_the_heartbeat() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut customer = Customer::visits(&stack.doors, "demo").await?;
    let mut agent = Agent::signs_in(&stack.doors, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    customer.listens(&case).await?;
    let gone = SocketFaults {
        delay: 1.0,
        longest_delay: Duration::from_secs(600),
        ..SocketFaults::default()
    };
    stack.local.faults().set_sockets(gone);
    let reply = agent.says(&mut case, "hello").await?;
    stack.local.faults().clear();
    let held = vec![Head { case: case.id.clone(), head: 1.try_into()? }];
    let beat = customer.socket.ask(&ClientFrame::Heartbeat { id: fresh_id(), cases: held }).await?;
    let ServerFrame::Beat { behind, .. } = beat else { anyhow::bail!("{beat:?}") };
    assert_eq!(behind, [Head { case: case.id.clone(), head: reply.seq }]);
    assert_eq!(customer.catches_up(&case, 1.try_into()?).await?.len(), 1);
    Ok(())
}
