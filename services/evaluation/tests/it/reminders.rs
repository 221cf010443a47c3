//! Reminders that certificates end, and their ends, whenever somebody looks.

use async_nats::Subscriber;
use futures::StreamExt as _;
use ocop_chassis::messaging::Event;
use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::{Fixture, id, product_id};
use crate::procedure::decision;

/// The next event: product, what happened, version, the day in law and the days left.
async fn next(heard: &mut Subscriber) -> (String, String, u64, String, u32) {
    let message = heard.next().await.unwrap();
    let event = Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
    let fact: proto::CertificateFact = serde_json::from_slice(&event.data).unwrap();
    let happened = event.kind.strip_prefix("ocop.evaluation.certificate.");
    let happened = happened.unwrap().strip_suffix(".v1").unwrap().to_owned();
    (
        event.aggregate_id.to_string(),
        happened,
        event.version,
        fact.on_date,
        fact.days_left,
    )
}

fn line(
    product: u128,
    happened: &str,
    version: u64,
    on: &str,
    left: u32,
) -> (String, String, u64, String, u32) {
    (
        product_id(product),
        happened.to_owned(),
        version,
        on.to_owned(),
        left,
    )
}

async fn import(fixture: &Fixture, (request, product): (u128, &str), date: &str) -> String {
    let request = proto::ImportCertificateRequest {
        request_id: id(request),
        product_id: product.to_owned(),
        star: 3,
        decision: Some(decision(date)),
        valid_from: String::new(),
        product_code: String::new(),
    };
    let mut office = fixture.certificates(Role::OcopOffice);
    let response = office.import_certificate(request).await.unwrap();
    response.into_inner().certificate.unwrap().id
}

on_both_engines!(
    what_a_service_missed_while_it_was_down_is_told_once_and_in_order,
    async |url: String| {
        let fixture = Fixture::with(&url, &[("imports.before", "2100-01-01")]).await;
        let mut heard = fixture.listen().await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        import(&fixture, (1, &product), "2026-06-20").await;
        let issued = line(1, "issued", 1, "2026-06-20", 0);
        assert_eq!(next(&mut heard).await, issued);

        // It is up on the day of the first reminder, and then away until after the end.
        fixture
            .service
            .clock
            .set("2028-12-21T17:00:00Z".parse().unwrap());
        let first = line(1, "expiring", 2, "2028-12-22", 180);
        assert_eq!(next(&mut heard).await, first);
        let fixture = fixture.restart(&url, "2030-05-05T05:00:00Z").await;
        for missed in [
            line(1, "expiring", 3, "2029-01-21", 150),
            line(1, "expiring", 4, "2029-02-20", 120),
            line(1, "expiring", 5, "2029-05-21", 30),
            line(1, "expired", 6, "2029-06-21", 0),
        ] {
            assert_eq!(next(&mut heard).await, missed);
        }

        // After another start nothing of it is published again: the next is what is new.
        let fixture = fixture.restart(&url, "2030-05-06T05:00:00Z").await;
        let second = fixture.product(2, 9, ("524", "Bình Sơn")).await;
        import(&fixture, (2, &second), "2027-06-20").await;
        let issued = line(2, "issued", 1, "2027-06-20", 0);
        assert_eq!(next(&mut heard).await, issued);
        // Of three reminders the days lay before its recording; they are not made up for.
        fixture
            .service
            .clock
            .set("2030-05-25T05:00:00Z".parse().unwrap());
        let last = line(2, "expiring", 2, "2030-05-21", 30);
        assert_eq!(next(&mut heard).await, last);
    }
);

on_both_engines!(
    nothing_is_told_of_the_end_of_a_certificate_that_was_revoked_or_followed,
    async |url: String| {
        let fixture = Fixture::with(&url, &[("imports.before", "2100-01-01")]).await;
        let mut heard = fixture.listen().await;
        for n in 1..=3 {
            fixture.product(n, 9, ("524", "Bình Sơn")).await;
            let certificate = import(&fixture, (n, &product_id(n)), "2025-01-10").await;
            assert_eq!(
                next(&mut heard).await,
                line(n, "issued", 1, "2025-01-10", 0)
            );
            if n == 1 {
                let revoke = proto::RevokeCertificateRequest {
                    inspection_id: String::new(),
                    request_id: id(90),
                    certificate_id: certificate,
                    revocation: Some(proto::Revocation {
                        ground: proto::RevocationGround::MarkMisuse.into(),
                        reason: "dùng sai nhãn hiệu".to_owned(),
                        decision: Some(decision("2026-10-01")),
                    }),
                };
                let mut authority = fixture.certificates(Role::DecisionAuthority);
                authority.revoke_certificate(revoke).await.unwrap();
                assert_eq!(
                    next(&mut heard).await,
                    line(1, "revoked", 2, "2026-10-01", 0)
                );
            }
        }
        let mut renewal = decision("2026-10-02");
        renewal.number = "2/QĐ-UBND".to_owned();
        let request = proto::ImportCertificateRequest {
            request_id: id(91),
            product_id: product_id(2),
            star: 3,
            decision: Some(renewal),
            valid_from: String::new(),
            product_code: String::new(),
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        office.import_certificate(request).await.unwrap();
        assert_eq!(
            next(&mut heard).await,
            line(2, "renewed", 2, "2026-10-02", 0)
        );
        // All three would have ended by now. Only the third did.
        fixture
            .service
            .clock
            .set("2028-02-01T05:00:00Z".parse().unwrap());
        for reminder in [
            line(3, "expiring", 2, "2027-07-14", 180),
            line(3, "expiring", 3, "2027-08-13", 150),
            line(3, "expiring", 4, "2027-09-12", 120),
            line(3, "expiring", 5, "2027-12-11", 30),
            line(3, "expired", 6, "2028-01-11", 0),
        ] {
            assert_eq!(next(&mut heard).await, reminder);
        }
    }
);
