//! Makes the access table from the option `ocop.access.v1.rule` of every rpc.

use std::fmt::Write as _;

use protox::prost_reflect::{
    DescriptorPool, DynamicMessage, ExtensionDescriptor, FieldDescriptor, MethodDescriptor,
    ReflectMessage as _, ServiceDescriptor, Value,
};

type Failure = Box<dyn std::error::Error>;

/// One table per package, named as the package.
pub fn generate(contract: &DescriptorPool) -> Result<String, Failure> {
    let rule = contract
        .get_extension_by_name("ocop.access.v1.rule")
        .ok_or("the contract has no option ocop.access.v1.rule")?;
    let mut services: Vec<_> = contract.services().collect();
    services.sort_by_key(|service| service.full_name().to_owned());
    let mut source = String::new();
    let mut tables = Vec::new();
    for of_package in services.chunk_by(|one, other| one.package_name() == other.package_name()) {
        let Some(package) = of_package.first().map(ServiceDescriptor::package_name) else {
            continue;
        };
        let table = package.split('.').nth(1).unwrap_or(package).to_uppercase();
        writeln!(
            source,
            "/// The rpcs of `{package}`.\npub const {table}: &[Access] = &["
        )?;
        for method in of_package.iter().flat_map(ServiceDescriptor::methods) {
            source.push_str(&row(&method, &rule)?);
        }
        writeln!(source, "];")?;
        tables.push(table);
    }
    writeln!(
        source,
        "/// All tables.\npub const ALL: &[&[Access]] = &[{}];",
        tables.join(", ")
    )?;
    Ok(source)
}

fn row(method: &MethodDescriptor, rule: &ExtensionDescriptor) -> Result<String, Failure> {
    let service = method.parent_service().full_name();
    let rpc = format!("/{service}/{}", method.name());
    let options = method.options();
    if !options.has_extension(rule) {
        return Err(
            format!("{rpc} does not say who may call it: give it ocop.access.v1.rule").into(),
        );
    }
    let rule = options.get_extension(rule);
    let rule = rule.as_message().ok_or("a rule is a message")?;
    let roles = values(rule, "roles", "Role");
    let also = values(rule, "also", "Also").join(", ");
    let personal = values(rule, "personal", "Role").join(", ");
    let who = match (name_of(rule, "callers").as_str(), roles.is_empty()) {
        ("Unspecified", false) => format!("Who::Roles(&[{}])", roles.join(", ")),
        (callers, true) if callers != "Unspecified" => format!("Who::{callers}"),
        _ => return Err(format!("the rule of {rpc} must name either roles or callers").into()),
    };
    let covers = match name_of(rule, "covers").as_str() {
        "Unspecified" if !roles.is_empty() => {
            return Err(
                format!("the rule of {rpc} must say what the scope of its roles covers").into(),
            );
        }
        "Unspecified" => "Nothing".to_owned(),
        covers => covers.to_owned(),
    };
    Ok(format!(
        "    Access {{ rpc: {rpc:?}, who: {who}, covers: Coverage::{covers}, also: &[{also}], \
         personal: &[{personal}] }},\n"
    ))
}

/// The values of a repeated enumeration, as paths of the Rust enum `of`.
fn values(rule: &DynamicMessage, field: &str, of: &str) -> Vec<String> {
    let Some(Value::List(values)) = rule
        .get_field_by_name(field)
        .map(|value| value.into_owned())
    else {
        return Vec::new();
    };
    let field = rule.descriptor().get_field_by_name(field);
    values
        .iter()
        .filter_map(|value| Some(variant(field.as_ref()?, value.as_enum_number()?)))
        .map(|value| format!("{of}::{value}"))
        .collect()
}

fn name_of(rule: &DynamicMessage, field: &str) -> String {
    let number = rule
        .get_field_by_name(field)
        .and_then(|value| value.as_enum_number())
        .unwrap_or_default();
    let field = rule.descriptor().get_field_by_name(field);
    field
        .map(|field| variant(&field, number))
        .unwrap_or_default()
}

/// The Rust name of a value of an enumeration: `ROLE_OCOP_OFFICE` of `Role` is `OcopOffice`.
fn variant(field: &FieldDescriptor, number: i32) -> String {
    let kind = field.kind();
    let Some(of_field) = kind.as_enum() else {
        return String::new();
    };
    let value = of_field.get_value(number);
    let name = value.as_ref().map(|value| value.name()).unwrap_or_default();
    let prefix = format!("{}_", of_field.name().to_uppercase());
    let words = name.strip_prefix(&prefix).unwrap_or(name).split('_');
    words
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_uppercase() + &rest.to_lowercase()
        })
        .collect()
}
