//! Starting a stack: ports, parameters, template, then part by part.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::{Stack, StartError, Urls};
use crate::bucket::{Buckets, Notices};
use crate::bus::Buses;
use crate::data_folder::DataFolder;
use crate::database::{self, DatabaseClient, DatabaseEngine, DatabaseProxy, EmbeddedDatabase};
use crate::fault_injection::Faults;
use crate::gateway;
use crate::generated_secrets::GeneratedSecrets;
use crate::issuer::Issuer;
use crate::listen::{self, Listener};
use crate::metrics::Metrics;
use crate::options::Options;
use crate::permissions::Permissions;
use crate::ports::Ports;
use crate::runtime::{self, AsyncInvoker, Functions, Guard, Log, ProcessContext, Services};
use crate::schedule;
use crate::secrets::SecretStore;
use crate::site::{Places, Site};
use crate::storage_health::StorageHealth;
use crate::stream::{self, Queues, RunningMappings};
use crate::template::{self, Framing, Table, Template};

/// The variables of the shell that functions get too: keys of language models, which in the cloud are kept elsewhere.
const KEYS: &str = "MODEL_KEY";

impl Stack {
    /// Starts everything.
    ///
    /// # Errors
    /// One sentence: what is wrong, and with which port, file, logical id or flag.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let (stop, stopped) = watch::channel(false);
        // Before the ports: the same stack twice is told who runs, and not only that a port is in use.
        let data = options.data.as_deref().map(DataFolder::open).transpose()?;
        let health = StorageHealth::of_folder(options.data.clone());
        let ports = Ports::bind(options.port, &stopped).await?;
        let site = url("http", &ports.site)?;
        let kept = data.as_ref().map(|folder| folder.file("secrets.json"));
        let secrets = GeneratedSecrets::open(site.clone(), kept)?;
        let mut parameters = template::read_parameters(&options.parameters, &secrets)?;
        parameters.extend(options.overrides.clone());
        let template = Template::load(&options.template, &parameters)?;
        let issuer = Issuer::new(format!("{site}/oidc"));
        let urls = urls(site, &template, &ports)?;
        let mut stack = Self {
            urls,
            parameters,
            tables: names(&template.tables),
            metrics: Metrics::default(),
            faults: Faults::default(),
            queues: Queues::default(),
            buses: Buses::new(Faults::default(), None),
            mappings: RunningMappings::default(),
            functions: Functions::none(),
            issuer,
            log: log(&options, data.as_ref(), &health)?,
            health,
            data,
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
        let permissions = options
            .is_checked
            .then(|| Arc::new(Permissions::new(&template, self.log.clone()).noted()));
        let client = self.run_database(options, ports.database, permissions.clone()).await?;
        database::prepare(&client, &template.tables).await?;
        let shared = self.shared(options)?;
        self.functions = Functions::new(template.functions.values(), &shared, options.processes)?;
        self.buses = Buses::new(self.faults.clone(), permissions.clone());
        let invoker = AsyncInvoker {
            functions: self.functions.clone(),
            queues: self.queues.clone(),
            permissions: permissions.clone(),
        };
        self.run_buckets(&template, ports.files, invoker.clone(), permissions.clone())?;
        let services = Services {
            invoker,
            buses: self.buses.clone(),
            secrets: SecretStore::new(options.secrets.clone(), permissions.clone()),
        };
        self.tasks.spawn(runtime::serve(ports.runtime, shared, services));
        self.run_mappings(&template, &client).await?;
        for schedule in template.schedules.into_iter().filter(|_| options.is_timed) {
            self.tasks.spawn(schedule::run(
                schedule,
                self.functions.clone(),
                options.minute,
                self.stop.subscribe(),
            ));
        }
        self.run_site(options, template.framing, ports.site);
        if let Some(api) = template.http {
            let health = self.health.clone();
            let gateway = gateway::http::HttpGateway::new(api, self.functions.clone(), health);
            self.tasks.spawn(gateway.serve(ports.http));
        }
        if let Some(api) = template.socket {
            let around = gateway::socket::SocketContext {
                functions: self.functions.clone(),
                metrics: self.metrics.clone(),
                faults: self.faults.clone(),
                lifetime: gateway::socket::Lifetime { idle: options.idle, total: options.total },
                permissions,
            };
            self.tasks.spawn(gateway::socket::SocketGateway::new(api, around).serve(ports.socket));
        }
        Ok(())
    }

    /// Starts the engine, or finds the other one; gives a client that talks to it past the proxy.
    #[allow(clippy::unused_async)] // it spawns: only within the runtime
    async fn run_database(
        &mut self,
        options: &Options,
        listener: Listener,
        permissions: Option<Arc<Permissions>>,
    ) -> Result<DatabaseClient, StartError> {
        let other = options.engine.clone().or_else(|| std::env::var("DYNAMODB_ENDPOINT").ok());
        let engine = match other {
            Some(url) => {
                let address = url.parse().map_err(|_| format!("{url:?} is no URL of an engine"))?;
                DatabaseEngine::Remote(address)
            }
            None => {
                let file = self.data.as_ref().map(|folder| folder.file("table.db"));
                let engine = EmbeddedDatabase::open(file.as_deref(), self.health.clone())?;
                self.tasks.spawn(until_stopped(engine.sweep(), self.stop.subscribe()));
                DatabaseEngine::Embedded(engine)
            }
        };
        let metrics = options.is_metered.then(|| self.metrics.clone());
        let proxy = DatabaseProxy::new(engine.clone(), metrics, self.faults.clone(), permissions);
        self.tasks.spawn(proxy.serve(listener));
        Ok(DatabaseClient::new(engine))
    }

    fn shared(&self, options: &Options) -> Result<Arc<ProcessContext>, StartError> {
        let posting = self.urls.socket.replacen("ws://", "http://", 1);
        let own = ["LAMBDA", "EVENTBRIDGE", "SSM", "SECRETS_MANAGER"];
        let own = own.map(|service| (endpoint(service), self.urls.runtime.clone()));
        let mut environment = BTreeMap::from(own);
        environment.insert(endpoint("DYNAMODB"), self.urls.database.clone());
        environment.insert(endpoint("APIGATEWAYMANAGEMENTAPI"), posting);
        environment.insert(endpoint("S3"), self.urls.files.clone());
        let guard =
            Guard::start().map_err(|error| format!("the processes' guard can't start: {error}"))?;
        let folder = std::path::absolute(&options.functions).map_err(|error| error.to_string())?;
        let api = self.urls.runtime.trim_start_matches("http://").to_owned();
        let (log, metrics) = (self.log.clone(), self.metrics.clone());
        environment.extend(std::env::vars().filter(|(name, _)| name.starts_with(KEYS)));
        let mut shared = ProcessContext::new(folder, api, environment, log, metrics, guard);
        shared.database = options.is_metered.then(|| self.urls.database.clone());
        Ok(Arc::new(shared))
    }

    fn run_buckets(
        &mut self,
        template: &Template,
        listener: Listener,
        invoker: AsyncInvoker,
        permissions: Option<Arc<Permissions>>,
    ) -> Result<(), StartError> {
        let folder = self.data.as_ref().map(|folder| folder.file("files"));
        let notices = Notices::new(template.rules.clone(), invoker);
        let buckets = Buckets::open(folder, template.buckets.clone(), notices, permissions)?;
        self.tasks.spawn(buckets.serve(listener));
        Ok(())
    }

    async fn run_mappings(
        &mut self,
        template: &Template,
        client: &DatabaseClient,
    ) -> Result<(), StartError> {
        let around = stream::StreamContext {
            client: client.clone(),
            functions: self.functions.clone(),
            queues: self.queues.clone(),
            data: self.data.as_ref(),
            health: self.health.clone(),
            log: self.log.clone(),
        };
        self.mappings = stream::run(template.mappings.clone(), &around).await?;
        Ok(())
    }

    fn run_site(&mut self, options: &Options, framing: Framing, listener: Listener) {
        let parameter = |name: &str| self.parameters.get(name).cloned().unwrap_or_default();
        let places = Places {
            api: self.urls.api.clone(),
            socket: self.urls.socket.clone(),
            files: self.urls.files.clone(),
            issuer: parameter("OidcIssuer"),
            client: parameter("OidcAudience"),
            framing,
        };
        self.tasks
            .spawn(Site::new(options.site.clone(), &places, self.issuer.clone()).serve(listener));
    }
}

fn urls(site: String, template: &Template, ports: &Ports) -> Result<Urls, String> {
    let stage =
        template.socket.as_ref().map_or_else(String::new, |socket| format!("/{}", socket.stage));
    Ok(Urls {
        site,
        api: url("http", &ports.http)?,
        socket: format!("{}{stage}", url("ws", &ports.socket)?),
        database: url("http", &ports.database)?,
        runtime: url("http", &ports.runtime)?,
        files: url("http", &ports.files)?,
    })
}

/// The variable by which the SDKs learn where a service is.
fn endpoint(service: &str) -> String {
    format!("AWS_ENDPOINT_URL_{service}")
}

fn names(tables: &[Table]) -> BTreeMap<String, String> {
    tables.iter().map(|table| (table.id.clone(), table.name.clone())).collect()
}

fn log(
    options: &Options,
    data: Option<&DataFolder>,
    health: &StorageHealth,
) -> Result<Log, String> {
    match (&options.log, data) {
        (Some(log), _) => Ok(log.clone()),
        (None, Some(folder)) => {
            let file = folder.file("local.log");
            Log::watched_file(&file, health.clone())
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
