//! Producers that attended sessions of training, as a target counts them.

use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::fixture::{Fixture, id};
use crate::merging;
use crate::procedure::decision;
use crate::producers::sa_huynh;

const SESSION: Uuid = Uuid::from_u128(0xB1);

/// Says who attended the session after its change of this version.
async fn say(fixture: &Fixture, version: u64, on: &str, producers: &[&str]) {
    let attended = producers.iter().map(|producer| catalog::SessionAttendance {
        producer_id: (*producer).to_owned(),
        persons: 2,
    });
    let fact = catalog::SupportSessionFact {
        session: Some(catalog::SupportSession {
            id: SESSION.to_string(),
            on_date: on.to_owned(),
            attended: attended.collect(),
            ..Default::default()
        }),
    };
    let event = Event {
        id: Uuid::from_u128(0xB1_0000 + u128::from(version)),
        kind: "ocop.catalog.support_session.attended.v1".to_owned(),
        aggregate_type: "support_session".to_owned(),
        aggregate_id: SESSION,
        version,
        time: "2026-06-01T08:00:00Z".parse().unwrap(),
        snapshot: false,
        traceparent: String::new(),
        subject: "ocop.catalog.v1.support_session.attended.51".to_owned(),
        data: serde_json::to_vec(&fact).unwrap(),
    };
    fixture.publish(event).await;
}

/// All producers of the province are to be trained in 2026.
fn all_trained() -> proto::Target {
    proto::Target {
        province_code: "51".to_owned(),
        period_from: "2026-01-01".to_owned(),
        period_to: "2026-12-31".to_owned(),
        name_vi: "100 % chủ thể được tập huấn".to_owned(),
        indicator: proto::Indicator::TrainedProducers.into(),
        goal: Some(proto::target::Goal::GoalShare(10_000)),
        ..Default::default()
    }
}

on_both_engines!(
    a_target_counts_the_producers_with_a_certificate_that_were_trained_by_the_day_asked_for,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let maker = sa_huynh("HTX Sa Huỳnh");
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
        let set = proto::SetTargetRequest {
            request_id: id(2),
            target: Some(all_trained()),
        };
        let mut programme = fixture.progress(Role::OcopOffice);
        programme.set_target(set).await.unwrap();

        // How many are trained, of how many, and whether that is all of them.
        let progress = async |as_of: &str| {
            let request = proto::GetProgressRequest {
                province_code: "51".to_owned(),
                as_of: as_of.to_owned(),
                ..Default::default()
            };
            let answer = fixture.progress_for_anybody().get_progress(request).await;
            answer.unwrap().into_inner()
        };
        let trained = async |as_of: &str| {
            let target = progress(as_of).await.targets.remove(0);
            (target.value, target.base, target.reached)
        };
        assert_eq!(trained("2026-11-01").await, (0, 1, false));
        // It was trained in May, with somebody else who has no certificate.
        let other = Uuid::from_u128(77).to_string();
        say(&fixture, 1, "2026-05-20", &[&producer, &other]).await;
        eventually("who attended is known", async || {
            (trained("2026-11-01").await == (1, 1, true)).then_some(())
        })
        .await;
        for (day, expected) in [
            ("2026-05-19", (0, 1, false)),
            ("2026-05-20", (1, 1, true)),
            ("2026-12-31", (1, 1, true)),
        ] {
            assert_eq!(trained(day).await, expected, "{day}");
            let counted = progress(day).await.producers.unwrap().trained;
            assert_eq!(counted, expected.0, "{day}");
        }
        // It was not there: that is put right for the past, too.
        say(&fixture, 2, "2026-05-20", &[&other]).await;
        eventually("the correction is known", async || {
            (trained("2026-05-20").await == (0, 1, false)).then_some(())
        })
        .await;
        // The other turns out to be the same producer, registered twice.
        let absorbed = catalog::ProducerFact {
            id: other,
            merged_into: producer,
            ..maker
        };
        merging::merged_producer(&fixture, 1, &absorbed).await;
        eventually("who was merged was trained for the kept one", async || {
            (trained("2026-05-20").await == (1, 1, true)).then_some(())
        })
        .await;
        // A session of an earlier period counts for that one only.
        say(
            &fixture,
            3,
            "2025-12-31",
            &[&Uuid::from_u128(77).to_string()],
        )
        .await;
        eventually("the earlier day is known", async || {
            (trained("2026-11-01").await == (0, 1, false)).then_some(())
        })
        .await;
    }
);
