//! The window of recent commands: what a case still knows of who sent what.

use domain::{
    Author, Body, Command, CommandId, Event, RecentCommands, Role, Seq, Timestamp, UserId,
};
use proptest::prelude::*;

const MOST: usize = RecentCommands::MOST;

fn seq(n: u64) -> Seq {
    n.try_into().unwrap()
}

fn author(n: u8) -> UserId {
    UserId::visitor([n; 16])
}

fn command(n: u64) -> CommandId {
    format!("command-{n}").parse().unwrap()
}

fn event(n: u64, id: Option<UserId>) -> Event {
    Event {
        seq: seq(n),
        prev_visible: seq(n).previous(),
        at: Timestamp(0),
        author: Author { role: Role::Customer, id, name: None },
        id: command(n),
        digest: Command::Reopen.digest(),
        text: None,
        files: Vec::new(),
        body: Body::Note { mentions: Default::default() },
    }
}

/// The window after events 1, 2, 3, … by these authors; none stands for the assistant.
fn window(authors: &[Option<u8>]) -> RecentCommands {
    let mut recent = RecentCommands::default();
    for (n, by) in (1..).zip(authors) {
        recent.note(&event(n, by.map(author)));
    }
    recent
}

proptest! {
    #[test]
    fn among_n_authors_each_ones_last_commands_are_found_at_their_place(
        authors in prop::collection::vec(prop::option::weighted(0.8, 0u8..4), 1..300)
    ) {
        let recent = window(&authors);
        let head = seq(authors.len() as u64);
        let share = MOST / 4;
        for who in 0..4 {
            let theirs = (1..).zip(&authors).filter(|(_, by)| **by == Some(who)).map(|(n, _)| n);
            let mut last: Vec<u64> = theirs.collect();
            last.reverse();
            for n in last.into_iter().take(share) {
                prop_assert_eq!(recent.places(&author(who), &command(n), head), [seq(n)]);
            }
        }
    }

    #[test]
    fn nobody_is_taken_for_another_author_or_command(
        authors in prop::collection::vec(prop::option::of(0u8..4), 1..60)
    ) {
        let recent = window(&authors);
        let head = seq(authors.len() as u64);
        for (n, by) in (1..).zip(&authors) {
            for who in (0..5).filter(|who| Some(*who) != *by) {
                prop_assert_eq!(recent.places(&author(who), &command(n), head), []);
            }
            prop_assert_eq!(recent.places(&author(0), &command(n + 1_000), head), []);
        }
    }

    #[test]
    fn a_window_reads_back_as_it_was_written(
        authors in prop::collection::vec(prop::option::of(0u8..4), 0..60)
    ) {
        let recent = window(&authors);
        let written = serde_json::to_vec(&recent).unwrap();
        prop_assert_eq!(serde_json::from_slice::<RecentCommands>(&written).unwrap(), recent);
    }
}

#[test]
fn one_authors_last_twelve_commands_are_known_and_older_ones_are_not() {
    let recent = window(&[Some(1); 40]);
    for n in 1..=40 {
        let found = recent.places(&author(1), &command(n), seq(40));
        let expected = if n > 40 - MOST as u64 { vec![seq(n)] } else { vec![] };
        assert_eq!(found, expected, "{n}");
    }
}

#[test]
fn a_command_is_known_up_to_the_windows_reach_and_no_further() {
    let mut recent = window(&[Some(1)]);
    let reach = RecentCommands::REACH;
    for n in 2..=1 + reach {
        recent.note(&event(n, None));
    }
    assert_eq!(recent.places(&author(1), &command(1), seq(1 + reach)), [seq(1)]);
    recent.note(&event(2 + reach, None));
    assert_eq!(recent.places(&author(1), &command(1), seq(2 + reach)), []);
    assert!(recent.is_empty());
}

#[test]
fn staff_take_no_customers_room_whoever_they_are() {
    let customer = author(1);
    for n in 0..1_000 {
        let agent = UserId::agent("issuer", &n.to_string());
        let mut recent = RecentCommands::default();
        recent.note(&event(1, Some(customer.clone())));
        for more in 2..40 {
            recent.note(&event(more, Some(agent.clone())));
        }
        assert_eq!(recent.places(&customer, &command(1), seq(39)), [seq(1)], "agent {n}");
    }
}
