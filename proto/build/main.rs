//! Compiles the contract: messages and services with prost and tonic, canonical JSON with pbjson, and the descriptor set
//! that reflection and the access tests read. No protoc is needed.

mod access;
mod limits;
mod questions;
mod requests;
mod views;

use std::{env, error::Error, fs, path::PathBuf};

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script where to write through the environment"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed=ocop");
    let (mut files, mut modules) = (Vec::new(), String::new());
    let mut folders = fs::read_dir("ocop")?.collect::<Result<Vec<_>, _>>()?;
    folders.sort_by_key(fs::DirEntry::file_name);
    for folder in folders {
        for entry in fs::read_dir(folder.path().join("v1"))? {
            files.push(entry?.path());
        }
        let package = folder.file_name();
        // The options of these two are read here and have no use at run time.
        if package != "access" && package != "limits" {
            modules.push_str(&module(&package.to_string_lossy()));
        }
    }
    files.sort();
    fs::write(out.join("modules.rs"), modules)?;

    let mut compiler = protox::Compiler::new(["."])?;
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(&files)?;
    let descriptors = compiler.file_descriptor_set();
    // Encoded with the options that the contract itself defines.
    let encoded = compiler.encode_file_descriptor_set();
    fs::write(out.join("descriptors.binpb"), &encoded)?;

    tonic_prost_build::configure()
        .codec_path("crate::codec::BoundedCodec")
        .extern_path(".google.protobuf", "::pbjson_types")
        .compile_well_known_types(true)
        .skip_protoc_run()
        .file_descriptor_set_path(out.join("descriptors.binpb"))
        .compile_protos(&files, &[PathBuf::from(".")])?;

    pbjson_build::Builder::new()
        .register_descriptors(&encoded)?
        .ignore_unknown_fields()
        // A value of a newer contract is read as unspecified: an older consumer goes on.
        .ignore_unknown_enum_variants()
        .build(&[".ocop"])?;

    let table = access::generate(&compiler.descriptor_pool())?;
    fs::write(out.join("access.rs"), table)?;
    let limits = limits::generate(&compiler.descriptor_pool())?;
    fs::write(out.join("limits.rs"), limits)?;
    fs::write(out.join("requests.rs"), requests::generate(&descriptors))?;
    let questions = questions::generate(&compiler.descriptor_pool());
    fs::write(out.join("questions.rs"), questions)?;
    let views = views::generate(&compiler.descriptor_pool())?;
    fs::write(out.join("views.rs"), views)?;
    Ok(())
}

/// The module of a package: its messages, services and their canonical JSON.
fn module(package: &str) -> String {
    format!(
        "/// The package `ocop.{package}`.
pub mod {package} {{
    /// Version 1.
    pub mod v1 {{
        tonic::include_proto!(\"ocop.{package}.v1\");
        include!(concat!(env!(\"OUT_DIR\"), \"/ocop.{package}.v1.serde.rs\"));
    }}
}}
"
    )
}
