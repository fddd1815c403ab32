//! The pages, as HTML without scripts or inline styles.

use super::Person;

/// The style of all pages.
pub(super) const STYLE: &str = include_str!("authorize.css");

/// The sign-in page: one button per person; `fields` come back with the one that was pressed.
pub(super) fn sign_in(fields: &[(&str, &str)]) -> String {
    let fields: String = fields
        .iter()
        .map(|(name, value)| {
            format!(r#"<input type="hidden" name="{}" value="{}">"#, escaped(name), escaped(value))
        })
        .collect();
    let people: String = Person::ALL.into_iter().map(button).collect();
    framed(
        "Sign in",
        &format!(
            r#"<h1>Who are you today?</h1>
<p>These people exist in the demo only. There are no passwords, and nothing leaves this machine.</p>
<form method="post" action="authorize">{fields}
<ul>{people}</ul>
</form>"#
        ),
    )
}

fn button(person: Person) -> String {
    let role = if person.role() == "lead" { "Lead" } else { "Agent" };
    format!(
        r#"
<li><button name="person" value="{}"><strong>{}</strong> <span>{role} of {}</span></button></li>"#,
        person.id(),
        person.name(),
        person.stores().join(" and ")
    )
}

/// A page that says what is wrong with a request that must not be sent back anywhere.
pub(super) fn trouble(sentence: &str) -> String {
    framed("Sign-in failed", &format!("<h1>This can’t be done</h1>\n<p>{}</p>", escaped(sentence)))
}

/// The page after signing out.
pub(super) fn signed_out() -> String {
    framed("Signed out", "<h1>Signed out</h1>\n<p>You can close this page.</p>")
}

fn framed(title: &str, content: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Firstline demo</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="authorize.css">
</head>
<body>
<main>
{content}
</main>
</body>
</html>
"#
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_request_brings_can_not_become_markup() {
        let html = sign_in(&[("state", r#""><script>alert(1)</script>"#)]);
        assert!(!html.contains("<script"));
        assert!(html.contains("&quot;&gt;&lt;script&gt;"));
    }

    #[test]
    fn everybody_has_a_button() {
        let html = sign_in(&[]);
        assert_eq!(html.matches("<button").count(), Person::ALL.len());
        assert!(html.contains("Lea Lindqvist") && html.contains("Lead of demo and north"));
    }
}
