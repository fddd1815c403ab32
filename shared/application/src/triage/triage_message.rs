//! What is done about a customer's message: find what is known, do the one thing that follows.

use adapters::dynamo::Read;
use domain::{
    Body, Entry, ModelVote, Move, ReplyOutcome, Role, Settings, Source, Timestamp, TriageMode,
    UnattendedReply, is_due, next_move,
};
use language::question::{declines, is_same_question, without_small_talk};
use retrieval::{Permission, Question, Vector};

use super::model::Budget;
use super::prompt::ModelReply;
use super::question::{asking_sentence, private, questions, wordings};
use super::reply::{Reply, finding};
use super::{Message, Model, Triage};
use crate::knowledge::AnswerSource;
use crate::{ApplicationError, QuestionContext, SearchResult};

/// Milliseconds for which a draft is decided over what was read of the case. Below the two seconds after which a client that
/// has begun to listen looks again.
const SEEN: i64 = 1_000;

/// A message, and what it is considered with.
#[derive(Clone, Copy)]
pub(super) struct TriageContext<'a> {
    pub(super) message: &'a Message,
    pub(super) read: &'a Read,
    pub(super) settings: &'a Settings,
    /// The model, if this attempt may ask one.
    pub(super) model: Option<&'a Model>,
    /// From where answers are read.
    pub(super) answers: AnswerSource<'a>,
    /// When the case was read.
    pub(super) read_at: Timestamp,
}

/// One way to read what was asked.
struct Wording {
    text: String,
    question: Question,
    /// Whether words were left out that may matter: what is found is worth a draft, and no answer without a person.
    is_part: bool,
}

impl Triage {
    pub(super) async fn reply(&self, context: &TriageContext<'_>) -> Result<(), ApplicationError> {
        let TriageContext { message, read, settings, .. } = context;
        let Some(state) = read.case().state else { return Ok(()) };
        let Some((mut wording, mut found)) = self.find(context).await? else { return Ok(()) };
        let given = given(&read.entries);
        let allowed = |settings: &Settings, found: &SearchResult, is_part: bool| {
            let finding = finding(found, settings, &given);
            let under = |mode| capped(next_move(mode, &state, finding), is_part);
            let allowed = under(settings.triage_now());
            // In a store that allows nothing, what has earned it says so on its draft.
            let would_go_out = under(TriageMode::Answer) == Move::Answer;
            (allowed, allowed == Move::Answer && message.is_audited(), would_go_out)
        };
        let settings_now;
        let mut settings: &Settings = settings;
        if allowed(settings, &found, wording.is_part).0 == Move::Answer {
            // What goes out by itself rests on settings and answers as they are now: a lead may just have paused it.
            settings_now = self.knowledge.settings(&message.store).await?;
            settings = &settings_now;
            let anew = TriageContext { answers: AnswerSource::Table, settings, ..*context };
            let Some(decided) = self.find(&anew).await? else { return Ok(()) };
            (wording, found) = decided;
        }
        let Wording { question, is_part, .. } = wording;
        let said = match allowed(settings, &found, is_part) {
            // What goes out by itself are the words that people have approved, and no others.
            (Move::Answer, false, _) => None,
            _ => self.prompt_model(context, &found).await?,
        };
        let (mut found, vote) = self.count(found, said.as_ref()).await?;
        let (allowed, is_audit, would_go_out) = allowed(settings, &found, is_part);
        found.earned = found.earned.filter(|_| would_go_out);
        let is_sent =
            allowed == Move::Answer && !is_audit && self.has_place(settings, message).await?;
        self.note(message, question, &found, vote, (is_audit, is_sent)).await?;
        match allowed {
            Move::Escalate(reason) => self.escalate(message, self.seen(context), reason).await,
            Move::Answer if !is_sent => self.say(context, Move::Suggest, &found, said).await,
            allowed => self.say(context, allowed, &found, said).await,
        }
    }

    /// What was read of the log from the message on, where that is so new that nobody who listens since can have missed their
    /// own look at it; a model may have taken longer.
    fn seen(&self, context: &TriageContext<'_>) -> Option<Read> {
        let is_new = (0..SEEN).contains(&((self.clock)().0 - context.read_at.0));
        context.read.from(context.message.seq).filter(|_| is_new)
    }

    /// Whether the store's day has room for one more reply that goes out by itself. It is taken.
    async fn has_place(
        &self,
        settings: &Settings,
        message: &Message,
    ) -> Result<bool, ApplicationError> {
        let Some(cap) = settings.automatic_replies.a_day else { return Ok(true) };
        Ok(self.automatic_replies.take(&message.store, (self.clock)(), cap).await?)
    }

    /// What is known of the question, in the first of its wordings of which something is.
    async fn find(
        &self,
        context: &TriageContext<'_>,
    ) -> Result<Option<(Wording, SearchResult)>, ApplicationError> {
        let mut best = None;
        for wording in self.wordings(context).await? {
            let store = &context.message.store;
            let (source, now) = (context.answers, (self.clock)());
            let found = self.knowledge.find_among(source, store, &wording.question, now).await?;
            let found = with_same_question(found, &wording.text);
            if found.permission != Permission::Nothing {
                let found = self.without_half_answers(context, found).await?;
                return Ok(Some((wording, found)));
            }
            best = best.or(Some((wording, found)));
        }
        Ok(best)
    }

    /// What was found, or nothing where it would answer the contrary of what is wanted, or one of several questions.
    async fn without_half_answers(
        &self,
        context: &TriageContext<'_>,
        found: SearchResult,
    ) -> Result<SearchResult, ApplicationError> {
        let (entries, message) = (&context.read.entries, context.message.seq);
        let whole = wordings(entries, message).into_iter().next().unwrap_or_default();
        let Some(answer) = &found.candidate else { return Ok(found) };
        let is_contrary = declines(&whole) && !declines(answer.question.as_str());
        if is_contrary {
            return Ok(found.without_candidate());
        }
        for part in questions(entries, message) {
            let question = self.knowledge.read_question(&part);
            let (source, store, now) = (context.answers, &context.message.store, (self.clock)());
            let other = self.knowledge.find_among(source, store, &question, now).await?;
            let other = with_same_question(other, &part);
            let is_answered = other.permission != Permission::Nothing;
            if !is_answered || other.candidate.as_ref().map(|other| &other.id) != Some(&answer.id) {
                return Ok(found.without_candidate());
            }
        }
        Ok(found)
    }

    /// The question's wordings, with their vectors where a model gives some; last the one sentence of it that asks.
    async fn wordings(
        &self,
        context: &TriageContext<'_>,
    ) -> Result<Vec<Wording>, ApplicationError> {
        let (entries, message) = (&context.read.entries, context.message.seq);
        let mut words = wordings(entries, message);
        // Greetings and thanks make no other question of it, and would hide that it is the same as an earlier one.
        let bare = words.first().map(|whole| without_small_talk(whole).to_owned());
        if let Some(place) = words.iter().position(|wording| Some(wording) == bare.as_ref()) {
            words[..=place].rotate_right(1);
        }
        let whole = words.len();
        words.extend(asking_sentence(entries, message).filter(|asking| !words.contains(asking)));
        let wording = |(at, words): (usize, &String)| Wording {
            text: words.clone(),
            question: self.knowledge.read_question(words),
            is_part: at >= whole,
        };
        let mut wordings: Vec<_> = words.iter().enumerate().map(wording).collect();
        let Some(model) = context.model else { return Ok(wordings) };
        let opening = self.opening(&context.message.case, context.read).await?;
        let private = private(context.read, opening.as_ref());
        let vectors = model.vectors(context.budget(), &words, &private).await?;
        for (wording, vector) in wordings.iter_mut().zip(vectors.unwrap_or_default()) {
            wording.question.vector = Vector::parse(&vector).ok();
        }
        Ok(wordings)
    }

    async fn say(
        &self,
        context: &TriageContext<'_>,
        next: Move,
        found: &SearchResult,
        said: Option<ModelReply>,
    ) -> Result<(), ApplicationError> {
        let Some(answer) = &found.candidate else { return Ok(()) };
        let said = said.filter(|_| next == Move::Suggest);
        let adapted = said.and_then(|said| Reply::adapted(said, answer, found));
        let reply = adapted.unwrap_or_else(|| Reply::as_approved(answer, found));
        let message = context.message;
        match reply.command(next, message.seq) {
            Some(command) => self.act(message, self.seen(context), command).await.map(drop),
            None => Ok(()),
        }
    }

    /// Keeps what was asked and found before anything is said, so that a person's verdict on it can be learned from.
    async fn note(
        &self,
        message: &Message,
        question: Question,
        found: &SearchResult,
        vote: ModelVote,
        (is_audit, is_sent): (bool, bool),
    ) -> Result<(), ApplicationError> {
        let outcome = ReplyOutcome::None;
        let unattended = found.earned.map(|way| UnattendedReply { way, is_sent, outcome });
        let offers = found.offers.iter().map(|answer| answer.id.clone()).collect();
        let is_sure = found.is_sure;
        let asked = QuestionContext { question, offers, vote, is_audit, is_sure, unattended };
        let Message { store, case, seq, at } = message;
        self.knowledge.asked(store, (case, *seq, *at), asked, (self.clock)()).await
    }
}

/// What was found; where that is nothing, a near answer whose own question is this one but for numbers, accents and slips
/// of the pen. It is worth a draft; without slips it may be an answer without a person.
fn with_same_question(found: SearchResult, text: &str) -> SearchResult {
    let is_same = |answer: &domain::Answer| is_same_question(answer.question.as_str(), text);
    if found.permission != Permission::Nothing {
        return found.repeating(text);
    }
    match found.offers.iter().position(is_same) {
        Some(place) => found.suggesting(place).repeating(text),
        None => found,
    }
}

/// What a part of the question has found is for a person to look at.
fn capped(allowed: Move, is_part: bool) -> Move {
    if is_part && allowed == Move::Answer { Move::Suggest } else { allowed }
}

impl<'a> TriageContext<'a> {
    pub(super) fn budget(&self) -> Budget<'a> {
        let Message { store, case, .. } = self.message;
        Budget { store, case: Some(case), settings: self.settings }
    }
}

/// Whether a message still waits for triage as far as this read of its case goes.
pub(super) fn is_open(read: &Read, message: &Message) -> bool {
    let is_done = read.entries.iter().any(|entry| {
        entry.event.id == message.command() && entry.event.author.role == Role::Assistant
    });
    let state = read.case().state;
    !is_done && !read.is_behind && state.is_some_and(|state| is_due(&state, message.seq))
}

/// What the assistant's own messages rested on.
fn given(entries: &[Entry]) -> Vec<Source> {
    let sources = entries.iter().filter_map(|entry| match &entry.event.body {
        Body::Message { sources, .. } => Some(sources.clone()),
        _ => None,
    });
    sources.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_part_of_the_question_nothing_goes_out_without_a_person() {
        assert_eq!(capped(Move::Answer, true), Move::Suggest);
        assert_eq!(capped(Move::Answer, false), Move::Answer);
        assert_eq!(capped(Move::Nothing, true), Move::Nothing);
    }
}
