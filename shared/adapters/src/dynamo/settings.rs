//! What a store's leads have set: one row, a JSON document with a version of its form.
//!
//! Version 0 (without the attribute) has at most one shift a day in `hours`, version 1 lists of them.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{Settings, StoreId};
use serde_json::{Map, Value};

use super::form::VERSION;
use super::table::{Item, key, number, text};
use super::{Put, Table, TableError, keys};

/// The attribute that holds the document.
const DOCUMENT: &str = "d";
/// The version that this release writes, and the newest that it knows whole.
const FORM: u64 = 1;

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

    /// A store's settings; the careful ones where nobody has set any. Of those that a newer release has written (after a
    /// roll-back) each field that this one can't read is as if nobody had set it.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn get(&self, store: &StoreId) -> Result<Settings, TableError> {
        Ok(self.held(store).await?.settings)
    }

    /// The settings of these stores for half the price, where what was changed a moment ago may come a moment later.
    ///
    /// # Errors
    /// [`TableError`]; settings that can't be read are an error of their own store alone.
    pub async fn some_eventual(
        &self,
        stores: &BTreeSet<StoreId>,
    ) -> Result<HashMap<StoreId, Result<Settings, TableError>>, TableError> {
        let place = |store: &StoreId| key(keys::store(store), keys::SETTINGS.to_owned());
        let rows: Vec<Item> = match stores.first().filter(|_| stores.len() == 1) {
            Some(only) => self.0.get_eventual(place(only)).await?.into_iter().collect(),
            None => self.0.rows_eventual(stores.iter().map(place).collect()).await?,
        };
        let found: HashMap<_, _> = rows
            .iter()
            .filter_map(|row| Some((text(row, keys::PK)?.to_owned(), read(row))))
            .collect();
        let of_store = |store: &StoreId| {
            let found = found.get(&keys::store(store)).cloned();
            (store.clone(), found.unwrap_or_else(|| Ok(Settings::default())))
        };
        Ok(stores.iter().map(of_store).collect())
    }

    /// A store's settings as a read found them.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn held(&self, store: &StoreId) -> Result<HeldSettings, TableError> {
        let found = self.0.get(key(keys::store(store), keys::SETTINGS.to_owned())).await?;
        let document = found.as_ref().and_then(|row| text(row, DOCUMENT)).map(str::to_owned);
        let settings = found.as_ref().map(read).transpose()?.unwrap_or_default();
        Ok(HeldSettings { settings, document })
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
        row.insert(VERSION.to_owned(), N(FORM.to_string()));
        let put = self.0.put(row);
        let put = match &seen.document {
            None => put.only_if("attribute_not_exists(pk)"),
            Some(seen) => put.only_if("d = :d").bind(":d", S(seen.clone())),
        };
        put.put_if_so().await
    }
}

pub(super) fn read(row: &Item) -> Result<Settings, TableError> {
    let corrupt = |error: &dyn std::fmt::Display| TableError::corrupt("settings", error);
    let Some(document) = text(row, DOCUMENT) else { return Ok(Settings::default()) };
    let version: u64 = number(row, VERSION).unwrap_or_default();
    let is_newer = version > FORM;
    if !is_newer {
        return serde_json::from_str(document).map_err(|error| corrupt(&error));
    }
    let fields: Map<String, Value> =
        serde_json::from_str(document).map_err(|error| corrupt(&error))?;
    let is_known = |field: &(String, Value)| {
        serde_json::from_value::<Settings>(Map::from_iter([field.clone()]).into()).is_ok()
    };
    let known: Map<String, Value> = fields.into_iter().filter(is_known).collect();
    serde_json::from_value(known.into()).map_err(|error| corrupt(&error))
}

#[cfg(test)]
mod tests {
    use domain::{Shift, TriageMode};

    use super::super::form::tests::{first_rows, second_rows};
    use super::*;

    fn row(document: &str, version: Option<u64>) -> Item {
        let mut row = key("p".to_owned(), "s".to_owned());
        row.insert(DOCUMENT.to_owned(), S(document.to_owned()));
        row.extend(version.map(|version| (VERSION.to_owned(), N(version.to_string()))));
        row
    }

    fn document(rows: Vec<Vec<u8>>) -> String {
        let [row] = rows.try_into().unwrap();
        String::from_utf8(row).unwrap()
    }

    #[test]
    fn the_rows_of_each_release_are_read() {
        let day = Shift { from: 540, until: 1020 };
        let evening = Shift { from: 1080, until: 1560 };
        let rows = [
            (row(&document(first_rows("settings")), None), vec![day]),
            (row(&document(second_rows("settings")), Some(1)), vec![day, evening]),
        ];
        for (row, monday) in rows {
            let settings = read(&row).unwrap();
            assert_eq!(settings.triage, TriageMode::Answer);
            assert_eq!(
                (settings.escalate_on, settings.model_cents_a_day),
                (vec!["lawyer".to_owned()], 500)
            );
            assert_eq!(settings.hours.unwrap().week[0], monday);
        }
    }

    #[test]
    fn of_a_newer_releases_settings_what_can_be_read_stays_in_force() {
        let newer =
            r#"{"triage":"answer","model_cents_a_day":500,"hours":{"weeks":[]},"tone":"warm"}"#;
        let expected =
            Settings { triage: TriageMode::Answer, model_cents_a_day: 500, ..Settings::default() };
        assert_eq!(read(&row(newer, Some(2))).unwrap(), expected);
        // Of its own form this release knows every field: what it does not know there is damaged.
        for damaged in [row(newer, Some(1)), row(newer, None), row("[", Some(2))] {
            assert!(matches!(read(&damaged), Err(TableError::Corrupt { .. })), "{damaged:?}");
        }
    }
}
