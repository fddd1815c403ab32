//! The template that deploys, as the local stack understands it: functions, both APIs, the table, buckets, stream mappings
//! and timers. Whatever the stack runs comes from here; nothing of it is listed a second time.

mod api;
mod bucket;
mod cron;
mod error;
mod framing;
mod function;
mod http;
mod intrinsics;
mod mapping;
mod parameters;
mod resolver;
mod resources;
mod rule;
mod schedule;
mod socket;
mod statement;
mod table;

use std::collections::BTreeMap;
use std::path::Path;

pub use api::Route;
pub use bucket::Bucket;
pub use cron::Cron;
pub use error::TemplateError;
pub use framing::Framing;
pub use function::Function;
pub use http::{Cors, HttpApi};
pub use mapping::Mapping;
pub use parameters::{Placeholders, read_parameters};
pub use resources::{ACCOUNT, REGION};
pub use rule::Rule;
pub use schedule::{Schedule, When};
pub use socket::{Authorizer, SocketApi};
pub use statement::Statement;
pub use table::Table;

use resolver::Resolver;
use resources::Resources;

/// Everything of the template that the local stack runs.
#[derive(Debug, Clone)]
pub struct Template {
    /// By logical id.
    pub functions: BTreeMap<String, Function>,
    /// The WebSocket API, when there is one.
    pub socket: Option<SocketApi>,
    /// The HTTP API, when there is one.
    pub http: Option<HttpApi>,
    /// Each with its keys, indexes, stream and time to live.
    pub tables: Vec<Table>,
    /// From a table's stream to a function.
    pub mappings: Vec<Mapping>,
    /// Where files are.
    pub buckets: Vec<Bucket>,
    /// Who hears of what happens to them.
    pub rules: Vec<Rule>,
    /// What runs by the clock.
    pub schedules: Vec<Schedule>,
    /// Which pages may frame the widget.
    pub framing: Framing,
}

impl Template {
    /// Reads the template and resolves it with these parameters.
    ///
    /// # Errors
    /// One sentence that names the file or the logical id, and what is wrong with it.
    pub fn load(path: &Path, given: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            TemplateError::new(path.display(), format!("it can't be read: {error}"))
        })?;
        Self::parse(&text, given)
    }

    /// The same from the template's text.
    ///
    /// # Errors
    /// As [`Template::load`].
    pub fn parse(text: &str, given: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let document = cloudformation::parse(text)?;
        let resolver = Resolver::new(&document, given)?;
        let resources = Resources::read(&document, &resolver)?;
        let functions = function::read(&resources)?;
        Ok(Self {
            socket: socket::read(&resources, &functions)?,
            http: http::read(&resources, &functions)?,
            tables: table::read(&resources)?,
            mappings: mapping::read(&resources, &functions)?,
            buckets: bucket::read(&resources)?,
            rules: rule::read(&resources)?,
            schedules: schedule::read(&resources)?,
            framing: framing::read(&resolver.parameters)?,
            functions,
        })
    }
}

#[cfg(test)]
mod tests;
