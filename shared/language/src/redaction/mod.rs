//! Personal data stays here: what goes to a model has placeholders in its place.
//!
//! Found are e-mail addresses, phone numbers, cards, bank accounts, identity and tax numbers, passwords, PINs and secrets
//! in links, dates of birth, postal addresses, addresses of devices, and the names that someone gives or the caller
//! knows. Order numbers, prices and dates are left alone: the question would lose its sense without them.

mod card;
mod cued;
mod device;
mod digits;
mod email;
mod iban;
mod identity;
mod known;
mod link;
mod normalized_text;
mod phone;
mod street;
mod value_form;

use known::Known;
use normalized_text::Glyphs;

use crate::text::fold;

/// What a caller knows about the customer, such as their token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Private<'a> {
    /// What they are called. Its parts are hidden too.
    Name(&'a str),
    /// Where they live. Its parts are hidden too, where two of them stand together.
    Address(&'a str),
}

/// What kind of personal data a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Secret,
    Email,
    Iban,
    Card,
    Identity,
    Account,
    Birth,
    Address,
    Device,
    Phone,
    Name,
}

impl Kind {
    fn label(self) -> &'static str {
        match self {
            Kind::Secret => "secret",
            Kind::Email => "email",
            Kind::Iban => "iban",
            Kind::Card => "card",
            Kind::Account => "account",
            Kind::Birth => "birth date",
            Kind::Address => "address",
            Kind::Device => "device",
            Kind::Phone => "phone",
            Kind::Identity => "id number",
            Kind::Name => "name",
        }
    }
}

/// Personal data in a text: from this byte up to that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PrivateSpan {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Hides personal data in the texts of one request; the same data has the same placeholder in all of them.
#[derive(Clone, Default)]
pub struct Mask {
    known: Known,
    hidden: Vec<(Kind, String)>,
}

impl Mask {
    /// A mask that also hides what is known of the customer.
    pub fn new(private: &[Private<'_>]) -> Self {
        Self { known: Known::new(private), hidden: Vec::new() }
    }

    /// The text with placeholders such as `[email 1]`.
    pub fn hide(&mut self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut from = 0;
        for found in self.find(text) {
            masked.push_str(&text[from..found.start]);
            masked.push_str(&self.placeholder(found.kind, &text[found.start..found.end]));
            from = found.end;
        }
        masked.push_str(&text[from..]);
        masked
    }

    /// The text with what its placeholders stand for. Those that this mask never gave stay as they are.
    pub fn restore(&self, text: &str) -> String {
        let mut restored = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('[') {
            restored.push_str(&rest[..at]);
            rest = &rest[at..];
            let known = self.placeholders().find(|(placeholder, _)| rest.starts_with(placeholder));
            let (length, original) = known.map_or((1, "["), |(name, text)| (name.len(), text));
            restored.push_str(original);
            rest = &rest[length..];
        }
        restored + rest
    }

    /// How many different pieces of personal data have been hidden.
    pub fn hidden(&self) -> usize {
        self.hidden.len()
    }

    /// What to hide, from left to right, without overlaps: where two kinds fit, the first of their order is taken.
    fn find(&self, text: &str) -> Vec<PrivateSpan> {
        let glyphs = Glyphs::of(text);
        let mut found = email::find(&glyphs);
        found.extend(iban::find(&glyphs));
        found.extend(card::find(&glyphs));
        found.extend(cued::find(&glyphs));
        found.extend(link::find(&glyphs));
        found.extend(identity::find(&glyphs));
        found.extend(street::find(&glyphs));
        found.extend(device::find(&glyphs));
        found.extend(phone::find(&glyphs));
        found.extend(self.known.find(text));
        found.sort_by_key(|found| (found.kind, found.start));
        let mut kept: Vec<PrivateSpan> = Vec::new();
        for one in found {
            let is_free = kept.iter().all(|other| one.end <= other.start || other.end <= one.start);
            if is_free {
                kept.push(one);
            }
        }
        kept.sort_by_key(|found| found.start);
        kept
    }

    fn placeholder(&mut self, kind: Kind, original: &str) -> String {
        let is_same =
            |(other, text): &(Kind, String)| *other == kind && fold(text) == fold(original);
        let place = self.hidden.iter().position(is_same).unwrap_or_else(|| {
            self.hidden.push((kind, original.to_owned()));
            self.hidden.len() - 1
        });
        self.name(place)
    }

    fn placeholders(&self) -> impl Iterator<Item = (String, &str)> {
        (0..self.hidden.len()).map(|place| (self.name(place), &*self.hidden[place].1))
    }

    /// The placeholder's name: its kind and its number among those of its kind.
    fn name(&self, place: usize) -> String {
        let kind = self.hidden[place].0;
        let number = self.hidden[..=place].iter().filter(|(other, _)| *other == kind).count();
        format!("[{} {number}]", kind.label())
    }
}

/// A mask holds what must not be seen, so a debug print only counts.
impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mask({} hidden)", self.hidden.len())
    }
}

#[cfg(test)]
mod tests;
