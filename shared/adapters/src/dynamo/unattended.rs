//! Replies that were sent by themselves or would have been, and what people made of them.
//!
//! Each is an entry of the index beside the question's row: a draft costs no write more, and the list needs no other row.

use aws_sdk_dynamodb::types::AttributeValue::S;
use domain::{CaseId, EarnedBy, ReplyOutcome, Seq, StoreId, Timestamp, UnattendedReply};

use super::table::{Item, key, text};
use super::{Table, TableError, keys};

/// Replies on one page of the list.
const PAGE: usize = 20;
/// The newest replies that figures are made of.
const FIGURES: usize = 500;
const WAYS: [(EarnedBy, char); 3] =
    [(EarnedBy::SameQuestion, 's'), (EarnedBy::Answer, 'a'), (EarnedBy::Store, 'c')];
const OUTCOMES: [(ReplyOutcome, char); 7] = [
    (ReplyOutcome::None, '-'),
    (ReplyOutcome::Approved, 'a'),
    (ReplyOutcome::Edited, 'e'),
    (ReplyOutcome::Rejected, 'r'),
    (ReplyOutcome::NotNeeded, 'n'),
    (ReplyOutcome::OwnWords, 'o'),
    (ReplyOutcome::NotHelped, 'x'),
];

/// The replies in a table.
#[derive(Clone)]
pub struct UnattendedReplies(Table);

/// A reply where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnattendedRow {
    /// In which case.
    pub case: CaseId,
    /// The customer's message that it answers.
    pub seq: Seq,
    /// When that was written.
    pub at: Timestamp,
    /// The reply.
    pub reply: UnattendedReply,
}

/// A page of a store's replies.
#[derive(Debug)]
pub struct UnattendedList {
    /// The replies, newest first.
    pub rows: Vec<UnattendedRow>,
    /// Where the next page starts; none on the last one.
    pub next: Option<String>,
}

impl UnattendedReplies {
    /// The replies in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Notes what came of a reply. The first outcome stands: a person who has rejected a draft writes one of their own.
    ///
    /// # Errors
    /// [`TableError`]: it may be noted then.
    pub async fn record_outcome(
        &self,
        row: &UnattendedRow,
        outcome: ReplyOutcome,
    ) -> Result<(), TableError> {
        let (_, _, sk) = keys::WORKLIST;
        let after =
            UnattendedRow { reply: UnattendedReply { outcome, ..row.reply }, ..row.clone() };
        let update = self.0.update(key(keys::case(&row.case), keys::asked(row.seq)), "SET #p = :p");
        let update = update.only_if("#p = :seen").name("#p", sk);
        let update = update.bind(":p", S(place(&after))).bind(":seen", S(place(row)));
        update.done_if_so().await.map(drop)
    }

    /// A page of a store's replies, newest first, from a place that an earlier page gave.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn list(
        &self,
        store: &StoreId,
        from: Option<String>,
    ) -> Result<UnattendedList, TableError> {
        self.page(store, from, PAGE).await
    }

    /// A store's newest replies: what its figures are made of.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn newest(&self, store: &StoreId) -> Result<Vec<UnattendedRow>, TableError> {
        Ok(self.page(store, None, FIGURES).await?.rows)
    }

    async fn page(
        &self,
        store: &StoreId,
        from: Option<String>,
        limit: usize,
    ) -> Result<UnattendedList, TableError> {
        let start = from.and_then(|place| start_key(store, &place));
        let query = self.0.index(keys::WORKLIST, keys::unattended(store)).ascending(false);
        let found = query.exclusive_start_key(start).limit(limit).page().await?;
        let place = |row: &Item| text(row, keys::WORKLIST.2).map(str::to_owned);
        let rows = found.items.iter().filter_map(read).collect();
        Ok(UnattendedList { rows, next: found.last_evaluated_key.as_ref().and_then(place) })
    }
}

/// Puts a reply beside the row of its question.
pub(super) fn write(item: &mut Item, store: &StoreId, row: &UnattendedRow) {
    let (_, pk, sk) = keys::WORKLIST;
    item.insert(pk.to_owned(), S(keys::unattended(store)));
    item.insert(sk.to_owned(), S(place(row)));
}

/// The reply beside a question's row; none where there is none, or one of a kind that a newer release knows.
pub(super) fn read(item: &Item) -> Option<UnattendedRow> {
    let (at, code, case, seq) = keys::unattended_parts(text(item, keys::WORKLIST.2)?)?;
    let mut letters = code.chars();
    let (way, sent, outcome) = (letters.next()?, letters.next()?, letters.next()?);
    let way = WAYS.iter().find(|(_, letter)| *letter == way)?.0;
    let outcome = OUTCOMES.iter().find(|(_, letter)| *letter == outcome)?.0;
    let reply = UnattendedReply { way, is_sent: sent == 'y', outcome };
    Some(UnattendedRow { case, seq, at, reply })
}

fn place(row: &UnattendedRow) -> String {
    let UnattendedReply { way, is_sent, outcome } = row.reply;
    let way = WAYS.iter().find(|(known, _)| *known == way).map_or('?', |(_, letter)| *letter);
    let outcome = OUTCOMES.iter().find(|(known, _)| *known == outcome);
    let outcome = outcome.map_or('?', |(_, letter)| *letter);
    let code: String = [way, if is_sent { 'y' } else { 'n' }, outcome].into_iter().collect();
    keys::unattended_place(row.at, &code, &row.case, row.seq)
}

/// The full key of a place in the index, which names the question's row at its end.
fn start_key(store: &StoreId, place: &str) -> Option<Item> {
    let (_, _, case, seq) = keys::unattended_parts(place)?;
    let (_, pk, sk) = keys::WORKLIST;
    let mut start = key(keys::case(&case), keys::asked(seq));
    start.insert(pk.to_owned(), S(keys::unattended(store)));
    start.insert(sk.to_owned(), S(place.to_owned()));
    Some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reply_reads_back_as_it_was_written() {
        let case: CaseId = "57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap();
        let store: StoreId = "demo".parse().unwrap();
        for (way, _) in WAYS {
            for is_sent in [false, true] {
                for outcome in ReplyOutcome::ALL {
                    let reply = UnattendedReply { way, is_sent, outcome };
                    let (seq, at) = (Seq::try_from(3).unwrap(), Timestamp(1_795_000_000_000));
                    let row = UnattendedRow { case: case.clone(), seq, at, reply };
                    let mut item = Item::new();
                    write(&mut item, &store, &row);
                    assert_eq!(read(&item), Some(row));
                }
            }
        }
    }

    #[test]
    fn a_row_of_a_question_without_one_has_none_and_a_newer_kind_is_passed_over() {
        let (_, _, sk) = keys::WORKLIST;
        let row = |code: &str| {
            let place = format!("01795000000000#{code}#57bzyhkcc0w3aj3xnwyyz8fqx1#000000000003");
            Item::from([(sk.to_owned(), S(place))])
        };
        assert!(read(&row("sn-")).is_some());
        for code in ["zn-", "snz", "s", ""] {
            assert_eq!(read(&row(code)), None, "{code}");
        }
        assert_eq!(read(&Item::new()), None);
    }
}
