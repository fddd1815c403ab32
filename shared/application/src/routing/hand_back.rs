//! What waits for an agent who has been away or offline for longer than the grace time goes back.

use std::collections::BTreeSet;

use adapters::dynamo::Roster;
use domain::{CaseId, Command, DirectoryEntry, State, Status, StoreId, Timestamp, UserId};

use super::assign_waiting::command_id;
use super::{CaseRouter, system};
use crate::presence::is_there;
use crate::{Append, ApplicationError, Outcome};

/// Cases of agents who are not there that a minute's run looks at.
const LOOKS: usize = 200;

impl CaseRouter {
    /// Takes back the waiting cases of those who are not there. Gives how many.
    pub(super) async fn hand_back(
        &self,
        store: &StoreId,
        roster: &Roster,
        now: Timestamp,
    ) -> Result<usize, ApplicationError> {
        let Some(ended) = roster.settings.routing.grace_ended(now) else { return Ok(0) };
        let is_gone = |entry: &&DirectoryEntry| {
            absent_since(entry, roster, now).is_some_and(|since| since <= ended)
        };
        let of = |entry: &DirectoryEntry| {
            let places = roster.places(&entry.user);
            places.places().iter().map(|place| (place.case.clone(), entry.user.clone())).collect()
        };
        let held: Vec<Vec<(CaseId, UserId)>> =
            roster.staff.iter().filter(is_gone).map(of).collect();
        let held = due_now(held.concat(), now);
        // What the lists know to be answered or resolved needs no look at its head.
        let cases: Vec<CaseId> = held.iter().map(|(case, _)| case.clone()).collect();
        let waiting = self.summaries.of(&cases).await?.into_iter();
        let waiting = waiting.filter(|summary| may_go_back(&summary.state));
        let waiting: BTreeSet<CaseId> = waiting.map(|summary| summary.case).collect();
        let (mut handed_back, mut failure) = (0, None);
        for (case, agent) in held.iter().filter(|(case, _)| waiting.contains(case)) {
            match self.hand_back_one(store, agent, case, now).await {
                Ok(is_back) => handed_back += usize::from(is_back),
                Err(error) if error.is_of_one_case() => failure = Some(error),
                Err(error) => return Err(error),
            }
        }
        match failure {
            Some(failure) => Err(failure),
            None => Ok(handed_back),
        }
    }

    async fn hand_back_one(
        &self,
        store: &StoreId,
        agent: &UserId,
        case: &CaseId,
        now: Timestamp,
    ) -> Result<bool, ApplicationError> {
        let newest = self.cases.log.before(case, None, 1).await?;
        let Some(head) = newest.entries.into_iter().next() else { return Ok(false) };
        if !head.state.is_with(agent) || !may_go_back(&head.state) {
            return Ok(false);
        }
        let command = Command::HandBack { from: agent.clone() };
        let (case, id, after) = (case.clone(), command_id("back", &head), head.event.seq);
        let append = Append { case, id, after, command };
        let outcome = self.cases.append(&system(store, now), &append).await?;
        Ok(matches!(outcome, Outcome::Stored(_)))
    }
}

/// Whether a case waits, and nobody has put it aside.
fn may_go_back(state: &State) -> bool {
    state.status == Status::Waiting && state.snoozed.is_none()
}

/// Which of these cases are looked at in this minute: as many as two requests hold, and the next ones in the next minute.
fn due_now(held: Vec<(CaseId, UserId)>, now: Timestamp) -> Vec<(CaseId, UserId)> {
    let minute = usize::try_from(now.0 / 60_000).unwrap_or_default();
    let turns = held.len().div_ceil(LOOKS).max(1);
    held.into_iter().skip(minute % turns * LOOKS).take(LOOKS).collect()
}

/// Since when an agent has not been there to answer; none where they are.
fn absent_since(entry: &DirectoryEntry, roster: &Roster, now: Timestamp) -> Option<Timestamp> {
    if !entry.terms.active {
        return Some(Timestamp::default());
    }
    if entry.away_since.is_some() {
        return entry.away_since;
    }
    let own = roster.connections.iter();
    let own = own.filter(|connection| connection.principal.user.as_ref() == Some(&entry.user));
    let (mut is_here, mut seen) = (false, entry.last_seen);
    for connection in own {
        is_here |= is_there(connection, now);
        seen = seen.max(connection.seen);
    }
    (!is_here).then_some(seen)
}
