//! Text as the model sees it: normalised, in lower case, cut into tokens.

use unicode_normalization::UnicodeNormalization;

/// The tokens of a text: runs of letters, digits and underscores after NFKC and lower-casing.
///
/// NFKC folds what only looks different (full-width letters, ligatures, non-breaking spaces).
pub fn tokens(text: &str) -> Vec<String> {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded
        .split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
        .collect()
}

/// All runs of 3 to 5 characters in a token padded by a space on each side.
///
/// They let a misspelt or inflected word keep most of its likeness.
pub fn shapes(token: &str) -> Vec<String> {
    let padded: Vec<char> = format!(" {token} ").chars().collect();
    (3..=5).flat_map(|size| padded.windows(size).map(|run| run.iter().collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_that_only_look_different_become_the_same_tokens() {
        assert_eq!(tokens("Ｗｈｅｒｅ\u{a0}is my ﬁle?"), tokens("where is my file"));
    }

    #[test]
    fn punctuation_separates_and_digits_stay() {
        assert_eq!(tokens("Order #4711, top-up!"), ["order", "4711", "top", "up"]);
        assert!(tokens("?!… —").is_empty());
    }

    #[test]
    fn a_short_word_has_the_shapes_of_its_padding() {
        assert_eq!(shapes("pin"), [" pi", "pin", "in ", " pin", "pin ", " pin "]);
    }

    proptest! {
        #[test]
        fn tokens_hold_nothing_but_word_characters(text in "\\PC{0,80}") {
            for token in tokens(&text) {
                prop_assert!(!token.is_empty());
                prop_assert!(token.chars().all(|c| c.is_alphanumeric() || c == '_'));
            }
        }
    }
}
