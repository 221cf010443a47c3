//! Calls of promotion.

use ocop_identity::{Target, Touched};
use ocop_proto::promotion::v1 as p;
use serde_json::{Value, json};

use super::{Calls, all_of_it, own};
use crate::reach::world::{World, today};

pub(super) fn promotion(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.ListingService/{name}");
    let listing = json!({"id": world.certified});
    calls.add::<p::GetListingRequest>(&rpc("GetListing"), all_of_it(), listing);
    calls.add::<p::ListListingsRequest>(&rpc("ListListings"), all_of_it(), json!({}));

    let rpc = |name: &str| format!("promotion.v1.PartnerService/{name}");
    let sourcing = |provinces: Value| json!({"criteriaSets": [9], "provinceCodes": provinces, "minimumStar": 3});
    let buyer = |provinces: Value| {
        json!({"partner": {
            "name": "Cửa hàng", "email": "mua@cuahang.example", "sourcing": sourcing(provinces)
        }})
    };
    let in_both =
        || Touched::new(Target::province("51", today())).and([Target::province("52", today())]);
    let here = Target::province("51", today());
    calls.add::<p::RegisterPartnerRequest>(&rpc("RegisterPartner"), here, buyer(json!(["51"])));
    calls.add_to::<p::RegisterPartnerRequest>(
        &rpc("RegisterPartner"),
        "in two provinces",
        in_both(),
        buyer(json!(["51", "52"])),
    );
    calls.add_to::<p::RegisterPartnerRequest>(
        &rpc("RegisterPartner"),
        "anywhere",
        all_of_it(),
        buyer(json!([])),
    );
    // The partner itself, or whoever covers the province it buys from.
    let in_province = |code: &str| Target {
        partner: Some(world.partner.clone()),
        ..Target::province(code, today())
    };
    let its = || in_province("51");
    let of_partner = || json!({"partnerId": world.partner});
    let update = |provinces: Value| json!({"id": world.partner, "etag": "999", "sourcing": sourcing(provinces)});
    calls.add::<p::UpdateSourcingRequest>(&rpc("UpdateSourcing"), its(), update(json!(["51"])));
    calls.add_to::<p::UpdateSourcingRequest>(
        &rpc("UpdateSourcing"),
        "in the next province",
        Touched::new(its()).and([in_province("52")]),
        update(json!(["52"])),
    );
    calls.add::<p::IssueNatsCredentialsRequest>(&rpc("IssueNatsCredentials"), its(), of_partner());
    calls.add::<p::ListNatsCredentialsRequest>(&rpc("ListNatsCredentials"), its(), of_partner());
    let credentials = json!({"id": world.credentials});
    calls.add::<p::RevokeNatsCredentialsRequest>(&rpc("RevokeNatsCredentials"), its(), credentials);
    let renamed = json!({
        "partner": {"id": world.partner, "etag": "999", "kind": "PARTNER_KIND_SHOP"}, "updateMask": {"paths": ["kind"]}
    });
    calls.add::<p::UpdatePartnerRequest>(&rpc("UpdatePartner"), its(), renamed);
    let this = || json!({"id": world.partner, "etag": "999"});
    calls.add::<p::RemovePartnerRequest>(&rpc("RemovePartner"), its(), this());
    calls.add::<p::ReturnPartnerRequest>(&rpc("ReturnPartner"), its(), this());
    calls.add::<p::GetPartnerRequest>(&rpc("GetPartner"), its(), json!({"id": world.partner}));
    calls.add::<p::ListPartnersRequest>(&rpc("ListPartners"), all_of_it(), json!({}));
    let preview = json!({"sourcing": sourcing(json!(["51"])), "partnerId": world.partner});
    calls.add::<p::PreviewSourcingRequest>(&rpc("PreviewSourcing"), its(), preview);
    let step = || json!({"id": world.matched, "etag": "999", "stage": "MATCH_STAGE_CONTACTED"});
    calls.add::<p::RecordMatchStepRequest>(&rpc("RecordMatchStep"), its(), step());
    calls.add::<p::AnswerMatchRequest>(&rpc("AnswerMatch"), own(world), step());
    let of_producer = || json!({"producerId": world.producer});
    calls.add::<p::ListProducerMatchesRequest>(
        &rpc("ListProducerMatches"),
        own(world),
        of_producer(),
    );
    calls.add::<p::ListNearMissesRequest>(&rpc("ListNearMisses"), own(world), of_producer());
    let of_product = json!({"productId": world.certified});
    calls.add_to::<p::ListNearMissesRequest>(
        &rpc("ListNearMisses"),
        "of a product",
        own(world),
        of_product,
    );
    calls.add::<p::ListMatchesRequest>(&rpc("ListMatches"), its(), of_partner());

    let rpc = |name: &str| format!("promotion.v1.SubscriptionService/{name}");
    let create = json!({"partnerId": world.partner, "url": "http://127.0.0.1:1/other"});
    calls.add::<p::CreateSubscriptionRequest>(&rpc("CreateSubscription"), its(), create);
    let this = || json!({"id": world.subscription});
    let update = json!({"id": world.subscription, "etag": "999", "description": "Kho"});
    calls.add::<p::UpdateSubscriptionRequest>(&rpc("UpdateSubscription"), its(), update);
    calls.add::<p::PauseSubscriptionRequest>(&rpc("PauseSubscription"), its(), this());
    calls.add::<p::ResumeSubscriptionRequest>(&rpc("ResumeSubscription"), its(), this());
    calls.add::<p::DisableSubscriptionRequest>(&rpc("DisableSubscription"), its(), this());
    calls.add::<p::EnableSubscriptionRequest>(&rpc("EnableSubscription"), its(), this());
    calls.add::<p::RotateSecretRequest>(&rpc("RotateSecret"), its(), this());
    let since = json!({"id": world.subscription, "since": "2026-01-01T00:00:00Z"});
    calls.add::<p::RecoverDeliveriesRequest>(&rpc("RecoverDeliveries"), its(), since);
    calls.add::<p::ListSubscriptionsRequest>(&rpc("ListSubscriptions"), its(), of_partner());
    let of_subscription = json!({"subscriptionId": world.subscription});
    calls.add::<p::ListDeliveriesRequest>(&rpc("ListDeliveries"), its(), of_subscription);
    let failed = json!({"id": world.subscription, "since": "2026-01-01T00:00:00Z"});
    calls.add::<p::ResendFailedDeliveriesRequest>(&rpc("ResendFailedDeliveries"), its(), failed);
    calls.add::<p::TestSubscriptionRequest>(&rpc("TestSubscription"), its(), this());
    calls.add::<p::ListEventsRequest>(&rpc("ListEvents"), its(), of_partner());
    let delivery = json!({"id": world.delivery});
    calls.add::<p::ResendDeliveryRequest>(&rpc("ResendDelivery"), its(), delivery);
    calls.add::<p::DeleteSubscriptionRequest>(&rpc("DeleteSubscription"), its(), this());
}
