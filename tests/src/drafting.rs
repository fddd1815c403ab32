//! Triage with a language model: what it is told, what of its replies is shown, what it may cost, whom it delays.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use adapters::dynamo::Spend;
use contract::AnswerView;
use domain::{Body, Grounds};
use futures_util::future::try_join_all;
use local::{Crash, CrashPoint};
use serde_json::{Value, json};

use crate::model::{Act, Model, told};
use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, now, options, start, until};

const QUESTION: &str = "Where is my parcel?";
const ANSWER: &str = "Your parcel is on its way. It arrives within five working days of our mail.";
const ADAPTED: &str = "It arrives within five working days of our mail.";

fn good() -> Value {
    json!({ "sentences": [{ "text": ADAPTED, "answers": ["A1"] }] })
}

/// A stack whose triage knows this model, with one answer in the demo store, which pays so many cents a day.
async fn scene(models: &str, cents: u32) -> anyhow::Result<Stack> {
    // Room for whoever waits for the model, and for the others: in the cloud there is.
    let options = options()?.metered().processes(24).parameter("Models", models);
    let stack = start(options).await?;
    fill(&stack, cents).await?;
    Ok(stack)
}

async fn fill(stack: &Stack, cents: u32) -> anyhow::Result<()> {
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let settings = json!({ "model_cents_a_day": cents });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    for (store, question, text) in [
        ("demo", QUESTION, ANSWER),
        ("north", QUESTION, ANSWER),
        ("demo", "How do I return shoes?", "Put them into the box that they came in."),
    ] {
        let body = json!({ "id": fresh_id(), "question": question, "text": text });
        let _: AnswerView = lead.api.post(&format!("/stores/{store}/answers"), &body).await?;
    }
    Ok(())
}

async fn asks(stack: &Stack, store: &str, text: &str) -> anyhow::Result<Case> {
    Customer::visits(&stack.entry_points, store).await?.asks(store, text).await
}

/// A question, and the suggestion that comes of it: its words, and why.
async fn suggestion(stack: &Stack, text: &str) -> anyhow::Result<(String, Grounds)> {
    let case = asks(stack, "demo", text).await?;
    let entry = stack.until_triaged(&case, case.head).await?;
    let Body::Suggested { grounds, .. } = entry.event.body else { anyhow::bail!("{entry:?}") };
    let text = entry.event.text.map(|text| text.as_str().to_owned());
    Ok((text.unwrap_or_default(), grounds))
}

#[tokio::test]
async fn a_draft_is_fitted_by_the_model_says_so_and_is_paid_for() -> anyhow::Result<()> {
    let model = Model::saying(&good()).await?;
    let stack = scene(&model.chat(&json!({})), 100).await?;
    let case = asks(&stack, "demo", QUESTION).await?;
    let entry = stack.until_triaged(&case, case.head).await?;
    let Body::Suggested { sources, grounds, .. } = &entry.event.body else { panic!("{entry:?}") };
    assert_eq!(entry.event.text, Some(ADAPTED.parse()?));
    assert!(grounds.adapted && grounds.unsupported.is_empty(), "{grounds:?}");
    assert_eq!((sources[0].question.as_str(), sources[0].quote.as_str()), (QUESTION, ADAPTED));
    // A thousand tokens at 100 cents a million, a hundred at 400; in millionths of a cent.
    let spent = 1_000 * 100 + 100 * 400;
    let spend = stack.spend();
    let counted = async |spend: &Spend| anyhow::Ok(spend.of_case(&case.id).await? == spent);
    let look = async || Ok(counted(&spend).await?.then_some(()));
    until("the case's bill is written", look).await?;
    assert_eq!(spend.of_day(&"demo".parse()?, now()).await?, spent);
    Ok(())
}

#[tokio::test]
async fn keys_are_read_where_the_operator_keeps_them() -> anyhow::Result<()> {
    let (bad, good) = (Model::start(|_| Act::Drop).await?, Model::saying(&good()).await?);
    let named = |model: &Model, key: &str| -> anyhow::Result<Value> {
        Ok(serde_json::from_str::<Value>(&model.chat(&json!({ "key": key })))?["chat"][0].take())
    };
    // The second is asked where the first fails.
    let chat = json!([
        named(&bad, "ssm:/firstline/models/first")?,
        named(&good, "secretsmanager:firstline/models/second")?,
    ]);
    let options = options()?.parameter("Models", json!({ "chat": chat }).to_string());
    let options = options.secret("/firstline/models/first", "one");
    let stack = start(options.secret("firstline/models/second", "two")).await?;
    fill(&stack, 100).await?;
    let (text, _) = suggestion(&stack, QUESTION).await?;
    assert_eq!((text.as_str(), bad.heard().is_empty()), (ADAPTED, false));
    Ok(())
}

#[tokio::test]
async fn a_model_of_bedrock_s_is_asked_with_the_functions_role() -> anyhow::Result<()> {
    let model = Model::saying(&good()).await?;
    let stack = scene(&model.chat(&json!({ "api": "bedrock" })), 100).await?;
    let (text, grounds) = suggestion(&stack, QUESTION).await?;
    assert_eq!((text.as_str(), grounds.adapted), (ADAPTED, true));
    let asked = &model.heard()[0];
    assert!(asked["messages"][0]["content"][0]["text"].to_string().contains(QUESTION), "{asked}");
    Ok(())
}

#[tokio::test]
async fn personal_data_never_reaches_the_model() -> anyhow::Result<()> {
    let model = Model::saying(&good()).await?;
    let stack = scene(&model.chat(&json!({})), 100).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let private = ["ada@example.com", "30 1234567", "4111 1111", "DE89 3704"];
    let text = "Hello, I paid with 4111 1111 1111 1111 from DE89 3704 0044 0532 0130 00";
    let mut case = customer.asks("demo", text).await?;
    agent.says(&mut case, "Hello! May I call you at +49 30 1234567?").await?;
    customer.says(&mut case, "I am ada@example.com").await?;
    let asked = customer.says(&mut case, QUESTION).await?;
    stack.until_triaged(&case, asked.seq).await?;
    let heard = model.heard();
    let data = told(heard.last().unwrap())?;
    assert_eq!(data["question"], "I am [email 1]\nWhere is my parcel?");
    let before = [
        json!({ "from": "customer", "text": "Hello, I paid with [card 1] from [iban 1]" }),
        json!({ "from": "agent", "text": "Hello! May I call you at [phone 1]?" }),
    ];
    assert_eq!(data["conversation"], json!(before));
    for request in heard {
        let request = request.to_string();
        assert!(private.iter().all(|secret| !request.contains(secret)), "{request}");
    }
    Ok(())
}

#[tokio::test]
async fn fifty_customers_of_a_silent_model_delay_nobody_else() -> anyhow::Result<()> {
    let model = Model::saying(&good()).await?;
    let stack = scene(&model.chat(&json!({ "timeout_ms": 25_000 })), 100).await?;
    model.hold();
    let cases = try_join_all((0..50).map(|_| asks(&stack, "demo", QUESTION))).await?;
    let look = async || Ok((model.heard().len() == cases.len()).then_some(()));
    until("the model is asked for each", look).await?;
    let other = asks(&stack, "north", QUESTION).await?;
    stack.until_triaged(&other, other.head).await?;
    let wish = asks(&stack, "demo", "I want to talk to a person").await?;
    stack.until_triaged(&wish, wish.head).await?;
    for case in &cases {
        assert_eq!(stack.done_by_triage(case).await?, [], "the model has not answered yet");
    }
    model.release();
    for case in &cases {
        let entry = stack.until_triaged(case, case.head).await?;
        assert_eq!(entry.event.text, Some(ADAPTED.parse()?));
        assert_eq!(stack.done_by_triage(case).await?.len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn whatever_a_model_does_wrong_the_approved_text_is_shown() -> anyhow::Result<()> {
    let say = |text: &str, answers: Value| {
        Act::Say(json!({ "sentences": [{ "text": text, "answers": answers }] }).to_string())
    };
    // Faults of the provider stand apart: after four in a row it would be left alone.
    let faults = [
        ("an unknown id", say(ADAPTED, json!(["A7"]))),
        ("no id", say(ADAPTED, json!([]))),
        ("an invented sentence", say("You get 90 % off and a pony by mail.", json!(["A1"]))),
        ("no JSON", Act::Say("Sure! It arrives soon.".to_owned())),
        ("nothing", Act::Say(String::new())),
        ("no sentences", Act::Say(json!({ "sentences": [] }).to_string())),
        ("another language", say("Ihr Paket kommt in fünf Werktagen an.", json!(["A1"]))),
        ("a refused key", Act::Answer(401, "{}".to_owned())),
        ("too many requests", Act::Answer(429, "{}".to_owned())),
        ("a dropped connection", Act::Drop),
        ("a fault of its own", Act::Say("{".to_owned())),
        ("a server's fault", Act::Answer(500, "oops".to_owned())),
        ("no answer in time", Act::Wait),
        ("an answer of another form", Act::Answer(200, "[]".to_owned())),
    ];
    let script: Vec<Act> = faults.iter().map(|(_, act)| act.clone()).collect();
    let turn = Arc::new(AtomicUsize::new(0));
    let at = Arc::clone(&turn);
    let model = Model::start(move |_| script[at.load(Ordering::SeqCst)].clone()).await?;
    let stack = scene(&model.chat(&json!({ "timeout_ms": 500 })), 100).await?;
    for (number, (fault, _)) in faults.iter().enumerate() {
        turn.store(number, Ordering::SeqCst);
        let asked = model.heard().len();
        let (text, grounds) = suggestion(&stack, QUESTION).await?;
        assert_eq!((text.as_str(), grounds.adapted), (ANSWER, false), "{fault}");
        assert!(model.heard().len() > asked, "{fault} was met");
    }
    Ok(())
}

#[tokio::test]
async fn a_fence_around_a_good_reply_is_forgiven() -> anyhow::Result<()> {
    let model = Model::start(|_| Act::Say(format!("```json\n{}\n```", good()))).await?;
    let stack = scene(&model.chat(&json!({})), 100).await?;
    let (text, grounds) = suggestion(&stack, QUESTION).await?;
    assert_eq!((text.as_str(), grounds.adapted), (ADAPTED, true));
    Ok(())
}

#[tokio::test]
async fn once_the_days_cap_is_reached_triage_goes_on_without_the_model() -> anyhow::Result<()> {
    let model = Model::saying(&good()).await?;
    // At most 0.8 cents a call, of which 0.1 are used: the fourth has no room within one cent.
    let price = json!({ "price": { "input": 0, "output": 1_000 }, "reply_tokens": 800 });
    let stack = scene(&model.chat(&price), 1).await?;
    let mut adapted = Vec::new();
    for _ in 0..5 {
        adapted.push(suggestion(&stack, QUESTION).await?.1.adapted);
    }
    assert_eq!(adapted, [true, true, true, false, false]);
    assert_eq!(model.heard().len(), 3);
    Ok(())
}

#[tokio::test]
async fn where_a_person_is_faster_no_model_is_paid() -> anyhow::Result<()> {
    let model = Model::saying(&good()).await?;
    let stack = scene(&model.chat(&json!({})), 100).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = asks(&stack, "demo", "How do I return shoes?").await?;
    agent.says(&mut case, "I am looking").await?;
    suggestion(&stack, QUESTION).await?;
    assert_eq!(stack.done_by_triage(&case).await?, []);
    assert_eq!(model.heard().len(), 1, "for the other case");
    Ok(())
}

#[tokio::test]
async fn a_crash_at_any_request_leaves_one_suggestion_and_two_calls_at_most() -> anyhow::Result<()>
{
    let model = Model::saying(&good()).await?;
    let stack = scene(&model.chat(&json!({})), 100).await?;
    for request in 1.. {
        let moment = if request % 2 == 0 { CrashPoint::Before } else { CrashPoint::After };
        let asked = model.heard().len();
        stack.local.faults().set_crash(Crash { function: "triage".to_owned(), request, moment });
        let case = asks(&stack, "demo", QUESTION).await?;
        stack.until_triaged(&case, case.head).await?;
        let has_crashed = !stack.local.faults().is_crash_due();
        stack.local.faults().clear();
        let calls = model.heard().len() - asked;
        assert!(calls <= 2, "{calls} calls after a crash at request {request}");
        assert_eq!(stack.done_by_triage(&case).await?.len(), 1, "{moment:?} request {request}");
        if !has_crashed {
            assert!(request > 8, "only {request} requests?");
            return Ok(());
        }
    }
    Ok(())
}

#[tokio::test]
async fn copies_of_the_same_work_at_once_come_to_one_suggestion_and_two_calls() -> anyhow::Result<()>
{
    let model = Model::saying(&good()).await?;
    let stack = scene(&model.chat(&json!({})), 100).await?;
    model.hold();
    let case = asks(&stack, "demo", QUESTION).await?;
    let message = json!({ "case": case.id, "seq": case.head, "store": "demo", "at": 0 });
    let work = json!({ "consider": [message], "learn": [] }).to_string();
    let copy = || stack.local.invoke("TriageFunction", work.clone());
    let (first, second, ()) = tokio::join!(copy(), copy(), async {
        let look = async || Ok((model.heard().len() == 2).then_some(()));
        until("two are at the model", look).await.unwrap();
        assert!(copy().await.is_ok(), "the third one goes without");
        model.release();
    });
    assert!(first.is_ok() && second.is_ok());
    stack.until_triaged(&case, case.head).await?;
    // The stream's own record comes too.
    suggestion(&stack, QUESTION).await?;
    assert_eq!(stack.done_by_triage(&case).await?.len(), 1);
    assert_eq!(model.heard().len(), 3, "two, and one for the other case");
    Ok(())
}
