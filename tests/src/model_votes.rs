//! Triage with a language model that votes: by the answers that its draft names, or by there being none.

use std::sync::{Arc, Mutex};

use adapters::dynamo::{ExampleId, ExampleKind};
use anyhow::Context as _;
use application::{Compaction, KnowledgeConfig};
use contract::AnswerView;
use domain::{Body, EscalationReason, FoundBy, ModelVote, StoreId};
use local::DatabaseFaults;
use retrieval::Question;
use serde_json::{Value, json};

use crate::model::{Act, Model, told};
use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, now, options, start, until};

const SHOP: [(&str, &str); 4] = [
    ("How long does delivery take?", "We deliver within three working days."),
    ("How do I return an item?", "You can return any item within 30 days of delivery."),
    ("Can I cancel my order?", "You can cancel your order until it is packed."),
    ("Which ways to pay do you accept?", "You can pay by card and by direct debit."),
];
/// Like an answer's question, but not so like that words alone draft it.
const LIKE: &str = "how to return an item please";
const ITS_ANSWER: &str = SHOP[1].1;
/// So like one that words alone draft it.
const NEAR: &str = "how long does delivery take for my things";

/// A model whose next reply can be set.
#[derive(Clone)]
struct Judge(Arc<Mutex<Act>>);

impl Judge {
    fn will(&self, act: Act) {
        *self.0.lock().unwrap() = act;
    }

    /// It takes the offer with this text for right and repeats it.
    fn will_choose(&self, text: &'static str) {
        self.will(Act::Say(text.to_owned()));
    }
}

/// A stack with a demo store that knows the shop's answers and calls a person where none fits, and its model.
async fn scene() -> anyhow::Result<(Stack, Judge)> {
    let judge = Judge(Arc::new(Mutex::new(Act::Drop)));
    let script = judge.clone();
    let model = Model::start(move |request| match script.0.lock().unwrap().clone() {
        Act::Say(text) => Act::Say(choosing(request, &text)),
        act => act,
    })
    .await?;
    let chat = model.chat(&json!({ "timeout_ms": 500 }));
    // What a vote changes shows beside words: vectors would find by themselves what it is needed for here.
    let options = options()?.parameter("Models", chat).parameter("StaticVectors", String::new());
    let stack = start(options.metered().processes(8)).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let settings = json!({ "model_cents_a_day": 100, "triage": "answer" });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    for (question, text) in SHOP {
        let body = json!({ "id": fresh_id(), "question": question, "text": text });
        let _: AnswerView = lead.api.post("/stores/demo/answers", &body).await?;
    }
    Ok((stack, judge))
}

/// What a question comes to: by what its draft was found, or none where a person was called.
async fn asks(stack: &Stack, text: &str) -> anyhow::Result<(Case, Option<FoundBy>)> {
    let mut case = Customer::visits(&stack.entry_points, "demo").await?.asks("demo", text).await?;
    let done = stack.until_triaged(&case, case.head).await?;
    case.head = done.event.seq;
    match done.event.body {
        Body::Suggested { grounds, .. } => Ok((case, Some(grounds.found_by))),
        Body::Escalated { reason: EscalationReason::NoAnswer, .. } => Ok((case, None)),
        other => anyhow::bail!("{other:?}"),
    }
}

/// The votes in the verdicts that wait to be learned.
async fn votes(stack: &Stack) -> anyhow::Result<Vec<ModelVote>> {
    let store = "demo".parse()?;
    let waiting = stack.examples().waiting(&store, 100).await?;
    let ids: Vec<ExampleId> = waiting.into_iter().map(|(_, id)| id).collect();
    let examples = stack.examples().some(&store, &ids).await?;
    let vote = |what| match what {
        ExampleKind::Feedback { vote, .. } => Some(vote),
        _ => None,
    };
    Ok(examples.into_iter().filter_map(|example| vote(example.what)).collect())
}

/// The reply that names the offer with this text, whatever place it has; the words themselves where no offer has it.
fn choosing(request: &Value, text: &str) -> String {
    let offers = told(request).unwrap()["candidates"].clone();
    let offer = offers.as_array().into_iter().flatten().find(|offer| offer["answer"] == text);
    let reply =
        |offer: &Value| json!({ "sentences": [{ "text": text, "answers": [offer["id"]] }] });
    offer.map_or_else(|| text.to_owned(), |offer| reply(offer).to_string())
}

#[tokio::test]
async fn a_vote_makes_a_draft_of_what_words_alone_would_not_and_keeps_back_what_they_would()
-> anyhow::Result<()> {
    let (stack, judge) = scene().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let (_, alone) = asks(&stack, LIKE).await?;
    assert_eq!(alone, None, "by words alone");
    judge.will_choose(ITS_ANSWER);
    let (mut case, found_by) = asks(&stack, LIKE).await?;
    assert_eq!(found_by, Some(FoundBy::Model));
    agent.approves(&mut case).await?;
    let voted_for = async || {
        let votes = votes(&stack).await?;
        Ok((matches!(votes[..], [ModelVote::For(_)])).then_some(()))
    };
    until("the verdict keeps the vote", voted_for).await?;
    judge.will(Act::Drop);
    assert_eq!(asks(&stack, NEAR).await?.1, Some(FoundBy::Words), "by words alone");
    judge.will(Act::Say(json!({ "sentences": [] }).to_string()));
    let (mut case, declined) = asks(&stack, NEAR).await?;
    assert_eq!(declined, None);
    agent.says(&mut case, "It depends on what your things are.").await?;
    let voted_none =
        async || Ok((votes(&stack).await?.contains(&ModelVote::NoneFits)).then_some(()));
    until("the verdict keeps that the model chose none", voted_none).await
}

#[tokio::test]
async fn a_vote_that_cannot_be_counted_leaves_it_to_the_words() -> anyhow::Result<()> {
    let (stack, judge) = scene().await?;
    let say = |answers: Value| {
        json!({ "sentences": [{ "text": ITS_ANSWER, "answers": answers }] }).to_string()
    };
    for (fault, act) in [
        ("an unknown id", Act::Say(say(json!(["A9"])))),
        ("no JSON", Act::Say("The second one".to_owned())),
        ("a server's fault", Act::Answer(500, String::new())),
        ("no answer in time", Act::Wait),
    ] {
        judge.will(act);
        let (like, near) = tokio::join!(asks(&stack, LIKE), asks(&stack, NEAR));
        assert_eq!((like?.1, near?.1), (None, Some(FoundBy::Words)), "{fault}");
    }
    assert_eq!(votes(&stack).await?, []);
    Ok(())
}

#[tokio::test]
async fn a_vote_is_counted_by_what_the_store_knows_when_it_comes() -> anyhow::Result<()> {
    const HOUR: i64 = 3_600;
    let (stack, _) = scene().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let config = KnowledgeConfig { has_model_vote: true, ..KnowledgeConfig::default() };
    let (asking, learner) = (stack.knowledge_by(config.clone()), stack.knowledge_by(config));
    let (store, question): (StoreId, _) = ("demo".parse()?, Question::lexical(NEAR));
    let found = asking.find(&store, &question, now()).await?;
    let answer = found.candidate.clone().context("found by words alone")?;

    stack.local.faults().set_database(DatabaseFaults { refuse: 1.0, ..Default::default() });
    assert!(asking.find(&store, &question, now().plus_seconds(1)).await.is_err());
    stack.local.faults().clear();
    let found = asking.voted(found, &ModelVote::For(answer.id.clone())).await?;
    assert_eq!(found.candidate.as_ref(), Some(&answer), "what could not be read again stands");

    // While a model thinks, the answer is taken back, and two snapshots later all that was held is read anew.
    let path = format!("/stores/demo/answers/{}/retire", answer.id);
    let _: AnswerView = lead.api.post(&path, &json!({ "version": 1 })).await?;
    for round in 1..=2 {
        let at = now().plus_seconds(round * HOUR);
        let compacted =
            learner.compact(&store, &format!("learner-{round}"), async |_| None, at).await?;
        assert!(matches!(compacted, Compaction::Done(_)), "{compacted:?}");
        let body = json!({ "id": fresh_id(), "question": "Do you sell hats?", "text": "We do." });
        let _: AnswerView = lead.api.post("/stores/demo/answers", &body).await?;
    }
    asking.find(&store, &question, now().plus_seconds(2)).await?;
    let voted = asking.voted(found, &ModelVote::For(answer.id.clone())).await?;
    assert_eq!(voted.found_by, FoundBy::Words, "a vote for what is not offered is none");
    assert!(voted.offers.iter().all(|offer| offer.id != answer.id));
    Ok(())
}
