//! Keys of a store's statistics: a partition a store, in it the rows of each day.

use domain::{Day, Scope, StoreId};

/// What a case's log comes to in the statistics, beside the log.
pub(crate) const FACTS: &str = "VIEW#FACT";

/// The figures of a store's days.
pub(crate) fn statistics(store: &StoreId) -> String {
    format!("DAY#{store}")
}

/// The row of somebody's figures of a day.
pub(crate) fn figures_of_day(day: Day, scope: &Scope) -> String {
    let day = first_of_day(day);
    match scope {
        Scope::Store => format!("{day}#STORE"),
        Scope::Agent(user) => format!("{day}#AGENT#{user}"),
        Scope::Group(group) => format!("{day}#GROUP#{}", group.get()),
    }
}

/// The day of such a row, and whose figures it has.
pub(crate) fn figures_of_day_parts(sk: &str) -> Option<(Day, Scope)> {
    let (day, scope) = sk.split_once('#')?;
    let day = Day::numbered(day.parse().ok()?);
    let scope = match scope.split_once('#') {
        None if scope == "STORE" => Scope::Store,
        Some(("AGENT", user)) => Scope::Agent(user.parse().ok()?),
        Some(("GROUP", group)) => Scope::Group(group.parse::<u8>().ok()?.try_into().ok()?),
        _ => return None,
    };
    Some((day, scope))
}

/// Before every row of a day.
pub(crate) fn first_of_day(day: Day) -> String {
    format!("{:06}", day.number().max(0))
}

/// Behind every row of a day.
pub(crate) fn last_of_day(day: Day) -> String {
    format!("{}~", first_of_day(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::UserId;

    #[test]
    fn a_row_of_a_day_reads_back_and_lies_within_its_day() {
        let day: Day = "2026-11-30".parse().unwrap();
        let agent = Scope::Agent(UserId::agent("issuer", "ines"));
        for scope in [Scope::Store, agent, Scope::Group(1.try_into().unwrap())] {
            let row = figures_of_day(day, &scope);
            assert!(first_of_day(day) <= row && row < last_of_day(day), "{row}");
            assert!(row < first_of_day(day.plus(1)));
            assert_eq!(figures_of_day_parts(&row), Some((day, scope)));
        }
    }
}
