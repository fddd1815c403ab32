//! What agents say in words of their own: candidates, and questions that stay open.

use application::Batch;
use contract::{AnswerPage, AnswerView, ClientFrame, OpenQuestions};
use serde_json::json;

use super::{Scene, found, ingest};
use crate::people::fresh_id;
use crate::stack::until;

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
    let ingested = knowledge.ingest(&Batch { case: case.id.clone(), entries }).await?;
    assert!(knowledge.keep(&ingested.verdicts).await.is_empty());
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
            ingest(&knowledge, &case, &scene.last(&case).await?).await?;
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
    assert_eq!(open.questions, [], "asked once, then answered");
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
        ingest(&knowledge, &case, &entry).await?;
    }
    let open = async || scene.agent.api.get::<OpenQuestions>("/stores/demo/questions").await;
    let counts: Vec<_> =
        open().await?.questions.into_iter().map(|open| (open.text, open.asked)).collect();
    let norway = "do you deliver to Norway";
    assert_eq!(counts, [(norway.to_owned(), 2)], "what was asked once is not asked often");
    let body = json!({ "id": fresh_id(), "question": "Do you deliver to Norway?", "text": "No." });
    let _: AnswerView = scene.agent.api.post("/stores/demo/answers", &body).await?;
    assert_eq!(open().await?.questions, []);
    Ok(())
}
