//! Writes the routes of both functions of the REST API, as their routers describe them. Run by `cargo xtask types`.

use anyhow::Context;

fn main() -> anyhow::Result<()> {
    let file = std::env::args_os().nth(1).context("Say into which file: describe FILE")?;
    std::fs::write(file, serde_json::to_string_pretty(&tests::description::routes()?)?)?;
    Ok(())
}
