//! What would fit, on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::sourcing;
use crate::application::partner::preview_sourcing;
use crate::application::{Error, within};
use crate::domain::listing::Listing;
use crate::domain::partner::{Assessment, Sourcing};
use crate::transport::service::Service;

pub(super) struct Asked {
    caller: Caller,
    partner_id: Uuid,
    sourcing: Sourcing,
    today: NaiveDate,
}

pub(super) fn read(
    v: &mut Violations,
    caller: Caller,
    request: proto::PreviewSourcingRequest,
) -> Option<Asked> {
    let partner_id = if request.partner_id.is_empty() {
        Some(Uuid::nil())
    } else {
        v.uuid("partner_id", &request.partner_id)
    };
    let profiles = (
        request.sourcing.as_ref(),
        request.further_sourcing.as_slice(),
    );
    let sourcing = sourcing::read(v, &caller, "", profiles);
    Some(Asked {
        partner_id: partner_id?,
        sourcing: sourcing?,
        today: caller.units.day(),
        caller,
    })
}

pub(super) async fn work(
    service: &Service,
    asked: Asked,
) -> Result<proto::PreviewSourcingResponse, RpcError> {
    within(&asked.caller, asked.partner_id, &asked.sourcing).map_err(Error::from)?;
    let found = preview_sourcing(service.store(), &asked.sourcing, asked.today).await?;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(proto::PreviewSourcingResponse {
        examined: count(found.examined),
        more: found.more,
        fitting: count(found.fitting),
        near: count(found.near),
        lacking: found
            .lacking
            .iter()
            .map(|(kind, number)| proto::Lacking {
                kind: sourcing::kind_to_proto(*kind).into(),
                count: count(*number),
            })
            .collect(),
        fits: found.fits.iter().map(product).collect(),
        nearly: found.nearly.iter().map(product).collect(),
    })
}

fn product((listing, assessment): &(Listing, Assessment)) -> proto::PreviewedProduct {
    proto::PreviewedProduct {
        product_id: listing.product.id.to_string(),
        product_name: listing.product.name.clone(),
        star: listing.star().map_or(0, |star| star.number()),
        assessment: Some(sourcing::assessment(assessment)),
    }
}
