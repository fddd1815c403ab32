//! The hint to a store's agents that cases moved in the lists, gathered so that it stays cheap with many agents.
//!
//! What may bring work to anybody is told to all at once. What is only said in a case that an agent has is told to that agent at
//! once, and to colleagues together with what else was said within some seconds.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use adapters::dynamo::{Connection, ListFrames, Summary};
use adapters::push::Delivery;
use contract::{CaseSummary, ServerFrame};
use domain::{Body, Case, CaseId, Entry, Role, StoreId, Timestamp, UserId, may_read};
use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt as _};

use crate::timers::Desks;
use crate::{ApplicationError, Batch, Projections, Rosters, encode, list};

/// Stores whose agents are asked for at the same time.
const AT_ONCE: usize = 8;
/// Connections of colleagues up to which nothing is kept for later: a frame to each costs less than that.
const FEW: usize = 4;
/// Cases in one frame. Most fit into the 32 KB for which the gateway charges one frame, all into its limit of 128 KB.
const IN_ONE_FRAME: usize = 30;

/// A case that moved in the lists, and whom to tell of it.
struct News {
    summary: Summary,
    audience: Audience,
}

/// Whom to tell of what may see it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Audience {
    Everybody,
    /// Who has the case.
    Assignee,
    /// Everybody else.
    Colleagues,
}

impl Projections {
    /// Tells the agents of these cases' stores that their lists have changed, by what these batches brought; who is there is
    /// asked once for each store of which neither a roster nor a desk is at hand.
    ///
    /// # Errors
    /// [`ApplicationError`]: not all of them were told. Their lists are right when they look again.
    pub async fn announce(
        &self,
        changed: Vec<Summary>,
        batches: &[Batch],
        rosters: &Rosters,
        desks: &Desks,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let talk = batches.iter().filter(|batch| batch.entries.iter().all(is_talk));
        let talk: BTreeSet<&CaseId> = talk.map(|batch| &batch.case).collect();
        let mut stores: BTreeMap<StoreId, Vec<Summary>> = BTreeMap::new();
        for summary in changed {
            stores.entry(summary.state.store.clone()).or_default().push(summary);
        }
        let told = stores.into_iter().map(async |(store, changed)| {
            let of_roster = rosters.get(&store).map(|roster| roster.connections.clone());
            let of_desk = || desks.get(&store).map(|desk| desk.connections.clone());
            let agents = match of_roster.or_else(of_desk) {
                Some(agents) => agents,
                None => self.listeners.agents(&store).await?,
            };
            let agents = signed_in(agents, now);
            let (news, read) = self.sort(&store, changed, &talk, &agents, now).await;
            self.tell(&store, news, &agents).await;
            read
        });
        let told: Vec<Result<(), ApplicationError>> =
            stream::iter(told).buffered(AT_ONCE).collect().await;
        told.into_iter().collect()
    }

    /// Tells a store's agents what was kept for later, where nothing has happened since that would have told them.
    ///
    /// # Errors
    /// [`ApplicationError`]: they were not told. Their lists are right when they look again.
    pub async fn announce_backlog(
        &self,
        store: &StoreId,
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let due = self.list_backlogs.due(store, now).await?;
        if due.is_empty() {
            return Ok(());
        }
        let told = self.tell_colleagues(store, &due, now).await;
        if told.is_err() {
            self.list_backlogs.put_back(store, &due).await?;
        }
        told
    }

    async fn tell_colleagues(
        &self,
        store: &StoreId,
        cases: &[CaseId],
        now: Timestamp,
    ) -> Result<(), ApplicationError> {
        let agents = signed_in(self.listeners.agents(store).await?, now);
        let kept = self.summaries.newest(cases).await?;
        self.tell(store, kept.into_iter().map(for_colleagues).collect(), &agents).await;
        Ok(())
    }

    /// Whom to tell of which case now, and whether what was kept could be read. What may wait goes to the store's backlog, of which
    /// all is told when its time has come.
    async fn sort(
        &self,
        store: &StoreId,
        changed: Vec<Summary>,
        talk: &BTreeSet<&CaseId>,
        agents: &[Connection],
        now: Timestamp,
    ) -> (Vec<News>, Result<(), ApplicationError>) {
        let policy = self.stores.policy(store);
        let may_see = |summary: &Summary, agent: &Connection| {
            may_read(&agent.principal, &case_of(summary), policy).is_ok()
        };
        let may_wait = |summary: &Summary| {
            let colleague = |agent: &Connection| may_see(summary, agent);
            talk.contains(&summary.case) && has_someone_at_it(summary, agents, colleague)
        };
        let (waiting, urgent): (Vec<_>, Vec<_>) = changed.into_iter().partition(may_wait);
        let urgent = urgent.into_iter();
        let mut news: Vec<_> =
            urgent.map(|summary| News { summary, audience: Audience::Everybody }).collect();
        if waiting.is_empty() {
            return (news, Ok(()));
        }
        let cases = waiting.iter().map(|summary| &summary.case);
        // What can't be kept for later is told now.
        let due = self.list_backlogs.add(store, cases.clone(), now).await;
        let due = due.unwrap_or_else(|_| cases.cloned().collect());
        let (of_batch, kept): (Vec<_>, Vec<_>) =
            due.into_iter().partition(|case| waiting.iter().any(|summary| summary.case == *case));
        for summary in waiting {
            let is_due = of_batch.contains(&summary.case);
            let audience = if is_due { Audience::Everybody } else { Audience::Assignee };
            news.push(News { summary, audience });
        }
        // None of what this batch brought is held up by what it can't read.
        let read = match self.summaries.newest(&kept).await {
            Ok(kept) => {
                news.extend(kept.into_iter().map(for_colleagues));
                Ok(())
            }
            Err(error) => {
                let put_back = self.list_backlogs.put_back(store, &kept).await;
                put_back.and(Err(error)).map_err(ApplicationError::from)
            }
        };
        (news, read)
    }

    /// Shows each of the agents the cases that they are to be told of and may read, in as few frames as they read.
    async fn tell(&self, store: &StoreId, news: Vec<News>, agents: &[Connection]) {
        let policy = self.stores.policy(store);
        let cases: Vec<_> = news.iter().map(|news| case_of(&news.summary)).collect();
        let is_for = |place: &usize, agent: &Connection| {
            news[*place].is_for(agent.principal.user.as_ref())
                && may_read(&agent.principal, &cases[*place], policy).is_ok()
        };
        let audiences: Vec<Vec<usize>> = agents
            .iter()
            .map(|agent| (0..news.len()).filter(|place| is_for(place, agent)).collect())
            .collect();
        let shown = news.into_iter().map(|news| list::show(news.summary, Role::Agent));
        let mut frames = Frames { store, shown: shown.collect(), written: HashMap::new() };
        let posts: Vec<_> = agents
            .iter()
            .zip(audiences)
            .map(|(agent, places)| self.post(agent, frames.of(places, agent.lists)))
            .collect();
        join_all(posts).await;
    }

    async fn post(&self, agent: &Connection, frames: Arc<Vec<String>>) {
        for frame in frames.iter() {
            let posted = self.push.post(&agent.connection, frame).await;
            if matches!(posted, Ok(Delivery::Gone)) {
                // What is left of a connection whose end nobody told us.
                let _ = self.listeners.leave(&agent.connection).await;
                return;
            }
        }
    }
}

impl News {
    fn is_for(&self, user: Option<&UserId>) -> bool {
        let is_assignee = user.is_some() && self.summary.state.assignee.as_ref() == user;
        match self.audience {
            Audience::Everybody => true,
            Audience::Assignee => is_assignee,
            Audience::Colleagues => !is_assignee,
        }
    }
}

/// Frames about cases, written once however many read the same.
struct Frames<'a> {
    store: &'a StoreId,
    shown: Vec<CaseSummary>,
    written: HashMap<(Vec<usize>, ListFrames), Arc<Vec<String>>>,
}

impl Frames<'_> {
    fn of(&mut self, places: Vec<usize>, lists: ListFrames) -> Arc<Vec<String>> {
        let (store, shown) = (self.store, &self.shown);
        let size = match lists {
            ListFrames::Single => 1,
            ListFrames::Gathered => IN_ONE_FRAME,
        };
        let write = |(places, _): &(Vec<usize>, ListFrames)| {
            let frame = |places: &[usize]| {
                let mut cases = places.iter().map(|place| shown[*place].clone());
                let summary = cases.next()?;
                let more = Some(cases.collect()).filter(|more: &Vec<_>| !more.is_empty());
                Some(encode(&ServerFrame::Worklist { store: store.clone(), summary, more }))
            };
            Arc::new(places.chunks(size).filter_map(frame).collect())
        };
        let key = (places, lists);
        if let Some(frames) = self.written.get(&key) {
            return frames.clone();
        }
        let frames = write(&key);
        self.written.insert(key, Arc::clone(&frames));
        frames
    }
}

fn signed_in(mut agents: Vec<Connection>, now: Timestamp) -> Vec<Connection> {
    agents.retain(|agent| agent.principal.expires > now);
    agents
}

/// Who has the case was told at once.
fn for_colleagues(summary: Summary) -> News {
    News { summary, audience: Audience::Colleagues }
}

/// Whether something is only said in a case, or drafted, that an agent has: nothing in it is for anybody else to do.
fn is_talk(entry: &Entry) -> bool {
    let is_said = matches!(
        entry.event.body,
        Body::Message { .. } | Body::Approved { .. } | Body::Suggested { .. } | Body::Note { .. }
    );
    is_said && entry.state.assignee.is_some()
}

/// Whether whoever has the case is there, among so many colleagues who may see it that it is worth while to keep something for
/// later.
fn has_someone_at_it(
    summary: &Summary,
    agents: &[Connection],
    may_see: impl Fn(&Connection) -> bool,
) -> bool {
    let Some(assignee) = &summary.state.assignee else { return false };
    let is_theirs = |agent: &&Connection| agent.principal.user.as_ref() == Some(assignee);
    let (own, colleagues): (Vec<_>, Vec<_>) = agents.iter().partition(is_theirs);
    !own.is_empty() && colleagues.into_iter().filter(|agent| may_see(agent)).count() > FEW
}

/// The case as far as it decides who may read it.
fn case_of(summary: &Summary) -> Case {
    Case { head: summary.seq, state: Some(summary.state.clone()), participants: Vec::new() }
}
