//! Makes the bounds of every request from the option `ocop.limits.v1.bound` of its fields, and says of each message that
//! travels alone whether it is a request.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use protox::prost_reflect::{
    DescriptorPool, DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor,
};

type Failure = Box<dyn std::error::Error>;

/// Most elements of a repeated field without a bound of its own.
const ITEMS: u32 = 200;

/// Most bytes of a text or of bytes without a bound of its own.
const BYTES: u32 = 32_768;

/// One table per message that a request holds, and the requests by their rpc.
pub fn generate(contract: &DescriptorPool) -> Result<String, Failure> {
    let bound = contract
        .get_extension_by_name("ocop.limits.v1.bound")
        .ok_or("the contract has no option ocop.limits.v1.bound")?;
    let (mut requests, mut answers) = (BTreeMap::new(), BTreeSet::new());
    let mut source = String::from("/// The requests, by the path of their rpc.\n");
    source.push_str("pub const ALL: &[(&str, &MessageLimits)] = &[\n");
    for method in contract
        .services()
        .flat_map(|service| service.methods().collect::<Vec<_>>())
    {
        let (service, input) = (method.parent_service().clone(), method.input());
        let (rpc, table) = (
            format!("/{}/{}", service.full_name(), method.name()),
            name(&input),
        );
        writeln!(source, "    ({rpc:?}, &{table}),")?;
        requests.insert(input.full_name().to_owned(), input);
        answers.insert(method.output().full_name().to_owned());
    }
    source.push_str("];\n");
    let mut tables = BTreeMap::new();
    for (full_name, request) in &requests {
        table(request, &bound, &mut tables)?;
        let domain = domain(full_name);
        writeln!(
            source,
            "impl Limited for {} {{\n    fn limits() -> Option<Limits> {{ \
             Some(Limits {{ message: &{}, domain: {domain:?} }}) }}\n}}",
            path(full_name),
            name(request)
        )?;
    }
    for answer in answers
        .iter()
        .filter(|answer| !requests.contains_key(*answer))
    {
        let path = path(answer);
        writeln!(
            source,
            "impl Limited for {path} {{\n    fn limits() -> Option<Limits> {{ None }}\n}}"
        )?;
    }
    source.extend(tables.into_values());
    Ok(source)
}

/// The table of a message and of those that it holds.
fn table(
    message: &MessageDescriptor,
    bound: &ExtensionDescriptor,
    tables: &mut BTreeMap<String, String>,
) -> Result<(), Failure> {
    let name = name(message);
    if tables.contains_key(&name) {
        return Ok(());
    }
    // Before its fields, so that a message that holds itself is made once.
    tables.insert(name.clone(), String::new());
    let mut source = format!("static {name}: MessageLimits = MessageLimits {{ fields: &[\n");
    for field in message.fields() {
        let (kind, repeated) = (kind(&field, bound), field.is_list() || field.is_map());
        let items = match (repeated, field.kind()) {
            (true, _) => given(&field, bound, "items").unwrap_or(ITEMS),
            (false, Kind::Message(_)) => 1,
            (false, _) => u32::MAX,
        };
        writeln!(
            source,
            "    FieldLimits {{ number: {}, name: {:?}, repeated: {repeated}, items: {items}, holds: Holds::{kind} }},",
            field.number(),
            field.name()
        )?;
        if let Kind::Message(inner) = field.kind()
            && !is_instant(&inner)
        {
            table(&inner, bound, tables)?;
        }
    }
    source.push_str("] };\n");
    tables.insert(name, source);
    Ok(())
}

fn kind(field: &FieldDescriptor, bound: &ExtensionDescriptor) -> String {
    let bytes = || given(field, bound, "bytes").unwrap_or(BYTES);
    match field.kind() {
        Kind::Message(inner) if is_instant(&inner) => "Instant".to_owned(),
        Kind::Message(inner) => format!("Message(&{})", name(&inner)),
        Kind::String => format!("Text({})", bytes()),
        Kind::Bytes => format!("Bytes({})", bytes()),
        Kind::Fixed32 | Kind::Sfixed32 | Kind::Float => "Fixed32".to_owned(),
        Kind::Fixed64 | Kind::Sfixed64 | Kind::Double => "Fixed64".to_owned(),
        _ => "Varint".to_owned(),
    }
}

fn is_instant(message: &MessageDescriptor) -> bool {
    message.full_name() == "google.protobuf.Timestamp"
}

/// What the option of a field says.
fn given(field: &FieldDescriptor, bound: &ExtensionDescriptor, what: &str) -> Option<u32> {
    let options: DynamicMessage = field.options();
    if !options.has_extension(bound) {
        return None;
    }
    let bound = options.get_extension(bound);
    let said = bound.as_message()?.get_field_by_name(what)?.as_u32()?;
    (said > 0).then_some(said)
}

/// The name of the table of a message.
fn name(message: &MessageDescriptor) -> String {
    message.full_name().replace('.', "_").to_uppercase()
}

/// Where the Rust type of a message of the contract is.
fn path(full_name: &str) -> String {
    format!(
        "crate::{}",
        full_name.trim_start_matches("ocop.").replace('.', "::")
    )
}

/// Whose reasons the errors of a request carry: `catalog.ocop` for `ocop.catalog.v1`.
fn domain(full_name: &str) -> String {
    let package = full_name.split('.').nth(1).unwrap_or_default();
    format!("{package}.ocop")
}
