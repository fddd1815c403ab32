//! Writes the generated files into the folder given; the routes are those of the file given.

use std::env::args_os;
use std::path::PathBuf;
use std::{fs, io};

fn main() -> io::Result<()> {
    let mut arguments = args_os().skip(1).map(PathBuf::from);
    let usage =
        || io::Error::other("Say into which folder, and which routes: generate FOLDER ROUTES");
    let folder = arguments.next().ok_or_else(usage)?;
    let routes = fs::read(arguments.next().ok_or_else(usage)?)?;
    let routes = serde_json::from_slice(&routes)?;
    contract::schema::write(&folder, routes)
}
