//! A visitor who signs in at the shop keeps their cases, with the real functions: whoever is not both of them gets nothing.

use contract::{CasePage, ClaimedCases, ClientFrame, Code, EventBody, VisitorToken};
use domain::Claim;
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{Agent, Case, Customer, User};
use crate::shop;
use crate::socket::{Refused, Socket};
use crate::stack::{Person, Stack, measured_stack, now, stack, until};
use crate::timers::run_at;

fn of(visitor: &User) -> Value {
    json!({ "token": visitor.token })
}

async fn claim(by: &User, visitor: &User) -> anyhow::Result<ClaimedCases> {
    by.api.post("/visitors/claim", &of(visitor)).await
}

async fn refusal(by: &User, body: &Value) -> anyhow::Result<(u16, Value)> {
    let answer = by.api.request("POST", "/visitors/claim", Some(body)).await?;
    Ok((answer.status, answer.body))
}

/// Waits until a customer's own list names a case.
async fn until_mine(customer: &User, case: &Case) -> anyhow::Result<()> {
    let look = async || {
        let page: CasePage = customer.api.get("/cases").await?;
        Ok(page.cases.iter().any(|summary| summary.case == case.id).then_some(()))
    };
    until("the case is in the customer's list", look).await
}

async fn ada(stack: &Stack) -> anyhow::Result<User> {
    shop::signed_in(stack, "customer-17", "Ada").await
}

#[tokio::test]
async fn a_visitor_who_signs_in_goes_on_in_their_case_and_agents_see_who_they_are()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut visitor = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = visitor.asks("demo", "Where is my parcel?").await?;
    agent.listens(&case).await?;
    visitor.listens(&case).await?;
    agent.says(&mut case, "On its way.").await?;
    let mut customer = ada(&stack).await?;
    until_mine(&visitor, &case).await?;
    assert_eq!(claim(&customer, &visitor).await?.cases, std::slice::from_ref(&case.id));
    case.head = case.head.next();
    let heard = agent.hears(&case, case.head).await?;
    assert_eq!(heard.body, EventBody::Claimed { from: visitor.id.clone() });
    assert_eq!(
        (heard.author.id.as_ref(), heard.author.name.as_ref().map(domain::Name::as_str)),
        (Some(&customer.id), Some("Ada"))
    );
    until_mine(&customer, &case).await?;
    customer.listens(&case).await?;
    customer.says(&mut case, "It has come, thank you.").await?;
    let read = customer.reads(&case).await?;
    assert!(matches!(read[0].body, EventBody::Opened { text: Some(_), .. }), "{read:?}");
    stack.until_listed(&agent, &case, "waiting").await?;
    let listed: CasePage = agent.api.get("/stores/demo/cases?list=waiting").await?;
    let name = listed.cases.iter().find_map(|summary| summary.customer_name.clone());
    assert_eq!(name.as_ref().map(domain::Name::as_str), Some("Ada"));
    // Another look finds nothing more, and may do all that it needs.
    assert_eq!(run_at(&stack, now().plus_seconds(180)).await?["failed"], 0);
    assert_eq!(claim(&customer, &visitor).await?.cases, [], "the same again finds nothing left");
    Ok(())
}

/// The function was stopped behind its first two writes.
#[tokio::test]
async fn a_claim_that_was_cut_off_is_finished_by_the_timers() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut visitor = Customer::visits(&stack.entry_points, "demo").await?;
    let case = visitor.asks("demo", "Where is my parcel?").await?;
    until_mine(&visitor, &case).await?;
    let customer = ada(&stack).await?;
    let (visitor, ada) = (visitor.id.clone(), customer.id.clone());
    let claim = Claim { store: "demo".parse()?, visitor, customer: ada, at: now() };
    stack.claims().begin(&claim).await?;
    stack.claims().look_again(&claim, now().plus_seconds(120)).await?;
    assert_eq!(run_at(&stack, now().plus_seconds(180)).await?["claimed"], 1);
    until_mine(&customer, &case).await?;
    assert_eq!(run_at(&stack, now().plus_seconds(180)).await?["claimed"], 0, "once");
    Ok(())
}

#[tokio::test]
async fn with_a_claimed_visitors_token_nothing_is_opened_any_more() -> anyhow::Result<()> {
    let stack = stack().await?;
    let entry_points = &stack.entry_points;
    let mut visitor = Customer::visits(entry_points, "demo").await?;
    let case = visitor.asks("demo", "Where is my parcel?").await?;
    let other: VisitorToken = visitor.api.post("/visitors/rotate", &json!({})).await?;
    let mut tab = User::enter(entry_points, other.token.clone()).await?;
    claim(&ada(&stack).await?, &visitor).await?;
    visitor.socket.closed().await?;
    tab.socket.closed().await?;
    for token in [&visitor.token, &other.token] {
        let api = Api::bearing(entry_points, token);
        for (method, path) in [
            ("GET", "/me".to_owned()),
            ("GET", "/cases".to_owned()),
            ("GET", format!("/cases/{}", case.id)),
            ("GET", format!("/cases/{}/events", case.id)),
            ("POST", "/visitors/rotate".to_owned()),
        ] {
            assert_eq!(api.request(method, &path, None).await?.status, 401, "{method} {path}");
        }
        assert_eq!(Socket::bearing(&entry_points.socket, token).await.err(), Some(Refused(403)));
    }
    Ok(())
}

#[tokio::test]
async fn whoever_is_not_both_of_them_is_refused_alike() -> anyhow::Result<()> {
    let stack = stack().await?;
    let entry_points = &stack.entry_points;
    let mut visitor = Customer::visits(entry_points, "demo").await?;
    let case = visitor.asks("demo", "Where is my parcel?").await?;
    let (customer, mut eve) =
        (ada(&stack).await?, shop::signed_in(&stack, "customer-18", "Eve").await?);
    let gone = Customer::visits(entry_points, "demo").await?;
    gone.api.request("POST", "/visitors/revoke", None).await?;
    let elsewhere = Customer::visits(entry_points, "north").await?;
    let tampered = json!({ "token": format!("{}x", visitor.token) });
    let agent = entry_points.sign_in(Person::Ines).await?;
    claim(&customer, &visitor).await?;
    let mut answers = Vec::new();
    for body in [
        // Claimed by somebody else; signed out; of another store; of no visitor at all.
        of(&visitor),
        of(&gone),
        of(&elsewhere),
        tampered,
        json!({ "token": customer.token }),
        json!({ "token": agent }),
        json!({ "token": "nonsense" }),
        json!({ "token": "" }),
    ] {
        answers.push(refusal(&eve, &body).await?);
    }
    assert_eq!(answers[0].0, 404);
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    let sync = |id, case, after| ClientFrame::Sync { id, case, after };
    assert_eq!(eve.is_refused(&case, sync).await?, Code::NotFound);
    // A visitor claims nobody, and themselves least of all.
    let other = Customer::visits(entry_points, "demo").await?;
    assert_eq!(refusal(&other, &of(&other)).await?.0, 403);
    let unknown = json!({ "token": "a.b.c", "customer": customer.id });
    assert_eq!(refusal(&customer, &unknown).await?.0, 400);
    Ok(())
}

/// The price list in `infra/README.md` goes by it: the claim, the look at it later, the end of the visitor's sign-in, and an
/// event in the case.
#[tokio::test]
async fn a_claim_costs_three_write_units_and_one_for_each_case() -> anyhow::Result<()> {
    let mut costs = Vec::new();
    for cases in [1, 3] {
        let stack = measured_stack().await?;
        let mut visitor = Customer::visits(&stack.entry_points, "demo").await?;
        let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
        for _ in 0..cases {
            let case = visitor.asks("demo", "hello").await?;
            stack.until_listed(&agent, &case, "waiting").await?;
        }
        let customer = ada(&stack).await?;
        stack.local.metrics().reset();
        assert_eq!(claim(&customer, &visitor).await?.cases.len(), cases);
        let read = stack.local.metrics().read().of("history");
        costs.push((read.write_units(), read.read_units()));
    }
    assert_eq!((costs[0].0, costs[1].0 - costs[0].0), (4.0, 2.0), "{costs:?}");
    assert_eq!(costs, UNITS, "write and read units, of a visitor with one case and with three");
    Ok(())
}

const UNITS: [(f64, f64); 2] = [(4.0, 7.0), (6.0, 12.0)];
