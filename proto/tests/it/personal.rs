//! What is personal stays away from partners.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message as _;
use prost_types::{DescriptorProto, FileDescriptorSet};

/// Names of fields that hold something personal.
const PERSONAL: [&str; 7] = [
    "address",
    "phone",
    "email",
    "representative",
    "sex",
    "ethnicity",
    "disability",
];

#[test]
fn what_partners_hear_of_has_no_field_for_personal_data() {
    let contract = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).unwrap();
    let mut messages: BTreeMap<String, &DescriptorProto> = BTreeMap::new();
    for file in &contract.file {
        for message in &file.message_type {
            messages.insert(format!(".{}.{}", file.package(), message.name()), message);
        }
    }
    let mut waiting = vec![
        ".ocop.promotion.v1.MatchFact".to_owned(),
        ".ocop.promotion.v1.ListingFact".to_owned(),
    ];
    let mut seen = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        let Some(message) = messages.get(&name).filter(|_| seen.insert(name.clone())) else {
            continue;
        };
        for field in &message.field {
            let personal = PERSONAL.iter().any(|word| field.name().contains(word));
            assert!(!personal, "{name} has the field {}", field.name());
            waiting.push(field.type_name().to_owned());
        }
    }
    assert!(seen.len() >= 3, "{seen:?}");
}
