//! Compiles the contract: messages and services with prost and tonic, canonical JSON with pbjson, and the descriptor set
//! that reflection and the access tests read. No protoc is needed.

mod requests;

use std::{env, error::Error, fs, path::PathBuf};

use prost::Message as _;

const PACKAGES: [&str; 4] = ["catalog", "evaluation", "promotion", "operations"];

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script where to write through the environment"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut files = Vec::new();
    for package in PACKAGES {
        let folder = PathBuf::from("ocop").join(package).join("v1");
        println!("cargo:rerun-if-changed={}", folder.display());
        for entry in fs::read_dir(&folder)? {
            files.push(entry?.path());
        }
    }
    files.sort();

    let descriptors = protox::compile(&files, ["."])?;
    let encoded = descriptors.encode_to_vec();
    fs::write(out.join("descriptors.binpb"), &encoded)?;

    tonic_prost_build::configure()
        .extern_path(".google.protobuf", "::pbjson_types")
        .compile_well_known_types(true)
        .skip_protoc_run()
        .file_descriptor_set_path(out.join("descriptors.binpb"))
        .compile_protos(&files, &[PathBuf::from(".")])?;

    pbjson_build::Builder::new()
        .register_descriptors(&encoded)?
        .ignore_unknown_fields()
        .build(&[".ocop"])?;

    fs::write(out.join("requests.rs"), requests::generate(&descriptors))?;
    Ok(())
}
