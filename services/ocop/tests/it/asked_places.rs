//! Every rpc that is asked of a place, with one that is no unit of the day: the rule is the same for all.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use ocop_harness::Raw;
use ocop_proto::DESCRIPTORS;
use prost::Message as _;
use prost::encoding::{
    DecodeContext, WireType, decode_key, decode_varint, encode_key, encode_varint, skip_field,
};
use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FileDescriptorSet};
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::service::interceptor::InterceptedService;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;

use crate::reach::calls;
use crate::reach::world::{World, today};

/// How fields are called that ask for what lies in a unit.
const FILTERS: [&str; 4] = [
    "place_code",
    "province_code",
    "province_codes",
    "parent_code",
];

/// How the names of rpcs begin that ask.
const ASKS: [&str; 8] = [
    "List", "Count", "Get", "Facet", "Find", "Export", "Preview", "Verify",
];

/// A field of a request, by the names and numbers that lead to it.
#[derive(Clone, Default)]
struct Field(Vec<(String, i32)>);

impl Field {
    fn inner(&self, name: &str, number: i32) -> Self {
        let mut path = self.0.clone();
        path.push((name.to_owned(), number));
        Self(path)
    }

    fn beside(&self, name: &str, number: i32) -> Self {
        let mut path = self.0.clone();
        path.pop();
        Self(path).inner(name, number)
    }

    fn name(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|(name, _)| name.as_str()).collect();
        names.join(".")
    }

    /// A request in which it says this.
    fn set(&self, request: &[u8], text: &str) -> Vec<u8> {
        let path: Vec<i32> = self.0.iter().map(|(_, number)| *number).collect();
        with(request, &path, text)
    }
}

/// A message in which the field at the end of a path has this text. The fields on the path stand once.
fn with(message: &[u8], path: &[i32], text: &str) -> Vec<u8> {
    let Some((number, rest)) = path.split_first() else {
        return text.as_bytes().to_vec();
    };
    let number = number.unsigned_abs();
    let (mut all, mut inner): (Vec<u8>, &[u8]) = (Vec::new(), &[]);
    let mut left = message;
    while !left.is_empty() {
        let before = left;
        let (tag, wire) = decode_key(&mut left).unwrap();
        let mut value = &[][..];
        if wire == WireType::LengthDelimited {
            let length = usize::try_from(decode_varint(&mut left).unwrap()).unwrap();
            (value, left) = left.split_at(length);
        } else {
            skip_field(wire, tag, &mut left, DecodeContext::default()).unwrap();
        }
        if tag == number {
            inner = value;
        } else {
            all.extend(&before[..before.len() - left.len()]);
        }
    }
    let inner = with(inner, rest, text);
    encode_key(number, WireType::LengthDelimited, &mut all);
    encode_varint(inner.len() as u64, &mut all);
    all.extend(inner);
    all
}

/// A filter of an rpc, and the fields that say of which day the unit is.
struct Filter {
    rpc: String,
    field: Field,
    in_units_of: Option<Field>,
    on_date: Option<Field>,
}

fn filters() -> Vec<Filter> {
    let contract = FileDescriptorSet::decode(DESCRIPTORS).unwrap();
    let mut messages: BTreeMap<String, &DescriptorProto> = BTreeMap::new();
    for file in &contract.file {
        for message in &file.message_type {
            messages.insert(format!(".{}.{}", file.package(), message.name()), message);
        }
    }
    let mut found = Vec::new();
    for file in &contract.file {
        for service in &file.service {
            for method in &service.method {
                if !ASKS.iter().any(|ask| method.name().starts_with(ask)) {
                    continue;
                }
                let rpc = format!("/{}.{}/{}", file.package(), service.name(), method.name());
                let mut open = vec![(method.input_type().to_owned(), Field::default())];
                while let Some((name, within)) = open.pop() {
                    let Some(message) = messages.get(&name) else {
                        continue;
                    };
                    for field in &message.field {
                        let here = within.inner(field.name(), field.number());
                        if field.r#type() == Type::Message && here.0.len() < 4 {
                            open.push((field.type_name().to_owned(), here));
                        } else if field.r#type() == Type::String && FILTERS.contains(&field.name())
                        {
                            let beside = |name: &str| {
                                let mut fields = message.field.iter();
                                let field = fields.find(|field| field.name() == name)?;
                                Some(here.beside(name, field.number()))
                            };
                            found.push(Filter {
                                rpc: rpc.clone(),
                                in_units_of: beside("in_units_of"),
                                on_date: beside("on_date"),
                                field: here.clone(),
                            });
                        }
                    }
                }
            }
        }
    }
    found
}

async fn call(world: &World, rpc: &str, bytes: Vec<u8>) -> Result<(), Status> {
    let path = PathAndQuery::from_str(rpc).unwrap();
    let channel = world.serving(rpc).channel();
    let mut client = Grpc::new(InterceptedService::new(channel, world.opener(rpc)));
    client.ready().await.unwrap();
    let answer = client.unary(Request::new(bytes), path, Raw).await;
    answer.map(drop)
}

/// What is said of a field in the refusal of a call.
fn said_of(field: &Field, answer: &Result<(), Status>) -> Option<(String, String)> {
    let details = answer.as_ref().err()?.get_error_details();
    let violations = &details.bad_request()?.field_violations;
    let named = violations.iter().find(|one| {
        // Without the places in lists.
        let parts = one.field.split(['[', ']']).step_by(2);
        parts.collect::<String>() == field.name()
    });
    named.map(|one| (one.reason.clone(), one.description.clone()))
}

#[tokio::test]
async fn whoever_asks_of_a_place_that_is_no_unit_of_the_day_is_told_so_by_every_rpc() {
    let world = World::new().await;
    let requests: BTreeMap<String, Vec<u8>> = calls::all(&world)
        .into_iter()
        .map(|call| (call.rpc, call.encoded))
        .collect();
    let filters = filters();
    let rpcs: BTreeSet<&str> = filters.iter().map(|filter| filter.rpc.as_str()).collect();
    assert!(rpcs.len() > 25, "of all services: {rpcs:?}");
    let mut wrong = Vec::new();
    for filter in &filters {
        let ask = async |code: &str, in_units_of: &str| {
            let mut bytes = requests[&filter.rpc].clone();
            bytes = filter.field.set(&bytes, code);
            if let Some(on) = &filter.on_date {
                bytes = on.set(&bytes, &today().to_string());
            }
            if let Some(units) = &filter.in_units_of {
                bytes = units.set(&bytes, in_units_of);
            }
            let answer = call(&world, &filter.rpc, bytes).await;
            said_of(&filter.field, &answer)
        };
        let refused = |said: Option<(String, String)>, parts: &[&str]| {
            said.is_some_and(|(reason, why)| {
                reason == "NOT_IN_FORCE" && parts.iter().all(|part| why.contains(part))
            })
        };
        let name = format!("{} {}", filter.rpc, filter.field.name());
        let day = today().to_string();
        // It was Kon Tum until it became part of Quảng Ngãi, and of 00 nobody ever heard.
        if !refused(ask("62", "").await, &["62", &day, "51 Quảng Ngãi"]) {
            wrong.push(format!("{name}: 62 is not refused"));
        }
        if !refused(ask("00", "").await, &["00", &day]) {
            wrong.push(format!("{name}: 00 is not refused"));
        }
        if filter.in_units_of.is_some() {
            if let Some(said) = ask("62", "2024-01-01").await {
                wrong.push(format!("{name}: 62 in the units of 2024: {said:?}"));
            }
            if !refused(ask("00", "2024-01-01").await, &["00", "2024-01-01"]) {
                wrong.push(format!("{name}: 00 is not refused in the units of 2024"));
            }
        }
    }
    world.stop().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
