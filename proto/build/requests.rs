//! Implements the traits of `src/request.rs` for the messages that have their fields.

use std::fmt::Write as _;

use prost_types::{DescriptorProto, FileDescriptorSet};

/// The source of the implementations.
pub fn generate(descriptors: &FileDescriptorSet) -> String {
    let mut source = String::new();
    for file in &descriptors.file {
        let package = file.package();
        if !package.starts_with("ocop.") {
            continue;
        }
        let module = package.trim_start_matches("ocop.").replace('.', "::");
        for message in &file.message_type {
            let path = format!("crate::{module}::{}", message.name());
            if has(message, "request_id") {
                idempotent(&mut source, &path);
            }
            if has(message, "page_size") && has(message, "page_token") {
                paged(&mut source, &path);
            }
        }
    }
    source
}

fn has(message: &DescriptorProto, field: &str) -> bool {
    message.field.iter().any(|other| other.name() == field)
}

fn idempotent(source: &mut String, path: &str) {
    let _ = writeln!(
        source,
        "impl Idempotent for {path} {{\n    fn request_id(&self) -> &str {{ &self.request_id }}\n}}"
    );
}

fn paged(source: &mut String, path: &str) {
    let _ = writeln!(
        source,
        "impl Paged for {path} {{\n    \
         fn page_size(&self) -> i32 {{ self.page_size }}\n    \
         fn page_token(&self) -> &str {{ &self.page_token }}\n    \
         fn unpaged(&self) -> Self {{\n        \
         let mut request = self.clone();\n        \
         request.page_size = 0;\n        \
         request.page_token.clear();\n        \
         request\n    }}\n}}"
    );
}
