//! What waits for an agent who has been away or offline for longer than the grace time goes back.

use adapters::dynamo::Roster;
use domain::{CaseId, Command, DirectoryEntry, Status, StoreId, Timestamp};

use super::assign_waiting::command_id;
use super::{CaseRouter, system};
use crate::presence::is_there;
use crate::{Append, ApplicationError, Outcome};

impl CaseRouter {
    /// Takes back the waiting cases of those who are not there. Gives how many.
    pub(super) async fn hand_back(
        &self,
        store: &StoreId,
        roster: &Roster,
        now: Timestamp,
    ) -> Result<usize, ApplicationError> {
        let Some(ended) = roster.settings.routing.grace_ended(now) else { return Ok(0) };
        let (mut handed_back, mut failure) = (0, None);
        for entry in &roster.staff {
            let is_gone = absent_since(entry, roster, now).is_some_and(|since| since <= ended);
            if !is_gone {
                continue;
            }
            for place in roster.places(&entry.user).places() {
                match self.hand_back_one(store, entry, &place.case, now).await {
                    Ok(is_back) => handed_back += usize::from(is_back),
                    Err(error) if error.is_of_one_case() => failure = Some(error),
                    Err(error) => return Err(error),
                }
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
        entry: &DirectoryEntry,
        case: &CaseId,
        now: Timestamp,
    ) -> Result<bool, ApplicationError> {
        let newest = self.cases.log.before(case, None, 1).await?;
        let Some(head) = newest.entries.into_iter().next() else { return Ok(false) };
        if !head.state.is_with(&entry.user) || head.state.status != Status::Waiting {
            return Ok(false);
        }
        let command = Command::HandBack { from: entry.user.clone() };
        let (case, id, after) = (case.clone(), command_id("back", &head), head.event.seq);
        let append = Append { case, id, after, command };
        let outcome = self.cases.append(&system(store, now), &append).await?;
        Ok(matches!(outcome, Outcome::Stored(_)))
    }
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
