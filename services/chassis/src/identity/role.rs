//! What somebody is in the programme.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What somebody is in the programme. Few and fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A producer (chủ thể), for its own products.
    Producer,
    /// An officer of a commune.
    CommuneOfficer,
    /// The office that runs the programme in a province or at the centre.
    OcopOffice,
    /// A member of an advisory team.
    Advisor,
    /// A member of an evaluation council.
    CouncilMember,
    /// The authority that decides: a chair of a province or the minister.
    DecisionAuthority,
    /// An inspector.
    Inspector,
    /// Who promotes certified products.
    PromotionOfficer,
    /// A buyer.
    Partner,
    /// Who may read everything and change nothing.
    Auditor,
    /// Who runs the system.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 11] = [
        Self::Producer,
        Self::CommuneOfficer,
        Self::OcopOffice,
        Self::Advisor,
        Self::CouncilMember,
        Self::DecisionAuthority,
        Self::Inspector,
        Self::PromotionOfficer,
        Self::Partner,
        Self::Auditor,
        Self::Operator,
    ];

    /// The role as tokens name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::CommuneOfficer => "commune_officer",
            Self::OcopOffice => "ocop_office",
            Self::Advisor => "advisor",
            Self::CouncilMember => "council_member",
            Self::DecisionAuthority => "decision_authority",
            Self::Inspector => "inspector",
            Self::PromotionOfficer => "promotion_officer",
            Self::Partner => "partner",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.into_iter().map(Self::as_str).collect();
                format!("is not a role; the roles are {}", names.join(", "))
            })
    }
}
