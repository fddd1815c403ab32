//! Questions that no stored answer fits: counted once for each event, one row for each question.

use domain::{Command, Guard};

use super::{OTHER_WORDS, QUESTION, answered, learn, open_questions, replied};
use crate::deployment::{Decided, Deployment, agent, at, command, customer, lead, store, text};

#[tokio::test]
async fn what_was_asked_once_may_never_be_asked_again_and_is_not_shown() {
    let deployment = Deployment::new();
    for (name, asked) in [("ada", 0), ("bob", 2), ("cleo", 3)] {
        let words = format!("{OTHER_WORDS} Regards to {name}.");
        let case = replied(&deployment, name, QUESTION, &words).await;
        learn(&deployment, &case.id, 1).await;
        let shown = open_questions(&deployment, &lead("lea")).await;
        assert_eq!(shown.first().map_or(0, |question| question.asked), asked);
    }
}

#[tokio::test]
async fn an_answer_that_is_added_settles_the_question() {
    let deployment = Deployment::new();
    for name in ["ada", "bob"] {
        let case = replied(&deployment, name, QUESTION, &format!("{OTHER_WORDS} {name}")).await;
        learn(&deployment, &case.id, 1).await;
    }
    assert_eq!(open_questions(&deployment, &lead("lea")).await.len(), 1);
    answered(&deployment).await;
    assert!(open_questions(&deployment, &lead("lea")).await.is_empty());
}

#[tokio::test]
async fn two_who_ask_the_same_for_the_first_time_at_once_open_one_question() {
    for order in [["ada", "bob"], ["bob", "ada"]] {
        let deployment = Deployment::new();
        let mut batches = Vec::new();
        for name in order {
            let words = format!("{OTHER_WORDS} Regards to {name}.");
            let case = replied(&deployment, name, QUESTION, &words).await;
            batches.push(deployment.batch(&case.id, 1).await);
        }
        let (rival, batch) = (deployment.restarted(), batches.remove(1));
        // Between the look at the questions and the opening of one: the candidate is the write before it.
        deployment.aws.before_next("PutItem", async {});
        deployment.aws.before_next("PutItem", async move {
            rival.knowledge.ingest(&batch).await.unwrap();
        });
        deployment.knowledge.ingest(&batches[0]).await.unwrap();
        assert_eq!(deployment.count("QUESTION#", ""), 1);
        assert_eq!(open_questions(&deployment, &lead("lea")).await[0].asked, 2);
    }
}

#[tokio::test(start_paused = true)]
async fn rows_of_one_question_that_a_crash_has_left_are_joined_when_the_reply_is_heard_again() {
    let deployment = Deployment::new();
    let mut batches = Vec::new();
    for name in ["ada", "bob"] {
        let words = format!("{OTHER_WORDS} Regards to {name}.");
        let case = replied(&deployment, name, QUESTION, &words).await;
        batches.push(deployment.batch(&case.id, 1).await);
    }
    // Both look before either opens its row; both processes end right after that.
    let (rival, batch) = (deployment.restarted(), batches[1].clone());
    deployment.aws.before_next("PutItem", async {});
    deployment.aws.before_next("PutItem", async move {
        rival.knowledge.ingest(&batch).await.unwrap();
    });
    deployment.aws.fail_every("DeleteItem", embedded_aws::Fault::NotReached);
    let _ = deployment.knowledge.ingest(&batches[0]).await;
    assert_eq!(deployment.count("QUESTION#", ""), 2, "the crash has left both rows");
    deployment.aws.heal();
    for batch in batches.iter().chain(&batches) {
        deployment.restarted().knowledge.ingest(batch).await.unwrap();
    }
    assert_eq!(deployment.count("QUESTION#", ""), 1);
    assert_eq!(open_questions(&deployment, &lead("lea")).await[0].asked, 2);
}

#[tokio::test]
async fn open_questions_are_the_staffs_to_see_and_of_cases_that_they_may_read() {
    let deployment = Deployment::new();
    let (knowledge, stores) = (&deployment.knowledge, &deployment.cases.stores);
    for stranger in [customer("ada"), at("north", lead("nora"))] {
        let shown = knowledge.questions(stores, &stranger, &store()).await.decided();
        assert_eq!(shown, Err(domain::CommandError::NotFound));
    }
    let north = || "north".parse().unwrap();
    for name in ["ada", "bob"] {
        let case = deployment.open(&at("north", customer(name)), QUESTION).await;
        let send = Command::Send {
            text: Some(text(&format!("{OTHER_WORDS} {name}"))),
            files: vec![],
            guard: Guard::Anyway,
        };
        deployment.store(&at("north", lead("lea")), &command(&case, "r", send)).await;
        learn(&deployment, &case.id, 1).await;
    }
    let leads = knowledge.questions(stores, &at("north", lead("lea")), &north()).await.decided();
    assert_eq!(leads.unwrap().questions.len(), 1);
    let agents = knowledge.questions(stores, &at("north", agent("ines")), &north()).await.decided();
    assert_eq!(agents.unwrap().questions.len(), 0);
}
