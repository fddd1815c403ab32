//! Parameters and versions: each is explained, grouped, and the same wherever it is named.

use serde_json::Value;

use super::Findings;
use crate::check_infra::template::Tree;

const README: &str = "infra/README.md";
const LOCAL: &str = "infra/local.json";

pub(super) fn check(tree: &Tree) -> Findings {
    let readme = tree.read(README);
    let groups = tree.at("/Metadata/AWS::CloudFormation::Interface/ParameterGroups").to_string();
    let mut found = Vec::new();
    for (name, parameter) in tree.section("Parameters") {
        if parameter["Description"].is_null() {
            found.push(format!("{name}: the parameter is not explained"));
        }
        if !groups.contains(&format!("\"{name}\"")) {
            found.push(format!("{name}: the parameter is in no group of the Interface"));
        }
        if !readme.contains(&format!("`{name}`")) {
            found.push(format!("{name}: {README} does not mention the parameter"));
        }
    }
    found.extend(local(tree));
    found.extend(version(tree));
    found
}

fn local(tree: &Tree) -> Findings {
    let given: Value = serde_json::from_str(&tree.read(LOCAL)).unwrap_or_default();
    let declared = tree.section("Parameters");
    let names = given.as_object().into_iter().flatten().map(|(name, _)| name);
    let unknown = names.filter(|name| !declared.contains_key(*name));
    unknown.map(|name| format!("{LOCAL}: the template has no parameter {name}")).collect()
}

fn version(tree: &Tree) -> Option<String> {
    let manifest = tree.read("Cargo.toml");
    let own =
        manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))?;
    let is_same = tree.at("/Outputs/Version/Value") == own
        && tree.at("/Description").as_str().is_some_and(|text| text.contains(own));
    (!is_same).then(|| format!("Version: the template is not of version {own}, as the crates are"))
}
