//! Identifiers: each is a type of its own, checked once at the door, so that a wrong id can't travel inwards.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A value that came from outside and does not have the form it must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// What was expected, in words for the caller.
    pub expected: &'static str,
}

impl Invalid {
    /// A text or a name of which nothing would be seen.
    pub const BLANK: Self = Self { expected: "a text with something to see in it" };
    /// A text over its limit.
    pub const TOO_LONG: Self = Self { expected: "a text of at most 4000 characters" };
    /// Two braces in a canned reply that begin no placeholder that there is.
    pub const UNKNOWN_PLACEHOLDER: Self = Self {
        expected: "no other placeholders than {{customer.name}}, {{customer.first_name}}, {{agent.name}}, {{case.id}} and {{store.name}}",
    };
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for Invalid {}

/// Declares a string newtype whose every value has passed `$check`; `$pattern` says the same to clients, as a regular expression
/// of ECMA-262.
macro_rules! checked_string {
    ($(#[$meta:meta])* $name:ident, $check:expr, $pattern:literal, $expected:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
        #[cfg_attr(feature = "schema", schemars(extend("pattern" = $pattern)), ts(as = "String"))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(#[cfg_attr(feature = "schema", schemars(with = "String"))] Box<str>);

        impl $name {
            /// What every value matches.
            pub const PATTERN: &'static str = $pattern;

            /// The id as it is written on the wire and in keys.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::Invalid;
            fn try_from(value: String) -> Result<Self, $crate::Invalid> {
                let check: fn(&str) -> bool = $check;
                if check(&value) { Ok(Self(value.into())) } else { Err($crate::Invalid { expected: $expected }) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Invalid;
            fn from_str(value: &str) -> Result<Self, $crate::Invalid> {
                value.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0.into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use checked_string;

const HASH_CHARS: usize = 26;

fn is_hash(value: &str) -> bool {
    value.len() == HASH_CHARS && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
}

fn is_slug(value: &str) -> bool {
    (1..=32).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || b == b'-')
}

fn is_user(value: &str) -> bool {
    matches!(value.as_bytes().first_chunk(), Some(b"v_" | b"c_" | b"a_")) && is_hash(&value[2..])
}

fn is_token(value: &str, shortest: usize, longest: usize) -> bool {
    (shortest..=longest).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

checked_string!(
    /// A case: 26 characters, derived from store, customer and the command that opened it.
    CaseId, is_hash, "^[0-9a-z]{26}$", "a case id: 26 characters 0-9 a-z"
);
checked_string!(
    /// An answer of a store's knowledge base: 26 characters, derived from the store and what added it.
    AnswerId, is_hash, "^[0-9a-z]{26}$", "an answer id: 26 characters 0-9 a-z"
);
checked_string!(
    /// A canned reply: 26 characters, derived from the store and the command that added it.
    CannedReplyId, is_hash, "^[0-9a-z]{26}$", "a canned reply's id: 26 characters 0-9 a-z"
);

checked_string!(
    /// A saved view. It follows from the command that added it.
    SavedViewId, is_hash, "^[0-9a-z]{26}$", "a saved view's id: 26 characters 0-9 a-z"
);
checked_string!(
    /// A shop or brand: 1 to 32 characters of `a-z`, `0-9` and `-`.
    StoreId, is_slug, "^[0-9a-z-]{1,32}$", "a store id: 1 to 32 characters a-z 0-9 -"
);
checked_string!(
    /// A person: `v_` (anonymous visitor), `c_` (shop account) or `a_` (agent or lead) and 26 characters.
    UserId, is_user, "^[vca]_[0-9a-z]{26}$", "a user id: v_, c_ or a_ and 26 characters 0-9 a-z"
);
checked_string!(
    /// A sign-in, by what ends with it: 26 characters.
    SessionId, is_hash, "^[0-9a-z]{26}$", "a session id: 26 characters 0-9 a-z"
);
checked_string!(
    /// The id a client gave its command, unique for that author; a retry repeats it.
    CommandId, |v| is_token(v, 8, 36), "^[A-Za-z0-9_-]{8,36}$", "a command id: 8 to 36 characters A-Z a-z 0-9 _ -"
);
checked_string!(
    /// The id a client gave a file, unique for its author; asking again for the same upload repeats it.
    FileId, |v| is_token(v, 8, 36), "^[A-Za-z0-9_-]{8,36}$", "a file id: 8 to 36 characters A-Z a-z 0-9 _ -"
);
checked_string!(
    /// A connection as the gateway names it (API Gateway's ids end in `=`).
    ConnectionId,
    |v| (1..=64).contains(&v.len()) && v.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-=+/".contains(&b)),
    "^[A-Za-z0-9_=+/-]{1,64}$",
    "a connection id"
);

impl CaseId {
    /// The case that this opening command means: repeating the command names the same case.
    pub fn derive(store: &StoreId, customer: &UserId, command: &CommandId) -> Self {
        Self(hash(&["case", store.as_str(), customer.as_str(), command.as_str()]).into())
    }
}

impl AnswerId {
    /// The answer that this addition means: repeating it names the same answer. `key` is the adding command's id, or
    /// the question of an import.
    pub fn derive(store: &StoreId, key: &str) -> Self {
        Self(hash(&["answer", store.as_str(), key]).into())
    }
}

impl CannedReplyId {
    /// The canned reply that this addition means: repeating it names the same one.
    pub fn derive(store: &StoreId, author: &UserId, command: &CommandId) -> Self {
        Self(hash(&["canned-reply", store.as_str(), author.as_str(), command.as_str()]).into())
    }
}

impl SavedViewId {
    /// The saved view that this addition means: repeating it names the same one.
    pub fn derive(store: &StoreId, author: &UserId, command: &CommandId) -> Self {
        Self(hash(&["saved-view", store.as_str(), author.as_str(), command.as_str()]).into())
    }
}

impl UserId {
    /// An anonymous visitor, from 16 random bytes that the caller brings.
    pub fn visitor(random: [u8; 16]) -> Self {
        Self(format!("v_{}", base32(&random)).into())
    }

    /// A customer with an account in the shop; `subject` is the shop's own id for them.
    pub fn shop_customer(store: &StoreId, subject: &str) -> Self {
        Self(format!("c_{}", hash(&["customer", store.as_str(), subject])).into())
    }

    /// An agent or lead, by the issuer that vouches for them.
    pub fn agent(issuer: &str, subject: &str) -> Self {
        Self(format!("a_{}", hash(&["agent", issuer, subject])).into())
    }

    /// Whether this is somebody of whom nothing is known.
    pub fn is_visitor(&self) -> bool {
        self.0.starts_with("v_")
    }

    /// Whether this is a customer with an account in the shop.
    pub fn is_account(&self) -> bool {
        self.0.starts_with("c_")
    }

    /// Whether this is someone who works for a store.
    pub fn is_staff(&self) -> bool {
        self.0.starts_with("a_")
    }
}

impl SessionId {
    /// The sign-in behind a verified token. A visitor's tokens follow one another and end together; any other token
    /// stands for itself. Only what is signed counts: a signature can be written in more than one way.
    pub fn of(user: &UserId, token: &str) -> Self {
        let signed = token.rsplit_once('.').map_or(token, |(signed, _)| signed);
        let parts = if user.is_visitor() { ["visitor", user.as_str()] } else { ["token", signed] };
        Self(hash(&["session", parts[0], parts[1]]).into())
    }
}

/// SHA-256 over length-prefixed parts (so that no two lists of parts collide by concatenation), 128 bits of it.
pub(crate) fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize()[..16]);
    base32(&short)
}

/// 128 bits as 26 characters of Crockford's alphabet in lower case.
fn base32(bytes: &[u8; 16]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let value = u128::from_be_bytes(*bytes);
    (0..HASH_CHARS as u32)
        .rev()
        .map(|digit| char::from(ALPHABET[(value >> (5 * digit)) as usize & 31]))
        .collect()
}

/// The place of an event in its case: dense, from 1. Zero means "nothing yet".
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", schemars(extend("maximum" = Seq::MAX.get())), ts(type = "number"))]
#[serde(try_from = "u64", into = "u64")]
pub struct Seq(u64);

impl Seq {
    /// Before the first event.
    pub const NONE: Seq = Seq(0);
    /// The largest place a key of twelve digits can name.
    pub const MAX: Seq = Seq(999_999_999_999);

    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }

    /// The place after this one.
    #[must_use]
    pub fn next(self) -> Seq {
        Seq(self.0 + 1)
    }

    /// The place before this one; none before the first.
    #[must_use]
    pub fn previous(self) -> Seq {
        Seq(self.0.saturating_sub(1))
    }

    /// Whether this names an event at all.
    pub fn is_some(self) -> bool {
        self != Seq::NONE
    }
}

impl TryFrom<u64> for Seq {
    type Error = Invalid;
    fn try_from(value: u64) -> Result<Self, Invalid> {
        if value <= Self::MAX.0 {
            Ok(Self(value))
        } else {
            Err(Invalid { expected: "a sequence number below 10^12" })
        }
    }
}

impl From<Seq> for u64 {
    fn from(value: Seq) -> u64 {
        value.0
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A moment: milliseconds since 1970 in UTC.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(type = "number"))]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// A moment from whole seconds since 1970, as tokens and TTL attributes carry it.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Whole seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment and so many milliseconds.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This moment and so many seconds.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::{Strategy as _, ValueTree as _};
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn an_id_of_a_wrong_form_is_refused() {
        for wrong in ["", "short", "A0000000000000000000000000", "0000000000000000000000000#"] {
            assert!(wrong.parse::<CaseId>().is_err(), "{wrong}");
        }
        for wrong in ["", "Shop", "a shop", "store#1", &"a".repeat(33)] {
            assert!(wrong.parse::<StoreId>().is_err(), "{wrong}");
        }
        for wrong in ["x_00000000000000000000000000", "a_", "a_é0000000000000000000000000"] {
            assert!(wrong.parse::<UserId>().is_err(), "{wrong}");
        }
        assert!("seven77".parse::<CommandId>().is_err());
        assert!("eight888".parse::<CommandId>().is_ok());
    }

    /// Everything that matches the pattern is a value, and what differs from it in a character more is none.
    #[track_caller]
    fn check_pattern<T: std::str::FromStr>(pattern: &str) {
        let longest = pattern.trim_start_matches('^').trim_end_matches('$');
        let values = proptest::string::string_regex(longest).unwrap();
        let mut runner = TestRunner::deterministic();
        for _ in 0..200 {
            let value = values.new_tree(&mut runner).unwrap().current();
            assert!(value.parse::<T>().is_ok(), "{pattern}: {value}");
            for more in ["#", " ", "\n", "é"] {
                assert!(format!("{value}{more}").parse::<T>().is_err(), "{pattern}: {value}{more}");
            }
        }
    }

    #[test]
    fn what_matches_the_pattern_is_an_id() {
        check_pattern::<CaseId>(CaseId::PATTERN);
        check_pattern::<AnswerId>(AnswerId::PATTERN);
        check_pattern::<CannedReplyId>(CannedReplyId::PATTERN);
        check_pattern::<SavedViewId>(SavedViewId::PATTERN);
        check_pattern::<crate::Shortcut>(crate::Shortcut::PATTERN);
        check_pattern::<StoreId>(StoreId::PATTERN);
        check_pattern::<UserId>(UserId::PATTERN);
        check_pattern::<SessionId>(SessionId::PATTERN);
        check_pattern::<CommandId>(CommandId::PATTERN);
        check_pattern::<FileId>(FileId::PATTERN);
        check_pattern::<crate::MediaType>(crate::MediaType::PATTERN);
        check_pattern::<ConnectionId>(ConnectionId::PATTERN);
        check_pattern::<crate::Locale>(crate::Locale::PATTERN);
        check_pattern::<crate::Digest>(crate::Digest::PATTERN);
    }

    #[test]
    fn repeating_an_opening_names_the_same_case_and_another_command_another() {
        let (store, user) = ("demo".parse().unwrap(), UserId::visitor([7; 16]));
        let case = |id: &str| CaseId::derive(&store, &user, &id.parse().unwrap());
        assert_eq!(case("command-1"), case("command-1"));
        assert_ne!(case("command-1"), case("command-2"));
        assert!(case("command-1").as_str().parse::<CaseId>().is_ok());
    }

    #[test]
    fn a_visitors_tokens_end_together_and_another_token_by_itself() {
        let (visitor, agent) = (UserId::visitor([7; 16]), UserId::agent("issuer", "ines"));
        assert_eq!(SessionId::of(&visitor, "a.b.c"), SessionId::of(&visitor, "d.e.f"));
        assert_ne!(SessionId::of(&agent, "a.b.c"), SessionId::of(&agent, "d.e.f"));
        let rewritten = SessionId::of(&agent, "a.b.another-way-to-write-the-signature");
        assert_eq!(SessionId::of(&agent, "a.b.c"), rewritten);
    }

    #[test]
    fn parts_of_a_hash_do_not_run_into_each_other() {
        assert_ne!(UserId::agent("ab", "c"), UserId::agent("a", "bc"));
    }
}
