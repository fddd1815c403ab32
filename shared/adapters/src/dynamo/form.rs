//! Versions of stored forms: of those that postcard writes, which names no field, of answers, which people edit for years, of a
//! case's search terms, which are packed, and of claims and erasures, from which a wrong reading would follow for good.
//!
//! A row without a version has the first form. A row of a newer form than this release reads is `TableError::Newer`, never
//! half read: after a roll-back its reader does without it. A form that changes keeps its old reader, and a fixture of its
//! rows in `fixtures/`.
//!
//! All other rows are attributes with names, and need no version: a reader passes over a name that it does not know and
//! has a default for one that a release added. What changes its meaning takes another name. Packed bytes inside a row (a
//! state's windows) are such an attribute. A test beside each reader holds it to that with the first release's row.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{B, N};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::TableError;
use super::table::{Item, bytes, number};

/// The attribute that holds the bytes.
pub(super) const BYTES: &str = "d";
/// The attribute that holds the version.
pub(super) const VERSION: &str = "v";

/// The form of a kind of row.
pub(super) struct Form {
    kind: &'static str,
    /// The version that this release writes, and the newest that it reads.
    version: u64,
}

impl Form {
    /// A form that has never changed.
    pub(super) const fn first(kind: &'static str) -> Self {
        Self { kind, version: 0 }
    }

    /// Puts the version into a row.
    pub(super) fn write_version(&self, item: &mut Item) {
        item.insert(VERSION.to_owned(), N(self.version.to_string()));
    }

    /// Refuses a row that a newer release has written.
    pub(super) fn check_version(&self, item: &Item) -> Result<(), TableError> {
        let version = number(item, VERSION).unwrap_or_default();
        if version > self.version {
            return Err(TableError::Newer { kind: self.kind, version });
        }
        Ok(())
    }

    /// Puts a value's bytes in postcard and its version into a row.
    pub(super) fn write<T: Serialize>(&self, item: &mut Item, value: &T) -> Result<(), TableError> {
        let packed =
            postcard::to_allocvec(value).map_err(|error| TableError::corrupt(self.kind, error))?;
        item.insert(BYTES.to_owned(), B(Blob::new(packed)));
        if self.version > 0 {
            self.write_version(item);
        }
        Ok(())
    }

    /// The value that a row holds in postcard.
    pub(super) fn read<T: DeserializeOwned>(&self, item: &Item) -> Result<T, TableError> {
        self.check_version(item)?;
        let packed =
            bytes(item, BYTES).ok_or_else(|| TableError::corrupt(self.kind, "it is empty"))?;
        postcard::from_bytes(packed).map_err(|error| TableError::corrupt(self.kind, error))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use aws_sdk_dynamodb::types::AttributeValue::M;

    use super::super::StreamImage;
    use super::super::table::key;
    use super::*;

    /// The rows of a kind that the first release wrote, one after the other.
    pub(in crate::dynamo) fn first_rows(kind: &str) -> Vec<Vec<u8>> {
        rows(include_str!("../../fixtures/rows.0.txt"), kind)
    }

    /// Those of a kind whose form has changed, as the second release wrote them.
    pub(in crate::dynamo) fn second_rows(kind: &str) -> Vec<Vec<u8>> {
        rows(include_str!("../../fixtures/rows.1.txt"), kind)
    }

    /// The rows of a kind that is attributes with names, as the first release wrote them.
    pub(in crate::dynamo) fn first_items(kind: &str) -> Vec<Item> {
        let item = |json| Item::from(serde_json::from_str::<StreamImage>(json).unwrap());
        let items: Vec<Item> =
            lines(include_str!("../../fixtures/rows.0.txt"), kind).map(item).collect();
        assert!(!items.is_empty(), "no {kind} in the fixture");
        items
    }

    fn rows(fixture: &str, kind: &str) -> Vec<Vec<u8>> {
        let byte =
            |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        lines(fixture, kind).map(|hex| hex.as_bytes().chunks(2).map(byte).collect()).collect()
    }

    fn lines<'a>(fixture: &'a str, kind: &str) -> impl Iterator<Item = &'a str> {
        let lines = fixture.lines().filter_map(|line| line.split_once(' '));
        lines.filter(move |(name, _)| *name == kind).map(|(_, row)| row)
    }

    /// A row with these bytes, as the first release wrote it.
    pub(in crate::dynamo) fn row(packed: Vec<u8>) -> Item {
        let mut item = key("p".to_owned(), "s".to_owned());
        item.insert(BYTES.to_owned(), B(Blob::new(packed)));
        item
    }

    /// A row to which a release after this one has added something: to it, and to each document in it.
    pub(in crate::dynamo) fn extended(mut item: Item) -> Item {
        for value in item.values_mut() {
            if let M(document) = value {
                *document = extended(std::mem::take(document));
            }
        }
        item.insert("zz".to_owned(), M(Item::from([("of".to_owned(), N("2".to_owned()))])));
        item
    }

    /// A row that a release after this one has written.
    pub(in crate::dynamo) fn newer(mut item: Item) -> Item {
        item.insert(VERSION.to_owned(), N("1".to_owned()));
        item
    }

    #[test]
    fn a_form_that_has_changed_names_its_version_and_an_older_reader_refuses_it() {
        let (first, second) = (Form::first("test"), Form { kind: "test", version: 1 });
        let (mut old, mut new) = (row(Vec::new()), row(Vec::new()));
        first.write(&mut old, &7u64).unwrap();
        second.write(&mut new, &7u64).unwrap();
        assert_eq!(second.read::<u64>(&old).unwrap(), 7);
        assert_eq!(second.read::<u64>(&new).unwrap(), 7);
        let refused = first.read::<u64>(&new);
        assert!(matches!(refused, Err(TableError::Newer { kind: "test", version: 1 })));
    }

    #[test]
    fn what_is_empty_or_damaged_is_corrupt() {
        for item in [row(Vec::new()), row(vec![0x80]), key("p".to_owned(), "s".to_owned())] {
            let read = Form::first("test").read::<u64>(&item);
            assert!(matches!(read, Err(TableError::Corrupt { .. })), "{item:?}");
        }
    }
}
