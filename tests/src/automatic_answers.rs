//! An answer that has earned it goes out by itself; when it does not help, a person comes and knows what was tried.

use contract::{AnswerView, ClientFrame, UnattendedFigures, UnattendedPage};
use domain::{Body, EarnedBy, Entry, EscalationReason, ReplyOutcome, Role, Seq, StoreId};
use futures_util::future::try_join_all;
use serde_json::{Value, json};

use crate::certifying_verdicts::certifying_verdicts;
use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, now, stack, until};

const QUESTION: &str = "Where is my parcel?";
const ANSWER: &str = "It is on its way and arrives within five working days.";
/// Cases after which it is no chance any more that all were audited.
const TRIES: usize = 10;

fn store() -> StoreId {
    "demo".parse().unwrap()
}

/// A store in which people have found this answer right again and again.
async fn scene() -> anyhow::Result<(Stack, AnswerView)> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let body = json!({ "id": fresh_id(), "question": QUESTION, "text": ANSWER });
    let answer: AnswerView = lead.api.post("/stores/demo/answers", &body).await?;
    let (examples, store) = (stack.examples(), store());
    let past = certifying_verdicts(&store, &answer.id, now());
    for some in past.chunks(20) {
        try_join_all(some.iter().map(|example| examples.add(&store, example))).await?;
    }
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    for _ in 0..3 {
        approves(&stack, &mut agent, &answer).await?;
    }
    let settings = json!({ "triage": "answer" });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    let look = async || {
        let standing = stack.knowledge().standing(&store, now()).await?;
        let path = format!("/stores/demo/answers/{}", answer.id);
        let answer: AnswerView = lead.api.get(&path).await?;
        Ok((standing.is_certified && standing.generation > 0 && answer.earned).then_some(()))
    };
    until("the store is certified by a fold, and the answer has earned it", look).await?;
    Ok((stack, answer))
}

async fn approves(stack: &Stack, agent: &mut Agent, answer: &AnswerView) -> anyhow::Result<()> {
    let mut case = asks(stack).await?;
    case.head = stack.assistant_drafts(&case, answer).await?;
    agent.approves(&mut case).await
}

async fn asks(stack: &Stack) -> anyhow::Result<Case> {
    Customer::visits(&stack.entry_points, "demo").await?.asks("demo", QUESTION).await
}

/// A case that was answered by itself. One in twenty goes to an agent to be audited.
async fn answered(stack: &Stack) -> anyhow::Result<(Customer, Case, Entry)> {
    for _ in 0..TRIES {
        let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
        let mut case = customer.asks("demo", QUESTION).await?;
        let reply = done(stack, &case).await?;
        if !matches!(reply.event.body, Body::Suggested { .. }) {
            case.head = reply.event.seq;
            return Ok((customer, case, reply));
        }
    }
    anyhow::bail!("nothing was answered by itself in {TRIES} cases")
}

/// What triage has done about a case's opening.
async fn done(stack: &Stack, case: &Case) -> anyhow::Result<Entry> {
    until("triage does something", async || {
        let log = stack.log_of(&case.id).await?;
        Ok(log.into_iter().find(|entry| entry.event.author.role == Role::Assistant))
    })
    .await
}

#[tokio::test]
async fn what_has_earned_it_is_answered_and_no_is_a_person_who_knows_what_was_tried()
-> anyhow::Result<()> {
    let (stack, answer) = scene().await?;
    let (mut customer, mut case, reply) = answered(&stack).await?;
    let Body::Message { answers, sources } = &reply.event.body else { panic!("{reply:?}") };
    assert_eq!(reply.event.text, Some(ANSWER.parse()?));
    assert_eq!((answers.map(Seq::get), &sources[0].answer), (Some(1), &answer.id));
    assert!(sources[0].approved_by.is_none(), "who approved it is no customer's business");
    customer.catches_up(&case, case.head).await?;
    let of = case.head;
    let no = |id, case, after| ClientFrame::Helped { id, case, after, of, yes: false };
    customer.does(&mut case, no).await?;
    let last = stack.log_of(&case.id).await?.pop().unwrap();
    let not_helped = Body::Escalated {
        reason: EscalationReason::NotHelped,
        tried: Some(of),
        group: None,
        from: None,
    };
    assert_eq!(last.event.body, not_helped);
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    stack.until_listed(&agent, &case, "waiting").await?;
    let look = async || {
        let path = format!("/stores/demo/answers/{}", answer.id);
        let answer: AnswerView = agent.api.get(&path).await?;
        Ok((!answer.earned && answer.rejections == 1).then_some(()))
    };
    until("the answer goes back to drafts", look).await?;
    let next = asks(&stack).await?;
    let draft = done(&stack, &next).await?;
    assert!(matches!(draft.event.body, Body::Suggested { .. }), "{draft:?}");
    Ok(())
}

#[tokio::test]
async fn a_store_that_allows_nothing_shows_its_leads_what_would_have_gone_out() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let body = json!({ "id": fresh_id(), "question": QUESTION, "text": ANSWER });
    let answer: AnswerView = lead.api.post("/stores/demo/answers", &body).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = asks(&stack).await?;
    let draft = done(&stack, &case).await?;
    assert!(matches!(draft.event.body, Body::Suggested { .. }), "{draft:?}");
    case.head = draft.event.seq;
    agent.approves(&mut case).await?;
    let path = "/stores/demo/automatic-replies";
    let approved = async || {
        let figures: UnattendedFigures = lead.api.get(&format!("{path}/figures")).await?;
        let same = figures.ways.into_iter().find(|way| way.earned == EarnedBy::SameQuestion);
        Ok(same.filter(|same| same.approved == 1))
    };
    let same = until("the agent's decision is counted", approved).await?;
    assert_eq!((same.held, same.sent, same.refused), (1, 0, 0));
    let page: UnattendedPage = lead.api.get(path).await?;
    let [reply] = page.replies.try_into().unwrap();
    assert_eq!((&reply.case, reply.sent, reply.outcome), (&case.id, false, ReplyOutcome::Approved));
    assert_eq!((reply.answer, reply.question), (Some(answer.id), Some(QUESTION.parse()?)));
    assert_eq!((&reply.reply, &reply.written), (&Some(ANSWER.parse()?), &Some(ANSWER.parse()?)));
    Ok(())
}
