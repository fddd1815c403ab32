//! Metrics of many requests in one line.

use domain::Timestamp;
use serde::{Serialize, Serializer};

use super::{Measured, Metric, Unit};

/// Milliseconds over which values are gathered. The first after a pause is written at once.
const PERIOD: i64 = 10_000;
/// Values of one metric in a line: CloudWatch takes a hundred.
const MOST: usize = 50;

/// What a line says of one metric.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    /// One value, or a sum.
    One(f64),
    /// Each of them.
    All(Vec<f64>),
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Values::One(value) => serializer.serialize_f64(*value),
            Values::All(values) => {
                serializer.collect_seq(values.iter().map(|value| value.round() as i64))
            }
        }
    }
}

/// Values that no line has yet.
pub(super) struct Gathered {
    values: Vec<Measured>,
    written: Timestamp,
}

impl Gathered {
    pub(super) const fn new() -> Self {
        Self { values: Vec::new(), written: Timestamp(0) }
    }

    /// Adds the metrics of a request. Gives what a line is to say where it is time for one.
    pub(super) fn add(&mut self, metrics: &[Metric], now: Timestamp) -> Option<Vec<Measured>> {
        for metric in metrics {
            self.add_one(metric);
        }
        let is_full = |(_, _, values): &Measured| matches!(values, Values::All(values) if values.len() >= MOST);
        let is_due = self.written.plus_millis(PERIOD) <= now || self.values.iter().any(is_full);
        if !is_due || self.values.is_empty() {
            return None;
        }
        self.written = now;
        Some(std::mem::take(&mut self.values))
    }

    /// Of what is counted only the sum is of interest, of times each.
    fn add_one(&mut self, &(name, unit, value): &Metric) {
        let is_count = unit == Unit::Count;
        // A sum without this says the same.
        if is_count && value == 0.0 {
            return;
        }
        let known = self.values.iter_mut().find(|(known, ..)| *known == name);
        match known {
            Some((_, _, Values::One(sum))) => *sum += value,
            Some((_, _, Values::All(values))) => values.push(value),
            None if is_count => self.values.push((name, unit, Values::One(value))),
            None => self.values.push((name, unit, Values::All(vec![value]))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metrics(took: f64) -> [Metric; 3] {
        [
            ("Messages", Unit::Count, 1.0),
            ("Collisions", Unit::Count, 0.0),
            ("AppendLatency", Unit::Milliseconds, took),
        ]
    }

    #[test]
    fn the_first_is_written_at_once_and_what_follows_together() {
        let mut gathered = Gathered::new();
        let now = Timestamp(1_800_000_000_000);
        let line = |count, times: &[f64]| {
            Some(vec![
                ("Messages", Unit::Count, Values::One(count)),
                ("AppendLatency", Unit::Milliseconds, Values::All(times.to_vec())),
            ])
        };
        assert_eq!(gathered.add(&metrics(4.0), now), line(1.0, &[4.0]));
        assert_eq!(gathered.add(&metrics(5.0), now.plus_millis(1)), None);
        assert_eq!(gathered.add(&metrics(6.0), now.plus_millis(9_999)), None);
        let written = gathered.add(&metrics(7.0), now.plus_millis(10_000));
        assert_eq!(written, line(3.0, &[5.0, 6.0, 7.0]));
    }

    #[test]
    fn many_are_written_before_their_time() {
        let mut gathered = Gathered::new();
        let now = Timestamp(1_800_000_000_000);
        let lines = (0..=100).filter(|_| gathered.add(&metrics(1.0), now).is_some());
        assert_eq!(lines.count(), 3);
    }

    #[test]
    fn a_line_lists_times_and_sums_counts() {
        let values = [Values::One(2.0), Values::All(vec![4.0, 5.0])];
        assert_eq!(serde_json::to_string(&values).unwrap(), "[2.0,[4,5]]");
    }
}
