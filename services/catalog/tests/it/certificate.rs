//! Certificate events, and the events the catalog publishes.

use async_nats::jetstream;
use futures::StreamExt as _;
use ocop_chassis::config::Secret;
use ocop_chassis::database::{Database, Settings};
use ocop_chassis::messaging::Event;
use ocop_harness::{Nats, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::evaluation::v1::{
    Certificate, CertificateFact, CertificateKind, Decision, Revocation, RevocationGround,
};
use pbjson_types::FieldMask;
use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
use tonic::Code;
use uuid::Uuid;

use crate::fixture::{Fixture, client, id};

async fn evaluation_stream(nats: &Nats) -> jetstream::Context {
    let client = async_nats::connect(nats.url()).await.unwrap();
    ocop_harness::set_up(&nats.url(), "evaluation").await;
    jetstream::new(client)
}

fn certificate(product: &str, star: u32, from: &str, to: &str) -> Certificate {
    Certificate {
        id: Uuid::from_u128(77).to_string(),
        product_id: product.to_owned(),
        star,
        decision: Some(Decision {
            number: "1898/QĐ-UBND".to_owned(),
            ..Default::default()
        }),
        valid_from: from.to_owned(),
        valid_to: to.to_owned(),
        ..Default::default()
    }
}

fn event(version: u64, happened: &str, certificate: Certificate) -> Event {
    let aggregate_id = certificate.product_id.parse().unwrap();
    let fact = CertificateFact {
        certificate: Some(certificate),
        ..Default::default()
    };
    Event {
        id: Uuid::from_u128(u128::from(version) + 1_000),
        kind: format!("ocop.evaluation.certificate.{happened}.v1"),
        aggregate_type: "certificate".to_owned(),
        aggregate_id,
        version,
        time: "2026-06-15T08:00:00Z".parse().unwrap(),
        snapshot: false,
        traceparent: String::new(),
        subject: format!("ocop.evaluation.v1.certificate.{happened}.51"),
        data: serde_json::to_vec(&fact).unwrap(),
    }
}

async fn publish(jetstream: &jetstream::Context, event: &Event) {
    let sent = jetstream
        .publish_with_headers(
            event.subject.clone(),
            event.headers(),
            event.data.clone().into(),
        )
        .await;
    sent.unwrap().await.unwrap();
}

on_both_engines!(
    a_product_shows_the_star_of_the_newest_event_whatever_order_they_come_in,
    async |url: String| {
        let nats = Nats::start().await;
        let mut fixture = Fixture::with(&url, &nats).await;
        let product = fixture.product().await;
        let jetstream = evaluation_stream(&nats).await;
        let issued = event(
            1,
            "issued",
            certificate(&product.id, 3, "2026-06-15", "2029-06-15"),
        );
        let upgraded = event(
            2,
            "upgraded",
            certificate(&product.id, 4, "2026-10-01", "2029-10-01"),
        );
        for event in [&upgraded, &issued, &issued, &upgraded] {
            publish(&jetstream, event).await;
        }
        let star = async |client: &mut crate::fixture::Client, id: &str| {
            client
                .get_product(proto::GetProductRequest {
                    id: id.to_owned(),
                    ..Default::default()
                })
                .await
                .unwrap()
                .into_inner()
                .product
                .unwrap()
        };
        eventually("the product has four stars", async || {
            (star(&mut fixture.office, &product.id).await.star == 4).then_some(())
        })
        .await;
        let revocation = Revocation {
            decision: Some(Decision {
                date: "2026-11-10".to_owned(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let mut revoked = certificate(&product.id, 4, "2026-10-01", "2029-10-01");
        revoked.revocation = Some(revocation);
        publish(&jetstream, &event(3, "revoked", revoked)).await;
        publish(&jetstream, &issued).await;
        let shown = eventually("the product has none", async || {
            let shown = star(&mut fixture.office, &product.id).await;
            (shown.star == 0).then_some(shown)
        })
        .await;
        assert_eq!(shown.certificate.unwrap().revoked_on, "2026-11-10");
        assert_eq!(
            shown.etag, product.etag,
            "the certificate is not the catalog's own change"
        );

        // It had been entered for another product by mistake.
        let mut wrong = certificate(&product.id, 4, "2026-10-01", "2029-10-01");
        wrong.revocation = Some(Revocation {
            ground: RevocationGround::EnteredWrongly.into(),
            decision: wrong.decision.clone(),
            ..Default::default()
        });
        publish(&jetstream, &event(4, "corrected", wrong)).await;
        eventually("the product bears no certificate", async || {
            let shown = star(&mut fixture.office, &product.id).await;
            shown.certificate.is_none().then_some(())
        })
        .await;
    }
);

on_both_engines!(
    a_product_says_that_its_certificate_comes_from_an_old_register,
    async |url: String| {
        let nats = Nats::start().await;
        let mut fixture = Fixture::with(&url, &nats).await;
        let product = fixture.product().await;
        let jetstream = evaluation_stream(&nats).await;
        let mut old = certificate(&product.id, 3, "2025-06-15", "2028-06-15");
        old.set_kind(CertificateKind::Imported);
        old.imported = true;
        publish(&jetstream, &event(1, "issued", old.clone())).await;
        let mut shown = async |star: u32| {
            let request = proto::GetProductRequest {
                id: product.id.clone(),
                as_of: String::new(),
            };
            eventually("the product shows its star", async || {
                let answer = fixture.office.get_product(request.clone()).await;
                let product = answer.unwrap().into_inner().product.unwrap();
                (product.star == star).then(|| product.certificate.unwrap())
            })
            .await
        };
        assert!(shown(3).await.imported);
        // A successor of the producer goes on with it.
        old.set_kind(CertificateKind::Transferred);
        old.valid_from = "2026-09-01".to_owned();
        publish(&jetstream, &event(2, "transferred", old)).await;
        eventually("the product shows what was transferred", async || {
            let held = shown(3).await;
            (held.valid_from == "2026-09-01").then_some(held)
        })
        .await;
        assert!(shown(3).await.imported);
        let mut new = certificate(&product.id, 4, "2026-10-01", "2029-10-01");
        new.set_kind(CertificateKind::Upgrade);
        publish(&jetstream, &event(3, "upgraded", new)).await;
        assert!(!shown(4).await.imported);
    }
);

on_both_engines!(
    a_reminder_that_a_certificate_ends_changes_no_star,
    async |url: String| {
        let nats = Nats::start().await;
        let mut fixture = Fixture::with(&url, &nats).await;
        let product = fixture.product().await;
        let jetstream = evaluation_stream(&nats).await;
        let three = || certificate(&product.id, 3, "2025-01-15", "2028-01-15");
        let four = certificate(&product.id, 4, "2026-10-01", "2029-10-01");
        publish(&jetstream, &event(1, "issued", three())).await;
        publish(&jetstream, &event(2, "expiring", three())).await;
        let star = async |fixture: &mut Fixture| {
            let request = proto::GetProductRequest {
                id: product.id.clone(),
                ..Default::default()
            };
            let read = fixture.office.get_product(request).await.unwrap();
            read.into_inner().product.unwrap().star
        };
        eventually("the product has three stars", async || {
            (star(&mut fixture).await == 3).then_some(())
        })
        .await;
        publish(&jetstream, &event(4, "upgraded", four.clone())).await;
        publish(&jetstream, &event(3, "expiring", three())).await;
        eventually("the product has four stars", async || {
            (star(&mut fixture).await == 4).then_some(())
        })
        .await;
        publish(&jetstream, &event(5, "expiring", four)).await;
        assert_eq!(star(&mut fixture).await, 4);
    }
);

on_both_engines!(
    a_registered_product_is_published_on_its_subject,
    async |url: String| {
        let nats = Nats::start().await;
        let listener = async_nats::connect(nats.url()).await.unwrap();
        let mut published = listener
            .subscribe("ocop.catalog.v1.product.*.51")
            .await
            .unwrap();
        listener.flush().await.unwrap();
        let mut fixture = Fixture::with(&url, &nats).await;
        let product = fixture.product().await;
        let message = published.next().await.unwrap();
        let event =
            Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
        assert_eq!(
            (event.kind.as_str(), event.version),
            ("ocop.catalog.product.registered.v1", 1)
        );
        let fact: proto::ProductFact = serde_json::from_slice(&event.data).unwrap();
        assert_eq!((fact.id, fact.name), (product.id, product.name));
        let place = fact.place.unwrap();
        assert_eq!(
            (
                place.name.as_str(),
                place.province_name.as_str(),
                place.place_on.as_str()
            ),
            ("Bình Sơn", "Quảng Ngãi", "2026-11-20")
        );
    }
);

/// The audit of a product: versions with the reasons that were given.
async fn reasons(url: &str, product: &str) -> Vec<(i64, String)> {
    let settings = Settings {
        url: Secret::new(url),
        max_connections: 1,
        migrate_at_start: false,
        group_commit: true,
        generic_plans: true,
        transaction_pooler: false,
        seal_seconds: 60,
    };
    let database = Database::open(&settings).await.unwrap();
    let product: Uuid = product.parse().unwrap();
    let sql = "select version, reason from audit where aggregate_type = 'product' and aggregate_id = $1 \
               order by version";
    let query = Statement::from_sql_and_values(database.engine(), sql, [product.into()]);
    let rows = database.reader().query_all_raw(query).await.unwrap();
    let read = |row: &QueryResult| {
        let version = row.try_get_by_index(0).unwrap();
        (version, row.try_get_by_index(1).unwrap())
    };
    rows.iter().map(read).collect()
}

on_both_engines!(
    a_certified_product_is_renamed_by_the_office_only_and_its_reason_is_on_record,
    async |url: String| {
        let nats = Nats::start().await;
        let mut fixture = Fixture::with(&url, &nats).await;
        let product = fixture.product().await;
        let jetstream = evaluation_stream(&nats).await;
        let issued = certificate(&product.id, 4, "2026-10-01", "2029-10-01");
        publish(&jetstream, &event(1, "issued", issued)).await;
        eventually("the product has four stars", async || {
            let request = proto::GetProductRequest {
                id: product.id.clone(),
                ..Default::default()
            };
            let read = fixture.office.get_product(request).await.unwrap();
            read.into_inner().product.unwrap().star == 4
        })
        .await;
        let renamed = |n: u128, path: &str, reason: &str| proto::UpdateProductRequest {
            request_id: id(n),
            product: Some(proto::Product {
                id: product.id.clone(),
                etag: product.etag.clone(),
                name: "Nước mắm Sa Huỳnh".to_owned(),
                criteria_set: 10,
                place_code: "21115".to_owned(),
                ..Default::default()
            }),
            update_mask: Some(FieldMask {
                paths: vec![path.to_owned()],
            }),
            reason: reason.to_owned(),
        };
        let own = format!("producer:{}", product.producer_id);
        let reason = "sai chính tả trong quyết định";
        let mut n = 0x100;
        for (role, scope) in [
            (Role::Producer, own.as_str()),
            (Role::CommuneOfficer, "province:51"),
        ] {
            let mut caller = client(&fixture.service, "ai", role, scope);
            for path in ["name", "criteria_set", "place_code"] {
                n += 1;
                let answer = caller.update_product(renamed(n, path, reason)).await;
                let refused = answer.unwrap_err();
                assert_eq!(
                    (refused.code(), reason_of(&refused).0.as_str()),
                    (Code::FailedPrecondition, "PRODUCT_CERTIFIED"),
                    "{role} changes {path}"
                );
            }
        }
        let silent = fixture.office.update_product(renamed(0x200, "name", ""));
        assert_eq!(reason_of(&silent.await.unwrap_err()).0, "REASON_MISSING");
        let answer = fixture
            .office
            .update_product(renamed(0x201, "name", reason));
        let product = answer.await.unwrap().into_inner().product.unwrap();
        assert_eq!(product.name, "Nước mắm Sa Huỳnh");
        let expected = [(1, String::new()), (2, reason.to_owned())];
        assert_eq!(reasons(&url, &product.id).await, expected);
    }
);
