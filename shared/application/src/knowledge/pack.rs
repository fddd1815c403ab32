//! An engine as bytes, and back: what it has learned, and the questions it remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};

use adapters::dynamo::TableError;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use retrieval::features::Features;
use retrieval::{Classifier, Part, Question, Vector};
use serde::{Deserialize, Serialize};

/// Questions that a snapshot remembers: the newest. More would only slow every decision.
const REMEMBERED: usize = 30_000;

/// The low bits of a tag byte, which no DEFLATE stream begins with: its block type would be the reserved one. The version
/// of the snapshot's form is above them; a snapshot without a tag has the first form, version 0.
const TAG: u8 = 0b111;

/// What a snapshot holds. A field more is another form: it gets a tag with version 1, and a reader of its own beside this
/// one, whose fixtures stay. `Models` has the version in the head, too.
#[derive(Serialize, Deserialize)]
pub(super) struct Snapshot {
    /// The engine without its questions.
    pub(super) parts: Vec<Part>,
    /// The questions, oldest first.
    pub(super) questions: Vec<Remembered>,
    /// Answers that became others.
    pub(super) merged: BTreeMap<String, String>,
    /// Answers that are offered no more.
    pub(super) retired: BTreeSet<String>,
}

/// A question that an engine remembers.
#[derive(Serialize, Deserialize)]
pub(super) struct Remembered {
    features: Vec<u8>,
    vector: Vec<u8>,
    answer: Option<String>,
}

impl Snapshot {
    /// A snapshot of an engine.
    pub(super) fn of(
        engine: &Classifier,
        merged: BTreeMap<String, String>,
        retired: BTreeSet<String>,
    ) -> Self {
        let mut questions: Vec<_> = engine.remembered().map(remembered).collect();
        let surplus = questions.len().saturating_sub(REMEMBERED);
        questions.drain(..surplus);
        Self { parts: engine.parts(), questions, merged, retired }
    }

    /// The snapshot as bytes.
    pub(super) fn pack(&self) -> Result<Vec<u8>, TableError> {
        let plain = postcard::to_allocvec(self).map_err(|error| corrupt(&error))?;
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&plain).map_err(|error| corrupt(&error))?;
        encoder.finish().map_err(|error| corrupt(&error))
    }

    /// The snapshot that these bytes hold.
    pub(super) fn unpack(bytes: &[u8]) -> Result<Self, TableError> {
        if let Some(tag) = bytes.first().filter(|first| *first & TAG == TAG) {
            return Err(TableError::Newer { kind: "model", version: u64::from(tag >> 3) });
        }
        let mut plain = Vec::with_capacity(bytes.len() * 2);
        DeflateDecoder::new(bytes).read_to_end(&mut plain).map_err(|error| corrupt(&error))?;
        postcard::from_bytes(&plain).map_err(|error| corrupt(&error))
    }

    /// The engine that it was made of, on top of `fresh`.
    pub(super) fn resume(&self, fresh: Classifier, parts: Vec<Part>) -> Classifier {
        let questions = self.questions.iter().filter_map(|held| {
            let features = Features::unpack(&held.features)?;
            let question = Question { features, vector: Vector::unpack(&held.vector) };
            Some((question, held.answer.as_deref()))
        });
        fresh.resume(parts, questions)
    }
}

fn remembered((question, answer): (Question, Option<&str>)) -> Remembered {
    Remembered {
        features: question.features.pack(),
        vector: question.vector.map(|vector| vector.pack()).unwrap_or_default(),
        answer: answer.map(str::to_owned),
    }
}

fn corrupt(error: &dyn std::fmt::Display) -> TableError {
    TableError::Corrupt { kind: "model", reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use retrieval::{Classifier, RiskBound, Tier};

    use super::*;

    const WORDS: &[u8] = include_bytes!("../../fixtures/snapshot.0.words.bin");
    const VECTORS: &[u8] = include_bytes!("../../fixtures/snapshot.0.vectors.bin");

    fn resumed(bytes: &[u8], tier: Tier, dimensions: usize) -> Classifier {
        let mut snapshot = Snapshot::unpack(bytes).unwrap();
        assert_eq!(snapshot.merged["old-tracking"], "tracking");
        assert!(snapshot.retired.contains("gone"));
        let fresh = Classifier::new(tier, dimensions, RiskBound::STANDARD, 1).unwrap();
        let parts = std::mem::take(&mut snapshot.parts);
        snapshot.resume(fresh, parts)
    }

    #[test]
    fn the_first_releases_snapshots_are_read_with_all_that_they_know() {
        for (bytes, tier, dimensions) in [(WORDS, Tier::Lexical, 0), (VECTORS, Tier::Both, 3)] {
            let engine = resumed(bytes, tier, dimensions);
            assert_eq!(engine.remembered().count(), 24);
            let vectors = engine.remembered().filter(|(question, _)| question.vector.is_some());
            assert_eq!(vectors.count(), if dimensions > 0 { 24 } else { 0 });
            assert!(engine.tier_state(tier).unwrap().calibrator.seen() > 20, "its calibration");
            for (words, answer) in
                [("where is my parcel", "tracking"), ("i want my money back", "refund")]
            {
                let found = engine.decide(&Question::lexical(words)).candidate;
                assert_eq!(found.map(|found| found.answer).as_deref(), Some(answer));
            }
        }
    }

    #[test]
    fn a_snapshot_of_a_newer_release_is_told_from_a_damaged_one() {
        let newer = |version: u8| [&[version << 3 | TAG], WORDS].concat();
        for version in [1, 31] {
            let read = Snapshot::unpack(&newer(version)).err();
            assert!(
                matches!(read, Some(TableError::Newer { version: found, .. }) if found == u64::from(version))
            );
        }
        let cut = Snapshot::unpack(&WORDS[..WORDS.len() / 2]).err();
        assert!(matches!(cut, Some(TableError::Corrupt { .. })));
    }

    #[test]
    fn no_snapshot_of_this_form_begins_like_a_tag() {
        for bytes in [WORDS, VECTORS] {
            assert_ne!(bytes[0] & TAG, TAG);
        }
        let engine = Classifier::new(Tier::Lexical, 0, RiskBound::STANDARD, 1).unwrap();
        let packed = Snapshot::of(&engine, BTreeMap::new(), BTreeSet::new()).pack().unwrap();
        assert_ne!(packed[0] & TAG, TAG);
    }
}
