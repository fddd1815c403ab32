//! What a store's leads have settled: one row.

use aws_sdk_dynamodb::types::AttributeValue::S;
use domain::{Settings, StoreId};

use super::table::{key, text};
use super::{Put, Table, TableError, keys};

/// The attribute that holds the document.
const DOCUMENT: &str = "d";

/// The stores' settings.
#[derive(Clone)]
pub struct SettingsRows(Table);

/// A store's settings as a read found them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSettings {
    /// The settings.
    pub settings: Settings,
    document: Option<String>,
}

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
        Ok(self.held(store).await?.settings)
    }

    /// A store's settings as a read found them.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn held(&self, store: &StoreId) -> Result<HeldSettings, TableError> {
        let found = self.0.get(key(keys::store(store), keys::SETTINGS.to_owned())).await?;
        let document = found.as_ref().and_then(|row| text(row, DOCUMENT)).map(str::to_owned);
        Ok(HeldSettings { settings: read(document.as_deref())?, document })
    }

    /// Writes a store's settings over those that were read, on the condition that nobody has written meanwhile.
    ///
    /// # Errors
    /// [`TableError`]: whether they were written is not known then.
    pub async fn replace(
        &self,
        store: &StoreId,
        seen: &HeldSettings,
        settings: &Settings,
    ) -> Result<Put, TableError> {
        let document = serde_json::to_string(settings)
            .map_err(|error| TableError::corrupt("settings", error))?;
        let mut row = key(keys::store(store), keys::SETTINGS.to_owned());
        row.insert(DOCUMENT.to_owned(), S(document));
        let put = self.0.put(row);
        let put = match &seen.document {
            None => put.only_if("attribute_not_exists(pk)"),
            Some(seen) => put.only_if("d = :d").bind(":d", S(seen.clone())),
        };
        put.put_if_so().await
    }
}

fn read(document: Option<&str>) -> Result<Settings, TableError> {
    let Some(document) = document else { return Ok(Settings::default()) };
    serde_json::from_str(document).map_err(|error| TableError::corrupt("settings", error))
}
