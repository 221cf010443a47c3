//! Who may call what. An rpc without a row may be called by nobody; a test walks the contract and fails on one.

use ocop_chassis::identity::Role::{Auditor, Operator, Partner, PromotionOfficer};
use ocop_chassis::identity::{Access, Who};

/// Who deals with partners: the promotion officers, and each partner with its own things.
const CHANGE: Who = Who::Roles(&[PromotionOfficer, Partner]);
/// Who may look besides.
const LOOK: Who = Who::Roles(&[PromotionOfficer, Partner, Auditor, Operator]);

const fn row(rpc: &'static str, who: Who) -> Access {
    Access { rpc, who }
}

/// The table of promotion.
pub const ACCESS: &[Access] = &[
    row("/ocop.promotion.v1.ListingService/GetListing", Who::Public),
    row(
        "/ocop.promotion.v1.ListingService/ListListings",
        Who::Public,
    ),
    row(
        "/ocop.promotion.v1.PartnerService/RegisterPartner",
        Who::Roles(&[PromotionOfficer]),
    ),
    row("/ocop.promotion.v1.PartnerService/UpdateSourcing", CHANGE),
    row("/ocop.promotion.v1.PartnerService/GetPartner", LOOK),
    row(
        "/ocop.promotion.v1.PartnerService/ListPartners",
        Who::Roles(&[PromotionOfficer, Auditor, Operator]),
    ),
    row("/ocop.promotion.v1.PartnerService/ListMatches", LOOK),
    row(
        "/ocop.promotion.v1.SubscriptionService/CreateSubscription",
        CHANGE,
    ),
    row(
        "/ocop.promotion.v1.SubscriptionService/EnableSubscription",
        CHANGE,
    ),
    row(
        "/ocop.promotion.v1.SubscriptionService/ListSubscriptions",
        LOOK,
    ),
    row(
        "/ocop.promotion.v1.SubscriptionService/ListDeliveries",
        LOOK,
    ),
    row(
        "/ocop.promotion.v1.SubscriptionService/ResendDelivery",
        CHANGE,
    ),
];
