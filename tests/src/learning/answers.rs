//! What becomes of answers: found, retired, merged, given to whom.

use contract::{AnswerView, RecipientPage};
use retrieval::Question;
use serde_json::json;

use super::{NOW, Scene, found, store};
use crate::people::fresh_id;
use crate::stack::until;

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
        let merged_into = found(&knowledge, "what about the shipment").await?;
        let gone = knowledge.find(&store(), &Question::lexical("sell unicorns"), NOW).await?;
        assert!(gone.offers.iter().all(|answer| answer.id != wrong.id));
        Ok((merged_into.as_deref() == Some("When does my parcel arrive?")).then_some(()))
    };
    until("the merged_into is found", look).await
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
