//! What visitors may look through before they write: a store's approved answers, where it offers them.

use std::collections::HashMap;
use std::sync::Arc;

use adapters::dynamo::Answers;
use contract::{HelpArticle, HelpIndex};
use domain::{Answer, AnswerStatus, CommandError, StoreId, Timestamp};
use tokio::sync::Mutex;

use super::Knowledge;
use crate::{ApplicationError, Stores, UseCaseError};

/// The most articles of an index. A store with more offers those that were changed last.
const MOST_ARTICLES: usize = 200;
/// The most bytes of their words: an index is fetched whole, by phones too.
const MOST_BYTES: usize = 256 * 1024;
/// Seconds for which a process gives out what it has read: strangers must not make it read the table again and again.
const FRESH: i64 = 60;

/// The indexes that were made last, by store. Those of stores that offer none are not kept.
#[derive(Default)]
pub(super) struct HelpIndexes(Mutex<HashMap<StoreId, (Timestamp, Arc<HelpIndex>)>>);

impl Knowledge {
    /// A store's approved answers for its visitors, up to a minute old. Left out are those that a lead keeps for drafts: they
    /// are not to reach a customer without a person.
    ///
    /// # Errors
    /// [`UseCaseError`]: no such store, or one that does not offer its answers.
    pub async fn help(
        &self,
        stores: &Stores,
        store: &StoreId,
        now: Timestamp,
    ) -> Result<Arc<HelpIndex>, UseCaseError> {
        if stores.get(store).is_none() || !self.settings(store).await?.help_search {
            return Err(CommandError::NotFound.into());
        }
        // One at a time: those who come meanwhile read what the first has made.
        let mut made = self.help.0.lock().await;
        if let Some((at, index)) = made.get(store)
            && now < at.plus_seconds(FRESH)
        {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(read(&self.answers, store).await?);
        made.insert(store.clone(), (now, Arc::clone(&index)));
        Ok(index)
    }
}

async fn read(rows: &Answers, store: &StoreId) -> Result<HelpIndex, ApplicationError> {
    let (mut articles, mut bytes, mut from) = (Vec::new(), 0, None);
    loop {
        let page = rows.list(store, Some(AnswerStatus::Approved), from).await?;
        // The index that lists them may lag behind a change: the row says how it is.
        let is_public =
            |answer: &Answer| answer.status == AnswerStatus::Approved && !answer.drafts_only;
        for answer in page.answers.into_iter().filter(is_public) {
            bytes += answer.question.as_str().len() + answer.text.as_str().len();
            if articles.len() == MOST_ARTICLES || bytes > MOST_BYTES {
                return Ok(HelpIndex { articles });
            }
            let Answer { id, question, text, language, .. } = answer;
            articles.push(HelpArticle { id, question, text, language });
        }
        if page.next.is_none() {
            return Ok(HelpIndex { articles });
        }
        from = page.next;
    }
}
