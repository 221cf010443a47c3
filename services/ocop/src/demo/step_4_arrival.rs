//! Step 4: the events of the certificate arrive everywhere.

use ocop_proto::promotion::v1::{GetListingRequest, Listing, ListingState, MatchState};

use super::buyer::{Buyer, Notification};
use super::registering;
use super::session::{Session, TIMEOUT, same};
use super::step_3_first::First;
use crate::client::Bearer;
use crate::errors::CallError;
use crate::{output, waiting};

pub(super) async fn run(session: &Session<'_>, buyer: &Buyer, first: &First) -> anyhow::Result<()> {
    session.title("4. Its events arrive");
    let id = &first.product.product_id;
    catalog_shows(session, id, 3).await?;
    session.done("Catalog shows the fish sauce with ★★★.");

    let listing = listing_with(session, id, ListingState::Open, 3).await?;
    same(
        "the certificate of the listing",
        listing.certificate_id,
        first.certificate.id.clone(),
    )?;
    session.done("Promotion has opened a listing for it.");

    for (way, notification) in buyer.receive_both(0).await? {
        about(&notification, "opened", &first.certificate.id)?;
        same(
            "the state of the match",
            notification.fact.state(),
            MatchState::Active,
        )?;
        same("the stars before", notification.fact.previous_star, 0)?;
        same("the stars now", notification.fact.star, 3)?;
        session.done(&format!(
            "{way}: {} · {} · {}",
            notification.kind,
            notification.fact.product_name,
            output::stars(notification.fact.star)
        ));
    }
    Ok(())
}

/// Waits until catalog shows the star.
pub(super) async fn catalog_shows(
    session: &Session<'_>,
    product_id: &str,
    star: u32,
) -> anyhow::Result<()> {
    waiting::until(
        &format!("catalog to show {star} stars"),
        TIMEOUT,
        async || {
            let product = registering::product(session, product_id).await?;
            Ok((product.star == star).then_some(()))
        },
    )
    .await
}

/// Waits until promotion's listing stands so.
pub(super) async fn listing_with(
    session: &Session<'_>,
    product_id: &str,
    state: ListingState,
    star: u32,
) -> anyhow::Result<Listing> {
    let listings = session.services.listings(&Bearer::none());
    waiting::until(
        &format!("a listing with {star} stars, {}", state.as_str_name()),
        TIMEOUT,
        async || {
            let request = GetListingRequest {
                id: product_id.to_owned(),
            };
            match listings.clone().get_listing(request).await {
                Ok(answer) => {
                    let listing = answer.into_inner().listing.unwrap_or_default();
                    Ok((listing.state() == state && listing.star == star).then_some(listing))
                }
                Err(status) if status.code() == tonic::Code::NotFound => Ok(None),
                Err(status) => Err(CallError::from(status).into()),
            }
        },
    )
    .await
}

/// Checks what a notification is about.
pub(super) fn about(
    notification: &Notification,
    kind: &str,
    certificate_id: &str,
) -> anyhow::Result<()> {
    same(
        "the kind of the notification",
        notification.kind.as_str(),
        kind,
    )?;
    same(
        "the certificate in the notification",
        notification.fact.certificate_id.as_str(),
        certificate_id,
    )
}
