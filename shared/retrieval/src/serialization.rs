//! Questions in few bytes, as rows and snapshots keep them: features without their text, vectors without their scale.

use crate::features::{Features, WIDTH};
use crate::sparse::Sparse;
use crate::vector::Vector;

impl Features {
    /// The features in bytes: each index as its distance from the one before, each count only where it is above one.
    pub fn pack(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 * (self.words.len() + self.shapes.len()) + 8);
        push(&mut bytes, self.tokens);
        for space in [&self.words, &self.shapes] {
            push(&mut bytes, space.len() as u32);
            let mut before = 0;
            for &(index, weight) in space {
                let count = (weight - 1.0).exp().round() as u32;
                push(&mut bytes, ((index - before) << 1) | u32::from(count > 1));
                if count > 1 {
                    push(&mut bytes, count);
                }
                before = index;
            }
        }
        bytes
    }

    /// The features that these bytes hold; nothing where they are damaged.
    pub fn unpack(mut bytes: &[u8]) -> Option<Self> {
        let tokens = pull(&mut bytes)?;
        let words = unpack_space(&mut bytes)?;
        let shapes = unpack_space(&mut bytes)?;
        bytes.is_empty().then_some(Self { words, shapes, tokens })
    }
}

fn unpack_space(bytes: &mut &[u8]) -> Option<Sparse> {
    let length = pull(bytes)?;
    let mut space = Sparse::with_capacity(length.min(WIDTH) as usize);
    let mut index = 0u32;
    for _ in 0..length {
        let step = pull(bytes)?;
        let count = if step & 1 == 1 { pull(bytes)? } else { 1 };
        index = index.checked_add(step >> 1)?;
        let ascends = space.last().is_none_or(|(last, _)| *last < index);
        if index >= WIDTH || !ascends {
            return None;
        }
        space.push((index, 1.0 + (count as f32).ln()));
    }
    Some(space)
}

impl Vector {
    /// The compressed values as bytes; the scale follows from them.
    pub fn pack(&self) -> Vec<u8> {
        self.bytes().iter().map(|value| value.cast_unsigned()).collect()
    }

    /// The vector that these bytes hold; nothing where they point nowhere.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        Self::of_bytes(bytes.iter().map(|byte| byte.cast_signed()).collect())
    }
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn push(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn pull(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in (0..32).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_question_takes_about_two_bytes_a_feature() {
        let features = Features::of("where is my parcel, it should have come on Monday");
        let count = features.words.len() + features.shapes.len();
        assert!(features.pack().len() < count * 5 / 2, "{} for {count}", features.pack().len());
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let good = Features::of("where is my parcel").pack();
        assert_eq!(Features::unpack(&good[..good.len() - 1]), None);
        assert_eq!(Features::unpack(&[good.as_slice(), &[0]].concat()), None);
        assert_eq!(Features::unpack(&[1, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(Vector::unpack(&[0, 0]), None);
    }

    proptest! {
        #[test]
        fn what_was_packed_is_the_same_to_the_bit(text in "\\PC{0,200}") {
            let features = Features::of(&text);
            prop_assert_eq!(Features::unpack(&features.pack()), Some(features));
        }

        #[test]
        fn a_vector_comes_back_with_its_scale(values in prop::collection::vec(-1f32..1.0, 1..64)) {
            if let Ok(vector) = Vector::parse(&values) {
                prop_assert_eq!(Vector::unpack(&vector.pack()), Some(vector));
            }
        }
    }
}
