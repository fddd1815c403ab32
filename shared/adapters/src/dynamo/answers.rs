//! A store's answers: one row each, in the order of their ids, and listed by their last change.
//!
//! Every write names the revision that it has seen, so that of two people at once the second reads again.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{Answer, AnswerId, AnswerStatus, StoreId};
use serde::{Deserialize, Serialize};

use super::form::Form;
use super::query::Index;
use super::table::{Item, key, text};
use super::{Put, Table, TableError, keys};

/// The form of a row. Every row names its version but those of the first releases.
const FORM: Form = Form::first("answer");
/// Answers on one page of a list.
const PAGE: usize = 50;
/// Seconds for which a reply is kept that was proposed as an answer and of which nobody makes one. What triage has
/// learned stays: it would go on finding what is no longer there.
const UNTOUCHED: i64 = 180 * 24 * 60 * 60;

/// The answers.
#[derive(Clone)]
pub struct Answers(Table);

/// An answer as a read found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The answer.
    pub answer: Answer,
    /// Grows with each write, counts included.
    pub revision: u64,
}

/// A page of a list.
#[derive(Debug)]
pub struct AnswerList {
    /// The answers, changed last first.
    pub answers: Vec<Answer>,
    /// Where the next page starts; none on the last one.
    pub next: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    pk: String,
    sk: String,
    /// All answers of the store by their last change.
    cpk: String,
    csk: String,
    /// Those of one status.
    wpk: String,
    wsk: String,
    r: u64,
    a: Answer,
    /// When an untouched one ends, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl Answers {
    /// The answers in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// One answer as the last write left it.
    ///
    /// # Errors
    /// [`TableError`]; [`TableError::Newer`] where a newer release has written it, so that nobody writes over it.
    pub async fn get(&self, store: &StoreId, id: &AnswerId) -> Result<Option<Held>, TableError> {
        let found = self.0.get(key(keys::answers(store), id.to_string())).await?;
        found.map(decode).transpose()
    }

    /// These answers, in this order. Left out are those that are not there, and those that a newer release has written.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn some(&self, store: &StoreId, ids: &[AnswerId]) -> Result<Vec<Answer>, TableError> {
        let wanted: Vec<_> =
            ids.iter().map(|id| key(keys::answers(store), id.to_string())).collect();
        let rows = self.0.rows(wanted).await?;
        let held = readable(rows)?;
        let find = |id: &AnswerId| held.iter().find(|held| held.answer.id == *id);
        Ok(ids.iter().filter_map(find).map(|held| held.answer.clone()).collect())
    }

    /// The same for half the price, where an answer that is a moment old does no harm.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn some_eventual(
        &self,
        store: &StoreId,
        ids: &[AnswerId],
    ) -> Result<Vec<Answer>, TableError> {
        let wanted = ids.iter().map(|id| key(keys::answers(store), id.to_string()));
        let held = readable(self.0.rows_eventual(wanted.collect()).await?)?;
        Ok(held.into_iter().map(|held| held.answer).collect())
    }

    /// Answers of any stores as the last write left them. Left out are those that are not there, and those that a newer
    /// release has written.
    ///
    /// # Errors
    /// [`TableError`]; an answer that can't be read is an error of its own.
    pub async fn held(
        &self,
        wanted: &BTreeSet<(StoreId, AnswerId)>,
    ) -> Result<HashMap<(StoreId, AnswerId), Result<Held, TableError>>, TableError> {
        let places: HashMap<_, _> = wanted
            .iter()
            .map(|answer| ((keys::answers(&answer.0), answer.1.to_string()), answer))
            .collect();
        let keys = places.keys().map(|(pk, sk)| key(pk.clone(), sk.clone()));
        let rows = self.0.rows(keys.collect()).await?;
        let of_row = |row: Item| {
            let place = (text(&row, keys::PK)?.to_owned(), text(&row, keys::SK)?.to_owned());
            let held = decode(row);
            let is_newer = matches!(held, Err(TableError::Newer { .. }));
            places.get(&place).filter(|_| !is_newer).map(|answer| ((*answer).clone(), held))
        };
        Ok(rows.into_iter().filter_map(of_row).collect())
    }

    /// Writes an answer on the condition that it is not there yet.
    ///
    /// # Errors
    /// [`TableError`]: whether it was written is not known then.
    pub async fn add(&self, answer: Answer) -> Result<Put, TableError> {
        self.0.put(encode(answer, 1)?).only_if("attribute_not_exists(pk)").put_if_so().await
    }

    /// Writes an answer over the one that was read, on the condition that nobody has written meanwhile.
    ///
    /// # Errors
    /// [`TableError`]: whether it was written is not known then.
    pub async fn replace(&self, seen: &Held, answer: Answer) -> Result<Put, TableError> {
        let put = self.0.put(encode(answer, seen.revision + 1)?).only_if("r = :r");
        put.bind(":r", N(seen.revision.to_string())).put_if_so().await
    }

    /// A page of a store's answers, from a place that an earlier page gave. Left out are those that a newer release has
    /// written.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn list(
        &self,
        store: &StoreId,
        status: Option<AnswerStatus>,
        from: Option<String>,
    ) -> Result<AnswerList, TableError> {
        let (index, pk) = match status {
            None => (keys::BY_CUSTOMER, keys::answers(store)),
            Some(status) => (keys::WORKLIST, keys::answers_of_status(store, status)),
        };
        let start = from.and_then(|place| start_key(store, index, &pk, &place));
        let query = self.0.index(index, pk).ascending(false);
        let found = query.exclusive_start_key(start).limit(PAGE).page().await?;
        let next = found.last_evaluated_key.as_ref().and_then(|key| text(key, index.2));
        let id = |row: &Item| text(row, keys::SK)?.parse().ok();
        let ids: Vec<AnswerId> = found.items.iter().filter_map(id).collect();
        Ok(AnswerList { answers: self.some(store, &ids).await?, next: next.map(str::to_owned) })
    }

    /// All of a store's answers, a page of the engine at a time; with `from` those behind it. Left out are those that a
    /// newer release has written.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn all(
        &self,
        store: &StoreId,
        from: Option<AnswerId>,
    ) -> Result<(Vec<Answer>, Option<AnswerId>), TableError> {
        let start = from.map(|id| key(keys::answers(store), id.to_string()));
        let query =
            self.0.query("pk = :p").bind(":p", keys::answers(store)).eventually_consistent();
        let found = query.exclusive_start_key(start).page().await?;
        let next =
            found.last_evaluated_key.as_ref().and_then(|key| text(key, keys::SK)?.parse().ok());
        let answers = readable(found.items)?.into_iter().map(|held| held.answer).collect();
        Ok((answers, next))
    }
}

/// The full key of a place in an index, which names the answer at its end.
fn start_key(store: &StoreId, (_, pk_name, sk_name): Index, pk: &str, place: &str) -> Option<Item> {
    let id: AnswerId = place.rsplit('#').next()?.parse().ok()?;
    let mut start = key(keys::answers(store), id.to_string());
    start.insert(pk_name.to_owned(), S(pk.to_owned()));
    start.insert(sk_name.to_owned(), S(place.to_owned()));
    Some(start)
}

fn encode(answer: Answer, revision: u64) -> Result<Item, TableError> {
    let end = || answer.updated_at.plus_seconds(UNTOUCHED).seconds();
    let place = keys::answer_in_time(answer.updated_at, &answer.id);
    let row = Row {
        pk: keys::answers(&answer.store),
        sk: answer.id.to_string(),
        cpk: keys::answers(&answer.store),
        csk: place.clone(),
        wpk: keys::answers_of_status(&answer.store, answer.status),
        wsk: place,
        ttl: answer.is_untouched().then(end),
        r: revision,
        a: answer,
    };
    let mut item = serde_dynamo::aws_sdk_dynamodb_1::to_item(row)
        .map_err(|error| TableError::corrupt("answer", error))?;
    FORM.write_version(&mut item);
    Ok(item)
}

/// The answers of these rows without those that a newer release has written: after a roll-back one of them must not fail
/// the whole list.
fn readable(rows: Vec<Item>) -> Result<Vec<Held>, TableError> {
    let is_newer = |row: &Result<_, _>| matches!(row, Err(TableError::Newer { .. }));
    rows.into_iter().map(decode).filter(|row| !is_newer(row)).collect()
}

fn decode(item: Item) -> Result<Held, TableError> {
    FORM.check_version(&item)?;
    let row: Row = serde_dynamo::aws_sdk_dynamodb_1::from_item(item)
        .map_err(|error| TableError::corrupt("answer", error))?;
    Ok(Held { answer: row.a, revision: row.r })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{extended, first_items, newer};
    use super::*;
    use crate::dynamo::table::number;
    use domain::{Change, Name, Seq, Timestamp};

    fn candidate() -> Answer {
        let store: StoreId = "demo".parse().unwrap();
        let id = AnswerId::derive(&store, "one");
        let (question, words) = ("When?".parse().unwrap(), "Tomorrow.".parse().unwrap());
        Answer::candidate(id, store, question, words, Timestamp(5))
    }

    #[test]
    fn an_answer_reads_back_as_it_was_written() {
        let answer = candidate()
            .approved(Name::shortened("Lea"), Timestamp(6))
            .counted(domain::Tally::Approved, "event")
            .unwrap();
        let held = decode(encode(answer.clone(), 7).unwrap()).unwrap();
        assert_eq!(held, Held { answer, revision: 7 });
    }

    #[test]
    fn the_first_releases_rows_are_read_and_written_as_they_were_with_their_version() {
        let [approved, candidate] = first_items("answer").try_into().unwrap();
        let at = Timestamp(1_795_000_000_000);
        let store: StoreId = "demo".parse().unwrap();
        let id = || "a".repeat(26).parse::<AnswerId>().unwrap();
        let (question, words) = ("When?".parse().unwrap(), "Tomorrow.".parse().unwrap());
        let plain = Answer::candidate(id(), store, question, words, at);
        let told = Answer {
            language: Some("de".parse().unwrap()),
            approvals: 3,
            rejections: 1,
            clean: 2,
            uses: 4,
            phrasings: 5,
            from: Some(("57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap(), Seq::try_from(2).unwrap())),
            merged: Some("b".repeat(26).parse().unwrap()),
            version: 2,
            counted_events: vec!["case.3".to_owned()],
            ..plain.clone().approved(Name::shortened("Lea"), at)
        };
        for (row, answer, revision) in [(approved, told, 7), (candidate, plain, 1)] {
            for row in [row.clone(), extended(row.clone())] {
                assert_eq!(decode(row).unwrap(), Held { answer: answer.clone(), revision });
            }
            let mut versioned = row;
            assert!(versioned.insert("v".to_owned(), N("0".to_owned())).is_none());
            assert_eq!(encode(answer, revision).unwrap(), versioned);
        }
    }

    #[test]
    fn of_a_newer_releases_row_the_version_is_looked_at_before_what_it_holds() {
        let [approved, candidate] = first_items("answer").try_into().unwrap();
        let mut other = newer(approved.clone());
        other.insert("a".to_owned(), S("in another form".to_owned()));
        for row in [newer(approved.clone()), other] {
            let refused = decode(row.clone());
            assert!(matches!(refused, Err(TableError::Newer { kind: "answer", version: 1 })));
            assert_eq!(readable(vec![approved.clone(), row, candidate.clone()]).unwrap().len(), 2);
        }
        let mut damaged = approved.clone();
        damaged.remove("a");
        assert!(matches!(readable(vec![approved, damaged]), Err(TableError::Corrupt { .. })));
    }

    #[test]
    fn a_candidate_ends_after_half_a_year_and_what_was_decided_on_or_taught_stays() {
        let day = |days: i64| Timestamp::from_seconds(days * 24 * 60 * 60);
        let ends = |answer| number(&encode(answer, 1).unwrap(), keys::TTL);
        let proposed = |at| Answer { updated_at: at, ..candidate() };
        let repeated = candidate().counted(domain::Tally::Repeated, "event").unwrap();
        assert_eq!(ends(proposed(day(0))), Some(day(180).seconds()));
        assert_eq!(ends(proposed(day(30))), Some(day(210).seconds()));
        assert_eq!(ends(repeated), None, "triage knows a question of it");
        assert_eq!(ends(Answer { phrasings: 1, ..candidate() }), None, "somebody wrote it");
        assert_eq!(ends(candidate().approved(None, day(1))), None);
        let retired = candidate().changed(&Change::Retire, None, day(1)).unwrap();
        assert_eq!(ends(retired), None, "its words are not to be proposed again");
        let question = Some("When does it come?".parse().unwrap());
        let edit = Change::Edit { question, text: None, language: None, drafts_only: None };
        let asked_anew = candidate().changed(&edit, None, day(1)).unwrap();
        assert_eq!(ends(asked_anew), None, "triage has learned the other question");
        assert!(decode(encode(candidate(), 1).unwrap()).is_ok());
    }
}
