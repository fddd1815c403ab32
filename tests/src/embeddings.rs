//! Triage with an embeddings model: answers are found by meaning, and by words where the vectors are none.

use application::{Embeddings, KnowledgeConfig};
use contract::AnswerView;
use domain::{Body, FoundBy};
use retrieval::{Question, Vector};
use serde_json::{Value, json};

use crate::model::{Act, Model};
use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, now, options, start, until};

const QUESTION: &str = "Where is my parcel?";
const ANSWER: &str = "It is on its way and arrives within five working days.";
/// Another word for it, which shares none with the question.
const SHIPMENT: &str = "Has the shipment left";
const DIMENSIONS: usize = 32;
/// The name of the model whose vectors the shipped weights are for.
const MODEL: &str = "all-MiniLM-L6-v2";

/// A vector for each text of a request: words that mean the same point the same way.
fn vectors(request: &Value) -> Act {
    let texts = request["input"].as_array().cloned().unwrap_or_default();
    let data = texts.iter().enumerate().map(|(index, text)| {
        let vector = vector(text.as_str().unwrap_or_default());
        json!({ "index": index, "embedding": vector })
    });
    let answer = json!({ "data": data.collect::<Vec<_>>(), "usage": { "prompt_tokens": 10 } });
    Act::Answer(200, answer.to_string())
}

fn vector(text: &str) -> Vec<f32> {
    let text = text.to_lowercase();
    let is_about = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let topic = match &text {
        _ if is_about(&["parcel", "shipment"]) => 0,
        _ => 1 + text.bytes().map(usize::from).sum::<usize>() % (DIMENSIONS - 1),
    };
    (0..DIMENSIONS).map(|place| if place == topic { 1.0 } else { 0.01 }).collect()
}

/// A stack with this model, whose demo store pays for it and knows one answer.
async fn scene(model: &Model) -> anyhow::Result<(Stack, Lead)> {
    let stack = start(options()?.parameter("Models", model.embeddings(DIMENSIONS))).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let settings = json!({ "model_cents_a_day": 100 });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    let body = json!({ "id": fresh_id(), "question": QUESTION, "text": ANSWER });
    let _: AnswerView = lead.api.post("/stores/demo/answers", &body).await?;
    Ok((stack, lead))
}

/// A question and the draft that comes of it.
async fn asks(stack: &Stack, text: &str) -> anyhow::Result<(Case, FoundBy)> {
    let mut case = Customer::visits(&stack.entry_points, "demo").await?.asks("demo", text).await?;
    let entry = stack.until_triaged(&case, case.head).await?;
    let Body::Suggested { grounds, .. } = &entry.event.body else { anyhow::bail!("{entry:?}") };
    assert_eq!(entry.event.text, Some(ANSWER.parse()?));
    case.head = entry.event.seq;
    Ok((case, grounds.found_by))
}

/// A question whose draft an agent sends.
async fn approves(stack: &Stack, agent: &mut Agent, text: &str) -> anyhow::Result<()> {
    let (mut case, _) = asks(stack, text).await?;
    agent.approves(&mut case).await
}

#[tokio::test]
async fn what_shares_no_word_with_an_answer_is_found_by_meaning_once_that_is_learned()
-> anyhow::Result<()> {
    let model = Model::start(vectors).await?;
    let (stack, lead) = scene(&model).await?;
    let others = (0..24).map(|n| {
        let (question, text) = (format!("Do you sell thing {n}?"), format!("Thing {n} we sell."));
        json!({ "question": question, "text": text })
    });
    let import = json!({ "answers": others.collect::<Vec<_>>() });
    let _: Value = lead.api.post("/stores/demo/answers/import", &import).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    approves(&stack, &mut agent, "where is my parcel ada@example.com").await?;
    let config = KnowledgeConfig {
        embeddings: Embeddings::Service(MODEL.to_owned()),
        ..KnowledgeConfig::default()
    };
    let look = async || {
        let knowledge = stack.knowledge_by(config.clone());
        let standing = knowledge.standing(&"demo".parse()?, now()).await?;
        Ok((standing.generation > 0).then_some(()))
    };
    until("a snapshot is written", look).await?;
    let knowledge = stack.knowledge_by(config.clone());
    let question = Question::lexical(SHIPMENT).with_vector(Vector::parse(&vector(SHIPMENT))?);
    let found = knowledge.find(&"demo".parse()?, &question, now()).await?;
    let candidate = found.candidate.map(|answer| answer.question);
    assert_eq!((candidate, found.found_by), (Some(QUESTION.parse()?), FoundBy::Meaning));
    let heard = Value::from(model.heard()).to_string();
    assert!(heard.contains("[email 1]") && !heard.contains("ada@"), "{heard}");
    Ok(())
}

#[tokio::test]
async fn where_vectors_are_none_words_decide() -> anyhow::Result<()> {
    let data = |vector: &str| format!(r#"{{"data":[{{"index":0,"embedding":{vector}}}]}}"#);
    let faults = [
        ("too short", Act::Answer(200, data("[1.0,2.0]"))),
        ("no number", Act::Answer(200, data("[NaN]"))),
        ("nothing", Act::Answer(200, data("null"))),
        ("without direction", Act::Answer(200, data(&format!("{:?}", [0.0; DIMENSIONS])))),
        ("one too few", Act::Answer(200, r#"{"data":[]}"#.to_owned())),
        ("a server's fault", Act::Answer(503, String::new())),
    ];
    let script: Vec<Act> = faults.iter().map(|(_, act)| act.clone()).collect();
    let model = Model::start(move |request| {
        let text = request["input"][0].as_str().unwrap_or_default();
        let number = text.rsplit(' ').next().and_then(|number| number.parse::<usize>().ok());
        number.and_then(|number| script.get(number).cloned()).unwrap_or(Act::Drop)
    })
    .await?;
    let (stack, _) = scene(&model).await?;
    for (number, (fault, _)) in faults.iter().enumerate() {
        let heard = model.heard().len();
        let (_, found_by) = asks(&stack, &format!("{QUESTION} {number}")).await?;
        assert_eq!(found_by, FoundBy::Words, "{fault}");
        assert!(model.heard().len() > heard, "{fault} was met");
    }
    Ok(())
}
