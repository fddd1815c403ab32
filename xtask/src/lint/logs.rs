//! What never goes into a log.

use super::Violation;
use super::phrases::has_word;
use super::source::Source;

const MACROS: [&str; 7] = ["trace!", "debug!", "info!", "warn!", "error!", "event!", "span!"];
/// Names of fields and values that hold what people wrote or what opens doors.
const PRIVATE: [&str; 11] = [
    "text",
    "token",
    "prompt",
    "email",
    "e_mail",
    "secret",
    "password",
    "bearer",
    "authorization",
    "jwt",
    "body",
];

/// Message text, tokens, prompts and e-mail addresses in the arguments of a logging macro.
pub(super) fn check(source: &Source) -> Vec<Violation> {
    let logs_for_people =
        ["functions/", "shared/"].iter().any(|folder| source.path.starts_with(folder));
    if !source.is_rust() || !logs_for_people {
        return Vec::new();
    }
    let calls = MACROS.iter().flat_map(|name| calls(&source.bare, name));
    let found = calls.filter_map(|(line, arguments)| {
        let word = PRIVATE.iter().find(|word| has_whole_word(arguments, word))?;
        let reason = "a log is read by more people than a case: ids are enough to find the rest";
        Some(Violation {
            path: source.path.clone(),
            line,
            what: format!("`{word}` in a log"),
            reason,
        })
    });
    found.collect()
}

/// The line and the arguments of each call of the macro `name`.
fn calls<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    text.match_indices(name)
        .filter(|(at, _)| has_word(&text[at.saturating_sub(1)..at + name.len()], name))
        .map(|(at, _)| {
            let rest = &text[at + name.len()..];
            (text[..at].lines().count().max(1), &rest[..end_of_call(rest)])
        })
}

fn end_of_call(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth <= 1 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    rest.len()
}

fn has_whole_word(text: &str, word: &str) -> bool {
    let ends =
        |at: usize| !text[at + word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let begins = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| begins(at) && ends(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        check(&Source::new("shared/application/src/append.rs", text)).len()
    }

    #[test]
    fn private_values_are_found_in_every_argument() {
        assert_eq!(count("info!(case = %case, text = %message.text, \"stored\");"), 1);
        assert_eq!(
            count("tracing::warn!(\n    case = %case,\n    %token,\n    \"refused\"\n);"),
            1
        );
        assert_eq!(count("error!(error = %short(&error), user.email);"), 1);
    }

    #[test]
    fn ids_and_prose_are_fine() {
        assert_eq!(count("info!(case = %case, \"the token has expired\"); let text = 1;"), 0);
        assert_eq!(count("debug!(text_bytes = length, context = 1)"), 0);
    }
}
