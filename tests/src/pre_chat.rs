//! What a store asks before the first message, through the real functions: nothing is written before it is agreed to, and a
//! case that is opened with a form costs what one without costs.

use contract::{ClientFrame, Code, ServerFrame, StoreView, VisitorToken};
use domain::{GivenAnswer, PreChatReply, StoreId};
use local::MetricsSnapshot;
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{Agent, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, measured_stack, until};

async fn asks_first(stack: &Stack, is_asked: bool) -> anyhow::Result<()> {
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let fields = json!([
        { "id": "name", "kind": "name", "label": { "text": "Your name" }, "required": true },
        { "id": "order", "kind": "order_number", "label": { "text": "Order number" } },
    ]);
    let consent = json!({ "text": { "text": "We keep what you write." } });
    let pre_chat =
        if is_asked { json!({ "fields": fields, "consent": consent }) } else { json!({}) };
    let appearance = json!({ "privacy": "https://shop.example/privacy" });
    let settings = json!({ "appearance": appearance, "pre_chat": pre_chat });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    Ok(())
}

/// What the store's public face says is to be agreed to, and how somebody answers it.
async fn answered(stack: &Stack) -> anyhow::Result<PreChatReply> {
    let face: StoreView = Api::anonymous(&stack.entry_points).get("/stores/demo").await?;
    let consent = face.pre_chat.and_then(|asked| asked.consent).map(|consent| consent.version);
    let answer = |field: &str, value: &str| -> anyhow::Result<GivenAnswer> {
        Ok(GivenAnswer { field: field.parse()?, value: value.parse()? })
    };
    Ok(PreChatReply { answers: vec![answer("name", "Ada")?, answer("order", "A-10457")?], consent })
}

async fn opens(
    customer: &mut Customer,
    pre_chat: Option<PreChatReply>,
) -> anyhow::Result<ServerFrame> {
    let store: StoreId = "demo".parse()?;
    let (text, files, locale) = (Some("Where is my parcel?".parse()?), None, None);
    let open = ClientFrame::Open { id: fresh_id(), store, text, files, locale, pre_chat };
    customer.socket.ask(&open).await
}

fn writes(read: &MetricsSnapshot) -> f64 {
    ["authorize", "connect", "message", "history", "manage"]
        .map(|binary| read.of(binary).write_units())
        .iter()
        .sum()
}

#[tokio::test]
async fn nothing_is_written_of_a_visitor_before_they_agree() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    asks_first(&stack, true).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    stack.local.metrics().reset();
    // All that a chat needs to ask is there without a token, and a token by itself is no row.
    let anybody = Api::anonymous(&stack.entry_points);
    let _: Value = anybody.get("/stores/demo").await?;
    let reply = answered(&stack).await?;
    let minted: VisitorToken = anybody.post("/visitors", &json!({ "store": "demo" })).await?;
    let theirs = Api::bearing(&stack.entry_points, &minted.token);
    let opening = json!({ "id": fresh_id(), "store": "demo", "text": "hello" });
    let refused = theirs.request("POST", "/cases", Some(&opening)).await?;
    assert_eq!((refused.status, &refused.body["code"]), (409, &json!("consent_required")));
    let answer = opens(&mut customer, None).await?;
    assert!(matches!(answer, ServerFrame::Error { code: Code::ConsentRequired, .. }), "{answer:?}");
    let photo =
        json!({ "id": fresh_id(), "name": "mug.jpg", "media_type": "image/jpeg", "size": 9 });
    let refused = theirs.request("POST", "/stores/demo/files", Some(&photo)).await?;
    assert_eq!((refused.status, &refused.body["code"]), (409, &json!("consent_required")));
    let half = PreChatReply { answers: Vec::new(), ..reply.clone() };
    let answer = opens(&mut customer, Some(half)).await?;
    assert!(matches!(answer, ServerFrame::Error { code: Code::FormIncomplete, .. }), "{answer:?}");
    assert_eq!(writes(&stack.local.metrics().read()), 0.0);
    let ServerFrame::Ack { case, .. } = opens(&mut customer, Some(reply)).await? else {
        anyhow::bail!("not opened")
    };
    let heard = agent
        .socket
        .hear(|frame| match frame {
            ServerFrame::Worklist { summary, .. } if summary.case == case => {
                Some(summary.customer_name.clone())
            }
            _ => None,
        })
        .await?;
    assert_eq!(heard, "Ada".parse().ok(), "the inbox says who it is");
    Ok(())
}

#[tokio::test]
async fn a_case_that_is_opened_with_a_form_costs_what_one_without_costs() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut costs = Vec::new();
    for is_asked in [false, true] {
        asks_first(&stack, is_asked).await?;
        let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
        let reply = if is_asked { Some(answered(&stack).await?) } else { None };
        stack.local.metrics().reset();
        let answer = opens(&mut customer, reply).await?;
        assert!(matches!(answer, ServerFrame::Ack { .. }), "{answer:?}");
        let read = stack.local.metrics().read();
        let message = read.of("message");
        costs.push((message.read_units(), message.write_units(), read.invocations["message"]));
    }
    // The log, and the store's settings.
    assert_eq!(costs, [(2.0, 1.0, 1), (2.0, 1.0, 1)]);
    Ok(())
}

#[tokio::test]
async fn a_file_comes_behind_the_consent_or_into_a_case_that_there_is() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    asks_first(&stack, true).await?;
    let consent = answered(&stack).await?.consent;
    let photo = |consent: Option<&str>| {
        let mut photo =
            json!({ "id": fresh_id(), "name": "mug.jpg", "media_type": "image/jpeg", "size": 9 });
        if let Some(consent) = consent {
            photo["consent"] = consent.into();
        }
        photo
    };
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let of = "/stores/demo/files";
    for (said, status) in [
        (None, 409),
        // Words that the store no longer asks for.
        (Some("0123456789abcdef"), 409),
        (consent.as_ref().map(domain::ConsentVersion::as_str), 200),
    ] {
        let answer = customer.api.request("POST", of, Some(&photo(said))).await?;
        assert_eq!(answer.status, status, "{said:?}: {:?}", answer.body);
    }
    let reply = answered(&stack).await?;
    assert!(matches!(opens(&mut customer, Some(reply)).await?, ServerFrame::Ack { .. }));
    // Whoever talks with the store already has agreed, or was not asked.
    until("the case is among theirs", async || {
        let answer = customer.api.request("POST", of, Some(&photo(None))).await?;
        Ok((answer.status == 200).then_some(()))
    })
    .await?;
    // What the staff attaches is the store's own.
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    assert_eq!(agent.api.request("POST", of, Some(&photo(None))).await?.status, 200);
    Ok(())
}
