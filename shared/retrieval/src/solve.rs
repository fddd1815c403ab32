//! Symmetric linear systems, solved by Cholesky's factorisation: all the algebra a refit needs.

/// A symmetric matrix under construction: only the lower triangle is kept and read.
#[derive(Debug, Clone)]
pub(crate) struct Symmetric {
    size: usize,
    values: Vec<f64>,
}

impl Symmetric {
    /// A matrix with these values on the diagonal and zeros elsewhere.
    pub(crate) fn diagonal(diagonal: &[f64]) -> Self {
        let size = diagonal.len();
        let mut values = vec![0.0; size * size];
        diagonal.iter().enumerate().for_each(|(at, value)| values[at * size + at] = *value);
        Self { size, values }
    }

    /// Adds `weight` x (row x row transposed).
    pub(crate) fn add_outer(&mut self, row: &[f64], weight: f64) {
        for (at, value) in row.iter().enumerate() {
            let factor = weight * value;
            let line = &mut self.values[at * self.size..=at * self.size + at];
            line.iter_mut().zip(row).for_each(|(cell, other)| *cell += factor * other);
        }
    }

    /// The solution of `self x = right`; nothing when the matrix is not positive definite.
    pub(crate) fn solve(mut self, right: &[f64]) -> Option<Vec<f64>> {
        self.factorise()?;
        let size = self.size;
        let mut solution = right.to_vec();
        for at in 0..size {
            let done: f64 = (0..at).map(|k| self.values[at * size + k] * solution[k]).sum();
            solution[at] = (solution[at] - done) / self.values[at * size + at];
        }
        for at in (0..size).rev() {
            let done: f64 = (at + 1..size).map(|k| self.values[k * size + at] * solution[k]).sum();
            solution[at] = (solution[at] - done) / self.values[at * size + at];
        }
        Some(solution)
    }

    fn factorise(&mut self) -> Option<()> {
        let size = self.size;
        for row in 0..size {
            for column in 0..=row {
                let (upper, lower) = (&self.values[column * size..], &self.values[row * size..]);
                let done: f64 =
                    upper[..column].iter().zip(&lower[..column]).map(|(a, b)| a * b).sum();
                let rest = self.values[row * size + column] - done;
                self.values[row * size + column] = match row == column {
                    true if rest > 0.0 => rest.sqrt(),
                    true => return None,
                    false => rest / self.values[column * size + column],
                };
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_matrix_that_is_not_positive_definite_has_no_solution() {
        assert_eq!(Symmetric::diagonal(&[1.0, -1.0]).solve(&[1.0, 1.0]), None);
    }

    proptest! {
        #[test]
        fn the_solution_solves_the_system(
            rows in prop::collection::vec(prop::collection::vec(-2f64..2.0, 4), 1..8),
            right in prop::collection::vec(-3f64..3.0, 4),
        ) {
            let mut matrix = Symmetric::diagonal(&[0.5; 4]);
            for row in &rows {
                matrix.add_outer(row, 1.0);
            }
            let solution = matrix.solve(&right).unwrap();
            for at in 0..4 {
                let outer: f64 = rows.iter().map(|row| row[at] * row.iter().zip(&solution).map(|(a, b)| a * b).sum::<f64>()).sum();
                prop_assert!((outer + 0.5 * solution[at] - right[at]).abs() < 1e-6);
            }
        }
    }
}
