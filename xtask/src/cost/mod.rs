//! `cargo xtask cost`: what messages cost, from figures that tests count and list prices that stand in one file.

mod model;
mod table;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use serde_json::Value;

use self::model::Model;
use crate::workspace::Workspace;

const README: &str = "infra/README.md";
const BEGIN: &str = "<!-- by `cargo xtask cost`, from infra/costs: not written by hand -->\n";
const END: &str = "<!-- up to here -->\n";

/// Whether to write or only to compare.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Change nothing; fail when the table in infra/README.md is not what the figures and prices come to
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<ExitCode> {
    if args.check {
        check_fresh(workspace.root())?;
        println!("the price list is fresh");
        return Ok(ExitCode::SUCCESS);
    }
    let tables = tables(workspace.root())?;
    println!("{tables}");
    let (kept, fresh) = readme(workspace.root(), &tables)?;
    if kept != fresh {
        fs::write(workspace.root().join(README), fresh)?;
        println!("{README} changed");
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails where the table in the README is another one.
pub(crate) fn check_fresh(root: &Path) -> anyhow::Result<()> {
    let (kept, fresh) = readme(root, &tables(root)?)?;
    if kept != fresh {
        bail!(
            "{README} no longer says what infra/costs comes to: run `cargo xtask cost` and commit the result"
        );
    }
    Ok(())
}

fn tables(root: &Path) -> anyhow::Result<String> {
    let read = |name: &str| -> anyhow::Result<Value> {
        let file = root.join("infra/costs").join(name);
        let text = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("{} is no JSON", file.display()))
    };
    let template = cloudformation::parse(&fs::read_to_string(root.join("infra/template.yaml"))?)?;
    let model = Model {
        prices: read("prices.json")?,
        assumptions: read("assumptions.json")?,
        counted: read("counted.json")?,
        template,
    };
    table::write(&model)
}

/// The README as it is, and as it is with these tables.
fn readme(root: &Path, tables: &str) -> anyhow::Result<(String, String)> {
    let kept = fs::read_to_string(root.join(README))?;
    let fresh = replaced(&kept, tables)
        .with_context(|| format!("{README} has no place for the price list"))?;
    Ok((kept, fresh))
}

fn replaced(text: &str, tables: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, behind) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{tables}{END}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_list_in_the_readme_is_what_figures_and_prices_come_to() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        check_fresh(root).unwrap();
    }

    #[test]
    fn what_stands_between_the_marks_is_replaced_and_nothing_else() {
        let text = format!("before\n{BEGIN}old\n{END}behind\n");
        let fresh = replaced(&text, "new\n").unwrap();
        assert_eq!(fresh, format!("before\n{BEGIN}new\n{END}behind\n"));
        assert_eq!(replaced("no marks", "new"), None);
    }

    #[test]
    fn each_price_names_where_it_is_from() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let prices = fs::read(root.join("infra/costs/prices.json")).unwrap();
        let prices: Value = serde_json::from_slice(&prices).unwrap();
        assert!(prices["as_of"].is_string());
        for (name, price) in prices.as_object().unwrap() {
            let is_price = price.is_object();
            assert!(
                !is_price || price["source"].as_str().unwrap().starts_with("https://"),
                "{name}"
            );
        }
    }
}
