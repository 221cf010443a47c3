//! Messages of the contract in files that people write, as JSON. What the message does not have is refused: a misspelt name
//! would otherwise be passed over.

use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context as _, bail};
use prost::Message as _;
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The message `name` of the contract, such as `ocop.promotion.v1.Partner`, from a file.
///
/// # Errors
/// The file cannot be read, or holds something else.
pub(crate) fn read<M: DeserializeOwned>(file: &Path, name: &str) -> anyhow::Result<M> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    parsed(&text, name).with_context(|| format!("{} is not as it should be", file.display()))
}

/// The message `name` of the contract from JSON: alone, or as a request holds it, such as `{"demand": {…}}`.
///
/// # Errors
/// It is something else.
pub(crate) fn parsed<M: DeserializeOwned>(text: &str, name: &str) -> anyhow::Result<M> {
    let value: Value = serde_json::from_str(text)?;
    let (value, message) = match held(&value, name) {
        Some(inner) => (inner, serde_json::from_value(inner.clone())?),
        // From the text, for the place of a mistake in it.
        None => (&value, serde_json::from_str(text)?),
    };
    known(value, &format!(".{name}"), "")?;
    Ok(message)
}

/// The message in a request that has nothing else, under its name.
fn held<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let (_, own) = name.rsplit_once('.')?;
    let as_key = |key: &str| key.replace('_', "").eq_ignore_ascii_case(own);
    let mut fields = value.as_object()?.iter();
    let (key, inner) = fields.next()?;
    (fields.next().is_none() && as_key(key) && inner.is_object()).then_some(inner)
}

/// The messages of the contract, by their full names.
fn messages() -> &'static [(String, DescriptorProto)] {
    fn with_inner(name: &str, message: &DescriptorProto, all: &mut Vec<(String, DescriptorProto)>) {
        let name = format!("{name}.{}", message.name());
        for inner in &message.nested_type {
            with_inner(&name, inner, all);
        }
        all.push((name, message.clone()));
    }
    static ALL: OnceLock<Vec<(String, DescriptorProto)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        let files = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).unwrap_or_default();
        for file in &files.file {
            for message in &file.message_type {
                with_inner(&format!(".{}", file.package()), message, &mut all);
            }
        }
        all
    })
}

/// Checks that a value has only what the message has, all the way down.
fn known(value: &Value, name: &str, path: &str) -> anyhow::Result<()> {
    // The messages of protobuf itself have forms of their own in JSON.
    let ours = name.starts_with(".ocop.");
    let message = messages().iter().find(|(known, _)| known == name);
    let (Some((_, message)), Value::Object(fields)) = (message.filter(|_| ours), value) else {
        return Ok(());
    };
    for (key, inner) in fields {
        let named = |field: &&FieldDescriptorProto| field.name() == key || field.json_name() == key;
        let Some(field) = message.field.iter().find(named) else {
            let names: Vec<&str> = message.field.iter().map(|field| field.name()).collect();
            bail!(
                "{path}{key}: there is no such field; there are {}",
                names.join(", ")
            );
        };
        match inner {
            Value::Array(elements) => {
                for (at, element) in elements.iter().enumerate() {
                    known(element, field.type_name(), &format!("{path}{key}[{at}]."))?;
                }
            }
            // The entries of a map have keys that the contract does not know.
            Value::Object(_) if is_map(field) => {}
            one => known(one, field.type_name(), &format!("{path}{key}."))?,
        }
    }
    Ok(())
}

fn is_map(field: &FieldDescriptorProto) -> bool {
    let mut all = messages().iter();
    let entry = all.find(|(name, _)| name == field.type_name());
    let options = entry.and_then(|(_, message)| message.options.as_ref());
    options.is_some_and(|options| options.map_entry())
}

#[cfg(test)]
mod tests {
    use ocop_proto::promotion::v1::{Demand, Partner};

    use super::*;

    const PARTNER: &str = "ocop.promotion.v1.Partner";

    #[test]
    fn a_file_in_either_writing_of_names_is_read() {
        for text in [
            r#"{"name": "Siêu thị (mẫu)", "sourcing": {"minimum_star": 4}}"#,
            r#"{"name": "Siêu thị (mẫu)", "sourcing": {"minimumStar": 4}}"#,
        ] {
            let partner: Partner = parsed(text, PARTNER).expect("a partner");
            assert_eq!(partner.sourcing.map(|of| of.minimum_star), Some(4));
        }
    }

    #[test]
    fn a_message_is_read_alone_and_as_a_request_holds_it() {
        for text in [
            r#"{"partnerId": "0198", "placeCode": "51"}"#,
            r#"{"demand": {"partnerId": "0198", "placeCode": "51"}}"#,
        ] {
            let demand: Demand = parsed(text, "ocop.promotion.v1.Demand").expect("a demand");
            assert_eq!(
                (demand.partner_id.as_str(), demand.place_code.as_str()),
                ("0198", "51")
            );
        }
        let twice = r#"{"demand": {}, "placeCode": "51"}"#;
        let refused = parsed::<Demand>(twice, "ocop.promotion.v1.Demand").expect_err("both");
        assert!(refused.to_string().starts_with("demand: "), "{refused}");
        let misspelt = r#"{"demand": {"placeKode": "51"}}"#;
        let refused = parsed::<Demand>(misspelt, "ocop.promotion.v1.Demand").expect_err("it is");
        assert!(refused.to_string().contains("placeKode"), "{refused}");
    }

    #[test]
    fn a_misspelt_name_is_refused_wherever_it_stands() {
        for (text, at) in [
            (r#"{"name": "A", "contacs": []}"#, "contacs: "),
            (
                r#"{"sourcing": {"minimum_strar": 5}}"#,
                "sourcing.minimum_strar: ",
            ),
            (
                r#"{"further_sourcing": [{}, {"nam": "A"}]}"#,
                "further_sourcing[1].nam: ",
            ),
        ] {
            let refused = parsed::<Partner>(text, PARTNER).expect_err("it is misspelt");
            let said = format!("{refused:#}");
            assert!(
                said.starts_with(at) && said.contains("there are "),
                "{said}"
            );
        }
    }
}
