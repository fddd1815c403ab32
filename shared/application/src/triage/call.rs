//! Calling a person because the customer asks for one or the store's rules say so: by words, at once, before anything
//! that can be slow or wrong.

use domain::{EscalationReason, Settings};
use language::human_request::{EscalateWords, requests_human};

use super::{Message, Triage, is_of_customer};
use crate::{ApplicationError, Batch};

impl Triage {
    /// Calls a person for each message of a batch that wants one.
    pub(super) async fn call_people(
        &self,
        batch: &Batch,
        settings: &Settings,
    ) -> Result<(), ApplicationError> {
        for entry in batch.entries.iter().filter(|entry| is_of_customer(entry)) {
            let Some(text) = &entry.event.text else { continue };
            if let Some(reason) = reason(settings, text.as_str()) {
                self.escalate(&Message::of(&batch.case, entry), None, reason).await?;
            }
        }
        Ok(())
    }
}

/// Why these words are for a person whatever is known; none where they may be considered.
fn reason(settings: &Settings, text: &str) -> Option<EscalationReason> {
    if requests_human(text) {
        return Some(EscalationReason::CustomerAsked);
    }
    let words = EscalateWords::new(&settings.escalate_on);
    words.matches(text).then_some(EscalationReason::Policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_and_the_stores_words_call_a_person() {
        let settings = Settings { escalate_on: vec!["lawyer".to_owned()], ..Settings::default() };
        for (text, expected) in [
            ("I want to talk to a person", Some(EscalationReason::CustomerAsked)),
            ("Ask my LAWYER", Some(EscalationReason::Policy)),
            ("Where is my parcel?", None),
        ] {
            assert_eq!(reason(&settings, text), expected, "{text}");
        }
    }
}
