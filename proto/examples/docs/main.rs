//! Writes what is made from the contract: parts of `README.md`, and the catalogue of events in `events/`. `make docs`.

mod event_catalogue;

use std::{fs, io};

use ocop_proto::docs::{ACCESS_TABLE, access_table, between};

fn main() -> io::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = between(&fs::read_to_string(path)?, ACCESS_TABLE, &access_table());
    let readme = readme.ok_or_else(|| io::Error::other("README.md has no place for the table"))?;
    fs::write(path, &readme)?;
    let events = concat!(env!("CARGO_MANIFEST_DIR"), "/events");
    fs::write(
        format!("{events}/schemas.json"),
        event_catalogue::schemas(&readme),
    )?;
    fs::write(
        format!("{events}/asyncapi.json"),
        event_catalogue::asyncapi(&readme),
    )
}
