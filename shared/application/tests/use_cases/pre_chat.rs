//! What a store asks before the first message: what goes into the case, what is refused and writes nothing, and who gets to
//! read it.

use application::{Caller, ExportPlace, Exporter, SearchQuery};
use domain::{Body, CaseId, Limits};
use serde_json::{Value, json};

use crate::budget;
use crate::deployment::{
    Deployment, KnownCase, NOW, account, agent, command_id, customer, later, lead, message, store,
    user,
};
use crate::erasure::erase;
use crate::server::Server;
use crate::timers::deliver;

fn settings() -> Value {
    let label = |text: &str| json!({ "text": text });
    json!({
        "appearance": { "privacy": "https://shop.example/privacy" },
        "pre_chat": {
            "fields": [
                { "id": "name", "kind": "name", "label": label("Your name"), "required": true },
                { "id": "email", "kind": "email", "label": label("E-mail"), "required": true },
                { "id": "order", "kind": "order_number", "label": label("Order number") },
            ],
            "consent": { "text": label("We keep what you write.") },
        },
    })
}

/// Somebody of whom nothing is known.
fn visitor(name: &str) -> Caller {
    let mut visitor = customer(name);
    visitor.principal.name = None;
    visitor
}

/// What the store tells everybody about itself.
async fn face(deployment: &Deployment) -> Value {
    let found = deployment.cases.stores.get(&store()).unwrap();
    let view = deployment.knowledge.present(store(), found, NOW).await.unwrap();
    serde_json::to_value(view).unwrap()
}

async fn version(deployment: &Deployment) -> Value {
    face(deployment).await["pre_chat"]["consent"]["version"].clone()
}

fn opening(pre_chat: &Value) -> Value {
    json!({
        "action": "open", "id": command_id("open"), "store": "demo", "text": "Where is my parcel?",
        "pre_chat": pre_chat,
    })
}

async fn whole(deployment: &Deployment) -> Value {
    let answers = json!([
        { "field": "name", "value": "Theodora" },
        { "field": "email", "value": "dora@shop.example" },
        { "field": "order", "value": "A-10457" },
    ]);
    json!({ "answers": answers, "consent": version(deployment).await })
}

/// A visitor's case in a store that asks all of that.
async fn opened(deployment: &Deployment, visitor: &Caller) -> (CaseId, Value) {
    deployment.settle(settings()).await;
    let ack = deployment.act(visitor, opening(&whole(deployment).await)).await;
    assert_eq!(ack["action"], "ack", "{ack}");
    (ack["case"].as_str().unwrap().parse().unwrap(), ack)
}

#[tokio::test]
async fn what_was_answered_and_agreed_to_is_in_the_cases_first_event() {
    let deployment = Deployment::new();
    let ada = visitor("ada");
    let (case, ack) = opened(&deployment, &ada).await;
    let said = &ack["event"]["body"]["pre_chat"];
    assert_eq!(said["consent"], version(&deployment).await);
    assert_eq!(
        said["answers"][1],
        json!({ "field": "email", "kind": "email", "label": "E-mail", "value": "dora@shop.example" })
    );
    let first = deployment.log(&case).await.remove(0);
    let name = first.event.author.name.as_ref().map(domain::Name::as_str);
    assert_eq!(name, Some("Theodora"), "nobody else has said what they are called");
    deliver(&deployment, &case).await;
    let listed = deployment.cases.summaries.one(&case).await.unwrap().unwrap();
    assert_eq!(listed.customer_name, first.event.author.name);
}

#[tokio::test]
async fn whom_their_shop_has_named_keeps_that_name() {
    let deployment = Deployment::new();
    let ada = account("ada");
    let (case, _) = opened(&deployment, &ada).await;
    assert_eq!(deployment.log(&case).await[0].event.author.name, ada.principal.name);
}

#[tokio::test]
async fn what_is_missing_is_refused_and_nothing_is_written() {
    let limits =
        Limits { open_cases: 5, cases_an_hour: 5, address_cases_an_hour: 5, ..Limits::NONE };
    let deployment = Deployment::with_limits(limits);
    let ada = visitor("ada");
    deployment.settle(settings()).await;
    let whole = whole(&deployment).await;
    let without = |name: &str, value: Value| {
        let mut less = whole.clone();
        less[name] = value;
        less
    };
    let other = json!("0123456789abcdef");
    let wrong = json!([{ "field": "name", "value": "Ada" }, { "field": "email", "value": "ada" }]);
    let before = deployment.rows();
    for (pre_chat, code) in [
        (Value::Null, "consent_required"),
        (without("consent", Value::Null), "consent_required"),
        (without("consent", other), "consent_required"),
        (without("answers", json!([])), "form_incomplete"),
        (without("answers", wrong), "form_incomplete"),
    ] {
        let refused = deployment.act(&ada, opening(&pre_chat)).await;
        assert_eq!(refused["code"], code, "{pre_chat}");
    }
    assert_eq!(deployment.rows(), before, "not even counted");
    let ack = deployment.act(&ada, opening(&whole)).await;
    assert_eq!(ack["action"], "ack", "the same id opens once all is there");
}

#[tokio::test]
async fn an_opening_that_is_repeated_is_found_though_the_store_asks_something_else_by_now() {
    let deployment = Deployment::new();
    let ada = visitor("ada");
    deployment.settle(settings()).await;
    let frame = opening(&whole(&deployment).await);
    let first = deployment.act(&ada, frame.clone()).await;
    let mut other = settings();
    other["pre_chat"]["consent"]["text"]["text"] = "We keep it for a year.".into();
    deployment.settle(other).await;
    assert_ne!(version(&deployment).await, frame["pre_chat"]["consent"]);
    let again = deployment.act(&ada, frame).await;
    assert_eq!(again["event"], first["event"]);
}

#[tokio::test]
async fn a_store_that_asks_nothing_says_so_and_keeps_no_answer() {
    let deployment = Deployment::new();
    let ada = visitor("ada");
    assert_eq!(face(&deployment).await.get("pre_chat"), None);
    let unasked = json!({ "answers": [{ "field": "name", "value": "Theodora" }] });
    let ack = deployment.act(&ada, opening(&unasked)).await;
    assert_eq!(ack["event"]["body"].get("pre_chat"), None);
    assert_eq!(ack["event"]["author"]["name"], Value::Null);
    assert!(!json!(deployment.rows()).to_string().contains("Theodora"));
}

#[tokio::test]
async fn the_case_is_found_by_an_answer_and_the_customer_gets_it_with_all_that_is_held_of_them() {
    let deployment = Deployment::new();
    let ada = visitor("ada");
    let (case, _) = opened(&deployment, &ada).await;
    let batch = deployment.batch(&case, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
    deployment.search.index(&batch).await.unwrap();
    for words in ["theodora", "dora@shop.example", "10457"] {
        let query = SearchQuery { words: words.to_owned(), ..SearchQuery::default() };
        let (stores, ines) = (&deployment.cases.stores, agent("ines"));
        let found = deployment.search.find(&ines, stores, &store(), &query, None).await.unwrap();
        assert_eq!(found.hits.len(), 1, "{words}");
    }
    let exporter = Exporter::new(&deployment.table);
    let of = user(&ada);
    let page = exporter.export(&lead("lea"), &store(), &of, ExportPlace::default()).await.unwrap();
    assert!(json!(page).to_string().contains("dora@shop.example"));
}

#[tokio::test]
async fn an_erasure_takes_the_answers_and_leaves_which_words_were_agreed_to() {
    let deployment = Deployment::new();
    let ada = visitor("ada");
    let (case, _) = opened(&deployment, &ada).await;
    let batch = deployment.batch(&case, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
    deployment.search.index(&batch).await.unwrap();
    erase(&deployment, &KnownCase { id: case.clone(), head: batch.entries[0].event.seq }).await;
    let rows = json!(deployment.rows()).to_string().to_lowercase();
    for gone in ["theodora", "dora@shop", "10457"] {
        assert!(!rows.contains(gone), "{gone}");
    }
    let Body::Opened { pre_chat, .. } = &deployment.log(&case).await[0].event.body else {
        panic!("not an opening")
    };
    assert_eq!(json!(pre_chat)["consent"], version(&deployment).await);
}

#[tokio::test]
async fn no_model_gets_to_see_what_was_answered_however_long_ago_that_was() {
    let deployment = Deployment::new();
    let server = Server::start(budget::adapted).await;
    let triage = budget::triage(&deployment, &server, 1).await;
    let ada = visitor("ada");
    let (id, _) = opened(&deployment, &ada).await;
    let mut case = KnownCase { id, head: domain::Seq::try_from(1).unwrap() };
    for number in 1..=14 {
        let words = if number == 14 { "I am Theodora. Where is my parcel?" } else { "And?" };
        let later = later(number * 60, ada.clone());
        let said = message(&case, &format!("said-{number}"), words);
        case.head = deployment.store(&later, &said).await.entry.event.seq;
    }
    for from in [1, case.head.get()] {
        let taken = triage.take(&deployment.batch(&case.id, from).await).await;
        triage.consider(&taken.left.unwrap()).await.unwrap();
    }
    let seen = server.seen();
    assert!(!seen.is_empty());
    let seen = json!(seen).to_string();
    for kept in ["Theodora", "dora@shop.example", "A-10457"] {
        assert!(!seen.contains(kept), "{kept}: {seen}");
    }
}
