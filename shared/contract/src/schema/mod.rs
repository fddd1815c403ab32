//! Generation of what others read: TypeScript, OpenAPI, AsyncAPI. Run by `cargo xtask types`; never part of a
//! function.

mod asyncapi;
mod openapi;
mod typescript;
mod vectors;

use std::io;
use std::path::Path;

use schemars::generate::{Contract, SchemaSettings};
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

/// The files: names and contents. `cargo xtask types` knows where each belongs. The routes are those of the routers.
///
/// # Errors
/// A route refers to a schema that is not collected.
pub fn files(routes: Value) -> io::Result<[(&'static str, String); 6]> {
    let unknown = |name: String| {
        let advice = format!("a route refers to {name}, which schema/openapi.rs does not collect");
        io::Error::other(advice)
    };
    let openapi = openapi::document(routes).map_err(unknown)?;
    Ok([
        ("wire.ts", typescript::module()),
        ("openapi.json", pretty(&openapi)),
        ("asyncapi.json", pretty(&asyncapi::document())),
        ("vectors/cases.json", vectors::document()),
        ("vectors/lists.json", vectors::lists()),
        ("vectors/search.json", vectors::search()),
    ])
}

/// Writes the files into a folder.
///
/// # Errors
/// A file can't be written, or a route refers to a schema that is not collected.
pub fn write(folder: &Path, routes: Value) -> io::Result<()> {
    for (name, content) in files(routes)? {
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
    /// Of what others write and we read.
    fn read() -> Self {
        Self::of_contract(Contract::Deserialize)
    }

    /// Of what we write: each field is there, unless it is left out on purpose.
    fn written() -> Self {
        Self::of_contract(Contract::Serialize)
    }

    fn of_contract(contract: Contract) -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.contract = contract;
            settings.transforms.push(Box::new(RecursiveTransform(bound_integer)));
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

/// Says the largest value of a number whose type is its only bound: `format` is a word that few tools know.
fn bound_integer(schema: &mut Schema) {
    let format = schema.get("format").and_then(Value::as_str);
    let largest = match format {
        Some("uint8") => u32::from(u8::MAX),
        Some("uint16") => u32::from(u16::MAX),
        Some("uint32") => u32::MAX,
        _ => return,
    };
    if schema.get("maximum").is_none() {
        schema.insert("maximum".to_owned(), largest.into());
    }
}
