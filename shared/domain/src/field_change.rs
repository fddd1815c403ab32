//! What a change says of a field that may be empty.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a change says of a field that may be empty. In JSON an absent field keeps the value, null clears it: the document's
/// struct gives such a field `#[serde(default, skip_serializing_if = "FieldChange::is_keep")]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FieldChange<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It has no value any more.
    Clear,
    /// It has this value.
    Set(T),
}

impl<T> FieldChange<T> {
    /// A change to this value, or to none.
    pub fn to(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }

    /// Whether it changes nothing.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The new value, where it has one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The field afterwards.
    #[must_use]
    pub fn apply(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// This change, or the earlier one where this keeps the value.
    #[must_use]
    pub fn or(self, earlier: Self) -> Self {
        if self.is_keep() { earlier } else { self }
    }
}

impl<T: Serialize> Serialize for FieldChange<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for FieldChange<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::to)
    }
}

#[cfg(test)]
mod tests {
    use super::FieldChange::{Clear, Keep, Set};
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Document {
        #[serde(default, skip_serializing_if = "FieldChange::is_keep")]
        field: FieldChange<u8>,
    }

    #[test]
    fn null_is_another_change_than_none() {
        for (json, change, of_five) in [
            ("{}", Keep, Some(5)),
            (r#"{"field":null}"#, Clear, None),
            (r#"{"field":4}"#, Set(4), Some(4)),
        ] {
            let read: Document = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
            assert_eq!(read.field, change);
            assert_eq!(change.apply(Some(5)), of_five);
        }
    }

    #[test]
    fn of_two_changes_the_later_counts_unless_it_keeps_the_value() {
        assert_eq!(Keep.or(Set(1)), Set(1));
        assert_eq!(Clear.or(Set(1)), Clear);
        assert_eq!(Set(2).or(Clear), Set(2));
    }
}
