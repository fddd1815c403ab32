//! What a stack is started with.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::runtime::Log;

/// How to start a stack; everything but the three paths has a default.
#[derive(Clone)]
pub struct Options {
    pub(crate) template: PathBuf,
    pub(crate) parameters: PathBuf,
    pub(crate) functions: PathBuf,
    pub(crate) port: u16,
    pub(crate) data: Option<PathBuf>,
    pub(crate) site: Option<PathBuf>,
    pub(crate) idle: Duration,
    pub(crate) total: Duration,
    pub(crate) is_metered: bool,
    pub(crate) is_checked: bool,
    pub(crate) is_timed: bool,
    pub(crate) processes: usize,
    pub(crate) log: Option<Log>,
    pub(crate) engine: Option<String>,
    pub(crate) overrides: BTreeMap<String, String>,
    pub(crate) secrets: BTreeMap<String, String>,
    pub(crate) minute: Duration,
}

impl Options {
    /// A stack of this template with these parameters' values and the folder of the functions' binaries: on free
    /// ports, in memory, without a site, with API Gateway's own limits of 10 minutes idle and 2 hours in all.
    pub fn new(
        template: impl Into<PathBuf>,
        parameters: impl Into<PathBuf>,
        functions: impl Into<PathBuf>,
    ) -> Self {
        Self {
            template: template.into(),
            parameters: parameters.into(),
            functions: functions.into(),
            port: 0,
            data: None,
            site: None,
            idle: Duration::from_mins(10),
            total: Duration::from_hours(2),
            is_metered: false,
            is_checked: false,
            is_timed: true,
            processes: 8,
            log: None,
            engine: None,
            overrides: BTreeMap::new(),
            secrets: BTreeMap::new(),
            minute: Duration::from_mins(1),
        }
    }

    /// The first of six ports in a row: site, HTTP API, WebSocket API, DynamoDB, Lambda, S3; 0 takes any that are free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Where the table, secrets and the log last.
    #[must_use]
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Some(folder.into());
        self
    }

    /// The built site.
    #[must_use]
    pub fn site(mut self, folder: impl Into<PathBuf>) -> Self {
        self.site = Some(folder.into());
        self
    }

    /// When a connection without messages is closed.
    #[must_use]
    pub fn idle(mut self, longest: Duration) -> Self {
        self.idle = longest;
        self
    }

    /// When a connection is closed in any case.
    #[must_use]
    pub fn total(mut self, longest: Duration) -> Self {
        self.total = longest;
        self
    }

    /// Counts what each function's requests to the table cost, and knows whose they are, so that a function can be made to
    /// crash at one; it costs time.
    #[must_use]
    pub fn metered(mut self) -> Self {
        self.is_metered = true;
        self
    }

    /// Refuses each function what its statements in the template do not allow, as the cloud does; it costs time too.
    #[must_use]
    pub fn checked(mut self) -> Self {
        self.is_checked = true;
        self
    }

    /// No schedule starts a function: a test that starts it itself must not race the clock.
    #[must_use]
    pub fn untimed(mut self) -> Self {
        self.is_timed = false;
        self
    }

    /// How long a minute is for schedules that run again and again after so many, so that a test need not wait for one.
    #[must_use]
    pub fn minute(mut self, minute: Duration) -> Self {
        self.minute = minute;
        self
    }

    /// The most processes of one function, 8 by default; further invocations wait.
    #[must_use]
    pub fn processes(mut self, most: usize) -> Self {
        self.processes = most;
        self
    }

    /// Where functions' output goes; by default to `local.log` in the data folder, else to standard error.
    #[must_use]
    pub fn log(mut self, log: Log) -> Self {
        self.log = Some(log);
        self
    }

    /// Another value for one of the template's parameters than the file gives.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.overrides.insert(name.into(), value.into());
        self
    }

    /// A secret that functions may read where their statements allow it: in the Parameter Store under a name that begins
    /// with a slash, else in the Secrets Manager.
    #[must_use]
    pub fn secret(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.secrets.insert(name.into(), value.into());
        self
    }

    /// Another engine than the embedded one, by its URL; by default what `DYNAMODB_ENDPOINT` says.
    #[must_use]
    pub fn engine(mut self, url: impl Into<String>) -> Self {
        self.engine = Some(url.into());
        self
    }
}
