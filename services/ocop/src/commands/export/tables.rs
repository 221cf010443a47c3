//! The columns of the tables of lists.

mod catalog;
mod evaluation;
mod promotion;

use super::lists::List;

impl List {
    /// The columns of a table of it: paths of fields.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Places => catalog::PLACES,
            Self::Producers => catalog::PRODUCERS,
            Self::Products => catalog::PRODUCTS,
            Self::Transfers => catalog::TRANSFERS,
            Self::Areas => catalog::AREAS,
            Self::Lots => catalog::LOTS,
            Self::SupportProgrammes => catalog::SUPPORT_PROGRAMMES,
            Self::SupportSessions => catalog::SUPPORT_SESSIONS,
            Self::SupportGrants => catalog::SUPPORT_GRANTS,
            Self::Certificates => evaluation::CERTIFICATES,
            Self::Dossiers => evaluation::DOSSIERS,
            Self::Rounds => evaluation::ROUNDS,
            Self::Councils => evaluation::COUNCILS,
            Self::Inspections => evaluation::INSPECTIONS,
            Self::Complaints => evaluation::COMPLAINTS,
            Self::Targets => evaluation::TARGETS,
            Self::Listings => promotion::LISTINGS,
            Self::Feed => promotion::FEED,
            Self::Partners => promotion::PARTNERS,
            Self::Demands => promotion::DEMANDS,
            Self::TradeSessions => promotion::TRADE_SESSIONS,
            Self::SalesPoints => promotion::SALES_POINTS,
            Self::DesignCentres => promotion::DESIGN_CENTRES,
            Self::Campaigns => promotion::CAMPAIGNS,
            Self::TopLists => promotion::TOP_LISTS,
            Self::GiftSets => promotion::GIFT_SETS,
            Self::RewardSchemes => promotion::REWARD_SCHEMES,
            Self::Rewards => promotion::REWARDS,
        }
    }
}
