//! What the judgements of a batch rest on: rows of many cases and stores in one request, so that a batch makes no more
//! requests than a judgement.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::{CaseId, Seq, StoreId, Text};
use serde::Deserialize;

use super::asked::{self, KeptQuestion};
use super::table::{Item, key, text};
use super::training_examples::ExampleId;
use super::{Table, TableError, keys};

/// The rows behind judgements.
#[derive(Clone)]
pub struct JudgedRows(Table);

/// What was found of judged events and of the questions that they are on.
#[derive(Debug, Default)]
pub struct FoundJudged {
    /// The events whose examples are written down.
    pub known: HashSet<(StoreId, ExampleId)>,
    /// Questions as triage saw them. Left out are those that it did not see, and those that a newer release has written.
    pub asked: HashMap<(CaseId, Seq), Result<KeptQuestion, TableError>>,
}

/// The words of messages; none of those that were erased or never were.
pub type MessageWords = HashMap<(CaseId, Seq), Result<Option<Text>, TableError>>;

impl JudgedRows {
    /// The rows in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Which of these events are written down, and these questions as triage saw them, as the last writes left them.
    ///
    /// # Errors
    /// [`TableError`]; a row that can't be read is an error of its own question alone.
    pub async fn judged(
        &self,
        events: &BTreeSet<(StoreId, ExampleId)>,
        questions: &BTreeSet<(CaseId, Seq)>,
    ) -> Result<FoundJudged, TableError> {
        let examples: HashMap<_, _> = events
            .iter()
            .map(|(store, id)| ((keys::verdicts(store), id.as_str().to_owned()), (store, id)))
            .collect();
        let wanted = examples.keys().map(|(pk, sk)| key(pk.clone(), sk.clone()));
        let asked = questions.iter().map(|(case, seq)| key(keys::case(case), keys::asked(*seq)));
        let mut found = FoundJudged::default();
        for row in self.0.rows(wanted.chain(asked).collect()).await? {
            let Some((pk, sk)) = place(&row) else { continue };
            if let Some((store, id)) = examples.get(&(pk.clone(), sk.clone())) {
                found.known.insert(((*store).clone(), (*id).clone()));
            } else if let (Some(case), Some(seq)) = (keys::case_of(&pk), keys::asked_seq(&sk)) {
                let question = asked::decode(&row);
                if !matches!(question, Err(TableError::Newer { .. })) {
                    found.asked.insert((case, seq), question);
                }
            }
        }
        Ok(found)
    }

    /// The words of these messages as their logs have them now.
    ///
    /// # Errors
    /// [`TableError`]; a row that can't be read is an error of its own message alone.
    pub async fn words(
        &self,
        messages: &BTreeSet<(CaseId, Seq)>,
    ) -> Result<MessageWords, TableError> {
        #[derive(Deserialize)]
        struct Words {
            #[serde(default, deserialize_with = "Text::stored")]
            b: Option<Text>,
        }
        let wanted = messages.iter().map(|(case, seq)| key(keys::case(case), keys::event(*seq)));
        let rows = self.0.rows_projected(wanted.collect(), "pk, sk, b").await?;
        let mut words: MessageWords =
            messages.iter().map(|message| (message.clone(), Ok(None))).collect();
        for row in rows {
            let Some((pk, sk)) = place(&row) else { continue };
            let (Some(case), Some(seq)) = (keys::case_of(&pk), keys::event_seq(&sk)) else {
                continue;
            };
            let read = serde_dynamo::aws_sdk_dynamodb_1::from_item::<Words>(row);
            let read = read.map(|row| row.b).map_err(|error| TableError::corrupt("event", error));
            words.insert((case, seq), read);
        }
        Ok(words)
    }
}

fn place(row: &Item) -> Option<(String, String)> {
    Some((text(row, keys::PK)?.to_owned(), text(row, keys::SK)?.to_owned()))
}
