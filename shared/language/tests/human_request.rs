//! Precision and recall of requests for a person over examples in twelve languages, printed.

use std::collections::BTreeMap;

use language::human_request::requests_human;

const REQUESTS: [&str; 2] =
    [include_str!("human_request/requests.txt"), include_str!("../src/human_request/wishes.txt")];
const OTHERS: [&str; 2] =
    [include_str!("human_request/others.txt"), include_str!("../src/human_request/others.txt")];
/// The shares that must hold: a person refused costs a customer, a person too many a minute.
const RECALL: f64 = 0.99;
const PRECISION: f64 = 0.99;

/// The examples of all files, each with the language or the heading that it stands under.
fn examples(files: [&'static str; 2]) -> Vec<(&'static str, &'static str)> {
    let mut heading = "";
    let mut examples = Vec::new();
    for line in files.into_iter().flat_map(str::lines).filter(|line| !line.is_empty()) {
        match line.strip_prefix("# ") {
            Some(own) => heading = own,
            None => examples.push((heading, line)),
        }
    }
    examples
}

#[test]
fn requests_for_a_person_are_told_from_others_in_twelve_languages() {
    let (requests, others) = (examples(REQUESTS), examples(OTHERS));
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (language, text) in &requests {
        let count = counts.entry(language).or_default();
        count.1 += 1;
        if requests_human(text) { count.0 += 1 } else { missed.push((language, text)) }
    }
    let wrong: Vec<_> = others.iter().filter(|(_, text)| requests_human(text)).collect();
    for (language, (found, all)) in &counts {
        println!("{language}  {found}/{all} requests found");
    }
    let found = (requests.len() - missed.len()) as f64;
    let (recall, precision) = (found / requests.len() as f64, found / (found + wrong.len() as f64));
    println!(
        "{} examples: recall {recall:.3}, precision {precision:.3}",
        requests.len() + others.len()
    );
    println!("missed {missed:#?}\nwrong {wrong:#?}");
    assert!(requests.len() + others.len() >= 600, "{}", requests.len() + others.len());
    assert!(recall >= RECALL, "missed {missed:#?}");
    assert!(precision >= PRECISION, "wrong {wrong:#?}");
}
