//! Visitors who sign in at the shop: their cases become the customer's, once, whoever else tries and whatever is on its way.

use application::{Caller, ExportPlace, Exporter, Filter, TimerReport, UseCaseError, Wanted};
use domain::{Body, CaseId, CommandError, LOOKS_AGAIN, Limits, Principal, SessionId, UserId};
use serde_json::json;

use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, KnownCase, NOW, account, agent, at, customer, frame, later, lead, message, on, seq,
    store, user,
};
use crate::timers::{deliver, run, set};

fn session(visitor: &Caller) -> SessionId {
    SessionId::of(&user(visitor), "no.token")
}

async fn try_claim(
    deployment: &Deployment,
    by: &Caller,
    visitor: &Caller,
) -> Result<Vec<CaseId>, CommandError> {
    let claimed = deployment.claims.claim(by, &visitor.principal, &session(visitor)).await;
    let refusal = |error: UseCaseError| error.into_refusal().unwrap();
    claimed.map(|claimed| claimed.cases).map_err(refusal)
}

async fn claim(deployment: &Deployment, by: &Caller, visitor: &Caller) -> Vec<CaseId> {
    let mut cases = try_claim(deployment, by, visitor).await.unwrap();
    cases.sort();
    cases
}

/// A visitor's case that the lists know of.
async fn listed(deployment: &Deployment, visitor: &Caller, id: &str) -> KnownCase {
    let case = deployment.open_as(visitor, id, "Where is my parcel?").await;
    deliver(deployment, &case.id).await;
    case
}

async fn mine(deployment: &Deployment, caller: &Caller) -> Vec<CaseId> {
    let (stores, all) = (&deployment.cases.stores, Filter::default());
    let page = deployment.lists.list(caller, stores, Wanted::Mine, &all, None).await;
    let mut cases: Vec<_> = page.unwrap().cases.into_iter().map(|c| c.case).collect();
    cases.sort();
    cases
}

async fn owner(deployment: &Deployment, case: &CaseId) -> UserId {
    deployment.log(case).await.pop().unwrap().state.customer
}

#[tokio::test]
async fn a_visitors_cases_are_the_customers_and_nobody_elses() {
    let deployment = Deployment::new();
    let (ada, visitor) = (account("ada"), customer("visitor"));
    let first = listed(&deployment, &visitor, "first").await;
    let second = listed(&deployment, &visitor, "second").await;
    let mut both = vec![first.id.clone(), second.id.clone()];
    both.sort();
    assert_eq!(claim(&deployment, &ada, &visitor).await, both);
    for case in &both {
        deliver(&deployment, case).await;
    }
    assert_eq!(mine(&deployment, &ada).await, both);
    assert_eq!(mine(&deployment, &visitor).await, []);
    let log = deployment.log(&first.id).await;
    let last = &log[1].event;
    assert_eq!(last.body, Body::Claimed { from: user(&visitor) });
    assert_eq!(
        (last.author.id.as_ref(), &log[0].state.customer),
        (Some(&user(&ada)), &user(&visitor))
    );
    let head = KnownCase { head: last.seq, ..first };
    deployment.store(&ada, &message(&head, "more", "It is here by now.")).await;
    let refused = deployment.refused(&visitor, &message(&head, "old", "hello")).await;
    assert_eq!(refused, CommandError::NotFound);
    let found = deployment.cases.summaries.one(&second.id).await.unwrap().unwrap();
    assert_eq!(found.customer_name, ada.principal.name, "agents see by whom it is");
}

#[tokio::test]
async fn a_visitor_is_one_customer_and_whoever_else_tries_learns_nothing() {
    let deployment = Deployment::new();
    let (ada, eve, visitor) = (account("ada"), account("eve"), customer("visitor"));
    let case = listed(&deployment, &visitor, "open").await;
    claim(&deployment, &ada, &visitor).await;
    let not_found = Err(CommandError::NotFound);
    assert_eq!(try_claim(&deployment, &eve, &visitor).await, not_found);
    assert_eq!(try_claim(&deployment, &at("north", ada.clone()), &visitor).await, not_found);
    assert_eq!(try_claim(&deployment, &ada, &at("north", customer("other"))).await, not_found);
    // An account, or a colleague, is no visitor.
    for wrong in [eve.clone(), agent("ines")] {
        assert_eq!(try_claim(&deployment, &ada, &wrong).await, not_found);
    }
    for wrong in [customer("other"), agent("ines"), lead("lea")] {
        assert_eq!(try_claim(&deployment, &wrong, &visitor).await, Err(CommandError::NotAllowed));
    }
    assert_eq!(owner(&deployment, &case.id).await, user(&ada));
    assert_eq!(claim(&deployment, &ada, &visitor).await, [case.id], "the same again");
}

#[tokio::test]
async fn who_has_signed_out_is_claimed_by_nobody() {
    let deployment = Deployment::new();
    let visitor = customer("visitor");
    let case = listed(&deployment, &visitor, "open").await;
    deployment.sign_ins.end(&session(&visitor), NOW).await.unwrap();
    let refused = try_claim(&deployment, &account("ada"), &visitor).await;
    assert_eq!(refused, Err(CommandError::NotFound));
    assert_eq!(owner(&deployment, &case.id).await, user(&visitor));
    assert_eq!(deployment.count("CLAIM#", ""), 0);
}

#[tokio::test]
async fn of_two_who_claim_at_once_one_gets_all() {
    let deployment = Deployment::new();
    let visitor = customer("visitor");
    let case = listed(&deployment, &visitor, "open").await;
    let (other, by_eve) = (deployment.restarted(), visitor.clone());
    deployment.aws.before_next("PutItem", async move {
        claim(&other, &account("eve"), &by_eve).await;
    });
    let slower = try_claim(&deployment, &account("ada"), &visitor).await;
    assert_eq!(slower, Err(CommandError::NotFound));
    assert_eq!(owner(&deployment, &case.id).await, user(&account("eve")));
}

#[tokio::test]
async fn the_visitors_tokens_end_and_their_connections_are_closed() {
    let deployment = Deployment::new();
    let visitor = customer("visitor");
    let connection = visitor.connection.clone().unwrap();
    let principal: &Principal = &visitor.principal;
    let own = session(&visitor);
    let came = deployment.presence.arrive(&connection, principal, Some(&own), NOW);
    assert!(came.await.unwrap());
    claim(&deployment, &account("ada"), &visitor).await;
    assert!(deployment.sign_ins.sessions.has_ended(&session(&visitor)).await.unwrap());
    assert_eq!(deployment.aws.disconnected(), ["visitor"]);
}

#[tokio::test]
async fn a_message_that_comes_in_between_is_kept_and_the_case_is_claimed_behind_it() {
    let deployment = Deployment::new();
    let visitor = customer("visitor");
    let case = listed(&deployment, &visitor, "open").await;
    let (other, by, known) = (deployment.restarted(), visitor.clone(), case.clone());
    // The claim's row, the look, the session's end: the fourth write is the case's event.
    for _ in 0..3 {
        deployment.aws.before_next("PutItem", async {});
    }
    deployment.aws.before_next("PutItem", async move {
        other.store(&by, &message(&known, "late", "And where is the bill?")).await;
    });
    claim(&deployment, &account("ada"), &visitor).await;
    let log = deployment.log(&case.id).await;
    assert_eq!(log.len(), 3, "{log:?}");
    assert_eq!(owner(&deployment, &case.id).await, user(&account("ada")));
}

#[tokio::test]
async fn what_the_lists_do_not_know_yet_is_found_among_what_was_opened_lately() {
    let deployment = Deployment::with_limits(Limits { open_cases: 5, ..Limits::NONE });
    let visitor = customer("visitor");
    let case = deployment.open(&visitor, "hello").await;
    assert_eq!(claim(&deployment, &account("ada"), &visitor).await, [case.id]);
}

#[tokio::test]
async fn a_case_that_turns_up_later_is_found_by_the_timers_and_then_nobody_looks_any_more() {
    let deployment = Deployment::new();
    let (ada, visitor) = (account("ada"), customer("visitor"));
    assert_eq!(claim(&deployment, &ada, &visitor).await, []);
    let late = listed(&deployment, &visitor, "late").await;
    let [minutes, hour, day] = LOOKS_AGAIN;
    assert_eq!(run(&deployment, minutes - 1).await, TimerReport::default());
    assert_eq!(run(&deployment, minutes).await, TimerReport { claimed: 1, ..Default::default() });
    assert_eq!(owner(&deployment, &late.id).await, user(&ada));
    let much_later = listed(&deployment, &visitor, "much-later").await;
    // A run that comes late does it too.
    assert_eq!(run(&deployment, hour + 90).await.claimed, 1);
    assert_eq!(owner(&deployment, &much_later.id).await, user(&ada));
    run(&deployment, day + 60).await;
    assert_eq!(set(&deployment), 0);
}

#[tokio::test]
async fn a_claim_that_was_cut_off_is_gone_on_with_by_the_same_again() {
    survives_crashes(
        async |deployment| {
            let visitor = customer("visitor");
            listed(deployment, &visitor, "first").await;
            listed(deployment, &visitor, "second").await;
            visitor
        },
        async |deployment, visitor| {
            claim(deployment, &account("ada"), visitor).await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_look_that_was_cut_off_is_done_by_the_next_run() {
    survives_crashes(
        async |deployment| {
            let visitor = customer("visitor");
            claim(deployment, &account("ada"), &visitor).await;
            listed(deployment, &visitor, "late").await;
        },
        async |deployment, ()| {
            run(deployment, LOOKS_AGAIN[0]).await;
        },
    )
    .await;
}

#[tokio::test]
async fn what_a_store_holds_of_the_customer_holds_what_they_wrote_as_the_visitor() {
    let deployment = Deployment::new();
    let (ada, visitor) = (account("ada"), customer("visitor"));
    let case = listed(&deployment, &visitor, "open").await;
    claim(&deployment, &ada, &visitor).await;
    deliver(&deployment, &case.id).await;
    let exporter = Exporter::new(&deployment.table);
    let (lea, of) = (lead("lea"), user(&ada));
    let page = exporter.export(&lea, &store(), &of, ExportPlace::default()).await;
    let page = serde_json::to_value(page.unwrap()).unwrap();
    assert_eq!(page["cases"][0]["events"][0]["body"]["text"], "Where is my parcel?");
    assert_eq!(
        page["cases"][0]["events"][1]["body"],
        json!({ "kind": "claimed", "from": user(&visitor) })
    );
}

#[tokio::test]
async fn the_customer_takes_back_what_they_wrote_as_the_visitor_and_nobody_elses_words() {
    let deployment = Deployment::new();
    let (ada, visitor, friend) = (account("ada"), customer("visitor"), customer("friend"));
    let case = listed(&deployment, &visitor, "open").await;
    let let_in = json!({ "user": user(&friend), "name": "Flo" });
    deployment.act(&lead("lea"), frame("add_participant", "p", &case, let_in)).await;
    let case = KnownCase { head: seq(2), ..case };
    deployment.store(&friend, &message(&case, "friend", "I know that parcel.")).await;
    claim(&deployment, &ada, &visitor).await;
    let case = KnownCase { head: seq(4), ..case };
    let theirs = deployment.act(&ada, frame("withdraw", "w3", &case, json!({ "of": 3 }))).await;
    assert_eq!(theirs["code"], "not_allowed");
    let own = deployment.act(&ada, frame("withdraw", "w1", &case, json!({ "of": 1 }))).await;
    assert_eq!(own["event"]["body"], json!({ "kind": "withdrawn", "of": 1 }));
    let log = deployment.log(&case.id).await;
    let texts: Vec<_> = log.iter().map(|entry| entry.event.text.is_some()).collect();
    assert_eq!(texts, [false, false, true, false, false]);
}

#[tokio::test]
async fn who_got_an_answer_as_the_visitor_is_named_as_the_customer() {
    let deployment = Deployment::new();
    let (ada, visitor) = (account("ada"), customer("visitor"));
    let answer = deployment.know("parcel", "Where?", "On its way.").await.id;
    let asked = listed(&deployment, &visitor, "open").await;
    let answered = deployment.answer_from(&asked, "On its way.", &answer).await;
    deliver(&deployment, &answered.id).await;
    let other = listed(&deployment, &customer("other"), "open").await;
    let other = deployment.answer_from(&other, "On its way.", &answer).await;
    deliver(&deployment, &other.id).await;
    claim(&deployment, &ada, &visitor).await;
    deliver(&deployment, &answered.id).await;
    let (stores, ines) = (&deployment.cases.stores, agent("ines"));
    let got = deployment.knowledge.recipients(stores, &ines, &store(), &answer, None).await;
    let mut customers: Vec<_> = got.unwrap().recipients.into_iter().map(|r| r.customer).collect();
    customers.sort();
    let mut expected = vec![user(&ada), user(&customer("other"))];
    expected.sort();
    assert_eq!(customers, expected);
}

#[tokio::test]
async fn an_open_case_that_an_agent_listens_to_tells_them_at_once() {
    let deployment = Deployment::new();
    let (ines, visitor) = (on("ines", agent("ines")), customer("visitor"));
    let case = listed(&deployment, &visitor, "open").await;
    deployment.listen(&ines, &case.id).await;
    claim(&deployment, &later(5, account("ada")), &visitor).await;
    let heard = deployment.aws.frames("ines");
    assert!(heard.iter().any(|frame| frame.to_string().contains("claimed")), "{heard:?}");
}

#[tokio::test]
async fn after_a_roll_back_a_claim_that_only_the_newer_release_reads_stays_and_gives_nobody_a_case()
{
    let deployment = Deployment::new();
    let (ada, visitor) = (account("ada"), customer("visitor"));
    let case = listed(&deployment, &visitor, "first").await;
    claim(&deployment, &ada, &visitor).await;
    let mut row = deployment.aws.rows();
    row.retain(|row| row["pk"]["S"].as_str().is_some_and(|pk| pk.starts_with("CLAIM#")));
    let mut row = row.pop().unwrap();
    row["v"] = json!({ "N": "1" });
    deployment.aws.put_rows([&row]);
    let head = deployment.log(&case.id).await.len();
    for customer in [&ada, &account("bob")] {
        let session = session(&visitor);
        let claimed = deployment.claims.claim(customer, &visitor.principal, &session).await;
        let Err(UseCaseError::Failed(error)) = claimed else { panic!("it was refused") };
        assert!(error.is_unreadable(), "{error}");
    }
    let looked = run(&deployment, LOOKS_AGAIN[0]).await;
    assert_eq!((looked.claimed, looked.failed), (0, 1), "the look waits for that release");
    assert_eq!(deployment.log(&case.id).await.len(), head);
    assert!(deployment.aws.rows().contains(&row));
}
