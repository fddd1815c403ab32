//! Going on with a store's erasures: page by page of a customer's cases, case by case.

use adapters::dynamo::{ClaimRows, Erasures, HeldErasure, Mentions, Summaries, Table, TableError};
use domain::{
    CaseId, Erasure, ErasureProgress, ErasureStep, ErasureSubject, StoreId, Timestamp, Workload,
    expired_until,
};

use crate::{ApplicationError, CaseSearch, Triage};

/// Carries out what leads have asked for. It is triage's, for what was learned has to be learned anew.
#[derive(Clone)]
pub struct Eraser {
    pub(super) triage: Triage,
    pub(super) summaries: Summaries,
    pub(super) search: CaseSearch,
    pub(super) claims: ClaimRows,
    pub(super) mentions: Mentions,
    erasures: Erasures,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ErasureReport {
    /// Cases whose words are gone.
    pub cases: u32,
    /// Erasures of which nothing is left to do.
    pub done: u32,
}

/// An erasure on its way.
pub(super) struct Work<'a> {
    pub(super) store: &'a StoreId,
    /// As it was noted last.
    held: HeldErasure,
    /// Names this run among all learners.
    pub(super) learner: &'a str,
    /// When the run ends.
    pub(super) until: Timestamp,
    pub(super) report: &'a mut ErasureReport,
}

/// Why a run goes no further with an erasure.
pub(super) enum Halt {
    /// The next one goes on: the time is over, another run is at it, or another learner.
    Later,
    Failed(ApplicationError),
}

impl From<ApplicationError> for Halt {
    fn from(error: ApplicationError) -> Self {
        Self::Failed(error)
    }
}

impl From<TableError> for Halt {
    fn from(error: TableError) -> Self {
        Self::Failed(error.into())
    }
}

impl Work<'_> {
    pub(super) fn erasure(&self) -> &Erasure {
        &self.held.erasure
    }

    pub(super) fn progress(&self) -> &ErasureProgress {
        &self.held.erasure.progress
    }
}

/// Some cases of an erasure, and where the next ones begin.
pub(super) struct ErasureBatch {
    pub(super) cases: Vec<CaseId>,
    pub(super) next: Option<String>,
}

impl Eraser {
    /// The eraser over this table.
    pub fn new(table: &Table, triage: Triage) -> Self {
        let (summaries, erasures) = (Summaries::new(table.clone()), Erasures::new(table.clone()));
        let claims = ClaimRows::new(table.clone());
        let mentions = Mentions::new(table.clone());
        Self { triage, summaries, search: CaseSearch::new(table), claims, mentions, erasures }
    }

    /// The stores in which something may be to be erased.
    pub fn stores(&self) -> impl Iterator<Item = &StoreId> {
        self.triage.cases.stores.ids()
    }

    /// Goes on with a store's erasures that are due, until this time. `learner` names this run among all.
    ///
    /// # Errors
    /// [`ApplicationError`]: the next run goes on. What can't be done for one erasure is said after the others are done.
    pub async fn run(
        &self,
        store: &StoreId,
        learner: &str,
        until: Timestamp,
    ) -> Result<ErasureReport, ApplicationError> {
        let stored = self.erasures.all(store).await?;
        let (mut report, unreadable) = (ErasureReport::default(), stored.unreadable);
        let mut failed = unreadable.map_or(Ok(()), |error| Err(error.into()));
        let mut erasures = stored.readable;
        // Somebody waits for what leads have asked for; a rule has time.
        erasures.sort_by_key(|held| matches!(held.erasure.subject, ErasureSubject::Expired { .. }));
        for held in erasures {
            let ErasureProgress { step, due, .. } = held.erasure.progress;
            if step == ErasureStep::Done || due > self.now() {
                continue;
            }
            let mut work = Work { store, held, learner, until, report: &mut report };
            if let Err(Halt::Failed(error)) = self.carry_out(&mut work).await {
                failed = Err(error);
            }
        }
        failed.map(|()| report)
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.triage.clock)()
    }

    async fn carry_out(&self, work: &mut Work<'_>) -> Result<(), Halt> {
        if work.progress().step == ErasureStep::Erasing {
            if !self.is_wanted(work).await? {
                return self.stop(work).await;
            }
            while self.erase_page(work).await? {}
            self.unlearn(work).await?;
            // Whoever began before may run that long, and write what it has read.
            let due = self.now().plus_seconds(Workload::LONGEST_RUN);
            let next =
                ErasureProgress { step: ErasureStep::Checking, due, ..work.progress().clone() };
            return self.note(work, ErasureProgress { page: None, case: None, ..next }).await;
        }
        if !work.progress().is_checked {
            while self.check_page(work).await? {}
            self.unlearn(work).await?;
        }
        self.retry_unreadable(work).await?;
        self.end(work).await
    }

    async fn end(&self, work: &mut Work<'_>) -> Result<(), Halt> {
        let (step, due) = (ErasureStep::Done, self.now());
        self.note(work, ErasureProgress { step, due, ..work.progress().clone() }).await?;
        work.report.done += 1;
        Ok(())
    }

    /// Whether a rule still says what it said when it began; what leads have asked for stays asked for.
    async fn is_wanted(&self, work: &Work<'_>) -> Result<bool, Halt> {
        let ErasureSubject::Expired { until, .. } = work.erasure().subject else { return Ok(true) };
        let days = self.triage.knowledge.settings(work.store).await?.retention_days;
        let now = self.now().max(work.erasure().at);
        Ok(expired_until(days, now).is_some_and(|expired| until <= expired))
    }

    /// Goes no further with a rule that does not hold any more. What is gone stays so; what is left is the next rule's.
    async fn stop(&self, work: &mut Work<'_>) -> Result<(), Halt> {
        self.uncite(work).await?;
        self.unlearn(work).await?;
        self.erasures.expire_anew(work.store).await?;
        self.end(work).await
    }

    /// Erases a page of cases, from where the last run has stopped; false after the last page.
    async fn erase_page(&self, work: &mut Work<'_>) -> Result<bool, Halt> {
        let ErasureBatch { cases, next } = self.page(work).await?;
        // First: which of its answers say what was written in a case is seen only while the log has the words.
        self.erase_knowledge(work, &cases).await?;
        let under_way = work.progress().case.as_ref().map(|(case, ..)| case.clone());
        let start = cases.iter().position(|case| Some(case) == under_way.as_ref());
        // One that has left the list meanwhile is not left half erased.
        if let Some(case) = under_way.filter(|_| start.is_none()) {
            self.erase_or_put_aside(work, &case).await?;
        }
        for (nth, case) in cases[start.unwrap_or_default()..].iter().enumerate() {
            // The first may be one that the last run has done already: whoever stopped behind it would never get further.
            if nth >= 2 {
                self.go_on(work)?;
            }
            self.erase_or_put_aside(work, case).await?;
        }
        self.next_page(work, next).await
    }

    /// Looks whether something came back of a page of cases; false after the last page.
    async fn check_page(&self, work: &mut Work<'_>) -> Result<bool, Halt> {
        let ErasureBatch { cases, next } = self.page(work).await?;
        self.erase_knowledge(work, &cases).await?;
        for case in &cases {
            match self.check_case(work, case).await {
                Err(Halt::Failed(error)) if error.is_unreadable() => {
                    self.put_aside(work, case, error).await?;
                }
                checked => checked?,
            }
        }
        self.next_page(work, next).await
    }

    async fn check_case(&self, work: &mut Work<'_>, case: &CaseId) -> Result<(), Halt> {
        // One that was opened before, and not listed yet when the list was read.
        if !self.is_erased(work, case).await? {
            self.erase_case(work, case).await?;
        }
        let until = work.progress().due.plus_seconds(-Workload::LONGEST_RUN);
        self.erase_examples(work, case, until).await?;
        // `projections` has done it as it heard of the erasure, unless it was kept from it.
        self.search.reindex(case).await?;
        Ok(())
    }

    async fn next_page(&self, work: &mut Work<'_>, next: Option<String>) -> Result<bool, Halt> {
        self.uncite(work).await?;
        if next.is_none() {
            return Ok(false);
        }
        let mut progress = work.progress().clone();
        let answers = std::mem::take(&mut progress.answers).len();
        progress.answers_before += u32::try_from(answers).unwrap_or(u32::MAX);
        self.note(work, ErasureProgress { page: next, case: None, ..progress }).await?;
        self.go_on(work)?;
        Ok(true)
    }

    /// The cases that were there when it was asked for.
    async fn page(&self, work: &Work<'_>) -> Result<ErasureBatch, Halt> {
        match &work.erasure().subject {
            ErasureSubject::Case { case } => {
                Ok(ErasureBatch { cases: vec![case.clone()], next: None })
            }
            ErasureSubject::Customer { customer } => self.customers_page(work, customer).await,
            ErasureSubject::Expired { after, until } => {
                self.expired_page(work, (*after, *until)).await
            }
        }
    }

    /// Notes how far it has got.
    pub(super) async fn note(
        &self,
        work: &mut Work<'_>,
        progress: ErasureProgress,
    ) -> Result<(), Halt> {
        let erasure = Erasure { progress, ..work.erasure().clone() };
        let noted = self.erasures.note(work.store, &work.held, erasure).await?;
        work.held = noted.ok_or(Halt::Later)?;
        Ok(())
    }

    /// Whether there is time left.
    pub(super) fn go_on(&self, work: &Work<'_>) -> Result<(), Halt> {
        if self.now() < work.until { Ok(()) } else { Err(Halt::Later) }
    }
}
