//! Writes the generated files into the folder given; the routes are those of the file given, or those described before.

use std::env::args_os;
use std::path::PathBuf;
use std::{fs, io};

fn main() -> io::Result<()> {
    let mut arguments = args_os().skip(1).map(PathBuf::from);
    let usage = || io::Error::other("Say into which folder: generate FOLDER [ROUTES]");
    let folder = arguments.next().ok_or_else(usage)?;
    let routes = arguments.next().map(fs::read).transpose()?;
    let routes = routes.map(|routes| serde_json::from_slice(&routes)).transpose()?;
    contract::schema::write(&folder, routes)
}
