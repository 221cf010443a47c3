//! Writes the parts of `README.md` that are made from the contract: `make docs`.

use std::{fs, io};

use ocop_proto::docs::{ACCESS_TABLE, access_table, between};

fn main() -> io::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = between(&fs::read_to_string(path)?, ACCESS_TABLE, &access_table());
    let readme = readme.ok_or_else(|| io::Error::other("README.md has no place for the table"))?;
    fs::write(path, readme)
}
