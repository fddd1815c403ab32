//! Addresses of devices, and names of accounts: IP, MAC, `@name_84`.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::normalized_text::Glyphs;
use super::{Kind, PrivateSpan};

/// Pairs of a MAC address.
const PAIRS: usize = 6;
/// What a number with dots is where it is no address.
const VERSION_WORDS: [&str; 9] =
    ["version", "v", "firmware", "build", "ver", "release", "update", "ios", "android"];

/// Every address of a device and every name of an account.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let length = (at..glyphs.len()).take_while(|at| is_of_address(glyphs.at(*at))).count();
        if length > 6 && glyphs.is_start(at) {
            let text = glyphs.text(at, at + length);
            let bare = text.trim_end_matches(['.', ':', '-']);
            let end = at + bare.chars().count();
            if is_address(glyphs, at, bare) && glyphs.is_end(end) {
                found.push(glyphs.found(Kind::Device, at, end));
            }
        }
        if glyphs.at(at) == '@' && glyphs.is_start(at) && glyphs.before(at) != '@' {
            let end = end_of_handle(glyphs, at + 1);
            found.extend(end.map(|end| glyphs.found(Kind::Account, at, end)));
        }
        at += length.max(1);
    }
    found
}

fn is_of_address(c: char) -> bool {
    c.is_ascii_hexdigit() || matches!(c, ':' | '.' | '-')
}

fn is_address(glyphs: &Glyphs, at: usize, text: &str) -> bool {
    if text.parse::<Ipv6Addr>().is_ok() {
        return text.matches(':').count() > 2 || text.contains("::") && text.len() > 6;
    }
    if text.parse::<Ipv4Addr>().is_ok() {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let before = glyphs.left_of(at, 12);
        let word = before.split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty());
        return word == Some("ip")
            || digits >= 7 && !word.is_some_and(|word| VERSION_WORDS.contains(&word));
    }
    let pairs: Vec<&str> = text.split([':', '-']).collect();
    let is_pair =
        |pair: &&str| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit());
    pairs.len() == PAIRS
        && pairs.iter().all(is_pair)
        && (text.contains(':') || text.contains(|c: char| c.is_ascii_alphabetic()))
}

/// A name with a digit or an underscore is a person's; `@yourshop` is the shop's.
fn end_of_handle(glyphs: &Glyphs, start: usize) -> Option<usize> {
    let is_inside =
        |at: &usize| glyphs.at(*at).is_ascii_alphanumeric() || matches!(glyphs.at(*at), '.' | '_');
    let length = (start..).take_while(is_inside).count();
    let name = glyphs.text(start, start + length);
    let name = name.trim_end_matches('.');
    let is_own = name.len() > 2 && name.contains(|c: char| c.is_ascii_digit() || c == '_');
    is_own.then_some(start + name.len())
}
