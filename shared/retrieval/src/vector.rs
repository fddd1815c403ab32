//! Embeddings: checked at the door, kept in one byte per dimension.

use serde::{Deserialize, Serialize};

/// A unit vector in bytes: value = byte x scale. The loss in a cosine is below 0.01.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vector {
    bytes: Vec<i8>,
    scale: f32,
}

/// Why an embeddings reply is not a usable vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadVector {
    /// No numbers at all, or all zero: there is no direction.
    NoDirection,
    /// At least one value is not a finite number.
    NotFinite,
}

impl std::fmt::Display for BadVector {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::NoDirection => "the embedding has no direction",
            Self::NotFinite => "the embedding holds a value that is no number",
        })
    }
}

impl std::error::Error for BadVector {}

impl Vector {
    /// Normalises and compresses what a model returned.
    ///
    /// # Errors
    /// [`BadVector`].
    pub fn parse(values: &[f32]) -> Result<Self, BadVector> {
        if values.iter().any(|value| !value.is_finite()) {
            return Err(BadVector::NotFinite);
        }
        let largest = values.iter().fold(0f32, |most, value| most.max(value.abs()));
        if largest <= 0.0 {
            return Err(BadVector::NoDirection);
        }
        let bytes: Vec<i8> =
            values.iter().map(|value| (value / largest * 127.0).round() as i8).collect();
        Self::of_bytes(bytes).ok_or(BadVector::NoDirection)
    }

    /// The unit vector in this direction; nothing where there is none.
    pub(crate) fn of_bytes(bytes: Vec<i8>) -> Option<Self> {
        let square: f32 = bytes.iter().map(|&byte| f32::from(byte) * f32::from(byte)).sum();
        (square > 0.0).then(|| Self { bytes, scale: 1.0 / square.sqrt() })
    }

    /// How many dimensions it has.
    pub fn dimensions(&self) -> usize {
        self.bytes.len()
    }

    /// The compressed values.
    pub(crate) fn bytes(&self) -> &[i8] {
        &self.bytes
    }

    /// What a byte is worth.
    pub(crate) fn scale(&self) -> f32 {
        self.scale
    }

    /// The cosine with another vector of the same model; 0 when their dimensions differ.
    pub fn cosine(&self, other: &Self) -> f32 {
        if self.bytes.len() != other.bytes.len() {
            return 0.0;
        }
        dot(&self.bytes, &other.bytes) as f32 * self.scale * other.scale
    }

    /// The values again, of length one.
    pub fn values(&self) -> impl Iterator<Item = f32> {
        self.bytes.iter().map(|&byte| f32::from(byte) * self.scale)
    }
}

/// The inner product, in integers so that the compiler may use the widest instructions at hand.
fn dot(one: &[i8], other: &[i8]) -> i32 {
    let product = |(a, b): (&i8, &i8)| i32::from(i16::from(*a) * i16::from(*b));
    one.iter().zip(other).map(product).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_direction_is_refused() {
        assert_eq!(Vector::parse(&[]), Err(BadVector::NoDirection));
        assert_eq!(Vector::parse(&[0.0, 0.0]), Err(BadVector::NoDirection));
        assert_eq!(Vector::parse(&[0.1, f32::NAN]), Err(BadVector::NotFinite));
        assert_eq!(Vector::parse(&[f32::INFINITY, 1.0]), Err(BadVector::NotFinite));
    }

    #[test]
    fn vectors_of_two_models_have_nothing_in_common() {
        let (short, long) =
            (Vector::parse(&[1.0, 0.0]).unwrap(), Vector::parse(&[1.0, 0.0, 0.0]).unwrap());
        assert_eq!(short.cosine(&long), 0.0);
    }

    proptest! {
        #[test]
        fn compressing_costs_less_than_a_hundredth_of_a_cosine(
            one in prop::collection::vec(-1f32..1.0, 64), other in prop::collection::vec(-1f32..1.0, 64),
        ) {
            let exact = |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
            let truth = exact(&one, &other) / (exact(&one, &one) * exact(&other, &other)).sqrt();
            let (one, other) = (Vector::parse(&one).unwrap(), Vector::parse(&other).unwrap());
            prop_assert!((one.cosine(&other) - truth).abs() < 0.01);
            prop_assert!((one.cosine(&one) - 1.0).abs() < 1e-4);
        }
    }
}
