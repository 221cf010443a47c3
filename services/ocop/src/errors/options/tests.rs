//! Every command, and every field of every request.

use std::collections::BTreeSet;

use prost::Message as _;
use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FileDescriptorSet};

use super::*;

/// Every command that is run, with what it can be given.
fn commands() -> Vec<Given> {
    fn below(command: &clap::Command, names: &[&str], found: &mut Vec<Given>) {
        let mut any = false;
        for inner in command.get_subcommands() {
            any = true;
            below(inner, &[names, &[inner.get_name()]].concat(), found);
        }
        if !any {
            found.push(Given::of(command, names.join(" ")));
        }
    }
    let mut found = Vec::new();
    below(&crate::Cli::grammar(), &[], &mut found);
    found
}

/// The command of a name.
fn command(name: &str) -> Given {
    let mut all = commands().into_iter();
    all.find(|one| one.command == name)
        .unwrap_or_else(|| panic!("there is no {name}"))
}

/// The paths of all fields of all requests of the contract.
fn fields() -> BTreeSet<String> {
    fn of_message(
        message: &DescriptorProto,
        all: &[(String, DescriptorProto)],
        path: &str,
        depth: usize,
        found: &mut BTreeSet<String>,
    ) {
        for field in &message.field {
            let inner = if path.is_empty() {
                field.name().to_owned()
            } else {
                format!("{path}.{}", field.name())
            };
            found.insert(inner.clone());
            let of = all.iter().find(|(name, _)| name == field.type_name());
            if field.r#type() == Type::Message
                && depth < 2
                && let Some((_, of)) = of
            {
                of_message(of, all, &inner, depth + 1, found);
            }
        }
    }
    let files = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).expect("descriptors");
    let all: Vec<(String, DescriptorProto)> = files
        .file
        .iter()
        .flat_map(|file| {
            let package = file.package().to_owned();
            let named = move |message: &DescriptorProto| {
                (format!(".{package}.{}", message.name()), message.clone())
            };
            file.message_type.iter().map(named)
        })
        .collect();
    let mut found = BTreeSet::new();
    for (name, message) in &all {
        if name.starts_with(".ocop.") && name.ends_with("Request") {
            of_message(message, &all, "", 0, &mut found);
        }
    }
    found
}

#[test]
fn no_command_names_an_option_that_it_does_not_have_or_a_field_of_the_contract() {
    let fields = fields();
    assert!(fields.contains("grant.programme_id"), "{fields:?}");
    for command in commands() {
        let of_contract = FILES
            .iter()
            .any(|(name, of_contract)| *name == command.command && *of_contract);
        for field in &fields {
            let said = command.by(field);
            if let Some(option) = said.strip_prefix("--") {
                let known = command.options.iter().any(|one| one == option);
                assert!(known, "{}: {field} is {said}", command.command);
            } else if !of_contract {
                let shown = command.arguments.iter().any(|(_, shown)| *shown == said);
                let of_file = said.contains(", ");
                assert!(
                    shown || of_file || !said.contains('_'),
                    "{}: {field} is {said}",
                    command.command
                );
            }
        }
    }
}

#[test]
fn a_field_is_named_by_the_option_or_argument_that_gave_it() {
    for (name, field, said) in [
        ("places list", "parent_code", "--within"),
        ("places list", "on_date", "--on"),
        ("products history", "product_id", "ID"),
        ("sales report", "product_id", "PRODUCT"),
        ("sales list", "product_id", "PRODUCT"),
        ("sales stock", "on_date", "--on"),
        ("matches list", "partner_id", "--partner"),
        ("subscriptions list", "partner_id", "--partner"),
        ("deliveries list", "subscription_id", "--subscription"),
        ("support sessions", "programme_id", "--programme"),
        ("support grant", "grant.programme_id", "PROGRAMME"),
        ("support grant", "grant.in_kind.what", "--in-kind"),
        ("support session", "session.on_date", "--on"),
        ("gifts orders", "gift_set_id", "SET"),
        ("demands offer", "demand_id", "DEMAND"),
        ("demands matches", "demand_id", "ID"),
        ("demands accept", "trade_offer_id", "ID"),
        ("demands deliver", "trade_deal_id", "ID"),
        ("top-lists verify", "top_list_id", "ID"),
        ("rewards budget", "scheme_id", "SCHEME"),
        ("sales effect", "campaign_id", "--campaign"),
        ("demands list", "criteria_set[0]", "--set"),
        ("products list", "criteria_sets[0]", "--set"),
        (
            "certificates revoke",
            "revocation.decision.number",
            "--decision",
        ),
        ("certificates revoke", "certificate_id", "ID"),
        ("progress", "as_of", "--as-of"),
        ("targets set", "target.goal_count", "FILE, goal"),
        ("targets set", "target.province_code", "FILE, province"),
        (
            "partners register",
            "partner.sourcing.criteria[0].kind",
            "FILE, sourcing.criteria[0].kind",
        ),
        ("reconcile", "scheme_id", "scheme"),
    ] {
        assert_eq!(command(name).by(field), said, "{name}");
    }
}

#[test]
fn what_is_said_of_a_field_names_options_too() {
    assert_eq!(
        command("support plan").in_options("must not be before from_date"),
        "must not be before --from"
    );
    assert_eq!(
        command("products list").in_options("ask ocop_office, or the commune (xã)"),
        "ask ocop_office, or the commune (xã)"
    );
}
