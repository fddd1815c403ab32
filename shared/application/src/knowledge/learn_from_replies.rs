//! What a person replied in words of their own: a stored answer again, or a new candidate and an open question.

use adapters::dynamo::{ExampleKind, PackedQuestion};
use domain::{Answer, AnswerId, Seq, StoreId, Tally, Text};
use retrieval::features::Features;
use retrieval::index::LexicalIndex;
use retrieval::label::Label;
use retrieval::text::tokens;

use super::Knowledge;
use super::ingest::{FeedbackContext, Outcome, verdict_on};
use crate::ApplicationError;

/// From which likeness on two texts say the same: a name or a date may differ, hardly a sentence.
const SAME: f32 = 0.8;
/// Words below which a reply is no answer: "Hello!", "One moment, please."
const FEWEST_WORDS: usize = 5;

/// A person's reply in words of their own, as its case tells it.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnWords {
    /// The customer's message.
    pub(super) question: Seq,
    /// Whether a draft for it was found wrong before.
    pub(super) was_judged: bool,
    /// Whether there was a draft for it.
    pub(super) had_draft: bool,
}

impl Knowledge {
    /// A reply that says what a stored answer says is a verdict for that answer. Any other is none that can be used
    /// again, as far as anyone knows: it becomes a candidate, and its question stays open until someone approves it.
    ///
    /// Beside a draft that nobody found wrong it is no verdict that no stored answer fits: whoever leaves a draft aside
    /// has not rejected it, and the question is not one without an answer.
    pub(super) async fn own_words(
        &self,
        context: &FeedbackContext<'_>,
        OwnWords { question, was_judged, had_draft }: OwnWords,
    ) -> Result<Option<Outcome>, ApplicationError> {
        let Some(reply) = &context.entry.event.text else { return Ok(None) };
        let Some(asked) = self.question(context, question).await? else { return Ok(None) };
        let said = self.said_before(context, &asked.offers, reply).await?;
        if let Some(answer) = said {
            let tallies = vec![(answer.clone(), Tally::Repeated)];
            let what = match was_judged {
                true => curated_by(asked.question, answer),
                false => verdict_on(asked, Some(answer)),
            };
            return Ok(Some(Outcome { what, tallies }));
        }
        let reply = self.words(context, context.entry.event.seq).await?;
        if let (Some(words), Some(reply)) = (self.words(context, question).await?, reply) {
            self.propose(context, &words, &reply).await?;
            if was_judged || !had_draft {
                self.record_unanswered(context, question, &words, &asked.question.features).await?;
            }
        }
        let what = match was_judged || had_draft {
            true => ExampleKind::Counted,
            false => verdict_on(asked, None),
        };
        Ok(Some(Outcome { what, tallies: Vec::new() }))
    }

    /// The answer that says the same as this reply: one of those that seemed to fit the question, or one that was
    /// once a reply in the very same words.
    async fn said_before(
        &self,
        context: &FeedbackContext<'_>,
        offers: &[AnswerId],
        reply: &Text,
    ) -> Result<Option<AnswerId>, ApplicationError> {
        let (store, own) = (context.store, id_of(context.store, reply));
        let others = offers.iter().filter(|offer| **offer != own).cloned();
        let ids: Vec<_> = others.chain([own.clone()]).collect();
        let answers = self.meant_answers(context.rows, store, &ids).await?;
        // What this very event proposed, when it was ingested before, was not said before it.
        let itself = Some((context.case.clone(), context.entry.event.seq));
        let is_earlier = |answer: &&Answer| answer.is_offered() && answer.from != itself;
        let offered: Vec<&Answer> =
            answers.iter().map(|held| &held.answer).filter(is_earlier).collect();
        Ok(most_like(&offered, reply).map(|answer| answer.id.clone()))
    }

    async fn propose(
        &self,
        context: &FeedbackContext<'_>,
        question: &Text,
        reply: &Text,
    ) -> Result<(), ApplicationError> {
        if tokens(reply.as_str()).len() < FEWEST_WORDS {
            return Ok(());
        }
        let (store, id) = (context.store.clone(), id_of(context.store, reply));
        let (question, text) = (question.clone(), reply.clone());
        let candidate = Answer::candidate(id, store, question, text, context.at());
        let from = Some((context.case.clone(), context.entry.event.seq));
        Ok(self.add_proposed(context.rows, Answer { from, ..candidate }).await?)
    }
}

/// A question without a verdict of its own: the words alone are learned.
fn curated_by(question: PackedQuestion, answer: AnswerId) -> ExampleKind {
    ExampleKind::Curated { question, words: None, answer }
}

/// A reply in the same words is the same candidate.
pub(super) fn id_of(store: &StoreId, reply: &Text) -> AnswerId {
    AnswerId::derive(store, &format!("reply:{}", tokens(reply.as_str()).join(" ")))
}

/// The answer whose text is most like a reply, if it is as good as the same.
fn most_like<'a>(answers: &[&'a Answer], reply: &Text) -> Option<&'a Answer> {
    let mut texts = LexicalIndex::default();
    for (answer, label) in answers.iter().zip(1..) {
        texts.remember(Features::of(answer.text.as_str()), Label(label));
    }
    let nearest = texts.nearest(&texts.weigh(&Features::of(reply.as_str())), 1);
    let found = nearest.first().filter(|found| found.similarity >= SAME)?;
    answers.get(found.label.0 as usize - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Timestamp;

    fn answer(text: &str) -> Answer {
        let store: StoreId = "demo".parse().unwrap();
        let text: Text = text.parse().unwrap();
        let id = id_of(&store, &text);
        Answer::candidate(id, store, "?!".parse().unwrap(), text, Timestamp(0))
    }

    #[test]
    fn a_greeting_more_is_the_same_answer_and_another_sentence_is_not() {
        let stored = [
            answer("Your refund arrives within five working days of our confirmation mail."),
            answer("We ship to Norway; it takes about two weeks and duties are included."),
        ];
        let stored: Vec<&Answer> = stored.iter().collect();
        let like = |reply: &str| most_like(&stored, &reply.parse().unwrap());
        let refund =
            "Hi Ada! Your refund arrives within five working days of our confirmation mail.";
        assert_eq!(like(refund).map(|found| &found.id), Some(&stored[0].id));
        assert_eq!(like("Your refund was refused because the parcel came back empty."), None);
        assert_eq!(like("Hello!"), None);
    }

    #[test]
    fn the_same_words_are_the_same_candidate_however_they_are_written() {
        let ids = ["We do, gladly.", "we do gladly"].map(|text| answer(text).id);
        assert_eq!(ids[0], ids[1]);
    }
}
