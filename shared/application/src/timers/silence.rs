//! Customers who fall silent: after a reply a timer for a word to them, after that word one for the case's end; both only in
//! stores whose leads have set that.

use std::collections::{BTreeMap, BTreeSet};

use adapters::dynamo::{Desk, Timer, TimerKind};
use domain::{AutoClose, Body, CaseId, Command, Entry, Event, Role, Silence, StoreId, Timestamp};

use super::Timers;
use super::work_off::Due;
use crate::{ApplicationError, Batch, Projections, Rosters};

/// Seconds after which a timer looks again at a case that was put aside, or in which a message waits to be sent.
const LATER: i64 = 60 * 60;

/// Who is there in which store, and what is set there, as one read of each has found it.
pub type Desks = BTreeMap<StoreId, Desk>;

/// What watching for silence came to.
#[derive(Debug, Default)]
pub struct Watched {
    /// What was read for it.
    pub desks: Desks,
    /// Cases whose events are to come again: their timer was not set.
    pub failed: BTreeSet<CaseId>,
    /// What failed first.
    pub failure: Option<ApplicationError>,
}

impl Projections {
    /// Sets the timers of replies that a customer has not answered, where their store wants it. What it reads for that says
    /// also whom to tell of the lists' change, so that it costs no read. Repeating it changes nothing that matters.
    pub async fn watch_silence(&self, batches: &[Batch], rosters: &Rosters) -> Watched {
        let mut watched = Watched::default();
        for batch in batches {
            let Some(reply) = unanswered(batch) else { continue };
            let set = self.watch_one(batch, reply, rosters, &mut watched.desks).await;
            if let Err(error) = set {
                watched.failed.insert(batch.case.clone());
                watched.failure.get_or_insert(error);
            }
        }
        watched
    }

    async fn watch_one(
        &self,
        batch: &Batch,
        reply: &Entry,
        rosters: &Rosters,
        desks: &mut Desks,
    ) -> Result<(), ApplicationError> {
        let store = &reply.state.store;
        if !rosters.contains_key(store) && !desks.contains_key(store) {
            desks.insert(store.clone(), self.listeners.agents_and_settings(store).await?);
        }
        let of_roster = rosters.get(store).map(|roster| &roster.settings);
        let settings = of_roster.or(desks.get(store).map(|desk| &desk.settings));
        let rules = settings.map(|settings| &settings.auto_close);
        let Some((kind, wait)) = rules.and_then(|rules| awaited(&reply.event, rules)) else {
            return Ok(());
        };
        let (due, seq) = (reply.event.at.plus_seconds(wait), reply.event.seq);
        let timer = Timer { store: store.clone(), due, case: batch.case.clone(), seq, kind };
        Ok(self.timers.set(&timer).await?)
    }
}

/// The last reply or reminder of a batch, where nobody has spoken behind it.
fn unanswered(batch: &Batch) -> Option<&Entry> {
    let last = batch.entries.last()?;
    let is_reply = |entry: &&Entry| {
        matches!(entry.event.body, Body::Message { .. } | Body::Approved { .. })
            && entry.event.author.role != Role::Customer
    };
    let reply = batch.entries.iter().rfind(is_reply)?;
    (last.state.silence_since(reply.event.seq) != Silence::Broken).then_some(reply)
}

/// What follows after how many seconds on a reply, or on a reminder, that is not answered.
fn awaited(event: &Event, rules: &AutoClose) -> Option<(TimerKind, i64)> {
    match event.author.role {
        Role::System => Some((TimerKind::Close, rules.close()?)),
        _ => Some((TimerKind::Remind, rules.reminder()?.0)),
    }
}

impl Timers {
    /// What is due in a case whose customer was to answer until now. The store's settings are those of now: nothing is closed
    /// any more where that was turned off, and a longer wait holds for what waits already.
    pub(super) async fn end_silence(
        &self,
        timer: &Timer,
        head: &Entry,
        now: Timestamp,
    ) -> Result<Due, ApplicationError> {
        match head.state.silence_since(timer.seq) {
            Silence::Broken => return Ok(Due::Nothing),
            Silence::OnHold => return Ok(Due::Later(now.plus_seconds(LATER))),
            Silence::Lasting => {}
        }
        let rules = self.cases.settings.get(&timer.store).await?.auto_close;
        let Some(entry) = self.cases.log.event(&timer.case, timer.seq).await? else {
            return Ok(Due::Nothing);
        };
        let Some((_, wait)) = awaited(&entry.event, &rules) else { return Ok(Due::Nothing) };
        let due = entry.event.at.plus_seconds(wait);
        if due > now {
            return Ok(Due::Later(due));
        }
        let command = match (timer.kind, rules.reminder()) {
            (TimerKind::Close, _) => Command::CloseSilent { since: timer.seq },
            (_, Some((_, words))) => Command::Remind { of: timer.seq, text: words.clone() },
            (_, None) => return Ok(Due::Nothing),
        };
        Ok(Due::Command(Box::new(command)))
    }
}
