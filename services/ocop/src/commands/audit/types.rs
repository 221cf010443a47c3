//! The types of aggregate in the audit.

use ocop_proto::topology;

/// What is on record of it without an event of its own.
const WITHOUT_EVENTS: [&str; 7] = [
    "ballot",
    "conflict",
    "council",
    "nats_credentials",
    "round",
    "top_list_vote",
    "trace_events",
];

/// The types of aggregate whose changes are on record.
pub(super) fn types() -> impl Iterator<Item = &'static str> {
    let published = topology::SERVICES.iter();
    let published = published.flat_map(|service| service.publishes.iter().copied());
    published.chain(WITHOUT_EVENTS)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::embedded;

    /// What stands behind `before` in quotation marks, in every source below a folder.
    fn quoted_behind(before: &str, folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                quoted_behind(before, &path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source");
                let quoted = text.split(before).skip(1);
                found.extend(quoted.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
    }

    #[test]
    fn every_type_that_a_service_puts_on_record_is_known() {
        let mut recorded = Vec::new();
        for service in embedded::SERVICES {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("..")
                .join(service);
            let storage = folder.join("src/storage");
            quoted_behind("const TYPE: &'static str = \"", &storage, &mut recorded);
            let application = folder.join("src/application");
            quoted_behind(".audit(\"", &application, &mut recorded);
        }
        for of in ["product", "ballot", "trade_deal"] {
            assert!(recorded.iter().any(|one| one == of), "{of}");
        }
        // What suits a demand comes of listings, with nobody who did it.
        recorded.retain(|of| of != "trade_match");
        for of in recorded {
            assert!(types().any(|known| known == of), "{of} is missing");
        }
    }
}
