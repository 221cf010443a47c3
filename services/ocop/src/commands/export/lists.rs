//! The lists that can be exported.

use chrono::{DateTime, Utc};
use clap::ValueEnum;

/// A list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum List {
    /// Administrative units.
    Places,
    /// Producers.
    Producers,
    /// Products, with the newest certificate of each.
    Products,
    /// Offers to move products and producers.
    Transfers,
    /// Growing areas, with their certificates, contracts and marks.
    Areas,
    /// Lots of products.
    Lots,
    /// Programmes of support.
    SupportProgrammes,
    /// Sessions of training, with how many attended.
    SupportSessions,
    /// What was granted to producers.
    SupportGrants,
    /// Certificates.
    Certificates,
    /// Dossiers.
    Dossiers,
    /// Rounds of evaluation.
    Rounds,
    /// Councils.
    Councils,
    /// Inspections.
    Inspections,
    /// Complaints.
    Complaints,
    /// Targets of programmes.
    Targets,
    /// Listings.
    Listings,
    /// Listings that changed (--since), also those that may not be shown as certified any more: for e-commerce floors.
    Feed,
    /// Partners, with what they look for.
    Partners,
    /// What buyers seek.
    Demands,
    /// Sessions at which buyers and producers meet.
    TradeSessions,
    /// Sales points, also those that were given up.
    SalesPoints,
    /// Design centres.
    DesignCentres,
    /// Fairs, markets and weeks.
    Campaigns,
    /// Top lists.
    TopLists,
    /// Gift sets.
    GiftSets,
    /// The rules by which recognised products are rewarded.
    RewardSchemes,
    /// Rewards of recognised products, for the treasury.
    Rewards,
}

impl List {
    /// Those that can be had of one place, as `--all` writes them.
    pub(super) fn all_of_a_place() -> impl Iterator<Item = Self> {
        Self::value_variants()
            .iter()
            .copied()
            .filter(|list| list.not_of_a_place().is_none())
    }

    /// Why it cannot be had of one place, if it cannot.
    pub(super) fn not_of_a_place(self) -> Option<&'static str> {
        match self {
            Self::Transfers => Some("transfers lead from one place to another"),
            Self::Feed => Some("the feed is of the whole country"),
            Self::Lots => Some("lots are of producers and products"),
            Self::Partners => Some("partners buy from many places"),
            Self::Places
            | Self::Producers
            | Self::Products
            | Self::Areas
            | Self::SupportProgrammes
            | Self::SupportSessions
            | Self::SupportGrants
            | Self::Certificates
            | Self::Dossiers
            | Self::Rounds
            | Self::Councils
            | Self::Inspections
            | Self::Complaints
            | Self::Targets
            | Self::Listings
            | Self::Demands
            | Self::TradeSessions
            | Self::SalesPoints
            | Self::DesignCentres
            | Self::Campaigns
            | Self::TopLists
            | Self::GiftSets
            | Self::RewardSchemes
            | Self::Rewards => None,
        }
    }

    /// The service that has it.
    pub(super) fn service(self) -> &'static str {
        match self {
            Self::Places
            | Self::Producers
            | Self::Products
            | Self::Transfers
            | Self::Areas
            | Self::Lots
            | Self::SupportProgrammes
            | Self::SupportSessions
            | Self::SupportGrants => "catalog",
            Self::Certificates
            | Self::Dossiers
            | Self::Rounds
            | Self::Councils
            | Self::Inspections
            | Self::Complaints
            | Self::Targets => "evaluation",
            Self::Listings
            | Self::Feed
            | Self::Partners
            | Self::Demands
            | Self::TradeSessions
            | Self::SalesPoints
            | Self::DesignCentres
            | Self::Campaigns
            | Self::TopLists
            | Self::GiftSets
            | Self::RewardSchemes
            | Self::Rewards => "promotion",
        }
    }

    /// Whether it can be searched for words.
    pub(super) fn is_searched(self) -> bool {
        matches!(self, Self::Producers | Self::Products | Self::Certificates)
    }

    /// Its name on the command line.
    pub(super) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// Which rows of a list.
pub(super) struct Wanted {
    /// Those in this place; all if empty.
    pub(super) place: String,
    /// The day in whose units the place is named; today if empty.
    pub(super) in_units_of: String,
    /// Those with these words.
    pub(super) search: String,
    /// Those that changed since.
    pub(super) since: Option<DateTime<Utc>>,
}
