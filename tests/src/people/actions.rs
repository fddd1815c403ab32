//! What people do in a case, whoever they are.

use anyhow::{Context as _, bail};
use contract::{ClientFrame, Code, EventPage, EventView, ServerFrame};
use domain::{CaseId, CommandId, RejectionReason, Seq};

use super::{Agent, Case, User, fresh_id};
use crate::socket::Socket;
use crate::stack::EntryPoints;

impl User {
    /// Closes the connection and opens another.
    ///
    /// # Errors
    /// They were not let in again.
    pub async fn reconnects(&mut self, entry_points: &EntryPoints) -> anyhow::Result<()> {
        let fresh = Socket::bearing(&entry_points.socket, &self.token).await;
        let fresh =
            fresh.map_err(|refused| anyhow::anyhow!("the handshake was refused: {refused:?}"))?;
        std::mem::replace(&mut self.socket, fresh).close().await;
        Ok(())
    }

    /// Does something in a case and moves the test's view of it on.
    ///
    /// # Errors
    /// It was refused.
    pub async fn does(
        &mut self,
        case: &mut Case,
        frame: impl FnOnce(CommandId, CaseId, Seq) -> ClientFrame,
    ) -> anyhow::Result<EventView> {
        match self.tries(case, frame).await? {
            ServerFrame::Ack { event, .. } => {
                case.head = case.head.max(event.seq);
                Ok(event)
            }
            other => bail!("not done: {other:?}"),
        }
    }

    /// Tries something in a case, whatever comes of it.
    ///
    /// # Errors
    /// No answer came.
    pub async fn tries(
        &mut self,
        case: &Case,
        frame: impl FnOnce(CommandId, CaseId, Seq) -> ClientFrame,
    ) -> anyhow::Result<ServerFrame> {
        let frame = frame(fresh_id(), case.id.clone(), case.head);
        self.socket.ask(&frame).await
    }

    /// Tries something and says with which code it was refused.
    ///
    /// # Errors
    /// It was not refused.
    pub async fn is_refused(
        &mut self,
        case: &Case,
        frame: impl FnOnce(CommandId, CaseId, Seq) -> ClientFrame,
    ) -> anyhow::Result<Code> {
        match self.tries(case, frame).await? {
            ServerFrame::Error { code, .. } => Ok(code),
            other => bail!("not refused: {other:?}"),
        }
    }

    /// Says something to the other side, having read all that the test has seen.
    ///
    /// # Errors
    /// It was refused.
    pub async fn says(&mut self, case: &mut Case, text: &str) -> anyhow::Result<EventView> {
        let (text, answers) = (Some(text.parse()?), Some(case.head));
        self.does(case, |id, case, after| ClientFrame::Send {
            id,
            case,
            after,
            text,
            files: None,
            answers,
            anyway: None,
        })
        .await
    }

    /// Writes a note among the staff.
    ///
    /// # Errors
    /// It was refused.
    pub async fn notes(&mut self, case: &mut Case, text: &str) -> anyhow::Result<EventView> {
        let text = text.parse()?;
        self.does(case, |id, case, after| ClientFrame::Note {
            id,
            case,
            after,
            text,
            mentions: None,
        })
        .await
    }

    /// Resolves a case.
    ///
    /// # Errors
    /// It was refused.
    pub async fn resolves(&mut self, case: &mut Case) -> anyhow::Result<EventView> {
        self.does(case, |id, case, after| ClientFrame::Resolve { id, case, after }).await
    }

    /// Starts to listen to a case and gets its newest page.
    ///
    /// # Errors
    /// It was refused.
    pub async fn listens(&mut self, case: &Case) -> anyhow::Result<Vec<EventView>> {
        self.catches_up(case, Seq::NONE).await
    }

    /// Listens to a case and gets what came after an event.
    ///
    /// # Errors
    /// It was refused.
    pub async fn catches_up(&mut self, case: &Case, after: Seq) -> anyhow::Result<Vec<EventView>> {
        let frame = ClientFrame::Sync { id: fresh_id(), case: case.id.clone(), after };
        match self.socket.ask(&frame).await? {
            ServerFrame::Missed { events, .. } => Ok(events),
            other => bail!("not subscribed: {other:?}"),
        }
    }

    /// Waits for the push of an event.
    ///
    /// # Errors
    /// It did not come.
    pub async fn hears(&mut self, case: &Case, seq: Seq) -> anyhow::Result<EventView> {
        let heard = self.socket.hear(|frame| match frame {
            ServerFrame::Event { case: of, event } if *of == case.id && event.seq == seq => {
                Some(event.clone())
            }
            _ => None,
        });
        heard.await.with_context(|| format!("event {seq} was not heard"))
    }

    /// All events of a case that this person may see, read page by page.
    ///
    /// # Errors
    /// It was refused.
    pub async fn reads(&self, case: &Case) -> anyhow::Result<Vec<EventView>> {
        let mut events = Vec::new();
        let mut after = 0;
        loop {
            let page: EventPage =
                self.api.get(&format!("/cases/{}/events?after={after}", case.id)).await?;
            let Some(last) = page.events.last().map(|event| event.seq) else { return Ok(events) };
            after = last.get();
            events.extend(page.events);
            if !page.more {
                return Ok(events);
            }
        }
    }
}

impl Agent {
    /// Sends the draft that the case ends with, as it is.
    ///
    /// # Errors
    /// It was refused.
    pub async fn approves(&mut self, case: &mut Case) -> anyhow::Result<()> {
        let suggestion = case.head;
        let approve = |id, case, after| ClientFrame::Approve {
            id,
            case,
            after,
            suggestion,
            text: None,
            answers: Some(after),
            anyway: None,
        };
        self.does(case, approve).await.map(drop)
    }

    /// Finds the draft at the case's head wrong.
    ///
    /// # Errors
    /// It was refused.
    pub async fn rejects(&mut self, case: &mut Case) -> anyhow::Result<()> {
        let (suggestion, reason) = (case.head, RejectionReason::Wrong);
        let reject = |id, case, after| ClientFrame::Reject { id, case, after, suggestion, reason };
        self.does(case, reject).await.map(drop)
    }

    /// Closes the tab.
    pub async fn close(self) {
        self.0.socket.close().await;
    }
}
