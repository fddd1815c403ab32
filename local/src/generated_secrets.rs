//! Values for the local parameters' placeholders; secrets are made once and kept in the data folder.

use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::clock;
use crate::data_folder;
use crate::storage_health::say;
use crate::template::Placeholders;

/// The placeholders of one stack.
pub(crate) struct GeneratedSecrets {
    site: String,
    file: Option<PathBuf>,
    /// Whether tokens may be out that a secret that is drawn now does not know.
    has_signed: bool,
    known: Mutex<BTreeMap<String, String>>,
}

impl GeneratedSecrets {
    /// Secrets kept in this file, or as long as the stack without one.
    ///
    /// # Errors
    /// A sentence: the file is there and can't be read. New secrets would end every session and visitor's token.
    pub(crate) fn open(site: String, file: Option<PathBuf>) -> Result<Self, String> {
        let kept = file.as_deref().map(data_folder::read_json::<BTreeMap<String, String>>);
        let advice = "restore it, or remove it to draw new secrets, which ends all sessions";
        let known = match kept {
            None | Some(Ok(None)) => BTreeMap::new(),
            Some(Ok(Some(known))) => known,
            Some(Err(sentence)) => return Err(format!("{sentence} ({advice})")),
        };
        if let (Some(file), Some(name)) = (&file, known.iter().find(|(_, value)| value.is_empty()))
        {
            return Err(format!("{} is damaged: {} is empty ({advice})", file.display(), name.0));
        }
        if let Some(file) = file.as_ref().filter(|file| file.exists()) {
            // Earlier versions left it open to everybody.
            std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).map_err(
                |error| format!("{} can't be closed to others: {error}", file.display()),
            )?;
        }
        let has_signed = file.as_ref().is_some_and(|file| file.with_file_name("table.db").exists());
        Ok(Self { site, file, has_signed, known: Mutex::new(known) })
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
            let document = serde_json::to_vec_pretty(&*known).map_err(io::Error::other)?;
            data_folder::replace(file, &document)?;
            if self.has_signed {
                say(&format!(
                    "the secret {name} was not in {} and is drawn anew: what it signed ends",
                    file.display()
                ));
            }
        }
        Ok(secret)
    }
}
