//! What a stack that is a process of its own says on its standard output: where everything is, and that it is ready.

use std::collections::BTreeMap;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

use crate::Urls;

/// The beginning of the line after which everything answers.
const READY: &str = "ready";

/// What a stack has announced: names and addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Announcement(BTreeMap<String, String>);

impl Announcement {
    /// The text that announces these addresses, a name and an address a line.
    pub fn text(urls: &Urls) -> String {
        let Urls { site, api, socket, database, .. } = urls;
        format!(
            "shop     {site}/\nconsole  {site}/console/\napi      {api}/docs\nhealth   {api}/health\n\
             socket   {socket}\ntable    {database}\n{READY}, Ctrl-C ends it"
        )
    }

    /// Takes in a line; whether it was the last one.
    pub fn read(&mut self, line: &str) -> bool {
        if line.starts_with(READY) {
            return true;
        }
        if let Some((name, address)) = line.split_once(' ') {
            self.0.insert(name.to_owned(), address.trim().to_owned());
        }
        false
    }

    /// Reads a stack's output until it is ready; nothing where it ends before.
    ///
    /// # Errors
    /// The output can't be read.
    pub async fn from_output(output: impl AsyncBufRead + Unpin) -> std::io::Result<Option<Self>> {
        let mut announcement = Self::default();
        let mut lines = output.lines();
        while let Some(line) = lines.next_line().await? {
            if announcement.read(&line) {
                return Ok(Some(announcement));
            }
        }
        Ok(None)
    }

    /// Where the shop and the console are, without a slash at the end.
    pub fn site(&self) -> Option<&str> {
        Some(self.0.get("shop")?.trim_end_matches('/'))
    }

    /// The HTTP API.
    pub fn api(&self) -> Option<&str> {
        self.0.get("health")?.strip_suffix("/health")
    }

    /// The WebSocket API with its stage.
    pub fn socket(&self) -> Option<&str> {
        self.0.get("socket").map(String::as_str)
    }

    /// The table's engine.
    pub fn table(&self) -> Option<&str> {
        self.0.get("table").map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_stack_announces_is_read_back() {
        let [site, api, socket, database, runtime, files] =
            ["http://a", "http://b", "ws://c/live", "http://d", "http://e", "http://f"]
                .map(str::to_owned);
        let text = Announcement::text(&Urls { site, api, socket, database, runtime, files });
        let read = Announcement::from_output(text.as_bytes()).await.unwrap().unwrap();
        let addresses = [read.site(), read.api(), read.socket(), read.table()];
        assert_eq!(addresses, ["http://a", "http://b", "ws://c/live", "http://d"].map(Some));
    }

    #[tokio::test]
    async fn a_stack_that_ends_before_it_is_ready_has_announced_nothing() {
        let read = Announcement::from_output("shop     http://a/\n".as_bytes()).await.unwrap();
        assert_eq!(read, None);
    }
}
