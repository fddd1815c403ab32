//! Hands on a crowd's records part by part. The cloud spreads a table over shards and looks at each of them four times
//! a second; the engine has one shard. So the keys are dealt out over parts here, and each look hands on one part: a
//! case's events come together, its lists are written once for all of them, and not those of all cases at one moment.

/// Parts; with a look every 32 ms each has its turn four times a second.
const PARTS: usize = 8;
/// Records of one look that are a crowd. Fewer are handed on at once, so that on a quiet day nobody waits.
const CROWD: usize = 8;

/// What waits for its turn, each with its key's hash.
pub(super) struct ShardScheduler<T> {
    parts: [Vec<(u64, T)>; PARTS],
    turn: usize,
}

impl<T> Default for ShardScheduler<T> {
    fn default() -> Self {
        Self { parts: Default::default(), turn: 0 }
    }
}

impl<T> ShardScheduler<T> {
    /// Takes what a look has found, and gives what is due. Those of one key stay in order.
    pub(super) fn take(&mut self, found: Vec<(u64, T)>) -> Vec<(u64, T)> {
        let is_crowd = found.len() >= CROWD;
        for (hash, one) in found {
            // Of the hash's other end than workers are chosen by: a part's keys are of all workers.
            self.parts[(hash >> 32) as usize % PARTS].push((hash, one));
        }
        if !is_crowd {
            return self.parts.iter_mut().flat_map(std::mem::take).collect();
        }
        self.turn = (self.turn + 1) % PARTS;
        std::mem::take(&mut self.parts[self.turn])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many records, each of a key of its own: its number.
    fn found(numbers: std::ops::Range<u64>) -> Vec<(u64, u64)> {
        numbers.map(|number| (number << 32, number)).collect()
    }

    /// What is due without the keys' hashes.
    fn due(scheduler: &mut ShardScheduler<u64>, found: Vec<(u64, u64)>) -> Vec<u64> {
        scheduler.take(found).into_iter().map(|(_, one)| one).collect()
    }

    #[test]
    fn a_few_are_handed_on_at_once() {
        assert_eq!(due(&mut ShardScheduler::default(), found(0..7)), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_crowd_is_handed_on_in_turns_and_nobody_is_left_behind() {
        let mut scheduler = ShardScheduler::default();
        let mut seen: Vec<u64> = Vec::new();
        for look in 0..8 {
            let due = due(&mut scheduler, found(look * 16..look * 16 + 16));
            assert!(due.len() >= 2 && due.iter().all(|one| one % 8 == due[0] % 8), "{due:?}");
            seen.extend(due);
        }
        seen.extend(due(&mut scheduler, Vec::new()));
        seen.sort_unstable();
        assert_eq!(seen, (0..128).collect::<Vec<_>>());
    }

    #[test]
    fn those_of_one_key_stay_in_order() {
        let mut scheduler = ShardScheduler::default();
        let mut seen = Vec::new();
        for look in 0..20_u64 {
            seen.extend(due(&mut scheduler, (0..10).map(|n| (7 << 32, look * 10 + n)).collect()));
        }
        seen.extend(due(&mut scheduler, Vec::new()));
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }
}
