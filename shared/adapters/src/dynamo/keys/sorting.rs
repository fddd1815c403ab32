//! Keys of how cases are sorted: their places among those that wait, and their tags.

use std::cmp::Ordering;

use domain::{CaseId, Precedence, Tag, Timestamp};

use super::in_time;

const TAG: &str = "tag#";

/// A total order of cases that wait: by rank, by time, by case. Those of the usual rank stand as all did before there were
/// ranks, whose places begin with a digit: `!` comes before digits, `~` behind them.
pub(crate) fn in_line(precedence: Precedence, at: Timestamp, case: &CaseId) -> String {
    let (rank, place) = (precedence.rank(), in_time(at, case));
    match rank.cmp(&Precedence::USUAL) {
        Ordering::Less => format!("!{rank}{place}"),
        Ordering::Equal => place,
        Ordering::Greater => format!("~{rank}{place}"),
    }
}

/// A place in line without its rank.
pub(crate) fn without_rank(place: &str) -> &str {
    let ranked = place.strip_prefix(['!', '~']);
    ranked.and_then(|rest| rest.strip_prefix(|c: char| c.is_ascii_digit())).unwrap_or(place)
}

/// The attribute of a case's summary that says it has a tag: an update names those that it sets and removes, and knows no
/// other.
pub(crate) fn tag(tag: &Tag) -> String {
    format!("{TAG}{tag}")
}

/// The tag of such an attribute.
pub(crate) fn tag_of(attribute: &str) -> Option<Tag> {
    attribute.strip_prefix(TAG)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_wait_stand_by_rank_then_by_time_and_old_rows_among_the_usual_ones() {
        let case: CaseId = "0".repeat(26).parse().unwrap();
        let (early, late) = (Timestamp(1_700_000_000_000), Timestamp(1_795_000_000_000));
        let mut places = Vec::new();
        for asked_person in [true, false] {
            for priority in domain::Priority::ALL.into_iter().rev() {
                let precedence = Precedence { priority, asked_person };
                places.extend([early, late].map(|at| in_line(precedence, at, &case)));
            }
        }
        assert!(places.is_sorted(), "{places:?}");
        assert_eq!(in_line(Precedence::default(), early, &case), in_time(early, &case));
        for place in &places {
            let bare = without_rank(place);
            assert!([early, late].map(|at| in_time(at, &case)).contains(&bare.to_owned()));
        }
    }

    #[test]
    fn a_tag_reads_back_from_its_attribute() {
        let vip: Tag = "vip".parse().unwrap();
        assert_eq!(tag_of(&tag(&vip)), Some(vip));
        assert_eq!((tag_of("tag#Two words"), tag_of("t")), (None, None));
    }
}
