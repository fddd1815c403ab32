//! Frames on their way out under faults: doubled, changed in order, late. Without faults they pass untouched.

use bytes::Bytes;
use tokio::time::Instant;

use crate::fault_injection::{Faults, PushFate};

/// The frames of one connection that are held back.
#[derive(Default)]
pub(super) struct FlakyConnection {
    swapped: Option<(Instant, Bytes)>,
    late: Vec<(Instant, Bytes)>,
}

/// What to do now.
pub(super) enum OutgoingFrames {
    /// Send these, in this order.
    Send(Vec<Bytes>),
    /// Send this one.
    SendOne(Bytes),
    /// Break the connection.
    Break,
}

impl FlakyConnection {
    /// Takes a posted frame and says what goes out now.
    pub(super) fn take(&mut self, frame: Bytes, faults: &Faults) -> OutgoingFrames {
        let mut out = match faults.of_push() {
            PushFate::Sent if self.swapped.is_none() => return OutgoingFrames::SendOne(frame),
            PushFate::Sent => vec![frame],
            PushFate::Doubled => vec![frame.clone(), frame],
            PushFate::Dropped => return OutgoingFrames::Break,
            PushFate::Delayed(wait) => {
                self.late.push((Instant::now() + wait, frame));
                Vec::new()
            }
            PushFate::Reordered(wait) if self.swapped.is_none() => {
                self.swapped = Some((Instant::now() + wait, frame));
                return OutgoingFrames::Send(Vec::new());
            }
            PushFate::Reordered(_) => vec![frame],
        };
        if !out.is_empty() {
            out.extend(self.swapped.take().map(|(_, held)| held));
        }
        OutgoingFrames::Send(out)
    }

    /// When the next held frame is due.
    pub(super) fn due(&self) -> Option<Instant> {
        self.swapped.iter().chain(&self.late).map(|(due, _)| *due).min()
    }

    /// The held frames whose time has come.
    pub(super) fn ripe(&mut self) -> Vec<Bytes> {
        let now = Instant::now();
        let mut ripe: Vec<Bytes> =
            self.late.extract_if(.., |(due, _)| *due <= now).map(|(_, frame)| frame).collect();
        ripe.extend(self.swapped.take_if(|(due, _)| *due <= now).map(|(_, frame)| frame));
        ripe
    }
}
