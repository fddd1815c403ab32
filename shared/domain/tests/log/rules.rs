//! Rules that a few commands show.

use domain::{
    Case, CaseId, Command, CommandError, EscalationReason, Grounds, Guard, LastSeen, Role,
    Timestamp, UserId, decide,
};

use super::generated::{
    Log, UNLIMITED, colleague, command_id, customer, people, person, store, text,
};

#[test]
fn an_agent_may_not_answer_past_what_they_have_not_read() {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    let reply = |guard| Command::Send { text: Some(text("reply")), files: vec![], guard };
    let seen = log.case.head;
    log.act(&people[0], reply(Guard::Unguarded)).unwrap();
    assert_eq!(log.act(&people[2], reply(Guard::Answers(seen))), Err(CommandError::Conflict));
    assert_eq!(log.act(&people[2], reply(Guard::Unguarded)), Err(CommandError::AnswersMissing));
    let mine = log.act(&people[2], reply(Guard::Answers(log.case.head))).unwrap();
    assert!(
        log.act(&people[2], reply(Guard::Answers(mine.previous()))).is_ok(),
        "one's own words overtake nobody"
    );
    assert_eq!(
        log.act(&people[3], reply(Guard::Answers(mine.previous()))),
        Err(CommandError::Conflict)
    );
    assert!(log.act(&people[3], reply(Guard::Anyway)).is_ok());
}

#[test]
fn the_assistant_calls_nobody_to_what_a_person_has_answered() {
    let people = people();
    let mut log = Log::opened_by(&people[0]);
    let call = Command::Escalate {
        reason: EscalationReason::CustomerAsked,
        group: None,
        known: LastSeen::default(),
    };
    let assistant = people.iter().find(|who| who.role == Role::Assistant).unwrap().clone();
    log.act(
        &people[2],
        Command::Send { text: Some(text("reply")), files: vec![], guard: Guard::Anyway },
    )
    .unwrap();
    assert_eq!(log.act(&assistant, call.clone()), Err(CommandError::Conflict));
    assert!(log.act(&people[0], call.clone()).is_ok(), "whoever asks by the button gets one");
    log.act(
        &people[2],
        Command::Send { text: Some(text("reply")), files: vec![], guard: Guard::Anyway },
    )
    .unwrap();
    log.act(
        &people[0],
        Command::Send { text: Some(text("and")), files: vec![], guard: Guard::Unguarded },
    )
    .unwrap();
    assert!(log.act(&assistant, call).is_ok());
}

#[test]
fn a_stranger_gets_the_same_refusal_whether_the_case_exists_or_not() {
    let people = people();
    let log = Log::opened_by(&people[0]);
    let stranger = person(Role::Customer, UserId::visitor([1; 16]));
    let resolve = Command::Resolve { guard: Guard::Anyway };
    let on = |case: &Case| decide(case, UNLIMITED, &stranger, &resolve, Timestamp(0));
    assert_eq!(on(&log.case), Err(CommandError::NotFound));
    assert_eq!(on(&Case::default()), Err(CommandError::NotFound));
}

#[test]
fn the_table_of_who_may_do_what_is_this() {
    let people = people();
    let log = Log::opened_by(&people[0]);
    let answered = log.case.head;
    let send =
        Command::Send { text: Some(text("x")), files: vec![], guard: Guard::Answers(answered) };
    let suggest = Command::Suggest {
        answers: answered,
        text: text("x"),
        sources: vec![],
        grounds: Grounds::default(),
    };
    let rows = [
        (send, "customer agent agent lead"),
        (Command::Note { text: text("x"), mentions: Default::default() }, "agent agent lead"),
        (
            Command::Assign { colleague: colleague("jon", store()), known: LastSeen::default() },
            "agent agent lead",
        ),
        (
            Command::Assign {
                colleague: colleague("nora", "north".parse().unwrap()),
                known: LastSeen::default(),
            },
            "",
        ),
        (
            Command::Escalate {
                reason: EscalationReason::CustomerAsked,
                group: None,
                known: LastSeen::default(),
            },
            "customer agent agent lead assistant",
        ),
        (Command::Resolve { guard: Guard::Answers(answered) }, "agent agent lead"),
        (
            Command::AddParticipant { user: UserId::visitor([8; 16]), name: None },
            "agent agent lead",
        ),
        (suggest, "assistant"),
    ];
    for (command, expected) in rows {
        let may = people
            .iter()
            .filter(|who| decide(&log.case, UNLIMITED, who, &command, Timestamp(0)).is_ok());
        let allowed: Vec<_> = may.map(|who| who.role.as_str()).collect();
        assert_eq!(allowed.join(" "), expected, "{command:?}");
    }
}

#[test]
fn a_case_has_the_id_that_its_opening_gives_it() {
    let who = customer();
    let (store, user) = (&who.stores[0], who.user.as_ref().unwrap());
    let id = CaseId::derive(store, user, &command_id(1));
    assert_eq!(id, CaseId::derive(store, user, &command_id(1)));
    let others = [
        CaseId::derive(store, user, &command_id(2)),
        CaseId::derive(store, &UserId::visitor([77; 16]), &command_id(1)),
        CaseId::derive(&"another".parse().unwrap(), user, &command_id(1)),
    ];
    assert!(others.iter().all(|other| *other != id), "{id:?} {others:?}");
}
