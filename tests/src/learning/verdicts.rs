//! What people decide is counted for answers and written down to be learned, each once.

use adapters::dynamo::ExampleId;
use anyhow::Context as _;
use application::{Batch, Compaction, QuestionContext};
use contract::ClientFrame;
use domain::CaseId;
use retrieval::{Permission, Question};

use super::{NOW, Scene, ingest, store};
use crate::stack::until;

#[tokio::test]
async fn an_approval_heard_twice_and_at_once_counts_once() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let (case, entry) = scene.approves("has it arrived yet").await?;
    let knowledge = [scene.stack.knowledge(), scene.stack.knowledge()];
    let both = knowledge.iter().map(|knowledge| ingest(knowledge, &case, &entry));
    for ingested in futures_util::future::join_all(both).await {
        assert!(ingested?);
    }
    ingest(&knowledge[0], &case, &entry).await?;
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
        ids.push(ExampleId::event(&case, seq));
        verdicts
            .extend(knowledge.ingest(&Batch { case, entries: entries.clone() }).await?.verdicts);
    }
    assert_eq!(verdicts.len(), CASES as usize);
    for _ in 0..2 {
        assert!(knowledge.keep(&verdicts).await.is_empty());
        assert_eq!(scene.answer().await?.approvals, 1 + CASES);
    }
    assert_eq!(scene.stack.examples().some(&store(), &ids).await?.len(), CASES as usize);
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
        ingest(&knowledge, &case, &entry).await?;
    }
    assert!(scene.answer().await?.earned);
    let found = knowledge.find(&store(), &Question::lexical("where is parcel 9"), NOW).await?;
    assert_ne!(found.permission, Permission::Answer, "earned, and still without a certificate");
    let mut case = scene.customer.asks("demo", "where is it").await?;
    case.head = scene.stack.assistant_gives(&case, &scene.answer).await?;
    let of = case.head;
    let no = |id, case, after| ClientFrame::Helped { id, case, after, of, yes: false };
    scene.customer.does(&mut case, no).await?;
    ingest(&knowledge, &case, &scene.last(&case).await?).await?;
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
    ingest(&knowledge, &case, &scene.last(&case).await?).await?;
    scene.agent.says(&mut case, "We gladly wrap it for you in paper.").await?;
    ingest(&knowledge, &case, &scene.last(&case).await?).await?;
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
    let ingested = knowledge.ingest(&Batch { case: case.id.clone(), entries }).await?;
    assert_eq!(ingested.verdicts.len(), 2, "both are on the same question");
    assert!(knowledge.keep(&ingested.verdicts).await.is_empty());
    assert_eq!(scene.answer().await?.rejections, 1);
    Ok(())
}

#[tokio::test]
async fn an_audited_verdict_stands_for_those_that_went_out_unattended() -> anyhow::Result<()> {
    let mut scene = Scene::set().await?;
    let knowledge = scene.stack.knowledge();
    let (case, entry) = scene.approves("has it arrived yet").await?;
    let asked = |is_audit| QuestionContext {
        question: Question::lexical("has it arrived yet"),
        offers: vec![scene.answer.id.clone()],
        vote: domain::ModelVote::NotAsked,
        is_audit,
        is_sure: true,
        unattended: None,
    };
    let message = domain::Seq::NONE.next();
    knowledge.asked(&store(), (&case.id, message, NOW), asked(true), NOW).await?;
    knowledge.asked(&store(), (&case.id, message, NOW), asked(false), NOW).await?;
    ingest(&knowledge, &case, &entry).await?;
    let id = ExampleId::event(&case.id, entry.event.seq);
    let example = scene.stack.examples().some(&store(), [&id]).await?.pop();
    let Some(adapters::dynamo::ExampleKind::Feedback { weight, .. }) =
        example.map(|example| example.what)
    else {
        anyhow::bail!("no verdict was written");
    };
    assert!((weight - 20.0).abs() < 1e-3, "{weight}");
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
        assert!(!ingest(&knowledge, &case, &entry).await?);
    }
    let compacted = knowledge.compact(&store(), "learner", |_| async { None }, NOW).await?;
    assert_eq!(compacted, Compaction::NotDue, "one lesson is not worth a snapshot yet");
    Ok(())
}
