//! Files whose messages were taken back or erased: it is looked at once whether anybody still needs them.

use adapters::dynamo::Files;
use domain::{CaseId, Seq, Timestamp};

use crate::{ApplicationError, Projections};

impl Projections {
    /// Has those files of a case looked at whose event is such a one.
    pub(crate) async fn let_files_go(
        &self,
        case: &CaseId,
        is_meant: impl Fn(Seq) -> bool,
    ) -> Result<(), ApplicationError> {
        let_go(&self.files, case, is_meant).await
    }
}

/// Has those files of a case looked at whose event is such a one: the next run of the function `files` sees that their
/// messages name them no more. Repeating it changes nothing.
pub(crate) async fn let_go(
    files: &Files,
    case: &CaseId,
    is_meant: impl Fn(Seq) -> bool,
) -> Result<(), ApplicationError> {
    for file in files.of_case(case).await? {
        if is_meant(file.seq) {
            files.look_at(&file.key, Timestamp(0)).await?;
        }
    }
    Ok(())
}
