//! Triage: what happens by itself with a customer's message.

use contract::{AnswerView, CaseView, OpenQuestions};
use domain::{Body, Entry, EscalationReason, Status};
use futures_util::future::try_join_all;
use retrieval::{Permission, Question};
use serde_json::{Value, json};

use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, now, project, stack, until};

const QUESTION: &str = "Where is my parcel?";
const ANSWER: &str = "It is on its way and arrives within five working days.";

/// The demo store knows one answer, and its lead has decided this.
async fn knows(stack: &Stack, settings: Value) -> anyhow::Result<AnswerView> {
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let body = json!({ "id": fresh_id(), "question": QUESTION, "text": ANSWER });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    lead.api.post("/stores/demo/answers", &body).await
}

/// Waits until triage has begun with a message that nothing comes of, by what it does about a later one.
async fn until_past(stack: &Stack) -> anyhow::Result<()> {
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let later = customer.asks("demo", QUESTION).await?;
    stack.until_triaged(&later, later.head).await.map(drop)
}

fn reason(entry: &Entry) -> Option<EscalationReason> {
    match entry.event.body {
        Body::Escalated { reason, .. } => Some(reason),
        _ => None,
    }
}

#[tokio::test]
async fn a_suggestion_waits_in_the_case_with_its_sources_and_is_told_to_who_listens()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let answer = knows(&stack, json!({})).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let case = customer.asks("demo", "where is my parcel").await?;
    agent.listens(&case).await?;
    let suggestion = stack.until_triaged(&case, case.head).await?;
    let Body::Suggested { answers, sources, grounds } = &suggestion.event.body else { panic!() };
    assert_eq!((*answers, sources[0].answer.clone()), (case.head, answer.id));
    assert!(sources[0].approved_by.is_some() && grounds.like.as_deref() == Some(QUESTION));
    assert_eq!(suggestion.event.text, Some(ANSWER.parse()?));
    agent.hears(&case, suggestion.event.seq).await?;
    assert_eq!(customer.reads(&case).await?.len(), 1, "a draft is not for the customer");
    Ok(())
}

#[tokio::test]
async fn a_burst_gets_one_suggestion_and_a_later_message_another_that_takes_its_place()
-> anyhow::Result<()> {
    let stack = stack().await?;
    knows(&stack, json!({})).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Hello").await?;
    let last = customer.says(&mut case, QUESTION).await?;
    let first = stack.until_triaged(&case, last.seq).await?;
    let later = customer.says(&mut case, "My parcel, where is it?").await?;
    let second = stack.until_triaged(&case, later.seq).await?;
    assert_eq!(second.state.suggestion, second.event.seq);
    assert_eq!(stack.done_by_triage(&case).await?, [first, second]);
    Ok(())
}

#[tokio::test]
async fn who_asks_for_a_person_in_words_gets_one_in_whatever_language() -> anyhow::Result<()> {
    let stack = stack().await?;
    let wishes = [
        "I want to talk to a real person",
        "Ich möchte mit einem Mitarbeiter sprechen",
        "Quiero hablar con una persona",
        "Je voudrais parler à un conseiller",
    ];
    for wish in wishes {
        let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
        let case = customer.asks("demo", wish).await?;
        let called = stack.until_triaged(&case, case.head).await?;
        assert_eq!(reason(&called), Some(EscalationReason::CustomerAsked), "{wish}");
    }
    Ok(())
}

#[tokio::test]
async fn a_stores_words_call_a_person_and_where_triage_is_off_nothing_is_done_or_learned()
-> anyhow::Result<()> {
    let stack = stack().await?;
    knows(&stack, json!({ "escalate_on": ["lawyer"] })).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "Where is my parcel? Ask my LAWYER!").await?;
    let called = stack.until_triaged(&case, case.head).await?;
    assert_eq!(reason(&called), Some(EscalationReason::Policy));

    let lead = Lead::signs_in(&stack.entry_points).await?;
    let _: Value = lead.api.post("/stores/north/settings", &json!({ "triage": "off" })).await?;
    let mut other = Customer::visits(&stack.entry_points, "north").await?;
    let mut quiet = other.asks("north", "I want to talk to a real person").await?;
    let mut lea = Agent::signs_in(&stack.entry_points, Person::Lea).await?;
    lea.says(&mut quiet, "You are talking to one, what can I do?").await?;
    until_past(&stack).await?;
    assert_eq!(stack.done_by_triage(&quiet).await?, []);
    let open: OpenQuestions = lea.api.get("/stores/north/questions").await?;
    assert_eq!(open.questions, [], "what is asked and replied there is nobody's business");
    Ok(())
}

#[tokio::test]
async fn a_question_among_other_sentences_gets_a_draft() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let demo = std::fs::read_to_string(project().join("web/shop/answers.json"))?;
    let demo: Value = serde_json::from_str(&demo)?;
    let _: Value = lead.api.post("/stores/demo/answers/import", &demo).await?;
    let store = "demo".parse()?;
    let knowledge = stack.knowledge();
    let text = "Hi, where is my parcel? I ordered last week.";
    let whole = knowledge.find(&store, &Question::lexical(text), now()).await?;
    assert_eq!(whole.permission, Permission::Nothing, "as a whole it says nothing");
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", text).await?;
    let draft = stack.until_triaged(&case, case.head).await?;
    let Body::Suggested { grounds, .. } = &draft.event.body else { panic!("{draft:?}") };
    assert_eq!(grounds.like.as_deref(), Some(QUESTION));
    Ok(())
}

#[tokio::test]
async fn a_draft_that_is_rejected_while_triage_is_off_counts_against_its_answer()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let answer = knows(&stack, json!({})).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", QUESTION).await?;
    case.head = stack.assistant_drafts(&case, &answer).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let _: Value = lead.api.post("/stores/demo/settings", &json!({ "triage": "off" })).await?;
    agent.rejects(&mut case).await?;
    until("the answer has heard of it", async || {
        let now: AnswerView = lead.api.get(&format!("/stores/demo/answers/{}", answer.id)).await?;
        Ok((now.rejections == 1).then_some(()))
    })
    .await
}

#[tokio::test]
async fn where_a_person_was_faster_triage_says_nothing_and_calls_no_other() -> anyhow::Result<()> {
    let stack = stack().await?;
    knows(&stack, json!({ "triage": "answer" })).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", QUESTION).await?;
    agent.says(&mut case, "I am looking").await?;
    until_past(&stack).await?;
    assert_eq!(stack.done_by_triage(&case).await?, []);
    let next = customer.says(&mut case, "Do zebras wear pyjamas at midnight").await?;
    let mut other = Customer::visits(&stack.entry_points, "demo").await?;
    let unknown = other.asks("demo", "Do zebras wear pyjamas at midnight").await?;
    stack.until_triaged(&unknown, unknown.head).await?;
    let done = stack.done_by_triage(&case).await?;
    assert_eq!(done, [], "nobody is called who is there; {} waits for them", next.seq);
    Ok(())
}

#[tokio::test]
async fn in_answer_mode_the_same_question_is_answered_at_once_a_like_one_drafted_and_an_unknown_one_for_a_person()
-> anyhow::Result<()> {
    let stack = stack().await?;
    knows(&stack, json!({ "triage": "answer" })).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let unknown = customer.asks("demo", "Do zebras wear pyjamas at midnight").await?;
    let called = stack.until_triaged(&unknown, unknown.head).await?;
    assert_eq!(reason(&called), Some(EscalationReason::NoAnswer));
    let view: CaseView = customer.api.get(&format!("/cases/{}", unknown.id)).await?;
    assert_eq!(view.status, Status::Waiting);
    let like = customer.asks("demo", &format!("I ordered last week. {QUESTION}")).await?;
    let draft = stack.until_triaged(&like, like.head).await?;
    assert!(matches!(draft.event.body, Body::Suggested { .. }), "{draft:?}");
    // One in twenty goes to an agent to be audited.
    until("the same question is answered", async || {
        let same = customer.asks("demo", &QUESTION.to_uppercase()).await?;
        let reply = stack.until_triaged(&same, same.head).await?;
        Ok(matches!(reply.event.body, Body::Message { .. }).then_some(()))
    })
    .await
}

#[tokio::test]
async fn what_an_agent_approves_is_learned() -> anyhow::Result<()> {
    let stack = stack().await?;
    let answer = knows(&stack, json!({})).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", QUESTION).await?;
    case.head = stack.until_triaged(&case, case.head).await?.event.seq;
    agent.approves(&mut case).await?;
    until("the approval is counted", async || {
        let path = format!("/stores/demo/answers/{}", answer.id);
        let now: AnswerView = agent.api.get(&path).await?;
        Ok((now.approvals == 1).then_some(()))
    })
    .await
}

#[tokio::test]
async fn fifty_customers_at_once_each_get_their_suggestion_once() -> anyhow::Result<()> {
    let stack = stack().await?;
    knows(&stack, json!({})).await?;
    let ask = async || {
        let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
        customer.asks("demo", QUESTION).await
    };
    let cases: Vec<Case> = try_join_all((0..50).map(|_| ask())).await?;
    for case in &cases {
        stack.until_triaged(case, case.head).await?;
    }
    for case in &cases {
        assert_eq!(stack.done_by_triage(case).await?.len(), 1);
    }
    Ok(())
}

/// What real messages have around, in and instead of a question, and what triage makes of it.
#[tokio::test]
async fn courtesies_numbers_and_slips_do_not_keep_a_question_from_its_answer() -> anyhow::Result<()>
{
    let stack = stack().await?;
    knows(&stack, json!({ "triage": "answer" })).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    for text in [
        "Where is my parcel #88123?",
        "Where is my parcel number 5512?",
        "where is my parcle?",
        "Wheres my parcel",
        "Good morning! Where is my parcel? Many thanks",
    ] {
        let case = customer.asks("demo", text).await?;
        let done = stack.until_triaged(&case, case.head).await?;
        let is_answered = matches!(done.event.body, Body::Suggested { .. } | Body::Message { .. });
        assert!(is_answered, "{text}: {:?}", done.event.body);
    }
    let mut case = customer.asks("demo", "Good evening").await?;
    customer.says(&mut case, "Thank you!").await?;
    customer.says(&mut case, "🙏").await?;
    until_past(&stack).await?;
    assert_eq!(stack.done_by_triage(&case).await?, [], "small talk is no question and no failure");
    let asked = customer.says(&mut case, QUESTION).await?;
    let done = stack.until_triaged(&case, asked.seq).await?;
    let is_answered = matches!(done.event.body, Body::Suggested { .. } | Body::Message { .. });
    assert!(is_answered, "the next question counts");
    for text in
        ["I do NOT want to know where my parcel is", "Where is my parcel? And do you sell lamps?"]
    {
        let case = customer.asks("demo", text).await?;
        let done = stack.until_triaged(&case, case.head).await?;
        assert_eq!(reason(&done), Some(EscalationReason::NoAnswer), "{text}");
    }
    Ok(())
}
