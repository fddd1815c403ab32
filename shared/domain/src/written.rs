//! What each author has written in a case lately, as counters in its state: they cost no request of their own.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::rate_limit::{DAY, MINUTE};
use crate::{ByteList, Event, Limits, Timestamp, UserId, Wait, Window, tag_of};

/// Bytes of one author's counters: see [`Counters::pack`].
const ENTRY: usize = 8;
/// Stands for the customer whose case it is; no hash of anybody else is this.
const OWNER: u8 = 0;
/// The day's windows begin at multiples of this, in seconds: rounded down, so that none lasts longer for it.
const DAY_STEP: u64 = 120;
/// 1 January 2020: the day's windows are counted from here for 63 years.
const EPOCH: u64 = 1_577_836_800;

/// The counters of the case's customer and of whoever else wrote last. Another one takes over these counters, as they are:
/// however many take turns, together they get no more than one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written(Vec<Counters>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counters {
    author: u8,
    minute: Window,
    day: Window,
}

impl Written {
    /// The most authors that are counted: 16 bytes, so that a message of 600 bytes stays within one write unit.
    pub const MOST: usize = 2;

    /// Whether nothing is counted, which is how states without this field are read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an author may write one more.
    ///
    /// # Errors
    /// How long to wait until they may.
    pub fn check(
        &self,
        author: &UserId,
        owner: &UserId,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<(), Wait> {
        let Some(at) = self.place(tag(author, owner)) else { return Ok(()) };
        let counters = self.0[at];
        // Where both are reached the longer wait counts: after it neither refuses.
        let by_minute = counters.minute.check(limits.messages_a_minute, MINUTE, now);
        let by_day = counters.day.check(limits.messages_a_day, DAY, now);
        match (by_minute, by_day) {
            (Err(minute), Err(day)) => Err(minute.max(day)),
            (minute, day) => minute.and(day),
        }
    }

    /// Counts an event. The assistant and the system have no limits.
    pub fn note(&mut self, event: &Event, owner: &UserId) {
        let Some(user) = &event.author.id else { return };
        let author = tag(user, owner);
        let before = match self.place(author) {
            Some(at) => self.0.remove(at),
            None => Counters { author, minute: Window::default(), day: Window::default() },
        };
        // Who wrote last stands last, so that the first is the one who was silent the longest.
        self.0.push(Counters { author, ..before }.counted(event.at));
    }

    /// Whose counters are an author's: their own, or where all are taken those of the other who was silent the longest.
    fn place(&self, author: u8) -> Option<usize> {
        let own = self.0.iter().position(|counters| counters.author == author);
        let mut others = self.0.iter().enumerate().filter(|(_, one)| one.author != OWNER);
        let is_full = author != OWNER && others.clone().count() >= Self::MOST - 1;
        own.or_else(|| others.next().filter(|_| is_full).map(|(at, _)| at))
    }
}

impl Counters {
    /// With one more, as it is once stored, so that a state is the same before and after it was written.
    fn counted(self, now: Timestamp) -> Self {
        let (minute, day) = (self.minute.counted(MINUTE, now), self.day.counted(DAY, now));
        Self::unpack(Self { minute, day, ..self }.pack())
    }

    /// From the top: 4 bits for the author, 24 for when the day's window began and 12 for its count, 17 for the second of
    /// it in which the minute's window began and 7 for its count.
    fn pack(self) -> u64 {
        let seconds = |at: Timestamp| at.seconds().max(0).unsigned_abs();
        let step = seconds(self.day.start).saturating_sub(EPOCH) / DAY_STEP;
        let offset = seconds(self.minute.start).saturating_sub(EPOCH + step * DAY_STEP);
        let bits = |value: u64, count: u32, from: u32| value.min((1 << count) - 1) << from;
        bits(self.author.into(), 4, 60)
            | bits(step, 24, 36)
            | bits(self.day.count.into(), 12, 24)
            | bits(offset, 17, 7)
            | bits(self.minute.count.into(), 7, 0)
    }

    fn unpack(packed: u64) -> Self {
        let bits = |count: u32, from: u32| packed >> from & ((1 << count) - 1);
        let day = EPOCH + bits(24, 36) * DAY_STEP;
        let window = |start: u64, count: u64| Window {
            start: Timestamp::from_seconds(start as i64),
            count: count as u16,
        };
        Self {
            author: bits(4, 60) as u8,
            day: window(day, bits(12, 24)),
            minute: window(day + bits(17, 7), bits(7, 0)),
        }
    }
}

/// Four bits of an author. Two others who have the same share their counters.
fn tag(author: &UserId, owner: &UserId) -> u8 {
    if author == owner { OWNER } else { OWNER + 1 + tag_of(author) % 15 }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = self.0.iter().flat_map(|counters| counters.pack().to_be_bytes());
        serializer.serialize_bytes(&bytes.collect::<Vec<u8>>())
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ByteList(bytes) = ByteList::deserialize(deserializer)?;
        let packed = |entry: &[u8]| entry.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
        Ok(Self(bytes.chunks_exact(ENTRY).map(|entry| Counters::unpack(packed(entry))).collect()))
    }
}
