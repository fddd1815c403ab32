//! Writes the generated files into the folder given.

use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    match std::env::args_os().nth(1).map(PathBuf::from) {
        Some(folder) => contract::schema::write(&folder),
        None => Err(io::Error::other("Say into which folder: generate FOLDER")),
    }
}
