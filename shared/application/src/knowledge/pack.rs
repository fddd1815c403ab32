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

/// What a snapshot holds.
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
