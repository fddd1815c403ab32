//! The six neighbouring ports the stack listens on.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::bail;

/// How many neighbouring ports the stack takes: site, API, socket, database, functions, files.
const COUNT: u16 = 6;
/// Where the search for free ports starts: below the range most systems hand out to clients by themselves.
const FIRST_FREE: u16 = 21_000;
const LAST_FREE: u16 = 31_000;

/// The first of the stack's ports; the others follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ports(u16);

impl Ports {
    /// The ports from `first` on, all free at this moment; else one sentence that says which is not.
    pub(crate) fn claim(first: u16) -> anyhow::Result<Self> {
        let Some(last) = first.checked_add(COUNT - 1).filter(|_| first > 0) else {
            bail!("the stack needs {COUNT} ports in a row, and {first} is no port it can start at");
        };
        if let Some(taken) = (first..=last).find(|port| !is_free(*port)) {
            bail!(
                "port {taken} is in use, and the stack needs {first} to {last}: stop what uses it, or choose others with --port"
            );
        }
        Ok(Self(first))
    }

    /// Some ports that nobody uses, for a stack that no person visits.
    pub(crate) fn any_free() -> anyhow::Result<Self> {
        let start = FIRST_FREE + (std::process::id() % 1000) as u16 * COUNT;
        let candidates = (start..LAST_FREE).step_by(COUNT.into());
        candidates
            .map(Self::claim)
            .find_map(Result::ok)
            .ok_or_else(|| anyhow::anyhow!("no {COUNT} free ports in a row"))
    }

    /// The ports of a stack that runs already.
    pub(crate) fn of_running(first: u16) -> Self {
        Self(first)
    }

    /// The site's port, which is also the number `local` is told.
    pub(crate) fn site(self) -> u16 {
        self.0
    }

    /// The HTTP API's port.
    pub(crate) fn api(self) -> u16 {
        self.0 + 1
    }

    /// The database's port.
    pub(crate) fn database(self) -> u16 {
        self.0 + 3
    }

    /// The functions' port.
    pub(crate) fn functions(self) -> u16 {
        self.0 + 4
    }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_named_in_one_sentence() {
        let free = Ports::any_free().unwrap();
        let taken = free.api();
        let _listener = TcpListener::bind((Ipv4Addr::LOCALHOST, taken)).unwrap();
        let message = Ports::claim(free.site()).unwrap_err().to_string();
        assert!(message.starts_with(&format!("port {taken} is in use")), "{message}");
        assert_eq!(message.lines().count(), 1);
    }

    #[test]
    fn ports_beyond_the_last_one_are_refused() {
        assert!(Ports::claim(65_533).is_err());
        assert!(Ports::claim(0).is_err());
    }
}
