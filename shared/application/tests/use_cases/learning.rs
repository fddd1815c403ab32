//! What triage learns from people's decisions, each counted once however often it is delivered.

use application::{Caller, Feedback};
use contract::{AnswerView, OpenQuestion};
use domain::{AnswerStatus, CaseId, Command, Guard};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, KnownCase, agent, at, command, customer, frame, lead, seq, store, text,
};

const QUESTION: &str = "Where is my parcel?";
const WORDS: &str = "Your parcel is on its way and arrives within two days.";
const OTHER_WORDS: &str = "Please look at the tracking page that we have sent you.";

/// Hears a batch and keeps what was heard, as the function does.
async fn learn(deployment: &Deployment, case: &CaseId, from: u64) -> usize {
    let batch = deployment.batch(case, from).await;
    let heard = deployment.knowledge.hear(&batch).await.unwrap();
    let failed = deployment.knowledge.keep(&heard.verdicts).await;
    assert!(failed.is_empty(), "{failed:?}");
    heard.verdicts.len()
}

/// An approved answer to the question.
async fn answered(deployment: &Deployment) -> AnswerView {
    deployment.know("parcel", QUESTION, WORDS).await
}

async fn read(deployment: &Deployment, answer: &AnswerView) -> AnswerView {
    deployment.knowledge.read(&lead("lea"), &store(), &answer.id).await.unwrap().unwrap()
}

async fn candidates(deployment: &Deployment) -> Vec<String> {
    let status = Some(AnswerStatus::Candidate);
    let wanted = application::WantedAnswers::Listed { status, from: None };
    let page = deployment.knowledge.list(&lead("lea"), &store(), wanted).await.unwrap().unwrap();
    page.answers.into_iter().map(|answer| answer.text.as_str().to_owned()).collect()
}

/// A case with a draft of this answer, and what an agent makes of it.
async fn decided(
    deployment: &Deployment,
    name: &str,
    answer: &AnswerView,
    action: &str,
    more: Value,
) -> KnownCase {
    let case = deployment.open(&customer(name), QUESTION).await;
    let case = deployment.suggest_from(&case, WORDS, &answer.id).await;
    let reply = deployment.act(&agent("ines"), frame(action, "decide", &case, more)).await;
    assert_eq!(reply["action"], "ack", "{reply}");
    case
}

/// A case in which an agent replies in words of their own.
async fn replied(deployment: &Deployment, name: &str, question: &str, words: &str) -> KnownCase {
    let case = deployment.open(&customer(name), question).await;
    reply(deployment, &case, words).await;
    case
}

async fn reply(deployment: &Deployment, case: &KnownCase, words: &str) {
    let send = Command::Send { text: text(words), guard: Guard::Anyway };
    deployment.store(&agent("ines"), &command(case, "reply", send)).await;
}

/// Verdicts on questions that wait to be learned.
fn waiting(deployment: &Deployment) -> usize {
    let rows = deployment.aws.rows();
    let is_verdict = |row: &&Value| {
        let is_of_case = row["sk"]["S"].as_str().is_some_and(|sk| sk.starts_with("EVENT#"));
        row["wpk"]["S"] == "VERDICT#demo" && is_of_case
    };
    rows.iter().filter(is_verdict).count()
}

async fn open_questions(deployment: &Deployment, caller: &Caller) -> Vec<OpenQuestion> {
    let (knowledge, stores) = (&deployment.knowledge, &deployment.cases.stores);
    knowledge.questions(stores, caller, &store()).await.unwrap().unwrap().questions
}

#[tokio::test]
async fn what_people_make_of_a_draft_counts_for_its_answer_or_against_it() {
    let yes = json!({ "suggestion": 2, "anyway": true });
    let edited = json!({ "suggestion": 2, "anyway": true, "text": "It comes tomorrow." });
    let no = |reason: &str| json!({ "suggestion": 2, "reason": reason });
    for (action, more, expected) in [
        ("approve", yes, (1, 0, 2)),
        ("approve", edited, (1, 0, 2)),
        ("reject", no("wrong"), (0, 1, 1)),
        ("reject", no("outdated"), (0, 1, 1)),
        ("reject", no("tone"), (0, 1, 1)),
        ("reject", no("not_needed"), (0, 1, 1)),
    ] {
        let deployment = Deployment::new();
        let answer = answered(&deployment).await;
        let case = decided(&deployment, "ada", &answer, action, more.clone()).await;
        assert_eq!(learn(&deployment, &case.id, 1).await, 1, "{more}");
        let counted = read(&deployment, &answer).await;
        let counted = (counted.approvals, counted.rejections, counted.phrasings);
        assert_eq!(counted, expected, "{action} {more}");
    }
}

#[tokio::test]
async fn an_answer_has_earned_it_after_three_clean_approvals_and_loses_it_by_an_objection() {
    for (reason, stays) in [("wrong", false), ("tone", false), ("not_needed", true)] {
        let deployment = Deployment::new();
        let answer = answered(&deployment).await;
        for (n, name) in ["ada", "bob", "cleo"].into_iter().enumerate() {
            assert!(!read(&deployment, &answer).await.earned, "after {n}");
            let yes = json!({ "suggestion": 2, "anyway": true });
            let case = decided(&deployment, name, &answer, "approve", yes).await;
            learn(&deployment, &case.id, 1).await;
        }
        assert!(read(&deployment, &answer).await.earned);
        let no = json!({ "suggestion": 2, "reason": reason });
        let case = decided(&deployment, "dan", &answer, "reject", no).await;
        learn(&deployment, &case.id, 1).await;
        assert_eq!(read(&deployment, &answer).await.earned, stays, "{reason}");
    }
}

#[tokio::test]
async fn an_edited_draft_is_no_word_for_the_text_itself() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    for name in ["ada", "bob", "cleo"] {
        let edited = json!({ "suggestion": 2, "anyway": true, "text": "It comes tomorrow." });
        let case = decided(&deployment, name, &answer, "approve", edited).await;
        learn(&deployment, &case.id, 1).await;
    }
    let counted = read(&deployment, &answer).await;
    assert_eq!((counted.approvals, counted.earned), (3, false));
}

#[tokio::test]
async fn a_decision_that_is_delivered_again_counts_once() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let yes = json!({ "suggestion": 2, "anyway": true });
    let case = decided(&deployment, "ada", &answer, "approve", yes).await;
    let heard = [learn(&deployment, &case.id, 1).await, learn(&deployment, &case.id, 3).await];
    assert_eq!((heard, read(&deployment, &answer).await.approvals), ([1, 0], 1));
}

#[tokio::test]
async fn two_copies_of_a_decision_that_are_heard_at_once_count_once() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let yes = json!({ "suggestion": 2, "anyway": true });
    let case = decided(&deployment, "ada", &answer, "approve", yes).await;
    let batch = deployment.batch(&case.id, 1).await;
    let one = deployment.knowledge.hear(&batch).await.unwrap().verdicts;
    let other = deployment.restarted().knowledge.hear(&batch).await.unwrap().verdicts;
    for verdicts in [one, other] {
        assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
    }
    assert_eq!(read(&deployment, &answer).await.approvals, 1);
}

#[tokio::test]
async fn decisions_of_many_cases_at_once_all_count() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let mut verdicts: Vec<Feedback> = Vec::new();
    for n in 0..20 {
        let yes = json!({ "suggestion": 2, "anyway": true });
        let case = decided(&deployment, &format!("c{n}"), &answer, "approve", yes).await;
        let batch = deployment.batch(&case.id, 1).await;
        verdicts.extend(deployment.knowledge.hear(&batch).await.unwrap().verdicts);
    }
    assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
    assert_eq!(read(&deployment, &answer).await.approvals, 20);
}

#[tokio::test]
async fn a_decision_that_is_cut_off_and_delivered_again_counts_once() {
    survives_crashes(
        async |deployment| {
            let answer = answered(deployment).await;
            let yes = json!({ "suggestion": 2, "anyway": true });
            decided(deployment, "ada", &answer, "approve", yes).await
        },
        async |deployment, case| {
            learn(deployment, &case.id, 1).await;
        },
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_verdict_whose_answer_could_not_be_counted_is_named_and_learned_later() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let yes = json!({ "suggestion": 2, "anyway": true });
    let case = decided(&deployment, "ada", &answer, "approve", yes).await;
    let batch = deployment.batch(&case.id, 1).await;
    let verdicts = deployment.knowledge.hear(&batch).await.unwrap().verdicts;
    deployment.aws.fail_every("GetItem", embedded_aws::Fault::NotReached);
    let failed = deployment.knowledge.keep(&verdicts).await;
    assert_eq!(failed.iter().map(|(case, _)| case).collect::<Vec<_>>(), [&case.id]);
    assert_eq!(deployment.count("VERDICT#", "EVENT#"), 0, "a lesson says that all is done");
    deployment.aws.heal();
    learn(&deployment, &case.id, 1).await;
    assert_eq!(read(&deployment, &answer).await.approvals, 1);
}

#[tokio::test]
async fn an_unattended_answer_that_did_not_help_counts_against_what_it_rests_on() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let case = deployment.answer_from(&case, WORDS, &answer.id).await;
    let no = frame("helped", "h", &case, json!({ "of": 2, "yes": false }));
    deployment.act(&customer("ada"), no).await;
    learn(&deployment, &case.id, 1).await;
    assert_eq!(read(&deployment, &answer).await.rejections, 1);
}

#[tokio::test]
async fn a_reply_in_ones_own_words_becomes_a_candidate_once() {
    let deployment = Deployment::new();
    for name in ["ada", "bob"] {
        let case = replied(&deployment, name, QUESTION, WORDS).await;
        learn(&deployment, &case.id, 1).await;
        learn(&deployment, &case.id, 1).await;
    }
    assert_eq!(candidates(&deployment).await, [WORDS]);
}

#[tokio::test]
async fn the_same_words_again_are_a_verdict_for_the_answer_that_says_them() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    deployment.triage.take(&deployment.batch(&case.id, 1).await).await;
    let case = KnownCase { head: seq(2), ..case };
    reply(&deployment, &case, WORDS).await;
    learn(&deployment, &case.id, 3).await;
    let counted = read(&deployment, &answer).await;
    assert_eq!((counted.phrasings, counted.rejections), (2, 0));
    assert_eq!(candidates(&deployment).await, [""; 0]);
}

#[tokio::test]
async fn what_only_wins_time_or_asks_back_is_no_answer() {
    let deployment = Deployment::new();
    for (name, words) in [
        ("ada", "One moment please, I will have a look"),
        ("bob", "Which order number do you mean, and when was it?"),
        ("cleo", "Could you send me the order number please?!"),
        ("dan", "Yes, here it is"),
    ] {
        let case = replied(&deployment, name, QUESTION, words).await;
        learn(&deployment, &case.id, 1).await;
    }
    assert_eq!(candidates(&deployment).await, [""; 0]);
}

#[tokio::test]
async fn a_reply_beside_a_draft_that_was_left_aside_counts_nothing_against_its_answer() {
    let deployment = Deployment::new();
    let answer = answered(&deployment).await;
    for name in ["ada", "bob"] {
        let case = deployment.open(&customer(name), QUESTION).await;
        let case = deployment.suggest_from(&case, WORDS, &answer.id).await;
        let words =
            if name == "ada" { OTHER_WORDS } else { "Our driver has lost it, I am so sorry." };
        reply(&deployment, &case, words).await;
        learn(&deployment, &case.id, 1).await;
    }
    assert_eq!(read(&deployment, &answer).await.rejections, 0);
    assert_eq!(candidates(&deployment).await.len(), 2, "people decide which of them holds");
    assert_eq!(waiting(&deployment), 0, "nor against the match");
    assert!(open_questions(&deployment, &lead("lea")).await.is_empty(), "it has an answer");
}

#[tokio::test]
async fn a_reply_where_there_was_no_draft_says_that_no_stored_answer_fits() {
    let deployment = Deployment::new();
    answered(&deployment).await;
    let case = replied(&deployment, "ada", QUESTION, OTHER_WORDS).await;
    learn(&deployment, &case.id, 1).await;
    assert_eq!(waiting(&deployment), 1);
}

#[tokio::test]
async fn only_the_first_reply_to_a_question_is_one_to_it() {
    let deployment = Deployment::new();
    let case = replied(&deployment, "ada", QUESTION, WORDS).await;
    let send = Command::Send { text: text(OTHER_WORDS), guard: Guard::Anyway };
    deployment.store(&agent("ines"), &command(&case, "more", send)).await;
    learn(&deployment, &case.id, 1).await;
    assert_eq!(candidates(&deployment).await, [WORDS]);
}

#[tokio::test]
async fn words_that_were_taken_back_meanwhile_are_kept_nowhere() {
    let deployment = Deployment::new();
    let secret = "My neighbour Rumpelstilzchen has taken it, ask him please.";
    let case = replied(&deployment, "ada", QUESTION, secret).await;
    let early = deployment.batch(&case.id, 1).await;
    let withdraw = frame("withdraw", "w", &case, json!({ "of": 2 }));
    deployment.act(&agent("ines"), withdraw).await;
    let heard = deployment.knowledge.hear(&early).await.unwrap();
    deployment.knowledge.keep(&heard.verdicts).await;
    let rows = serde_json::to_string(&deployment.rows()).unwrap();
    assert!(!rows.contains("Rumpelstilzchen"));
}

#[tokio::test]
async fn a_reply_that_is_cut_off_and_heard_again_is_one_candidate_and_one_question() {
    survives_crashes(
        async |deployment| replied(deployment, "ada", QUESTION, WORDS).await,
        async |deployment, case| {
            learn(deployment, &case.id, 1).await;
        },
    )
    .await;
}

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
            rival.knowledge.hear(&batch).await.unwrap();
        });
        deployment.knowledge.hear(&batches[0]).await.unwrap();
        assert_eq!(deployment.count("QUESTION#", ""), 1);
        assert_eq!(open_questions(&deployment, &lead("lea")).await[0].asked, 2);
    }
}

#[tokio::test(start_paused = true)]
async fn twins_that_a_crash_has_left_are_joined_when_the_reply_is_heard_again() {
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
        rival.knowledge.hear(&batch).await.unwrap();
    });
    deployment.aws.fail_every("DeleteItem", embedded_aws::Fault::NotReached);
    let _ = deployment.knowledge.hear(&batches[0]).await;
    deployment.aws.heal();
    for batch in batches.iter().chain(&batches) {
        deployment.restarted().knowledge.hear(batch).await.unwrap();
    }
    assert_eq!(deployment.count("QUESTION#", ""), 1);
    assert_eq!(open_questions(&deployment, &lead("lea")).await[0].asked, 2);
}

#[tokio::test]
async fn open_questions_are_the_staffs_to_see_and_of_cases_that_they_may_read() {
    let deployment = Deployment::new();
    let (knowledge, stores) = (&deployment.knowledge, &deployment.cases.stores);
    for stranger in [customer("ada"), at("north", lead("nora"))] {
        let shown = knowledge.questions(stores, &stranger, &store()).await.unwrap();
        assert_eq!(shown, Err(domain::CommandError::NotFound));
    }
    let north = || "north".parse().unwrap();
    for name in ["ada", "bob"] {
        let case = deployment.open(&at("north", customer(name)), QUESTION).await;
        let send =
            Command::Send { text: text(&format!("{OTHER_WORDS} {name}")), guard: Guard::Anyway };
        deployment.store(&at("north", lead("lea")), &command(&case, "r", send)).await;
        learn(&deployment, &case.id, 1).await;
    }
    let leads = knowledge.questions(stores, &at("north", lead("lea")), &north()).await.unwrap();
    assert_eq!(leads.unwrap().questions.len(), 1);
    let agents = knowledge.questions(stores, &at("north", agent("ines")), &north()).await.unwrap();
    assert_eq!(agents.unwrap().questions.len(), 0);
}
