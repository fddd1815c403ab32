//! Lambda on this machine: each function is a binary that speaks the Runtime API, run as processes that take one
//! invocation at a time, more of them under load.

mod async_invoke;
mod guard;
mod invocation;
mod log;
mod pool;
mod process;
mod server;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

pub(crate) use async_invoke::AsyncInvoker;
pub(crate) use guard::Guard;
pub use invocation::{FunctionError, InvocationResult};
pub use log::Log;
pub(crate) use process::ProcessContext;
pub(crate) use server::{Services, serve};

use pool::Pool;

use crate::template::Function;

/// All functions of a template, ready to be invoked.
#[derive(Clone)]
pub(crate) struct Functions(Arc<HashMap<String, Arc<Pool>>>);

impl Functions {
    /// Makes a pool for each function; a process starts with the first invocation.
    ///
    /// # Errors
    /// A sentence that names the binary that is missing.
    pub(crate) fn new<'a>(
        functions: impl Iterator<Item = &'a Function>,
        shared: &Arc<ProcessContext>,
        limit: usize,
    ) -> Result<Self, String> {
        let mut pools = HashMap::new();
        for function in functions {
            let binary = shared.folder.join(&function.binary);
            require(&binary, function)?;
            let pool = Pool::new(function.clone(), binary, Arc::clone(shared), limit);
            pools.insert(function.id.clone(), pool);
        }
        Ok(Self(Arc::new(pools)))
    }

    /// How often a failed event of an asynchronous invocation is tried again; none where there is no such function.
    pub(crate) fn retries(&self, id: &str) -> Option<u32> {
        self.0.get(id).map(|pool| pool.function.retries)
    }

    /// The queue that such events go to in the end.
    pub(crate) fn failures(&self, id: &str) -> Option<String> {
        self.0.get(id)?.function.failures.clone()
    }

    /// No functions at all.
    pub(crate) fn none() -> Self {
        Self(Arc::default())
    }

    /// Ends every process.
    pub(crate) fn stop(&self) {
        self.0.values().for_each(|pool| pool.stop());
    }

    /// Invokes a function by its logical id; one that does not exist fails like one that can't start.
    pub(crate) async fn invoke(&self, id: &str, payload: Bytes) -> InvocationResult {
        match self.0.get(id) {
            Some(pool) => pool.invoke(payload).await,
            None => Err(FunctionError::named(
                "Runtime.NotFound",
                format!("the template has no function {id}"),
            )),
        }
    }
}

fn require(binary: &Path, function: &Function) -> Result<(), String> {
    match binary.is_file() {
        true => Ok(()),
        false => Err(format!(
            "the binary of {} is missing: {} (build the functions first, or name their folder with --functions)",
            function.id,
            binary.display()
        )),
    }
}
