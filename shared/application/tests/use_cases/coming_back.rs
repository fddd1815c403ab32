//! Cases that come back: from agents who are not there, and from customers who write again.

use application::{Caller, Rosters, Wanted};
use contract::NewGroup;
use domain::{Body, CommandError, Group, Memberships, StoreId};
use embedded_aws::{Crash, Fault};
use serde_json::json;

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, at, command_id, customer, frame, later, lead, message, on,
    seq, user,
};
use crate::directory::arrive;
use crate::routing::{
    LONGEST_RUN, assignee, automatic, cases, deliver, deliver_at, gives, is_away, leaves, places,
    resolve, run_at, takes,
};

#[tokio::test]
async fn what_waits_for_somebody_who_left_goes_back_after_the_grace_time() {
    for is_away_only in [true, false] {
        let deployment = Deployment::new();
        automatic(&deployment).await;
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        let waiting = deployment.open(&customer("ada"), "hello").await;
        let answered = deployment.open(&customer("bob"), "hello").await;
        for case in [&waiting, &answered] {
            assert_eq!(deliver(&deployment, &case.id, 1).await, 1);
        }
        let held = KnownCase { head: seq(2), ..answered.clone() };
        deployment.store(&ines, &message(&held, "reply", "There.")).await;
        match is_away_only {
            true => is_away(&deployment, &ines, true).await,
            false => leaves(&deployment, &ines).await,
        }
        assert_eq!(run_at(&deployment, 599).await.handed_back, 0);
        assert_eq!(run_at(&deployment, 600).await.handed_back, 1);
        let last = deployment.log(&waiting.id).await.pop().unwrap();
        assert_eq!(last.event.body, Body::Unassigned { from: Some(user(&ines)) });
        assert_eq!(assignee(&deployment, &answered.id).await, Some(user(&ines)));
        assert_eq!(run_at(&deployment, 660).await.handed_back, 0, "once");
    }
}

#[tokio::test]
async fn a_tab_that_fell_silent_counts_from_its_last_sign_of_life() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let case = cases(&deployment, 1).await.remove(0);
    takes(&deployment, &ines, &case, "take").await;
    let beat = json!({ "action": "heartbeat", "id": command_id("b"), "cases": [] });
    deployment.act(&later(300, ines.clone()), beat).await;
    assert_eq!(run_at(&deployment, 899).await.handed_back, 0);
    assert_eq!(run_at(&deployment, 900).await.handed_back, 1, "as without automatic assignment");
}

#[tokio::test]
async fn whoever_answers_as_their_case_goes_back_keeps_it() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let case = cases(&deployment, 1).await.remove(0);
    takes(&deployment, &ines, &case, "take").await;
    is_away(&deployment, &ines, true).await;
    let (rival, held) = (deployment.clone(), KnownCase { head: seq(2), ..case.clone() });
    deployment.aws.before_next("PutItem", async move {
        rival.store(&agent("ines"), &message(&held, "reply", "Here.")).await;
    });
    assert_eq!(run_at(&deployment, 700).await.handed_back, 0);
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&ines)));
}

#[tokio::test]
async fn a_run_that_is_cut_off_is_finished_by_the_next_and_gives_nothing_twice() {
    let prepare = async || {
        let deployment = Deployment::new();
        automatic(&deployment).await;
        let gone = agent("gone");
        arrive(&deployment, &gone).await;
        let first = deployment.open(&customer("ada"), "hello").await;
        deliver(&deployment, &first.id, 1).await;
        let second = deployment.open(&customer("bob"), "hello").await;
        deployment.projections.summarize(&deployment.batch(&second.id, 1).await).await.unwrap();
        leaves(&deployment, &gone).await;
        let ines = on("ines2", later(650, agent("ines")));
        arrive(&deployment, &ines).await;
        (deployment, [first.id, second.id])
    };
    let (whole, _) = prepare().await;
    whole.aws.forget_requests();
    run_at(&whole, 700).await;
    let requests = whole.aws.operations().len();
    for crash in (0..requests).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let (deployment, cases) = prepare().await;
        assert!(deployment.aws.until_crash(crash, run_at(&deployment, 700)).await.is_none());
        // The stream brings what was written, and another minute begins.
        for at in [760, 760 + LONGEST_RUN] {
            for case in &cases {
                let now = NOW.plus_seconds(at);
                deliver_at(&deployment, case, 1, now).await;
            }
            let ines = on("ines2", later(at, agent("ines")));
            let beat = json!({ "action": "heartbeat", "id": command_id("b"), "cases": [] });
            deployment.act(&ines, beat).await;
            run_at(&deployment, at).await;
        }
        for case in &cases {
            assert_eq!(assignee(&deployment, case).await, Some(user(&agent("ines"))), "{crash:?}");
            let log = deployment.log(case).await;
            let given = |entry: &&domain::Entry| matches!(entry.event.body, Body::Assigned { .. });
            assert!(log.iter().filter(given).count() <= 2, "{crash:?}");
        }
        assert_eq!(places(&deployment, &agent("ines")).await, 2, "{crash:?}");
        assert_eq!(places(&deployment, &agent("gone")).await, 0, "{crash:?}");
    }
}

#[tokio::test]
async fn a_case_that_was_taken_before_costs_no_place_when_that_is_sent_again() {
    for (action, at) in
        [("unassign", 5), ("unassign", LONGEST_RUN), ("resolve", 5), ("resolve", LONGEST_RUN)]
    {
        let deployment = Deployment::new();
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        let case = cases(&deployment, 1).await.remove(0);
        takes(&deployment, &ines, &case, "take").await;
        let held = KnownCase { head: seq(2), ..case.clone() };
        let gone = frame(action, "gone", &held, json!({}));
        assert_eq!(deployment.act(&ines, gone).await["action"], "ack");
        for is_delivered in [false, true] {
            let again = takes(&deployment, &later(at, ines.clone()), &case, "take").await;
            assert_eq!(again["action"], "ack", "{action} {at}");
            if !is_delivered {
                deliver(&deployment, &case.id, 3).await;
            }
        }
        assert_eq!(places(&deployment, &ines).await, 0, "{action} {at}");
    }
}

#[tokio::test]
async fn a_repetition_that_is_no_longer_known_by_its_state_leaves_no_place_wherever_it_ends() {
    let prepare = async || {
        let deployment = Deployment::new();
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        let case = cases(&deployment, 1).await.remove(0);
        takes(&deployment, &ines, &case, "take").await;
        // So many that the state has forgotten the first one.
        for n in 0..2 * domain::RecentCommands::MOST {
            let head = KnownCase { head: seq(n as u64 + 2), ..case.clone() };
            deployment.store(&ines, &message(&head, &format!("said-{n}"), "Hm.")).await;
        }
        let last = seq(2 * domain::RecentCommands::MOST as u64 + 2);
        let held = KnownCase { head: last, ..case.clone() };
        deployment.act(&ines, frame("unassign", "gone", &held, json!({}))).await;
        deliver(&deployment, &case.id, 1).await;
        (deployment, ines, case)
    };
    let (whole, ines, case) = prepare().await;
    whole.aws.forget_requests();
    assert_eq!(takes(&whole, &ines, &case, "take").await["action"], "ack");
    assert_eq!(places(&whole, &ines).await, 0);
    let requests = whole.aws.operations().len();
    for crash in (0..requests - 1).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let (deployment, ines, case) = prepare().await;
        let cut_off = takes(&deployment, &ines, &case, "take");
        deployment.aws.until_crash(crash, cut_off).await;
        assert_eq!(takes(&deployment, &ines, &case, "take").await["action"], "ack", "{crash:?}");
        assert_eq!(places(&deployment, &ines).await, 0, "{crash:?}");
    }
}

#[tokio::test]
async fn a_place_for_what_somebody_goes_on_with_that_can_not_be_taken_is_asked_for_again() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let case = cases(&deployment, 1).await.remove(0);
    takes(&deployment, &ines, &case, "take").await;
    deployment.store(&ines, &resolve(&case, 2)).await;
    deliver(&deployment, &case.id, 3).await;
    let settled = KnownCase { head: seq(3), ..case.clone() };
    deployment.act(&ines, frame("reopen", "on", &settled, json!({}))).await;
    let batches = [deployment.batch(&case.id, 4).await];
    deployment.aws.fail_every("PutItem", Fault::Refused);
    let followed = deployment.router.follow(&batches, Rosters::new(), NOW).await;
    deployment.aws.heal();
    assert!(followed.unreleased.contains(&case.id), "the stream is to bring it again");
    let again = deployment.router.follow(&batches, Rosters::new(), NOW).await;
    assert!(again.unreleased.is_empty());
    assert_eq!(places(&deployment, &ines).await, 1);
}

#[tokio::test]
async fn a_stream_that_is_cut_off_settles_the_places_when_it_comes_again() {
    crate::crashes::survives_crashes(
        async |deployment| {
            let ines = agent("ines");
            arrive(deployment, &ines).await;
            let case = cases(deployment, 1).await.remove(0);
            takes(deployment, &ines, &case, "take").await;
            deployment.store(&ines, &resolve(&case, 2)).await;
            deliver(deployment, &case.id, 3).await;
            let settled = KnownCase { head: seq(3), ..case.clone() };
            deployment.act(&ines, frame("reopen", "on", &settled, json!({}))).await;
            case.id
        },
        async |deployment, case| {
            let batches = [deployment.batch(case, 4).await];
            let followed = deployment.router.follow(&batches, Rosters::new(), NOW).await;
            assert!(followed.unreleased.is_empty());
        },
    )
    .await;
}

#[tokio::test]
async fn whoever_writes_in_a_case_that_they_have_settled_has_a_place_for_it_again() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let case = cases(&deployment, 1).await.remove(0);
    takes(&deployment, &ines, &case, "take").await;
    deployment.store(&ines, &resolve(&case, 2)).await;
    deliver(&deployment, &case.id, 3).await;
    assert_eq!(places(&deployment, &ines).await, 0);
    let settled = KnownCase { head: seq(3), ..case.clone() };
    deployment.store(&ines, &message(&settled, "more", "One more thing.")).await;
    deliver(&deployment, &case.id, 4).await;
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&ines)));
    assert_eq!(places(&deployment, &ines).await, 1);
}

#[tokio::test]
async fn a_settled_case_that_comes_back_goes_to_whoever_knows_it_where_they_are_there() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let (ines, omar) = (agent("ines"), agent("omar"));
    arrive(&deployment, &ines).await;
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    deliver(&deployment, &case.id, 1).await;
    let held = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&ines, &message(&held, "reply", "There.")).await;
    deployment.store(&ines, &resolve(&case, 3)).await;
    deliver(&deployment, &case.id, 3).await;
    assert_eq!(places(&deployment, &ines).await, 0);
    arrive(&deployment, &omar).await;
    let settled = KnownCase { head: seq(4), ..case.clone() };
    deployment.store(&ada, &message(&settled, "again", "Not quite.")).await;
    assert_eq!(assignee(&deployment, &case.id).await, None);
    assert_eq!(deliver(&deployment, &case.id, 5).await, 1);
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&ines)));
}

#[tokio::test]
async fn where_agents_see_only_their_own_a_case_that_comes_back_goes_to_who_is_there() {
    let deployment = Deployment::new();
    let north: StoreId = "north".parse().unwrap();
    let (ines, omar) = (at("north", agent("ines")), at("north", agent("omar")));
    let (ada, nora) = (at("north", customer("ada")), at("north", lead("nora")));
    arrive(&deployment, &ines).await;
    let case = deployment.open(&ada, "hello").await;
    assert_eq!(deliver(&deployment, &case.id, 1).await, 0, "new ones are the leads' to give");
    assert_eq!(gives(&deployment, &nora, &ines, &case, "give").await["action"], "ack");
    let held = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&ines, &message(&held, "reply", "There.")).await;
    deployment.store(&ines, &resolve(&case, 3)).await;
    leaves(&deployment, &ines).await;
    deliver(&deployment, &case.id, 2).await;
    let settled = KnownCase { head: seq(4), ..case.clone() };
    deployment.store(&ada, &message(&settled, "again", "Not quite.")).await;
    assert_eq!(deliver(&deployment, &case.id, 5).await, 0, "nobody is there");
    arrive(&deployment, &omar).await;
    let given = deployment.router.assign_waiting(&north, Vec::new(), NOW).await.unwrap();
    assert_eq!((given, assignee(&deployment, &case.id).await), (1, Some(user(&omar))));
    let refused = deployment.refused(&ines, &message(&settled, "m", "x")).await;
    assert_eq!(refused, CommandError::NotFound);
}

/// An agent of `north`, where agents see only their own cases, in these groups of it.
fn of_north(name: &str, groups: &str) -> Caller {
    let mut agent = at("north", agent(name));
    agent.principal.groups = Memberships::read(groups);
    agent
}

async fn group_of_north(deployment: &Deployment, name: &str) -> Group {
    let new = NewGroup { id: command_id(name), name: name.parse().unwrap() };
    let (nora, north) = (at("north", lead("nora")), "north".parse().unwrap());
    deployment.directory.add_group(&nora, &north, new).await.unwrap()
}

/// How many waiting cases of `north` somebody sees.
async fn sees(deployment: &Deployment, who: &Caller) -> usize {
    let wanted = Wanted::Waiting("north".parse().unwrap());
    let (stores, all) = (&deployment.cases.stores, application::Filter::default());
    let page = deployment.lists.list(who, stores, wanted, &all, None).await;
    page.unwrap().cases.len()
}

#[tokio::test]
async fn where_agents_see_only_their_own_what_waits_for_a_group_is_its_agents_to_take() {
    let deployment = Deployment::new();
    let billing = group_of_north(&deployment, "Billing").await;
    let case = deployment.open(&at("north", customer("ada")), "hello").await;
    let (ines, omar) = (of_north("ines", "north:1"), of_north("omar", "demo:1 north:1"));
    // Numbers of other groups, and the same number of another store.
    let others = [of_north("jon", ""), of_north("kim", "north:2"), of_north("liz", "demo:1")];
    deliver(&deployment, &case.id, 1).await;
    assert_eq!(sees(&deployment, &ines).await, 0, "it is for nobody yet");
    let pass = frame("escalate", "pass", &case, json!({ "group": billing.id }));
    deployment.act(&at("north", lead("nora")), pass).await;
    deliver(&deployment, &case.id, 2).await;
    let passed = KnownCase { head: seq(2), ..case.clone() };
    for other in &others {
        assert_eq!(sees(&deployment, other).await, 0);
        assert_eq!(takes(&deployment, other, &passed, "other").await["code"], "not_found");
    }
    assert_eq!((sees(&deployment, &ines).await, sees(&deployment, &omar).await), (1, 1));
    assert_eq!(takes(&deployment, &ines, &passed, "take").await["action"], "ack");
    deliver(&deployment, &case.id, 3).await;
    assert_eq!((sees(&deployment, &ines).await, sees(&deployment, &omar).await), (1, 0));
    let late = takes(&deployment, &omar, &passed, "late").await;
    assert_eq!((&late["code"], &late["taken_by"]["user"]), (&json!("taken"), &json!(user(&ines))));
    let new = KnownCase { head: seq(3), ..case.clone() };
    assert_eq!(takes(&deployment, &omar, &new, "new").await["code"], "not_found");
    for other in &others {
        assert_eq!(takes(&deployment, other, &passed, "late").await["code"], "not_found");
    }
}

#[tokio::test]
async fn where_agents_see_only_their_own_what_was_done_is_acknowledged_again_once_it_is_out_of_sight()
 {
    let deployment = Deployment::new();
    let billing = group_of_north(&deployment, "Billing").await;
    let (ines, nora) = (of_north("ines", ""), at("north", lead("nora")));
    arrive(&deployment, &ines).await;
    let case = deployment.open(&at("north", customer("ada")), "hello").await;
    gives(&deployment, &nora, &ines, &case, "give").await;
    let held = KnownCase { head: seq(2), ..case.clone() };
    let reply = frame("send", "reply", &held, json!({ "text": "Hm.", "anyway": true }));
    deployment.act(&ines, reply).await;
    let said = KnownCase { head: seq(3), ..case.clone() };
    let withdraw = frame("withdraw", "withdraw", &said, json!({ "of": 3 }));
    let pass = frame("escalate", "pass", &said, json!({ "group": billing.id }));
    for sent in [&withdraw, &pass, &withdraw, &pass] {
        let answer = deployment.act(&ines, sent.clone()).await;
        assert_eq!((&answer["action"], &answer["id"]), (&json!("ack"), &sent["id"]));
    }
    // Nor does it matter what has become of the group.
    let close = json!({ "id": command_id("close"), "closed": true });
    let close = serde_json::from_value(close).unwrap();
    let north: StoreId = "north".parse().unwrap();
    let closed = deployment.directory.change_group(&nora, &north, billing.id, close).await;
    closed.unwrap();
    assert_eq!(deployment.act(&ines, pass).await["action"], "ack");
    assert_eq!(deployment.log(&case.id).await.len(), 5);
}

#[tokio::test]
async fn where_agents_see_only_their_own_a_case_that_comes_back_to_nobody_is_anybodys_to_take() {
    let deployment = Deployment::new();
    let (ines, omar) = (of_north("ines", ""), of_north("omar", ""));
    let (ada, nora) = (at("north", customer("ada")), at("north", lead("nora")));
    arrive(&deployment, &ines).await;
    let case = deployment.open(&ada, "hello").await;
    gives(&deployment, &nora, &ines, &case, "give").await;
    let held = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&ines, &message(&held, "reply", "There.")).await;
    deployment.store(&ines, &resolve(&case, 3)).await;
    leaves(&deployment, &ines).await;
    deliver(&deployment, &case.id, 1).await;
    let settled = KnownCase { head: seq(4), ..case.clone() };
    assert_eq!(takes(&deployment, &omar, &settled, "early").await["code"], "not_found");
    deployment.store(&ada, &message(&settled, "again", "Not quite.")).await;
    deliver(&deployment, &case.id, 5).await;
    let back = KnownCase { head: seq(5), ..case.clone() };
    assert_eq!((sees(&deployment, &omar).await, assignee(&deployment, &case.id).await), (1, None));
    assert_eq!(takes(&deployment, &omar, &back, "take").await["action"], "ack");
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&omar)));
}

#[tokio::test]
async fn where_agents_see_only_their_own_a_case_that_comes_back_to_its_group_is_not_the_others() {
    let deployment = Deployment::new();
    let billing = group_of_north(&deployment, "Billing").await;
    let (ines, omar) = (of_north("ines", "north:1"), of_north("omar", ""));
    let (ada, nora) = (at("north", customer("ada")), at("north", lead("nora")));
    let case = deployment.open(&ada, "hello").await;
    let pass = frame("escalate", "pass", &case, json!({ "group": billing.id }));
    deployment.act(&nora, pass).await;
    let passed = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&nora, &message(&passed, "reply", "There.")).await;
    deployment.store(&nora, &resolve(&case, 3)).await;
    let settled = KnownCase { head: seq(4), ..case.clone() };
    deployment.store(&ada, &message(&settled, "again", "Not quite.")).await;
    deliver(&deployment, &case.id, 1).await;
    assert_eq!((sees(&deployment, &ines).await, sees(&deployment, &omar).await), (1, 0));
    let back = KnownCase { head: seq(5), ..case.clone() };
    assert_eq!(takes(&deployment, &omar, &back, "other").await["code"], "not_found");
    assert_eq!(takes(&deployment, &ines, &back, "take").await["action"], "ack");
}

#[tokio::test]
async fn whoever_answers_what_waited_for_their_group_still_sees_it_until_somebody_has_it() {
    let deployment = Deployment::new();
    let billing = group_of_north(&deployment, "Billing").await;
    let (ines, omar) = (of_north("ines", "north:1"), of_north("omar", "north:1"));
    let nora = at("north", lead("nora"));
    let case = deployment.open(&at("north", customer("ada")), "hello").await;
    let pass = frame("escalate", "pass", &case, json!({ "group": billing.id }));
    deployment.act(&nora, pass).await;
    let passed = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&ines, &message(&passed, "reply", "There.")).await;
    let answered = KnownCase { head: seq(3), ..case.clone() };
    let note = |id| frame("note", id, &answered, json!({ "text": "hm" }));
    assert_eq!(deployment.act(&omar, note("omar")).await["code"], "not_found");
    assert_eq!(deployment.act(&ines, note("ines")).await["action"], "ack");
    arrive(&deployment, &omar).await;
    let noted = KnownCase { head: seq(4), ..case.clone() };
    assert_eq!(gives(&deployment, &nora, &omar, &noted, "give").await["action"], "ack");
    assert_eq!(deployment.act(&ines, note("late")).await["code"], "not_found");
}
