//! Searching all cases of a store: what is found, by whom, what it costs, and what is found no more.

use application::{Batch, Caller, SearchQuery};
use contract::{MarkedPart, SearchPage};
use domain::{CaseWords, Command, CommandError};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, KnownCase, NOW, agent, at, command, customer, frame, later, lead, message,
    seq, text, user,
};

/// Brings list and index up to date with a case's whole log.
async fn index(deployment: &Deployment, case: &KnownCase) {
    let batch = deployment.batch(&case.id, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
    deployment.search.index(&batch).await.unwrap();
}

async fn opened(deployment: &Deployment, who: &Caller, id: &str, words: &str) -> KnownCase {
    let case = deployment.open_as(who, id, words).await;
    index(deployment, &case).await;
    case
}

async fn page(
    deployment: &Deployment,
    caller: &Caller,
    query: &SearchQuery,
    from: Option<String>,
) -> SearchPage {
    let stores = &deployment.cases.stores;
    let store = caller.principal.stores[0].clone();
    deployment.search.find(caller, stores, &store, query, from).await.unwrap()
}

fn words(words: &str) -> SearchQuery {
    SearchQuery { words: words.to_owned(), ..SearchQuery::default() }
}

fn shown(parts: &[MarkedPart]) -> String {
    let show = |part: &MarkedPart| match part.is_hit {
        true => format!("[{}]", part.text),
        false => part.text.clone(),
    };
    parts.iter().map(show).collect()
}

/// What is shown of the cases that a query finds.
async fn found(deployment: &Deployment, caller: &Caller, query: &SearchQuery) -> Vec<String> {
    let page = page(deployment, caller, query, None).await;
    page.hits.iter().map(|hit| shown(&hit.excerpt)).collect()
}

/// The rows of the index alone.
fn indexed(deployment: &Deployment) -> Vec<Value> {
    let is_indexed = |row: &Value| {
        row["pk"]["S"].as_str().is_some_and(|pk| pk.starts_with("FIND#"))
            || row["sk"]["S"] == "VIEW#WORDS"
    };
    deployment.aws.rows().into_iter().filter(is_indexed).collect()
}

#[tokio::test]
async fn a_case_is_found_by_words_in_any_spelling_and_by_their_beginnings_newest_first() {
    let deployment = Deployment::new();
    opened(&deployment, &customer("ada"), "1", "Liefern Sie nach Zürich?").await;
    opened(&deployment, &later(5, customer("bob")), "2", "Zurich, please, by Monday").await;
    opened(&deployment, &later(9, customer("cat")), "3", "商品の返品はできますか").await;
    let ines = agent("ines");
    for (query, expected) in [
        ("zurich", vec!["[Zurich], please, by Monday", "Liefern Sie nach [Zürich]?"]),
        ("ZÜR", vec!["[Zurich], please, by Monday", "Liefern Sie nach [Zürich]?"]),
        ("monday zurich", vec!["[Zurich], please, by [Monday]"]),
        ("返品", vec!["商品の[返品]はできますか"]),
        ("返", vec!["商品の[返]品はできますか"]),
        ("zurich unicorn", vec![]),
        ("zu", vec![]),
        ("?", vec![]),
    ] {
        assert_eq!(found(&deployment, &ines, &words(query)).await, expected, "{query}");
    }
}

#[tokio::test]
async fn notes_tags_names_and_ids_find_a_case_and_drafts_do_not() {
    let deployment = Deployment::new();
    let case = opened(&deployment, &customer("ada"), "1", "The lamp is broken").await;
    let ines = agent("ines");
    deployment.act(&ines, frame("note", "n", &case, json!({ "text": "their neighbour" }))).await;
    deployment.act(&ines, frame("tag", "t", &case, json!({ "add": ["warranty"] }))).await;
    deployment.suggest(&case, "Have you tried another socket?").await;
    index(&deployment, &case).await;
    let end = &case.id.as_str()[21..];
    for query in ["neighbour", "ada lamp", "warranty", end, &format!("#{end}"), case.id.as_str()] {
        let page = page(&deployment, &ines, &words(query), None).await;
        assert_eq!(page.hits.len(), 1, "{query}");
        assert_eq!(page.hits[0].case.case, case.id);
    }
    let by_note = page(&deployment, &ines, &words("neighbour"), None).await;
    assert_eq!(
        (by_note.hits[0].seq, &*shown(&by_note.hits[0].excerpt)),
        (seq(2), "their [neighbour]")
    );
    let by_name = page(&deployment, &ines, &words("ADA"), None).await;
    assert_eq!(shown(&by_name.hits[0].name), "[ada]");
    assert_eq!(found(&deployment, &ines, &words("socket")).await, [""; 0]);
}

#[tokio::test]
async fn customer_tag_and_days_narrow_a_search() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let first = opened(&deployment, &ada, "1", "a lamp").await;
    let day = 24 * 60 * 60;
    let mut late = later(day, customer("bob"));
    late.principal.expires = late.now.plus_seconds(60);
    opened(&deployment, &late, "2", "another lamp").await;
    let ines = agent("ines");
    deployment.act(&ines, frame("tag", "t", &first, json!({ "add": ["vip"] }))).await;
    index(&deployment, &first).await;
    let today = domain::Day::of(NOW);
    let lamp = || words("lamp");
    for (query, expected) in [
        (lamp(), vec!["another [lamp]", "a [lamp]"]),
        (SearchQuery { customer: Some(user(&ada)), ..lamp() }, vec!["a [lamp]"]),
        (SearchQuery { tag: "vip".parse().ok(), ..lamp() }, vec!["a [lamp]"]),
        (SearchQuery { until: Some(today), ..lamp() }, vec!["a [lamp]"]),
        (SearchQuery { from: Some(today.plus(1)), ..lamp() }, vec!["another [lamp]"]),
        (SearchQuery { from: Some(today.plus(2)), ..lamp() }, vec![]),
        (SearchQuery { from: Some(today.plus(1)), until: Some(today), ..lamp() }, vec![]),
    ] {
        assert_eq!(found(&deployment, &ines, &query).await, expected, "{query:?}");
    }
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended_each_case_once() {
    let deployment = Deployment::new();
    for n in 0..65 {
        let word = ["lamp", "lamps", "lampshade"][n % 3];
        let who = later(n as i64, customer(&format!("c{n}")));
        opened(&deployment, &who, "1", &format!("number x{n} {word}")).await;
    }
    let ines = agent("ines");
    for (query, expected) in [("lamp", 65), ("number lampsh", 21)] {
        let (mut seen, mut from, mut pages) = (Vec::new(), None, 0);
        loop {
            let page = page(&deployment, &ines, &words(query), from).await;
            assert!(page.hits.len() <= 20);
            seen.extend(page.hits.into_iter().map(|hit| (hit.case.opened_at, hit.case.case)));
            (from, pages) = (page.next, pages + 1);
            if from.is_none() {
                break;
            }
        }
        assert!(seen.is_sorted_by(|one, other| one > other), "{query}: newest first, each once");
        assert_eq!(seen.len(), expected, "{query}");
        assert!(pages <= 4, "{query}: {pages}");
    }
}

#[tokio::test]
async fn only_what_one_may_read_is_found() {
    let deployment = Deployment::new();
    let ada = at("north", customer("ada"));
    let case = deployment.open(&ada, "The lamp is broken").await;
    index(&deployment, &case).await;
    let (ines, omar, lea) =
        (at("north", agent("ines")), at("north", agent("omar")), at("north", lead("lea")));
    let connection = ines.connection.clone().unwrap();
    deployment.presence.arrive(&connection, &ines.principal, None, NOW).await.unwrap();
    let give = frame("assign", "a", &case, json!({ "agent": user(&ines) }));
    assert_eq!(deployment.act(&lea, give).await["action"], "ack");
    index(&deployment, &case).await;
    for query in ["lamp", case.id.as_str()] {
        for (who, expected) in [(&ines, 1), (&omar, 0), (&lea, 1)] {
            assert_eq!(page(&deployment, who, &words(query), None).await.hits.len(), expected);
        }
        // Another store's agents find nothing in their own, and are refused in this one.
        assert_eq!(page(&deployment, &agent("ines"), &words(query), None).await.hits.len(), 0);
    }
    for who in [&ada, &agent("ines"), &lead("lea")] {
        let (stores, north) = (&deployment.cases.stores, "north".parse().unwrap());
        let refused = deployment.search.find(who, stores, &north, &words("lamp"), None).await;
        assert_eq!(refused.decided(), Err(CommandError::NotFound));
    }
}

#[tokio::test]
async fn what_is_taken_back_is_gone_from_the_index_and_comes_back_by_no_old_record() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = opened(&deployment, &ada, "1", "my card is SECRET, my lamp").await;
    deployment.store(&ada, &message(&case, "m", "the lamp again")).await;
    let ines = agent("ines");
    deployment.act(&ines, frame("tag", "t", &case, json!({ "add": ["gold"] }))).await;
    let early = deployment.batch(&case.id, 1).await;
    deployment.search.index(&early).await.unwrap();
    deployment.act(&ada, frame("withdraw", "w", &case, json!({ "of": 1 }))).await;
    deployment.act(&ines, frame("tag", "u", &case, json!({ "remove": ["gold"] }))).await;
    index(&deployment, &case).await;
    let kept = indexed(&deployment);
    assert!(!format!("{kept:?}").to_lowercase().contains("secret"));
    // The stream brings the words as they were; whoever was cut off between row and case has left a row.
    deployment.search.index(&early).await.unwrap();
    assert_eq!(indexed(&deployment), kept);
    let lamp = page(&deployment, &ines, &words("lamp"), None).await;
    assert_eq!((lamp.hits.len(), lamp.hits[0].seq), (1, seq(2)));
    for query in ["secret", "gold"] {
        assert_eq!(page(&deployment, &ines, &words(query), None).await.hits.len(), 0, "{query}");
    }
}

#[tokio::test]
async fn an_index_made_anew_from_the_logs_is_the_same_byte_for_byte() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let mut cases = Vec::new();
    for n in 0..3 {
        let case = deployment.open_as(&ada, &format!("o{n}"), "Where is my parcel SECRET?").await;
        deployment.store(&agent("ines"), &message(&case, "m", "On its way to Zürich.")).await;
        let note = command(
            &case,
            "n",
            Command::Note { text: text("a parcel, a lamp"), mentions: Default::default() },
        );
        deployment.store(&agent("ines"), &note).await;
        cases.push(case);
    }
    deployment.act(&ada, frame("withdraw", "w", &cases[0], json!({ "of": 1 }))).await;
    deployment.act(&agent("ines"), frame("tag", "t", &cases[1], json!({ "add": ["vip"] }))).await;
    for case in &cases {
        for entry in deployment.log(&case.id).await {
            // Each in a batch of its own, one twice, and an old one again.
            let batch = Batch { case: case.id.clone(), entries: vec![entry] };
            deployment.search.index(&batch).await.unwrap();
            deployment.search.index(&batch).await.unwrap();
        }
        let mut first = deployment.batch(&case.id, 1).await;
        first.entries.truncate(1);
        deployment.search.index(&first).await.unwrap();
    }
    let made = indexed(&deployment);
    assert!(made.len() > 20);
    let logs: Vec<Value> =
        deployment.aws.rows().into_iter().filter(|row| !made.contains(row)).collect();
    let anew = Deployment::new();
    anew.aws.put_rows(&logs);
    for case in cases.iter().rev() {
        assert!(anew.search.rebuild(&case.id).await.unwrap());
        assert!(anew.search.rebuild(&case.id).await.unwrap());
    }
    assert_eq!(indexed(&anew), made);
    let never = crate::deployment::opening(&ada, "never", "x").case;
    assert!(!anew.search.rebuild(&never).await.unwrap());
}

#[tokio::test]
async fn a_case_from_before_the_search_is_found_whole_once_something_is_said_in_it() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "The lamp is broken").await;
    deployment.store(&customer("ada"), &message(&case, "m", "and the socket")).await;
    let batch = deployment.batch(&case.id, 2).await;
    deployment.projections.summarize(&deployment.batch(&case.id, 1).await).await.unwrap();
    deployment.search.index(&batch).await.unwrap();
    assert_eq!(found(&deployment, &agent("ines"), &words("lamp socket")).await.len(), 1);
}

#[tokio::test]
async fn indexing_survives_crashes() {
    let prepare = async |deployment: &Deployment| {
        let case = deployment.open(&customer("ada"), "my lamp, my card").await;
        let opening = deployment.batch(&case.id, 1).await;
        deployment.act(&customer("ada"), frame("withdraw", "w", &case, json!({ "of": 1 }))).await;
        let withdrawal = deployment.batch(&case.id, 2).await;
        (opening, withdrawal)
    };
    survives_crashes(prepare, async |deployment, (opening, withdrawal)| {
        for batch in [opening, withdrawal] {
            if deployment.search.index(batch).await.is_err() {
                return;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_case_has_a_bounded_number_of_rows() {
    let deployment = Deployment::new();
    let many: Vec<String> = (0..200).map(|n| format!("word{n}")).collect();
    let case = opened(&deployment, &customer("ada"), "1", &many.join(" ")).await;
    assert_eq!(indexed(&deployment).len(), CaseWords::MOST + 1);
    deployment.store(&customer("ada"), &message(&case, "m", "and one more")).await;
    index(&deployment, &case).await;
    assert_eq!(indexed(&deployment).len(), CaseWords::MOST + 1);
}

/// What is new costs a row each and the case's own; what is known half a read, and what says nothing nothing.
#[tokio::test]
async fn only_new_words_are_written() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = opened(&deployment, &ada, "1", "the lamp").await;
    for (number, said, expected) in [
        (2, "another lamp", vec!["GetItem", "BatchWriteItem", "PutItem"]),
        (3, "the lamp", vec!["GetItem"]),
    ] {
        deployment.store(&ada, &message(&case, &format!("m{number}"), said)).await;
        let batch = deployment.batch(&case.id, number).await;
        deployment.aws.forget_requests();
        deployment.search.index(&batch).await.unwrap();
        assert_eq!(deployment.aws.operations(), expected, "{said}");
    }
    deployment.act(&agent("ines"), frame("resolve", "r", &case, json!({}))).await;
    let batch = deployment.batch(&case.id, 4).await;
    deployment.aws.forget_requests();
    deployment.search.index(&batch).await.unwrap();
    assert_eq!(deployment.aws.operations(), [""; 0]);
}

#[tokio::test]
async fn a_search_makes_the_same_few_requests_however_many_cases_there_are() {
    let deployment = Deployment::new();
    let requests = async |query: &str| {
        deployment.aws.forget_requests();
        page(&deployment, &agent("ines"), &words(query), None).await;
        deployment.aws.operations().len()
    };
    let mut counts = Vec::new();
    for n in 0..100 {
        let who = later(n, customer(&format!("c{n}")));
        opened(&deployment, &who, "1", &format!("lamp order 9{n:04}")).await;
        if [9, 79, 99].contains(&n) {
            counts.push((requests("90007").await, requests("lamp").await));
        }
    }
    // One Query, the candidates' words and summaries, the events that are shown. Of many cases first the terms are read.
    assert_eq!(counts, [(4, 4), (4, 6), (4, 6)]);
}

#[tokio::test]
async fn after_a_roll_back_a_case_whose_terms_only_the_newer_release_reads_is_left_out_and_stays() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let newer = opened(&deployment, &ada, "1", "The lamp is broken").await;
    opened(&deployment, &later(5, ada.clone()), "2", "The lamp is lost").await;
    let is_its = |row: &Value| {
        row["pk"]["S"] == format!("CASE#{}", newer.id) && row["sk"]["S"] == "VIEW#WORDS"
    };
    let mut row = deployment.aws.rows().into_iter().find(is_its).unwrap();
    row["v"] = json!({ "N": "1" });
    deployment.aws.put_rows([&row]);
    let ines = agent("ines");
    assert_eq!(found(&deployment, &ines, &words("lamp")).await, ["The [lamp] is lost"]);
    let before = indexed(&deployment);
    deployment.store(&ada, &message(&newer, "more", "It was new")).await;
    let batch = deployment.batch(&newer.id, 2).await;
    let error = deployment.search.index(&batch).await.unwrap_err();
    assert!(error.is_unreadable(), "the stream goes on without it");
    assert_eq!(indexed(&deployment), before);
}
