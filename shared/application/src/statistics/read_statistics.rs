//! Reading a store's figures.

use std::collections::BTreeMap;

use contract::{AgentFigures, DayFigures, FiguresView, GroupFigures, StatisticsView};
use domain::{Day, Figures, KnowledgeAction, Scope, StoreId, may_tend};

use super::CaseStatistics;
use crate::{Caller, UseCaseError};

impl CaseStatistics {
    /// The most days that are read at once.
    pub const MOST_DAYS: i64 = 92;

    /// The figures of a store's cases that were opened from `first` to `last`: of each day, of all of them, of each agent and group. Of
    /// a longer time the last days; none where the last comes before the first.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn read(
        &self,
        caller: &Caller,
        store: &StoreId,
        first: Day,
        last: Day,
    ) -> Result<StatisticsView, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::ManageSettings)?;
        let first = first.max(last.plus(1 - Self::MOST_DAYS));
        let mut days: BTreeMap<Day, Figures> = BTreeMap::new();
        let mut scopes: BTreeMap<Scope, Figures> = BTreeMap::new();
        let rows = match first <= last {
            true => self.rows.days(store, first, last).await?,
            false => Vec::new(),
        };
        for row in rows {
            scopes.entry(row.scope.clone()).or_default().add_all(&row.figures);
            if row.scope == Scope::Store {
                days.insert(row.day, row.figures);
            }
        }
        let all = (first.number()..=last.number()).map(Day::numbered);
        let days = all.map(|day| {
            let figures = days.get(&day).cloned().unwrap_or_default();
            DayFigures { day, figures: FiguresView::from(&figures) }
        });
        let mut view = StatisticsView {
            days: days.collect(),
            total: FiguresView::from(&scopes.remove(&Scope::Store).unwrap_or_default()),
            agents: Vec::new(),
            groups: Vec::new(),
        };
        for (scope, figures) in scopes {
            let figures = FiguresView::from(&figures);
            match scope {
                Scope::Store => {}
                Scope::Agent(agent) => view.agents.push(AgentFigures { agent, figures }),
                Scope::Group(group) => view.groups.push(GroupFigures { group, figures }),
            }
        }
        Ok(view)
    }
}
