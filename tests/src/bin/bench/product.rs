//! What is measured, as its people see it: where they come in, and the processes that serve them.

use crate::person::Protocol;

/// A running chat with an agent for each conversation.
pub(crate) struct Product {
    /// Its name in the tables; none for our own.
    pub(crate) name: Option<&'static str>,
    /// The HTTP API.
    pub(crate) api: String,
    /// The socket.
    pub(crate) socket: String,
    /// How frames travel on it.
    pub(crate) protocol: Protocol,
    /// The processes that serve; what they started serves too.
    pub(crate) processes: Vec<u32>,
    /// How many agents each store has online.
    pub(crate) agents_per_store: usize,
    /// A client for all requests.
    pub(crate) http: reqwest::Client,
    /// The agents' tokens.
    pub(crate) agents: Vec<String>,
    /// The stores.
    pub(crate) stores: Vec<String>,
}

impl Product {
    /// The store of a conversation and the token of the agent who serves it.
    pub(crate) fn desk(&self, number: usize) -> (&str, &str) {
        (&self.stores[number % self.stores.len()], &self.agents[number])
    }
}
