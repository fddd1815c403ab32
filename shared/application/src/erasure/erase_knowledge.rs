//! Erasing what a store's knowledge has taken from cases: answers, training examples, the snapshot made of them.

use domain::{CaseId, ErasureProgress, ErasureSubject, Timestamp};

use super::carry_out::{Eraser, Halt, Work};
use crate::knowledge::Staying;

impl Eraser {
    /// Takes what came from these cases out of the answers and the open questions.
    pub(super) async fn erase_knowledge(
        &self,
        work: &mut Work<'_>,
        cases: &[CaseId],
    ) -> Result<(), Halt> {
        let knowledge = &self.triage.knowledge;
        let staying = match work.erasure().subject {
            ErasureSubject::Expired { .. } => Staying::Approved,
            ErasureSubject::Case { .. } | ErasureSubject::Customer { .. } => Staying::Reworded,
        };
        let saved = knowledge.saved_from(work.store, cases, staying).await?;
        if !saved.is_empty() {
            let mut progress = work.progress().clone();
            progress.is_to_be_relearned = true;
            let is_new = |id: &&domain::AnswerId| !progress.answers.contains(id);
            let new: Vec<_> = saved.answers.iter().filter(is_new).cloned().collect();
            progress.citations.extend(new.iter().map(|id| (id.clone(), None)));
            progress.answers.extend(new);
            self.note(work, progress).await?;
        }
        // Also those of a run that was cut off before it got to them.
        for answer in work.progress().answers.clone() {
            knowledge.erase_answer(work.store, &answer, self.now()).await?;
        }
        for example in &saved.examples {
            knowledge.erase_example(work.store, example).await?;
        }
        Ok(knowledge.erase_questions(work.store, cases).await?)
    }

    /// Takes back what was learned from a case until a time. That there is something is noted first.
    pub(super) async fn erase_examples(
        &self,
        work: &mut Work<'_>,
        case: &CaseId,
        until: Timestamp,
    ) -> Result<(), Halt> {
        let examples = self.triage.knowledge.learned_from(work.store, case, until).await?;
        if !examples.is_empty() && !work.progress().is_to_be_relearned {
            let progress = work.progress().clone();
            self.note(work, ErasureProgress { is_to_be_relearned: true, ..progress }).await?;
        }
        for example in &examples {
            self.triage.knowledge.erase_example(work.store, example).await?;
        }
        Ok(())
    }

    /// Takes the words of answers that are gone out of the messages and drafts, of whatever case, that rest on them.
    pub(super) async fn uncite(&self, work: &mut Work<'_>) -> Result<(), Halt> {
        while let Some((answer, from)) = work.progress().citations.first().cloned() {
            let next = self.triage.knowledge.uncite(&answer, from).await?;
            let mut progress = work.progress().clone();
            match next {
                Some(place) => progress.citations[0].1 = Some(place),
                None => drop(progress.citations.remove(0)),
            }
            self.note(work, progress).await?;
            self.go_on(work)?;
        }
        Ok(())
    }

    /// Has the store's snapshot made anew where it may hold what was taken back.
    pub(super) async fn unlearn(&self, work: &mut Work<'_>) -> Result<(), Halt> {
        if !work.progress().is_to_be_relearned {
            return Ok(());
        }
        let embed = |texts| self.triage.embed(work.store, texts);
        let knowledge = &self.triage.knowledge;
        if !knowledge.unlearn(work.store, work.learner, embed, self.now()).await? {
            return Err(Halt::Later);
        }
        let progress = work.progress().clone();
        self.note(work, ErasureProgress { is_to_be_relearned: false, ..progress }).await
    }
}
