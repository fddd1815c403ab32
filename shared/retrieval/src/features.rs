//! A question as hashed features in two spaces: what was said (words) and how it is spelt (shapes).

use std::hash::Hasher as _;

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use crate::sparse::{Sparse, sublinear};
use crate::text::{shapes, tokens};

/// Indices per space: 2^14. More gave nothing on the data measured, fewer collide.
pub const WIDTH: u32 = 1 << 14;

/// The hashed features of one text; the text itself cannot be read back from them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// Words, neighbouring pairs, pairs with one word between, and the first and last word.
    pub words: Sparse,
    /// Runs of 3 to 5 characters within padded tokens.
    pub shapes: Sparse,
    /// How many tokens the text has.
    pub tokens: u32,
}

impl Features {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let tokens = tokens(text);
        Self {
            words: sublinear(word_indices(&tokens)),
            shapes: sublinear(shape_indices(&tokens)),
            tokens: tokens.len() as u32,
        }
    }

    /// Whether there is nothing to compare: no word in the text.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

fn word_indices(tokens: &[String]) -> Vec<u32> {
    let mut indices: Vec<u32> = tokens.iter().map(|word| index("w", &[word])).collect();
    indices.extend(tokens.windows(2).map(|pair| index("b", &[&pair[0], &pair[1]])));
    indices.extend(tokens.windows(3).map(|three| index("s", &[&three[0], &three[2]])));
    indices.extend(tokens.first().map(|word| index("p", &[word])));
    indices.extend(tokens.last().map(|word| index("l", &[word])));
    indices
}

fn shape_indices(tokens: &[String]) -> Vec<u32> {
    tokens.iter().flat_map(|token| shapes(token)).map(|run| index("c", &[&run])).collect()
}

/// FNV-1a over the parts, each closed by a byte that no text holds, then mixed as Murmur3 ends.
///
/// Stored models depend on this function: changing it means starting every model anew.
fn index(kind: &str, parts: &[&str]) -> u32 {
    let mut hasher = FnvHasher::default();
    for part in std::iter::once(&kind).chain(parts) {
        hasher.write(part.as_bytes());
        hasher.write(&[0xff]);
    }
    let mut hash = hasher.finish();
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    ((hash ^ (hash >> 33)) % u64::from(WIDTH)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn indices_are_pinned_because_stored_models_depend_on_them() {
        let known = [index("w", &["card"]), index("b", &["my", "card"]), index("c", &[" ca"])];
        assert_eq!(known, PINNED);
    }

    const PINNED: [u32; 3] = [11190, 6208, 5328];

    #[test]
    fn order_of_words_matters_in_the_word_space_only() {
        let (one, other) = (Features::of("card lost today"), Features::of("today lost card"));
        assert_ne!(one.words, other.words);
        assert_eq!(one.shapes, other.shapes);
    }

    #[test]
    fn a_text_without_words_has_no_features() {
        assert!(Features::of(" ?! ").is_empty());
    }

    proptest! {
        #[test]
        fn indices_ascend_and_fit_their_space(text in "\\PC{0,120}") {
            let features = Features::of(&text);
            for space in [&features.words, &features.shapes] {
                prop_assert!(space.windows(2).all(|pair| pair[0].0 < pair[1].0));
                prop_assert!(space.iter().all(|&(index, weight)| index < WIDTH && weight >= 1.0));
            }
        }

        #[test]
        fn case_and_punctuation_change_nothing(text in "[a-z]{1,8}( [a-z]{1,8}){0,5}") {
            prop_assert_eq!(Features::of(&text), Features::of(&format!("{}?!", text.to_uppercase())));
        }
    }
}
