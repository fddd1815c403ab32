//! Asynchronous invocations: a Lambda function is started with an event and nobody waits for it.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::config::Builder;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::InvocationType;

use crate::aws::{self, SdkConfig};

/// A function that can be started.
#[derive(Clone)]
pub struct AsyncInvoker {
    client: Client,
    function: String,
}

/// The function may not have been started.
#[derive(Debug, thiserror::Error)]
#[error("the function was not started: {code}")]
pub struct InvokeError {
    code: String,
}

impl AsyncInvoker {
    /// The function of this name; nothing is opened before it is first started. Without an `endpoint` the region's own
    /// is used.
    pub fn new(config: &SdkConfig, endpoint: Option<&str>, function: String) -> Self {
        let mut config = Builder::from(config);
        config.set_endpoint_url(endpoint.map(str::to_owned));
        Self { client: Client::from_conf(config.build()), function }
    }

    /// Starts it with an event, a JSON document of at most 256 KB. It may be started more than once.
    ///
    /// # Errors
    /// [`InvokeError`]: it may have been started all the same.
    pub async fn start(&self, event: Vec<u8>) -> Result<(), InvokeError> {
        let request = self.client.invoke().function_name(&self.function);
        let request = request.invocation_type(InvocationType::Event).payload(Blob::new(event));
        let started = Box::pin(request.send()).await;
        started.map(drop).map_err(|error| InvokeError { code: aws::error_code(&error) })
    }
}
