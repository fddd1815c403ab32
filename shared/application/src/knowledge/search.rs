//! Finding answers by words. A process keeps the answers of the stores that were searched, and reads what changed.

use std::collections::{BTreeMap, HashMap};

use adapters::dynamo::{Answers, TableError};
use domain::{Answer, AnswerId, AnswerStatus, StoreId};
use language::{folded_words, is_unspaced};
use tokio::sync::Mutex;

/// Answers that a search gives.
const MOST: usize = 50;

/// What was read for searches, by store.
#[derive(Default)]
pub(super) struct Searches(Mutex<HashMap<StoreId, Known>>);

/// A store's answers as they were read last.
#[derive(Default)]
struct Known {
    answers: BTreeMap<AnswerId, Entry>,
    is_complete: bool,
}

struct Entry {
    answer: Answer,
    question: Vec<String>,
    text: Vec<String>,
}

impl Searches {
    /// The answers that these words fit best, best first.
    pub(super) async fn find(
        &self,
        rows: &Answers,
        store: &StoreId,
        words: &str,
        status: Option<AnswerStatus>,
    ) -> Result<Vec<Answer>, TableError> {
        let mut stores = self.0.lock().await;
        let known = stores.entry(store.clone()).or_default();
        if known.is_complete {
            known.refresh(rows, store).await?;
        } else {
            known.read_all(rows, store).await?;
        }
        Ok(known.best(&folded_words(words), status))
    }
}

impl Known {
    async fn read_all(&mut self, rows: &Answers, store: &StoreId) -> Result<(), TableError> {
        let mut from = None;
        loop {
            let (answers, next) = rows.all(store, from).await?;
            for answer in answers {
                self.take(answer);
            }
            if next.is_none() {
                self.is_complete = true;
                return Ok(());
            }
            from = next;
        }
    }

    /// Reads what people changed last, page by page, until a page holds something known.
    async fn refresh(&mut self, rows: &Answers, store: &StoreId) -> Result<(), TableError> {
        let mut from = None;
        loop {
            let page = rows.list(store, None, from).await?;
            let is_known = |answer: &Answer| {
                let known = self.answers.get(&answer.id);
                known.is_some_and(|known| known.answer.version == answer.version)
            };
            let reached_known = page.answers.iter().any(is_known);
            page.answers.into_iter().for_each(|answer| self.take(answer));
            if reached_known || page.next.is_none() {
                return Ok(());
            }
            from = page.next;
        }
    }

    fn take(&mut self, answer: Answer) {
        let (question, text) =
            (folded_words(answer.question.as_str()), folded_words(answer.text.as_str()));
        self.answers.insert(answer.id.clone(), Entry { answer, question, text });
    }

    fn best(&self, words: &[String], status: Option<AnswerStatus>) -> Vec<Answer> {
        let wanted = |entry: &&Entry| status.is_none_or(|status| entry.answer.status == status);
        let entries: Vec<&Entry> = self.answers.values().filter(wanted).collect();
        let mut scores = vec![0f32; entries.len()];
        for word in words {
            let fits: Vec<f32> = entries.iter().map(|entry| entry.fit(word)).collect();
            let found = fits.iter().filter(|fit| **fit > 0.0).count();
            // A word that every answer has tells nothing; one that few have tells most.
            let weight = (1.0 + entries.len() as f32 / (1.0 + found as f32)).ln();
            scores.iter_mut().zip(fits).for_each(|(score, fit)| *score += weight * fit);
        }
        let mut ranked: Vec<_> =
            scores.into_iter().zip(entries).filter(|(score, _)| *score > 0.0).collect();
        ranked.sort_by(|(one, a), (other, b)| {
            other.total_cmp(one).then(b.answer.updated_at.cmp(&a.answer.updated_at))
        });
        ranked.into_iter().take(MOST).map(|(_, entry)| entry.answer.clone()).collect()
    }
}

impl Entry {
    /// How well a word, or its beginning, fits: in the question it tells more than in the text. Scripts without spaces are looked
    /// through for it.
    fn fit(&self, word: &str) -> f32 {
        let is_inside = word.chars().any(is_unspaced);
        let fits = |other: &String| other.starts_with(word) || (is_inside && other.contains(word));
        let has = |words: &[String]| words.iter().any(fits);
        match (has(&self.question), has(&self.text)) {
            (true, _) => 2.0,
            (false, true) => 1.0,
            (false, false) => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Timestamp;

    fn known(answers: &[(&str, &str)]) -> Known {
        let store: StoreId = "demo".parse().unwrap();
        let mut known = Known::default();
        for (question, text) in answers {
            let id = AnswerId::derive(&store, question);
            let (question, text) = (question.parse().unwrap(), text.parse().unwrap());
            let at = Timestamp(known.answers.len() as i64);
            known.take(Answer::candidate(id, store.clone(), question, text, at));
        }
        known
    }

    fn found(known: &Known, words: &str) -> Vec<String> {
        let best = known.best(&folded_words(words), None);
        best.iter().map(|answer| answer.question.as_str().to_owned()).collect()
    }

    #[test]
    fn the_question_tells_more_than_the_text_and_rare_words_more_than_common_ones() {
        let known = known(&[
            ("How do I send it back?", "The refund takes a week."),
            ("When is my refund due?", "Within a week."),
            ("Do you ship to Norway?", "We do."),
        ]);
        assert_eq!(found(&known, "refund"), ["When is my refund due?", "How do I send it back?"]);
        assert_eq!(found(&known, "do norway")[0], "Do you ship to Norway?");
        assert_eq!(found(&known, "NORW"), ["Do you ship to Norway?"]);
        assert_eq!(found(&known, "unicorn"), Vec::<String>::new());
    }

    #[test]
    fn accents_and_scripts_without_spaces_keep_nobody_from_finding() {
        let known =
            known(&[("Liefern Sie nach Zürich?", "Ja."), ("商品の返品はできますか", "はい。")]);
        assert_eq!(found(&known, "zurich"), ["Liefern Sie nach Zürich?"]);
        assert_eq!(found(&known, "ZÜR"), ["Liefern Sie nach Zürich?"]);
        assert_eq!(found(&known, "返品"), ["商品の返品はできますか"]);
        assert_eq!(found(&known, "rich"), Vec::<String>::new());
    }

    #[test]
    fn only_the_status_that_was_asked_for_is_found() {
        let known = known(&[("When?", "Tomorrow.")]);
        assert_eq!(known.best(&folded_words("when"), Some(AnswerStatus::Approved)), []);
        assert_eq!(known.best(&folded_words("when"), Some(AnswerStatus::Candidate)).len(), 1);
    }
}
