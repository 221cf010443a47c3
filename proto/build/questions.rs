//! Says of each request that changes nothing which other things it selects by, and which of its bounds run backwards. Both follow
//! from the names of fields, so that no rpc can forget them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use protox::prost_reflect::{DescriptorPool, FieldDescriptor, Kind, MessageDescriptor};

/// The words by which two bounds of the same thing differ: `decided_from` and `decided_to`.
const PAIRS: [(&str, &str); 6] = [
    ("from", "to"),
    ("since", "until"),
    ("start", "end"),
    ("minimum", "maximum"),
    ("lowest", "highest"),
    ("earliest", "latest"),
];

/// The implementations of `Question`.
pub fn generate(contract: &DescriptorPool) -> String {
    let mut requests = BTreeMap::new();
    for method in contract
        .services()
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .filter(|method| method.parent_file().package_name().starts_with("ocop."))
    {
        let input = method.input();
        if input.get_field_by_name("request_id").is_none() {
            requests.insert(input.full_name().to_owned(), input);
        }
    }
    let implementations = requests.values().map(implementation);
    implementations.collect()
}

fn implementation(request: &MessageDescriptor) -> String {
    let (mut ids, mut backwards) = (String::new(), String::new());
    of(request, ("self", ""), &mut ids, &mut backwards);
    for field in request.fields() {
        let Kind::Message(part) = field.kind() else {
            continue;
        };
        // A search within a question, such as that of a count.
        if field.is_list() || !part.name().ends_with("Request") {
            continue;
        }
        let (mut of_ids, mut of_backwards) = (String::new(), String::new());
        let prefix = format!("{}.", field.name());
        of(&part, ("part", &prefix), &mut of_ids, &mut of_backwards);
        for (source, inner) in [(&mut ids, of_ids), (&mut backwards, of_backwards)] {
            if !inner.is_empty() {
                let _ = writeln!(
                    source,
                    "if let Some(part) = &self.{} {{\n{inner}}}",
                    field.name()
                );
            }
        }
    }
    let path = format!(
        "crate::{}",
        request
            .full_name()
            .trim_start_matches("ocop.")
            .replace('.', "::")
    );
    let method = |name: &str, result: &str, source: String| {
        if source.is_empty() {
            return String::new();
        }
        format!("fn {name}(&self) -> {result} {{\nlet mut found = Vec::new();\n{source}found\n}}\n")
    };
    format!(
        "impl Question for {path} {{\n{}{}}}\n",
        method("ids", "Vec<(&'static str, &str)>", ids),
        method("backwards", "Vec<(&'static str, &'static str)>", backwards),
    )
}

/// What is asked of the fields of a message, which `owner` holds.
fn of(
    message: &MessageDescriptor,
    (owner, prefix): (&str, &str),
    ids: &mut String,
    backwards: &mut String,
) {
    for field in message.fields() {
        let name = field.name();
        // In a choice it is what is asked for, and the answer says that there is none.
        let chosen = field.containing_oneof().is_some();
        let is_text = field.kind() == Kind::String && !field.is_list() && !chosen;
        if is_text && name.ends_with("_id") {
            let _ = writeln!(
                ids,
                "if !{owner}.{name}.is_empty() {{ found.push((\"{prefix}{name}\", {owner}.{name}.as_str())); }}"
            );
        }
        if let Some(to) = partner(message, &field) {
            let _ = writeln!(
                backwards,
                "if is_after(&{owner}.{name}, &{owner}.{to}) {{ found.push((\"{prefix}{name}\", \"{prefix}{to}\")); }}"
            );
        }
    }
}

/// The upper bound to a lower one: a field of the same kind.
fn partner(message: &MessageDescriptor, from: &FieldDescriptor) -> Option<String> {
    let is_bound = match from.kind() {
        Kind::String => !from.is_list(),
        Kind::Message(held) => held.full_name() == "google.protobuf.Timestamp" && !from.is_list(),
        // A number that need not be given; another one says which of several is meant.
        Kind::Uint32 | Kind::Uint64 => from.supports_presence(),
        _ => false,
    };
    let words: Vec<&str> = from.name().split('_').collect();
    let names = PAIRS.iter().filter(|(low, _)| words.contains(low));
    let mut names = names.map(|(low, high)| {
        let renamed = words
            .iter()
            .map(|word| if word == low { high } else { word });
        renamed.copied().collect::<Vec<_>>().join("_")
    });
    names
        .find(|name| message.get_field_by_name(name).is_some())
        .filter(|_| is_bound)
}
