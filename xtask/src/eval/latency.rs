//! How long one decision takes on one core, with many questions remembered.

use std::time::Instant;

use retrieval::random::Random;
use retrieval::snapshot::Part;
use retrieval::{Classifier, Question, RiskBound, Tier, Vector};

use super::data::Data;

/// Decisions timed for each size of memory.
const TIMED: usize = 400;
/// Questions learned in full, so that the heads hold what a busy store's heads hold.
const LEARNED: usize = 3000;

/// Times decisions with 10,000 and 100,000 remembered questions, by words and with vectors, and prints them.
pub(crate) fn run(data: &[Data], dimensions: usize) -> anyhow::Result<()> {
    println!("{:>8} {:8} {:>9} {:>9} {:>9}  goal p99", "answers", "tier", "p50", "p99", "most");
    for (tier, dimensions, goal) in [(Tier::Lexical, 0, "2 ms"), (Tier::Both, dimensions, "15 ms")]
    {
        for size in [10_000, 100_000] {
            let mut times = time(tier, dimensions, size, data)?;
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
            println!(
                "{size:>8} {:8} {:>6.2} ms {:>6.2} ms {:>6.2} ms  {goal}",
                format!("{tier:?}"),
                at(0.5),
                at(0.99),
                at(1.0)
            );
        }
    }
    Ok(())
}

fn time(tier: Tier, dimensions: usize, size: usize, data: &[Data]) -> anyhow::Result<Vec<f64>> {
    let lines: Vec<_> = data.iter().flat_map(|data| &data.lines).collect();
    let mut random = Random::seeded(5);
    let mut engine = Classifier::new(tier, dimensions, RiskBound::STANDARD, 1)
        .ok_or_else(|| anyhow::anyhow!("the shipped weights are damaged"))?;
    let mut synthetic = |at: usize| {
        // Real questions, joined in pairs once they run out, so that texts and document frequencies stay plausible.
        let line = lines[at % lines.len()];
        let text = match at / lines.len() {
            0 => line.text.clone(),
            _ => format!("{} {}", line.text, lines[random.below(lines.len())].text),
        };
        let question = Question::lexical(&text);
        let values: Vec<f32> =
            (0..dimensions).map(|_| random.below(2001) as f32 / 1000.0 - 1.0).collect();
        let question =
            Vector::parse(&values).map_or(question.clone(), |vector| question.with_vector(vector));
        (question, line.answer.as_deref())
    };
    for at in 0..LEARNED {
        let (question, answer) = synthetic(at);
        engine.train(&question, answer.unwrap_or("none"));
    }
    let parts: Vec<Part> = engine.parts();
    let fresh = Classifier::new(tier, dimensions, RiskBound::STANDARD, 1)
        .ok_or_else(|| anyhow::anyhow!("the shipped weights are damaged"))?;
    let engine = fresh.resume(parts, (0..size).map(&mut synthetic));
    let asked: Vec<Question> = (0..TIMED).map(|at| synthetic(at * 7).0).collect();
    // The best of three: what other programs on the machine take away is not the decision's time.
    let once = |question: &Question| {
        let started = Instant::now();
        std::hint::black_box(engine.decide(question));
        started.elapsed().as_secs_f64() * 1000.0
    };
    let timed =
        asked.iter().map(|question| (0..3).map(|_| once(question)).fold(f64::MAX, f64::min));
    Ok(timed.collect())
}
