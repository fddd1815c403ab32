//! A customer's verdict on how they were helped: asked for when a case is resolved, and theirs to change for a day.

use crate::decide::need;
use crate::decision::Decision;
use crate::{Body, CommandError, Event, Score, State, Status, Text, Timestamp};

/// Seconds for which a rating may be changed, from when it was given first.
const CHANGES_WITHIN: i64 = 24 * 60 * 60;

/// When the rating that stands was given, as far as a part of the log tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingGiven {
    /// It was not, since the case was resolved last.
    Not,
    /// At this time, and possibly changed since.
    At(Timestamp),
    /// This part does not go back as far; until here at this time, where there is one.
    Before(Option<Timestamp>),
}

impl RatingGiven {
    /// What these events say, newest first. Each time that a case is resolved its customer is asked anew.
    pub fn of<'a>(newest_first: impl IntoIterator<Item = &'a Event>) -> Self {
        Self::Before(None).and_before(newest_first)
    }

    /// The same with the events before them.
    #[must_use]
    pub fn and_before<'a>(self, newest_first: impl IntoIterator<Item = &'a Event>) -> Self {
        let Self::Before(mut given) = self else { return self };
        for event in newest_first {
            match event.body {
                Body::Rated { .. } => given = Some(event.at),
                Body::Resolved | Body::Opened { .. } => return given.map_or(Self::Not, Self::At),
                _ => {}
            }
        }
        Self::Before(given)
    }

    /// Whether the customer may rate, or change their rating, now.
    pub fn may_rate(self, now: Timestamp) -> bool {
        match self {
            Self::Not | Self::Before(None) => true,
            Self::At(given) | Self::Before(Some(given)) => {
                now <= given.plus_seconds(CHANGES_WITHIN)
            }
        }
    }
}

/// What has been answered, or resolved, is rated.
pub(crate) fn rate(
    state: &State,
    score: Score,
    comment: Option<&Text>,
) -> Result<Decision, CommandError> {
    let is_answered = state.person_seq.is_some() || state.assistant_seq.is_some();
    need(is_answered || state.status == Status::Resolved)?;
    Ok(Decision { body: Body::Rated { score }, text: comment.cloned(), files: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, Command, Role, StoreId};

    const HOUR: i64 = 60 * 60;

    fn event(hour: i64, body: Body) -> Event {
        Event {
            seq: 1.try_into().unwrap(),
            prev_visible: crate::Seq::NONE,
            at: Timestamp::from_seconds(hour * HOUR),
            author: Author { role: Role::Customer, id: None, name: None },
            id: "command-1".parse().unwrap(),
            digest: Command::Reopen.digest(),
            text: None,
            files: Vec::new(),
            body,
        }
    }

    fn rated(hour: i64) -> Event {
        event(hour, Body::Rated { score: 4.try_into().unwrap() })
    }

    fn resolved(hour: i64) -> Event {
        event(hour, Body::Resolved)
    }

    #[test]
    fn a_rating_is_changed_for_a_day_from_when_it_was_given_first() {
        let log = [rated(20), rated(10), resolved(9)];
        let given = RatingGiven::of(&log);
        assert_eq!(given, RatingGiven::At(Timestamp::from_seconds(10 * HOUR)));
        for (hour, may) in [(20, true), (34, true), (35, false)] {
            assert_eq!(given.may_rate(Timestamp::from_seconds(hour * HOUR)), may, "{hour}");
        }
    }

    #[test]
    fn whoever_is_asked_again_rates_again() {
        let late = Timestamp::from_seconds(1_000 * HOUR);
        for log in [
            vec![resolved(90), rated(10)],
            vec![event(1, Body::Note { mentions: Default::default() }), resolved(0)],
        ] {
            assert_eq!(RatingGiven::of(&log), RatingGiven::Not);
            assert!(RatingGiven::of(&log).may_rate(late));
        }
        let store: StoreId = "demo".parse().unwrap();
        let open = [
            rated(2),
            event(0, Body::Opened { store, locale: None, pre_chat: Default::default() }),
        ];
        assert!(!RatingGiven::of(&open).may_rate(late), "one that was given before the end, too");
    }

    #[test]
    fn a_part_of_the_log_is_added_to_another() {
        let newer =
            RatingGiven::of(&[event(30, Body::Note { mentions: Default::default() }), rated(20)]);
        assert_eq!(newer, RatingGiven::Before(Some(Timestamp::from_seconds(20 * HOUR))));
        let whole = newer.and_before(&[rated(10), resolved(9), rated(1)]);
        assert_eq!(whole, RatingGiven::At(Timestamp::from_seconds(10 * HOUR)));
        assert_eq!(whole.and_before(&[rated(0)]), whole);
    }
}
