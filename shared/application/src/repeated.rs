//! A command that comes again: its event is found, wherever in the log the sender has got to meanwhile.

use adapters::dynamo::Read;
use domain::{Body, Case, CommandError, Entry, Event, UserId};

use crate::{Append, ApplicationError, Caller, Cases};

/// Events that are read at once when a late retry looks for what came after its own.
const EARLIER_PAGE: usize = 200;

impl Cases {
    /// The caller's event for this command where it lies before their cursor: a client that has caught up sends the
    /// same id with a later `after`. The state's hashes name the place; a message that was never sent costs no read.
    pub(crate) async fn find_before_cursor(
        &self,
        caller: &Caller,
        append: &Append,
        case: &Case,
    ) -> Result<Option<Result<Entry, CommandError>>, ApplicationError> {
        let (Some(state), Some(user)) = (&case.state, &caller.principal.user) else {
            return Ok(None);
        };
        let places = state.recent.places(user, &append.id, case.head);
        for seq in places.into_iter().filter(|seq| *seq < append.after) {
            let entry = self.log.event(&append.case, seq).await?;
            if let Some(entry) = entry.filter(|entry| is_of(entry, caller, append)) {
                return Ok(Some(same_or_reused(entry, append)));
            }
        }
        Ok(None)
    }

    /// Whether the caller's command is in the log already, as far as the state's hashes tell.
    pub(crate) async fn is_done(
        &self,
        caller: &Caller,
        append: &Append,
        case: &Case,
    ) -> Result<bool, ApplicationError> {
        // No event lies behind the head.
        let append = Append { after: case.head.next(), ..append.clone() };
        Ok(self.find_before_cursor(caller, &append, case).await?.is_some())
    }

    /// Whether a later event has decided anew what this one would do to the participants. Events before the caller's
    /// cursor are read only where that matters.
    pub(crate) async fn is_superseded(
        &self,
        append: &Append,
        read: &Read,
        event: &Event,
    ) -> Result<bool, ApplicationError> {
        if read.entries.iter().any(|later| supersedes(&later.event, event)) {
            return Ok(true);
        }
        let mut from = event.seq;
        while participant_of(&event.body).is_some() && from < append.after {
            let page = self.log.after(&append.case, from, EARLIER_PAGE).await?;
            if page.entries.iter().any(|later| supersedes(&later.event, event)) {
                return Ok(true);
            }
            let Some(last) = page.entries.last().filter(|_| page.more) else { break };
            from = last.event.seq;
        }
        Ok(false)
    }
}

/// Whether a later event has decided anew what this one would do to the participants: a late retry must not let in
/// again whom someone has shown out.
fn supersedes(later: &Event, event: &Event) -> bool {
    let user = participant_of(&event.body);
    later.seq > event.seq && user.is_some() && participant_of(&later.body) == user
}

/// Whom an event lets in or shows out.
fn participant_of(body: &Body) -> Option<&UserId> {
    match body {
        Body::ParticipantAdded { user, .. } | Body::ParticipantRemoved { user } => Some(user),
        _ => None,
    }
}

/// The caller's event for this command, if it is there already; a refusal if the id was used for something else.
pub(crate) fn find(
    read: &Read,
    caller: &Caller,
    append: &Append,
) -> Option<Result<Entry, CommandError>> {
    let entry = read.entries.iter().find(|entry| is_of(entry, caller, append))?;
    Some(same_or_reused(entry.clone(), append))
}

fn is_of(entry: &Entry, caller: &Caller, append: &Append) -> bool {
    let author = &entry.event.author;
    let is_theirs = match append.command.author() {
        Some(whose) => author == whose,
        None => author.is(&caller.principal),
    };
    entry.event.id == append.id && is_theirs
}

fn same_or_reused(entry: Entry, append: &Append) -> Result<Entry, CommandError> {
    let is_same = entry.event.digest == append.command.digest();
    if is_same { Ok(entry) } else { Err(CommandError::IdReused) }
}
