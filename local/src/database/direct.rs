//! The embedded engine asked without its own server before it, which reads each request three times: once to see that
//! it is JSON, once for mistyped fields, once for itself.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::EmbeddedDatabase;

impl EmbeddedDatabase {
    /// What the engine answers to a request, as JSON; nothing where its server must be asked: for the operations that
    /// functions have no use for, and for whatever is refused (and so not done), since the server has the words for
    /// that.
    pub(super) fn answer(&self, operation: &str, request: &[u8]) -> Option<Vec<u8>> {
        let Self(engine) = self;
        match operation {
            "Query" => done(request, |request| engine.query(request)),
            "GetItem" => done(request, |request| engine.get_item(request)),
            "PutItem" => done(request, |request| engine.put_item(request)),
            "UpdateItem" => done(request, |request| engine.update_item(request)),
            "DeleteItem" => done(request, |request| engine.delete_item(request)),
            "BatchGetItem" => done(request, |request| engine.batch_get_item(request)),
            "BatchWriteItem" => done(request, |request| engine.batch_write_item(request)),
            _ => None,
        }
    }
}

fn done<Request: DeserializeOwned, Answer: Serialize>(
    request: &[u8],
    ask: impl FnOnce(Request) -> dynoxide::Result<Answer>,
) -> Option<Vec<u8>> {
    let answer = ask(serde_json::from_slice(request).ok()?).ok()?;
    serde_json::to_vec(&answer).ok()
}
