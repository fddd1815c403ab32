//! Simulated stores, drawn from files of real questions: few answers, much that no answer fits, people's mistakes.
//!
//! One clean file says how triage does on that file. What a store can rely on is what holds on nine of ten stores that
//! nobody has seen, and those are small, misspelt and full of chatter.

use std::collections::BTreeMap;

use retrieval::random::Random;

use super::data::{Data, Line};

mod manners;

use manners::Manners;

/// Uniform draws on top of the engine's own generator.
pub(super) struct Draw(pub(super) Random);

impl Draw {
    pub(super) fn unit(&mut self) -> f64 {
        self.0.below(1 << 30) as f64 / (1u64 << 30) as f64
    }

    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    pub(super) fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.0.below(from.len())]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.0.below(at + 1));
        }
    }
}

/// So many stores, drawn from each of these files in turn. The same seed gives the same stores.
pub(crate) fn stores(files: &[Data], count: usize, seed: u64) -> Vec<Data> {
    (0..count)
        .map(|number| {
            let mut draw = Draw(Random::seeded(seed.wrapping_add(number as u64 * 7919)));
            let data = store(files, number % files.len(), &mut draw);
            Data { name: format!("{} {number}", data.name), ..data }
        })
        .collect()
}

fn store(files: &[Data], source: usize, draw: &mut Draw) -> Data {
    let mut by_answer: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    let mut without: Vec<&Line> = Vec::new();
    for line in &files[source].lines {
        match &line.answer {
            Some(answer) => by_answer.entry(answer).or_default().push(line),
            None => without.push(line),
        }
    }
    let mut names: Vec<&str> = by_answer.keys().copied().collect();
    draw.shuffle(&mut names);
    let most = (names.len() * 4 / 5).min(80);
    let kept = (draw.between(10f64.ln(), (most as f64).ln()).exp() as usize).max(10);
    let (kept, others) = names.split_at(kept.min(names.len()));
    let wanted = draw.between(200f64.ln(), 5000f64.ln()).exp() as usize;
    let unanswerable = draw.between(0.05, 0.7);
    let manners = Manners::draw(draw);
    let mut lines =
        answerable(&by_answer, kept, (wanted as f64 * (1.0 - unanswerable)) as usize, draw);
    let count = (lines.len() as f64 * unanswerable / (1.0 - unanswerable)) as usize;
    let near = draw.between(0.1, 0.9);
    lines.extend(strangers(files, source, &without, &by_answer, others, count, near, draw));
    lines.sort_by(|one, other| one.0.total_cmp(&other.0));
    let asked = lines.into_iter().map(|(_, text, answer)| manners.ask(&text, answer, kept, draw));
    Data {
        name: files[source].name.clone(),
        sha256: files[source].sha256.clone(),
        lines: asked.collect(),
    }
}

/// Questions with an answer, each with its moment. Some answers are asked for a hundred times as often as others, and
/// some only from the middle on: what a shop is asked drifts.
fn answerable(
    by_answer: &BTreeMap<&str, Vec<&Line>>,
    kept: &[&str],
    count: usize,
    draw: &mut Draw,
) -> Vec<(f64, String, Option<String>)> {
    let steepness = draw.between(0.0, 1.2);
    let weights: Vec<f64> = (1..=kept.len()).map(|rank| (rank as f64).powf(-steepness)).collect();
    let total: f64 = weights.iter().sum();
    let mut lines = Vec::new();
    for (answer, weight) in kept.iter().zip(&weights) {
        let mut own = by_answer[answer].clone();
        draw.shuffle(&mut own);
        let share = ((count as f64 * weight / total).ceil() as usize).min(own.len());
        let from = if draw.happens(0.25) { draw.between(0.0, 0.7) } else { 0.0 };
        let to = if draw.happens(0.15) { draw.between(0.3, 1.0).max(from) } else { 1.0 };
        for line in &own[..share] {
            lines.push((draw.between(from, to), line.text.clone(), Some((*answer).to_owned())));
        }
    }
    lines
}

/// Questions without an answer: near ones of the same file, far ones of the others, and chatter.
#[expect(clippy::too_many_arguments, reason = "the parts of one store")]
fn strangers(
    files: &[Data],
    source: usize,
    without: &[&Line],
    by_answer: &BTreeMap<&str, Vec<&Line>>,
    others: &[&str],
    count: usize,
    near: f64,
    draw: &mut Draw,
) -> Vec<(f64, String, Option<String>)> {
    let mut close: Vec<&Line> = others
        .iter()
        .flat_map(|name| by_answer[name].iter().copied())
        .chain(without.iter().copied())
        .collect();
    let foreign =
        files.iter().enumerate().filter(|(number, _)| *number != source || files.len() == 1);
    let mut far: Vec<&Line> = foreign.flat_map(|(_, data)| &data.lines).collect();
    draw.shuffle(&mut close);
    draw.shuffle(&mut far);
    let chatter = draw.between(0.0, 0.15);
    let (mut close, mut far) = (close.into_iter(), far.into_iter());
    let mut lines = Vec::new();
    for _ in 0..count {
        let text = match (draw.happens(chatter), draw.happens(near)) {
            (true, _) => (*draw.pick(&manners::CHATTER)).to_owned(),
            (false, true) => close
                .next()
                .or_else(|| far.next())
                .map(|line| line.text.clone())
                .unwrap_or_default(),
            (false, false) => far
                .next()
                .or_else(|| close.next())
                .map(|line| line.text.clone())
                .unwrap_or_default(),
        };
        lines.push((draw.unit(), text, None));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::data::PersonsWord;
    use super::*;

    fn file() -> Data {
        let line = |number: usize| {
            let answer = (!number.is_multiple_of(20)).then(|| format!("answer-{}", number % 20));
            Line {
                text: format!("question {number} about it"),
                answer,
                said: PersonsWord::AsInFile,
            }
        };
        Data { name: "file".into(), sha256: String::new(), lines: (0..2000).map(line).collect() }
    }

    #[test]
    fn the_same_seed_gives_the_same_stores_and_another_gives_others() {
        let texts = |seed| {
            let stores = stores(&[file()], 2, seed);
            stores
                .into_iter()
                .flat_map(|store| store.lines)
                .map(|line| line.text)
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
    }

    #[test]
    fn a_store_has_few_answers_much_without_one_and_verdicts_that_are_mostly_right() {
        for store in stores(&[file()], 12, 3) {
            let answers: std::collections::BTreeSet<_> =
                store.lines.iter().filter_map(|line| line.answer.as_deref()).collect();
            assert!((5..=16).contains(&answers.len()), "{}", answers.len());
            let share = |keep: &dyn Fn(&Line) -> bool| {
                store.lines.iter().filter(|line| keep(line)).count() as f64
                    / store.lines.len() as f64
            };
            assert!((0.01..0.8).contains(&share(&|line| line.answer.is_none())));
            assert!(share(&|line| line.verdict() != line.answer.as_deref()) < 0.12);
        }
    }
}
