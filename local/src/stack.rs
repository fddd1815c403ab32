//! The whole stack: started in one call, stopped in one call.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::database::{self, Client, Embedded, Proxy};
use crate::faults::Faults;
use crate::gateway;
use crate::issuer::Issuer;
use crate::listen::{self, Listener};
use crate::meter::Meter;
use crate::options::Options;
use crate::ports::{self, Ports};
use crate::runtime::{self, Functions, Guard, Log, Outcome, Shared};
use crate::schedule;
use crate::secrets::Secrets;
use crate::site::{Places, Site};
use crate::stream::{self, Queues, Running};
use crate::template::{self, Template, TemplateError};

/// Why a stack did not start, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The template or its parameters.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A port, a folder, a binary, the engine.
    #[error("{0}")]
    Other(String),
}

impl From<String> for StartError {
    fn from(sentence: String) -> Self {
        Self::Other(sentence)
    }
}

/// A running stack. It ends with [`Stack::shutdown`], and at once when it is dropped.
pub struct Stack {
    urls: Urls,
    parameters: BTreeMap<String, String>,
    meter: Meter,
    faults: Faults,
    queues: Queues,
    functions: Functions,
    mappings: Vec<Running>,
    issuer: Issuer,
    log: Log,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls {
    /// The site, without a slash at its end.
    pub site: String,
    /// The HTTP API, likewise.
    pub api: String,
    /// The WebSocket API with its stage.
    pub socket: String,
    /// The table's engine, as functions reach it.
    pub database: String,
    /// The Lambda Runtime API.
    pub runtime: String,
}

impl Stack {
    /// Starts everything.
    ///
    /// # Errors
    /// One sentence: what is wrong, and with which port, file, logical id or flag.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let (stop, stopped) = watch::channel(false);
        let ports = Ports::bind(options.port, &stopped).await?;
        if let Some(folder) = &options.data {
            std::fs::create_dir_all(folder).map_err(|error| {
                format!("the folder {} can't be made: {error}", folder.display())
            })?;
        }
        let kept = |name: &str| options.data.as_ref().map(|folder| folder.join(name));
        let site = url("http", &ports.site)?;
        let secrets = Secrets::open(site.clone(), kept("secrets.json"));
        let parameters = template::read_parameters(&options.parameters, &secrets)?;
        let template = Template::load(&options.template, &parameters)?;
        let stage = template
            .socket
            .as_ref()
            .map_or_else(String::new, |socket| format!("/{}", socket.stage));
        let urls = Urls {
            site,
            api: url("http", &ports.http)?,
            socket: format!("{}{stage}", url("ws", &ports.socket)?),
            database: url("http", &ports.database)?,
            runtime: url("http", &ports.runtime)?,
        };
        let issuer = Issuer::new(format!("{}/oidc", urls.site));
        let mut stack = Self {
            urls,
            parameters,
            meter: Meter::default(),
            faults: Faults::default(),
            queues: Queues::default(),
            mappings: Vec::new(),
            functions: Functions::none(),
            issuer,
            log: log(&options)?,
            stop,
            tasks: JoinSet::new(),
        };
        stack.run(&options, template, ports).await?;
        Ok(stack)
    }

    async fn run(
        &mut self,
        options: &Options,
        template: Template,
        ports: Ports,
    ) -> Result<(), StartError> {
        let client = self.run_database(options, ports.database).await?;
        database::prepare(&client, &template.tables).await?;
        let shared = self.shared(options)?;
        self.functions = Functions::new(template.functions.values(), &shared, options.processes)?;
        self.tasks.spawn(runtime::serve(ports.runtime, shared));
        self.run_mappings(options, &template, &client).await?;
        for schedule in template.schedules {
            self.tasks.spawn(schedule::run(
                schedule,
                self.functions.clone(),
                self.stop.subscribe(),
            ));
        }
        self.run_site(options, template.http.as_ref(), ports.site);
        if let Some(api) = template.http {
            let gateway = gateway::http::Gateway::new(api, self.functions.clone());
            self.tasks.spawn(gateway.serve(ports.http));
        }
        if let Some(api) = template.socket {
            let around = gateway::socket::Surroundings {
                functions: self.functions.clone(),
                meter: self.meter.clone(),
                faults: self.faults.clone(),
                lifetime: gateway::socket::Lifetime { idle: options.idle, total: options.total },
            };
            self.tasks.spawn(gateway::socket::Gateway::new(api, around).serve(ports.socket));
        }
        Ok(())
    }

    /// Starts the engine, or finds the other one; gives a client that talks to it past the proxy.
    async fn run_database(
        &mut self,
        options: &Options,
        listener: Listener,
    ) -> Result<Client, StartError> {
        let other = options.engine.clone().or_else(|| std::env::var("DYNAMODB_ENDPOINT").ok());
        if let Some(url) = other {
            self.run_proxy(&url, listener)?;
            return Ok(Client::new(url));
        }
        let file = options.data.as_ref().map(|folder| folder.join("table.db"));
        let engine = Embedded::open(file.as_deref())?;
        let own = if options.is_metered {
            let own = ports::listener(0, &self.stop.subscribe()).await?;
            self.run_proxy(&url("http", &own)?, listener)?;
            own
        } else {
            listener
        };
        let url = url("http", &own)?;
        self.tasks.spawn(until_stopped(engine.serve(own.socket), own.stop.clone()));
        self.tasks.spawn(until_stopped(engine.sweep(), own.stop));
        Ok(Client::new(url))
    }

    fn run_proxy(&mut self, engine: &str, listener: Listener) -> Result<(), StartError> {
        let engine: Uri =
            engine.parse().map_err(|_| format!("{engine:?} is no URL of an engine"))?;
        let proxy = Proxy::new(engine, self.meter.clone(), self.faults.clone());
        self.tasks.spawn(proxy.serve(listener));
        Ok(())
    }

    fn shared(&self, options: &Options) -> Result<Arc<Shared>, StartError> {
        let posting = self.urls.socket.replacen("ws://", "http://", 1);
        let environment = [
            ("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), self.urls.database.clone()),
            ("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI".to_owned(), posting),
        ];
        let guard =
            Guard::start().map_err(|error| format!("the processes' guard can't start: {error}"))?;
        let folder = std::path::absolute(&options.functions).map_err(|error| error.to_string())?;
        let api = self.urls.runtime.trim_start_matches("http://").to_owned();
        Ok(Arc::new(Shared::new(
            folder,
            api,
            environment.into(),
            self.log.clone(),
            self.meter.clone(),
            guard,
        )))
    }

    async fn run_mappings(
        &mut self,
        options: &Options,
        template: &Template,
        client: &Client,
    ) -> Result<(), StartError> {
        for mapping in template.mappings.iter().cloned() {
            let (functions, queues) = (self.functions.clone(), self.queues.clone());
            let (data, log) = (options.data.as_deref(), self.log.clone());
            let running =
                stream::run(mapping, client.clone(), functions, queues, data, log).await?;
            self.mappings.push(running);
        }
        Ok(())
    }

    fn run_site(&mut self, options: &Options, api: Option<&template::HttpApi>, listener: Listener) {
        let framing = api.and_then(|api| api.cors.as_ref()).map(|cors| cors.allow_origins.clone());
        let parameter = |name: &str| self.parameters.get(name).cloned().unwrap_or_default();
        let places = Places {
            api: self.urls.api.clone(),
            socket: self.urls.socket.clone(),
            issuer: parameter("OidcIssuer"),
            client: parameter("OidcAudience"),
            framing: framing.unwrap_or_default(),
        };
        self.tasks
            .spawn(Site::new(options.site.clone(), &places, self.issuer.clone()).serve(listener));
    }

    /// Where everything is.
    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// The value of a local parameter, secrets included, for tests that forge tokens.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// The demo issuer, which signs tokens for tests without a browser.
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// What was counted.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// What goes wrong; between SDK and engine only in a stack that is metered.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The messages in a queue that failed batches go to, by its logical id.
    pub fn queue(&self, name: &str) -> Vec<Value> {
        self.queues.messages(name)
    }

    /// Invokes a function by its logical id, past the gateways.
    ///
    /// # Errors
    /// The function's failure, as Lambda tells it.
    pub async fn invoke(&self, function: &str, event: impl Into<Bytes>) -> Outcome {
        self.functions.invoke(function, event.into()).await
    }

    /// Stops everything: no new requests, processes ended, places in streams saved.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        self.mappings.clear();
        self.functions.stop();
        while self.tasks.join_next().await.is_some() {}
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        self.functions.stop();
    }
}

fn log(options: &Options) -> Result<Log, String> {
    match (&options.log, &options.data) {
        (Some(log), _) => Ok(log.clone()),
        (None, Some(folder)) => {
            let file = folder.join("local.log");
            Log::file(&file)
                .map_err(|error| format!("the log {} can't be written: {error}", file.display()))
        }
        (None, None) => Ok(Log::stderr()),
    }
}

async fn until_stopped(task: JoinHandle<()>, stop: watch::Receiver<bool>) {
    listen::stopped(stop).await;
    task.abort();
}

fn url(scheme: &str, listener: &Listener) -> Result<String, String> {
    listener
        .address()
        .map(|address| format!("{scheme}://{address}"))
        .map_err(|error| error.to_string())
}
