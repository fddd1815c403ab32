//! Who is let in, and until when.

use std::time::Duration;

use contract::{ClientFrame, Code, Me, ServerFrame, VisitorToken};
use domain::{SessionId, UserId};
use futures_util::future::try_join_all;
use local::DatabaseFaults;
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{Agent, Customer, Lead, User, fresh_id};
use crate::shop;
use crate::socket::{Refused, Socket};
use crate::stack::{Person, Stack, now, options, project, stack, start, until};

/// A token of Ines that ends so many seconds from now.
fn token_for(stack: &Stack, seconds: i64) -> String {
    let issuer = stack.local.issuer();
    let mut claims = issuer.claims(Person::Ines.into());
    let ends = now().plus_seconds(seconds).seconds();
    (claims["iat"], claims["exp"]) = ((ends - 600).into(), ends.into());
    issuer.sign_claims(&claims)
}

#[tokio::test]
async fn a_token_that_has_ended_opens_nothing_though_clocks_may_differ() -> anyhow::Result<()> {
    let stack = stack().await?;
    let api = Api::bearing(&stack.entry_points, &token_for(&stack, -10));
    let answer = api.request("GET", "/me", None).await?;
    assert_eq!((answer.status, &answer.body["code"]), (401, &"expired".into()));
    Ok(())
}

#[tokio::test]
async fn an_agent_whose_token_has_ended_hears_of_no_case_and_is_told_so() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let token = token_for(&stack, 2);
    let mut agent = User::enter(&stack.entry_points, token).await?;
    let ends = now().plus_seconds(2);
    until("the token ends", async || Ok((now() > ends).then_some(()))).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    customer.asks("demo", "hello").await?;
    lead.socket.hear(|frame| matches!(frame, ServerFrame::Worklist { .. }).then_some(())).await?;
    let beat = ClientFrame::Heartbeat { id: fresh_id(), cases: Vec::new() };
    let answer = agent.socket.ask(&beat).await?;
    assert!(matches!(answer, ServerFrame::Error { code: Code::Expired, .. }), "{answer:?}");
    let heard = agent.socket.pushed();
    assert!(!heard.iter().any(|f| matches!(f, ServerFrame::Worklist { .. })), "{heard:?}");
    Ok(())
}

#[tokio::test]
async fn a_late_repetition_of_letting_someone_in_does_not_undo_that_they_were_shown_out()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut guest = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let add = ClientFrame::AddParticipant {
        id: fresh_id(),
        case: case.id.clone(),
        after: case.head,
        user: guest.id.clone(),
        name: None,
    };
    let ServerFrame::Ack { event, .. } = agent.socket.ask(&add).await? else { panic!() };
    case.head = event.seq;
    let user = guest.id.clone();
    let remove = |id, case, after| ClientFrame::RemoveParticipant { id, case, after, user };
    agent.does(&mut case, remove).await?;
    let again = agent.socket.ask(&add).await?;
    assert!(matches!(again, ServerFrame::Ack { .. }), "{again:?}");
    let sync = |id, case, after| ClientFrame::Sync { id, case, after };
    assert_eq!(guest.is_refused(&case, sync).await?, Code::NotFound);
    Ok(())
}

#[tokio::test]
async fn a_customer_who_tries_to_approve_learns_nothing_of_drafts() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    case.head = stack.assistant_suggests(&case, "have you tried").await?;
    for suggestion in [1, 2, 3] {
        let approve = |id, case, after| ClientFrame::Approve {
            id,
            case,
            after,
            suggestion: suggestion.try_into().unwrap(),
            text: None,
            answers: None,
            anyway: None,
        };
        assert_eq!(customer.is_refused(&case, approve).await?, Code::NotAllowed, "{suggestion}");
    }
    Ok(())
}

#[tokio::test]
async fn who_signs_out_is_let_in_nowhere_with_the_tokens_of_that_sign_in() -> anyhow::Result<()> {
    let stack = stack().await?;
    let door = &stack.entry_points;
    let customer = Customer::visits(door, "demo").await?;
    let earlier = customer.token.clone();
    let rotated: contract::VisitorToken = customer.api.post("/visitors/rotate", &json!({})).await?;
    let agent = Agent::signs_in(door, Person::Ines).await?;
    let status = async |method, path, token: &str| {
        let answer = Api::bearing(door, token).request(method, path, None).await?;
        anyhow::Ok(answer.status)
    };
    for token in [&rotated.token, &agent.token] {
        assert_eq!(status("POST", "/visitors/revoke", token).await?, 204);
    }
    for token in [&rotated.token, &earlier, &agent.token] {
        assert_eq!(status("GET", "/me", token).await?, 401);
        assert_eq!(Socket::bearing(&door.socket, token).await.err(), Some(Refused(403)));
    }
    assert_eq!(status("POST", "/visitors/rotate", &earlier).await?, 401);
    let again = token_for(&stack, 600);
    assert_eq!(status("GET", "/me", &again).await?, 200, "an agent's next sign-in is another");
    Ok(())
}

/// Whether a connection is open: it answers a heartbeat.
async fn is_open(user: &mut User) -> bool {
    let beat = ClientFrame::Heartbeat { id: fresh_id(), cases: Vec::new() };
    matches!(user.socket.ask(&beat).await, Ok(ServerFrame::Beat { .. }))
}

#[tokio::test]
async fn who_signs_out_is_disconnected_everywhere_and_nobody_else_is() -> anyhow::Result<()> {
    let stack = stack().await?;
    let entry_points = &stack.entry_points;
    let mut tab: User = Customer::visits(entry_points, "demo").await?.into();
    let mut other_tab = User::enter(entry_points, tab.token.clone()).await?;
    let mut stranger: User = Customer::visits(entry_points, "demo").await?.into();
    let mut stolen = User::enter(entry_points, token_for(&stack, 600)).await?;
    let mut ines: User = Agent::signs_in(entry_points, Person::Ines).await?.into();
    for own in [&tab, &stolen] {
        assert_eq!(own.api.request("POST", "/visitors/revoke", None).await?.status, 204);
    }
    for ended in [&mut tab, &mut other_tab, &mut stolen] {
        ended.socket.closed().await?;
    }
    assert!(is_open(&mut stranger).await && is_open(&mut ines).await);
    let again = tab.api.request("POST", "/visitors/revoke", None).await?;
    assert_eq!(again.status, 204, "signing out may be repeated");
    Ok(())
}

#[tokio::test]
async fn a_shops_customer_who_signs_out_here_stays_signed_in_elsewhere() -> anyhow::Result<()> {
    let stack = stack().await?;
    let door = &stack.entry_points;
    let signs_in = async |seconds| {
        let token = shop::token_for(&stack, "demo", "customer-17", ("Ada", seconds))?;
        User::enter(door, token).await
    };
    let (mut here, mut phone) = (signs_in(600).await?, signs_in(500).await?);
    assert_eq!(here.id, phone.id);
    assert_eq!(here.api.request("POST", "/visitors/revoke", None).await?.status, 204);
    here.socket.closed().await?;
    assert_eq!(here.api.request("GET", "/cases", None).await?.status, 401);
    assert_eq!(Socket::bearing(&door.socket, &here.token).await.err(), Some(Refused(403)));
    assert!(is_open(&mut phone).await);
    Ok(())
}

#[tokio::test]
async fn twenty_connections_of_a_sign_in_stay_open_and_no_more() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut tabs = vec![User::from(Customer::visits(&stack.entry_points, "demo").await?)];
    let mut open = 0;
    for _ in 0..20 {
        tabs.push(User::enter(&stack.entry_points, tabs[0].token.clone()).await?);
    }
    for _ in 0..20 {
        open = 0;
        for tab in &mut tabs {
            open += usize::from(is_open(tab).await);
        }
        if open == 20 {
            break;
        }
    }
    assert_eq!(open, 20);
    Ok(())
}

#[tokio::test]
async fn of_one_person_eight_connections_hear_a_case_and_the_others_end() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let mut tabs = Vec::new();
    for _ in 0..12 {
        let mut tab = User::enter(&stack.entry_points, customer.token.clone()).await?;
        tab.listens(&case).await?;
        tabs.push(tab);
    }
    let mut open = Vec::new();
    for mut tab in tabs {
        if is_open(&mut tab).await {
            open.push(tab);
        }
    }
    assert_eq!(open.len(), 8);
    let reply = agent.says(&mut case, "hello").await?;
    for tab in &mut open {
        tab.hears(&case, reply.seq).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_connection_whose_sign_in_ends_while_it_comes_in_is_refused() -> anyhow::Result<()> {
    let stack = stack().await?;
    let visitor = Customer::visits(&stack.entry_points, "demo").await?;
    visitor.api.request("POST", "/visitors/revoke", None).await?;
    let event = std::fs::read(project().join("events/connect/connect.json"))?;
    let mut event: Value = serde_json::from_slice(&event)?;
    // What the authorizer found just before.
    let session = SessionId::of(&visitor.id, &visitor.token);
    event["requestContext"]["authorizer"]["session"] = session.as_str().into();
    let answer = stack.local.invoke("ConnectFunction", event.to_string()).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    assert_eq!(serde_json::from_slice::<Value>(&answer)?["statusCode"], 403);
    Ok(())
}

#[tokio::test]
async fn who_signs_out_while_they_connect_is_connected_nowhere_in_the_end() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (entry_points, issuer) = (&stack.entry_points, stack.local.issuer());
    // Long enough to sign out between two writes of a new connection.
    stack.local.faults().set_database(DatabaseFaults {
        delay: 1.0,
        longest_delay: Duration::from_millis(400),
        operations: vec!["PutItem".to_owned()],
        ..DatabaseFaults::default()
    });
    let races = (0..6).map(async |n| {
        let mut claims = issuer.claims(Person::Jon.into());
        let name = format!("jon-{n}");
        claims["sub"] = name.as_str().into();
        let (token, user) =
            (issuer.sign_claims(&claims), UserId::agent(&entry_points.issuer, &name));
        let api = Api::bearing(entry_points, &token);
        let is_coming = async || {
            let agents = stack.listeners().agents(&"demo".parse()?).await?;
            let is_noted = agents.iter().any(|agent| agent.principal.user.as_ref() == Some(&user));
            Ok(is_noted.then_some(()))
        };
        let signs_out = async {
            until("the connection is let in and not yet open", is_coming).await?;
            api.request("POST", "/visitors/revoke", None).await
        };
        let (socket, ended) =
            tokio::join!(Socket::bearing(&entry_points.socket, &token), signs_out);
        assert_eq!(ended?.status, 204);
        let opened = socket.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
        anyhow::Ok(opened)
    });
    for mut opened in try_join_all(races).await? {
        opened.closed().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_visitor_stays_who_they_are_while_the_visitor_key_is_changed() -> anyhow::Result<()> {
    // 32 bytes in base64url end in one of few letters.
    let key = |letter: &str| letter.repeat(42) + "A";
    let (old, new) = (key("o"), key("n"));
    let keyed = async |keys: &str| start(options()?.parameter("VisitorKey", keys)).await;
    let before = keyed(&old).await?;
    let visitor = Customer::visits(&before.entry_points, "demo").await?;
    before.local.shutdown().await;

    let meanwhile = keyed(&format!("{new},{old}")).await?;
    let renewed: VisitorToken = Api::bearing(&meanwhile.entry_points, &visitor.token)
        .post("/visitors/rotate", &json!({}))
        .await?;
    meanwhile.local.shutdown().await;

    let afterwards = keyed(&new).await?;
    let me: Me = Api::bearing(&afterwards.entry_points, &renewed.token).get("/me").await?;
    assert_eq!(me.user, visitor.id);
    let answer =
        Api::bearing(&afterwards.entry_points, &visitor.token).request("GET", "/me", None).await?;
    assert_eq!(answer.status, 401);
    Ok(())
}
