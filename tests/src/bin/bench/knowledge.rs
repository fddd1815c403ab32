//! A store with thousands of answers: how long a process that knows nothing yet takes to its first decision.

use std::time::{Duration, Instant};

use adapters::aws::{Credentials, sdk_config};
use adapters::dynamo::{
    ExampleId, ExampleKind, Models, PackedQuestion, Table, TrainingExample, TrainingExamples,
};
use anyhow::bail;
use application::{Compaction, Knowledge, KnowledgeConfig};
use domain::{AnswerId, StoreId, Timestamp};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use retrieval::Question;

use crate::host::World;
use crate::load::bar;
use crate::outcome::Spread;

/// The store's answers.
const ANSWERS: usize = 10_000;
/// Rows that are written at once.
const AT_ONCE: usize = 16;
/// How often the store is loaded, and how often it is asked once loaded.
const LOADS: usize = 7;
const QUESTIONS: usize = 200;
const START: Timestamp = Timestamp(1_795_000_000_000);

/// What knowing costs.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    /// Answers of the store, each with its question.
    pub(crate) answers: usize,
    /// Megabytes of the snapshot in the table.
    pub(crate) megabytes: f64,
    /// From nothing to the first decision.
    pub(crate) cold: Spread,
    /// A decision after that, with the look whether something has changed.
    pub(crate) warm: Spread,
}

/// Fills a store past the front door, folds it, and loads it again and again.
pub(crate) async fn measure(world: &World) -> anyhow::Result<Figures> {
    let credentials = Credentials::new("local", "local", None, None, "benchmark");
    let aws = sdk_config("eu-central-1".to_owned(), credentials);
    let table = Table::new(&aws, Some(&world.database), world.table.clone());
    let store: StoreId = "knowledge".parse()?;
    fill(&table, &store).await?;
    let head = Models::new(table.clone()).head(&store).await?;
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    for n in 0..LOADS {
        let knowledge = Knowledge::new(table.clone(), KnowledgeConfig::default());
        cold.push(ask(&knowledge, &store, n, START).await?);
        for again in 0..QUESTIONS / LOADS {
            // Later than a model is taken to be fresh: the table is asked each time.
            let now = START.plus_seconds(1 + again as i64);
            warm.push(ask(&knowledge, &store, n * LOADS + again, now).await?);
        }
    }
    let megabytes = head.map_or(0, |head| head.bytes) as f64 / 1_000_000.0;
    let (cold, warm) = (Spread::of(cold), Spread::of(warm));
    Ok(Figures { answers: ANSWERS, megabytes, cold, warm })
}

async fn fill(table: &Table, store: &StoreId) -> anyhow::Result<()> {
    let bar = bar("knowledge");
    bar.set_length(2 * ANSWERS as u64);
    let examples = TrainingExamples::new(table.clone());
    let written = stream::iter(0..ANSWERS).map(|n| {
        let (examples, bar) = (&examples, &bar);
        async move {
            bar.inc(1);
            examples.add(store, &example(store, n)).await
        }
    });
    written.buffer_unordered(AT_ONCE).try_collect::<Vec<_>>().await?;
    for round in 0.. {
        let knowledge = Knowledge::new(table.clone(), KnowledgeConfig::default());
        let now = START.plus_seconds(3_600 * (round + 1));
        match knowledge.compact(store, &format!("bench-{round}"), |_| async { None }, now).await? {
            Compaction::Done(count) => bar.inc(count as u64),
            Compaction::NotDue => break,
            other => bail!("nobody else folds here: {other:?}"),
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// The time of one decision; its question must find an answer.
async fn ask(
    knowledge: &Knowledge,
    store: &StoreId,
    n: usize,
    now: Timestamp,
) -> anyhow::Result<Duration> {
    let question = Question::lexical(&question(n * 37 % ANSWERS));
    let started = Instant::now();
    let found = knowledge.find(store, &question, now).await?;
    let took = started.elapsed();
    // The answers' own rows were never written: what was decided shows in what the question was like.
    drop(found);
    Ok(took)
}

fn example(store: &StoreId, n: usize) -> TrainingExample {
    let answer = AnswerId::derive(store, &format!("answer-{n}"));
    let words = question(n);
    let features = Question::lexical(&words).features.pack();
    let question = PackedQuestion { features, vector: Vec::new(), model: None };
    let id = ExampleId::curated(&answer, &words);
    let what = ExampleKind::Curated { question, words: None, answer };
    TrainingExample { id, at: Timestamp(START.0 + n as i64), what, compacted: None }
}

/// A question of ten made-up words; a few of them are in many questions, as words are.
fn question(n: usize) -> String {
    let mut seed = n as u64 + 1;
    let mut word = |choices: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (drawn, letters) = ((seed >> 33) % choices, b"aeioulnrstdmkp");
        let letter = |place: u32| letters[(drawn / 14_u64.pow(place) % 14) as usize] as char;
        (0..5).map(letter).collect::<String>()
    };
    let words = [40, 40, 40, 400, 400, 400, 4_000, 4_000, 4_000, 4_000].map(&mut word);
    words.join(" ")
}
