//! The k best of many: kept sorted while they are offered, so that nothing is sorted twice.

use crate::label::Label;

/// A remembered question near the one asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Cosine similarity; 1 is the same question.
    pub similarity: f32,
    /// Its place in the memory: questions are counted as they are learned.
    pub place: u32,
    /// What it was answered with.
    pub label: Label,
}

/// A bounded list of neighbours, nearest first.
#[derive(Debug)]
pub(crate) struct Nearest {
    count: usize,
    kept: Vec<Neighbour>,
}

impl Nearest {
    /// Keeps at most `count` neighbours.
    pub(crate) fn of(count: usize) -> Self {
        Self { count, kept: Vec::with_capacity(count + 1) }
    }

    /// Takes a neighbour in if it is nearer than the farthest kept; on a tie the earlier offer stays.
    pub(crate) fn offer(&mut self, neighbour: Neighbour) {
        let full = self.kept.len() == self.count;
        if full && self.kept.last().is_none_or(|last| neighbour.similarity <= last.similarity) {
            return;
        }
        let place = self.kept.partition_point(|kept| kept.similarity >= neighbour.similarity);
        self.kept.insert(place, neighbour);
        self.kept.truncate(self.count);
    }

    /// The neighbours, nearest first.
    pub(crate) fn into_sorted(self) -> Vec<Neighbour> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_keeps_what_a_full_sort_would(values in prop::collection::vec(0u32..50, 0..60), count in 0usize..8) {
            let mut nearest = Nearest::of(count);
            let offers = values.iter().enumerate().map(|(place, value)| Neighbour {
                similarity: *value as f32, place: place as u32, label: Label(0),
            });
            let mut sorted: Vec<_> = offers.clone().collect();
            offers.for_each(|offer| nearest.offer(offer));
            sorted.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.place.cmp(&b.place)));
            sorted.truncate(count);
            prop_assert_eq!(nearest.into_sorted(), sorted);
        }
    }
}
