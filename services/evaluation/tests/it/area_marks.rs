//! Producers who hold growing areas that are marked as circular or green, as they did on a day.

use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::AreaMarkKind;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::fixture::{Fixture, id};
use crate::merging;
use crate::procedure::decision;
use crate::producers::sa_huynh;

const AREA: Uuid = Uuid::from_u128(0xA1);

fn mark(kind: AreaMarkKind, from: &str, to: &str) -> catalog::AreaMark {
    catalog::AreaMark {
        kind: kind.into(),
        paper: "01/GXN-TTBVTV".to_owned(),
        paper_sha256: String::new(),
        valid_from: from.to_owned(),
        valid_to: to.to_owned(),
    }
}

/// Says how the area is after its change of this version.
async fn say(
    fixture: &Fixture,
    (version, time): (u64, &str),
    holder_ids: Vec<String>,
    marks: Vec<catalog::AreaMark>,
) {
    let area = catalog::GrowingArea {
        id: AREA.to_string(),
        holder_ids,
        marks,
        ..Default::default()
    };
    let fact = catalog::GrowingAreaFact { area: Some(area) };
    let event = Event {
        id: Uuid::from_u128(0xA1_0000 + u128::from(version)),
        kind: "ocop.catalog.growing_area.updated.v1".to_owned(),
        aggregate_type: "growing_area".to_owned(),
        aggregate_id: AREA,
        version,
        time: time.parse().unwrap(),
        snapshot: false,
        traceparent: String::new(),
        subject: "ocop.catalog.v1.growing_area.updated.51".to_owned(),
        data: serde_json::to_vec(&fact).unwrap(),
    };
    fixture.publish(event).await;
}

on_both_engines!(
    holders_of_marked_areas_are_counted_in_circular_chains_as_they_were_on_the_day_asked_for,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let maker = catalog::ProducerFact {
            value_chain: catalog::ValueChain::Ordinary.into(),
            ..sa_huynh("HTX Sa Huỳnh")
        };
        let producer = maker.id.clone();
        fixture.producer_at("2026-06-01T08:00:00Z", 1, &maker).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let import = proto::ImportCertificateRequest {
            request_id: id(1),
            product_id: product,
            star: 3,
            decision: Some(decision("2025-02-03")),
            ..Default::default()
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        office.import_certificate(import).await.unwrap();

        // Registered in June for its holder with two marks, one of which has an end; held until August.
        let marks = vec![
            mark(AreaMarkKind::Green, "2026-01-01", "2026-03-31"),
            mark(AreaMarkKind::Circular, "2026-05-01", ""),
        ];
        let holder = vec![producer];
        say(&fixture, (1, "2026-06-01T08:00:00Z"), holder, marks.clone()).await;
        let other = vec![Uuid::from_u128(77).to_string()];
        // In Viet Nam it is 2 August.
        say(&fixture, (2, "2026-08-01T18:00:00Z"), other, marks).await;

        let circular = async |as_of: &str| {
            let request = proto::GetProgressRequest {
                province_code: "51".to_owned(),
                as_of: as_of.to_owned(),
                ..Default::default()
            };
            let answer = fixture.progress_for_anybody().get_progress(request).await;
            answer.unwrap().into_inner().producers.unwrap().circular
        };
        eventually("both changes are known", async || {
            (circular("2026-08-01").await, circular("2026-08-02").await) == (1, 0)
        })
        .await;
        for (day, expected) in [
            ("2025-12-31", 0),
            ("2026-01-01", 1),
            ("2026-03-31", 1),
            ("2026-04-01", 0),
            ("2026-05-01", 1),
            ("2026-09-01", 0),
        ] {
            assert_eq!(circular(day).await, expected, "{day}");
        }
        // The other holder turns out to be the same producer, registered twice.
        let absorbed = catalog::ProducerFact {
            id: Uuid::from_u128(77).to_string(),
            merged_into: maker.id.clone(),
            ..maker
        };
        merging::merged_producer(&fixture, 1, &absorbed).await;
        eventually("what it held counts for the kept producer", async || {
            (circular("2026-09-01").await == 1).then_some(())
        })
        .await;
    }
);
