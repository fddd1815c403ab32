//! Runs of digits with what separates them: cards, phone numbers, dates and order numbers are all such runs.

use super::normalized_text::Glyphs;

/// Digits that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The place of its first digit.
    pub(super) start: usize,
    /// The place after its last.
    pub(super) end: usize,
    /// The digits.
    pub(super) digits: String,
}

/// Every run in the text: groups with at most three separators between one and the next. A run begins and ends where
/// no letter stands.
pub(super) fn runs(glyphs: &Glyphs) -> Vec<Vec<Group>> {
    runs_over(glyphs, " -./()\n")
}

/// The same with these characters as separators.
pub(super) fn runs_over(glyphs: &Glyphs, separators: &str) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    for group in groups(glyphs) {
        let joins = |run: &Vec<Group>| {
            run.last().is_some_and(|last| are_joined(glyphs, last.end, group.start, separators))
        };
        match runs.last_mut().filter(|run| joins(run)) {
            Some(run) => run.push(group),
            None => runs.push(vec![group]),
        }
    }
    runs
}

fn groups(glyphs: &Glyphs) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let start = at;
        while glyphs.at(at).is_ascii_digit() {
            at += 1;
        }
        if at > start && is_free(glyphs, start, at) {
            groups.push(Group {
                start,
                end: at,
                digits: (start..at).map(|at| glyphs.at(at)).collect(),
            });
        }
        at = at.max(start + 1);
    }
    groups
}

/// Digits within a word ("AB4711X") are no number; next to a script without spaces they are.
fn is_free(glyphs: &Glyphs, start: usize, end: usize) -> bool {
    let clings = |c: char| c.is_alphanumeric() && !crate::text::is_unspaced(c);
    !clings(glyphs.before(start)) && !clings(glyphs.at(end))
}

fn are_joined(glyphs: &Glyphs, from: usize, to: usize, separators: &str) -> bool {
    to - from <= 3 && (from..to).all(|at| separators.contains(glyphs.at(at)))
}

/// How many groups from the first on are parts of dates or hours: `09.00-17.30`, `01.02.-05.03.2024`, `01/2024 - 02/2024`.
pub(super) fn calendar(groups: &[Group]) -> Option<usize> {
    let number = |group: &Group| group.digits.parse::<u32>().unwrap_or(u32::MAX);
    let is_hour = |pair: &[Group]| {
        pair.iter().all(|group| group.digits.len() <= 2)
            && number(&pair[0]) <= 24
            && number(&pair[1]) < 60
    };
    let are_hours = groups.len() == 4 && groups.chunks(2).all(is_hour);
    let is_year = |group: &Group| group.digits.len() == 4 && (1900..2100).contains(&number(group));
    let is_day = |group: &Group| group.digits.len() <= 2 && number(group) <= 31;
    let are_dates = groups.iter().any(is_year)
        && groups.len() > 1
        && groups.iter().all(|group| is_year(group) || is_day(group));
    (are_hours || are_dates).then_some(groups.len())
}

/// How many groups from the first on make a date: day, month and year in any usual order.
pub(super) fn date(glyphs: &Glyphs, groups: &[Group]) -> Option<usize> {
    let [first, second, third, ..] = groups else { return None };
    let lengths = [first, second, third].map(|group| group.digits.len());
    let is_shaped = matches!(lengths, [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 2 | 4]);
    let separator = glyphs.at(first.end);
    let is_joined = [(first, second), (second, third)].iter().all(|(one, next)| {
        let gap = next.start - one.end;
        glyphs.at(one.end) == separator && (gap == 1 || (gap == 2 && separator == '.'))
    });
    let number = |group: &Group| group.digits.parse::<u32>().unwrap_or(u32::MAX);
    let (day, month) = if lengths[0] == 4 { (third, second) } else { (first, second) };
    let is_calendar =
        number(day) <= 31 && number(month) <= 31 && number(day).min(number(month)) <= 12;
    (is_shaped && is_joined && is_calendar && matches!(separator, '.' | '/' | '-')).then_some(3)
}
