//! A batch of the table's stream, and the answer that says from where to go on.

use std::collections::BTreeSet;

use adapters::dynamo::{decode_image, row_of, store_of_erasure, store_of_staff};
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use domain::{CaseId, Entry, StoreId};
use tracing::error;

use crate::telemetry::{self, Unit};

/// The new events of one case in a batch, oldest first, with the sequence numbers of their records.
#[derive(Debug)]
pub struct CaseRecords {
    /// The case.
    pub case: CaseId,
    /// Its new events.
    pub entries: Vec<Entry>,
    /// The record of the first, from which a failed batch is delivered again.
    pub first_record: String,
}

/// What a batch holds, and the records that can't be read.
#[derive(Debug, Default)]
pub struct Records {
    /// By case, in the order in which each first appears.
    pub cases: Vec<CaseRecords>,
    /// Stores in whose staff something has changed: who is there, who takes cases, how many.
    pub stores: BTreeSet<StoreId>,
    /// Stores of which something is to be erased.
    pub erasures: BTreeSet<StoreId>,
    /// Sequence numbers of rows that are no events of ours though the filter let them through.
    pub unreadable: Vec<String>,
}

/// Sorts a batch by case. Within a case the stream keeps the log's order. What can't be read is told of: it comes again
/// until it is given up, and nobody else would say why.
pub fn records(event: Event) -> Records {
    let mut records = Records::default();
    for record in event.records {
        records.add(record);
    }
    if !records.unreadable.is_empty() {
        let count = records.unreadable.len() as f64;
        telemetry::measure(&[("UnreadableRecords", Unit::Count, count)]);
    }
    records
}

impl Records {
    fn add(&mut self, record: EventRecord) {
        let number = record.change.sequence_number.unwrap_or_default();
        let row = row_of(&record.change.new_image);
        if let Some(store) = store_of_staff(&record.change.new_image) {
            self.stores.insert(store);
            return;
        }
        if let Some(store) = store_of_erasure(&record.change.new_image) {
            self.erasures.insert(store);
            return;
        }
        match decode_image(record.change.new_image) {
            Ok(Some((case, entry))) => self.add_entry(case, entry, number),
            Ok(None) => {}
            // Why it can't be read may quote its words.
            Err(_) => {
                error!(record = number, row, "a record of the stream can't be read");
                self.unreadable.push(number);
            }
        }
    }

    fn add_entry(&mut self, case: CaseId, entry: Entry, number: String) {
        match self.cases.iter_mut().find(|records| records.case == case) {
            Some(records) => records.entries.push(entry),
            None => {
                self.cases.push(CaseRecords { case, entries: vec![entry], first_record: number });
            }
        }
    }
}
