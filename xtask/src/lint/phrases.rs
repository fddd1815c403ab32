//! Words that belong in one place only: a table of what, where not, where after all, and why.

use super::Violation;
use super::source::Source;

/// Words forbidden in some folders.
struct Phrase {
    /// Any of these, found at the beginning of a word.
    words: &'static [&'static str],
    /// Beginnings of the paths in which they are forbidden.
    within: &'static [&'static str],
    /// Beginnings of the paths in which they are right.
    except: &'static [&'static str],
    /// Whether a word counts between quotes too.
    quoted: bool,
    reason: &'static str,
}

const PHRASES: [Phrase; 6] = [
    Phrase {
        words: &[
            "\"CASE#",
            "\"EVENT#",
            "\"PART#",
            "\"SUB#",
            "\"CURSOR#",
            "\"VIEW#",
            "\"CONN#",
            "\"STORE#",
            "\"AGENT#",
            "\"USER#",
            "\"SESSION#",
            "\"ANSWER#",
            "\"VERDICT#",
            "\"MODEL#",
            "\"DAY#",
            "\"STAFF#",
            "\"WORK#",
            "\"AUDIT#",
            "\"UNATTENDED#",
            "\"CANNED#",
            "\"DUE#",
            "\"CLAIM#",
            "\"RETENTION#",
            "\"FIND#",
            "\"MENTION#",
        ],
        within: &["functions/", "shared/", "local/"],
        except: &["shared/adapters/src/dynamo/keys", "shared/adapters/fixtures/"],
        quoted: true,
        reason: "only `adapters/dynamo/keys` spells keys: two places that spell them will come to differ",
    },
    Phrase {
        words: &[
            "rand::",
            "getrandom::",
            "fastrand::",
            "thread_rng",
            "Uuid::new_v4",
            "SystemRandom::new",
            "OsRng",
        ],
        within: &["functions/", "shared/"],
        except: &["shared/lambda/src/clock"],
        quoted: false,
        reason: "only `lambda/clock` draws random ids: everywhere else they come in as values, so that tests can choose them",
    },
    Phrase {
        words: &[
            ".scan()",
            "transact_write_items",
            "transact_get_items",
            "TransactWriteItems",
            "TransactGetItems",
        ],
        within: &["functions/", "shared/"],
        except: &["shared/adapters/src/dynamo/statistics", "shared/embedded_aws/"],
        quoted: false,
        reason: "no scans, and no transaction but for the sums of statistics: a request's cost is flat, and any engine with DynamoDB's API carries the chat",
    },
    Phrase {
        words: &[
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "dangerouslySetInnerHTML",
            "srcdoc",
        ],
        within: &["web/"],
        except: &[],
        quoted: true,
        reason: "text from people becomes text nodes, never markup",
    },
    Phrase {
        words: &["document.", "window.", "HTMLElement", "from \"preact", "from 'preact"],
        within: &["web/client/"],
        except: &[],
        quoted: true,
        reason: "`web/client` knows no page: widget, console and tests in plain Node use the same client",
    },
    Phrase {
        words: &["tokio::", "std::fs", "std::net", "std::process", "tracing::", "http::"],
        within: &["shared/domain/"],
        except: &[],
        quoted: false,
        reason: "the domain does no I/O: it is given values and answers with values",
    },
];

/// Everything in `source` that belongs elsewhere.
pub(super) fn check(source: &Source) -> Vec<Violation> {
    let mut found = Vec::new();
    for phrase in &PHRASES {
        let starts = |beginnings: &[&str]| {
            beginnings.iter().any(|beginning| source.path.starts_with(beginning))
        };
        if !starts(phrase.within) || starts(phrase.except) || source.path.ends_with(".toml") {
            continue;
        }
        let text = if phrase.quoted { &source.code } else { &source.bare };
        for (at, line) in text.lines().enumerate() {
            if let Some(word) = phrase.words.iter().find(|word| has_word(line, word)) {
                let what = format!("`{}`", word.trim_start_matches('"'));
                found.push(Violation {
                    path: source.path.clone(),
                    line: at + 1,
                    what,
                    reason: phrase.reason,
                });
            }
        }
    }
    found
}

/// Whether `word` begins somewhere in `line` where no longer word goes on.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let is_inside = |at: usize| {
        let before = line[..at].chars().next_back();
        word.starts_with(char::is_alphanumeric)
            && before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    };
    line.match_indices(word).any(|(at, _)| !is_inside(at))
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
        assert_eq!(count("tests/src/keys.rs", text), 0);
        assert_eq!(count("shared/application/src/append.rs", r#"// such as "CASE#1""#), 0);
    }

    #[test]
    fn chance_has_one_place() {
        assert_eq!(count("shared/application/src/open.rs", "let id = rand::random();"), 1);
        assert_eq!(count("shared/lambda/src/clock.rs", "let id = rand::random();"), 0);
        assert_eq!(count("shared/application/src/open.rs", "let sum = operand::random();"), 0);
    }

    #[test]
    fn neither_scans_nor_transactions() {
        assert_eq!(count("shared/adapters/src/dynamo/log.rs", "table.scan().send()"), 1);
        assert_eq!(count("shared/adapters/src/dynamo/log.rs", "numbers.scan(0, f)"), 0);
        let transaction = "client.transact_write_items()";
        assert_eq!(count("shared/adapters/src/dynamo/log.rs", transaction), 1);
        assert_eq!(count("shared/adapters/src/dynamo/statistics.rs", transaction), 0);
    }

    #[test]
    fn the_web_makes_no_markup_and_its_client_knows_no_page() {
        assert_eq!(count("web/widget/view.ts", "node.innerHTML = text;"), 1);
        assert_eq!(count("web/widget/view.ts", "// never innerHTML"), 0);
        assert_eq!(count("web/client/socket.ts", "document.title = text;"), 1);
        assert_eq!(count("web/widget/view.ts", "document.title = text;"), 0);
        assert_eq!(count("web/client/a.ts", "import { h } from \"preact\";"), 1);
    }

    #[test]
    fn the_domain_does_no_io() {
        assert_eq!(count("shared/domain/src/case.rs", "use std::fs::File;"), 1);
        assert_eq!(
            count("shared/domain/src/case.rs", "#[cfg(test)]\nmod tests {\n    use std::fs;\n}"),
            0
        );
    }
}
