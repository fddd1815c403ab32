//! Adding answers: written afresh, saved from a reply, or imported.

use adapters::dynamo::Put;
use contract::{AnswerImport, AnswerView, Imported, ImportedAnswer, NewAnswer};
use domain::{Answer, AnswerId, CommandError, KnowledgeAction, Role, StoreId, may_tend};
use futures_util::future::try_join_all;

use super::Knowledge;
use super::train::{key_of, key_of_question};
use crate::{ApplicationError, Caller, Stores, UseCaseError};

impl Knowledge {
    /// Adds an answer, once, however often the command is sent. A lead stands behind what they add; an agent's answer
    /// is a candidate.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn add(
        &self,
        stores: &Stores,
        caller: &Caller,
        store: &StoreId,
        new: NewAnswer,
    ) -> Result<AnswerView, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::Add)?;
        if !self.is_from_readable(stores, caller, store, &new).await? {
            return Err(CommandError::NotFound.into());
        }
        let answer = drafted(caller, store, new);
        if let Some(held) = self.answers.get(store, &answer.id).await? {
            return Ok(repeated(held.answer, &answer)?);
        }
        self.train(std::slice::from_ref(&answer), caller.now).await?;
        match self.answers.add(answer.clone()).await? {
            Put::Written => Ok(answer.into()),
            Put::Collided => {
                let held = self.answers.get(store, &answer.id).await?;
                let held = held.ok_or(CommandError::NotFound)?;
                Ok(repeated(held.answer, &answer)?)
            }
        }
    }

    /// Imports answers that a lead stands behind. Those whose question was imported before stay as they are.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn import(
        &self,
        caller: &Caller,
        store: &StoreId,
        import: AnswerImport,
    ) -> Result<Imported, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::Manage)?;
        let answers: Vec<_> =
            import.answers.into_iter().map(|new| imported(caller, store, new)).collect();
        self.train(&answers, caller.now).await?;
        let kept = try_join_all(answers.into_iter().map(|answer| self.answers.add(answer))).await?;
        let count = |what| kept.iter().filter(|put| **put == what).count() as u32;
        Ok(Imported { added: count(Put::Written), known: count(Put::Collided) })
    }

    /// Whether the message that an answer is saved from is one of the store's, in a case that the caller may read. A
    /// case that is somebody else's is refused like one that is not there.
    async fn is_from_readable(
        &self,
        stores: &Stores,
        caller: &Caller,
        store: &StoreId,
        new: &NewAnswer,
    ) -> Result<bool, ApplicationError> {
        let Some(from) = &new.from else { return Ok(true) };
        if self.case_reader(stores).readable(caller, &from.case).await?.is_none() {
            return Ok(false);
        }
        let entry = self.log.event(&from.case, from.seq).await?;
        Ok(entry.is_some_and(|entry| entry.state.store == *store))
    }
}

/// The answer that this command added before; a refusal where its id was used for other words.
fn repeated(held: Answer, answer: &Answer) -> Result<AnswerView, CommandError> {
    let was_changed = held.version > answer.version;
    let is_same = held.question == answer.question && held.text == answer.text;
    if was_changed || is_same { Ok(held.into()) } else { Err(CommandError::IdReused) }
}

fn drafted(caller: &Caller, store: &StoreId, new: NewAnswer) -> Answer {
    let id = AnswerId::derive(store, &key_of(&new.id));
    let answer = Answer::candidate(id, store.clone(), new.question, new.text, caller.now);
    let from = new.from.map(|from| (from.case, from.seq));
    let answer = Answer { language: new.language, from, phrasings: 1, ..answer };
    let stands_behind = caller.principal.role == Role::Lead;
    if stands_behind {
        return answer.approved(caller.principal.name.clone(), caller.now);
    }
    answer
}

fn imported(caller: &Caller, store: &StoreId, new: ImportedAnswer) -> Answer {
    let id = AnswerId::derive(store, &key_of_question(&new.question));
    let answer = Answer::candidate(id, store.clone(), new.question, new.text, caller.now);
    Answer { language: new.language, phrasings: 1, ..answer }
        .approved(caller.principal.name.clone(), caller.now)
}
