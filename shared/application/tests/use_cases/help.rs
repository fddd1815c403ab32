//! What visitors may look through before they write.

use contract::{AnswerImport, ImportedAnswer};
use domain::{Change, CommandError};
use serde_json::json;

use crate::answers::new;
use crate::deployment::{Decided, Deployment, NOW, agent, lead, store, text};

async fn questions(deployment: &Deployment, minute: i64) -> Result<Vec<String>, CommandError> {
    let now = NOW.plus_seconds(60 * minute);
    let index =
        deployment.knowledge.help(&deployment.cases.stores, &store(), now).await.decided()?;
    Ok(index.articles.iter().map(|article| article.question.as_str().to_owned()).collect())
}

#[tokio::test]
async fn visitors_read_approved_answers_alone_and_only_where_the_store_offers_them() {
    let deployment = Deployment::new();
    deployment.know("one", "When does it come?", "On Monday.").await;
    let (stores, candidate) = (&deployment.cases.stores, new("two", "How?", "By post."));
    let added = deployment.knowledge.add(stores, &agent("ines"), &store(), candidate).await;
    added.unwrap();
    assert_eq!(questions(&deployment, 0).await, Err(CommandError::NotFound));
    deployment.settle(json!({ "help_search": true })).await;
    assert_eq!(questions(&deployment, 0).await.unwrap(), ["When does it come?"]);
    deployment.settle(json!({ "help_search": false })).await;
    assert_eq!(questions(&deployment, 0).await, Err(CommandError::NotFound));
}

#[tokio::test]
async fn a_store_that_is_not_there_has_no_help() {
    let deployment = Deployment::new();
    let stores = &deployment.cases.stores;
    let help = deployment.knowledge.help(stores, &"south".parse().unwrap(), NOW).await.decided();
    assert_eq!(help, Err(CommandError::NotFound));
}

#[tokio::test]
async fn an_answer_that_is_kept_for_drafts_or_retired_is_no_help_article_a_minute_later() {
    let deployment = Deployment::new();
    deployment.settle(json!({ "help_search": true })).await;
    let kept = deployment.know("one", "When does it come?", "On Monday.").await;
    let retired = deployment.know("two", "How?", "By post.").await;
    assert_eq!(questions(&deployment, 0).await.unwrap().len(), 2);
    let drafts_only =
        Change::Edit { question: None, text: None, language: None, drafts_only: Some(true) };
    for (answer, change) in [(&kept, drafts_only), (&retired, Change::Retire)] {
        let (lea, store, version) = (lead("lea"), store(), answer.version);
        let changed = deployment.knowledge.change(&lea, &store, &answer.id, version, change);
        changed.await.unwrap();
    }
    assert_eq!(questions(&deployment, 1).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn an_index_holds_two_hundred_articles_and_is_made_once_a_minute_however_many_read_it() {
    let deployment = Deployment::new();
    deployment.settle(json!({ "help_search": true })).await;
    for batch in 0..3 {
        let article = |n| ImportedAnswer {
            question: text(&format!("What is {batch} and {n}?")),
            text: text("This."),
            language: None,
        };
        let import = AnswerImport { answers: (0..90).map(article).collect() };
        let imported = deployment.knowledge.import(&lead("lea"), &store(), import).await;
        imported.unwrap();
    }
    assert_eq!(questions(&deployment, 0).await.unwrap().len(), 200);
    deployment.aws.forget_requests();
    for _ in 0..5 {
        questions(&deployment, 0).await.unwrap();
    }
    assert_eq!(deployment.aws.operations(), ["GetItem"; 5], "the settings alone");
}
