//! Places in lists as callers name them: only what a page may have given is one.

use domain::{CaseId, CommandId};

use super::keys;

/// Whether a text is a place in a list of cases or answers: a time and an id; for cases that wait behind their rank.
pub fn is_place_of_list(place: &str) -> bool {
    keys::without_rank(place)
        .split_once('#')
        .is_some_and(|(at, id)| is_time(at) && id.parse::<CaseId>().is_ok())
}

/// Whether a text is a place among those who got an answer: a time, a case and an event's number.
pub fn is_place_of_recipients(place: &str) -> bool {
    place.rsplit_once('#').is_some_and(|(list, seq)| is_place_of_list(list) && is_seq(seq))
}

/// Whether a text is a place among the changes of a directory: a time and a command.
pub fn is_place_of_audit(place: &str) -> bool {
    place.split_once('#').is_some_and(|(at, id)| is_time(at) && id.parse::<CommandId>().is_ok())
}

/// Whether a text is a place among replies that went out by themselves or would have: a time, a code, a case and a
/// message's number.
pub fn is_place_of_unattended(place: &str) -> bool {
    let parts: Vec<&str> = place.split('#').collect();
    let [at, code, case, seq] = parts[..] else { return false };
    let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    is_time(at) && is_code && case.parse::<CaseId>().is_ok() && is_seq(seq)
}

pub(super) fn is_time(text: &str) -> bool {
    text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn is_seq(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use domain::{Seq, Timestamp};

    use super::*;
    use crate::dynamo::keys::{
        answer_in_time, audited, fed, feed_place, in_time, recipient, unattended_place,
    };

    #[test]
    fn a_place_is_one_that_a_page_has_given() {
        let (case, answer) = ("0".repeat(26).parse().unwrap(), "1".repeat(26).parse().unwrap());
        let seq = Seq::try_from(7).unwrap();
        assert!(is_place_of_list(&in_time(Timestamp(1), &case)));
        for rank in ["!0", "!5", "~7"] {
            assert!(is_place_of_list(&format!("{rank}{}", in_time(Timestamp(1), &case))));
        }
        assert!(!is_place_of_list(&format!("!!{}", in_time(Timestamp(1), &case))));
        assert!(is_place_of_list(&answer_in_time(Timestamp(1), &answer)));
        assert!(is_place_of_recipients(&recipient(Timestamp(1), &case, seq)));
        assert!(fed(&feed_place(Timestamp(1), &case, seq)).is_some());
        assert!(is_place_of_unattended(&unattended_place(Timestamp(1), "sn-", &case, seq)));
        assert!(!is_place_of_unattended(&unattended_place(Timestamp(1), "sn", &case, seq)));
        assert!(is_place_of_audit(&audited(Timestamp(1), &"command-1".parse().unwrap())));
        let long = "0".repeat(2_000);
        for wrong in [
            "",
            "#",
            "!",
            "~7",
            "1#2",
            &long,
            &format!("{:014}#{case}#", 1),
            &format!("{long}#{case}"),
        ] {
            assert!(!is_place_of_list(wrong) && !is_place_of_recipients(wrong), "{wrong}");
            assert!(!is_place_of_audit(wrong) && !is_place_of_unattended(wrong), "{wrong}");
        }
        assert!(fed(&format!("{:014}.{case}.{long}", 1)).is_none());
    }
}
