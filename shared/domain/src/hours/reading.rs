//! Reading the shifts of a day, in the form of each release.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Shift;

/// Reads a week of lists of shifts, and the older form with at most one shift a day: an object or null.
pub(super) fn week<'de, D: Deserializer<'de>>(week: D) -> Result<[Vec<Shift>; 7], D::Error> {
    Ok(<[Shifts; 7]>::deserialize(week)?.map(|Shifts(shifts)| shifts))
}

struct Shifts(Vec<Shift>);

impl<'de> Deserialize<'de> for Shifts {
    fn deserialize<D: Deserializer<'de>>(shifts: D) -> Result<Self, D::Error> {
        shifts.deserialize_any(ShiftsVisitor)
    }
}

struct ShiftsVisitor;

impl<'de> Visitor<'de> for ShiftsVisitor {
    type Value = Shifts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of shifts")
    }

    fn visit_unit<E>(self) -> Result<Shifts, E> {
        Ok(Shifts(Vec::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, shift: A) -> Result<Shifts, A::Error> {
        Ok(Shifts(vec![Shift::deserialize(MapAccessDeserializer::new(shift))?]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, shifts: A) -> Result<Shifts, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(shifts)).map(Shifts)
    }
}
