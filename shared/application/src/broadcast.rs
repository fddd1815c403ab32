//! Telling the listeners. A push is a hint: whoever misses one finds the gap and asks the log.

use adapters::push::Delivery;
use contract::{EventView, ServerFrame};
use domain::{Audience, Case, CaseId, Event, Listener, audience};
use futures_util::future::join_all;

use crate::{Caller, Cases, encode};

/// How a round of pushes went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PushReport {
    /// Frames that the gateway took.
    pub pushed: u32,
    /// Connections that were no longer there, or had to go.
    pub gone: u32,
    /// Frames that did not get through.
    pub failed: u32,
}

/// An event's frame for each audience, written once however many listen.
struct Frames {
    staff: Option<String>,
    customer: Option<String>,
}

impl Frames {
    fn of(case: &CaseId, event: &Event) -> Self {
        let frame = |audience| {
            let event = EventView::of(event, audience)?;
            Some(encode(&ServerFrame::Event { case: case.clone(), event }))
        };
        Self { staff: frame(Audience::Staff), customer: frame(Audience::Customer) }
    }
}

impl Cases {
    /// Pushes an event to everyone who listens and may see it, but to the caller's own connection, which gets the
    /// acknowledgement.
    pub(crate) async fn broadcast(
        &self,
        id: &CaseId,
        case: &Case,
        event: &Event,
        listeners: &[Listener],
        caller: &Caller,
    ) -> PushReport {
        let others: Vec<_> = listeners
            .iter()
            .filter(|listener| Some(&listener.connection) != caller.connection.as_ref())
            .collect();
        if others.is_empty() {
            return PushReport::default();
        }
        let frames = Frames::of(id, event);
        let policy = self.policy_of(case);
        let pushes = others.into_iter().map(|listener| {
            let seen = audience(event, case, &listener.principal, policy, caller.now);
            self.push_to(id, listener, seen, &frames)
        });
        let mut report = PushReport::default();
        for one in join_all(pushes).await {
            report.pushed += one.pushed;
            report.gone += one.gone;
            report.failed += one.failed;
        }
        report
    }

    async fn push_to(
        &self,
        case: &CaseId,
        listener: &Listener,
        seen: Audience,
        frames: &Frames,
    ) -> PushReport {
        let frame = match seen {
            Audience::Staff => frames.staff.as_ref(),
            Audience::Customer => frames.customer.as_ref(),
            Audience::Hidden => None,
            Audience::Gone => return self.part(case, listener).await,
        };
        match frame {
            Some(frame) => self.hand(case, listener, frame).await,
            None => PushReport::default(),
        }
    }

    /// Pushes one frame; a connection that is gone stops listening.
    pub(crate) async fn hand(&self, case: &CaseId, listener: &Listener, frame: &str) -> PushReport {
        match self.push.post(&listener.connection, frame).await {
            Ok(Delivery::Delivered) => PushReport { pushed: 1, ..PushReport::default() },
            Ok(Delivery::Gone) => {
                let forgotten = self.listeners.unsubscribe(case, &listener.connection).await;
                PushReport {
                    gone: 1,
                    failed: u32::from(forgotten.is_err()),
                    ..PushReport::default()
                }
            }
            Err(_) => PushReport { failed: 1, ..PushReport::default() },
        }
    }

    /// Ends the connection of someone who may no longer read here.
    pub(crate) async fn part(&self, case: &CaseId, listener: &Listener) -> PushReport {
        let ended = self.push.disconnect(&listener.connection).await;
        let forgotten = self.listeners.unsubscribe(case, &listener.connection).await;
        PushReport {
            gone: 1,
            failed: u32::from(ended.is_err() || forgotten.is_err()),
            ..PushReport::default()
        }
    }
}
