//! The staff: who is there, and to whom a case can be given.

use adapters::dynamo::ListFrames;
use contract::{CaseSummary, ClientFrame, Code, Colleague, EventBody, ServerFrame};
use domain::{CaseId, CommandId, Group, Principal, Role, Seq, Timestamp, UserId};
use serde_json::{Value, json};

use crate::people::{Agent, Case, Customer, Lead, User, fresh_id};
use crate::socket::{Refused, Socket};
use crate::stack::{Person, Stack, now, stack, until};

fn assign(agent: &UserId) -> impl FnOnce(CommandId, CaseId, Seq) -> ClientFrame + use<> {
    let agent = agent.clone();
    move |id, case, after| ClientFrame::Assign { id, case, after, agent }
}

/// The case's summary once the agent's list knows of its newest event.
async fn listed(agent: &mut User, case: &Case) -> anyhow::Result<CaseSummary> {
    let (id, head) = (case.id.clone(), case.head);
    agent
        .socket
        .hear(|frame| match frame {
            ServerFrame::Worklist { summary, .. } if summary.case == id && summary.seq == head => {
                Some(summary.clone())
            }
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_case_is_given_to_whom_the_directory_knows_under_the_name_it_knows() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let jon = Agent::signs_in(&stack.entry_points, Person::Jon).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let given = lead.does(&mut case, assign(&jon.id)).await?;
    let EventBody::Assigned { name, .. } = given.body else { panic!("{given:?}") };
    assert_eq!(name.map(String::from).as_deref(), Some("Jon Petersen"));
    let named = listed(&mut lead, &case).await?.assignee_name;
    assert_eq!(named.map(String::from).as_deref(), Some("Jon Petersen"));
    Ok(())
}

#[tokio::test]
async fn an_agent_nobody_knows_and_one_of_another_store_are_refused_alike() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let nora = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "hello").await?;
    let nobody = UserId::agent("some issuer", "nobody");
    for agent in [&nobody, &nora.id, &customer.id] {
        assert_eq!(lead.is_refused(&case, assign(agent)).await?, Code::NotAllowed, "{agent}");
    }
    Ok(())
}

#[tokio::test]
async fn a_list_does_not_keep_the_name_of_whoever_had_the_case_before() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let issuer = stack.local.issuer();
    let mut claims = issuer.claims(Person::Ines.into());
    claims.as_object_mut().unwrap().remove("name");
    let nameless = User::enter(&stack.entry_points, issuer.sign_claims(&claims)).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let own = lead.id.clone();
    lead.does(&mut case, assign(&own)).await?;
    assert!(listed(&mut lead, &case).await?.assignee_name.is_some());
    lead.does(&mut case, assign(&nameless.id)).await?;
    let summary = listed(&mut lead, &case).await?;
    assert_eq!((summary.assignee, summary.assignee_name), (Some(nameless.id.clone()), None));
    Ok(())
}

#[tokio::test]
async fn a_case_given_away_is_acknowledged_to_whom_it_left() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "north").await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let mut case = customer.asks("north", "hello").await?;
    let nora = agent.id.clone();
    lead.does(&mut case, |id, case, after| ClientFrame::Assign { id, case, after, agent: nora })
        .await?;
    agent.does(&mut case, |id, case, after| ClientFrame::Unassign { id, case, after }).await?;
    Ok(())
}

#[tokio::test]
async fn where_a_store_says_so_an_agent_sees_only_the_cases_assigned_to_them() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "north").await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let mut case = customer.asks("north", "hello").await?;
    let sync = |id, case, after| ClientFrame::Sync { id, case, after };
    assert_eq!(agent.is_refused(&case, sync).await?, contract::Code::NotFound);
    let nora = agent.id.clone();
    lead.does(&mut case, |id, case, after| ClientFrame::Assign { id, case, after, agent: nora })
        .await?;
    assert_eq!(agent.listens(&case).await?.len(), 2);
    lead.does(&mut case, |id, case, after| ClientFrame::Unassign { id, case, after }).await?;
    let code = agent.socket.closed().await?;
    assert!(code.is_some(), "who may no longer read is disconnected");
    Ok(())
}

#[tokio::test]
async fn what_the_knowledge_base_tells_of_cases_keeps_to_those_an_agent_may_read()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "north").await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let mut case = customer.asks("north", "hello").await?;
    let reply = lead.says(&mut case, "Within a week.").await?.seq;
    let save = async |of: &str| {
        let from = json!({ "case": of, "seq": reply });
        let new = json!({ "id": fresh_id(), "question": "When?", "text": "Soon.", "from": from });
        agent.api.request("POST", "/stores/north/answers", Some(&new)).await
    };
    let (hidden, missing) = (save(case.id.as_str()).await?, save(&"0".repeat(26)).await?);
    assert_eq!((hidden.status, &hidden.body), (404, &missing.body));

    let question = "Do you deliver to the moon?";
    let managing = lead.api.clone();
    // One after the other: two that are counted at the same moment may be taken for two questions.
    let replies = [
        "We do not deliver that far.",
        "Sadly it is too far away.",
        "No carrier of ours flies there.",
    ];
    for (at, reply) in replies.into_iter().enumerate() {
        let mut moon = customer.asks("north", question).await?;
        lead.says(&mut moon, reply).await?;
        let learned = async || {
            let page: Value = managing.get("/stores/north/answers?status=candidate").await?;
            let candidates = page["answers"].as_array().into_iter().flatten();
            let candidates = candidates.filter(|answer| answer["question"] == question).count();
            Ok((candidates > at).then_some(()))
        };
        until("the reply is a candidate", learned).await?;
    }
    let listed = async || {
        let open: Value = managing.get("/stores/north/questions").await?;
        let open = open["questions"].as_array().cloned().unwrap_or_default();
        Ok(open.iter().any(|open| open["text"] == question).then_some(()))
    };
    until("the question is counted", listed).await?;
    let open: Value = agent.api.get("/stores/north/questions").await?;
    assert_eq!(open["questions"], json!([]), "a customer's words in a case that is not theirs");

    let nora = agent.id.clone();
    lead.does(&mut case, |id, case, after| ClientFrame::Assign { id, case, after, agent: nora })
        .await?;
    assert_eq!(save(case.id.as_str()).await?.status, 201);
    Ok(())
}

/// When the only agent of a store last gave a sign of life.
async fn seen(stack: &Stack) -> anyhow::Result<Timestamp> {
    Ok(stack.listeners().agents(&"demo".parse()?).await?[0].seen)
}

#[tokio::test]
async fn a_heartbeat_is_a_sign_of_life() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let before = seen(&stack).await?;
    let later = async || {
        agent.socket.ask(&ClientFrame::Heartbeat { id: fresh_id(), cases: Vec::new() }).await?;
        Ok((seen(&stack).await? > before).then_some(()))
    };
    until("the heartbeat is noted", later).await
}

#[tokio::test]
async fn who_has_fallen_silent_is_not_there_and_may_arrive_again() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let ines = UserId::agent(&stack.entry_points.issuer, "ines");
    let laptop = Principal {
        user: Some(ines.clone()),
        role: Role::Agent,
        name: None,
        stores: vec!["demo".parse()?],
        groups: Default::default(),
        expires: now().plus_seconds(3_600),
    };
    let long_ago = now().plus_seconds(-11 * 60);
    stack
        .listeners()
        .arrive(&"closed-lid=".parse()?, &laptop, None, ListFrames::default(), long_ago)
        .await?;
    let _agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let arrived = lead.socket.hear(|frame| match frame {
        ServerFrame::Presence { user, online: true, .. } if *user == ines => Some(()),
        _ => None,
    });
    arrived.await
}

/// Who is there as a heartbeat's answer says it.
async fn colleagues(who: &mut User) -> anyhow::Result<Option<Vec<(String, UserId)>>> {
    let beat = ClientFrame::Heartbeat { id: fresh_id(), cases: Vec::new() };
    let ServerFrame::Beat { online, .. } = who.socket.ask(&beat).await? else {
        anyhow::bail!("no beat")
    };
    let named = |one: Colleague| (one.store.to_string(), one.user);
    Ok(online.map(|online| online.into_iter().map(named).collect()))
}

#[tokio::test]
async fn who_comes_later_learns_who_of_their_stores_is_there() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut ines = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let tab = User::enter(&stack.entry_points, ines.token.clone()).await?;
    let nora = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let at = |store: &str, user: &User| (store.to_owned(), user.id.clone());
    let mut all =
        vec![at("demo", &ines), at("demo", &lead), at("north", &lead), at("north", &nora)];
    all.sort();
    assert_eq!(colleagues(&mut lead).await?, Some(all));
    let mut own = vec![at("demo", &ines), at("demo", &lead)];
    own.sort();
    assert_eq!(colleagues(&mut ines).await?, Some(own), "one tab or two, and their store alone");
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    assert_eq!(colleagues(&mut customer).await?, None);
    tab.socket.close().await;
    ines.close().await;
    let left = async || {
        let there = colleagues(&mut lead).await?.unwrap_or_default();
        Ok((there.len() == 3).then_some(()))
    };
    until("who has left is there no more", left).await
}

#[tokio::test]
async fn where_a_store_says_so_whoever_is_there_is_given_the_next_case() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let automatic = json!({ "routing": { "automatic": true, "grace_minutes": 10 } });
    let _: Value = lead.api.post("/stores/demo/settings", &automatic).await?;
    let mut ines = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "hello").await?;
    let given = |frame: &ServerFrame| match frame {
        ServerFrame::Worklist { summary, .. } if summary.case == case.id => {
            summary.assignee.clone()
        }
        _ => None,
    };
    assert_eq!(ines.socket.hear(given).await?, ines.id, "nobody else is there");
    Ok(())
}

#[tokio::test]
async fn whoever_is_deactivated_is_disconnected_everywhere_and_comes_in_no_more()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut ines = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut tab = User::enter(&stack.entry_points, ines.token.clone()).await?;
    let mut jon = Agent::signs_in(&stack.entry_points, Person::Jon).await?;
    let path = format!("/stores/demo/agents/{}", ines.id);
    let out = json!({ "id": fresh_id(), "version": 0, "active": false });
    let view: Value = lead.api.post(&path, &out).await?;
    assert_eq!(view["active"], false);
    ines.socket.closed().await?;
    tab.socket.closed().await?;
    assert_eq!(ines.api.request("GET", "/me", None).await?.status, 401);
    let again = Socket::bearing(&stack.entry_points.socket, &ines.token).await;
    assert_eq!(again.err(), Some(Refused(403)));
    assert!(colleagues(&mut jon).await?.is_some(), "nobody else is");
    Ok(())
}

#[tokio::test]
async fn where_agents_see_only_their_own_whoever_gets_into_a_group_takes_what_waits_for_it()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "north").await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let mut nora = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let new = json!({ "id": fresh_id(), "name": "Billing" });
    let billing: Group = lead.api.post("/stores/north/groups", &new).await?;
    let mut case = customer.asks("north", "hello").await?;
    let group = Some(billing.id);
    lead.does(&mut case, |id, case, after| ClientFrame::Escalate { id, case, after, group })
        .await?;
    let own = nora.id.clone();
    assert_eq!(nora.is_refused(&case, assign(&own)).await?, Code::NotFound);
    let path = format!("/stores/north/agents/{own}");
    let terms = json!({ "id": fresh_id(), "version": 0, "groups": [billing.id] });
    let _: Value = lead.api.post(&path, &terms).await?;
    nora.socket.closed().await?;
    let mut again = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    again.does(&mut case, assign(&own)).await?;
    Ok(())
}
