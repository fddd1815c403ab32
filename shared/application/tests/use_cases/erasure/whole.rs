//! Fifty-three words in every kind of text of a customer's case, and none of them left anywhere.

use adapters::dynamo::ListFrames;
use application::Compaction;
use contract::NewAnswer;
use domain::{Change, Command, Grounds, Name, Score, Source, TagList, UserId};
use retrieval::features::Features;
use serde_json::json;

use super::rows::{contents, holding};
use super::{ask, carry_out, list, of_case, of_customer, run, steps};
use crate::deployment::{
    Deployment, KnownCase, NOW, agent, command, customer, frame, lead, message, on, store, text,
    user,
};

/// A word that stands nowhere else.
fn word(number: usize) -> String {
    format!("plantq{number:02}z")
}

const WORDS: usize = 53;

/// What is asked first in both cases: what is learned of it is looked for by its features.
fn question() -> String {
    format!("Can you repair the {} of my {} tent?", word(2), word(3))
}

fn reply() -> String {
    format!("We gladly repair the {} in our own workshop for {} euros.", word(4), word(5))
}

fn source(answer: &domain::AnswerId, at: usize) -> Source {
    Source {
        answer: answer.clone(),
        question: format!("asked {}", word(at)),
        quote: format!("said {}", word(at + 1)),
        approved_by: Name::shortened(&word(at + 2)),
        approved_at: None,
    }
}

fn tags(words: &[usize]) -> TagList {
    let tags: Vec<_> = words.iter().map(|at| word(*at).parse().unwrap()).collect();
    tags.try_into().unwrap()
}

/// The head of a case as the table has it.
async fn at_head(deployment: &Deployment, case: &KnownCase) -> KnownCase {
    let head = deployment.log(&case.id).await.last().unwrap().event.seq;
    KnownCase { id: case.id.clone(), head }
}

/// Does something at the head of a case.
async fn does(
    deployment: &Deployment,
    by: &application::Caller,
    case: &KnownCase,
    id: &str,
    what: Command,
) -> KnownCase {
    let case = at_head(deployment, case).await;
    deployment.store(by, &command(&case, id, what)).await;
    at_head(deployment, &case).await
}

async fn says(
    deployment: &Deployment,
    by: &application::Caller,
    case: &KnownCase,
    id: &str,
    words: &str,
) -> KnownCase {
    let case = at_head(deployment, case).await;
    deployment.store(by, &message(&case, id, words)).await;
    at_head(deployment, &case).await
}

/// A case of Ada's with all those words in it, listed, learned from and folded. Gives it, and one of somebody else's whose
/// messages rest on what was learned from it.
async fn planted(deployment: &Deployment) -> (KnownCase, KnownCase) {
    let (ada, ines, lea) = (on("ada", customer(&word(1))), agent("ines"), lead("lea"));
    let session = "0".repeat(26).parse().unwrap();
    let connection = ada.connection.clone().unwrap();
    deployment
        .cases
        .listeners
        .arrive(&connection, &ada.principal, Some(&session), ListFrames::Single, NOW)
        .await
        .unwrap();
    let case = deployment.open(&ada, &question()).await;
    deployment.listen(&ada, &case.id).await;
    let case = says(deployment, &ines, &case, "reply", &reply()).await;
    for at in 6..16 {
        says(deployment, &ada, &case, &format!("said-{at}"), &format!("and my {}", word(at))).await;
    }
    for at in (16..20).chain([47, 48, 50]) {
        let note = Command::Note {
            text: text(&format!("they mean {}", word(at))),
            mentions: Default::default(),
        };
        does(deployment, &ines, &case, &format!("note-{at}"), note).await;
    }
    let subject = format!("About the {}", word(51)).parse().ok();
    does(deployment, &ines, &case, "subject", Command::SetSubject { subject }).await;
    for (id, add, remove) in [("tag", vec![52, 53], vec![]), ("untag", vec![], vec![52])] {
        let tag = Command::Tag { add: tags(&add), remove: tags(&remove) };
        does(deployment, &ines, &case, id, tag).await;
    }
    let guest = UserId::visitor([9; 16]);
    let add = Command::AddParticipant { user: guest, name: Name::shortened(&word(20)) };
    does(deployment, &ines, &case, "guest", add).await;
    let slip = says(deployment, &ada, &case, "slip", &format!("my card {}", word(21))).await;
    let withdraw = frame("withdraw", "take-back", &slip, json!({ "of": slip.head }));
    deployment.act(&ada, withdraw).await;
    let asked = says(deployment, &ada, &case, "again", &format!("and {} now?", word(22))).await;
    let grounds = Grounds { like: Some(format!("like {}", word(23))), ..Grounds::default() };
    let sources = vec![source(&crate::deployment::answer_id("other"), 24)];
    let words = text(&format!("We send {} back.", word(27)));
    let suggest = Command::Suggest { answers: asked.head, text: words, sources, grounds };
    let assistant = domain::Principal::assistant(store());
    let assistant = application::Caller { principal: assistant, ..lea.clone() };
    let drafted = does(deployment, &assistant, &case, "triage-draft", suggest).await;
    let edited = json!({ "suggestion": drafted.head, "text": format!("We send {} soon.", word(28)), "anyway": true });
    deployment.act(&ines, frame("approve", "approve", &drafted, edited)).await;
    for at in 29..45 {
        says(deployment, &ines, &case, &format!("told-{at}"), &format!("about {}", word(at))).await;
    }
    let rate = Command::Rate { score: Score::try_from(2).unwrap(), comment: Some(text(&word(45))) };
    does(deployment, &ada, &case, "rate", rate).await;
    list(deployment, &case.id, 1).await;
    save_answers(deployment, &case).await;
    learn(deployment, &case).await;
    let other = deployment.open(&customer("bob"), "May I have my tent repaired?").await;
    (case, cite(deployment, other).await)
}

/// A lead saves two replies as answers: one word for word, one that they put in other words later.
async fn save_answers(deployment: &Deployment, case: &KnownCase) {
    let lea = lead("lea");
    let from =
        |at: u64| Some(contract::Provenance { case: case.id.clone(), seq: at.try_into().unwrap() });
    let told = format!("about {}", word(29));
    for (id, asked, told) in [("saved", word(46), told.clone()), ("reworded", question(), told)] {
        let new = NewAnswer { from: from(2), ..crate::answers::new(id, &asked, &told) };
        let stores = &deployment.cases.stores;
        deployment.knowledge.add(stores, &lea, &store(), new).await.unwrap();
    }
    let id = domain::AnswerId::derive(&store(), crate::deployment::command_id("reworded").as_str());
    let (question, words) = ("Do you repair tents?", "We repair all tents that we have sold.");
    let edit = Change::Edit {
        question: Some(text(question)),
        text: Some(text(words)),
        language: None,
        drafts_only: None,
    };
    deployment.knowledge.change(&lea, &store(), &id, 1, edit).await.unwrap();
}

/// Takes in what was said and decided, and makes a snapshot of it.
pub(super) async fn learn(deployment: &Deployment, case: &KnownCase) {
    let batch = deployment.batch(&case.id, 1).await;
    let ingested = deployment.triage.take(&batch).await.ingested;
    assert!(deployment.knowledge.keep(&ingested.verdicts).await.is_empty());
    keep_question(deployment, case).await;
    let embed = |_| std::future::ready(None);
    let due = NOW.plus_seconds(2_000);
    let compacted = deployment.knowledge.compact(&store(), "one", embed, due).await.unwrap();
    assert!(matches!(compacted, Compaction::Done(_)), "{compacted:?}");
}

/// Keeps the first question as triage saw it.
async fn keep_question(deployment: &Deployment, case: &KnownCase) {
    let asked = application::QuestionContext {
        question: retrieval::Question::lexical(&question()),
        offers: Vec::new(),
        vote: domain::ModelVote::NotAsked,
        is_audit: false,
        is_sure: false,
        unattended: None,
    };
    let first = (&case.id, 1.try_into().unwrap(), NOW);
    deployment.knowledge.asked(&store(), first, asked, NOW).await.unwrap();
}

/// Somebody else gets a message that rests on the answer which was saved word for word.
async fn cite(deployment: &Deployment, case: KnownCase) -> KnownCase {
    let id = domain::AnswerId::derive(&store(), crate::deployment::command_id("saved").as_str());
    let own =
        Source { question: word(46), quote: format!("about {}", word(29)), ..source(&id, 47) };
    let command =
        Command::Answer { answers: case.head, text: text("See below."), sources: vec![own] };
    let assistant = domain::Principal::assistant(store());
    let assistant = application::Caller { principal: assistant, ..lead("lea") };
    let told = does(deployment, &assistant, &case, "triage-answer", command).await;
    list(deployment, &told.id, 1).await;
    told
}

#[tokio::test]
async fn none_of_fifty_three_words_is_left_in_any_row_or_snapshot() {
    let deployment = Deployment::new();
    let (case, other) = planted(&deployment).await;
    let planted: Vec<_> = (1..=WORDS).collect();
    for number in &planted {
        let is_taken_back = *number == 21;
        let found = holding(&deployment, word(*number).as_bytes());
        assert_eq!(found.is_empty(), is_taken_back, "{} was planted", word(*number));
    }
    let features = Features::of(&question()).pack();
    let before = holding(&deployment, &features);
    for kept in ["ASKED#", "MODEL#", "VERDICT#"] {
        assert!(before.iter().any(|row| row.contains(kept)), "{kept}: {before:?}");
    }
    super::erase(&deployment, &case).await;
    for number in planted {
        let found = holding(&deployment, word(number).as_bytes());
        assert_eq!(found, Vec::<String>::new(), "{} is left", word(number));
    }
    assert_eq!(holding(&deployment, &features), Vec::<String>::new(), "what it was learned by");
    let log = deployment.log(&case.id).await;
    assert!(log.iter().all(|entry| entry.event.text.is_none()));
    assert_eq!(log.last().unwrap().event.author.id, Some(user(&lead("lea"))));
    assert_eq!(deployment.log(&other.id).await[1].event.text, Some(text("See below.")));
    let reworded = b"We repair all tents";
    assert!(!holding(&deployment, reworded).is_empty(), "a lead's own words stay");
    assert!(contents(&deployment).len() > 20, "and so does the skeleton");
}

#[tokio::test]
async fn what_a_process_that_began_before_writes_afterwards_goes_too() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), &question()).await;
    says(&deployment, &agent("ines"), &case, "reply", &reply()).await;
    let batch = deployment.batch(&case.id, 1).await;
    let ingested = deployment.knowledge.ingest(&batch).await.unwrap();
    ask(&deployment, &of_case("erase", &case.id)).await;
    run(&deployment).await;
    // It had read the words, and writes what it has made of them.
    assert!(deployment.knowledge.keep(&ingested.verdicts).await.is_empty());
    let again = deployment.knowledge.ingest(&batch).await.unwrap();
    assert!(again.verdicts.is_empty());
    deployment.projections.summarize(&batch).await.unwrap();
    let features = Features::of(&question()).pack();
    assert_eq!(holding(&deployment, &features).len(), 1);
    // The stream brings the erasure behind what was said.
    list(&deployment, &case.id, 3).await;
    crate::clock::advance(121);
    run(&deployment).await;
    assert_eq!(holding(&deployment, &features), Vec::<String>::new());
    for number in 2..=5 {
        assert_eq!(holding(&deployment, word(number).as_bytes()), Vec::<String>::new());
    }
    assert_eq!(steps(&deployment).await, [domain::ErasureStep::Done]);
}

#[tokio::test]
async fn what_triage_is_about_meanwhile_is_kept_by_nothing() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), &question()).await;
    ask(&deployment, &of_case("erase", &case.id)).await;
    run(&deployment).await;
    keep_question(&deployment, &case).await;
    let features = Features::of(&question()).pack();
    assert_eq!(holding(&deployment, &features), Vec::<String>::new());
}

#[tokio::test]
async fn a_customers_cases_go_and_others_stay() {
    let deployment = Deployment::new();
    let (ada, bob) = (customer("ada"), customer("bob"));
    let mut cases = Vec::new();
    for number in 0..60 {
        let words = format!("secret {number}");
        let case = deployment.open_as(&ada, &format!("open-{number}"), &words).await;
        list(&deployment, &case.id, 1).await;
        cases.push(case.id);
    }
    let other = deployment.open(&bob, "my own words").await;
    list(&deployment, &other.id, 1).await;
    ask(&deployment, &of_customer("erase", &user(&ada))).await;
    let report = run(&deployment).await;
    assert_eq!(report.cases, 60);
    // Out of the search they go as `projections` hears of it.
    for case in &cases {
        list(&deployment, case, 2).await;
    }
    assert_eq!(holding(&deployment, b"secret"), Vec::<String>::new());
    assert!(!holding(&deployment, b"my own words").is_empty());
    carry_out(&deployment).await;
    let later = deployment.open_as(&ada, "later", "a secret again").await;
    list(&deployment, &later.id, 1).await;
    run(&deployment).await;
    assert!(!holding(&deployment, b"a secret again").is_empty(), "what came later stays");
}

#[tokio::test]
async fn whoever_listens_is_told_and_the_words_are_gone_from_the_lists() {
    let deployment = Deployment::new();
    let (ada, ines) = (customer("ada"), agent("ines"));
    let case = deployment.open(&ada, "a secret").await;
    list(&deployment, &case.id, 1).await;
    for listener in [&ada, &ines] {
        deployment.listen(listener, &case.id).await;
    }
    super::erase(&deployment, &case).await;
    for connection in ["ada", "ines"] {
        let frames = deployment.aws.frames(connection);
        let kinds: Vec<_> = frames.iter().map(|frame| &frame["event"]["body"]["kind"]).collect();
        assert_eq!(kinds, ["resolved", "erased"]);
    }
    list(&deployment, &case.id, 2).await;
    let wanted = application::Wanted::Of(store(), user(&ada));
    let page = deployment
        .lists
        .list(&ines, &deployment.cases.stores, wanted, &application::Filter::default(), None)
        .await;
    let summary = page.unwrap().cases.remove(0);
    assert_eq!((summary.subject, summary.excerpt, summary.customer_name), (None, None, None));
    assert_eq!(summary.status, domain::Status::Resolved);
}

#[tokio::test]
async fn what_a_case_is_sorted_by_after_its_erasure_stays_however_often_that_is_told() {
    let deployment = Deployment::new();
    let (ada, ines) = (customer("ada"), agent("ines"));
    let case = deployment.open(&ada, "a secret").await;
    let sort = async |id: &str, word: usize| {
        let tag = Command::Tag { add: tags(&[word]), remove: TagList::default() };
        does(&deployment, &ines, &case, &format!("tag-{id}"), tag).await;
        let subject = format!("About {id}").parse().ok();
        let set = Command::SetSubject { subject };
        does(&deployment, &ines, &case, &format!("set-{id}"), set).await;
    };
    sort("before", 1).await;
    list(&deployment, &case.id, 1).await;
    super::erase(&deployment, &case).await;
    says(&deployment, &ada, &case, "more", "hello again").await;
    sort("after", 2).await;
    let summaries = &deployment.projections.summaries;
    for _ in 0..2 {
        list(&deployment, &case.id, 1).await;
        let summary = summaries.one(&case.id).await.unwrap().unwrap();
        assert_eq!(summary.subject.as_deref(), Some("About after"));
        assert_eq!(summary.tags, tags(&[2]).iter().cloned().collect::<Vec<_>>());
        assert!(deployment.projections.rebuild(&case.id).await.unwrap());
    }
}
