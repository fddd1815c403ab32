//! Those who play together, and a schedule as they play it.

use anyhow::ensure;
use contract::{ClientFrame, EventView, ServerFrame};
use domain::{Audience, Role, Seq};
use futures_util::future::try_join_all;

use super::client::{Chance, Client, Held};
use crate::people::{Agent, Case, Customer, User, fresh_id};
use crate::stack::{EntryPoints, Person, Stack};

/// One schedule: its case, and in the end what was written and what each of the four holds of it.
pub(super) struct Scenario {
    case: Case,
    pub(super) seed: u64,
    texts: Vec<String>,
    held: Vec<Held>,
}

/// Two customers and two agents of a store of their own, who play many schedules: to come in costs more than one.
pub(super) struct Participants {
    store: String,
    members: Vec<Client>,
}

impl Participants {
    pub(super) async fn gather(stack: &Stack, store: String) -> anyhow::Result<Self> {
        let people: [User; 4] = [
            Customer::visits(&stack.entry_points, &store).await?.into(),
            Customer::visits(&stack.entry_points, &store).await?.into(),
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
    pub(super) async fn stage(
        &mut self,
        entry_points: &EntryPoints,
        seed: u64,
    ) -> anyhow::Result<Scenario> {
        for member in self.members.iter_mut().filter(|member| !member.is_connected) {
            member.who.reconnects(entry_points).await?;
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
        Ok(Scenario { case, seed, texts: Vec::new(), held: Vec::new() })
    }

    /// Plays a scenario, with the faults that are on, up to the last word.
    pub(super) async fn play(
        &mut self,
        entry_points: &EntryPoints,
        scenario: &mut Scenario,
    ) -> anyhow::Result<()> {
        for (n, member) in self.members.iter_mut().enumerate() {
            member.turn(&scenario.case, Held::new());
            member.chance = Chance(scenario.seed ^ ((n as u64 + 1) << 32));
        }
        let lives = self.members.iter_mut().enumerate();
        let lives = lives.map(|(name, member)| member.live(entry_points, name));
        scenario.texts = vec!["hello".to_owned()];
        scenario.texts.extend(try_join_all(lives).await?.into_iter().flatten());
        scenario.held = self.members.iter().map(|member| member.held.clone()).collect();
        Ok(())
    }

    /// Compares what everybody holds with the table; the faults are over.
    pub(super) async fn compare(
        &mut self,
        stack: &Stack,
        scenario: Scenario,
    ) -> anyhow::Result<()> {
        let Scenario { case, mut texts, held, .. } = scenario;
        for (member, held) in self.members.iter_mut().zip(held) {
            member.turn(&case, held);
        }
        let caught = self.members.iter_mut().map(|member| member.catch_up(&stack.entry_points));
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

fn visible(entry: &domain::Entry, role: Role) -> Option<EventView> {
    let audience = match role {
        Role::Customer if !entry.event.body.is_visible() => Audience::Hidden,
        Role::Customer => Audience::Customer,
        _ => Audience::Staff,
    };
    EventView::of(&entry.event, audience)
}
