//! That no list is left out.

use clap::ValueEnum as _;

use super::*;

/// The lists of the command line that can be had of one place: `ocop rewards list` is "rewards", `ocop support
/// sessions` "support-sessions".
fn listed_by_place() -> Vec<String> {
    let grammar = crate::Cli::grammar();
    let takes = |command: &clap::Command| {
        let mut options = command.get_arguments().filter_map(clap::Arg::get_long);
        options.any(|option| matches!(option, "place" | "province" | "within"))
    };
    let mut names = Vec::new();
    for command in grammar.get_subcommands() {
        for list in command.get_subcommands().filter(|list| takes(list)) {
            names.push(match list.get_name() {
                "list" => command.get_name().to_owned(),
                other => format!("{}-{other}", command.get_name()),
            });
        }
    }
    names
}

/// Rpcs that list what is of one thing or what cannot be asked for whole, and those of operators. Whoever adds a list either
/// exports it or names it here.
const NOT_EXPORTED: &[&str] = &[
    // What the program is built with; `ocop criteria export` writes the sets.
    "ListCriteriaSets",
    "ListRegulations",
    // Of one product, producer, dossier, council, area or list.
    "ListAreaLapses",
    "ListBallots",
    "ListChanges",
    "ListDossierAttendance",
    "ListDossierEvidence",
    "ListEvidence",
    "ListNearMisses",
    "ListProducerDeals",
    "ListProducerMatches",
    "ListProducerOffers",
    "ListRevisions",
    "ListSalesReports",
    "ListVotes",
    // What is due today, of other lists.
    "ListDue",
    // Of one partner, demand, gift set or session.
    "ListDeliveries",
    "ListDemandMatches",
    "ListDemandOffers",
    "ListEvents",
    "ListGiftOrders",
    "ListGiftSetOrders",
    "ListMatches",
    "ListNatsCredentials",
    "ListPartnerDeals",
    "ListPartnerInvitations",
    "ListSessionInvitations",
    "ListSubscriptions",
    // For operators.
    "ListAppliedHeads",
    "ListAuditEntries",
    "ListAuditSeals",
    "ListDeadLetters",
    "ListRecordedHeads",
];

fn rpc(list: List) -> String {
    match list {
        List::Feed => "ListChangedListings".to_owned(),
        other => format!("List{other:?}"),
    }
}

#[test]
fn every_list_of_the_contract_is_exported_or_named_as_one_that_is_not() {
    use prost::Message as _;

    let files = prost_types::FileDescriptorSet::decode(ocop_proto::DESCRIPTORS);
    let files = files.expect("descriptors").file;
    let services = files.iter().flat_map(|file| &file.service);
    let methods = services.flat_map(|service| &service.method);
    let names = methods.map(|method| method.name().to_owned());
    let mut listed: Vec<String> = names.filter(|name| name.starts_with("List")).collect();
    let exported = List::value_variants().iter().copied().map(rpc);
    let mut known: Vec<String> = exported.collect();
    known.extend(NOT_EXPORTED.iter().map(|name| (*name).to_owned()));
    for names in [&mut listed, &mut known] {
        names.sort();
        names.dedup();
    }
    assert_eq!(listed, known);
}

#[test]
fn all_lists_of_a_place_are_written_by_all() {
    let written: Vec<String> = List::all_of_a_place().map(List::name).collect();
    let by_place = listed_by_place();
    assert!(by_place.contains(&"rewards".to_owned()), "{by_place:?}");
    for list in List::value_variants() {
        if by_place.contains(&list.name()) {
            assert!(
                written.contains(&list.name()),
                "{} is left out",
                list.name()
            );
        }
    }
    for list in [
        "rewards",
        "support-programmes",
        "support-sessions",
        "support-grants",
    ] {
        assert!(written.iter().any(|one| one == list), "{list} is left out");
    }
}

#[test]
fn a_place_in_a_table_has_its_day_and_its_name_beside_it() {
    for list in List::value_variants() {
        let columns = list.columns();
        for column in columns
            .iter()
            .filter(|column| column.ends_with("place_code"))
        {
            let name = column.replace("_code", "_name");
            assert!(columns.contains(&name.as_str()), "{}: {name}", list.name());
        }
        if columns.contains(&"province_code") {
            assert!(columns.contains(&"province_name"), "{}", list.name());
        }
    }
}
