//! Says of each list how much of its rows is asked for, and takes long texts out of rows, from the option
//! `ocop.view.v1.long` of their fields. A list whose rows have long texts does not build without a view in its request.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use protox::prost_reflect::{
    DescriptorPool, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor, Value,
};

type Failure = Box<dyn std::error::Error>;

/// The field of a request that chooses the view.
const VIEW: &str = "view";

/// The implementations of `Viewed` for the requests of lists, and of `LongTexts` for their responses and for what in
/// them holds long texts.
pub fn generate(contract: &DescriptorPool) -> Result<String, Failure> {
    let long = contract
        .get_extension_by_name("ocop.view.v1.long")
        .ok_or("the contract has no option ocop.view.v1.long")?;
    let (mut source, mut rows) = (String::new(), BTreeMap::new());
    for method in contract
        .services()
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .filter(|method| method.parent_file().package_name().starts_with("ocop."))
        .filter(|method| method.name().starts_with("List"))
    {
        let (request, response) = (method.input(), method.output());
        let shortened = row(&response, &long, &mut rows)?;
        let chosen = request.get_field_by_name(VIEW).is_some();
        if shortened != chosen {
            let says = if chosen { "has" } else { "lacks" };
            let name = method.full_name();
            return Err(
                format!("{name} {says} a view; it needs one if its rows have long texts").into(),
            );
        }
        let view = if chosen {
            "self.view"
        } else {
            "crate::view::v1::View::Full as i32"
        };
        writeln!(
            source,
            "impl Viewed for {} {{\n    fn wanted_view(&self) -> i32 {{ {view} }}\n}}",
            path(&request)?
        )?;
        if !shortened {
            rows.insert(
                response.full_name().to_owned(),
                Some(implementation(&response, "")?),
            );
        }
    }
    source.extend(rows.into_values().flatten());
    Ok(source)
}

/// Whether a message holds long texts, itself or in what it holds; if so, how they are taken out.
fn row(
    message: &MessageDescriptor,
    long: &ExtensionDescriptor,
    rows: &mut BTreeMap<String, Option<String>>,
) -> Result<bool, Failure> {
    if let Some(known) = rows.get(message.full_name()) {
        return Ok(known.is_some());
    }
    // Before its fields, so that a message that holds itself ends.
    rows.insert(message.full_name().to_owned(), None);
    let mut statements = String::new();
    for field in message.fields() {
        let name = field.name();
        let statement = if is_long(&field, long) {
            match (field.is_list() || field.is_map(), field.kind()) {
                (false, Kind::Message(_)) => format!("self.{name} = None;"),
                (true, _) | (false, Kind::String | Kind::Bytes) => format!("self.{name}.clear();"),
                _ => return Err(format!("{} cannot be long", field.full_name()).into()),
            }
        } else if let Kind::Message(inner) = field.kind()
            && inner.full_name().starts_with("ocop.")
            && row(&inner, long, rows)?
        {
            if field.is_list() {
                format!("for held in &mut self.{name} {{ held.leave_long_texts_out(); }}")
            } else {
                format!("if let Some(held) = &mut self.{name} {{ held.leave_long_texts_out(); }}")
            }
        } else {
            continue;
        };
        if field.containing_oneof().is_some() || field.is_map() {
            return Err(format!("{} has long texts in a oneof or a map", field.full_name()).into());
        }
        writeln!(statements, "        {statement}")?;
    }
    let found = !statements.is_empty();
    if found {
        let made = implementation(message, &statements)?;
        rows.insert(message.full_name().to_owned(), Some(made));
    }
    Ok(found)
}

fn implementation(message: &MessageDescriptor, statements: &str) -> Result<String, Failure> {
    let path = path(message)?;
    Ok(format!(
        "impl LongTexts for {path} {{\n    fn leave_long_texts_out(&mut self) {{\n{statements}    }}\n}}\n"
    ))
}

fn is_long(field: &FieldDescriptor, long: &ExtensionDescriptor) -> bool {
    let options = field.options();
    options.has_extension(long) && matches!(*options.get_extension(long), Value::Bool(true))
}

/// Where the Rust type of a message of the contract is.
fn path(message: &MessageDescriptor) -> Result<String, Failure> {
    let full_name = message.full_name();
    if message.parent_message().is_some() {
        return Err(format!("{full_name} is inside another message").into());
    }
    let inside = full_name.trim_start_matches("ocop.");
    Ok(format!("crate::{}", inside.replace('.', "::")))
}
