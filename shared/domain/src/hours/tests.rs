//! When stores with such hours are open.

use super::*;

/// From nine to five on weekdays, and all Saturday.
fn berlin() -> Hours {
    let saturday = shifts(&[(0, 24)]);
    let day = || shifts(&[(9, 17)]);
    hours([day(), day(), day(), day(), day(), saturday, vec![]])
}

fn hours(week: [Vec<Shift>; 7]) -> Hours {
    Hours { zone: "Europe/Berlin".to_owned(), week, holidays: Vec::new() }
}

/// Shifts by the hours at which they begin and end.
fn shifts(hours: &[(u16, u16)]) -> Vec<Shift> {
    hours.iter().map(|(from, until)| Shift { from: from * 60, until: until * 60 }).collect()
}

/// Hours on Sundays alone.
fn sundays(shift: Shift) -> Hours {
    let mut week = <[Vec<Shift>; 7]>::default();
    week[6] = vec![shift];
    hours(week)
}

fn utc(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

#[test]
fn hours_are_those_of_the_clock_on_the_wall_before_and_after_it_is_changed() {
    // Clocks go forward on Sunday, 2026-03-29, and back on Sunday, 2026-10-25.
    for (now, expected) in [
        ("2026-03-27T07:59:59Z", Opening::Closed(utc("2026-03-27T08:00:00Z"))),
        ("2026-03-27T08:00:00Z", Opening::Open),
        ("2026-03-27T16:00:00Z", Opening::Closed(utc("2026-03-27T23:00:00Z"))),
        ("2026-03-28T22:59:59Z", Opening::Open),
        ("2026-03-28T23:00:00Z", Opening::Closed(utc("2026-03-30T07:00:00Z"))),
        ("2026-03-30T07:00:00Z", Opening::Open),
        ("2026-03-30T15:00:00Z", Opening::Closed(utc("2026-03-31T07:00:00Z"))),
        ("2026-10-25T12:00:00Z", Opening::Closed(utc("2026-10-26T08:00:00Z"))),
    ] {
        assert_eq!(berlin().at(utc(now)), Some(expected), "{now}");
    }
}

#[test]
fn a_shift_over_the_change_is_an_hour_shorter_or_longer() {
    let night = Shift { from: 60, until: 4 * 60 };
    let hours = sundays(night);
    let open = |now: &str| hours.at(utc(now)) == Some(Opening::Open);
    assert!(open("2026-03-29T00:00:00Z") && open("2026-03-29T01:59:59Z"));
    assert!(!open("2026-03-29T02:00:00Z"), "two hours later it is four o'clock");
    assert!(open("2026-10-24T23:00:00Z") && open("2026-10-25T02:59:59Z"));
    assert!(!open("2026-10-25T03:00:00Z"), "four hours later it is four o'clock");
}

#[test]
fn an_opening_in_the_hour_that_is_left_out_comes_right_after_it() {
    let early = Shift { from: 2 * 60 + 30, until: 5 * 60 };
    let hours = sundays(early);
    let opens = Opening::Closed(utc("2026-03-29T01:30:00Z"));
    assert_eq!(hours.at(utc("2026-03-29T00:00:00Z")), Some(opens));
}

#[test]
fn a_week_of_one_day_opens_again_in_a_week_and_an_empty_one_never() {
    let mut monday = Hours { zone: "UTC".to_owned(), ..hours(Default::default()) };
    assert_eq!(monday.at(utc("2026-11-23T12:00:00Z")), Some(Opening::Never));
    monday.week[0] = shifts(&[(0, 1)]);
    let next = Opening::Closed(utc("2026-11-30T00:00:00Z"));
    assert_eq!(monday.at(utc("2026-11-23T12:00:00Z")), Some(next));
}

#[test]
fn a_break_closes_and_a_shift_past_midnight_lasts_into_the_next_day() {
    let evening = || shifts(&[(11, 14), (18, 26)]);
    let closed = |at| Opening::Closed(utc(at));
    // Thursday to Saturday; in Berlin it is an hour later.
    let hours = hours([vec![], vec![], vec![], evening(), evening(), evening(), vec![]]);
    for (now, expected) in [
        ("2026-11-26T09:59:00Z", closed("2026-11-26T10:00:00Z")),
        ("2026-11-26T12:59:00Z", Opening::Open),
        ("2026-11-26T13:00:00Z", closed("2026-11-26T17:00:00Z")),
        ("2026-11-26T23:30:00Z", Opening::Open),
        ("2026-11-27T00:59:59Z", Opening::Open),
        ("2026-11-27T01:00:00Z", closed("2026-11-27T10:00:00Z")),
        ("2026-11-29T00:30:00Z", Opening::Open),
        ("2026-11-29T01:00:00Z", closed("2026-12-03T10:00:00Z")),
    ] {
        assert_eq!(hours.at(utc(now)), Some(expected), "{now}");
    }
}

#[test]
fn a_shift_of_a_whole_day_from_the_evening_on_meets_the_next_one() {
    let hours = hours(std::array::from_fn(|_| shifts(&[(18, 42)])));
    for now in ["2026-11-26T16:59:59Z", "2026-11-26T17:00:00Z", "2026-11-27T03:00:00Z"] {
        assert_eq!(hours.at(utc(now)), Some(Opening::Open), "{now}");
    }
}

#[test]
fn a_holiday_has_its_own_shifts_and_lets_the_night_before_end() {
    let mut hours = hours(std::array::from_fn(|_| shifts(&[(18, 26)])));
    let holiday = |date: &str, shifts| Holiday { date: date.to_owned(), shifts };
    hours.holidays =
        vec![holiday("2026-12-25", vec![]), holiday("2026-12-26", shifts(&[(10, 12)]))];
    let closed = |at| Opening::Closed(utc(at));
    for (now, expected) in [
        ("2026-12-25T00:30:00Z", Opening::Open),
        ("2026-12-25T01:00:00Z", closed("2026-12-26T09:00:00Z")),
        ("2026-12-25T18:00:00Z", closed("2026-12-26T09:00:00Z")),
        ("2026-12-26T10:00:00Z", Opening::Open),
        ("2026-12-26T18:00:00Z", closed("2026-12-27T17:00:00Z")),
    ] {
        assert_eq!(hours.at(utc(now)), Some(expected), "{now}");
    }
}

#[test]
fn holidays_for_weeks_do_not_hide_the_opening_behind_them() {
    let mut hours = berlin();
    let day = |at: i8| Holiday { date: format!("2026-12-{at:02}"), shifts: vec![] };
    hours.holidays = (1..=31).map(day).collect();
    let next = Opening::Closed(utc("2027-01-01T08:00:00Z"));
    assert_eq!(hours.at(utc("2026-12-01T12:00:00Z")), Some(next));
}

#[test]
fn hours_that_were_stored_with_one_shift_a_day_are_still_read() {
    let old = r#"{"zone":"Europe/Berlin","week":[{"from":540,"until":1020},null,null,null,null,null,null]}"#;
    let read: Hours = serde_json::from_str(old).unwrap();
    let mut week = <[Vec<Shift>; 7]>::default();
    week[0] = shifts(&[(9, 17)]);
    assert_eq!(read, hours(week));
    let written = serde_json::to_string(&read).unwrap();
    assert_eq!(serde_json::from_str::<Hours>(&written).unwrap(), read);
    for wrong in ["7", "{}", r#"[{"from":1}]"#, r#""nine""#] {
        let week = old.replace("null,null,null,null,null,null", &[wrong; 6].join(","));
        assert!(serde_json::from_str::<Hours>(&week).is_err(), "{wrong}");
    }
}

#[test]
fn each_mistake_has_its_sentence() {
    assert_eq!(berlin().mistakes(), Vec::<String>::new());
    let with =
        |shifts: Vec<Shift>| Hours { week: std::array::from_fn(|_| shifts.clone()), ..berlin() };
    for wrong in [
        shifts(&[(10, 10)]),
        shifts(&[(10, 35)]),
        shifts(&[(24, 25)]),
        shifts(&[(13, 17), (9, 12)]),
        shifts(&[(9, 13), (12, 17)]),
        shifts(&[(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13)]),
    ] {
        assert_eq!(with(wrong.clone()).mistakes().len(), 1, "{wrong:?}");
    }
    for dates in [vec!["Christmas"], vec!["2026-02-29"], vec!["2026-12-25"; 2]] {
        let day = |date: &&str| Holiday { date: (*date).to_owned(), shifts: vec![] };
        let wrong = Hours { holidays: dates.iter().map(day).collect(), ..berlin() };
        assert_eq!(wrong.mistakes().len(), 1, "{dates:?}");
    }
    let nowhere = Hours { zone: "Mars/Olympus".to_owned(), ..berlin() };
    assert_eq!(nowhere.mistakes().len(), 1);
    assert_eq!(nowhere.at(utc("2026-11-23T12:00:00Z")), None);
}
