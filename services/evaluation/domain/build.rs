//! Lists the files of the criteria sets, so that a new set is a new file and nothing else: every
//! `criteria/<year>/*.toml` is compiled into the program.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script where to write through the environment"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("criteria");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for year in fs::read_dir(&folder)? {
        let year = year?.path();
        if !year.is_dir() {
            continue;
        }
        println!("cargo:rerun-if-changed={}", year.display());
        for file in fs::read_dir(&year)? {
            let file = file?.path();
            if file
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                files.push(file);
            }
        }
    }
    files.sort();

    let mut list = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&folder)?.display().to_string();
        let path = file.display().to_string();
        writeln!(list, "    ({name:?}, include_str!({path:?})),")?;
    }
    list.push_str("]\n");
    fs::write(
        PathBuf::from(env::var("OUT_DIR")?).join("criteria.rs"),
        list,
    )?;
    Ok(())
}
