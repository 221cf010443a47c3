//! The fields of questions, read from the descriptors of the contract.

use std::collections::BTreeMap;

use prost::Message as _;
use prost::encoding::WireType::{LengthDelimited, Varint};
use prost::encoding::{encode_key, encode_varint};
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};

/// A field of a question, or of the search within it.
#[derive(Clone)]
pub(super) struct Field {
    pub(super) name: String,
    /// The numbers of the fields that lead to it, its own the last.
    way: Vec<u32>,
    is_time: bool,
}

/// Two bounds of the same thing.
pub(super) struct Bounds {
    pub(super) from: Field,
    pub(super) to: Field,
}

/// An rpc that changes nothing, and what it asks by.
pub(super) struct Question {
    pub(super) rpc: String,
    pub(super) ids: Vec<Field>,
    pub(super) bounds: Vec<Bounds>,
}

/// The words by which bounds of the same thing differ.
const PAIRS: [(&str, &str); 7] = [
    ("from", "to"),
    ("since", "until"),
    ("start", "end"),
    ("minimum", "maximum"),
    ("min", "max"),
    ("lowest", "highest"),
    ("earliest", "latest"),
];

fn delimited(number: u32, bytes: &[u8]) -> Vec<u8> {
    let mut field = Vec::new();
    encode_key(number, LengthDelimited, &mut field);
    encode_varint(bytes.len() as u64, &mut field);
    [field, bytes.to_vec()].concat()
}

impl Field {
    /// The field with this value, as it stands in its message.
    fn holding(&self, value: &[u8]) -> Vec<u8> {
        delimited(*self.way.last().unwrap(), value)
    }

    /// The bytes of a request of which its message has these fields.
    fn within(&self, fields: Vec<u8>) -> Vec<u8> {
        let above = self.way.iter().rev().skip(1);
        above.fold(fields, |inner, number| delimited(*number, &inner))
    }

    /// The bytes of a request in which it holds a text.
    pub(super) fn text(&self, text: &str) -> Vec<u8> {
        self.within(self.holding(text.as_bytes()))
    }

    /// The field as a bound in a month of 2026.
    fn bound(&self, month: u32) -> Vec<u8> {
        if self.is_time {
            let mut time = Vec::new();
            encode_key(1, Varint, &mut time);
            encode_varint(1_767_000_000 + u64::from(month) * 2_700_000, &mut time);
            return self.holding(&time);
        }
        let day = if self.name.ends_with("month") {
            ""
        } else {
            "-01"
        };
        self.holding(format!("2026-{month:02}{day}").as_bytes())
    }
}

impl Bounds {
    /// The bytes of a request in which the upper one lies before the lower one.
    pub(super) fn backwards(&self) -> Vec<u8> {
        let fields = [self.from.bound(5), self.to.bound(4)].concat();
        self.from.within(fields)
    }
}

/// The name of the upper bound to a lower one.
fn upper(lower: &str) -> Option<String> {
    let words: Vec<&str> = lower.split('_').collect();
    let (low, high) = PAIRS.iter().find(|(low, _)| words.contains(low))?;
    let renamed = words
        .iter()
        .map(|word| if word == low { high } else { word });
    Some(renamed.copied().collect::<Vec<_>>().join("_"))
}

type Messages<'a> = BTreeMap<String, &'a DescriptorProto>;

/// The fields of a message that hold one value, and of the searches in it. Those of a choice are what is asked for.
fn fields(
    messages: &Messages,
    message: &DescriptorProto,
    prefix: &str,
    way: &[u32],
) -> Vec<(Field, FieldDescriptorProto)> {
    let mut found = Vec::new();
    for field in &message.field {
        let chosen = field.oneof_index.is_some() && !field.proto3_optional();
        if field.label() == Label::Repeated || chosen {
            continue;
        }
        let name = format!("{prefix}{}", field.name());
        let way = [way, &[u32::try_from(field.number()).unwrap()]].concat();
        if field.type_name().ends_with("Request") {
            let search = messages[field.type_name()];
            found.extend(fields(messages, search, &format!("{name}."), &way));
        }
        let is_time = field.type_name() == ".google.protobuf.Timestamp";
        found.push((Field { name, way, is_time }, field.clone()));
    }
    found
}

/// Every rpc that changes nothing and is asked with one message.
pub(super) fn questions() -> Vec<Question> {
    let contract = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).unwrap();
    let mut messages = Messages::new();
    for file in &contract.file {
        for message in &file.message_type {
            messages.insert(format!(".{}.{}", file.package(), message.name()), message);
        }
    }
    let mut questions = Vec::new();
    for file in contract
        .file
        .iter()
        .filter(|file| file.package().starts_with("ocop."))
    {
        for service in &file.service {
            for method in &service.method {
                let fields = fields(&messages, messages[method.input_type()], "", &[]);
                let changes = fields.iter().any(|(field, _)| field.name == "request_id");
                if changes || method.client_streaming() {
                    continue;
                }
                let ids = fields.iter().filter(|(field, of)| {
                    of.r#type() == Type::String && field.name.ends_with("_id")
                });
                let bounds = fields.iter().filter_map(|(from, of)| {
                    let to = upper(&from.name)?;
                    let (to, _) = fields.iter().find(|(field, _)| field.name == to)?;
                    // Numbers that are no bounds: which of several is compared with which.
                    let comparable =
                        of.r#type() == Type::String || from.is_time || of.proto3_optional();
                    comparable.then(|| Bounds {
                        from: from.clone(),
                        to: to.clone(),
                    })
                });
                questions.push(Question {
                    rpc: format!("/{}.{}/{}", file.package(), service.name(), method.name()),
                    ids: ids.map(|(field, _)| field.clone()).collect(),
                    bounds: bounds.collect(),
                });
            }
        }
    }
    questions
}
