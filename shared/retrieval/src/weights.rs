//! The weights shipped with the crate: what a store's triage believes before it has verdicts of its own.

use crate::stacked_confidence::Stack;

/// Initial weights of the lexical tier, for any language and shop.
pub const LEXICAL: &str = include_str!("../weights/lexical.txt");
/// Initial weights of the vector tier; they hold only for the embeddings model named in the file.
pub const DENSE: &str = include_str!("../weights/dense.all-MiniLM-L6-v2.txt");
/// Initial weights of both tiers together; they hold only for the embeddings model named in the file.
pub const BOTH: &str = include_str!("../weights/both.all-MiniLM-L6-v2.txt");

/// Initial weights of words and static vectors together; they hold only for the table named in the file.
pub const STATIC: &str = include_str!("../weights/both.wordllama-l2-supercat-256.txt");

/// The embeddings models for which weights ship: what another's vectors are worth, a store's verdicts must show first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WeighedModel {
    /// all-MiniLM-L6-v2, by a service.
    #[default]
    MiniLm,
    /// WordLlama's table of static vectors with 256 dimensions.
    WordLlama,
}

impl WeighedModel {
    /// The model of this name: by itself, behind its publisher's, and as Ollama has it.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        match name.rsplit('/').next()? {
            "all-minilm-l6-v2" | "all-minilm" | "all-minilm:latest" => Some(Self::MiniLm),
            "wordllama-l2-supercat-256" => Some(Self::WordLlama),
            _ => None,
        }
    }

    /// The weights of its vectors together with words.
    pub(crate) fn both(self) -> &'static str {
        match self {
            Self::MiniLm => BOTH,
            Self::WordLlama => STATIC,
        }
    }
}

/// A weights file: `# provenance` lines, then lines of a name and its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Where the weights come from, line by line: command, data and checksums, date.
    pub provenance: Vec<String>,
    /// The stack.
    pub stack: Stack,
    /// Purity from which on a candidate is worth an agent's look before anything was certified.
    pub threshold: f32,
}

impl Weights {
    /// Reads a weights file; nothing if a line is missing, is no number, or has the wrong length.
    pub fn parse(text: &str) -> Option<Self> {
        let provenance =
            text.lines().filter_map(|line| line.strip_prefix("# ")).map(str::to_owned).collect();
        let mean = numbers(text, "mean")?;
        let spread = numbers(text, "spread")?;
        let weights = numbers(text, "weights")?;
        let threshold = *numbers(text, "threshold")?.first()? as f32;
        let sound = spread.len() == mean.len() && weights.len() == 1 + 4 * mean.len();
        sound.then_some(Self { provenance, stack: Stack { mean, spread, weights }, threshold })
    }

    /// The file's text, numbers rounded to six digits.
    pub fn print(&self) -> String {
        let provenance: String = self.provenance.iter().map(|line| format!("# {line}\n")).collect();
        let line = |name: &str, values: &[f64]| {
            let values: Vec<String> = values.iter().map(|value| format!("{value:.6}")).collect();
            format!("{name} {}\n", values.join(" "))
        };
        let stack = [
            ("mean", &self.stack.mean),
            ("spread", &self.stack.spread),
            ("weights", &self.stack.weights),
        ];
        let lines: String = stack.iter().map(|(name, values)| line(name, values)).collect();
        format!("{provenance}{lines}threshold {:.4}\n", self.threshold)
    }
}

fn numbers(text: &str, name: &str) -> Option<Vec<f64>> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    line.split(' ')
        .map(|number| number.parse().ok().filter(|number: &f64| number.is_finite()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tier;

    #[test]
    fn the_shipped_weights_are_sound_and_say_where_they_come_from() {
        for text in [LEXICAL, DENSE, BOTH, STATIC] {
            let weights = Weights::parse(text).unwrap();
            assert!(weights.provenance.iter().any(|line| line.contains("sha256")));
            assert!((0.5..1.0).contains(&weights.threshold));
        }
    }

    #[test]
    fn a_model_is_known_by_its_name_however_it_is_spelt_and_no_other_is() {
        for name in ["all-MiniLM-L6-v2", "sentence-transformers/all-minilm-l6-v2", "all-minilm"] {
            assert_eq!(WeighedModel::of(name), Some(WeighedModel::MiniLm), "{name}");
        }
        assert_eq!(WeighedModel::of("wordllama-l2-supercat-256"), Some(WeighedModel::WordLlama));
        for name in ["", "all-MiniLM-L12-v2", "wordllama", "potion-base-8M"] {
            assert_eq!(WeighedModel::of(name), None, "{name}");
        }
    }

    #[test]
    fn each_models_vectors_have_weights_of_their_own() {
        for (model, named) in [
            (WeighedModel::MiniLm, "embeddings: all-MiniLM-L6-v2"),
            (WeighedModel::WordLlama, "embeddings: wordllama-l2-supercat-256"),
        ] {
            let weights = Tier::Both.shipped(model).unwrap();
            assert!(weights.provenance.iter().any(|line| line == named), "{named}");
            let widened = Tier::WithModel.shipped(model).unwrap().stack.mean.len();
            assert_eq!(widened, weights.stack.mean.len() + 2);
        }
    }

    #[test]
    fn printing_and_reading_are_inverse() {
        let weights =
            Weights::parse("# by hand\nmean 0.5\nspread 2\nweights 1 2 3 4 5\nthreshold 0.9\n")
                .unwrap();
        assert_eq!(Weights::parse(&weights.print()), Some(weights));
    }

    #[test]
    fn a_damaged_file_is_refused() {
        for text in [
            "",
            "mean 1\nspread 1\nweights 1 2\nthreshold 0.9",
            "mean x\nspread 1\nweights 1 2 3 4 5\nthreshold 0.9",
        ] {
            assert_eq!(Weights::parse(text), None);
        }
    }
}
