//! Whether what a filter names is there: the list of something that does not exist would be empty without a word.

use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1::ListRoundsRequest;
use ocop_proto::promotion::v1::GetCampaignRequest;
use tonic::{Code, Response, Status};

use crate::client::{Bearer, Target};
use crate::errors::CallError;

/// Rounds that are asked for at once.
const PAGE: i32 = 500;

/// Refuses a producer that the catalog does not know. Where the catalog is not called, and for whoever may not see it,
/// nothing is refused.
///
/// # Errors
/// There is none with this id.
pub(super) async fn producer(target: &Target, bearer: &Bearer, id: &str) -> anyhow::Result<()> {
    if id.is_empty() || target.address_of("catalog").is_none() {
        return Ok(());
    }
    let request = catalog::GetProducerRequest {
        id: id.to_owned(),
        ..Default::default()
    };
    let mut catalog = target.services(&["catalog"])?.catalog(bearer);
    unless_unknown(catalog.get_producer(request).await)
}

/// The same of a product.
///
/// # Errors
/// There is none with this id.
pub(super) async fn product(target: &Target, bearer: &Bearer, id: &str) -> anyhow::Result<()> {
    if id.is_empty() || target.address_of("catalog").is_none() {
        return Ok(());
    }
    let request = catalog::GetProductRequest {
        id: id.to_owned(),
        ..Default::default()
    };
    let mut catalog = target.services(&["catalog"])?.catalog(bearer);
    unless_unknown(catalog.get_product(request).await)
}

/// Refuses a campaign that promotion does not know.
///
/// # Errors
/// There is none with this id.
pub(super) async fn campaign(target: &Target, bearer: &Bearer, id: &str) -> anyhow::Result<()> {
    if id.is_empty() {
        return Ok(());
    }
    let request = GetCampaignRequest { id: id.to_owned() };
    let mut campaigns = target.services(&["promotion"])?.campaigns(bearer);
    unless_unknown(campaigns.get_campaign(request).await)
}

/// Refuses a round that evaluation does not know.
///
/// # Errors
/// There is none with this id.
pub(super) async fn round(target: &Target, bearer: &Bearer, id: &str) -> anyhow::Result<()> {
    if id.is_empty() {
        return Ok(());
    }
    let mut councils = target.services(&["evaluation"])?.councils(bearer);
    let mut request = ListRoundsRequest {
        page_size: PAGE,
        ..Default::default()
    };
    loop {
        let page = councils.list_rounds(request.clone()).await;
        let page = page.map_err(CallError::from)?.into_inner();
        if page.rounds.iter().any(|round| round.id == id) {
            return Ok(());
        }
        if page.next_page_token.is_empty() {
            return Err(CallError::from(Status::not_found(format!(
                "there is no round with the id {id}"
            )))
            .into());
        }
        request.page_token = page.next_page_token;
    }
}

fn unless_unknown<T>(answer: Result<Response<T>, Status>) -> anyhow::Result<()> {
    match answer {
        Err(status) if status.code() == Code::NotFound => Err(CallError::from(status).into()),
        _ => Ok(()),
    }
}
