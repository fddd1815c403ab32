//! A customer wants all that they wrote and were called erased: a lead asks for it, and nothing of it is left anywhere, in the
//! whole stack.

use adapters::dynamo::IndexedCase;
use anyhow::{Context as _, ensure};
use contract::{AnswerPage, CasePage, ClientFrame, ErasureList, ErasureView, EventBody};
use domain::{ErasureStep, Role, Timestamp};
use serde_json::{Value, json};

use crate::people::{Agent, Case, Customer, Lead, User, fresh_id};
use crate::shop;
use crate::stack::{Person, Stack, TABLE, measured_stack, stack, until};

/// Every row of the table, past everybody.
async fn rows(stack: &Stack) -> anyhow::Result<Vec<Value>> {
    // An engine on this machine wants a signature and does not check it.
    let signature = "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=local";
    let (mut rows, mut start) = (Vec::new(), Value::Null);
    loop {
        let mut body = json!({ "TableName": TABLE });
        if !start.is_null() {
            body["ExclusiveStartKey"] = start;
        }
        let request = reqwest::Client::new()
            .post(&stack.local.urls().database)
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", "DynamoDB_20120810.Scan")
            .header("x-amz-date", "20260101T000000Z")
            .header("authorization", signature);
        let mut page: Value = request.body(body.to_string()).send().await?.json().await?;
        ensure!(page.get("__type").is_none(), "{page}");
        rows.extend(page["Items"].as_array_mut().map(std::mem::take).unwrap_or_default());
        start = page["LastEvaluatedKey"].take();
        if start.is_null() {
            return Ok(rows);
        }
    }
}

/// The keys of the rows in which a word stands.
async fn holding(stack: &Stack, word: &str) -> anyhow::Result<Vec<String>> {
    let rows = rows(stack).await?;
    let held = rows.iter().filter(|row| row.to_string().contains(word));
    Ok(held.map(|row| format!("{} {}", row["pk"]["S"], row["sk"]["S"])).collect())
}

/// Asks for it, and waits until nothing is left to erase.
async fn erase(lead: &Lead, subject: Value) -> anyhow::Result<ErasureView> {
    let body = json!({ "id": fresh_id(), "subject": subject });
    let begun: ErasureView = lead.api.post("/stores/demo/erasures", &body).await?;
    let look = async || {
        let listed: ErasureList = lead.api.get("/stores/demo/erasures").await?;
        let own = listed.erasures.into_iter().find(|erasure| erasure.id == begun.id);
        let own = own.context("it is listed")?;
        Ok((own.step != ErasureStep::Erasing).then_some(own))
    };
    until("the erasure comes to its end", look).await
}

#[tokio::test]
async fn nothing_that_a_customer_wrote_is_left_and_whoever_looks_on_sees_it_go()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut ada = Customer::from(shop::signed_in(&stack, "customer-17", "Plantedname").await?);
    let mut case = ada.asks("demo", "Can you repair the plantedzip of my tent?").await?;
    ada.listens(&case).await?;
    lead.listens(&case).await?;
    agent.catches_up(&case, case.head).await?;
    agent.says(&mut case, "We gladly repair each plantedtent in our own workshop.").await?;
    let candidate = async || {
        let page: AnswerPage = lead.api.get("/stores/demo/answers?status=candidate").await?;
        Ok((!page.answers.is_empty()).then_some(()))
    };
    until("the reply is proposed as an answer", candidate).await?;
    stack.until_listed(&agent, &case, "open").await?;
    for word in ["plantedzip", "plantedtent", "Plantedname"] {
        assert!(!holding(&stack, word).await?.is_empty(), "{word} is there");
    }
    let done = erase(&lead, json!({ "kind": "customer", "customer": ada.id })).await?;
    assert_eq!((done.cases, done.answers), (1, 1));
    for person in [&mut *ada, &mut *lead] {
        let erased = case.head.next().next();
        assert_eq!(person.hears(&case, erased).await?.body, EventBody::Erased);
    }
    let is_gone = async || {
        let mut left = Vec::new();
        for word in ["plantedzip", "plantedtent", "Plantedname"] {
            left.extend(holding(&stack, word).await?);
        }
        Ok(left.is_empty().then_some(()))
    };
    until("nothing is left", is_gone).await?;
    let read = agent.reads(&case).await?;
    assert!(
        read.iter().all(|event| event.author.name.is_none() || event.author.role == Role::Lead)
    );
    Ok(())
}

/// Whether somebody's own list names a case.
async fn lists(whose: &User, case: &Case) -> anyhow::Result<Option<()>> {
    let page: CasePage = whose.api.get("/cases").await?;
    Ok(page.cases.iter().any(|summary| summary.case == case.id).then_some(()))
}

/// One person, one history: what they wrote before they signed in goes with all the rest.
#[tokio::test]
async fn what_was_written_as_a_visitor_goes_with_the_customer() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut visitor = Customer::visits(&stack.entry_points, "demo").await?;
    let case = visitor.asks("demo", "Can you repair the plantedzip of my tent?").await?;
    let mut ada = shop::signed_in(&stack, "customer-17", "Plantedname").await?;
    until("the case is in the visitor's list", async || lists(&visitor, &case).await).await?;
    let _: Value = ada.api.post("/visitors/claim", &json!({ "token": visitor.token })).await?;
    until("the case is in the customer's list", async || lists(&ada, &case).await).await?;
    ada.listens(&case).await?;
    let done = erase(&lead, json!({ "kind": "customer", "customer": ada.id })).await?;
    assert_eq!(done.cases, 1);
    let is_gone = async || {
        let left = [holding(&stack, "plantedzip").await?, holding(&stack, "Plantedname").await?];
        Ok(left.concat().is_empty().then_some(()))
    };
    until("nothing is left", is_gone).await
}

/// Whoever indexed the case meanwhile was stopped, and has written what it had read at last.
#[tokio::test]
async fn words_that_came_back_into_the_search_go_as_the_erasure_is_checked() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "The lamp is broken").await?;
    let (index, store) = (stack.search_index(), "demo".parse()?);
    let found = async || {
        let words = index.words(&case.id).await?;
        Ok(words.filter(|words| words.terms().contains("lamp")))
    };
    until("it is found by its words", found).await?;
    let begun = erase(&lead, json!({ "kind": "case", "case": case.id })).await?;
    let left = async || {
        let words = index.words(&case.id).await?.context("the case is indexed")?;
        Ok((!words.terms().contains("lamp")).then_some(words))
    };
    let seen = until("its words are taken out of the search", left).await?;
    let opened_at = stack.log_of(&case.id).await?[0].event.at;
    let indexed = IndexedCase { case: case.id.clone(), store: "demo".parse()?, opened_at };
    let mut late = seen.clone();
    late.take(late.seq.next(), ["plantedlate".to_owned()]);
    index.add(&indexed, late.terms()).await?;
    index.replace(&case.id, Some(&seen), &late).await?;
    assert!(!holding(&stack, "plantedlate").await?.is_empty());
    // The clock is turned to when no function runs any more that began before.
    let own = async || {
        let held = stack.erasures().all(&store).await?.readable;
        let held = held.into_iter().find(|held| held.erasure.id == begun.id);
        let held = held.context("it is listed")?;
        let mut due = held.erasure.clone();
        due.progress.due = Timestamp::default();
        Ok(stack.erasures().note(&store, &held, due).await?)
    };
    until("it is due", own).await?;
    // The minute's run comes as a test calls it.
    let minute = include_str!("../../events/triage/schedule.json").to_owned();
    let answer = stack.local.invoke("TriageFunction", minute).await;
    answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    let is_gone = async || Ok(holding(&stack, "plantedlate").await?.is_empty().then_some(()));
    until("nothing is left", is_gone).await
}

/// Whoever knows them only as the visitor that they were erases as much.
#[tokio::test]
async fn what_a_claimed_visitor_wrote_goes_with_the_visitor_too() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut visitor = Customer::visits(&stack.entry_points, "demo").await?;
    let case = visitor.asks("demo", "Can you repair the plantedzip of my tent?").await?;
    let ada = shop::signed_in(&stack, "customer-17", "Ada").await?;
    until("the case is in the visitor's list", async || lists(&visitor, &case).await).await?;
    let _: Value = ada.api.post("/visitors/claim", &json!({ "token": visitor.token })).await?;
    until("the case is in the customer's list", async || lists(&ada, &case).await).await?;
    let done = erase(&lead, json!({ "kind": "customer", "customer": visitor.id })).await?;
    assert_eq!(done.cases, 1);
    let is_gone = async || Ok(holding(&stack, "plantedzip").await?.is_empty().then_some(()));
    until("nothing is left", is_gone).await
}

/// A case of so many messages, in a store in which nothing happens by itself.
async fn talked(stack: &Stack, lead: &Lead, messages: usize) -> anyhow::Result<(User, Case)> {
    let _: Value = lead.api.post("/stores/demo/settings", &json!({ "triage": "off" })).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    for _ in 1..messages {
        let text = Some("more".parse()?);
        let send = |id, case, after| ClientFrame::Send {
            id,
            case,
            after,
            text,
            files: None,
            answers: None,
            anyway: None,
        };
        customer.does(&mut case, send).await?;
    }
    Ok((customer.into(), case))
}

/// What the price list in `infra/README.md` says of it: a write unit for each message, another for one that triage may be about
/// at this moment, and a few for the case.
#[tokio::test]
async fn an_erasure_costs_two_write_units_for_each_fresh_message_and_a_few_for_the_case()
-> anyhow::Result<()> {
    let mut costs = Vec::new();
    for messages in [2, 12] {
        let stack = measured_stack().await?;
        let lead = Lead::signs_in(&stack.entry_points).await?;
        let (_, case) = talked(&stack, &lead, messages).await?;
        stack.local.metrics().reset();
        erase(&lead, json!({ "kind": "case", "case": case.id })).await?;
        let read = stack.local.metrics().read();
        let (triage, manage) = (read.of("triage"), read.of("manage"));
        costs.push((triage.write_units(), triage.read_units(), manage.write_units()));
    }
    let (few, many) = (costs[0], costs[1]);
    assert_eq!(many.0 - few.0, 20.0, "two for each message more: {costs:?}");
    assert_eq!(few, FEW, "{costs:?}");
    Ok(())
}

/// Write and read units of triage, and write units of `manage`, for a case of two messages.
const FEW: (f64, f64, f64) = (11.0, 12.5, 2.0);
