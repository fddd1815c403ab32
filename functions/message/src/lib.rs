//! Every frame of a client: wire in, use case, wire out.

use application::{Caller, Cases, Reply, encode};
use contract::{ClientFrame, Code, Malformed, ServerFrame};
use domain::ConnectionId;
use lambda::config::ConfigError;
use lambda::telemetry::{Unit, gather, measure};
use lambda::{Deployment, clock, socket};
use lambda_http::{Body, Error, Request, Response};
use tracing::error;

/// The use cases over this deployment's table and connections.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn cases() -> Result<Cases, ConfigError> {
    Deployment::from_env()?.cases()
}

/// Answers one frame. Whatever goes wrong is an error frame: nothing is lost, the client repeats.
///
/// # Errors
/// The event is not of our socket.
pub async fn handle(cases: &Cases, request: Request) -> Result<Response<Body>, Error> {
    let sender = socket::sender(&request)?;
    let caller = Caller {
        principal: sender.principal,
        connection: Some(sender.connection),
        now: clock::now(),
        address: sender.address,
    };
    let reply = respond(cases, &caller, &sender.request, socket::frame(&request)).await;
    Ok(socket::answer(reply.frame.as_ref().map(encode)))
}

async fn respond(cases: &Cases, caller: &Caller, request: &str, raw: &str) -> Reply {
    let frame = match ClientFrame::parse(raw) {
        Ok(frame) => frame,
        Err(Malformed { code, message, id }) => {
            return Reply::from(ServerFrame::error(code, message, id));
        }
    };
    let id = frame.id().cloned();
    if matches!(frame, ClientFrame::Heartbeat { .. }) && caller.principal.role.is_staff() {
        // Tells operators whether anybody is there to answer customers.
        measure(&[("AgentHeartbeats", Unit::Count, 1.0)]);
    }
    match cases.act(caller, frame).await {
        Ok(reply) => {
            report(&reply, caller);
            reply
        }
        Err(error) => {
            let connection = caller.connection.as_ref().map(ConnectionId::as_str);
            error!(request, connection, %error, "a frame was not done");
            let message = "That did not work. The same again, a little later.";
            Reply::from(ServerFrame::error(error.code(), message, id))
        }
    }
}

/// Metrics of what was written; frames that write nothing cost no line.
fn report(reply: &Reply, caller: &Caller) {
    let Some(frame) = &reply.frame else { return };
    match frame {
        ServerFrame::Ack { .. } => {
            let took = clock::now().0 - caller.now.0;
            gather(&[
                ("Messages", Unit::Count, 1.0),
                ("AppendLatency", Unit::Milliseconds, took as f64),
                ("Collisions", Unit::Count, f64::from(reply.collisions)),
                ("Pushes", Unit::Count, f64::from(reply.pushes.pushed)),
                ("Gone", Unit::Count, f64::from(reply.pushes.gone)),
                ("PushesFailed", Unit::Count, f64::from(reply.pushes.failed)),
            ]);
        }
        ServerFrame::Error { code: Code::Internal | Code::Busy, .. } => {
            measure(&[("Failures", Unit::Count, 1.0)]);
        }
        _ => {}
    }
}
