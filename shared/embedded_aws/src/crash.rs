//! The end of a process between two lines: what its use case had done by then is done, and no more.

use std::future::pending;
use std::pin::pin;

use crate::EmbeddedAws;
use crate::exchange::Request;

/// At which request of a use case, counted from 0, its process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// Right before the request reaches its service.
    Before(usize),
    /// Right after the service has done it.
    After(usize),
}

/// A crash that is to come.
pub(super) struct Planned {
    /// Requests until then.
    left: usize,
    is_served: bool,
}

impl EmbeddedAws {
    /// Runs a use case until this request, and drops it there. Nothing where it crashed, else what it came to before it
    /// made so many requests.
    pub async fn until_crash<T>(&self, crash: Crash, work: impl Future<Output = T>) -> Option<T> {
        let planned = match crash {
            Crash::Before(left) => Planned { left, is_served: false },
            Crash::After(left) => Planned { left, is_served: true },
        };
        self.state().crash = Some(planned);
        let (work, crashed) = (pin!(work), pin!(self.0.crashed.notified()));
        let outcome = tokio::select! {
            biased;
            () = crashed => None,
            done = work => Some(done),
        };
        self.state().crash = None;
        outcome
    }

    /// Never comes back from the request at which the process ends.
    pub(super) async fn crash_if_planned(&self, request: &Request) {
        let is_served = match &mut self.state().crash {
            None => return,
            // What else is on its way at this moment comes to nothing.
            Some(Planned { left: 0, is_served }) => std::mem::take(is_served),
            Some(Planned { left, .. }) => {
                *left -= 1;
                return;
            }
        };
        if is_served {
            self.serve(request);
        }
        self.0.crashed.notify_one();
        pending::<()>().await;
    }
}
