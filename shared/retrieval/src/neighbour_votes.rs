//! The neighbours' vote: how near, how many, and how they are divided between answers and ESCALATE.

use crate::label::{ESCALATE, Label};
use crate::nearest::Neighbour;

/// Neighbours that vote.
pub const VOTERS: usize = 20;

/// One label's part of a vote.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Party {
    /// Similarity of its nearest neighbour.
    pub best: f32,
    /// Its share of all votes, 0..=1.
    pub share: f32,
    /// Its neighbours as a share of [`VOTERS`].
    pub count: f32,
}

/// A vote among the nearest questions.
#[derive(Debug, Clone, Default)]
pub struct Votes {
    parties: Vec<(Label, Party)>,
}

impl Votes {
    /// Counts the neighbours' votes, each weighing its similarity to the power `exponent`.
    pub fn count(neighbours: &[Neighbour], exponent: i32) -> Self {
        let mut parties: Vec<(Label, Party)> = Vec::new();
        for neighbour in neighbours {
            let similarity = neighbour.similarity.max(0.0);
            let at = parties
                .iter()
                .position(|(label, _)| *label == neighbour.label)
                .unwrap_or_else(|| {
                    parties.push((neighbour.label, Party::default()));
                    parties.len() - 1
                });
            let party = &mut parties[at].1;
            party.best = party.best.max(similarity);
            party.share += similarity.powi(exponent);
            party.count += 1.0 / VOTERS as f32;
        }
        let total: f32 = parties.iter().map(|(_, party)| party.share).sum();
        for (_, party) in &mut parties {
            party.share /= total.max(f32::MIN_POSITIVE);
        }
        Self { parties }
    }

    /// What this label got.
    pub fn of(&self, label: Label) -> Party {
        self.parties
            .iter()
            .find(|(held, _)| *held == label)
            .map_or_else(Party::default, |(_, party)| *party)
    }

    /// The most that any other answer got, in each respect.
    pub fn best_other(&self, label: Label) -> Party {
        let others = self.answers().filter(|(held, _)| *held != label);
        others.fold(Party::default(), |most, (_, party)| Party {
            best: most.best.max(party.best),
            share: most.share.max(party.share),
            count: most.count.max(party.count),
        })
    }

    /// The answers among the neighbours.
    pub fn answers(&self) -> impl Iterator<Item = (Label, Party)> {
        self.parties.iter().copied().filter(|(label, _)| *label != ESCALATE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(neighbours: &[(f32, u32)]) -> Votes {
        let neighbour = |&(similarity, label): &(f32, u32)| Neighbour {
            similarity,
            place: 0,
            label: Label(label),
        };
        Votes::count(&neighbours.iter().map(neighbour).collect::<Vec<_>>(), 4)
    }

    #[test]
    fn a_near_neighbour_outweighs_two_far_ones() {
        let votes = votes(&[(0.9, 1), (0.5, 2), (0.5, 2)]);
        assert!(votes.of(Label(1)).share > 0.8);
        assert_eq!(votes.of(Label(2)).count, 2.0 / VOTERS as f32);
    }

    #[test]
    fn shares_add_up_to_one_even_with_escalate_among_them() {
        let votes = votes(&[(0.9, 1), (0.7, 0), (0.4, 2)]);
        let all: f32 = [0, 1, 2].map(|label| votes.of(Label(label)).share).iter().sum();
        assert!((all - 1.0).abs() < 1e-6);
    }

    #[test]
    fn escalate_is_no_other_answer() {
        let votes = votes(&[(0.9, 0), (0.8, 1), (0.3, 2)]);
        assert_eq!(votes.best_other(Label(1)).best, 0.3);
    }

    #[test]
    fn without_neighbours_nobody_gets_a_vote() {
        assert_eq!(votes(&[]).of(Label(1)), Party::default());
        assert_eq!(votes(&[(0.0, 1)]).of(Label(1)).share, 0.0);
    }
}
