//! Erasing one case: its log says so first, then words and names go, from the log and from what was made of it.

use domain::{
    Body, CaseId, Command, CommandError, CommandId, Entry, ErasureProgress, Guard, Memberships,
    Principal, Role, Seq, Status,
};
use futures_util::stream::{self, TryStreamExt as _};

use super::carry_out::{Eraser, Halt, Work};
use crate::files::let_go;
use crate::{Append, ApplicationError, Caller, Outcome};

/// Events that are read at once, and after which it is looked how late it is.
const PAGE: usize = 200;
/// Events that are written at once.
const AT_ONCE: usize = 16;
/// The newest events of a case, and the seconds, within which triage may still be about a message.
const NEWEST: usize = 50;
const RECENT: i64 = 15 * 60;

impl Eraser {
    /// Erases a case, from where the last run has stopped. One without a log, or of another store, has nothing to erase.
    pub(super) async fn erase_case(&self, work: &mut Work<'_>, case: &CaseId) -> Result<(), Halt> {
        let under_way = work.progress().case.clone().filter(|(own, ..)| own == case);
        let (erased, mut done) = match under_way {
            Some((_, erased, done)) => (erased, done),
            None => {
                let Some(erased) = self.mark(work, case).await? else { return Ok(()) };
                self.note_case(work, case, erased, Seq::NONE, 1).await?;
                (erased, Seq::NONE)
            }
        };
        while done < erased.previous() {
            let page = self.triage.cases.log.after(case, done, PAGE).await?;
            let Some(last) = page.entries.last().map(|last| last.event.seq) else { break };
            self.erase_events(case, page.entries, erased).await?;
            done = last.min(erased.previous());
            if done < erased.previous() {
                self.note_case(work, case, erased, done, 0).await?;
                self.go_on(work)?;
            }
        }
        let now = self.now();
        let newest = self.newest_questions(case, erased).await?;
        self.triage.knowledge.erase_asked(case, newest, now).await?;
        self.erase_examples(work, case, now).await?;
        self.summaries.erase(case, erased).await?;
        let_go(&self.triage.cases.files, case, |seq| seq < erased).await?;
        Ok(self.triage.cases.log.erase_names(case).await?)
    }

    /// Whether this erasure has got to the case: only what was written since stands behind the event that says so.
    pub(super) async fn is_erased(&self, work: &Work<'_>, case: &CaseId) -> Result<bool, Halt> {
        let page = self.triage.cases.log.before(case, None, PAGE).await?;
        let id = &work.erasure().id;
        let mut events = page.entries.iter().map(|entry| &entry.event);
        Ok(events.any(|event| matches!(event.body, Body::Erased) && event.id == *id))
    }

    /// Resolves the case, for its question is going, and has the log say that it is erased, in the name of the lead. All who
    /// listen are told. Repeating it finds that event.
    async fn mark(&self, work: &Work<'_>, case: &CaseId) -> Result<Option<Seq>, Halt> {
        let head = self.triage.cases.log.before(case, None, 1).await?.entries.pop();
        let subject = &work.erasure().subject;
        let is_to_go = |head: &Entry| head.state.store == *work.store && subject.takes(&head.state);
        let Some(head) = head.filter(is_to_go) else { return Ok(None) };
        let id = work.erasure().id.clone();
        let mut after = head.event.seq;
        if head.state.status != Status::Resolved {
            let resolve = Command::Resolve { guard: Guard::Anyway };
            let settled = self.append(work, case, (resolving(&id), after), resolve).await?;
            after = settled.unwrap_or(after);
        }
        self.append(work, case, (id, after), Command::Erase).await
    }

    async fn append(
        &self,
        work: &Work<'_>,
        case: &CaseId,
        (id, after): (CommandId, Seq),
        command: Command,
    ) -> Result<Option<Seq>, Halt> {
        let erasure = work.erasure();
        let is_rule = erasure.by.is_none();
        let principal = match &erasure.by {
            None => Principal::system(work.store.clone()),
            Some(by) => Principal {
                user: Some(by.clone()),
                role: Role::Lead,
                name: erasure.by_name.clone(),
                stores: vec![work.store.clone()],
                groups: Memberships::default(),
                expires: work.until,
            },
        };
        let caller = Caller { principal, connection: None, now: self.now(), address: None };
        let append = Append { case: case.clone(), id, after, command };
        match self.triage.cases.append(&caller, &append).await? {
            Outcome::Stored(stored) => Ok(Some(stored.entry.event.seq)),
            // It has come back in this very moment.
            Outcome::Refused(CommandError::WrongState) if is_rule => Ok(None),
            // Somebody was faster; the next run finds the case as it is then.
            Outcome::Behind(..) | Outcome::Refused(_) | Outcome::Taken(_) => {
                Err(ApplicationError::Contended.into())
            }
        }
    }

    async fn note_case(
        &self,
        work: &mut Work<'_>,
        case: &CaseId,
        erased: Seq,
        done: Seq,
        more: u32,
    ) -> Result<(), Halt> {
        let progress = work.progress().clone();
        let (case, cases) = (Some((case.clone(), erased, done)), progress.cases + more);
        self.note(work, ErasureProgress { case, cases, ..progress }).await
    }

    async fn erase_events(
        &self,
        case: &CaseId,
        entries: Vec<Entry>,
        erased: Seq,
    ) -> Result<(), Halt> {
        let before = entries.into_iter().filter(|entry| entry.event.seq < erased).map(Ok);
        let log = &self.triage.cases.log;
        let erase = async |entry: Entry| {
            // Before the event forgets whom it called.
            if let Body::Note { mentions } = &entry.event.body {
                for agent in mentions.iter() {
                    let note = (case, entry.event.seq, entry.event.at);
                    self.mentions.remove((&entry.state.store, agent), note).await?;
                }
            }
            log.erase(case, &entry.event).await.map(drop)
        };
        Ok(stream::iter(before).try_for_each_concurrent(AT_ONCE, erase).await?)
    }

    /// The customer's messages that triage may be about at this moment.
    async fn newest_questions(&self, case: &CaseId, erased: Seq) -> Result<Vec<Seq>, Halt> {
        let page = self.triage.cases.log.before(case, Some(erased), NEWEST).await?;
        let since = self.now().plus_seconds(-RECENT);
        let is_question = |entry: &Entry| {
            let is_said = matches!(entry.event.body, Body::Opened { .. } | Body::Message { .. });
            is_said && entry.event.author.role == Role::Customer && entry.event.at >= since
        };
        let questions = page.entries.into_iter().filter(is_question);
        Ok(questions.map(|entry| entry.event.seq).collect())
    }
}

/// The id of the command that resolves a case before it is erased.
fn resolving(id: &CommandId) -> CommandId {
    let id = format!("{:.28}-resolve", id.as_str());
    id.try_into().unwrap_or_else(|_| unreachable!("a part of an id, and a word"))
}
