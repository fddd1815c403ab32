//! The stores of a deployment and what each lays down.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{StoreId, StorePolicy};

/// A shop or brand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// What customers call it.
    pub name: String,
    /// What it lays down about its cases.
    pub policy: StorePolicy,
}

/// The stores of a deployment.
#[derive(Debug, Clone, Default)]
pub struct Stores(Arc<BTreeMap<StoreId, Store>>);

impl Stores {
    /// These stores.
    pub fn new(stores: impl IntoIterator<Item = (StoreId, Store)>) -> Self {
        Self(Arc::new(stores.into_iter().collect()))
    }

    /// One store; none where the deployment does not have it.
    pub fn get(&self, store: &StoreId) -> Option<&Store> {
        self.0.get(store)
    }

    /// All of them.
    pub fn ids(&self) -> impl Iterator<Item = &StoreId> {
        self.0.keys()
    }

    /// What a store lays down. A store that is no longer configured is as closed as can be.
    pub fn policy(&self, store: &StoreId) -> StorePolicy {
        self.get(store)
            .map_or(StorePolicy { assigned_only: true, ..StorePolicy::default() }, |store| {
                store.policy
            })
    }
}
