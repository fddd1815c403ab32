//! Cases in which the customer has fallen silent: a word to them, and then the case's end.

use serde::{Deserialize, Serialize};

use crate::decide::need;
use crate::decision::Decision;
use crate::{Body, CommandError, Seq, State, Status, Text};

/// The longest reminder, in characters.
const LONGEST_REMINDER: usize = 1_000;

/// What becomes of cases in which a customer does not answer any more. Nothing, unless a store's leads have set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct AutoClose {
    /// After how many hours without a word of the customer they are reminded of the last reply; 0: never, and nothing is
    /// closed.
    #[cfg_attr(feature = "schema", schemars(range(max = Self::LONGEST)))]
    pub remind_after_hours: u16,
    /// After how many hours more the case is closed.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = Self::LONGEST)))]
    pub close_after_hours: u16,
    /// What the reminder says, in the store's own words; needed where there is to be one.
    #[cfg_attr(feature = "schema", schemars(extend("maxLength" = LONGEST_REMINDER)))]
    pub reminder: Option<Text>,
}

impl Default for AutoClose {
    fn default() -> Self {
        Self { remind_after_hours: 0, close_after_hours: Self::USUAL_CLOSE, reminder: None }
    }
}

impl AutoClose {
    /// Hours after the reminder, where nothing else is set.
    pub const USUAL_CLOSE: u16 = 48;
    /// The longest wait: a quarter of a year.
    pub const LONGEST: u16 = 90 * 24;

    /// Whether nothing is set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// What is wrong, a sentence each.
    pub fn mistakes(&self) -> Vec<String> {
        let is_on = self.remind_after_hours > 0;
        let length = self.reminder.as_ref().map_or(0, |text| text.as_str().chars().count());
        let most = Self::LONGEST;
        let checks = [
            (
                self.remind_after_hours <= most,
                format!("`auto_close.remind_after_hours` is at most {most}."),
            ),
            (
                (1..=most).contains(&self.close_after_hours),
                format!("`auto_close.close_after_hours` is from 1 to {most}."),
            ),
            (
                !is_on || self.reminder.is_some(),
                "`auto_close.reminder` is needed: nobody's case is closed without a word."
                    .to_owned(),
            ),
            (
                length <= LONGEST_REMINDER,
                format!("`auto_close.reminder` has at most {LONGEST_REMINDER} characters."),
            ),
        ];
        checks.into_iter().filter(|(holds, _)| !holds).map(|(_, sentence)| sentence).collect()
    }

    /// The seconds of silence after which a customer is reminded, and of what; none where they are not.
    pub fn reminder(&self) -> Option<(i64, &Text)> {
        let seconds = i64::from(self.remind_after_hours) * 60 * 60;
        self.reminder.as_ref().filter(|_| seconds > 0).map(|words| (seconds, words))
    }

    /// The seconds after a reminder at which the case is closed; none where it is not.
    pub fn close(&self) -> Option<i64> {
        self.reminder().map(|_| i64::from(self.close_after_hours) * 60 * 60)
    }
}

/// How it stands with a case's silence since one of its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nobody has spoken since, and nobody means to.
    Lasting,
    /// Somebody has, or the case is not one that waits for its customer.
    Broken,
    /// It lasts, but the case was put aside, or a message waits to be sent.
    OnHold,
}

impl State {
    /// How it stands with the silence since a reply, or since a reminder of one.
    pub fn silence_since(&self, seq: Seq) -> Silence {
        let spoken = self.customer_seq.max(self.person_seq).max(self.assistant_seq);
        if self.status != Status::Open || spoken > seq {
            return Silence::Broken;
        }
        let is_on_hold = self.snoozed.is_some() || self.scheduled.is_some();
        if is_on_hold { Silence::OnHold } else { Silence::Lasting }
    }
}

/// A word to a customer who has not answered a reply.
pub(crate) fn remind(state: &State, of: Seq, text: &Text) -> Result<Decision, CommandError> {
    check_silence(state, of)?;
    Decision::saying(text.clone(), Body::Message { answers: Some(of), sources: Vec::new() })
}

/// The end of a case whose customer has not answered a reminder either.
pub(crate) fn close_silent(state: &State, since: Seq) -> Result<Decision, CommandError> {
    check_silence(state, since)?;
    Decision::wordless(Body::Resolved)
}

fn check_silence(state: &State, since: Seq) -> Result<(), CommandError> {
    need(since.is_some())?;
    let lasts = state.silence_since(since) == Silence::Lasting;
    if lasts { Ok(()) } else { Err(CommandError::Conflict) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_reminded_where_nothing_is_settled_or_nothing_would_be_said() {
        assert_eq!((AutoClose::default().reminder(), AutoClose::default().close()), (None, None));
        let mute = AutoClose { remind_after_hours: 24, ..AutoClose::default() };
        assert_eq!((mute.reminder(), mute.close(), mute.mistakes().len()), (None, None, 1));
        let words: Text = "Is there anything else?".parse().unwrap();
        let set = AutoClose { reminder: Some(words.clone()), ..mute };
        assert_eq!(set.reminder(), Some((24 * 60 * 60, &words)));
        assert_eq!((set.close(), set.mistakes()), (Some(48 * 60 * 60), Vec::new()));
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        let reminder = Some("x".repeat(LONGEST_REMINDER + 1).parse().unwrap());
        let wrong = AutoClose { remind_after_hours: u16::MAX, close_after_hours: 0, reminder };
        assert_eq!(wrong.mistakes().len(), 3);
    }
}
