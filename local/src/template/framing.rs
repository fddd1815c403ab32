//! Which pages may frame a store's widget: what the site's policy function decides in the cloud.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::TemplateError;

/// The origins of all stores.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Framing {
    others: Vec<String>,
    stores: BTreeMap<String, Option<Vec<String>>>,
}

#[derive(Deserialize)]
struct Store {
    id: String,
    #[serde(default)]
    origins: Option<Vec<String>>,
}

impl Framing {
    /// The origins that may frame the widget of this store; one that names none has those of the deployment.
    pub fn of(&self, store: &str) -> &[String] {
        self.stores.get(store).and_then(Option::as_deref).unwrap_or(&self.others)
    }
}

/// Reads the parameters `Stores` and `AllowedOrigins`, where the template has them.
pub(super) fn read(parameters: &BTreeMap<String, Value>) -> Result<Framing, TemplateError> {
    let stores = parameters.get("Stores").and_then(Value::as_str).unwrap_or("[]");
    let stores: Vec<Store> = serde_json::from_str(stores)
        .map_err(|_| TemplateError::new("Stores", "its value is no JSON list of stores"))?;
    let others = parameters.get("AllowedOrigins").and_then(Value::as_array).into_iter().flatten();
    Ok(Framing {
        others: others.filter_map(Value::as_str).map(str::to_owned).collect(),
        stores: stores.into_iter().map(|store| (store.id, store.origins)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_names_no_origins_has_those_of_the_deployment() {
        let stores = r#"[{"id":"a","name":"A","origins":["https://a.example"]},{"id":"b"}]"#;
        let parameters = BTreeMap::from([
            ("Stores".to_owned(), Value::from(stores)),
            ("AllowedOrigins".to_owned(), Value::from(vec!["https://all.example"])),
        ]);
        let framing = read(&parameters).unwrap();
        assert_eq!(framing.of("a"), ["https://a.example"]);
        assert_eq!(framing.of("b"), ["https://all.example"]);
        assert_eq!(framing.of("unknown"), ["https://all.example"]);
    }
}
