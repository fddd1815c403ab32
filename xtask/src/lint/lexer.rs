//! Telling code, comments and quoted text apart, in Rust and TypeScript alike, as far as the rules need it.

/// One text twice, line by line as it was: comments blanked, and comments and quoted text blanked.
pub(super) struct Parts {
    /// Without comments.
    pub(super) code: String,
    /// Without comments and without what stands between quotes.
    pub(super) bare: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Code,
    LineComment,
    /// How many block comments are open: Rust's nest.
    BlockComment(usize),
    /// The quote that ends it.
    Quoted(char),
    /// How many `#` must follow the quote that ends it.
    Raw(usize),
}

/// Takes `text` apart. `rust` decides whether `'` may begin a lifetime and `r"` a raw string.
pub(super) fn split(text: &str, rust: bool) -> Parts {
    let chars: Vec<char> = text.chars().collect();
    let mut parts =
        Parts { code: String::with_capacity(text.len()), bare: String::with_capacity(text.len()) };
    let mut place = Place::Code;
    let mut at = 0;
    while at < chars.len() {
        let (next, length) = step(&chars, at, place, rust);
        for c in &chars[at..at + length] {
            put(&mut parts, *c, place, next);
        }
        at += length;
        place = next;
    }
    parts
}

/// Where the text is after the next few characters, and how many those are.
fn step(chars: &[char], at: usize, place: Place, rust: bool) -> (Place, usize) {
    let starts =
        |with: &str| with.chars().enumerate().all(|(offset, c)| chars.get(at + offset) == Some(&c));
    match place {
        Place::Code => begin(chars, at, rust),
        Place::LineComment if chars[at] == '\n' => (Place::Code, 1),
        Place::BlockComment(depth) if starts("*/") => match depth {
            1 => (Place::Code, 2),
            _ => (Place::BlockComment(depth - 1), 2),
        },
        Place::BlockComment(depth) if rust && starts("/*") => (Place::BlockComment(depth + 1), 2),
        Place::Quoted(_) if chars[at] == '\\' => (place, 2.min(chars.len() - at)),
        Place::Quoted(quote) if chars[at] == quote => (Place::Code, 1),
        // A single-line string of TypeScript, or an apostrophe taken for one, ends with its line at the latest.
        Place::Quoted(quote) if !rust && quote != '`' && chars[at] == '\n' => (Place::Code, 1),
        Place::Raw(hashes) if starts(&format!("\"{}", "#".repeat(hashes))) => {
            (Place::Code, 1 + hashes)
        }
        _ => (place, 1),
    }
}

fn begin(chars: &[char], at: usize, rust: bool) -> (Place, usize) {
    let next = chars.get(at + 1).copied();
    match chars[at] {
        '/' if next == Some('/') => (Place::LineComment, 2),
        '/' if next == Some('*') => (Place::BlockComment(1), 2),
        '"' => (Place::Quoted('"'), 1),
        '\'' if rust && is_lifetime(chars, at) => (Place::Code, 1),
        quote @ ('\'' | '`') if !rust || quote == '\'' => (Place::Quoted(quote), 1),
        'r' if rust => raw_string(chars, at).unwrap_or((Place::Code, 1)),
        _ => (Place::Code, 1),
    }
}

fn is_lifetime(chars: &[char], at: usize) -> bool {
    chars.get(at + 1) != Some(&'\\') && chars.get(at + 2) != Some(&'\'')
}

/// `r"`, `r#"` and so on, unless the `r` ends a longer word.
fn raw_string(chars: &[char], at: usize) -> Option<(Place, usize)> {
    let inside_word = at > 0 && (chars[at - 1].is_alphanumeric() && chars[at - 1] != 'b');
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let opens = chars.get(at + 1 + hashes) == Some(&'"');
    (opens && !inside_word).then_some((Place::Raw(hashes), hashes + 2))
}

/// Keeps `c`, with which the text goes from `place` to `next`, or puts a space in its place. The quotes themselves stay.
fn put(parts: &mut Parts, c: char, place: Place, next: Place) {
    let is_comment = |place| matches!(place, Place::LineComment | Place::BlockComment(_));
    let in_comment = is_comment(place) || is_comment(next);
    let in_quotes = !in_comment && place != Place::Code && next != Place::Code;
    let kept = c == '\n' || !in_comment;
    parts.code.push(if kept { c } else { ' ' });
    let kept = c == '\n' || !(in_comment || in_quotes);
    parts.bare.push(if kept { c } else { ' ' });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, rust: bool, code: &str, bare: &str) {
        let parts = split(text, rust);
        assert_eq!((parts.code.as_str(), parts.bare.as_str()), (code, bare));
    }

    #[test]
    fn comments_go_and_quoted_text_goes_from_the_bare_text() {
        check("a // b\nc", true, "a     \nc", "a     \nc");
        check("a /* \"b\n */ c", true, "a      \n    c", "a      \n    c");
        check(r#"f("x // y") // z"#, true, r#"f("x // y")     "#, r#"f("      ")     "#);
    }

    #[test]
    fn rust_keeps_its_lifetimes_and_raw_strings() {
        check(
            "fn f<'a>(c: &'a str) { '\"' }",
            true,
            "fn f<'a>(c: &'a str) { '\"' }",
            "fn f<'a>(c: &'a str) { ' ' }",
        );
        check("r#\"a\"b\"# + c", true, "r#\"a\"b\"# + c", "r#\"   \"# + c");
        check("for\"x\"", true, "for\"x\"", "for\" \"");
    }

    #[test]
    fn an_apostrophe_in_typescript_ends_with_its_line() {
        check("<p>don't</p>\nb", false, "<p>don't</p>\nb", "<p>don'     \nb");
        check("`a\n${b}`", false, "`a\n${b}`", "` \n    `");
    }
}
