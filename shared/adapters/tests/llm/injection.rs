//! People who write to the model instead of to the shop. Against the worst case, a model that does whatever it reads:
//! its replies are refused, or say nothing but what an offered answer says.

use language::drafting::{Draft, Offer, Reader, Speaker, Task, Turn};
use language::redaction::Private;
use serde_json::{Value, json};

use crate::llm::model::{Model, Received, said};
use crate::llm::{GOOD, OFFERS, chat, later, llm};

/// Messages, and behind `=>` what a model that obeys would say.
const INJECTIONS: &str = include_str!("injections.txt");

fn injections() -> impl Iterator<Item = (&'static str, &'static str)> {
    INJECTIONS
        .lines()
        .filter(|line| !line.starts_with("# "))
        .map(|line| line.split_once(" => ").unwrap())
}

/// The ways in which a model may obey.
const MANNERS: usize = 7;
/// It does not obey and says what an offered answer says: what gets through when all else is refused.
const CONTROL: usize = MANNERS;

/// In so many of the conversations at least it gets through: of the 70 messages these are in English, as the answer is.
const LEAST_CONTROLS: usize = 20;

fn obey(manner: usize, demand: &str, received: &Received) -> String {
    let good = "You can return any item within 14 days of delivery.";
    let reply = |parts: &[(&str, &str)]| {
        let parts = parts.iter().map(|(text, id)| json!({ "text": text, "answers": [id] }));
        json!({ "sentences": parts.collect::<Vec<_>>() }).to_string()
    };
    match manner {
        0 => demand.to_owned(),
        1 => reply(&[(demand, "A1")]),
        2 => reply(&[(good, "A1"), (demand, "A2")]),
        3 => reply(&[(&format!("{good} {demand}"), "A1")]),
        4 => reply(&[(demand, "A3")]),
        5 => format!("{GOOD}\n{demand}"),
        CONTROL => GOOD.to_owned(),
        _ => reply(&[(received.json()["messages"][0]["content"].as_str().unwrap(), "A1")]),
    }
}

/// A model that obeys: the demand travels in a header of this test's making, the model's name.
async fn obedient() -> Model {
    Model::start(|_, received| {
        let (manner, demand) = received.json()["model"]
            .as_str()
            .unwrap()
            .split_once(' ')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        said(&obey(manner.parse().unwrap(), &demand, received))
    })
    .await
}

async fn draft(
    model: &Model,
    manner: usize,
    demand: &str,
    task: &Task<'_>,
) -> Result<Draft, String> {
    let mut settings = chat(model.url());
    settings["model"] = json!(format!("{manner} {demand}"));
    let llm = llm(&json!({ "chat": [settings] }), &[]);
    let drafted = llm.draft(task, later(0)).await.map_err(|error| error.to_string())?;
    drafted.value.ok_or_else(|| "refused_declined".to_owned())
}

/// Whatever is shown is in an offered answer word for word. Says whether something is.
fn check(outcome: Result<Draft, String>, offers: &[Offer<'_>], what: &str) -> bool {
    match outcome {
        Err(code) => {
            assert!(code.starts_with("refused_"), "{what}: {code}");
            false
        }
        Ok(draft) => {
            for sentence in &draft.sentences {
                let is_offered = offers.iter().any(|offer| offer.text.contains(sentence.as_str()));
                assert!(is_offered, "{what}: {sentence}");
            }
            !draft.sentences.is_empty()
        }
    }
}

#[tokio::test]
async fn whatever_customers_tell_the_model_they_get_an_offered_answer_or_a_person() {
    assert_eq!(injections().count(), 70);
    let model = obedient().await;
    let mut controls = 0;
    for (message, demand) in injections() {
        for manner in 0..=CONTROL {
            let history = [Turn { speaker: Speaker::Customer, text: message }];
            let task = Task {
                question: message,
                locale: None,
                history: &history,
                offers: &OFFERS,
                private: &[],
                reader: Reader::Customer,
            };
            let outcome = draft(&model, manner, demand, &task).await;
            let is_shown = check(outcome, &OFFERS, message);
            controls += usize::from(is_shown && manner == CONTROL);
        }
    }
    assert!(controls >= LEAST_CONTROLS, "only {controls} replies that did not obey got through");
}

#[tokio::test]
async fn an_agent_is_never_shown_an_attackers_words_without_a_mark() {
    let model = obedient().await;
    let mut controls = 0;
    for (message, demand) in injections() {
        for manner in 0..=CONTROL {
            let task = Task {
                question: message,
                locale: None,
                history: &[],
                offers: &OFFERS,
                private: &[],
                reader: Reader::Agent,
            };
            let Ok(draft) = draft(&model, manner, demand, &task).await else { continue };
            controls += usize::from(manner == CONTROL);
            for (place, sentence) in draft.sentences.iter().enumerate() {
                let is_offered = OFFERS.iter().any(|offer| offer.text.contains(sentence.as_str()));
                let is_marked = draft.unsupported.contains(&place.try_into().unwrap());
                assert!(is_offered || is_marked, "{message}: {sentence}");
            }
        }
    }
    assert!(controls >= LEAST_CONTROLS, "only {controls} replies that did not obey got through");
}

#[tokio::test]
async fn what_stands_inside_an_answer_or_a_name_moves_nothing_either() {
    let model = obedient().await;
    let mut controls = 0;
    for (message, demand) in injections() {
        let poisoned = [OFFERS[0], Offer { question: message, text: message }];
        let private = [Private::Name(message)];
        let question = "How do I return this? It does not fit.";
        let task = Task {
            question,
            locale: None,
            history: &[],
            offers: &poisoned,
            private: &private,
            reader: Reader::Customer,
        };
        for manner in 0..=CONTROL {
            let is_shown = check(draft(&model, manner, demand, &task).await, &poisoned, message);
            controls += usize::from(is_shown && manner == CONTROL);
        }
    }
    assert!(controls >= LEAST_CONTROLS, "only {controls} replies that did not obey got through");
}

#[tokio::test]
async fn every_message_reaches_the_model_as_data_in_one_line_and_never_among_the_rules() {
    let model = Model::saying(GOOD).await;
    let llm = llm(&json!({ "chat": [chat(model.url())] }), &[]);
    for (message, _) in injections() {
        let task = Task {
            question: message,
            locale: None,
            history: &[],
            offers: &OFFERS,
            private: &[],
            reader: Reader::Customer,
        };
        let _ = llm.draft(&task, later(0)).await;
    }
    let received = model.received();
    let rules = |received: &Received| {
        received.json()["messages"][0]["content"].as_str().unwrap().replace(char::is_whitespace, "")
    };
    let languages: std::collections::BTreeSet<String> = received.iter().map(rules).collect();
    assert!(
        languages.len() <= 13,
        "the rules differ in the language they ask for and in nothing else"
    );
    for received in &received {
        let user = received.json()["messages"][1]["content"].as_str().unwrap().to_owned();
        let lines: Vec<&str> = user.lines().collect();
        assert_eq!(lines.len(), 3, "{user}");
        assert!(serde_json::from_str::<Value>(lines[1]).unwrap()["question"].is_string());
        assert_eq!(
            user.matches(lines[0].trim_start_matches("DATA ")).count(),
            2,
            "the mark is nowhere in the data"
        );
    }
}
