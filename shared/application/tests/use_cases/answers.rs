//! A store's answers: added, imported, changed, found, and whom they were given to.

use application::{Caller, WantedAnswers};
use contract::{AnswerImport, AnswerView, ImportedAnswer, NewAnswer, Provenance};
use domain::{AnswerId, AnswerStatus, Change, CommandError};
use serde_json::json;

use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, agent, at, command_id, customer, frame, later, lead, seq, store, text,
};

pub(crate) fn new(id: &str, question: &str, words: &str) -> NewAnswer {
    let id = command_id(id);
    NewAnswer { id, question: text(question), text: text(words), language: None, from: None }
}

async fn add(
    deployment: &Deployment,
    caller: &Caller,
    new: NewAnswer,
) -> Result<AnswerView, CommandError> {
    deployment.knowledge.add(&deployment.cases.stores, caller, &store(), new).await.decided()
}

/// An approved answer.
async fn approved(deployment: &Deployment, question: &str, words: &str) -> AnswerView {
    add(deployment, &lead("lea"), new(&format!("a{}", question.len()), question, words))
        .await
        .unwrap()
}

async fn change(
    deployment: &Deployment,
    id: &AnswerId,
    version: u32,
    change: Change,
) -> Result<AnswerView, CommandError> {
    deployment.knowledge.change(&lead("lea"), &store(), id, version, change).await.decided()
}

async fn read(deployment: &Deployment, id: &AnswerId) -> AnswerView {
    deployment.knowledge.read(&lead("lea"), &store(), id).await.unwrap()
}

fn edit(words: &str) -> Change {
    Change::Edit { question: None, text: Some(text(words)), language: None, drafts_only: None }
}

fn list_of(questions: &[&str]) -> AnswerImport {
    let imported = |question: &&str| ImportedAnswer {
        question: text(question),
        text: text(&format!("About {question}")),
        language: None,
    };
    AnswerImport { answers: questions.iter().map(imported).collect() }
}

#[tokio::test]
async fn a_lead_stands_behind_what_they_add_and_an_agents_answer_is_a_candidate() {
    let deployment = Deployment::new();
    let leads = add(&deployment, &lead("lea"), new("one", "When?", "On Monday.")).await.unwrap();
    let agents = add(&deployment, &agent("ines"), new("two", "How?", "By post.")).await.unwrap();
    assert_eq!(
        (leads.status, leads.approved_by),
        (AnswerStatus::Approved, lead("lea").principal.name)
    );
    assert_eq!((agents.status, agents.approved_by), (AnswerStatus::Candidate, None));
}

#[tokio::test]
async fn an_answer_that_is_added_again_is_the_same_and_other_words_under_its_id_are_refused() {
    let deployment = Deployment::new();
    let first = add(&deployment, &lead("lea"), new("one", "When?", "On Monday.")).await.unwrap();
    let again = add(&deployment, &lead("lea"), new("one", "When?", "On Monday.")).await.unwrap();
    assert_eq!(again, first);
    let other = add(&deployment, &lead("lea"), new("one", "When?", "On Sunday.")).await;
    assert_eq!(other, Err(CommandError::IdReused));
}

#[tokio::test]
async fn a_late_repetition_finds_the_answer_as_it_was_changed_meanwhile() {
    let deployment = Deployment::new();
    let first = add(&deployment, &lead("lea"), new("one", "When?", "On Monday.")).await.unwrap();
    change(&deployment, &first.id, 1, edit("On Tuesday.")).await.unwrap();
    let again = add(&deployment, &lead("lea"), new("one", "When?", "On Monday.")).await.unwrap();
    assert_eq!((again.version, again.text), (2, text("On Tuesday.")));
}

#[tokio::test]
async fn nobody_but_the_stores_staff_tends_its_answers_and_only_leads_manage_them() {
    let deployment = Deployment::new();
    let answer = approved(&deployment, "When?", "On Monday.").await;
    let before = deployment.rows();
    let knowledge = &deployment.knowledge;
    for stranger in [customer("ada"), at("north", lead("nora"))] {
        let added = add(&deployment, &stranger, new("two", "How?", "By post.")).await;
        assert_eq!(added, Err(CommandError::NotFound));
        let read = knowledge.read(&stranger, &store(), &answer.id).await.decided();
        assert_eq!(read, Err(CommandError::NotFound));
        let all = WantedAnswers::Listed { status: None, from: None };
        let listed = knowledge.list(&stranger, &store(), all).await.decided();
        assert_eq!(listed, Err(CommandError::NotFound));
    }
    for (caller, refusal) in [
        (agent("ines"), CommandError::NotAllowed),
        (at("north", lead("nora")), CommandError::NotFound),
    ] {
        let list = list_of(&["How?"]);
        let imported = knowledge.import(&caller, &store(), list).await.decided();
        assert_eq!(imported, Err(refusal));
        let retire = Change::Retire;
        let retired = knowledge.change(&caller, &store(), &answer.id, 1, retire).await.decided();
        assert_eq!(retired, Err(refusal));
    }
    assert_eq!(deployment.rows(), before);
}

#[tokio::test]
async fn an_answer_is_saved_from_a_message_that_one_may_read_in_its_own_store() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "When?").await;
    let north = deployment.open(&at("north", customer("nils")), "Where?").await;
    let from = |case: &domain::CaseId, seq| NewAnswer {
        from: Some(Provenance { case: case.clone(), seq }),
        ..new("one", "When?", "On Monday.")
    };
    let mut ines = agent("ines");
    for (case, place) in [(&north.id, seq(1)), (&case.id, seq(2))] {
        let added = add(&deployment, &ines, from(case, place)).await;
        assert_eq!(added, Err(CommandError::NotFound));
    }
    ines.principal.stores.push("north".parse().unwrap());
    let hidden = add(&deployment, &ines, from(&north.id, seq(1))).await;
    assert_eq!(hidden, Err(CommandError::NotFound), "not assigned to her there");
    let mut lea = lead("lea");
    lea.principal.stores.push("north".parse().unwrap());
    let other = add(&deployment, &lea, from(&north.id, seq(1))).await;
    assert_eq!(other, Err(CommandError::NotFound), "the message of another store");
    let added = add(&deployment, &agent("ines"), from(&case.id, seq(1))).await.unwrap();
    assert_eq!(added.from, Some(Provenance { case: case.id, seq: seq(1) }));
}

#[tokio::test]
async fn what_was_imported_before_is_known_however_it_is_written() {
    let deployment = Deployment::new();
    let knowledge = &deployment.knowledge;
    let list = list_of(&["Where is my order?", "How?"]);
    let first = knowledge.import(&lead("lea"), &store(), list).await.unwrap();
    assert_eq!((first.added, first.known), (2, 0));
    let list = list_of(&["where  IS my order?", "How?", "When?"]);
    let again = knowledge.import(&lead("lea"), &store(), list).await.unwrap();
    assert_eq!((again.added, again.known), (1, 2));
    assert_eq!(deployment.count("ANSWER#", ""), 3);
}

#[tokio::test]
async fn who_has_not_seen_the_newest_version_changes_nothing() {
    let deployment = Deployment::new();
    let answer = approved(&deployment, "When?", "On Monday.").await;
    change(&deployment, &answer.id, 1, edit("On Tuesday.")).await.unwrap();
    for stale in [edit("On Sunday."), Change::Retire, Change::Approve] {
        let refused = change(&deployment, &answer.id, 7, stale).await;
        assert_eq!(refused, Err(CommandError::Conflict));
    }
    let late = change(&deployment, &answer.id, 1, edit("On Sunday.")).await;
    assert_eq!(late, Err(CommandError::Conflict));
    assert_eq!(read(&deployment, &answer.id).await.text, text("On Tuesday."));
}

#[tokio::test]
async fn the_same_change_sent_again_changes_nothing_more() {
    for what in [edit("On Tuesday."), Change::Retire, Change::Approve] {
        let deployment = Deployment::new();
        let new = new("one", "When?", "On Monday.");
        let answer = add(&deployment, &agent("ines"), new).await.unwrap();
        let first = change(&deployment, &answer.id, 1, what.clone()).await.unwrap();
        let again = change(&deployment, &answer.id, 1, what).await.unwrap();
        assert_eq!((again.version, again), (2, first));
    }
}

#[tokio::test]
async fn of_two_who_edit_at_once_the_second_is_told() {
    let deployment = Deployment::new();
    let answer = approved(&deployment, "When?", "On Monday.").await;
    let (rival, id) = (deployment.clone(), answer.id.clone());
    deployment.aws.before_next("PutItem", async move {
        change(&rival, &id, 1, edit("On Tuesday.")).await.unwrap();
    });
    let second = change(&deployment, &answer.id, 1, edit("On Sunday.")).await;
    assert_eq!(second, Err(CommandError::Conflict));
}

#[tokio::test]
async fn other_words_are_not_those_that_were_approved() {
    let deployment = Deployment::new();
    let added = add(&deployment, &agent("ines"), new("one", "When?", "On Monday.")).await.unwrap();
    let edited = change(&deployment, &added.id, 1, edit("On Tuesday.")).await.unwrap();
    assert_eq!(
        (edited.status, edited.approved_by),
        (AnswerStatus::Approved, lead("lea").principal.name)
    );
    let asked = Change::Edit {
        question: Some(text("On which day?")),
        text: None,
        language: None,
        drafts_only: None,
    };
    let asked = change(&deployment, &added.id, 2, asked).await.unwrap();
    assert_eq!((asked.text, asked.question), (text("On Tuesday."), text("On which day?")));
}

#[tokio::test]
async fn what_is_retired_stays_so() {
    let deployment = Deployment::new();
    let answer = approved(&deployment, "When?", "On Monday.").await;
    change(&deployment, &answer.id, 1, Change::Retire).await.unwrap();
    for what in [edit("On Sunday."), Change::Approve, Change::Retire] {
        let refused = change(&deployment, &answer.id, 2, what).await;
        assert_eq!(refused, Err(CommandError::WrongState));
    }
}

#[tokio::test]
async fn an_answer_becomes_another_that_is_offered_and_never_itself() {
    let deployment = Deployment::new();
    let one = approved(&deployment, "When?", "On Monday.").await;
    let other = approved(&deployment, "On which day?", "On Monday.").await;
    let merge = |into: &AnswerId| Change::Merge { into: into.clone() };
    let itself = change(&deployment, &one.id, 1, merge(&one.id)).await;
    assert_eq!(itself, Err(CommandError::WrongState));
    let merged = change(&deployment, &one.id, 1, merge(&other.id)).await.unwrap();
    assert_eq!(merged.status, AnswerStatus::Retired);
    let gone = change(&deployment, &other.id, 1, merge(&one.id)).await;
    assert_eq!(gone, Err(CommandError::NotFound), "into what is offered no more");
}

#[tokio::test]
async fn an_answer_that_is_not_there_is_not_changed() {
    let deployment = Deployment::new();
    let missing = crate::deployment::answer_id("missing");
    let changed = change(&deployment, &missing, 1, Change::Retire).await;
    assert_eq!(changed, Err(CommandError::NotFound));
    assert!(deployment.rows().is_empty());
}

#[tokio::test]
async fn an_adding_that_is_cut_off_and_repeated_adds_one_answer_that_triage_knows() {
    survives_crashes(
        async |_| (),
        async |deployment, ()| {
            add(deployment, &lead("lea"), new("one", "When?", "On Monday.")).await.unwrap();
            assert_eq!(deployment.count("VERDICT#", "TAUGHT#"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn an_import_that_is_cut_off_and_repeated_adds_each_answer_once() {
    survives_crashes(
        async |_| (),
        async |deployment, ()| {
            let list = list_of(&["When?", "How?", "Where?"]);
            deployment.knowledge.import(&lead("lea"), &store(), list).await.unwrap();
            assert_eq!(deployment.count("VERDICT#", "TAUGHT#"), 3);
        },
    )
    .await;
}

/// A change that is cut off and repeated.
async fn survives(what: impl Fn(&AnswerId) -> Change) {
    survives_crashes(
        async |deployment| {
            let one = approved(deployment, "When does it come?", "On Monday.").await;
            (one.id, approved(deployment, "On which day?", "On Monday.").await.id)
        },
        async |deployment, (one, other)| {
            change(deployment, one, 1, what(other)).await.unwrap();
        },
    )
    .await;
}

#[tokio::test]
async fn an_edit_that_is_cut_off_and_repeated_is_made_and_learned_once() {
    let question = || Some(text("On what day of the week?"));
    survives(|_| Change::Edit {
        question: question(),
        text: None,
        language: None,
        drafts_only: None,
    })
    .await;
}

#[tokio::test]
async fn a_retirement_that_is_cut_off_and_repeated_is_made_and_learned_once() {
    survives(|_| Change::Retire).await;
}

#[tokio::test]
async fn a_merger_that_is_cut_off_and_repeated_is_made_and_learned_once() {
    survives(|other| Change::Merge { into: other.clone() }).await;
}

async fn listed(deployment: &Deployment, wanted: WantedAnswers) -> Vec<String> {
    let page = deployment.knowledge.list(&agent("ines"), &store(), wanted).await.unwrap();
    page.answers.into_iter().map(|answer| answer.question.as_str().to_owned()).collect()
}

#[tokio::test]
async fn answers_are_listed_by_their_last_change_and_by_where_they_stand() {
    let deployment = Deployment::new();
    for (n, question) in ["one", "two", "three"].into_iter().enumerate() {
        let lea = later(n as i64, lead("lea"));
        add(&deployment, &lea, new(question, question, "On Monday.")).await.unwrap();
    }
    let ines = later(5, agent("ines"));
    add(&deployment, &ines, new("four", "four", "On Monday.")).await.unwrap();
    let of = |status| WantedAnswers::Listed { status, from: None };
    assert_eq!(listed(&deployment, of(None)).await, ["four", "three", "two", "one"]);
    let candidates = of(Some(AnswerStatus::Candidate));
    assert_eq!(listed(&deployment, candidates).await, ["four"]);
    let approved = of(Some(AnswerStatus::Approved));
    assert_eq!(listed(&deployment, approved).await, ["three", "two", "one"]);
}

#[tokio::test]
async fn a_search_finds_by_the_beginning_of_words_and_the_question_first() {
    let deployment = Deployment::new();
    approved(&deployment, "How long does shipping take?", "Two days.").await;
    approved(&deployment, "What does it cost?", "Shipping is free.").await;
    approved(&deployment, "Do you have a shop?", "No.").await;
    let matching = |words: &str| WantedAnswers::Matching { words: words.to_owned(), status: None };
    let found = listed(&deployment, matching("shippi")).await;
    assert_eq!(found, ["How long does shipping take?", "What does it cost?"]);
    assert_eq!(listed(&deployment, matching("zebra")).await, [""; 0]);
}

#[tokio::test]
async fn a_search_knows_what_was_changed_elsewhere_since_the_last_one() {
    let deployment = Deployment::new();
    let answer = approved(&deployment, "How long does shipping take?", "Two days.").await;
    let matching = |words: &str| WantedAnswers::Matching { words: words.to_owned(), status: None };
    assert_eq!(listed(&deployment, matching("days")).await.len(), 1);
    let change = Change::Edit {
        question: None,
        text: Some(text("A week.")),
        language: None,
        drafts_only: None,
    };
    let lea = later(5, lead("lea"));
    let other = deployment.restarted();
    other.knowledge.change(&lea, &store(), &answer.id, 1, change).await.unwrap();
    assert_eq!(listed(&deployment, matching("days")).await.len(), 0);
    assert_eq!(listed(&deployment, matching("week")).await.len(), 1);
}

#[tokio::test]
async fn who_got_an_answer_is_noted_and_its_use_counted_once() {
    let deployment = Deployment::new();
    let answer = approved(&deployment, "Where?", "It is on its way.").await;
    for customer in [customer("cleo"), customer("dan")] {
        let case = deployment.open(&customer, "Where is my parcel?").await;
        let case = deployment.suggest_from(&case, "It is on its way.", &answer.id).await;
        let yes = frame("approve", "y", &case, json!({ "suggestion": 2, "anyway": true }));
        deployment.act(&lead("lea"), yes).await;
        let batch = deployment.batch(&case.id, 1).await;
        // The stream delivers at least once.
        for _ in 0..2 {
            deployment.projections.summarize(&batch).await.unwrap();
        }
    }
    let (knowledge, ines) = (&deployment.knowledge, agent("ines"));
    let got =
        knowledge.recipients(&deployment.cases.stores, &ines, &store(), &answer.id, None).await;
    let customers = got.unwrap().recipients;
    assert_eq!(customers.len(), 2);
    assert_eq!(read(&deployment, &answer.id).await.uses, 2);
}

#[tokio::test]
async fn recipients_of_an_answer_that_is_not_there_are_nobodys_to_see() {
    let deployment = Deployment::new();
    let missing = crate::deployment::answer_id("missing");
    for caller in [agent("ines"), customer("ada")] {
        let got = deployment
            .knowledge
            .recipients(&deployment.cases.stores, &caller, &store(), &missing, None)
            .await;
        assert_eq!(got.decided(), Err(CommandError::NotFound));
    }
}
