//! What one read of a case found: all that a decision needs.

use domain::{Case, Entry, Listener, Participant, Seq};

use super::codec::decode;
use super::table::{Item, number, text};
use super::{TableError, keys, listeners};

/// Events beyond which a caller has to catch up first.
const PAGE_EVENTS: usize = 200;
/// Their text beyond which a caller has to catch up first.
const PAGE_BYTES: usize = 256 * 1024;

/// What one read from a cursor on found.
#[derive(Debug, Default)]
pub struct Read {
    /// The events from the cursor (inclusive) on, dense and in order.
    pub entries: Vec<Entry>,
    /// Who was let in.
    pub participants: Vec<Participant>,
    /// Who listens.
    pub listeners: Vec<Listener>,
    /// Whether there is more than one answer may hold; then the last entry is not the head.
    pub is_behind: bool,
    /// How often triage has begun with which message, where the read goes so far.
    attempts: Vec<(Seq, u32)>,
}

impl Read {
    /// The case as its last entry has it. With `is_behind` that is not yet the head.
    pub fn case(&self) -> Case {
        let last = self.entries.last();
        Case {
            head: last.map_or(Seq::NONE, |entry| entry.event.seq),
            state: last.map(|entry| entry.state.clone()),
            participants: self.participants.clone(),
        }
    }

    /// How often triage has begun with a message before, as far as it was counted.
    pub fn attempts(&self, message: Seq) -> u32 {
        let own = self.attempts.iter().find(|(seq, _)| *seq == message);
        own.map_or(0, |(_, count)| *count)
    }

    /// What a read from this event on would have found at the same time; none where this one begins behind it or may end
    /// before the head.
    #[must_use]
    pub fn from(&self, after: Seq) -> Option<Self> {
        let entries = self.entries.iter().skip_while(|entry| entry.event.seq < after);
        let entries: Vec<Entry> = entries.cloned().collect();
        let is_whole = entries.first().is_some_and(|first| first.event.seq == after);
        (is_whole && !self.is_behind).then(|| Self {
            entries,
            participants: self.participants.clone(),
            listeners: self.listeners.clone(),
            ..Self::default()
        })
    }

    /// Whether it has come no further than to events.
    pub(super) fn has_only_events(&self) -> bool {
        let has_nothing_else = self.participants.is_empty() && self.listeners.is_empty();
        has_nothing_else && self.attempts.is_empty() && !self.entries.is_empty()
    }

    pub(super) fn is_dense(&self) -> bool {
        self.entries.windows(2).all(|pair| pair[0].event.seq.next() == pair[1].event.seq)
    }

    pub(super) fn take(&mut self, item: Item) -> Result<(), TableError> {
        match keys::case_row(text(&item, keys::SK).unwrap_or_default()) {
            keys::CaseRow::Event => self.entries.push(decode(item)?),
            keys::CaseRow::Participant(user) => self.participants.extend(participant(user, &item)),
            keys::CaseRow::Subscription(connection) => {
                self.listeners.extend(listeners::listener(connection, &item));
            }
            keys::CaseRow::Attempts(seq) => {
                self.attempts.extend(number(&item, "n").map(|count| (seq, count)));
            }
            keys::CaseRow::Other => {}
        }
        Ok(())
    }

    /// Keeps what one answer may hold, at least the event at the cursor.
    pub(super) fn cut(&mut self) {
        let mut bytes = 0;
        let fits = |entry: &&Entry| {
            bytes += entry.event.text.as_ref().map_or(0, |text| text.as_str().len());
            bytes <= PAGE_BYTES
        };
        let kept = self.entries.iter().take(PAGE_EVENTS + 1).take_while(fits).count().max(1);
        if kept < self.entries.len() {
            self.entries.truncate(kept);
            self.is_behind = true;
        }
    }
}

fn participant(user: &str, item: &Item) -> Option<Participant> {
    let name = text(item, "n").and_then(|name| name.parse().ok());
    Some(Participant { user: user.parse().ok()?, name })
}

#[cfg(test)]
mod tests {
    use domain::UserId;

    use super::super::form::tests::{extended, first_items};
    use super::*;

    #[test]
    fn the_first_releases_participant_is_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row] = first_items("participant").try_into().unwrap();
        let user: UserId = "v_1g8rch7s0t6ekpgbcwbngrpe6q".parse().unwrap();
        let expected = Participant { user, name: domain::Name::shortened("Ada") };
        for row in [row.clone(), extended(row)] {
            let mut read = Read::default();
            read.take(row).unwrap();
            assert_eq!(read.participants, std::slice::from_ref(&expected));
        }
    }
}
