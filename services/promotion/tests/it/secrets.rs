//! Signing secrets: at rest, and while one is replaced.

use chrono::{DateTime, TimeDelta};
use ocop_chassis::clock::Clock;
use ocop_harness::{
    NOON, Received, Receiver, Running, SEALING_KEY, eventually, on_both_engines, reason_of,
};
use ocop_identity::Role;
use ocop_promotion::Promotion;
use ocop_promotion::domain::subscription::SecretText;
use ocop_promotion::webhook::signature::SigningKey;
use ocop_proto::promotion::v1 as proto;
use sea_orm::{ConnectionTrait as _, Database, Statement};

use crate::fixture::{Fixture, certificate, id, of_product};

/// Which of the secrets signed what was received.
fn signed_by(received: &Received, secrets: &[&str]) -> Vec<usize> {
    let header = |name| received.header(name).unwrap();
    let seconds = header("webhook-timestamp").parse().unwrap();
    let at = DateTime::from_timestamp(seconds, 0).unwrap();
    let signatures: Vec<&str> = header("webhook-signature").split(' ').collect();
    let expected = secrets.iter().map(|secret| {
        let key = SigningKey::parse(&SecretText::new((*secret).to_owned())).unwrap();
        key.sign(header("webhook-id"), at, &received.body)
    });
    let expected: Vec<String> = expected.collect();
    signatures
        .iter()
        .map(|signature| expected.iter().position(|one| one == signature).unwrap())
        .collect()
}

fn rotate(request: u128, subscription: &str, overlap: Option<i64>) -> proto::RotateSecretRequest {
    proto::RotateSecretRequest {
        request_id: id(request),
        id: subscription.to_owned(),
        overlap: overlap.map(|seconds| pbjson_types::Duration { seconds, nanos: 0 }),
    }
}

/// Everything that the tables hold of requests and subscriptions, as text.
async fn at_rest(url: &str) -> String {
    let database = Database::connect(url).await.unwrap();
    let mut found = String::new();
    for (table, column) in [
        ("requests", "answer"),
        ("subscriptions", "secrets"),
        ("outbox", "data"),
        ("deliveries", "body"),
    ] {
        let sql = format!("select {column} as held from {table}");
        let statement = Statement::from_string(database.get_database_backend(), sql);
        for row in database.query_all_raw(statement).await.unwrap() {
            let bytes = row
                .try_get::<Vec<u8>>("", "held")
                .or_else(|_| row.try_get::<String>("", "held").map(String::into_bytes));
            found.push_str(&String::from_utf8_lossy(&bytes.unwrap()));
        }
    }
    found
}

on_both_engines!(
    no_secret_and_no_answer_that_shows_one_lies_in_the_database_in_clear,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        let (subscription, first) = fixture
            .subscribe(&partner, "https://songtra.example/")
            .await;
        let rotated = fixture
            .webhook_officer()
            .rotate_secret(rotate(5, &subscription, None))
            .await;
        let second = rotated.unwrap().into_inner().secret;
        let held = at_rest(&url).await;
        assert!(held.contains(&partner.name), "an event was read");
        for secret in [first, second] {
            assert!(!held.contains(&secret[6..]), "{secret}");
        }
        assert!(!held.contains("whsec_"));
    }
);

on_both_engines!(
    a_remembered_secret_is_not_shown_to_the_same_person_without_the_scope,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        let (_, secret) = fixture
            .subscribe(&partner, "https://songtra.example/")
            .await;
        let again = proto::CreateSubscriptionRequest {
            request_id: id(2),
            partner_id: partner.id.clone(),
            url: "https://songtra.example/".to_owned(),
            ..Default::default()
        };
        let mut elsewhere = fixture.subscriptions(Role::PromotionOfficer, "province:48");
        let refused = elsewhere
            .create_subscription(again.clone())
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let mut everywhere = fixture.subscriptions(Role::PromotionOfficer, "*");
        let given = everywhere
            .create_subscription(again)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(given.secret, secret);
    }
);

on_both_engines!(
    while_a_secret_is_replaced_both_sign_and_no_event_is_lost,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let (subscription, first) = fixture.subscribe(&partner, receiver.url()).await;
        let mut officer = fixture.webhook_officer();
        let rotated = officer
            .rotate_secret(rotate(5, &subscription, Some(3_600)))
            .await;
        let rotated = rotated.unwrap().into_inner();
        let second = rotated.secret;
        assert_ne!(first, second);
        let until = rotated.subscription.unwrap().previous_secrets_expire_time;
        let noon: DateTime<chrono::Utc> = NOON.parse().unwrap();
        assert_eq!(until.unwrap().seconds, noon.timestamp() + 3_600);
        let received = async |many: usize| {
            eventually("the event", async || {
                receiver.received().get(many - 1).cloned()
            })
            .await
        };
        let publish = async |product: u128| {
            let issued = of_product(product, 100 + product, 3, "2026-06-15");
            fixture.publish_certificate("issued", 1, issued).await;
        };
        publish(1).await;
        assert_eq!(signed_by(&received(1).await, &[&second, &first]), [0, 1]);
        fixture.service.clock.advance(TimeDelta::seconds(3_601));
        publish(2).await;
        assert_eq!(signed_by(&received(2).await, &[&second, &first]), [0]);

        // A secret that is known to somebody else ends at once.
        let leaked = officer
            .rotate_secret(rotate(6, &subscription, Some(0)))
            .await;
        let third = leaked.unwrap().into_inner().secret;
        publish(3).await;
        assert_eq!(signed_by(&received(3).await, &[&third, &second]), [0]);

        let refused = officer
            .rotate_secret(rotate(7, &subscription, Some(8 * 86_400)))
            .await;
        let violations = reason_of(&refused.unwrap_err()).1;
        assert_eq!(violations, ["overlap"]);
    }
);

on_both_engines!(
    after_the_sealing_key_has_changed_secrets_are_sealed_anew_and_still_sign,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let (_, secret) = fixture.subscribe(&partner, receiver.url()).await;
        let new = "new:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
        let both = format!("{new},{SEALING_KEY}");
        let start = async |keys: &str| {
            let settings = [
                ("webhooks.allow_loopback", "true"),
                ("webhooks.allow_http", "true"),
                ("webhooks.poll_ms", "20"),
                ("sealing.keys", keys),
            ];
            let clock = Clock::fixed(NOON.parse().unwrap(), ocop_proto::VIET_NAM);
            Running::start_with::<Promotion>(&url, &fixture.nats.url(), clock, &settings).await
        };
        let before = at_rest(&url).await;
        let rotating = start(&both).await;
        eventually("the secrets to be sealed anew", async || {
            let database = Database::connect(&url).await.unwrap();
            let sql = "select secrets from subscriptions";
            let statement = Statement::from_string(database.get_database_backend(), sql);
            let row = database.query_one_raw(statement).await.unwrap().unwrap();
            let held: String = row.try_get("", "secrets").unwrap();
            !before.contains(&held)
        })
        .await;
        drop(rotating);
        // The old key is gone.
        let new = start(new).await;
        fixture.service = new;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let received = eventually("the event", async || receiver.received().first().cloned()).await;
        assert_eq!(signed_by(&received, &[&secret]), [0]);
    }
);
