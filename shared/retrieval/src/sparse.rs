//! Sparse vectors: sorted (index, value) pairs, the form in which a question's hashed features travel.

/// A sparse vector: pairs of feature index and value, ascending by index, each index once.
pub type Sparse = Vec<(u32, f32)>;

/// Counts the indices and dampens each count to `1 + ln(count)` (sublinear term frequency).
///
/// A word said three times is not three times as telling.
pub fn sublinear(mut indices: Vec<u32>) -> Sparse {
    indices.sort_unstable();
    let mut counted: Sparse = Vec::with_capacity(indices.len());
    for index in indices {
        match counted.last_mut() {
            Some(last) if last.0 == index => last.1 += 1.0,
            _ => counted.push((index, 1.0)),
        }
    }
    for (_, count) in &mut counted {
        *count = 1.0 + count.ln();
    }
    counted
}

/// The Euclidean length of a vector; never zero, so that it may divide.
pub fn length(vector: &[(u32, f32)]) -> f32 {
    vector.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1e-6)
}

/// The vector scaled by `factor`, its indices moved up by `offset`: how two spaces share one head.
pub fn placed(vector: &[(u32, f32)], factor: f32, offset: u32) -> impl Iterator<Item = (u32, f32)> {
    vector.iter().map(move |&(index, value)| (index + offset, value * factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_features_count_sublinearly_and_once() {
        let vector = sublinear(vec![7, 3, 7, 7]);
        assert_eq!(vector.len(), 2);
        assert_eq!(vector[0], (3, 1.0));
        assert!((vector[1].1 - (1.0 + 3f32.ln())).abs() < 1e-6);
    }

    #[test]
    fn an_empty_vector_may_still_divide() {
        assert!(length(&[]) > 0.0);
    }

    #[test]
    fn a_placed_vector_keeps_its_shape() {
        let moved: Sparse = placed(&[(1, 2.0), (4, 3.0)], 0.5, 10).collect();
        assert_eq!(moved, vec![(11, 1.0), (14, 1.5)]);
    }
}
