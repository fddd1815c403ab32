//! How much personal data is masked, and how much of what is none: both over corpora, both printed.

use std::collections::BTreeMap;

use language::redaction::Mask;

const FORMS: &str = include_str!("masking/forms.txt");
const SENTENCES: &str = include_str!("masking/sentences.txt");
const ORDINARY: &str = include_str!("masking/ordinary.txt");
/// Sentences of one template at most: its first and its last filler vary the slowest.
const EACH: usize = 800;

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Whether a number of the value is still there, or so much of it as two of its digits.
fn leaks(value: &str, masked: &str, frame: &str) -> bool {
    let digits = |word: &&str| word.chars().filter(char::is_ascii_digit).count() > 1;
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(digits).map(str::to_owned).collect()
    };
    let kept = words(masked);
    words(value).iter().any(|word| kept.contains(word) && !words(frame).contains(word))
}

#[test]
fn every_form_of_personal_data_is_masked_in_sentences_of_twelve_languages() {
    let frames: Vec<String> = SENTENCES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.replace("I wrote it down:", "I wrote it down:\n{}"))
        .collect();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for line in lines(FORMS) {
        let (kind, value) = line.split_once(" = ").unwrap();
        for frame in frames.iter().filter(|frame| frame.contains("{}")) {
            let text = frame.replace("{}", value);
            let masked = Mask::new(&[]).hide(&text);
            let count = counts.entry(kind).or_default();
            count.1 += 1;
            if masked.contains(value) || leaks(value, &masked, frame) {
                missed.push(format!("{text:?} -> {masked:?}"));
            } else {
                count.0 += 1;
            }
        }
    }
    for (kind, (found, all)) in &counts {
        println!("{kind:9} {found}/{all} masked");
    }
    let all: usize = counts.values().map(|count| count.1).sum();
    println!("all       {}/{all} masked", all - missed.len());
    assert!(missed.is_empty(), "{} of {all}: {:#?}", missed.len(), &missed[..missed.len().min(40)]);
}

#[test]
fn nothing_is_masked_in_ten_thousand_ordinary_sentences() {
    let mut fillers: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut templates = Vec::new();
    for line in lines(ORDINARY) {
        if let Some((tag, template)) = line.split_once(": ").filter(|(tag, _)| tag.len() == 2) {
            templates.push((tag, template));
        } else {
            let (name, values) = line.split_once(" = ").unwrap();
            let (tag, name) = name.split_once(' ').unwrap_or(("", name));
            fillers.insert((tag, name), values.split(" | ").collect());
        }
    }
    let (mut all, mut masked) = (0, Vec::new());
    for (tag, template) in templates {
        let mut sentences = vec![template.to_owned()];
        for ((own, name), values) in &fillers {
            let slot = format!("{{{name}}}");
            if (own.is_empty() || *own == tag) && template.contains(&slot) {
                let filled = |value: &&str| {
                    sentences.iter().map(|text| text.replace(&slot, value)).collect::<Vec<_>>()
                };
                sentences = values.iter().flat_map(filled).collect();
            }
        }
        assert!(sentences.iter().all(|text| !text.contains('{')), "{template}");
        let step = sentences.len().div_ceil(EACH);
        for text in sentences.iter().step_by(step) {
            all += 1;
            let after = Mask::new(&[]).hide(text);
            if after != *text {
                masked.push(format!("{text} -> {after}"));
            }
        }
    }
    println!("{} of {all} ordinary sentences masked", masked.len());
    assert!(masked.is_empty(), "{} of {all}: {:#?}", masked.len(), &masked[..masked.len().min(60)]);
    assert!(all >= 10_000, "only {all} sentences");
}
