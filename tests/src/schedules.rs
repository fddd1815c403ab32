//! Random schedules with faults: two customers and two agents on one case, while the engine fails and the sockets
//! drop, double and reorder. In the end everybody holds what the table lets them see: nothing lost, nothing twice.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use domain::{Audience, Role, Seq};
use futures_util::future::try_join_all;
use local::{DatabaseFaults, SocketFaults};
use serde_json::{Value, json};
use wire::{ClientFrame, Code, EventView, Head, ServerFrame};

use crate::people::{Agent, Case, Customer, User, fresh_id};
use crate::socket::Socket;
use crate::stack::{Doors, Person, Stack, measured_stack, options, start};

/// Schedules of an everyday run; `cargo xtask test --soak` runs many more.
const SCHEDULES: u64 = 1_000;
/// What each of the four says in a schedule.
const WORDS: usize = 3;
/// Troupes of four that play at once: most of a schedule is waiting.
const TROUPES: usize = 20;
/// Schedules that a troupe plays one after the other under the same faults.
const SCENES: u64 = 5;

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

/// What a client holds of a case.
type Held = BTreeMap<Seq, EventView>;

/// A client as the web's is: an outbox, and a replica that finds its gaps.
struct Client {
    who: User,
    is_connected: bool,
    case: Case,
    held: Held,
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
    async fn catch_up(&mut self, doors: &Doors) -> anyhow::Result<()> {
        for _ in 0..200 {
            if !self.is_connected {
                let Ok(socket) = Socket::bearing(&doors.socket, &self.who.token).await else {
                    continue;
                };
                self.who.socket = socket;
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
            match self.ask(&frame).await? {
                Some(ServerFrame::Ack { event, missed, .. }) => {
                    self.take(missed)?;
                    self.take([event])?;
                    return Ok(true);
                }
                Some(ServerFrame::Behind { events, .. }) => {
                    self.take(events)?;
                    after = self.cursor();
                }
                Some(ServerFrame::Error { code: Code::Busy | Code::Internal, .. }) => {}
                Some(ServerFrame::Error { code: Code::Overtaken, .. }) => return Ok(false),
                Some(other) => anyhow::bail!("{other:?}"),
                None => self.catch_up(doors).await?,
            }
        }
        anyhow::bail!("never done")
    }

    /// Plays a part: says its words, loses its connection now and then. Gives what it knows to be written.
    async fn live(&mut self, doors: &Doors, name: usize) -> anyhow::Result<Vec<String>> {
        let mut written = Vec::new();
        self.catch_up(doors).await?;
        for n in 0..WORDS {
            if self.chance.below(5) == 0 {
                self.is_connected = false;
                self.catch_up(doors).await?;
            }
            let text = format!("{name} says {n}");
            if self.say(doors, text.clone()).await? {
                written.push(text);
            }
        }
        Ok(written)
    }

    /// Turns to another case, of which it holds this much.
    fn turn(&mut self, case: &Case, held: Held) {
        (self.case, self.held) = (case.clone(), held);
    }
}

/// One schedule: its case, and in the end what was written and what each of the four holds of it.
struct Scene {
    case: Case,
    seed: u64,
    texts: Vec<String>,
    held: Vec<Held>,
}

/// Two customers and two agents of a store of their own, who play many schedules: to come in costs more than one.
struct Troupe {
    store: String,
    members: Vec<Client>,
}

impl Troupe {
    async fn gather(stack: &Stack, store: String) -> anyhow::Result<Self> {
        let people: [User; 4] = [
            Customer::visits(&stack.doors, &store).await?.into(),
            Customer::visits(&stack.doors, &store).await?.into(),
            Agent::serves(stack, Person::Ines, &store).await?.into(),
            Agent::serves(stack, Person::Jon, &store).await?.into(),
        ];
        let nowhere = Case { id: "00000000000000000000000000".parse()?, head: Seq::NONE };
        let member = |who| Client {
            who,
            is_connected: true,
            case: nowhere.clone(),
            held: Held::new(),
            chance: Chance(0),
        };
        Ok(Self { store, members: people.map(member).into() })
    }

    /// A new case with all four in it.
    async fn stage(&mut self, doors: &Doors, seed: u64) -> anyhow::Result<Scene> {
        for member in self.members.iter_mut().filter(|member| !member.is_connected) {
            member.who.reconnects(doors).await?;
            member.is_connected = true;
        }
        let (store, text) = (self.store.parse()?, "hello".parse()?);
        let opening = ClientFrame::Open { id: fresh_id(), store, text, locale: None };
        let answer = self.members[0].who.socket.ask(&opening).await?;
        let ServerFrame::Ack { case: id, event, .. } = answer else { anyhow::bail!("{answer:?}") };
        let mut case = Case { id, head: event.seq };
        let user = self.members[1].who.id.clone();
        let add =
            |id, case, after| ClientFrame::AddParticipant { id, case, after, user, name: None };
        self.members[2].who.does(&mut case, add).await?;
        Ok(Scene { case, seed, texts: Vec::new(), held: Vec::new() })
    }

    /// Plays a scene, with the faults that are on, up to the last word.
    async fn play(&mut self, doors: &Doors, scene: &mut Scene) -> anyhow::Result<()> {
        for (n, member) in self.members.iter_mut().enumerate() {
            member.turn(&scene.case, Held::new());
            member.chance = Chance(scene.seed ^ ((n as u64 + 1) << 32));
        }
        let lives = self.members.iter_mut().enumerate();
        let lives = lives.map(|(name, member)| member.live(doors, name));
        scene.texts = vec!["hello".to_owned()];
        scene.texts.extend(try_join_all(lives).await?.into_iter().flatten());
        scene.held = self.members.iter().map(|member| member.held.clone()).collect();
        Ok(())
    }

    /// Compares what everybody holds with the table; the faults are over.
    async fn compare(&mut self, stack: &Stack, scene: Scene) -> anyhow::Result<()> {
        let Scene { case, mut texts, held, .. } = scene;
        for (member, held) in self.members.iter_mut().zip(held) {
            member.turn(&case, held);
        }
        let caught = self.members.iter_mut().map(|member| member.catch_up(&stack.doors));
        try_join_all(caught).await?;
        let log = stack.log_of(&case.id).await?;
        let stored = log.iter().filter_map(|entry| entry.event.text.clone().map(String::from));
        let mut stored: Vec<_> = stored.collect();
        stored.sort();
        texts.sort();
        ensure!(stored == texts, "lost or doubled: the log has {stored:?}, written were {texts:?}");
        for member in &self.members {
            let role = if member.who.id.is_staff() { Role::Agent } else { Role::Customer };
            let seen: Vec<_> = log.iter().filter_map(|entry| visible(entry, role)).collect();
            let held: Vec<_> = member.held.values().cloned().collect();
            ensure!(held == seen, "{role:?} holds {held:?} instead of {seen:?}");
        }
        Ok(())
    }
}

/// Some schedules of every troupe, all under the same faults.
async fn round(stack: &Stack, troupes: &mut [Troupe], seed: u64) -> anyhow::Result<()> {
    let doors = &stack.doors;
    let seeds = (seed..).step_by(SCENES as usize);
    let staged = troupes.iter_mut().zip(seeds).map(async |(troupe, first)| {
        let mut scenes = Vec::new();
        for seed in first..first + SCENES {
            scenes.push(troupe.stage(doors, seed).await?);
        }
        anyhow::Ok((troupe, scenes))
    });
    let staged = try_join_all(staged).await?;
    disturb(stack, seed);
    let played = try_join_all(staged.into_iter().map(async |(troupe, mut scenes)| {
        for scene in &mut scenes {
            troupe.play(doors, scene).await?;
        }
        anyhow::Ok((troupe, scenes))
    }))
    .await;
    stack.local.faults().clear();
    try_join_all(played?.into_iter().map(async |(troupe, scenes)| {
        for scene in scenes {
            let seed = scene.seed;
            troupe.compare(stack, scene).await.with_context(|| format!("schedule {seed}"))?;
        }
        anyhow::Ok(())
    }))
    .await?;
    Ok(())
}

/// A stack with a store for each troupe: agents hear of every case of their store, and would pay for one another.
async fn theatre() -> anyhow::Result<Stack> {
    let store = |n| json!({ "id": store(n), "name": "A store", "assigned_only": false });
    let stores = Value::from((0..TROUPES).map(store).collect::<Vec<_>>());
    let options = options()?.metered().parameter("Stores", stores.to_string());
    start(options.parameter("LogLevel", "error")).await
}

fn store(n: usize) -> String {
    format!("store-{n}")
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
        last_after: None,
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
    let (first, count) = if is_soak { (another_seed(), 20 * SCHEDULES) } else { (1, SCHEDULES) };
    let stack = theatre().await?;
    let gathered = (0..TROUPES).map(|n| Troupe::gather(&stack, store(n)));
    let mut troupes = try_join_all(gathered).await?;
    for seed in (first..first + count).step_by(TROUPES * SCENES as usize) {
        round(&stack, &mut troupes, seed)
            .await
            .with_context(|| format!("schedules from {seed}"))?;
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
