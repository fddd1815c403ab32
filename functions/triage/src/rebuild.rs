//! What an operator asks for: what triage has learned is made anew from logs and answers (`infra/tools/table.py rebuild`).

use application::{Compaction, Triage};
use domain::{CaseId, StoreId};
use futures_util::future::try_join_all;
use lambda::clock;
use lambda_runtime::Error;
use serde::{Deserialize, Serialize};

/// What is to be made anew.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rebuild {
    /// What there is to learn from people's decisions in these cases; first, for all cases.
    Cases(Vec<CaseId>),
    /// What there is to learn from a store's answers, and its snapshot; then, for each store.
    Store(StoreId),
}

/// How many of the cases have a log, or whether the store has a new snapshot: another learner may be at it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Rebuilt {
    rebuilt: usize,
}

impl Rebuild {
    /// Does it. `learner` names this attempt among all.
    ///
    /// # Errors
    /// The table can't be reached: the same again finishes it.
    pub(crate) async fn run(self, triage: &Triage, learner: &str) -> Result<Rebuilt, Error> {
        let knowledge = &triage.knowledge;
        let rebuilt = match self {
            Self::Cases(cases) => {
                let stores = cases.iter().map(|case| knowledge.relearn_case(case));
                try_join_all(stores).await?.into_iter().flatten().count()
            }
            Self::Store(store) => {
                let compacted = knowledge.rebuild(&store, learner, clock::now()).await?;
                usize::from(matches!(compacted, Compaction::Done(_)))
            }
        };
        Ok(Rebuilt { rebuilt })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_operators_tool_sends_is_understood() {
        let read = |text: &str| serde_json::from_str::<Rebuild>(text).unwrap();
        assert_eq!(read(r#"{"store":"demo"}"#), Rebuild::Store("demo".parse().unwrap()));
        assert_eq!(read(r#"{"cases":[]}"#), Rebuild::Cases(Vec::new()));
    }
}
