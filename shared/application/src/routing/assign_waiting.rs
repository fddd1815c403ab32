//! Automatic assignment: in the order in which cases wait, to the least busy, then in turn; only to agents who are there, take
//! cases, are in the case's group and have a place left.

use adapters::dynamo::Roster;
use domain::{
    Candidate, CaseId, Colleague, Command, CommandId, Demand, Entry, GroupId, LastSeen, Role,
    State, StoreId, Timestamp, UserId, choose,
};

use super::{CaseRouter, PAGES_AT_EVENTS, system};
use crate::assign::{Attempt, Attempted};
use crate::presence::is_online;
use crate::{Append, ApplicationError, Outcome};

/// Who could take a case now, while cases are given out.
pub(super) struct Desk<'a> {
    pub(super) router: &'a CaseRouter,
    pub(super) store: &'a StoreId,
    pub(super) roster: Roster,
    candidates: Vec<Candidate>,
    has_looked: bool,
    /// What could not be done for one case while others went on.
    pub(super) failure: Option<ApplicationError>,
    now: Timestamp,
}

/// How much of what waits is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass<'a> {
    /// Cases that the list may not know of yet.
    pub(super) fresh: &'a [CaseId],
    /// Pages of the list from its front, and as many from where the last pass has stopped.
    pub(super) pages: usize,
}

impl CaseRouter {
    /// Gives a store's waiting cases to those who are there, behind an end to connections of those who may not be.
    /// `fresh` are cases that the list may not know of yet. However many wait, it looks at so many that it costs the same.
    ///
    /// # Errors
    /// [`ApplicationError`]: what is left waits for the next run.
    pub async fn assign_waiting(
        &self,
        store: &StoreId,
        fresh: Vec<CaseId>,
        now: Timestamp,
    ) -> Result<usize, ApplicationError> {
        let roster = self.cases.workloads.roster(store).await?;
        let pass = Pass { fresh: &fresh, pages: PAGES_AT_EVENTS.min(self.pages) };
        self.assign_from(store, roster, pass, now).await
    }

    /// Whether cases are given out in a store at all: as they come, or at least those that come back where agents see
    /// only their own.
    pub(super) fn routes(&self, store: &StoreId, roster: &Roster) -> bool {
        roster.settings.routing.automatic || self.cases.stores.policy(store).assigned_only
    }

    pub(super) async fn assign_from(
        &self,
        store: &StoreId,
        roster: Roster,
        pass: Pass<'_>,
        now: Timestamp,
    ) -> Result<usize, ApplicationError> {
        self.end_stale(store, &roster).await;
        let candidates = candidates(&roster, now);
        if !self.routes(store, &roster) || candidates.is_empty() {
            return Ok(0);
        }
        let (has_looked, failure) = (false, None);
        let mut desk = Desk { router: self, store, roster, candidates, has_looked, failure, now };
        let given = desk.give_out(pass).await?;
        match desk.failure {
            Some(failure) => Err(failure),
            None => Ok(given),
        }
    }
}

impl Desk<'_> {
    /// Gives a case to whoever is next, where it still waits for somebody; says whether it did.
    pub(super) async fn offer(&mut self, case: &CaseId) -> Result<bool, ApplicationError> {
        let newest = self.router.cases.log.before(case, None, 1).await?;
        let Some(head) = newest.entries.into_iter().next() else { return Ok(false) };
        if !self.is_routed(&head.state) {
            return Ok(false);
        }
        let group = self.group_of(&head.state);
        while let Some(agent) = self.next(&head, group).await? {
            match self.give(case, &head, &agent).await? {
                Attempted::Appended(Outcome::Stored(_)) => {
                    let chosen = self.candidates.iter_mut().find(|one| one.user == agent);
                    if let Some(one) = chosen {
                        one.give(self.now);
                    }
                    return Ok(true);
                }
                // Somebody was faster.
                Attempted::Appended(_) | Attempted::Busy => return Ok(false),
                Attempted::Full | Attempted::Inactive => self.fill(&agent),
            }
        }
        Ok(false)
    }

    /// Where agents see only their own cases, one that somebody has answered before is given out also without automatic
    /// assignment: else nobody but leads would see it come back.
    pub(super) fn is_routed(&self, state: &State) -> bool {
        let settings = &self.roster.settings;
        let comes_back = state.person.is_some();
        let is_due = settings.routing.automatic || comes_back;
        is_due && state.needs_agent(settings.triage_now())
    }

    /// Whether somebody of the case's group may have a place left. Where nobody has, its head need not be read.
    pub(super) fn may_fit(&self, state: &State) -> bool {
        let group = self.group_of(state);
        self.candidates.iter().any(|candidate| {
            let may_have_room = candidate.room > 0 || !self.has_looked;
            may_have_room && group.is_none_or(|group| candidate.groups.contains(&group))
        })
    }

    /// The group that a case is for; none where it was closed meanwhile.
    fn group_of(&self, state: &State) -> Option<GroupId> {
        state.group.filter(|group| self.roster.groups.is_open(*group))
    }

    /// Who is next for a case; not whoever has just handed it back themselves.
    async fn next(
        &mut self,
        head: &Entry,
        group: Option<GroupId>,
    ) -> Result<Option<UserId>, ApplicationError> {
        let chosen = self.chosen(head, group);
        if chosen.is_some() || self.has_looked {
            return Ok(chosen);
        }
        self.look_over().await?;
        Ok(self.chosen(head, group))
    }

    fn chosen(&self, head: &Entry, group: Option<GroupId>) -> Option<UserId> {
        let handed_back_by = handed_back_by(head);
        let others: Vec<Candidate> = self
            .candidates
            .iter()
            .filter(|candidate| Some(&candidate.user) != handed_back_by)
            .cloned()
            .collect();
        let demand = Demand { group, known_to: head.state.person.as_ref() };
        choose(&others, demand).map(|candidate| candidate.user.clone())
    }

    async fn give(
        &self,
        case: &CaseId,
        head: &Entry,
        agent: &UserId,
    ) -> Result<Attempted, ApplicationError> {
        let seq = head.event.seq;
        let entry = self.roster.staff.iter().find(|entry| entry.user == *agent);
        let name = entry.and_then(|entry| entry.name.clone());
        let stores = vec![self.store.clone()];
        let colleague = Colleague { user: agent.clone(), name, stores };
        let command = Command::Assign { colleague, known: LastSeen::default() };
        let id = command_id("assign", head);
        let append = Append { case: case.clone(), id, after: seq, command };
        let attempt = Attempt { append: &append, agent, head: seq };
        self.router.cases.give(&system(self.store, self.now), self.store, attempt).await
    }

    fn fill(&mut self, agent: &UserId) {
        let full = self.candidates.iter_mut().filter(|candidate| candidate.user == *agent);
        full.for_each(|candidate| candidate.room = 0);
    }

    /// Whether nobody can take anything more.
    pub(super) async fn is_full(&mut self) -> Result<bool, ApplicationError> {
        let is_full = |desk: &Self| desk.candidates.iter().all(|candidate| candidate.room == 0);
        if !is_full(self) || self.has_looked {
            return Ok(is_full(self));
        }
        self.look_over().await?;
        Ok(is_full(self))
    }

    /// Looks once a run whether the places of those who seem to have none left are still in use.
    async fn look_over(&mut self) -> Result<(), ApplicationError> {
        self.has_looked = true;
        let cases = &self.router.cases;
        for candidate in self.candidates.iter_mut().filter(|candidate| candidate.room == 0) {
            let held = cases.workloads.get(self.store, &candidate.user).await?;
            let dropped = cases.drop_ended(self.store, &candidate.user, held, self.now).await;
            let places = match dropped {
                Err(error) if error.is_of_one_case() => {
                    self.failure.get_or_insert(error);
                    continue;
                }
                dropped => dropped?,
            };
            let entry = self.roster.staff.iter().find(|entry| entry.user == candidate.user);
            let capacity = entry.and_then(|entry| entry.terms.capacity);
            candidate.load = places.count();
            candidate.room = places.room(capacity);
        }
        Ok(())
    }
}

/// The agents who are there and take cases. Leads take what they want themselves.
fn candidates(roster: &Roster, now: Timestamp) -> Vec<Candidate> {
    let takes_cases = roster.staff.iter().filter(|entry| {
        entry.role == Role::Agent && entry.terms.active && entry.away_since.is_none()
    });
    let there = takes_cases.filter(|entry| is_online(&roster.connections, &entry.user, now));
    let candidate = there.map(|entry| {
        let places = roster.places(&entry.user);
        Candidate {
            user: entry.user.clone(),
            groups: entry.terms.groups.iter().copied().collect(),
            room: places.room(entry.terms.capacity),
            load: places.count(),
            last_given: places.last_given(),
        }
    });
    candidate.collect()
}

/// Who has given the case back themselves as the last thing that happened in it.
fn handed_back_by(head: &Entry) -> Option<&UserId> {
    let from = match &head.event.body {
        domain::Body::Unassigned { from } | domain::Body::Escalated { from, .. } => from.as_ref(),
        _ => None,
    };
    from.filter(|from| head.event.author.id.as_ref() == Some(*from))
}

/// The id of what the router does about an event, so that it is done once.
pub(super) fn command_id(what: &str, head: &Entry) -> CommandId {
    let id = format!("{what}-{:05}", head.event.seq.get());
    id.try_into().unwrap_or_else(|_| unreachable!("a word and a number of at most twelve digits"))
}
