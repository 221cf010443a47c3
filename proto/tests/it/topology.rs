//! The services and who consumes whom.

use std::collections::BTreeSet;

use ocop_proto::topology::{SERVICES, service};
use prost::Message as _;
use prost_types::FileDescriptorSet;

#[test]
fn every_consumer_has_a_name_of_its_own_and_consumes_what_is_published() {
    let mut names = BTreeSet::new();
    for consumer in SERVICES.iter().flat_map(|service| service.consumers) {
        assert!(
            names.insert(consumer.name),
            "two are called {}",
            consumer.name
        );
        let publisher = service(consumer.publisher).unwrap();
        for aggregate in consumer.aggregates {
            assert!(publisher.publishes.contains(aggregate), "{consumer:?}");
        }
    }
}

#[test]
fn every_service_of_the_contract_is_declared() {
    let set = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).unwrap();
    let serving = set.file.iter().filter(|file| !file.service.is_empty());
    let packages: BTreeSet<String> = serving.map(|file| file.package().to_owned()).collect();
    let mut declared: BTreeSet<String> = SERVICES.iter().map(|service| service.package()).collect();
    // Every service serves it.
    declared.insert("ocop.operations.v1".to_owned());
    assert_eq!(packages, declared);
}

/// The readme names the type of every event.
#[test]
fn the_readme_names_what_is_published_and_nothing_else() {
    let readme = include_str!("../../README.md");
    let mut named = BTreeSet::new();
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `"));
    for row in rows {
        let mut parts = row.split(['.', '`']);
        if let (Some(service), Some(aggregate)) = (parts.next(), parts.next())
            && SERVICES.iter().any(|known| known.name == service)
            && !aggregate.starts_with("v1")
        {
            named.insert(format!("{service}.{aggregate}"));
        }
    }
    let published = SERVICES.iter().flat_map(|service| {
        let of_service = service.publishes.iter();
        of_service.map(|aggregate| format!("{}.{aggregate}", service.name))
    });
    assert_eq!(named, published.collect());
}
