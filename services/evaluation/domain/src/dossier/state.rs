//! Where a dossier stands.

use serde::{Deserialize, Serialize};

/// Where a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The producer is still writing it.
    Draft,
    /// Lodged at the commune, and frozen.
    Submitted,
    /// The commune has reported and sent it on.
    CommuneEndorsed,
    /// Accepted into a round of the province.
    InProvincialRound,
    /// The advisory team asked for a supplement.
    SupplementRequested,
    /// The advisory team has reported.
    ReadyForCouncil,
    /// The council has scored it.
    ProvincialScored,
    /// Sent to the centre for five stars.
    ForwardedCentral,
    /// Accepted into a round of the centre.
    InCentralRound,
    /// The centre's council found five stars.
    CentralScored,
    /// The centre's council found less: the province recognises its result or evaluates again
    /// (Article 7.4).
    CentralBelow90,
    /// Recognised; there is a certificate.
    Certified,
    /// Scored, and not recognised.
    NotRecognised,
    /// Rejected on a ground of Appendix II.
    Rejected,
}

impl State {
    /// Whether nothing follows any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Certified | Self::NotRecognised | Self::Rejected)
    }

    /// Whether it is at the centre, for nobody in the province to touch.
    pub fn is_central(self) -> bool {
        matches!(
            self,
            Self::ForwardedCentral | Self::InCentralRound | Self::CentralScored
        )
    }
}
