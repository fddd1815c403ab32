//! The commands that a case has seen lately, as short hashes in its state.
//!
//! A retry that keeps its `after` is found among the events behind it. A client that has caught up in between moves
//! `after` past its own event: these hashes find it all the same, without reading more of the log than that event.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::{ByteList, CommandId, Event, Seq, UserId};

/// Bytes of one entry: 8 bits for the author, 22 for author and id, 10 for the place.
const ENTRY: usize = 5;
/// The place is kept modulo this, so an event that lies further back than this is forgotten.
const REACH: u64 = 1 << 10;
/// The bits that tell commands apart.
const HASH: u64 = (1 << 22) - 1;

/// The last commands of each author, oldest first. It holds [`RecentCommands::MOST`] in all: whoever has most of them
/// makes room, so that among `n` authors each one's last `MOST / n` are there, however much the others write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecentCommands(Vec<Recent>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Recent {
    author: u8,
    hash: u64,
    /// The event's place modulo [`REACH`].
    place: u64,
}

impl RecentCommands {
    /// The most commands that are held: 60 bytes, so that a message of 600 bytes stays within one write unit.
    pub const MOST: usize = 12;

    /// How many events back a command is still known.
    pub const REACH: u64 = REACH - 1;

    /// Whether nothing is held, which is how states without this field are read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes in an event. The ids of assistant and system derive from the event that caused them, which their cursor
    /// names; they need no place here.
    pub fn note(&mut self, event: &Event) {
        let place = event.seq.get() % REACH;
        self.0.retain(|recent| recent.place != place);
        let Some(user) = &event.author.id else { return };
        let (author, hash) = hashes(user, &event.id);
        self.0.push(Recent { author, hash, place });
        while self.0.len() > Self::MOST {
            self.0.remove(self.first_of_most_frequent());
        }
    }

    /// Where this author's command may be, newest first. A place is to be looked at: hashes of two ids may be the same.
    pub fn places(&self, user: &UserId, id: &CommandId, head: Seq) -> Vec<Seq> {
        let (_, hash) = hashes(user, id);
        let is_it = |recent: &&Recent| recent.hash == hash;
        let seq = |recent: &Recent| {
            let back = (head.get() % REACH + REACH - recent.place) % REACH;
            Seq::try_from(head.get().checked_sub(back)?).ok()
        };
        self.0.iter().rev().filter(is_it).filter_map(seq).collect()
    }

    /// The oldest entry of the author with the most; among equals the one that comes first.
    fn first_of_most_frequent(&self) -> usize {
        let count = |author| self.0.iter().filter(|recent| recent.author == author).count();
        let counts = self.0.iter().map(|recent| count(recent.author));
        let (first, _) =
            counts.enumerate().fold(
                (0, 0),
                |(first, most), (at, count)| {
                    if count > most { (at, count) } else { (first, most) }
                },
            );
        first
    }

    fn encode(&self) -> Vec<u8> {
        let pack =
            |recent: &Recent| u64::from(recent.author) << 32 | recent.hash << 10 | recent.place;
        self.0.iter().flat_map(|recent| pack(recent).to_be_bytes()[8 - ENTRY..].to_vec()).collect()
    }

    fn decode(bytes: &[u8]) -> Self {
        let unpack = |entry: &[u8]| {
            let packed = entry.iter().fold(0_u64, |packed, byte| packed << 8 | u64::from(*byte));
            let author = (packed >> 32) as u8;
            Recent { author, hash: packed >> 10 & HASH, place: packed % REACH }
        };
        Self(bytes.chunks_exact(ENTRY).map(unpack).collect())
    }
}

/// Eight bits of an author. One of them tells customers from staff, whose commands never take each other's room; the others
/// tell apart those of one side, as good as always.
pub(crate) fn tag_of(author: &UserId) -> u8 {
    let side = u8::from(author.is_staff()) << 7;
    side | Sha256::digest(author.as_str())[0] >> 1
}

fn hashes(user: &UserId, id: &CommandId) -> (u8, u64) {
    let author = Sha256::digest(user.as_str());
    let mut hasher = Sha256::new();
    hasher.update(author);
    hasher.update(id.as_str());
    let both = hasher.finalize();
    let hash = both[..3].iter().fold(0, |hash, byte| hash << 8 | u64::from(*byte));
    (tag_of(user), hash & HASH)
}

impl Serialize for RecentCommands {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.encode())
    }
}

impl<'de> Deserialize<'de> for RecentCommands {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ByteList::deserialize(deserializer).map(|ByteList(bytes)| Self::decode(&bytes))
    }
}
