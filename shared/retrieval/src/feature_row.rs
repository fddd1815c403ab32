//! One feature's weights over the classes, in blocks of lanes: dense where classes are few, sparse where they are
//! thousands, because a block exists only once it was touched.

/// Classes in a block; the compiler turns a block's loop into one or two vector instructions.
pub(crate) const LANES: usize = 8;
/// Weights and sums of squared gradients for [`LANES`] neighbouring classes.
#[derive(Debug, Clone, Default)]
struct Block {
    weights: [f32; LANES],
    squares: [f32; LANES],
}

/// The weights of one feature.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// Which blocks exist, ascending.
    numbers: Vec<u32>,
    blocks: Vec<Block>,
}

impl Row {
    /// Adds `value` x weight to each class's score.
    pub(crate) fn accumulate(&self, value: f32, scores: &mut [f32]) {
        for (number, block) in self.numbers.iter().zip(&self.blocks) {
            let first = *number as usize * LANES;
            for (score, weight) in scores[first..first + LANES].iter_mut().zip(&block.weights) {
                *score += value * weight;
            }
        }
    }

    /// Adagrad: each weight moves against its error, less the more it has moved before. `errors` holds each block that
    /// is to move, by its number.
    pub(crate) fn descend(
        &mut self,
        errors: &[(usize, [f32; LANES])],
        value: f32,
        step: f32,
        floor: f32,
    ) {
        for (number, errors) in errors {
            let block = self.block(*number);
            for ((error, square), weight) in
                errors.iter().zip(&mut block.squares).zip(&mut block.weights)
            {
                let gradient = error * value;
                *square += gradient * gradient;
                *weight -= step * gradient / (*square + floor).sqrt();
            }
        }
    }

    /// Adds to one class's weight.
    pub(crate) fn add(&mut self, class: usize, value: f32) {
        self.block(class / LANES).weights[class % LANES] += value;
    }

    /// Sets a class's weight and sum of squared gradients.
    pub(crate) fn set(&mut self, class: usize, weight: f32, square: f32) {
        let block = self.block(class / LANES);
        block.weights[class % LANES] = weight;
        block.squares[class % LANES] = square;
    }

    /// A class's weight and sum of squared gradients; zeros where it has none.
    pub(crate) fn get(&self, class: usize) -> (f32, f32) {
        let found = self.numbers.binary_search(&((class / LANES) as u32));
        found.map_or((0.0, 0.0), |place| {
            let block = &self.blocks[place];
            (block.weights[class % LANES], block.squares[class % LANES])
        })
    }

    /// Each class that has a weight, with it and its sum of squared gradients.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, f32, f32)> {
        let blocks = self.numbers.iter().zip(&self.blocks);
        let lanes = blocks.flat_map(|(number, block)| {
            let first = *number as usize * LANES;
            (0..LANES).map(move |lane| (first + lane, block.weights[lane], block.squares[lane]))
        });
        lanes.filter(|(_, weight, _)| *weight != 0.0)
    }

    /// Takes a class's weight away.
    pub(crate) fn clear(&mut self, class: usize) {
        if self.get(class) != (0.0, 0.0) {
            self.set(class, 0.0, 0.0);
        }
    }

    fn block(&mut self, number: usize) -> &mut Block {
        // Classes come in their order more often than not: the last block first.
        if self.numbers.last() == Some(&(number as u32)) {
            let last = self.blocks.len() - 1;
            return &mut self.blocks[last];
        }
        let place = match self.numbers.binary_search(&(number as u32)) {
            Ok(place) => place,
            Err(place) => {
                self.numbers.insert(place, number as u32);
                self.blocks.insert(place, Block::default());
                place
            }
        };
        &mut self.blocks[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_back_where_they_were_written() {
        let mut row = Row::default();
        row.set(3, 1.5, 0.5);
        row.add(900, 2.0);
        assert_eq!((row.get(3), row.get(900), row.get(4)), ((1.5, 0.5), (2.0, 0.0), (0.0, 0.0)));
    }

    #[test]
    fn thousands_of_classes_cost_only_the_blocks_touched() {
        let mut row = Row::default();
        row.descend(&[(900, [-1.0; LANES])], 1.0, 0.5, 0.01);
        assert_eq!(row.blocks.len(), 1);
        assert!(row.get(7201).0 > 0.0);
    }

    #[test]
    fn a_weight_moves_less_the_more_it_has_moved() {
        let mut row = Row::default();
        let errors = [(0, [-1.0; LANES])];
        row.descend(&errors, 1.0, 0.5, 0.01);
        let first = row.get(0).0;
        row.descend(&errors, 1.0, 0.5, 0.01);
        assert!(row.get(0).0 - first < first);
    }

    #[test]
    fn scores_gather_over_blocks() {
        let mut row = Row::default();
        row.add(0, 1.0);
        row.add(9, 2.0);
        let mut scores = vec![0.0; 16];
        row.accumulate(0.5, &mut scores);
        assert_eq!((scores[0], scores[9]), (0.5, 1.0));
    }
}
