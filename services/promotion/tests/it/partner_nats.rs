//! Partners on NATS, with a server that asks promotion who may connect.

use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::{Client, ConnectOptions, jetstream};
use futures::StreamExt as _;
use ocop_harness::{Nats, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_promotion::callout::{issuer_of, new_issuer_seed};
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, certificate, id, of_product, supermarket};

/// The configuration of the readme. Tests themselves connect without a name.
const SERVER: &str = r#"
accounts {
  OCOP {
    jetstream: enabled
    users: [
      {user: tests, password: ""}
      {user: promotion-partners, password: "one", permissions: {
        publish: ["$JS.API.CONSUMER.CREATE.OCOP_PROMOTION.>", "$JS.API.CONSUMER.DURABLE.CREATE.OCOP_PROMOTION.>"]
        subscribe: ["$SYS.REQ.USER.AUTH", "_INBOX_promotion_partners.>"]
        allow_responses: true
      }}
    ]
    exports: [
      {stream: "ocop.promotion.v1.match.*.*.*", accounts: [PARTNERS]}
      {stream: "ocop.promotion.v1.gift_order.*.*", accounts: [PARTNERS]}
      {stream: "ocop.promotion.v1.trade_offer.*.*", accounts: [PARTNERS]}
      {stream: "ocop.promotion.v1.trade_deal.*.*", accounts: [PARTNERS]}
      {stream: "ocop.promotion.v1.trade_invitation.*.*", accounts: [PARTNERS]}
      {stream: "ocop.promotion.v1.trade_match.*.*", accounts: [PARTNERS]}
      {service: "$JS.API.CONSUMER.MSG.NEXT.OCOP_PROMOTION.*", response_type: stream, accounts: [PARTNERS]}
      {service: "$JS.API.CONSUMER.INFO.OCOP_PROMOTION.*", accounts: [PARTNERS]}
      {service: "$JS.ACK.OCOP_PROMOTION.>", accounts: [PARTNERS]}
    ]
  }
  PARTNERS {
    mappings: {
      "ocop.promotion.v1.match.*.*.*": "refused", "ocop.promotion.v1.gift_order.*.*": "refused"
      "ocop.promotion.v1.trade_offer.*.*": "refused", "ocop.promotion.v1.trade_deal.*.*": "refused"
      "ocop.promotion.v1.trade_invitation.*.*": "refused", "ocop.promotion.v1.trade_match.*.*": "refused"
    }
    imports: [
      {stream: {account: OCOP, subject: "ocop.promotion.v1.match.*.*.*"}}
      {stream: {account: OCOP, subject: "ocop.promotion.v1.gift_order.*.*"}}
      {stream: {account: OCOP, subject: "ocop.promotion.v1.trade_offer.*.*"}}
      {stream: {account: OCOP, subject: "ocop.promotion.v1.trade_deal.*.*"}}
      {stream: {account: OCOP, subject: "ocop.promotion.v1.trade_invitation.*.*"}}
      {stream: {account: OCOP, subject: "ocop.promotion.v1.trade_match.*.*"}}
      {service: {account: OCOP, subject: "$JS.API.CONSUMER.MSG.NEXT.OCOP_PROMOTION.*"}
       to: "$JS.ocop.API.CONSUMER.MSG.NEXT.OCOP_PROMOTION.*"}
      {service: {account: OCOP, subject: "$JS.API.CONSUMER.INFO.OCOP_PROMOTION.*"}
       to: "$JS.ocop.API.CONSUMER.INFO.OCOP_PROMOTION.*"}
      {service: {account: OCOP, subject: "$JS.ACK.OCOP_PROMOTION.>"}}
    ]
  }
  SYS {
    users: [{user: promotion-system, password: "two", permissions: {
      publish: ["$SYS.REQ.SERVER.PING.CONNZ", "$SYS.REQ.SERVER.*.KICK"], subscribe: ["_INBOX_promotion_system.>"]
    }}]
  }
}
system_account: SYS
no_auth_user: tests
authorization {auth_callout {issuer: ISSUER, account: OCOP, auth_users: [tests, promotion-partners, promotion-system]}}
"#;

pub(crate) async fn fixture(database: &str) -> Fixture {
    fixture_with(database, &[("partner_nats.watch_ms", "100")]).await
}

pub(crate) async fn fixture_with(database: &str, more: &[(&str, &str)]) -> Fixture {
    let seed = new_issuer_seed().unwrap();
    let server = SERVER.replace("ISSUER", &issuer_of(&seed).unwrap());
    let nats = Nats::start_with(&server).await;
    let mut settings = vec![
        ("partner_nats.issuer_seed", seed.reveal()),
        ("partner_nats.password", "one"),
        ("partner_nats.system_password", "two"),
    ];
    settings.extend(more);
    Fixture::on(database, nats, &settings).await
}

pub(crate) async fn issue(
    fixture: &Fixture,
    request: u128,
    partner: &proto::Partner,
) -> (String, proto::NatsAccess) {
    let request = proto::IssueNatsCredentialsRequest {
        request_id: id(request),
        partner_id: partner.id.clone(),
        valid_days: 0,
    };
    let own = format!("partner:{}", partner.id);
    let mut itself = fixture.partners(Role::Partner, &own);
    let issued = itself.issue_nats_credentials(request).await;
    let issued = issued.unwrap().into_inner();
    (issued.credentials.unwrap().id, issued.access.unwrap())
}

async fn try_to_connect(fixture: &Fixture, access: &proto::NatsAccess) -> Result<Client, String> {
    ConnectOptions::new()
        .user_and_password(access.user.clone(), access.password.clone())
        .custom_inbox_prefix(access.inbox_prefix.clone())
        .request_timeout(Some(Duration::from_millis(500)))
        .max_reconnects(1)
        .connect(fixture.nats.url())
        .await
        .map_err(|error| error.to_string())
}

/// Promotion listens for questions a moment after it serves.
pub(crate) async fn connect(fixture: &Fixture, access: &proto::NatsAccess) -> Client {
    eventually("the partner to be admitted", async || {
        try_to_connect(fixture, access).await
    })
    .await
}

pub(crate) async fn consumer(
    client: &Client,
    access: &proto::NatsAccess,
) -> Result<PullConsumer, String> {
    let jetstream = jetstream::with_domain(client.clone(), &access.domain);
    jetstream
        .get_consumer_from_stream(&access.consumer, &access.stream)
        .await
        .map_err(|error| error.to_string())
}

on_both_engines!(
    a_partner_reads_its_own_past_and_present_and_nothing_else,
    async |url: String| {
        let fixture = fixture(&url).await;
        let mine = fixture.supermarket().await;
        let other = proto::RegisterPartnerRequest {
            request_id: id(3),
            partner: Some(supermarket()),
        };
        let other = fixture.officer().register_partner(other).await.unwrap();
        let other = other.into_inner().partner.unwrap();
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;

        let (_, access) = issue(&fixture, 20, &mine).await;
        let (_, others) = issue(&fixture, 21, &other).await;
        assert_eq!(access.subject, mine.subject);
        let (client, neighbour) = (
            connect(&fixture, &access).await,
            connect(&fixture, &others).await,
        );

        // The past, from a consumer of its own, and once.
        let pull = eventually("its consumer", async || consumer(&client, &access).await).await;
        let mut messages = pull.messages().await.unwrap();
        let past = messages.next().await.unwrap().unwrap();
        assert!(past.subject.ends_with(&mine.id), "{}", past.subject);
        assert!(past.subject.contains(".match.opened."), "{}", past.subject);
        past.double_ack().await.unwrap();

        // The present, live and from the consumer.
        let mut live = client.subscribe(access.subject.clone()).await.unwrap();
        let mut forbidden = Vec::new();
        for subject in [others.subject.as_str(), ">", "ocop.>", "_INBOX.>", "$JS.>"] {
            forbidden.push(client.subscribe(subject.to_owned()).await.unwrap());
        }
        client.flush().await.unwrap();
        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 4, "2026-06-15"))
            .await;
        let present = live.next().await.unwrap();
        assert!(present.subject.ends_with(&mine.id));
        let next = messages.next().await.unwrap().unwrap();
        assert_eq!(next.subject, present.subject);
        assert_eq!(next.payload, present.payload);
        // What it may not hear has been refused by the time a request is answered.
        consumer(&client, &access).await.unwrap();
        for subscriber in &mut forbidden {
            let heard = futures::poll!(subscriber.next());
            assert!(
                !matches!(heard, std::task::Poll::Ready(Some(_))),
                "{heard:?}"
            );
        }

        // Nobody else's consumer, no other part of JetStream, and nothing that changes anything.
        assert!(consumer(&client, &others).await.is_err());
        let stream = "OCOP_PROMOTION";
        for subject in [
            format!("$JS.API.STREAM.INFO.{stream}"),
            format!("$JS.API.STREAM.DELETE.{stream}"),
            format!("$JS.API.STREAM.PURGE.{stream}"),
            format!("$JS.API.STREAM.MSG.GET.{stream}"),
            format!("$JS.API.DIRECT.GET.{stream}"),
            format!("$JS.ocop.API.STREAM.INFO.{stream}"),
            format!("$JS.ocop.API.CONSUMER.CREATE.{stream}.mine"),
            format!("$JS.ocop.API.CONSUMER.DELETE.{stream}.{}", access.consumer),
            format!(
                "$JS.ocop.API.CONSUMER.MSG.NEXT.{stream}.{}",
                others.consumer
            ),
            "$SYS.REQ.USER.AUTH".to_owned(),
        ] {
            let answer = client.request(subject.clone(), "{}".into()).await;
            assert!(answer.is_err(), "{subject}: {answer:?}");
        }

        // It publishes nothing: neither by itself nor by having events delivered onto a subject of a stream.
        let tests = async_nats::connect(fixture.nats.url()).await.unwrap();
        let mut heard = tests.subscribe("ocop.>").await.unwrap();
        tests.flush().await.unwrap();
        let aim = "ocop.catalog.v1.product.registered.51";
        client.publish(aim, "{}".into()).await.unwrap();
        client
            .publish(present.subject.clone(), "{}".into())
            .await
            .unwrap();
        let pull_to = |to: &'static str| {
            let next = format!(
                "$JS.ocop.API.CONSUMER.MSG.NEXT.{stream}.{}",
                access.consumer
            );
            let body = r#"{"batch":10,"no_wait":true}"#;
            client.publish_with_reply(next, to, body.into())
        };
        pull_to(aim).await.unwrap();
        consumer(&client, &access).await.unwrap();
        tests.publish("ocop.end", "".into()).await.unwrap();
        let first = heard.next().await.unwrap();
        assert_eq!(first.subject.as_str(), "ocop.end", "{first:?}");
        drop(neighbour);
    }
);

on_both_engines!(
    credentials_that_are_revoked_end_the_connection_and_open_none,
    async |url: String| {
        let fixture = fixture(&url).await;
        let partner = fixture.supermarket().await;
        let (first, access) = issue(&fixture, 20, &partner).await;
        let (_, second) = issue(&fixture, 21, &partner).await;
        assert_ne!(access.password, second.password);
        let again = issue(&fixture, 20, &partner).await.1;
        assert_eq!(
            again.password, access.password,
            "a repeated call is answered alike"
        );
        let (client, other) = (
            connect(&fixture, &access).await,
            connect(&fixture, &second).await,
        );
        let wrong = proto::NatsAccess {
            password: second.password.clone(),
            ..access.clone()
        };
        assert!(try_to_connect(&fixture, &wrong).await.is_err());

        let revoke = proto::RevokeNatsCredentialsRequest {
            request_id: id(30),
            id: first.clone(),
        };
        let revoked = fixture
            .officer()
            .revoke_nats_credentials(revoke.clone())
            .await;
        let revoked = revoked.unwrap().into_inner().credentials.unwrap();
        assert!(revoked.revoke_time.is_some());
        eventually("the connection to end", async || {
            client.connection_state() != async_nats::connection::State::Connected
        })
        .await;
        assert!(try_to_connect(&fixture, &access).await.is_err());
        eventually("the other credentials to go on", async || {
            consumer(&other, &second).await
        })
        .await;

        let revoke = proto::RevokeNatsCredentialsRequest {
            request_id: id(31),
            ..revoke
        };
        let refused = fixture.officer().revoke_nats_credentials(revoke).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "CREDENTIALS_REVOKED");

        // Whoever leaves is cut off too.
        let remove = proto::RemovePartnerRequest {
            request_id: id(32),
            id: partner.id.clone(),
            etag: partner.etag.clone(),
        };
        fixture.officer().remove_partner(remove).await.unwrap();
        eventually("the other connection to end", async || {
            other.connection_state() != async_nats::connection::State::Connected
        })
        .await;
        let list = proto::ListNatsCredentialsRequest {
            partner_id: partner.id,
            ..Default::default()
        };
        let listed = fixture.officer().list_nats_credentials(list).await.unwrap();
        let listed = listed.into_inner().credentials;
        assert_eq!(listed.len(), 2);
        assert!(listed.iter().all(|one| one.revoke_time.is_some()));
    }
);

on_both_engines!(
    a_session_that_nobody_renews_ends_at_the_server,
    async |url: String| {
        // Nobody looks at who is connected before the session is over.
        let settings = [
            ("partner_nats.watch_ms", "60000"),
            ("partner_nats.session_seconds", "2"),
        ];
        let fixture = fixture_with(&url, &settings).await;
        let partner = fixture.supermarket().await;
        let (_, access) = issue(&fixture, 20, &partner).await;
        connect(&fixture, &access).await;
        let (note, mut noted) = tokio::sync::mpsc::unbounded_channel();
        let client = ConnectOptions::new()
            .user_and_password(access.user.clone(), access.password.clone())
            .custom_inbox_prefix(access.inbox_prefix.clone())
            .event_callback(move |event| {
                let _unread = note.send(event.to_string());
                std::future::ready(())
            })
            .connect(fixture.nats.url())
            .await
            .unwrap();
        let mut words = String::new();
        while !words.contains("expired") {
            words = noted.recv().await.unwrap().to_lowercase();
        }
        // Whoever connects again is asked for again.
        eventually("the partner to be admitted again", async || {
            consumer(&client, &access).await
        })
        .await;
    }
);

on_both_engines!(
    without_a_key_for_partners_no_credentials_are_issued,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        let request = proto::IssueNatsCredentialsRequest {
            request_id: id(20),
            partner_id: partner.id,
            valid_days: 0,
        };
        let refused = fixture.officer().issue_nats_credentials(request).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "NATS_NOT_OFFERED");
    }
);
