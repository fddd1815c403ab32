//! What a question was answered with, as the model counts it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A small number for an answer; zero is "no reusable answer: a person wrote one".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Label(pub u32);

/// The label of questions that no stored answer fits.
pub const ESCALATE: Label = Label(0);

/// Marks a class whose answer was withdrawn.
pub(crate) const RETIRED: Label = Label(u32::MAX);

/// The store's answers by label, in order of first use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Labels {
    names: Vec<String>,
    #[serde(skip)]
    numbers: BTreeMap<String, Label>,
}

impl Labels {
    /// The labels of answers named in this order, as a snapshot keeps them.
    pub fn named(names: Vec<String>) -> Self {
        let numbers =
            names.iter().zip(1..).map(|(name, number)| (name.clone(), Label(number))).collect();
        Self { names, numbers }
    }

    /// The label of an answer, given now if it is new.
    pub fn number(&mut self, answer: &str) -> Label {
        if let Some(label) = self.numbers.get(answer) {
            return *label;
        }
        self.names.push(answer.to_owned());
        let label = Label(self.names.len() as u32);
        self.numbers.insert(answer.to_owned(), label);
        label
    }

    /// The label of an answer already seen.
    pub fn find(&self, answer: &str) -> Option<Label> {
        self.numbers.get(answer).copied()
    }

    /// The answer behind a label; nothing for [`ESCALATE`].
    pub fn name(&self, label: Label) -> Option<&str> {
        self.names.get((label.0 as usize).checked_sub(1)?).map(String::as_str)
    }

    /// The answers in order of their labels, from label 1 on.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_its_label() {
        let mut labels = Labels::default();
        let first = labels.number("returns");
        assert_eq!(labels.number("delivery"), Label(2));
        assert_eq!(labels.number("returns"), first);
        assert_eq!(labels.name(first), Some("returns"));
    }

    #[test]
    fn escalate_names_no_answer() {
        assert_eq!(Labels::named(vec!["returns".into()]).name(ESCALATE), None);
    }

    #[test]
    fn labels_survive_a_snapshot() {
        let labels = Labels::named(vec!["a".into(), "b".into()]);
        assert_eq!(labels.find("b"), Some(Label(2)));
        assert_eq!(labels.names(), ["a", "b"]);
    }
}
