use super::*;

/// Wishes for a person, each language's under its tag.
const WISHES: &str = include_str!("wishes.txt");
/// What is none, though it has the words of one.
const OTHERS: &str = include_str!("others.txt");

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

fn check(expected: bool, text: &str) {
    let wrong: Vec<&str> = lines(text).filter(|line| requests_human(line) != expected).collect();
    assert!(wrong.is_empty(), "expected {expected} for {wrong:#?}");
}

#[test]
fn the_wish_for_a_person_is_heard_in_every_language_of_the_widget() {
    assert_eq!(WISHES.lines().filter(|line| line.starts_with('#')).count(), 12);
    check(true, WISHES);
}

#[test]
fn a_wish_turned_round_or_a_word_of_one_is_none() {
    check(false, OTHERS);
    check(false, " \n?");
}

#[test]
fn a_wish_is_heard_within_a_longer_message_and_in_whatever_case() {
    for wish in lines(WISHES) {
        let longer = format!("Order 4711.\n{}\n4711", wish.to_uppercase());
        assert!(requests_human(&longer), "{longer}");
    }
}
