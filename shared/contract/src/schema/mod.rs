//! Generation of what others read: TypeScript, OpenAPI, AsyncAPI. Run by `cargo xtask types`; never part of a
//! function.

mod asyncapi;
mod knowledge;
mod openapi;
mod typescript;
mod vectors;

use std::io;
use std::path::Path;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

/// The files: names and contents. `cargo xtask types` knows where each belongs.
pub fn files() -> [(&'static str, String); 4] {
    [
        ("wire.ts", typescript::module()),
        ("openapi.json", pretty(&openapi::document())),
        ("asyncapi.json", pretty(&asyncapi::document())),
        ("vectors/cases.json", vectors::document()),
    ]
}

/// Writes the files into a folder.
///
/// # Errors
/// A file can't be written.
pub fn write(folder: &Path) -> io::Result<()> {
    for (name, content) in files() {
        let file = folder.join(name);
        file.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(file, content)?;
    }
    Ok(())
}

fn pretty(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// Collects the schemas of documents under `components/schemas`.
struct Schemas(SchemaGenerator);

impl Schemas {
    fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
        });
        Self(settings.into_generator())
    }

    /// A reference to a type's schema.
    fn of<T: JsonSchema>(&mut self) -> Value {
        self.0.subschema_for::<T>().to_value()
    }

    fn collected(mut self) -> Value {
        Value::Object(self.0.take_definitions(true).into_iter().collect())
    }
}
