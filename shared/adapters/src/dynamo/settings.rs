//! What a store's leads have settled: one row.

use aws_sdk_dynamodb::types::AttributeValue::S;
use domain::{Settings, StoreId};

use super::batch::key;
use super::{StoreError, Table, keys};

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
    /// [`StoreError`].
    pub async fn get(&self, store: &StoreId) -> Result<Settings, StoreError> {
        let get = self.0.client.get_item().table_name(&self.0.name).consistent_read(true);
        let found = get
            .set_key(Some(key(keys::store(store), keys::SETTINGS.to_owned())))
            .send()
            .await
            .map_err(|error| StoreError::of("GetItem", &error))?;
        let document = found.item.as_ref().and_then(|item| item.get(DOCUMENT)?.as_s().ok());
        let Some(document) = document else { return Ok(Settings::default()) };
        serde_json::from_str(document).map_err(|error| StoreError::corrupt("settings", error))
    }

    /// Writes a store's settings.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put(&self, store: &StoreId, settings: &Settings) -> Result<(), StoreError> {
        let document = serde_json::to_string(settings)
            .map_err(|error| StoreError::corrupt("settings", error))?;
        let put = self.0.client.put_item().table_name(&self.0.name);
        put.item(keys::PK, S(keys::store(store)))
            .item(keys::SK, S(keys::SETTINGS.to_owned()))
            .item(DOCUMENT, S(document))
            .send()
            .await
            .map_err(|error| StoreError::of("PutItem", &error))?;
        Ok(())
    }
}
