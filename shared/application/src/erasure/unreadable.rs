//! Cases that can't be read: written by a newer release, or damaged. They keep no other case back, and are not given up.

use domain::{CaseId, ErasureProgress};

use super::carry_out::{Eraser, Halt, Work};
use crate::ApplicationError;

/// Seconds until those cases are tried again that can't be read.
const AGAIN: i64 = 60 * 60;
/// Of how many of them it is noted which they are; what is behind one more waits for them.
const MOST_UNREADABLE: usize = 50;

impl Eraser {
    pub(super) async fn erase_or_put_aside(
        &self,
        work: &mut Work<'_>,
        case: &CaseId,
    ) -> Result<(), Halt> {
        match self.erase_case(work, case).await {
            Err(Halt::Failed(error)) if error.is_unreadable() => {
                return self.put_aside(work, case, error).await;
            }
            erased => erased?,
        }
        work.report.cases += 1;
        Ok(())
    }

    /// Notes a case that can't be read, so that it keeps no other one back.
    pub(super) async fn put_aside(
        &self,
        work: &mut Work<'_>,
        case: &CaseId,
        error: ApplicationError,
    ) -> Result<(), Halt> {
        let mut progress = work.progress().clone();
        if progress.unreadable.contains(case) {
            return Ok(());
        }
        if progress.unreadable.len() >= MOST_UNREADABLE {
            return Err(Halt::Failed(error));
        }
        progress.unreadable.push(case.clone());
        self.note(work, progress).await
    }

    /// Tries those again that could not be read. While one is left, it is told of each hour.
    pub(super) async fn retry_unreadable(&self, work: &mut Work<'_>) -> Result<(), Halt> {
        let (mut left, mut failed) = (Vec::new(), Ok(()));
        for case in work.progress().unreadable.clone() {
            self.erase_knowledge(work, std::slice::from_ref(&case)).await?;
            match self.erase_case(work, &case).await {
                Ok(()) => {
                    // Nobody looks at it again: what else would be left is seen to now.
                    self.search.reindex(&case).await?;
                    work.report.cases += 1;
                }
                Err(Halt::Failed(error)) if error.is_unreadable() => {
                    failed = Err(Halt::Failed(error));
                    left.push(case);
                }
                Err(halt) => return Err(halt),
            }
        }
        if work.progress().unreadable.is_empty() {
            return Ok(());
        }
        self.uncite(work).await?;
        self.unlearn(work).await?;
        let due = self.now().plus_seconds(if left.is_empty() { 0 } else { AGAIN });
        let next = ErasureProgress { due, is_checked: true, ..work.progress().clone() };
        self.note(work, ErasureProgress { unreadable: left, ..next }).await?;
        failed
    }
}
