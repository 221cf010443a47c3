//! At the end: what each party holds of the fish sauce, and that they agree.

use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1::{
    Delivery, DeliveryState, ListDeliveriesRequest, ListMatchesRequest, ListingState, MatchState,
    SuspensionReason,
};
use serde::Serialize;

use super::buyer::{Buyer, Notification};
use super::registering;
use super::session::{Session, TIMEOUT, province, same};
use super::step_4_arrival::listing_with;
use super::step_5_upgrade::Upgraded;
use super::step_7_revoked::DAY;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::waiting;

/// What a party holds.
#[derive(Debug, Serialize)]
struct Held {
    party: &'static str,
    certificate: String,
    star: u32,
    state: String,
    since: String,
    received: String,
}

pub(super) async fn run(
    session: &Session<'_>,
    buyer: &Buyer,
    upgraded: &Upgraded,
) -> anyhow::Result<()> {
    session.title("What each party holds of the fish sauce");
    let product = registering::product(session, &upgraded.product_id).await?;
    let known = product.certificate.unwrap_or_default();
    let mut held = vec![Held {
        party: "catalog",
        certificate: known.id,
        star: known.star,
        state: if known.revoked_on.is_empty() {
            "valid".to_owned()
        } else {
            "revoked".to_owned()
        },
        since: known.revoked_on,
        received: String::new(),
    }];
    let listing = listing_with(session, &upgraded.product_id, ListingState::Suspended, 4).await?;
    held.push(Held {
        party: "promotion",
        state: state(listing.suspension_reason()),
        certificate: listing.certificate_id,
        star: listing.star,
        since: listing.suspended_since,
        received: String::new(),
    });
    let (nats, webhook) = buyer.received()?;
    for (party, notification) in [("partner by NATS", &nats), ("partner by webhook", &webhook)] {
        held.push(of_news(party, notification)?);
    }

    let mut table = output::table(&["party", "received", "certificate", "star", "now", "since"]);
    for Held {
        party,
        certificate,
        star,
        state,
        since,
        received,
    } in &held
    {
        let star = output::stars(*star);
        table.add_row([
            *party,
            received.as_str(),
            certificate.as_str(),
            star.as_str(),
            state.as_str(),
            since.as_str(),
        ]);
    }
    session.show(&table);
    for party in &held {
        let what = |of: &str| format!("{of} that {} holds", party.party);
        same(
            &what("the certificate"),
            party.certificate.as_str(),
            upgraded.certificate.id.as_str(),
        )?;
        same(&what("the star"), party.star, upgraded.certificate.star)?;
        same(&what("the state"), party.state.as_str(), "revoked")?;
        same(&what("the day"), party.since.as_str(), DAY)?;
    }
    same("what the partner received by webhook", webhook, nats)?;
    same("the number of matches", matches(session, buyer).await?, 1)?;
    let deliveries = delivered(session, buyer).await?;
    same("the number of deliveries", deliveries.len(), 3)?;
    session.done("All agree: catalog, promotion, and the partner both by NATS and by webhook.");
    if session.format == Format::Json {
        output::json(&serde_json::json!({"agree": true, "parties": held}))?;
    }
    Ok(())
}

fn state(reason: SuspensionReason) -> String {
    match reason {
        SuspensionReason::Revoked => "revoked",
        SuspensionReason::Expired => "expired",
        SuspensionReason::EnteredWrongly => "none",
        SuspensionReason::Unspecified => "valid",
    }
    .to_owned()
}

fn of_news(party: &'static str, notification: &[Notification]) -> anyhow::Result<Held> {
    let kinds: Vec<_> = notification
        .iter()
        .map(|notification| notification.kind.as_str())
        .collect();
    same(
        &format!("what {party} received"),
        kinds.as_slice(),
        ["opened", "upgraded", "suspended"].as_slice(),
    )?;
    let fact = notification
        .last()
        .map(|notification| notification.fact.clone())
        .unwrap_or_default();
    Ok(Held {
        party,
        received: kinds.join(", "),
        state: state(fact.suspension_reason()),
        certificate: fact.certificate_id,
        star: fact.star,
        since: fact.suspended_since,
    })
}

/// The suspended matches of the partner: only the fish sauce was ever one.
async fn matches(session: &Session<'_>, buyer: &Buyer) -> anyhow::Result<usize> {
    let bearer = session.bearer("promotion-51", Role::PromotionOfficer, province())?;
    let request = ListMatchesRequest {
        partner_id: buyer.id.clone(),
        state: MatchState::Suspended.into(),
        ..ListMatchesRequest::default()
    };
    let answer = session
        .services
        .partners(&bearer)
        .list_matches(request)
        .await
        .map_err(CallError::from)?;
    Ok(answer.into_inner().matches.len())
}

/// The deliveries, all of them done at the first attempt.
async fn delivered(session: &Session<'_>, buyer: &Buyer) -> anyhow::Result<Vec<Delivery>> {
    let bearer = session.bearer(
        "supermarket",
        Role::Partner,
        Scope::Partner(buyer.id.clone()),
    )?;
    let mut subscriptions = session.services.subscriptions(&bearer);
    waiting::until(
        "promotion to record that every webhook was delivered",
        TIMEOUT,
        async || {
            let request = ListDeliveriesRequest {
                subscription_id: buyer.subscription_id.clone(),
                ..ListDeliveriesRequest::default()
            };
            let answer = subscriptions
                .list_deliveries(request)
                .await
                .map_err(CallError::from)?;
            let deliveries = answer.into_inner().deliveries;
            let done = deliveries
                .iter()
                .all(|delivery| delivery.state() == DeliveryState::Delivered);
            Ok(done.then_some(deliveries))
        },
    )
    .await
}
