//! Events of earlier releases, as they were published.

use std::collections::BTreeSet;
use std::fs;

use ocop_chassis::messaging::Event;
use ocop_proto::{
    catalog::v1 as catalog, evaluation::v1 as evaluation, promotion::v1 as promotion, topology,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{project, releases};
use crate::fuzz::events::kept;

/// Types of which 0.2.0 keeps no event: the services' own tests, of whose events it is made, let none of them reach the broker.
const NOT_KEPT: [&str; 22] = [
    "ocop.catalog.growing_area.updated.v1",
    "ocop.catalog.lot.corrected.v1",
    "ocop.catalog.product.retired.v1",
    "ocop.catalog.transfer.accepted.v1",
    "ocop.catalog.transfer.declined.v1",
    "ocop.catalog.transfer.proposed.v1",
    "ocop.catalog.transfer.withdrawn.v1",
    "ocop.evaluation.dossier.resumed.v1",
    "ocop.evaluation.dossier.sent_back.v1",
    "ocop.evaluation.target.updated.v1",
    "ocop.promotion.campaign.called_off.v1",
    "ocop.promotion.campaign.left.v1",
    "ocop.promotion.campaign.updated.v1",
    "ocop.promotion.design_centre.scored.v1",
    "ocop.promotion.gift_set.closed.v1",
    "ocop.promotion.gift_set.updated.v1",
    "ocop.promotion.match.lowered.v1",
    "ocop.promotion.match.renewed.v1",
    "ocop.promotion.reward.cancelled.v1",
    "ocop.promotion.reward.reclaimed.v1",
    "ocop.promotion.sales_point.closed.v1",
    "ocop.promotion.sales_point.updated.v1",
];

/// What today's message says of the body of an event.
fn read_as<F: DeserializeOwned + Serialize>(body: &[u8]) -> Value {
    let fact: F = serde_json::from_slice(body).unwrap();
    serde_json::to_value(fact).unwrap()
}

fn read(event: &Event) -> Value {
    let read = match event.aggregate_type.as_str() {
        "producer" => read_as::<catalog::ProducerFact>,
        "product" => read_as::<catalog::ProductFact>,
        "growing_area" => read_as::<catalog::GrowingAreaFact>,
        "lot" => read_as::<catalog::LotFact>,
        "support_programme" => read_as::<catalog::SupportProgrammeFact>,
        "support_session" => read_as::<catalog::SupportSessionFact>,
        "support_grant" => read_as::<catalog::SupportGrantFact>,
        "place" => read_as::<catalog::PlacesFact>,
        "transfer" => read_as::<catalog::TransferFact>,
        "dossier" => read_as::<evaluation::DossierFact>,
        "certificate" => read_as::<evaluation::CertificateFact>,
        "evidence" => read_as::<evaluation::EvidenceFact>,
        "inspection" => read_as::<evaluation::InspectionFact>,
        "complaint" => read_as::<evaluation::ComplaintFact>,
        "target" => read_as::<evaluation::TargetFact>,
        "listing" => read_as::<promotion::ListingFact>,
        "match" => read_as::<promotion::MatchFact>,
        "partner" => read_as::<promotion::Partner>,
        "subscription" => read_as::<promotion::Subscription>,
        "reward" => read_as::<promotion::RewardFact>,
        "reward_scheme" => read_as::<promotion::RewardSchemeFact>,
        "gift_set" => read_as::<promotion::GiftSetFact>,
        "gift_order" => read_as::<promotion::GiftOrderFact>,
        "sales_point" => read_as::<promotion::SalesPointFact>,
        "design_centre" => read_as::<promotion::DesignCentreFact>,
        "campaign" => read_as::<promotion::CampaignFact>,
        "top_list" => read_as::<promotion::TopListFact>,
        "sales_report" => read_as::<promotion::SalesReportFact>,
        "demand" => read_as::<promotion::DemandFact>,
        "trade_offer" => read_as::<promotion::TradeOfferFact>,
        "trade_deal" => read_as::<promotion::TradeDealFact>,
        "trade_session" => read_as::<promotion::TradeSessionFact>,
        "trade_invitation" => read_as::<promotion::TradeInvitationFact>,
        "trade_match" => read_as::<promotion::TradeMatchFact>,
        other => panic!("no message is known for events of {other}"),
    };
    read(&event.data)
}

/// Asserts that all that `released` says is in `now`.
fn says_at_least(now: &Value, released: &Value, place: &str) {
    match (now, released) {
        (Value::Object(now), Value::Object(released)) => {
            for (name, value) in released {
                let place = format!("{place}.{name}");
                let now = now
                    .get(name)
                    .unwrap_or_else(|| panic!("{place} is not read any more"));
                says_at_least(now, value, &place);
            }
        }
        (Value::Array(now), Value::Array(released)) => {
            assert_eq!(now.len(), released.len(), "{place}");
            for (now, released) in now.iter().zip(released) {
                says_at_least(now, released, place);
            }
        }
        _ => assert_eq!(now, released, "{place}"),
    }
}

/// How many consumers there are of the events of an aggregate.
fn consumers(publisher: &str, aggregate: &str) -> usize {
    topology::SERVICES
        .iter()
        .flat_map(|service| service.consumers)
        .filter(|one| one.publisher == publisher && one.aggregates.contains(&aggregate))
        .count()
}

#[test]
fn events_of_earlier_releases_are_read_with_all_that_they_say() {
    for release in releases() {
        for entry in fs::read_dir(release.join("events")).unwrap() {
            let path = entry.unwrap().path();
            let message = kept(&fs::read(&path).unwrap());
            let event = message.event().unwrap();
            let released = serde_json::from_slice(&event.data).unwrap();
            says_at_least(&read(&event), &released, &path.display().to_string());
            let publisher = event.kind.split('.').nth(1).unwrap();
            let expected = consumers(publisher, &event.aggregate_type);
            assert_eq!(message.readers().unwrap(), expected, "{}", path.display());
        }
    }
}

/// The types of events in the table of the contract's readme.
fn documented() -> BTreeSet<String> {
    let text = fs::read_to_string(project().join("proto/README.md")).unwrap();
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with("| type `ocop."));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let mut types = BTreeSet::new();
    for row in rows {
        let cell = row.split('|').nth(1).unwrap();
        let mut aggregate = String::new();
        for name in cell.split('`').skip(1).step_by(2) {
            let name = match name.rsplit_once('.') {
                Some((of, name)) => {
                    of.clone_into(&mut aggregate);
                    name
                }
                None => name,
            };
            types.insert(format!("ocop.{aggregate}.{name}.v1"));
        }
    }
    types
}

#[test]
fn the_newest_release_has_an_event_of_every_type() {
    let newest = releases().pop().unwrap();
    let entries = fs::read_dir(newest.join("events")).unwrap();
    let kept: BTreeSet<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.trim_end_matches(".txt").to_owned())
        .collect();
    let documented = documented();
    assert!(documented.len() > 80, "{documented:?}");
    // A type that came after the release is in the contract and not in its fixture.
    let unknown: Vec<&String> = kept.difference(&documented).collect();
    assert!(
        unknown.is_empty(),
        "the contract no longer tells of {unknown:?}"
    );
    let list = fs::read_to_string(newest.join("types.txt")).unwrap();
    let listed: BTreeSet<String> = list.lines().map(str::to_owned).collect();
    let missing: Vec<&String> = listed
        .difference(&kept)
        .filter(|kind| !NOT_KEPT.contains(&kind.as_str()))
        .collect();
    assert!(missing.is_empty(), "no event is kept of {missing:?}");
}

/// The types of today, one in each line, as a release keeps them.
pub(super) fn types() -> String {
    documented()
        .iter()
        .flat_map(|name| [name.as_str(), "\n"])
        .collect()
}
