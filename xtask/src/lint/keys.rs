//! Keys of rows are spelled in one place only.

use super::Violation;
use super::source::Source;

/// Beginnings of the paths in which no key is spelled.
const WITHIN: [&str; 3] = ["functions/", "shared/", "local/"];
/// Beginnings of the paths in which keys are right.
const EXCEPT: [&str; 2] = ["shared/adapters/src/dynamo/keys", "shared/adapters/fixtures/"];
const REASON: &str =
    "only `adapters/dynamo/keys` spells keys: two places that spell them will come to differ";

/// Every literal in production code that begins as a key does: in capitals, before a `#`.
pub(super) fn check(source: &Source) -> Vec<Violation> {
    let starts =
        |beginnings: &[&str]| beginnings.iter().any(|beginning| source.path.starts_with(beginning));
    if !starts(&WITHIN) || starts(&EXCEPT) || source.path.ends_with(".toml") {
        return Vec::new();
    }
    let violation = |(at, line): (usize, &str)| {
        let prefix = key_prefix(line)?;
        let what = format!("`{prefix}#`");
        Some(Violation { path: source.path.clone(), line: at + 1, what, reason: REASON })
    };
    source.code.lines().enumerate().filter_map(violation).collect()
}

/// The capitals between a quote and a `#`, where a literal of this line begins with some.
fn key_prefix(line: &str) -> Option<&str> {
    line.split('"').skip(1).find_map(|literal| {
        let (prefix, _) = literal.split_once('#')?;
        let is_key = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
        is_key.then_some(prefix)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(&Source::new(path, text)).len()
    }

    #[test]
    fn a_key_is_spelled_in_keys_only() {
        let text = r#"let key = format!("CASE#{id}");"#;
        assert_eq!(count("shared/application/src/append.rs", text), 1);
        assert_eq!(count("shared/adapters/src/dynamo/keys.rs", text), 0);
        assert_eq!(count("shared/adapters/src/dynamo/keys/staff.rs", text), 0);
        assert_eq!(count("tests/src/keys.rs", text), 0);
        assert_eq!(count("shared/application/src/append.rs", r#"// such as "CASE#1""#), 0);
    }

    #[test]
    fn a_key_of_any_kind_is_found_also_behind_another_literal() {
        for text in [r#"row("NOVEL#1")"#, r#"range("a", "NOVEL#", "b")"#, r#"b"NOVEL#""#] {
            assert_eq!(count("shared/adapters/src/dynamo/novel.rs", text), 1, "{text}");
            assert_eq!(count("local/src/novel.rs", text), 1, "{text}");
            assert_eq!(count("functions/message/src/novel.rs", text), 1, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_key_is_none() {
        for text in [r##"r#"NOVEL"#"##, r##""#NOVEL""##, r#""a#b""#, r#""Novel#""#, r#""NO VEL#""#]
        {
            assert_eq!(count("shared/adapters/src/dynamo/novel.rs", text), 0, "{text}");
        }
    }
}
