//! Secrets that travel in links or stand by themselves: passwords in an address, tokens in a query, keys by their form.

use super::normalized_text::Glyphs;
use super::{Kind, PrivateSpan};

/// Query fields whose values open something, as the beginnings of their names.
const FIELDS: [&str; 21] = [
    "token",
    "access_token",
    "id_token",
    "refresh_token",
    "key",
    "api_key",
    "apikey",
    "auth",
    "sig",
    "signature",
    "password",
    "passwd",
    "pwd",
    "pass",
    "secret",
    "session",
    "session_id",
    "sessionid",
    "sid",
    "jwt",
    "otp",
];
/// Fields that hold personal data and are no sign of it elsewhere.
const OTHER_FIELDS: [&str; 6] = ["code", "hash", "credential", "email", "phone", "ticket_token"];
/// What keys of well-known services begin with.
const KEYS: [&str; 14] = [
    "sk-",
    "sk_live_",
    "sk_test_",
    "pk_live_",
    "rk_live_",
    "whsec_",
    "ghp_",
    "gho_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "akia",
    "aiza",
];
/// Characters of the shortest key, and of the shortest part of a path that only chance makes.
const SHORTEST_KEY: usize = 16;
const SHORTEST_PART: usize = 24;
/// Places where money is sent to a person.
const PAY_HOSTS: [&str; 7] =
    ["paypal.me/", "venmo.com/", "cash.app/", "revolut.me/", "wa.me/", "t.me/", "monzo.me/"];

/// Every secret in the text's words.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let is_inside =
            |at: &usize| !glyphs.at(*at).is_whitespace() && !"<>\"“”「」".contains(glyphs.at(*at));
        let length = (at..glyphs.len()).take_while(is_inside).count();
        let is_of_link = |at: &usize| !".,;:!?)]»、。".contains(glyphs.at(*at));
        let last = (at..at + length).rfind(is_of_link);
        if let Some(last) = last.filter(|last| last - at > 4) {
            find_in(glyphs, at, last + 1, &mut found);
        }
        at += length + 1;
    }
    found
}

fn find_in(glyphs: &Glyphs, start: usize, end: usize, found: &mut Vec<PrivateSpan>) {
    let mut push = |kind, from: usize, to: usize| {
        if to > from {
            found.push(glyphs.found(kind, from, to));
        }
    };
    let scheme = (start..end).find(|at| glyphs.has(*at, "://"));
    if let Some(scheme) = scheme {
        let host = scheme + 3;
        let stop = (host..end).find(|at| matches!(glyphs.at(*at), '/' | '?' | '#')).unwrap_or(end);
        if let Some(sign) = (host..stop).rev().find(|at| glyphs.at(*at) == '@') {
            push(Kind::Secret, host, sign);
        }
        for (from, to) in values(glyphs, stop, end) {
            push(Kind::Secret, from, to);
        }
        for (from, to) in parts(glyphs, stop, end) {
            push(Kind::Secret, from, to);
        }
    }
    for at in start..end {
        let is_start = glyphs.is_start(at);
        if is_start && PAY_HOSTS.iter().any(|host| glyphs.has(at, host)) {
            let slash = (at..end).find(|at| glyphs.at(*at) == '/').unwrap_or(at);
            push(Kind::Account, slash + 1, end);
        }
        let run = || (at..end).take_while(|at| is_of_key(glyphs.at(*at))).count();
        if is_start
            && KEYS.iter().any(|key| glyphs.has(at, key))
            && run() >= SHORTEST_KEY
            && is_drawn(glyphs, at, at + run())
        {
            push(Kind::Secret, at, at + run());
        }
        // A JSON Web Token: the code of `{"`, and three parts.
        if is_start && glyphs.text(at, at + 3) == "eyJ" {
            let length = (at..end)
                .take_while(|at| is_of_key(glyphs.at(*at)) || glyphs.at(*at) == '.')
                .count();
            if glyphs.text(at, at + length).matches('.').count() >= 2 {
                push(Kind::Secret, at, at + length);
            }
        }
    }
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// The values of the fields that open something.
fn values(glyphs: &Glyphs, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut values = Vec::new();
    for at in start..end {
        if !matches!(glyphs.at(at), '?' | '&' | '#' | ';') {
            continue;
        }
        let stop =
            (at + 1..end).find(|at| matches!(glyphs.at(*at), '&' | '#' | ';')).unwrap_or(end);
        let Some(sign) = (at + 1..stop).find(|at| glyphs.at(*at) == '=') else { continue };
        let name = glyphs.text(at + 1, sign).to_ascii_lowercase();
        let is_secret = FIELDS.iter().any(|field| name.ends_with(field))
            || OTHER_FIELDS.contains(&name.as_str())
            || name.starts_with("token");
        if is_secret {
            values.push((sign + 1, stop));
        }
    }
    values
}

/// The parts of the path that no person has named.
fn parts(glyphs: &Glyphs, start: usize, end: usize) -> Vec<(usize, usize)> {
    let stop = (start..end).find(|at| matches!(glyphs.at(*at), '?' | '#')).unwrap_or(end);
    let mut parts = Vec::new();
    let mut from = start;
    for at in start..=stop {
        if at < stop && glyphs.at(at) != '/' {
            continue;
        }
        if at - from >= SHORTEST_PART
            && (from..at).all(|at| is_of_key(glyphs.at(at)))
            && is_drawn(glyphs, from, at)
        {
            parts.push((from, at));
        }
        from = at + 1;
    }
    parts
}

/// Whether letters and digits are mixed as chance mixes them: a name has its digits together.
fn is_drawn(glyphs: &Glyphs, from: usize, to: usize) -> bool {
    let kinds: Vec<bool> = (from..to)
        .map(|at| glyphs.at(at))
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.is_ascii_digit())
        .collect();
    kinds.windows(2).filter(|pair| pair[0] != pair[1]).count() >= 4
}
