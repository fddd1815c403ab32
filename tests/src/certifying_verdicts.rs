//! Verdicts of a store's earlier life, enough to certify an answer. The use cases' tests include this file by its path: the same
//! store on the embedded engine and behind the whole stack.

use adapters::dynamo::{ExampleId, ExampleKind, PackedQuestion, TrainingExample};
use domain::{AnswerId, CaseId, Seq, StoreId, Timestamp, UserId};
use retrieval::Question;

/// So many certify: enough right ones, and enough questions that no stored answer fits.
pub(crate) const VERDICTS: usize = 400;

/// The verdicts before `now`, oldest first: three of five questions are this answer's, two of five find none.
pub(crate) fn certifying_verdicts(
    store: &StoreId,
    answer: &AnswerId,
    now: Timestamp,
) -> Vec<TrainingExample> {
    (0..VERDICTS).map(|n| verdict(n, store, answer, now)).collect()
}

fn verdict(n: usize, store: &StoreId, answer: &AnswerId, now: Timestamp) -> TrainingExample {
    let command = format!("command-{n}").parse().unwrap();
    let case = CaseId::derive(store, &UserId::visitor([1; 16]), &command);
    let filler = ["", "hello ", "hi there ", "sorry but ", "quick one: "][n % 5];
    let is_known = n % 5 < 3;
    let topic = ["the moon", "your dog", "a good film", "chess", "the weather"][n / 5 % 5];
    let text = match is_known {
        true => format!("{filler}where is my parcel {}", n * 37 % 101),
        false => format!("{filler}tell me something funny about {topic} and {}", n * 37 % 101),
    };
    let features = Question::lexical(&text).features.pack();
    let question = PackedQuestion { features, vector: Vec::new(), model: None };
    let answer = is_known.then(|| answer.clone());
    let what =
        ExampleKind::Feedback { question, answer, weight: 1.0, vote: domain::ModelVote::NotAsked };
    let at = Timestamp(now.0 - 1_000_000 + n as i64);
    TrainingExample { id: ExampleId::event(&case, Seq::NONE.next()), at, what, compacted: None }
}
