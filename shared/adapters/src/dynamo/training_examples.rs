//! What a store's triage is to learn: one row for each thing, written once, compacted once.
//!
//! A row's key says what it is about, so that a repeated record finds it. While a row waits for the learner it is in
//! the index, oldest first; compaction takes it out of there and leaves the row.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{AnswerId, CaseId, ModelVote, Seq, StoreId, Text, Timestamp};
use serde::{Deserialize, Serialize};

use super::form::Form;
use super::table::{Item, key, number, text};
use super::{Put, Table, TableError, keys};

const FORM: Form = Form::first("lesson");

/// The rows to be learned from.
#[derive(Clone)]
pub struct TrainingExamples(Table);

/// What an example is about: an event of a case, or a change of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExampleId(String);

/// Something to be learned.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingExample {
    /// What it is about.
    pub id: ExampleId,
    /// When that was.
    pub at: Timestamp,
    /// What there is to learn.
    pub what: ExampleKind,
    /// The snapshot that first held it; none while it waits.
    pub compacted: Option<u64>,
}

/// A question without its words: they are the customer's, and nothing here needs them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PackedQuestion {
    /// Hashed features.
    pub features: Vec<u8>,
    /// The embedding; empty without one.
    pub vector: Vec<u8>,
    /// The embeddings model.
    pub model: Option<String>,
}

/// What there is to learn. New kinds go to the end: rows name them by their place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ExampleKind {
    /// A person's verdict on a question.
    Feedback {
        /// The question.
        question: PackedQuestion,
        /// The answer that fits; none where no stored one does.
        answer: Option<AnswerId>,
        /// For how many verdicts it stands.
        weight: f32,
        /// What a model chose.
        vote: ModelVote,
    },
    /// A question of the staff's own, with its answer.
    Curated {
        /// The question.
        question: PackedQuestion,
        /// Its words, for an embeddings model that has not seen them.
        words: Option<Text>,
        /// Its answer.
        answer: AnswerId,
    },
    /// An answer is offered no more.
    Retired {
        /// Which.
        answer: AnswerId,
    },
    /// An answer has become another.
    Merged {
        /// The one that went.
        from: AnswerId,
        /// The one that stays.
        into: AnswerId,
    },
    /// Nothing; the event counts for answers only.
    Counted,
    /// What this release can't read: a newer one wrote it, or it is damaged. It waits for a release that can.
    #[serde(skip)]
    Unreadable {
        /// The version of its form, if that is why.
        newer: Option<u64>,
    },
}

impl TrainingExample {
    /// Whether there is something in it that this release can learn.
    pub fn is_trainable(&self) -> bool {
        !matches!(self.what, ExampleKind::Counted | ExampleKind::Unreadable { .. })
    }
}

impl TrainingExample {
    /// Whether somebody's question is in it; that of a row which can't be read may be.
    pub fn has_question(&self) -> bool {
        !matches!(
            self.what,
            ExampleKind::Counted | ExampleKind::Retired { .. } | ExampleKind::Merged { .. }
        )
    }
}

impl ExampleId {
    /// What there is to learn from an event of a case.
    pub fn event(case: &CaseId, seq: Seq) -> Self {
        Self(keys::example_of_event(case, seq))
    }

    /// Its row's place in its store.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// That an answer has this question.
    pub fn curated(answer: &AnswerId, question: &str) -> Self {
        Self(keys::curated_example(answer, question))
    }

    /// That an answer is offered no more.
    pub fn gone(answer: &AnswerId) -> Self {
        Self(keys::example_gone(answer))
    }
}

impl TrainingExamples {
    /// The rows in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Writes an example on the condition that it is not there yet.
    ///
    /// # Errors
    /// [`TableError`]: whether it was written is not known then.
    pub async fn add(&self, store: &StoreId, example: &TrainingExample) -> Result<Put, TableError> {
        let put = self.0.put(encode(store, example)?).only_if("attribute_not_exists(pk)");
        put.put_if_so().await
    }

    /// These examples as the last write left them, oldest first.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn some(
        &self,
        store: &StoreId,
        ids: impl IntoIterator<Item = &ExampleId>,
    ) -> Result<Vec<TrainingExample>, TableError> {
        let wanted = ids.into_iter().map(|id| key(keys::verdicts(store), id.0.clone())).collect();
        let rows = self.0.rows(wanted).await?;
        in_order(rows)
    }

    /// All of a store's examples as the last writes left them, oldest first: what a snapshot can be made anew from.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn all(&self, store: &StoreId) -> Result<Vec<TrainingExample>, TableError> {
        let rows = self.0.query("pk = :p").bind(":p", keys::verdicts(store)).all().await?;
        in_order(rows)
    }

    /// The oldest examples that wait, with when they came; at most `limit`. The index may be a moment behind.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn waiting(
        &self,
        store: &StoreId,
        limit: usize,
    ) -> Result<Vec<(Timestamp, ExampleId)>, TableError> {
        let (_, _, sk) = keys::WORKLIST;
        let place = |row: &Item| keys::waiting_example_parts(text(row, sk)?);
        let mut found = Vec::new();
        let mut from = None;
        while found.len() < limit {
            let query = self.0.index(keys::WORKLIST, keys::verdicts(store));
            let page = query.exclusive_start_key(from).limit(limit - found.len()).page().await?;
            found.extend(page.items.iter().filter_map(place).map(|(at, id)| (at, ExampleId(id))));
            from = page.last_evaluated_key;
            if from.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// Notes that a snapshot holds these examples, which therefore wait no more. Repeating it changes nothing. Rows are
    /// written over as they were just read: nothing else ever changes one, and a rival marks it for the same snapshot.
    ///
    /// # Errors
    /// [`TableError`]: some may be marked then.
    pub async fn mark_compacted(
        &self,
        store: &StoreId,
        ids: &[ExampleId],
        generation: u64,
    ) -> Result<(), TableError> {
        let wanted = ids.iter().map(|id| key(keys::verdicts(store), id.0.clone()));
        let mut rows = self.0.rows(wanted.collect()).await?;
        let is_marked = |row: &Item| row.contains_key("g");
        rows.retain(|row| !is_marked(row));
        let (_, pk, sk) = keys::WORKLIST;
        for row in &mut rows {
            row.insert("g".to_owned(), N(generation.to_string()));
            row.remove(pk);
            row.remove(sk);
        }
        self.0.put_many(rows).await
    }
}

impl TrainingExamples {
    /// What there is to learn from a case's events.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn of_case(
        &self,
        store: &StoreId,
        case: &CaseId,
    ) -> Result<Vec<TrainingExample>, TableError> {
        self.beginning(store, keys::examples_of_case(case)).await
    }

    /// An answer's own questions, as they were added.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn curated_for(
        &self,
        store: &StoreId,
        answer: &AnswerId,
    ) -> Result<Vec<TrainingExample>, TableError> {
        self.beginning(store, keys::curated_examples(answer)).await
    }

    async fn beginning(
        &self,
        store: &StoreId,
        beginning: String,
    ) -> Result<Vec<TrainingExample>, TableError> {
        let query = self.0.query("pk = :p AND begins_with(sk, :s)");
        let query = query.bind(":p", keys::verdicts(store)).bind(":s", beginning);
        in_order(query.all().await?)
    }

    /// Takes out of an example what there is to learn: that its event was counted is left. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn erase(
        &self,
        store: &StoreId,
        example: &TrainingExample,
    ) -> Result<(), TableError> {
        let left = TrainingExample { what: ExampleKind::Counted, ..example.clone() };
        let mut row = encode(store, &left)?;
        if let Some(generation) = example.compacted {
            row.insert("g".to_owned(), N(generation.to_string()));
        }
        self.0.put(row).done().await
    }
}

fn in_order(rows: Vec<Item>) -> Result<Vec<TrainingExample>, TableError> {
    let mut examples = rows.into_iter().map(decode).collect::<Result<Vec<_>, _>>()?;
    examples.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    Ok(examples)
}

fn encode(store: &StoreId, example: &TrainingExample) -> Result<Item, TableError> {
    let mut item = key(keys::verdicts(store), example.id.0.clone());
    item.insert("t".to_owned(), N(example.at.0.to_string()));
    FORM.write(&mut item, &example.what)?;
    let waits = !matches!(example.what, ExampleKind::Counted) && example.compacted.is_none();
    if waits {
        let (_, pk, sk) = keys::WORKLIST;
        item.insert(pk.to_owned(), S(keys::verdicts(store)));
        item.insert(sk.to_owned(), S(keys::waiting_example(example.at, &example.id.0)));
    }
    Ok(item)
}

fn decode(item: Item) -> Result<TrainingExample, TableError> {
    let corrupt = |reason: &str| TableError::corrupt("lesson", reason);
    let id = text(&item, keys::SK).ok_or_else(|| corrupt("no key"))?;
    let at = number(&item, "t").ok_or_else(|| corrupt("no time"))?;
    let what = match FORM.read(&item) {
        Ok(what) => what,
        Err(TableError::Newer { version, .. }) => ExampleKind::Unreadable { newer: Some(version) },
        // One damaged row must not send all of a store's cases to people.
        Err(_) => ExampleKind::Unreadable { newer: None },
    };
    Ok(TrainingExample {
        id: ExampleId(id.to_owned()),
        at: Timestamp(at),
        what,
        compacted: number(&item, "g"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{first_rows, newer, row};
    use super::*;

    #[test]
    fn an_example_reads_back_as_it_was_written_and_waits_unless_it_only_counts() {
        let store: StoreId = "demo".parse().unwrap();
        let answer = AnswerId::derive(&store, "one");
        let question =
            PackedQuestion { features: vec![1, 2], vector: vec![3], model: Some("m".into()) };
        let words = Some("When?".parse().unwrap());
        for what in [
            ExampleKind::Feedback {
                question: question.clone(),
                answer: None,
                weight: 20.0,
                vote: ModelVote::NoneFits,
            },
            ExampleKind::Curated { question, words, answer: answer.clone() },
            ExampleKind::Retired { answer: answer.clone() },
            ExampleKind::Merged { from: answer.clone(), into: answer.clone() },
            ExampleKind::Counted,
        ] {
            let id = ExampleId::gone(&answer);
            let example = TrainingExample { id, at: Timestamp(7), what, compacted: None };
            let item = encode(&store, &example).unwrap();
            assert_eq!(item.contains_key("wpk"), example.what != ExampleKind::Counted);
            assert_eq!(decode(item).unwrap(), example);
        }
    }

    #[test]
    fn the_first_releases_rows_are_read() {
        let (a, b): (AnswerId, AnswerId) =
            ("a".repeat(26).parse().unwrap(), "b".repeat(26).parse().unwrap());
        let question =
            PackedQuestion { features: vec![1, 2], vector: vec![3], model: Some("m".into()) };
        let bare = PackedQuestion { features: vec![1, 2], ..PackedQuestion::default() };
        let verdict = |question, answer, weight, vote| ExampleKind::Feedback {
            question,
            answer,
            weight,
            vote,
        };
        let expected = [
            verdict(question.clone(), Some(a.clone()), 20.0, ModelVote::NoneFits),
            verdict(bare, None, 1.0, ModelVote::NotAsked),
            verdict(question.clone(), Some(a.clone()), 1.0, ModelVote::For(a.clone())),
            ExampleKind::Curated { question, words: "When?".parse().ok(), answer: a.clone() },
            ExampleKind::Retired { answer: a.clone() },
            ExampleKind::Merged { from: a, into: b },
            ExampleKind::Counted,
        ];
        let rows = first_rows("lesson");
        assert_eq!(rows.len(), expected.len());
        for (packed, expected) in rows.into_iter().zip(expected) {
            assert_eq!(FORM.read::<ExampleKind>(&row(packed)).unwrap(), expected);
        }
    }

    #[test]
    fn a_row_that_cant_be_read_keeps_its_place_and_says_why() {
        let store: StoreId = "demo".parse().unwrap();
        let id = ExampleId::gone(&AnswerId::derive(&store, "one"));
        let what = ExampleKind::Counted;
        let example = TrainingExample { id, at: Timestamp(7), what, compacted: None };
        let good = encode(&store, &example).unwrap();
        let unreadable =
            |newer| TrainingExample { what: ExampleKind::Unreadable { newer }, ..example.clone() };
        assert_eq!(decode(newer(good.clone())).unwrap(), unreadable(Some(1)));
        let mut damaged = good;
        damaged.insert(
            "d".to_owned(),
            aws_sdk_dynamodb::types::AttributeValue::B(aws_sdk_dynamodb::primitives::Blob::new([
                0xff,
            ])),
        );
        assert_eq!(decode(damaged).unwrap(), unreadable(None));
    }
}
