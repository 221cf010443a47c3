//! Implements the traits of `src/request.rs` for the messages that have their fields, and makes responses of what is in
//! them.

use std::fmt::Write as _;

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};

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
                idempotent(&mut source, message, &path);
            }
            if has(message, "page_size") && has(message, "page_token") {
                paged(&mut source, &path);
            }
            if message.name().ends_with("Response") {
                response(&mut source, message, &path);
            }
            if has(message, "next_page_token") {
                page_of(&mut source, &path);
            }
        }
    }
    source
}

fn has(message: &DescriptorProto, field: &str) -> bool {
    message.field.iter().any(|other| other.name() == field)
}

fn idempotent(source: &mut String, message: &DescriptorProto, path: &str) {
    let only = if has(message, "validate_only") {
        "\n    fn validate_only(&self) -> bool { self.validate_only }"
    } else {
        ""
    };
    let _ = writeln!(
        source,
        "impl Idempotent for {path} {{\n    fn request_id(&self) -> &str {{ &self.request_id }}{only}\n}}"
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

/// A response with one message in it is made of that message; one with a list and the token of the next page of both.
fn response(source: &mut String, message: &DescriptorProto, path: &str) {
    let (made_of, fields) = match &message.field[..] {
        [held] if !repeated(held) => match type_of(held) {
            Some(held_type) => (held_type, format!("{}: Some(made_of)", held.name())),
            None => return,
        },
        [held, token] if repeated(held) && token.name() == "next_page_token" => match type_of(held)
        {
            Some(held_type) => (
                format!("(Vec<{held_type}>, String)"),
                format!("{}: made_of.0, next_page_token: made_of.1", held.name()),
            ),
            None => return,
        },
        _ => return,
    };
    let _ = writeln!(
        source,
        "impl From<{made_of}> for {path} {{\n    \
         fn from(made_of: {made_of}) -> Self {{ Self {{ {fields} }} }}\n}}"
    );
}

fn repeated(field: &FieldDescriptorProto) -> bool {
    field.label() == Label::Repeated
}

/// The path of the message of the contract that a field holds, if it holds one.
fn type_of(field: &FieldDescriptorProto) -> Option<String> {
    let name = field.type_name().strip_prefix(".ocop.")?;
    let is_message = field.r#type() == Type::Message && field.oneof_index.is_none();
    // The package has two parts; a message inside another one is written elsewhere.
    let is_top_level = name.split('.').count() == 3;
    (is_message && is_top_level).then(|| format!("crate::{}", name.replace('.', "::")))
}

fn page_of(source: &mut String, path: &str) {
    let _ = writeln!(
        source,
        "impl PageOf for {path} {{\n    \
         fn next_page_token_mut(&mut self) -> &mut String {{ &mut self.next_page_token }}\n}}"
    );
}
