//! What somebody is in the programme.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantArray};

use crate::ScopeKind;

/// What somebody is in the programme. Tokens name it in snake case, such as `ocop_office`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[strum(parse_err_ty = UnknownRole, parse_err_fn = unknown)]
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
    /// Who inspects certified producers.
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

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a role; the roles are {}", names())]
pub struct UnknownRole;

fn unknown(_: &str) -> UnknownRole {
    UnknownRole
}

fn names() -> String {
    let names: Vec<String> = Role::VARIANTS.iter().map(ToString::to_string).collect();
    names.join(", ")
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The kinds of scope in which the role is held. A grant in a scope of another kind counts for nothing.
    pub fn scopes(self) -> &'static [ScopeKind] {
        match self {
            Self::Producer => &[ScopeKind::Producer],
            Self::CommuneOfficer => &[ScopeKind::Commune, ScopeKind::Province],
            Self::Partner => &[ScopeKind::Partner],
            Self::Operator => &[ScopeKind::Anywhere],
            Self::OcopOffice
            | Self::Advisor
            | Self::CouncilMember
            | Self::DecisionAuthority
            | Self::Inspector
            | Self::PromotionOfficer
            | Self::Auditor => &[ScopeKind::Province, ScopeKind::Anywhere],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_as_it_is_written() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(*role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.to_string());
        }
        let refused = "minister".parse::<Role>().unwrap_err().to_string();
        assert!(
            refused.contains("commune_officer, ocop_office"),
            "{refused}"
        );
    }
}
