//! What triage learns from people, and that it learns each thing once.

use adapters::dynamo::LessonId;
use answering::{Permission, Question};
use anyhow::Context as _;
use desk::{Asked, Batch, Folded, Knowledge};
use domain::{CaseId, Entry, RejectionReason, StoreId, Timestamp};
use serde_json::json;
use wire::{AnswerPage, AnswerView, ClientFrame, OpenQuestions, RecipientPage};

use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, stack, until};

const NOW: Timestamp = Timestamp(1_795_000_000_000);

/// A store with people and one answer.
struct Scene {
    stack: Stack,
    customer: Customer,
    agent: Agent,
    lead: Lead,
    answer: AnswerView,
}

fn store() -> StoreId {
    "demo".parse().unwrap()
}

impl Scene {
    async fn set() -> anyhow::Result<Self> {
        let stack = stack().await?;
        let lead = Lead::signs_in(&stack.doors).await?;
        let body = json!({
            "id": fresh_id(), "question": "When does my parcel arrive?",
            "text": "Your parcel arrives within five working days of our mail.",
        });
        let answer = lead.api.post("/stores/demo/answers", &body).await?;
        Ok(Self {
            customer: Customer::visits(&stack.doors, "demo").await?,
            agent: Agent::signs_in(&stack.doors, Person::Ines).await?,
            stack,
            lead,
            answer,
        })
    }

    /// The answer as it is now.
    async fn answer(&self) -> anyhow::Result<AnswerView> {
        self.lead.api.get(&format!("/stores/demo/answers/{}", self.answer.id)).await
    }

    /// The case's last event.
    async fn last(&self, case: &Case) -> anyhow::Result<Entry> {
        Ok(self.stack.log_of(&case.id).await?.pop().unwrap())
    }

    /// A customer asks, the assistant drafts the answer, the agent sends it as it is.
    async fn approves(&mut self, question: &str) -> anyhow::Result<(Case, Entry)> {
        let mut case = self.customer.asks("demo", question).await?;
        case.head = self.stack.assistant_drafts(&case, &self.answer).await?;
        self.agent.approves(&mut case).await?;
        let entry = self.last(&case).await?;
        Ok((case, entry))
    }

    /// A customer asks, the assistant drafts the answer, the agent says that it is wrong.
    async fn finds_wrong(&mut self, question: &str) -> anyhow::Result<Case> {
        let mut case = self.customer.asks("demo", question).await?;
        case.head = self.stack.assistant_drafts(&case, &self.answer).await?;
        let suggestion = case.head;
        let reason = RejectionReason::Wrong;
        let reject = |id, case, after| ClientFrame::Reject { id, case, after, suggestion, reason };
        self.agent.does(&mut case, reject).await?;
        Ok(case)
    }
}

/// Hears an event and keeps what it came to. Says whether it taught anything, now or before.
async fn hear(knowledge: &Knowledge, case: &Case, entry: &Entry) -> anyhow::Result<bool> {
    let batch = Batch { case: case.id.clone(), entries: vec![entry.clone()] };
    let heard = knowledge.hear(&batch).await?;
    let failed = knowledge.keep(&heard.verdicts).await;
    anyhow::ensure!(failed.is_empty(), "{failed:?}");
    Ok(heard.store.is_some())
}

async fn found(knowledge: &Knowledge, question: &str) -> anyhow::Result<Option<String>> {
    let found = knowledge.find(&store(), &Question::lexical(question), NOW).await?;
    Ok(found.candidate.map(|answer| answer.question.as_str().to_owned()))
}

#[tokio::test]
async fn an_approval_heard_twice_and_at_once_counts_once() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let (case, entry) = scene.approves("has it arrived yet").await?;
    let knowledge = [scene.stack.knowledge(), scene.stack.knowledge()];
    let both = knowledge.iter().map(|knowledge| hear(knowledge, &case, &entry));
    for heard in futures_util::future::join_all(both).await {
        assert!(heard?);
    }
    hear(&knowledge[0], &case, &entry).await?;
    let answer = scene.answer().await?;
    assert_eq!((answer.approvals, answer.rejections, answer.phrasings), (1, 0, 2));
    let look = async || {
        let standing = scene.stack.knowledge().standing(&store(), NOW).await?;
        Ok((standing.verdicts == 1 && standing.remembered == 2).then_some(()))
    };
    until("one verdict and two questions are known", look).await
}

#[tokio::test]
async fn more_verdicts_than_are_kept_at_once_are_each_counted_once() -> anyhow::Result<()> {
    const CASES: u32 = 20;
    let mut scene = Scene::set().await?;
    let (case, _) = scene.approves("has it arrived yet").await?;
    let counted = async || Ok((scene.answer().await?.approvals == 1).then_some(()));
    until("the stream's own verdict is counted", counted).await?;
    let entries = scene.stack.log_of(&case.id).await?;
    let seq = entries.last().context("an empty log")?.event.seq;
    let (knowledge, mut verdicts, mut ids) = (scene.stack.knowledge(), Vec::new(), Vec::new());
    for n in 0..CASES {
        // The same log under names that no case has.
        let case = CaseId::derive(&store(), &scene.customer.id, &format!("command-{n}").parse()?);
        ids.push(LessonId::event(&case, seq));
        verdicts.extend(knowledge.hear(&Batch { case, entries: entries.clone() }).await?.verdicts);
    }
    assert_eq!(verdicts.len(), CASES as usize);
    for _ in 0..2 {
        assert!(knowledge.keep(&verdicts).await.is_empty());
        assert_eq!(scene.answer().await?.approvals, 1 + CASES);
    }
    assert_eq!(scene.stack.lessons().some(&store(), &ids).await?.len(), CASES as usize);
    Ok(())
}

#[tokio::test]
async fn three_clean_approvals_earn_autonomy_and_one_that_did_not_help_takes_it()
-> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let knowledge = scene.stack.knowledge();
    for n in 0..3 {
        assert!(!scene.answer().await?.earned);
        let (case, entry) = scene.approves(&format!("where is parcel {n}")).await?;
        hear(&knowledge, &case, &entry).await?;
    }
    assert!(scene.answer().await?.earned);
    let found = knowledge.find(&store(), &Question::lexical("where is parcel 9"), NOW).await?;
    assert_ne!(found.permission, Permission::Answer, "earned, and still without a certificate");
    let mut case = scene.customer.asks("demo", "where is it").await?;
    case.head = scene.stack.assistant_gives(&case, &scene.answer).await?;
    let of = case.head;
    let no = |id, case, after| ClientFrame::Helped { id, case, after, of, yes: false };
    scene.customer.does(&mut case, no).await?;
    hear(&knowledge, &case, &scene.last(&case).await?).await?;
    let answer = scene.answer().await?;
    assert_eq!((answer.earned, answer.rejections), (false, 1));
    Ok(())
}

#[tokio::test]
async fn a_rejected_draft_counts_against_its_answer_and_the_reply_after_it_not_again()
-> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let knowledge = scene.stack.knowledge();
    let mut case = scene.finds_wrong("can you gift wrap my parcel").await?;
    hear(&knowledge, &case, &scene.last(&case).await?).await?;
    scene.agent.says(&mut case, "We gladly wrap it for you in paper.").await?;
    hear(&knowledge, &case, &scene.last(&case).await?).await?;
    let answer = scene.answer().await?;
    assert_eq!((answer.approvals, answer.rejections), (0, 1));
    let look = async || {
        let standing = scene.stack.knowledge().standing(&store(), NOW).await?;
        Ok((standing.verdicts == 1).then_some(()))
    };
    until("the question was judged once", look).await
}

#[tokio::test]
async fn a_rejection_and_the_reply_after_it_may_come_in_one_batch() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let mut case = scene.finds_wrong("can you gift wrap my parcel").await?;
    scene.agent.says(&mut case, "We gladly wrap it for you in paper.").await?;
    let mut entries = scene.stack.log_of(&case.id).await?;
    let entries = entries.split_off(entries.len() - 2);
    let knowledge = scene.stack.knowledge();
    let heard = knowledge.hear(&Batch { case: case.id.clone(), entries }).await?;
    assert_eq!(heard.verdicts.len(), 2, "both are on the same question");
    assert!(knowledge.keep(&heard.verdicts).await.is_empty());
    assert_eq!(scene.answer().await?.rejections, 1);
    Ok(())
}

#[tokio::test]
async fn words_that_were_taken_back_meanwhile_become_no_candidate() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let mut case = scene.customer.asks("demo", "my card is 4111 1111 1111 1111").await?;
    scene.agent.says(&mut case, "We have got it and shall look at it today.").await?;
    let entries = scene.stack.log_of(&case.id).await?;
    let of = entries[0].event.seq;
    let withdraw = |id, case, after| ClientFrame::Withdraw { id, case, after, of };
    scene.customer.does(&mut case, withdraw).await?;
    let knowledge = scene.stack.knowledge();
    let heard = knowledge.hear(&Batch { case: case.id.clone(), entries }).await?;
    assert!(knowledge.keep(&heard.verdicts).await.is_empty());
    let page: AnswerPage = scene.agent.api.get("/stores/demo/answers?status=candidate").await?;
    let open: OpenQuestions = scene.agent.api.get("/stores/demo/questions").await?;
    assert!(page.answers.is_empty() && open.questions.is_empty(), "{open:?}");
    Ok(())
}

#[tokio::test]
async fn own_words_become_a_candidate_and_the_same_words_again_a_verdict_for_it()
-> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let knowledge = scene.stack.knowledge();
    let reply = "We gladly wrap it for you in paper.";
    for question in ["can you gift wrap my order", "gift wrapping for an order please"] {
        let mut case = scene.customer.asks("demo", question).await?;
        scene.agent.says(&mut case, reply).await?;
        for _ in 0..2 {
            hear(&knowledge, &case, &scene.last(&case).await?).await?;
        }
    }
    let look = async || {
        let page: AnswerPage = scene.agent.api.get("/stores/demo/answers?status=candidate").await?;
        Ok(page.answers.first().map(|answer| (answer.text.clone(), answer.phrasings)))
    };
    let candidate = until("a candidate is listed", look).await?;
    assert_eq!(candidate, (reply.parse()?, 1));
    let look = async || {
        let fresh = scene.stack.knowledge();
        let found = found(&fresh, "do you do gift wrapping for orders").await?;
        Ok((found.as_deref() == Some("can you gift wrap my order")).then_some(()))
    };
    until("the candidate is found", look).await?;
    let open: OpenQuestions = scene.agent.api.get("/stores/demo/questions").await?;
    assert_eq!(open.questions.len(), 1, "{open:?}");
    Ok(())
}

#[tokio::test]
async fn a_repeated_question_without_an_answer_is_counted_until_it_has_one() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let knowledge = scene.stack.knowledge();
    for (question, reply) in [
        ("do you deliver to Norway", "Not at the moment, sorry for that."),
        ("do you also deliver to norway?", "Sadly we have no carrier for it."),
        ("how long is the warranty", "Usually it is two years, it depends."),
    ] {
        let mut case = scene.customer.asks("demo", question).await?;
        scene.agent.says(&mut case, reply).await?;
        let entry = scene.last(&case).await?;
        hear(&knowledge, &case, &entry).await?;
    }
    let open = async || scene.agent.api.get::<OpenQuestions>("/stores/demo/questions").await;
    let counts: Vec<_> =
        open().await?.questions.into_iter().map(|open| (open.text, open.asked)).collect();
    let [norway, warranty] = ["do you deliver to Norway", "how long is the warranty"];
    assert_eq!(counts, [(norway.to_owned(), 2), (warranty.to_owned(), 1)]);
    let body = json!({ "id": fresh_id(), "question": "Do you deliver to Norway?", "text": "No." });
    let _: AnswerView = scene.agent.api.post("/stores/demo/answers", &body).await?;
    assert_eq!(open().await?.questions.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_retired_answer_is_found_no_more_and_a_merged_one_finds_its_heir() -> anyhow::Result<()> {
    let scene = Scene::set().await?;
    let add = async |question: &str, text: &str| {
        let body = json!({ "id": fresh_id(), "question": question, "text": text });
        scene.lead.api.post::<AnswerView>("/stores/demo/answers", &body).await
    };
    let goes = add("What about the shipment?", "It comes within five days.").await?;
    let wrong = add("Do you sell unicorns?", "We do.").await?;
    let path = |answer: &AnswerView| format!("/stores/demo/answers/{}", answer.id);
    let merge = json!({ "version": 1, "into": scene.answer.id });
    let _: AnswerView = scene.lead.api.post(&format!("{}/merge", path(&goes)), &merge).await?;
    let retire = json!({ "version": 1 });
    let _: AnswerView = scene.lead.api.post(&format!("{}/retire", path(&wrong)), &retire).await?;
    let look = async || {
        let knowledge = scene.stack.knowledge();
        let heir = found(&knowledge, "what about the shipment").await?;
        let gone = knowledge.find(&store(), &Question::lexical("sell unicorns"), NOW).await?;
        assert!(gone.offers.iter().all(|answer| answer.id != wrong.id));
        Ok((heir.as_deref() == Some("When does my parcel arrive?")).then_some(()))
    };
    until("the heir is found", look).await
}

#[tokio::test]
async fn whoever_got_an_answer_is_listed_once_and_counted_once() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let mut case = scene.customer.asks("demo", "where is it").await?;
    case.head = scene.stack.assistant_gives(&case, &scene.answer).await?;
    let (approved, _) = scene.approves("where is my parcel").await?;
    let path = format!("/stores/demo/answers/{}", scene.answer.id);
    let look = async || {
        let page: RecipientPage = scene.lead.api.get(&format!("{path}/recipients")).await?;
        Ok((page.recipients.len() == 2).then_some(page.recipients))
    };
    let recipients = until("two recipients are listed", look).await?;
    assert_eq!([&recipients[0].case, &recipients[1].case], [&approved.id, &case.id]);
    assert!(recipients.iter().all(|recipient| recipient.customer == scene.customer.id));
    let counted = async || Ok((scene.answer().await?.uses == 2).then_some(()));
    until("two uses are counted", counted).await?;
    for case in [&case, &approved] {
        scene.stack.knowledge().sent(&case.id, &scene.last(case).await?).await?;
    }
    assert_eq!(scene.answer().await?.uses, 2);
    Ok(())
}

#[tokio::test]
async fn an_audited_verdict_stands_for_those_that_went_out_unattended() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let knowledge = scene.stack.knowledge();
    let (case, entry) = scene.approves("has it arrived yet").await?;
    let asked = |is_audit| Asked {
        question: Question::lexical("has it arrived yet"),
        offers: vec![scene.answer.id.clone()],
        vote: None,
        is_audit,
    };
    let message = domain::Seq::NONE.next();
    knowledge.asked(&case.id, message, asked(true), NOW).await?;
    knowledge.asked(&case.id, message, asked(false), NOW).await?;
    hear(&knowledge, &case, &entry).await?;
    let id = adapters::dynamo::LessonId::event(&case.id, entry.event.seq);
    let lesson = scene.stack.lessons().some(&store(), [&id]).await?.pop();
    let Some(adapters::dynamo::What::Verdict { weight, .. }) = lesson.map(|lesson| lesson.what)
    else {
        anyhow::bail!("no verdict was written");
    };
    assert!((weight - 20.0).abs() < 1e-3, "{weight}");
    Ok(())
}

#[tokio::test]
async fn two_stores_never_find_each_others_answers() -> anyhow::Result<()> {
    let scene = Scene::set().await?;
    let question = Question::lexical("when does my parcel arrive");
    let look = async || {
        let found = scene.stack.knowledge().find(&store(), &question, NOW).await?;
        Ok(found.candidate.map(|answer| answer.id))
    };
    assert_eq!(until("the answer is found at home", look).await?, scene.answer.id);
    let elsewhere = scene.stack.knowledge().find(&"north".parse()?, &question, NOW).await?;
    assert!(elsewhere.candidate.is_none() && elsewhere.offers.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_customer_and_a_resolution_teach_nothing() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let knowledge = scene.stack.knowledge();
    let mut case = scene.customer.asks("demo", "where is it").await?;
    case.head = scene.stack.assistant_gives(&case, &scene.answer).await?;
    scene.agent.resolves(&mut case).await?;
    for entry in scene.stack.log_of(&case.id).await? {
        assert!(!hear(&knowledge, &case, &entry).await?);
    }
    let folded = knowledge.fold(&store(), "learner", |_| async { None }, NOW).await?;
    assert_eq!(folded, Folded::NotDue, "one lesson is not worth a snapshot yet");
    Ok(())
}
