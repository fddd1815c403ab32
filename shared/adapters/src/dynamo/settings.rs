//! What a store's leads have settled: one row.

use aws_sdk_dynamodb::types::AttributeValue::S;
use domain::{Settings, StoreId};

use super::table::{key, text};
use super::{Table, TableError, keys};

/// The attribute that holds the document.
const DOCUMENT: &str = "d";

/// The stores' settings.
#[derive(Clone)]
pub struct SettingsRows(Table);

impl SettingsRows {
    /// The settings in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// A store's settings; the careful ones where nobody has set any.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn get(&self, store: &StoreId) -> Result<Settings, TableError> {
        let found = self.0.get(key(keys::store(store), keys::SETTINGS.to_owned())).await?;
        let document = found.as_ref().and_then(|row| text(row, DOCUMENT));
        let Some(document) = document else { return Ok(Settings::default()) };
        serde_json::from_str(document).map_err(|error| TableError::corrupt("settings", error))
    }

    /// Writes a store's settings.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn put(&self, store: &StoreId, settings: &Settings) -> Result<(), TableError> {
        let document = serde_json::to_string(settings)
            .map_err(|error| TableError::corrupt("settings", error))?;
        let mut row = key(keys::store(store), keys::SETTINGS.to_owned());
        row.insert(DOCUMENT.to_owned(), S(document));
        self.0.put(row).done().await
    }
}
