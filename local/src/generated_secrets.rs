//! Values for the local parameters' placeholders; secrets are made once and kept in the data folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::clock;
use crate::template::Placeholders;

/// The placeholders of one stack.
pub(crate) struct GeneratedSecrets {
    site: String,
    file: Option<PathBuf>,
    known: Mutex<BTreeMap<String, String>>,
}

impl GeneratedSecrets {
    /// Secrets kept in this file, or as long as the stack without one.
    pub(crate) fn open(site: String, file: Option<PathBuf>) -> Self {
        let text = file.as_ref().and_then(|file| fs::read_to_string(file).ok());
        let known = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { site, file, known: Mutex::new(known) }
    }
}

impl Placeholders for GeneratedSecrets {
    fn site(&self) -> String {
        self.site.clone()
    }

    fn random(&self, name: &str) -> io::Result<String> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(secret) = known.get(name) {
            return Ok(secret.clone());
        }
        let secret = clock::secret();
        known.insert(name.to_owned(), secret.clone());
        if let Some(file) = &self.file {
            fs::write(file, serde_json::to_string_pretty(&*known).map_err(io::Error::other)?)?;
        }
        Ok(secret)
    }
}
