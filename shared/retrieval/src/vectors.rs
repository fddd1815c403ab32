//! Many vectors in one run of memory, because walking a hundred thousand separate ones costs more than the products.

use crate::vector::Vector;

/// Vectors of one model by the place of their question; a place may be without one.
#[derive(Debug, Clone)]
pub(crate) struct Vectors {
    dimensions: usize,
    bytes: Vec<i8>,
    /// 0 where a place has no vector.
    scales: Vec<f32>,
    missing: usize,
}

impl Vectors {
    /// No vectors yet, of this many dimensions (0: none will ever be kept).
    pub(crate) fn of(dimensions: usize) -> Self {
        Self { dimensions, bytes: Vec::new(), scales: Vec::new(), missing: 0 }
    }

    /// How long its vectors are.
    pub(crate) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Whether a vector is of this model, as far as its length tells.
    pub(crate) fn reads(&self, vector: &Vector) -> bool {
        self.dimensions > 0 && vector.dimensions() == self.dimensions
    }

    /// Adds the next place, with its vector if it has a readable one.
    pub(crate) fn push(&mut self, vector: Option<&Vector>) {
        match vector.filter(|vector| self.reads(vector)) {
            Some(vector) => {
                self.bytes.extend_from_slice(vector.bytes());
                self.scales.push(vector.scale());
            }
            None => {
                self.bytes.resize(self.bytes.len() + self.dimensions, 0);
                self.scales.push(0.0);
                self.missing += 1;
            }
        }
    }

    /// Whether there are places without a vector.
    pub(crate) fn are_some_missing(&self) -> bool {
        self.missing > 0
    }

    /// Whether the place has a vector.
    pub(crate) fn holds(&self, place: usize) -> bool {
        self.scales.get(place).is_some_and(|scale| *scale > 0.0)
    }

    /// The vector at a place.
    pub(crate) fn vector(&self, place: usize) -> Option<Vector> {
        let bytes = self.bytes.get(place * self.dimensions..(place + 1) * self.dimensions)?;
        Vector::of_bytes(bytes.to_vec())
    }

    /// The values of the vector at a place, of length one.
    pub(crate) fn values(&self, place: usize) -> Option<impl Iterator<Item = f32>> {
        let scale = self.scales[place];
        let bytes = self.bytes.get(place * self.dimensions..(place + 1) * self.dimensions)?;
        (scale > 0.0).then(|| bytes.iter().map(move |&byte| f32::from(byte) * scale))
    }

    /// The cosine with every place that has a vector.
    pub(crate) fn cosines(&self, vector: &Vector) -> impl Iterator<Item = (usize, f32)> {
        let wide: Vec<i16> = vector.bytes().iter().map(|&byte| i16::from(byte)).collect();
        let scale = vector.scale();
        let rows = self.bytes.chunks_exact(self.dimensions.max(1)).zip(&self.scales).enumerate();
        rows.filter(|(_, (_, held))| **held > 0.0)
            .map(move |(place, (bytes, held))| (place, dot(&wide, bytes) as f32 * scale * held))
    }
}

/// The inner product in integers. Written so that compilers find the widening multiply-add of the machine.
fn dot(wide: &[i16], narrow: &[i8]) -> i32 {
    wide.iter().zip(narrow).map(|(a, b)| i32::from(*a) * i32::from(i16::from(*b))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_without_a_vector_is_passed_over() {
        let mut vectors = Vectors::of(2);
        vectors.push(Some(&Vector::parse(&[1.0, 0.0]).unwrap()));
        vectors.push(None);
        vectors.push(Some(&Vector::parse(&[1.0, 1.0, 1.0]).unwrap()));
        vectors.push(Some(&Vector::parse(&[0.0, 1.0]).unwrap()));
        let found: Vec<_> = vectors.cosines(&Vector::parse(&[0.0, 2.0]).unwrap()).collect();
        assert_eq!(found.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 3]);
        assert!(found[0].1.abs() < 1e-6 && (found[1].1 - 1.0).abs() < 1e-6);
        assert!(vectors.values(1).is_none());
    }

    #[test]
    fn values_come_back_with_length_one() {
        let mut vectors = Vectors::of(3);
        vectors.push(Some(&Vector::parse(&[3.0, 4.0, 0.0]).unwrap()));
        let square: f32 = vectors.values(0).unwrap().map(|value| value * value).sum();
        assert!((square - 1.0).abs() < 1e-5);
    }
}
