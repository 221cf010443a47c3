//! JSON Schemas of the messages of the contract.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message as _;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorSet};
use serde_json::{Map, Value, json};

/// The messages and enumerations of the contract with what is said of them.
pub(super) struct Contract {
    messages: BTreeMap<String, (DescriptorProto, Comments)>,
    enums: BTreeMap<String, (EnumDescriptorProto, String)>,
}

#[derive(Clone, Default)]
struct Comments {
    own: String,
    fields: BTreeMap<i32, String>,
}

impl Contract {
    pub(super) fn new() -> Self {
        let set = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).expect("the contract's own");
        let mut contract = Self {
            messages: BTreeMap::new(),
            enums: BTreeMap::new(),
        };
        for file in set.file {
            let mut said: BTreeMap<Vec<i32>, String> = BTreeMap::new();
            for location in file.source_code_info.iter().flat_map(|info| &info.location) {
                let words: Vec<&str> = location.leading_comments().split_whitespace().collect();
                said.insert(location.path.clone(), words.join(" "));
            }
            let of = |path: &[i32]| said.get(path).cloned().unwrap_or_default();
            for (index, message) in (0..).zip(&file.message_type) {
                let fields = (0..).zip(&message.field);
                let fields = fields.map(|(at, _)| (at, of(&[4, index, 2, at]))).collect();
                let comments = Comments {
                    own: of(&[4, index]),
                    fields,
                };
                let name = format!("{}.{}", file.package(), message.name());
                contract.messages.insert(name, (message.clone(), comments));
            }
            for (index, one) in (0..).zip(&file.enum_type) {
                let name = format!("{}.{}", file.package(), one.name());
                contract.enums.insert(name, (one.clone(), of(&[5, index])));
            }
        }
        contract
    }

    /// The schemas of these messages and of all that they are made of. `place` is where a reference finds them.
    pub(super) fn schemas(&self, roots: &BTreeSet<String>, place: &str) -> Map<String, Value> {
        let mut schemas = BTreeMap::new();
        let mut open: Vec<String> = roots.iter().cloned().collect();
        while let Some(name) = open.pop() {
            if schemas.contains_key(&name) {
                continue;
            }
            let schema = if let Some((message, comments)) = self.messages.get(&name) {
                self.object(message, comments, place, &mut open)
            } else if let Some((one, comment)) = self.enums.get(&name) {
                let names: Vec<&str> = one.value.iter().map(|value| value.name()).collect();
                json!({"type": "string", "description": comment, "enum": names})
            } else {
                panic!("the contract has no {name}");
            };
            schemas.insert(name, schema);
        }
        schemas.into_iter().collect()
    }

    fn object(
        &self,
        message: &DescriptorProto,
        comments: &Comments,
        place: &str,
        open: &mut Vec<String>,
    ) -> Value {
        let mut properties = Map::new();
        for (index, field) in (0..).zip(&message.field) {
            let one = value(field, place, open);
            let mut schema = if field.label() == Label::Repeated {
                json!({"type": "array", "items": one})
            } else {
                one
            };
            if let (Some(comment), Some(schema)) =
                (comments.fields.get(&index), schema.as_object_mut())
            {
                schema.insert("description".to_owned(), json!(comment));
            }
            properties.insert(field.json_name().to_owned(), schema);
        }
        json!({"type": "object", "description": comments.own, "properties": properties})
    }
}

/// One value of a field in canonical proto3 JSON.
fn value(field: &FieldDescriptorProto, place: &str, open: &mut Vec<String>) -> Value {
    match field.r#type() {
        Type::Double | Type::Float => json!({"type": "number"}),
        Type::Bool => json!({"type": "boolean"}),
        Type::String => json!({"type": "string"}),
        Type::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
        Type::Int64 | Type::Uint64 | Type::Sint64 | Type::Fixed64 | Type::Sfixed64 => {
            json!({"type": "string", "pattern": "^-?[0-9]+$"})
        }
        Type::Int32 | Type::Uint32 | Type::Sint32 | Type::Fixed32 | Type::Sfixed32 => {
            json!({"type": "integer"})
        }
        Type::Message | Type::Enum | Type::Group => match field.type_name() {
            ".google.protobuf.Timestamp" => json!({"type": "string", "format": "date-time"}),
            ".google.protobuf.Duration" | ".google.protobuf.FieldMask" => json!({"type": "string"}),
            name => {
                let name = name.trim_start_matches('.').to_owned();
                let reference = json!({"$ref": format!("{place}{name}")});
                open.push(name);
                reference
            }
        },
    }
}
