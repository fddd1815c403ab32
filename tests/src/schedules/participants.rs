//! Those who play together, and a schedule as they play it.

use adapters::dynamo::Log;
use anyhow::ensure;
use contract::{ClientFrame, EventView, ServerFrame};
use domain::{Audience, Entry, Role, Seq};
use futures_util::future::try_join_all;

use super::client::{Chance, Client, Held};
use crate::people::{Case, User, fresh_id};
use crate::stack::{EntryPoints, Person, entries_of};

/// One schedule: its case, and in the end what was written and what each of the four holds of it.
pub(crate) struct Scenario {
    case: Case,
    pub(crate) seed: u64,
    texts: Vec<String>,
    held: Vec<Held>,
}

/// Two customers and two agents of a store, who play many schedules: to come in costs more than one.
pub(crate) struct Participants {
    store: String,
    members: Vec<Client>,
}

impl Participants {
    pub(crate) fn of(store: String, people: [(User, Option<Person>); 4]) -> anyhow::Result<Self> {
        let nowhere = Case { id: "00000000000000000000000000".parse()?, head: Seq::NONE };
        let member = |(who, signs_in)| Client {
            who,
            signs_in,
            is_connected: true,
            case: nowhere.clone(),
            held: Held::new(),
            chance: Chance::of(0),
        };
        Ok(Self { store, members: people.map(member).into() })
    }

    /// A new case with all four in it.
    pub(crate) async fn stage(
        &mut self,
        entry_points: &EntryPoints,
        seed: u64,
    ) -> anyhow::Result<Scenario> {
        for member in self.members.iter_mut().filter(|member| !member.is_connected) {
            member.who.reconnects(entry_points).await?;
            member.is_connected = true;
        }
        let (store, text) = (self.store.parse()?, Some("hello".parse()?));
        let (files, locale, pre_chat) = (None, None, None);
        let opening = ClientFrame::Open { id: fresh_id(), store, text, files, locale, pre_chat };
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
    pub(crate) async fn play(
        &mut self,
        entry_points: &EntryPoints,
        scenario: &mut Scenario,
    ) -> anyhow::Result<()> {
        for (n, member) in self.members.iter_mut().enumerate() {
            member.turn(&scenario.case, Held::new());
            member.chance = Chance::of(scenario.seed ^ ((n as u64 + 1) << 32));
        }
        let lives = self.members.iter_mut().enumerate();
        let lives = lives.map(|(name, member)| member.live(entry_points, name));
        scenario.texts = vec!["hello".to_owned()];
        scenario.texts.extend(try_join_all(lives).await?.into_iter().flatten());
        scenario.held = self.members.iter().map(|member| member.held.clone()).collect();
        Ok(())
    }

    /// Lets everybody catch up with what they missed, the faults being over, and compares what they hold with the case's log.
    pub(crate) async fn catch_up_and_compare(
        &mut self,
        entry_points: &EntryPoints,
        log: &Log,
        scenario: Scenario,
    ) -> anyhow::Result<()> {
        // The assistant writes when it is ready: what counts is a log that has not grown while everybody caught up.
        let mut before = entries_of(log, &scenario.case.id).await?;
        loop {
            self.catch_up(entry_points, &scenario).await?;
            let entries = entries_of(log, &scenario.case.id).await?;
            if entries.len() == before.len() {
                return self.compare(&entries, scenario);
            }
            before = entries;
        }
    }

    async fn catch_up(
        &mut self,
        entry_points: &EntryPoints,
        scenario: &Scenario,
    ) -> anyhow::Result<()> {
        for (member, held) in self.members.iter_mut().zip(&scenario.held) {
            member.turn(&scenario.case, held.clone());
        }
        try_join_all(self.members.iter_mut().map(|member| member.catch_up(entry_points))).await?;
        Ok(())
    }

    /// Compares what everybody holds with the case's whole log.
    fn compare(&self, log: &[Entry], scenario: Scenario) -> anyhow::Result<()> {
        let mut texts = scenario.texts;
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

fn visible(entry: &Entry, role: Role) -> Option<EventView> {
    let audience = match role {
        Role::Customer if !entry.event.body.is_visible() => Audience::Hidden,
        Role::Customer => Audience::Customer,
        _ => Audience::Staff,
    };
    EventView::of(&entry.event, audience)
}
