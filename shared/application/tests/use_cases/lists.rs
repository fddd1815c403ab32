//! The views for lists: what the stream makes of the logs, who sees which list, and who is told.

use application::{Caller, Filter, Wanted};
use contract::{CaseSummary, NewGroup};
use domain::{CommandError, Status};
use serde_json::json;

use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, KnownCase, NOW, agent, at, command_id, customer, frame, later, lead,
    message, seq, store, user,
};
use crate::directory::group;

/// Brings the view of a case up to date with its whole log.
async fn summarize(deployment: &Deployment, case: &KnownCase) {
    let batch = deployment.batch(&case.id, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
}

async fn list(deployment: &Deployment, caller: &Caller, wanted: Wanted) -> Vec<CaseSummary> {
    filtered(deployment, caller, wanted, Filter::default()).await
}

async fn filtered(
    deployment: &Deployment,
    caller: &Caller,
    wanted: Wanted,
    filter: Filter,
) -> Vec<CaseSummary> {
    let page = deployment.lists.list(caller, &deployment.cases.stores, wanted, &filter, None).await;
    page.unwrap().cases
}

fn of_group(group: domain::GroupId) -> Filter {
    Filter { group: Some(group), ..Filter::default() }
}

async fn refused(deployment: &Deployment, caller: &Caller, wanted: Wanted) -> CommandError {
    let (stores, all) = (&deployment.cases.stores, Filter::default());
    let page = deployment.lists.list(caller, stores, wanted, &all, None).await;
    page.decided().unwrap_err()
}

/// A case of Ada's in the lists.
async fn listed() -> (Deployment, KnownCase) {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    summarize(&deployment, &case).await;
    (deployment, case)
}

#[tokio::test]
async fn a_case_is_in_the_one_list_that_its_state_says() {
    let (deployment, case) = listed().await;
    let month = || "2027-01".to_owned();
    let places = async |deployment: &Deployment| {
        let mut places = Vec::new();
        for wanted in
            [Wanted::Waiting(store()), Wanted::Open(store()), Wanted::Closed(store(), month())]
        {
            places.push(list(deployment, &agent("ines"), wanted).await.len());
        }
        places
    };
    assert_eq!(places(&deployment).await, [1, 0, 0]);
    let reply = json!({ "text": "Hi", "answers": 1 });
    deployment.act(&agent("ines"), frame("send", "s", &case, reply)).await;
    summarize(&deployment, &case).await;
    assert_eq!(places(&deployment).await, [0, 1, 0]);
    deployment.act(&agent("ines"), frame("resolve", "r", &case, json!({}))).await;
    summarize(&deployment, &case).await;
    assert_eq!(places(&deployment).await, [0, 0, 1]);
}

#[tokio::test]
async fn who_has_waited_longest_comes_first() {
    let deployment = Deployment::new();
    for (name, seconds) in [("late", 20), ("early", 0), ("between", 10)] {
        let case = deployment.open(&later(seconds, customer(name)), name).await;
        summarize(&deployment, &case).await;
    }
    let waiting = list(&deployment, &agent("ines"), Wanted::Waiting(store())).await;
    let subjects: Vec<_> = waiting.into_iter().filter_map(|case| case.subject).collect();
    assert_eq!(subjects, ["early", "between", "late"]);
}

#[tokio::test]
async fn those_that_wait_for_a_group_are_listed_at_the_cost_of_all_that_wait() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    let mut passed = Vec::new();
    for (id, name) in [("billing", "Billing"), ("returns", "Returns")] {
        let group = group(&deployment, id, name).await.id;
        let case = deployment.open(&customer(id), "hello").await;
        deployment.act(&ines, frame("escalate", id, &case, json!({ "group": group }))).await;
        summarize(&deployment, &case).await;
        passed.push((group, case.id));
    }
    let case = deployment.open(&customer("ada"), "for nobody").await;
    summarize(&deployment, &case).await;
    deployment.aws.forget_requests();
    assert_eq!(list(&deployment, &ines, Wanted::Waiting(store())).await.len(), 3);
    let all = deployment.aws.operations();
    for (group, case) in passed {
        deployment.aws.forget_requests();
        let found = filtered(&deployment, &ines, Wanted::Waiting(store()), of_group(group)).await;
        let listed: Vec<_> = found.iter().map(|one| (&one.case, one.group)).collect();
        assert_eq!(listed, [(&case, Some(group))]);
        assert_eq!(deployment.aws.operations(), all);
    }
}

#[tokio::test]
async fn what_waits_for_a_group_behind_a_page_of_others_is_on_the_next() {
    let deployment = Deployment::new();
    let billing = group(&deployment, "billing", "Billing").await.id;
    for n in 0..51 {
        let case = deployment.open_as(&later(n, customer("ada")), &format!("o{n}"), "hello").await;
        if n == 50 {
            let pass = frame("escalate", "pass", &case, json!({ "group": billing }));
            deployment.act(&later(n, agent("ines")), pass).await;
        }
        summarize(&deployment, &case).await;
    }
    let page = async |from| {
        let (ines, stores) = (agent("ines"), &deployment.cases.stores);
        let wanted = Wanted::Waiting(store());
        let page = deployment.lists.list(&ines, stores, wanted, &of_group(billing), from).await;
        page.unwrap()
    };
    let first = page(None).await;
    assert_eq!((first.cases.len(), first.next.is_some()), (0, true));
    let second = page(first.next).await;
    assert_eq!((second.cases.len(), second.next), (1, None));
}

#[tokio::test]
async fn a_customer_sees_their_own_cases_and_nobody_elses() {
    let (deployment, case) = listed().await;
    let eves = deployment.open(&customer("eve"), "secret").await;
    summarize(&deployment, &eves).await;
    let mine = list(&deployment, &customer("ada"), Wanted::Mine).await;
    assert_eq!(mine.iter().map(|one| &one.case).collect::<Vec<_>>(), [&case.id]);
}

#[tokio::test]
async fn nobody_lists_what_is_not_theirs_to_list() {
    let (deployment, _) = listed().await;
    for wanted in [
        Wanted::Waiting(store()),
        Wanted::Open(store()),
        Wanted::Closed(store(), "2027-01".to_owned()),
    ] {
        for stranger in [customer("ada"), at("north", lead("nora"))] {
            let refusal = refused(&deployment, &stranger, wanted.clone()).await;
            assert_eq!(refusal, CommandError::NotFound);
        }
    }
    let refusal = refused(&deployment, &agent("ines"), Wanted::Mine).await;
    assert_eq!(refusal, CommandError::NotAllowed);
}

#[tokio::test]
async fn where_agents_see_only_what_is_assigned_to_them_lists_hold_no_more() {
    let deployment = Deployment::new();
    let (ines, lea) = (at("north", agent("ines")), at("north", lead("lea")));
    let mut cases = Vec::new();
    for name in ["ada", "bob"] {
        cases.push(deployment.open(&at("north", customer(name)), name).await);
    }
    deployment.cases.directory.note(&ines.principal).await.unwrap();
    let give = frame("assign", "a", &cases[0], json!({ "agent": user(&ines) }));
    deployment.act(&lea, give).await;
    for case in &cases {
        summarize(&deployment, case).await;
    }
    let waiting = || Wanted::Waiting("north".parse().unwrap());
    assert_eq!(list(&deployment, &lea, waiting()).await.len(), 2);
    let own = list(&deployment, &ines, waiting()).await;
    assert_eq!(own.iter().map(|one| &one.case).collect::<Vec<_>>(), [&cases[0].id]);
    assert_eq!(own[0].assignee_name, ines.principal.name);
}

#[tokio::test]
async fn a_customer_learns_nothing_from_a_list_of_what_is_hidden_from_them() {
    let (deployment, case) = listed().await;
    deployment.suggest(&case, "It is on its way.").await;
    summarize(&deployment, &case).await;
    let mine = &list(&deployment, &customer("ada"), Wanted::Mine).await[0];
    assert_eq!((mine.seq, mine.suggestion), (seq(1), false));
    let theirs = &list(&deployment, &agent("ines"), Wanted::Waiting(store())).await[0];
    assert_eq!((theirs.seq, theirs.suggestion), (seq(2), true));
}

#[tokio::test]
async fn a_list_says_who_has_asked_for_a_person_until_one_replies() {
    let (deployment, case) = listed().await;
    let wants_person = async || {
        summarize(&deployment, &case).await;
        list(&deployment, &agent("ines"), Wanted::Waiting(store()))
            .await
            .first()
            .map(|one| one.wants_person)
    };
    assert_eq!(wants_person().await, Some(false));
    deployment.act(&customer("ada"), frame("escalate", "wanted", &case, json!({}))).await;
    assert_eq!(wants_person().await, Some(true));
    let reply = frame("send", "replied", &case, json!({ "text": "Here I am.", "answers": 2 }));
    deployment.act(&agent("ines"), reply).await;
    deployment
        .act(&customer("ada"), frame("send", "again", &case, json!({ "text": "Thanks, but…" })))
        .await;
    assert_eq!(wants_person().await, Some(false));
}

#[tokio::test]
async fn a_list_says_how_far_its_reader_has_read() {
    let (deployment, case) = listed().await;
    let read = json!({ "action": "read", "case": case.id, "seq": 1 });
    deployment.act(&agent("ines"), read).await;
    let of = async |who| list(&deployment, &who, Wanted::Waiting(store())).await[0].read;
    assert_eq!(of(agent("ines")).await, Some(seq(1)));
    assert_eq!(of(agent("omar")).await, Some(seq(0)));
}

#[tokio::test]
async fn a_long_list_comes_in_pages_that_leave_nothing_out() {
    let deployment = Deployment::new();
    for n in 0..55 {
        let case = deployment.open_as(&later(n, customer("ada")), &format!("o{n}"), "hello").await;
        summarize(&deployment, &case).await;
    }
    let page = async |from| {
        let (ines, stores) = (agent("ines"), &deployment.cases.stores);
        let (wanted, all) = (Wanted::Waiting(store()), Filter::default());
        deployment.lists.list(&ines, stores, wanted, &all, from).await.unwrap()
    };
    let first = page(None).await;
    let second = page(first.next.clone()).await;
    assert_eq!((first.cases.len(), second.cases.len(), &second.next), (50, 5, &None));
    let mut cases: Vec<_> = first.cases.iter().chain(&second.cases).map(|one| &one.case).collect();
    cases.sort();
    cases.dedup();
    assert_eq!(cases.len(), 55);
}

#[tokio::test]
async fn an_older_batch_that_comes_again_takes_nothing_back() {
    let (deployment, case) = listed().await;
    let old = deployment.batch(&case.id, 1).await;
    deployment.act(&agent("ines"), frame("resolve", "r", &case, json!({}))).await;
    summarize(&deployment, &case).await;
    let rows = deployment.rows();
    assert_eq!(deployment.projections.summarize(&old).await.unwrap(), None);
    assert_eq!(deployment.rows(), rows);
}

#[tokio::test]
async fn a_batch_that_is_cut_off_and_delivered_again_ends_in_the_same_view() {
    survives_crashes(
        async |deployment| {
            let case = deployment.open(&customer("ada"), "my card is 4111").await;
            let stored = deployment.store(&customer("ada"), &message(&case, "m", "Hello?")).await;
            let case = KnownCase { head: stored.entry.event.seq, ..case };
            let case = deployment.suggest(&case, "It is on its way.").await;
            let yes = frame("approve", "y", &case, json!({ "suggestion": 3, "answers": 3 }));
            deployment.act(&agent("ines"), yes).await;
            deployment
                .act(&customer("ada"), frame("withdraw", "w", &case, json!({ "of": 1 })))
                .await;
            case
        },
        async |deployment, case| summarize(deployment, case).await,
    )
    .await;
}

#[tokio::test]
async fn what_was_taken_back_is_in_no_list() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "my card is 4111").await;
    let early = deployment.batch(&case.id, 1).await;
    deployment.act(&customer("ada"), frame("withdraw", "w", &case, json!({ "of": 1 }))).await;
    // The stream brings the words as they were.
    deployment.projections.summarize(&early).await.unwrap();
    let batch = deployment.batch(&case.id, 2).await;
    let summary = deployment.projections.summarize(&batch).await.unwrap().unwrap();
    assert_eq!((summary.subject, summary.excerpt), (None, None));
    let listed = &list(&deployment, &agent("ines"), Wanted::Waiting(store())).await[0];
    assert_eq!((&listed.subject, &listed.excerpt), (&None, &None));
}

#[tokio::test]
async fn a_view_that_is_made_anew_is_the_one_that_the_stream_made() {
    let (deployment, case) = listed().await;
    deployment.act(&agent("ines"), frame("resolve", "r", &case, json!({}))).await;
    for seq in [1, 2] {
        let mut batch = deployment.batch(&case.id, seq).await;
        batch.entries.truncate(1);
        deployment.projections.summarize(&batch).await.unwrap();
    }
    let made = deployment.rows();
    assert!(deployment.projections.rebuild(&case.id).await.unwrap());
    assert_eq!(deployment.rows(), made);
}

#[tokio::test]
async fn a_rebuilding_that_is_cut_off_and_repeated_ends_in_the_whole_view() {
    survives_crashes(
        async |deployment| {
            let case = deployment.open(&customer("ada"), "hello").await;
            summarize(deployment, &case).await;
            case
        },
        async |deployment, case| {
            assert!(deployment.projections.rebuild(&case.id).await.unwrap());
        },
    )
    .await;
}

#[tokio::test]
async fn of_a_case_without_a_log_no_view_is_made() {
    let deployment = Deployment::new();
    let case = crate::deployment::opening(&customer("ada"), "never", "x").case;
    assert!(!deployment.projections.rebuild(&case).await.unwrap());
    assert!(deployment.rows().is_empty());
}

/// Whose connections are told when the list that this case is in has changed.
async fn told(deployment: &Deployment, case: &KnownCase) -> Vec<&'static str> {
    let batch = deployment.batch(&case.id, 1).await;
    let summary = deployment.projections.summarize(&batch).await.unwrap().unwrap();
    deployment
        .projections
        .announce(vec![summary], &[batch], &Default::default(), &Default::default(), NOW)
        .await
        .unwrap();
    ["ines", "omar", "lea", "nora"]
        .into_iter()
        .filter(|who| !deployment.aws.frames(who).is_empty())
        .collect()
}

async fn arrive(deployment: &Deployment, caller: &Caller) {
    let connection = caller.connection.clone().unwrap();
    deployment.presence.arrive(&connection, &caller.principal, None, NOW).await.unwrap();
    deployment.aws.forget_frames();
}

#[tokio::test]
async fn agents_are_told_of_a_lists_change_in_their_stores() {
    let deployment = Deployment::new();
    for who in [agent("ines"), lead("lea"), at("north", lead("nora"))] {
        arrive(&deployment, &who).await;
    }
    let case = deployment.open(&customer("ada"), "hello").await;
    assert_eq!(told(&deployment, &case).await, ["ines", "lea"]);
    let frame = &deployment.aws.frames("ines")[0];
    assert_eq!(frame["summary"]["status"], json!(Status::Waiting));
}

#[tokio::test]
async fn an_agent_whose_token_has_ended_is_told_of_no_lists_change() {
    let deployment = Deployment::new();
    let mut ines = agent("ines");
    ines.principal.expires = NOW;
    arrive(&deployment, &ines).await;
    arrive(&deployment, &agent("omar")).await;
    let case = deployment.open(&customer("ada"), "hello").await;
    assert_eq!(told(&deployment, &case).await, ["omar"]);
}

#[tokio::test]
async fn where_agents_see_only_what_is_assigned_to_them_others_are_not_told() {
    let deployment = Deployment::new();
    let (ines, lea) = (at("north", agent("ines")), at("north", lead("lea")));
    for who in [&ines, &at("north", agent("omar")), &lea] {
        arrive(&deployment, who).await;
    }
    let case = deployment.open(&at("north", customer("ada")), "hello").await;
    let give = frame("assign", "a", &case, json!({ "agent": user(&ines) }));
    deployment.act(&lea, give).await;
    assert_eq!(told(&deployment, &case).await, ["ines", "lea"]);
}

#[tokio::test]
async fn where_agents_see_only_their_own_those_of_a_group_are_told_what_waits_for_it() {
    let deployment = Deployment::new();
    let (mut ines, omar, lea) =
        (at("north", agent("ines")), at("north", agent("omar")), at("north", lead("lea")));
    ines.principal.groups = domain::Memberships::read("north:1");
    for who in [&ines, &omar, &lea] {
        arrive(&deployment, who).await;
    }
    let new = NewGroup { id: command_id("g"), name: "Billing".parse().unwrap() };
    let added = deployment.directory.add_group(&lea, &"north".parse().unwrap(), new).await;
    let case = deployment.open(&at("north", customer("ada")), "hello").await;
    let pass = json!({ "group": added.unwrap().id });
    deployment.act(&lea, frame("escalate", "pass", &case, pass)).await;
    assert_eq!(told(&deployment, &case).await, ["ines", "lea"]);
}

#[tokio::test]
async fn an_agent_who_is_gone_is_forgotten_when_a_list_changes() {
    let deployment = Deployment::new();
    arrive(&deployment, &agent("ines")).await;
    deployment.aws.hang_up("ines");
    let case = deployment.open(&customer("ada"), "hello").await;
    assert_eq!(told(&deployment, &case).await, [""; 0]);
    assert_eq!((deployment.count("STORE#", "AGENT#"), deployment.count("CONN#", "")), (0, 0));
}
