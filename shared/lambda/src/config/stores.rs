//! The stores that a deployment serves, and how often their people may write and come.

use domain::StoreId;
use serde::Deserialize;

#[cfg(feature = "table")]
use super::text;
use super::{ConfigError, json};

/// A store as the template's parameter `Stores` describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreEntry {
    /// Its id.
    pub id: StoreId,
    /// What customers call it.
    pub name: String,
    /// Whether agents see only the cases assigned to them.
    #[serde(default)]
    pub assigned_only: bool,
    /// Limits of its own: what is named here counts more than the deployment's parameter `Limits`.
    #[serde(default)]
    pub limits: serde_json::Map<String, serde_json::Value>,
    /// The origins whose pages may frame its widget. The site reads them; functions have no use for them.
    #[serde(default)]
    pub origins: Vec<String>,
}

/// The deployment's stores.
///
/// # Errors
/// [`ConfigError`].
pub fn store_entries() -> Result<Vec<StoreEntry>, ConfigError> {
    json("STORES")
}

/// The stores as the use cases know them.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "table")]
pub fn stores() -> Result<application::Stores, ConfigError> {
    let common = limits()?;
    let entries = store_entries()?.into_iter().map(|entry| {
        let limits = limits_of(&entry, &common)?;
        let policy = domain::StorePolicy { assigned_only: entry.assigned_only, limits };
        Ok((entry.id, application::Store { name: entry.name, policy }))
    });
    Ok(application::Stores::new(entries.collect::<Result<Vec<_>, ConfigError>>()?))
}

/// The limits that all stores have in common, by name.
///
/// # Errors
/// [`ConfigError`].
#[cfg(feature = "table")]
pub fn limits() -> Result<serde_json::Map<String, serde_json::Value>, ConfigError> {
    if text("LIMITS")?.trim() != "none" {
        return json("LIMITS");
    }
    match serde_json::to_value(domain::Limits::NONE) {
        Ok(serde_json::Value::Object(none)) => Ok(none),
        _ => Err(ConfigError::Wrong { name: "LIMITS", reason: "it can't be read".to_owned() }),
    }
}

/// A store's limits: its own, else those of all stores, else the defaults.
#[cfg(feature = "table")]
fn limits_of(
    entry: &StoreEntry,
    common: &serde_json::Map<String, serde_json::Value>,
) -> Result<domain::Limits, ConfigError> {
    let wrong = |reason: &str| ConfigError::Wrong {
        name: "LIMITS",
        reason: format!("for the store `{}`: {reason}", entry.id),
    };
    let mut named = common.clone();
    named.extend(entry.limits.clone());
    let limits: domain::Limits = serde_json::from_value(named.into()).map_err(|_| {
        wrong("it names what is no limit, or one that is no whole number up to 65535")
    })?;
    limits.mistake().map_or(Ok(limits), |mistake| Err(wrong(mistake)))
}
