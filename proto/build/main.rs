//! Compiles the contract: messages and services with prost and tonic, canonical JSON with pbjson, and the descriptor set
//! that reflection and the access tests read. No protoc is needed.

mod access;
mod requests;

use std::{env, error::Error, fs, path::PathBuf};

const PACKAGES: [&str; 5] = ["access", "catalog", "evaluation", "promotion", "operations"];

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

    let mut compiler = protox::Compiler::new(["."])?;
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(&files)?;
    let descriptors = compiler.file_descriptor_set();
    // Encoded with the options that the contract itself defines.
    let encoded = compiler.encode_file_descriptor_set();
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

    let table = access::generate(&compiler.descriptor_pool())?;
    fs::write(out.join("access.rs"), table)?;
    fs::write(out.join("requests.rs"), requests::generate(&descriptors))?;
    Ok(())
}
