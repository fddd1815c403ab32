//! The template as a document, and the few questions that rules ask of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Map, Value};

/// The project's template and the sources that have to agree with it.
pub(super) struct Tree {
    root: PathBuf,
    document: Value,
}

/// One resource.
#[derive(Clone, Copy)]
pub(super) struct Resource<'a> {
    pub(super) id: &'a str,
    pub(super) properties: &'a Value,
    pub(super) whole: &'a Value,
}

impl Tree {
    /// The template of the project in this folder.
    pub(super) fn load(root: &Path) -> anyhow::Result<Self> {
        let path = root.join("infra/template.yaml");
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(root, &text)
    }

    /// The same with another text for the template.
    pub(super) fn parse(root: &Path, text: &str) -> anyhow::Result<Self> {
        Ok(Self { root: root.to_owned(), document: cloudformation::parse(text)? })
    }

    /// A section of the template.
    pub(super) fn section(&self, name: &str) -> &Map<String, Value> {
        static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        self.document.get(name).and_then(Value::as_object).unwrap_or(&NONE)
    }

    /// A part of the template, by its path.
    pub(super) fn at(&self, pointer: &str) -> &Value {
        self.document.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The resources of a type.
    pub(super) fn of(&self, kind: &str) -> Vec<Resource<'_>> {
        let resources = self.section("Resources").iter();
        resources
            .filter(|(_, whole)| whole["Type"] == kind)
            .map(|(id, whole)| Resource { id, properties: &whole["Properties"], whole })
            .collect()
    }

    /// A source's text; empty where there is none.
    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_default()
    }

    /// The text of all Rust sources below a folder.
    pub(super) fn sources(&self, folder: &str) -> String {
        let mut all = String::new();
        let mut folders = vec![self.root.join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|kind| kind == "rs") {
                    all.push_str(&fs::read_to_string(&path).unwrap_or_default());
                }
            }
        }
        all
    }
}

/// Everything that a value refers to: by `Ref`, `GetAtt`, or inside a `Sub`.
pub(super) fn names(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(map) => {
            for (key, inner) in map {
                match (key.as_str(), inner) {
                    ("Ref", Value::String(name)) => {
                        found.insert(name.clone());
                    }
                    ("Fn::GetAtt", Value::Array(path)) => {
                        found.extend(path.first().and_then(Value::as_str).map(str::to_owned));
                    }
                    ("Fn::Sub", Value::String(text)) => found.extend(variables(text)),
                    _ => collect(inner, found),
                }
                if key == "Fn::Sub" {
                    let text = inner.get(0).and_then(Value::as_str).unwrap_or_default();
                    found.extend(variables(text));
                }
            }
        }
        _ => {}
    }
}

/// The names between `${` and `}`, without their attributes.
fn variables(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split("${").skip(1).filter_map(|part| part.split_once('}'));
    parts.map(|(name, _)| name.split('.').next().unwrap_or_default().to_owned())
}

/// The text of a value: plain, or a `Sub` with its variables as they are.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => match map.get("Fn::Sub") {
            Some(Value::Array(parts)) => parts.first().map(text).unwrap_or_default(),
            Some(inner) => text(inner),
            None => value.to_string(),
        },
        other => other.to_string(),
    }
}

/// A text with every `${variable}` as the letter x, to be read as JSON.
pub(super) fn filled(text: &str) -> String {
    let mut parts = text.split("${");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled.push('x');
        filled.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    filled
}
