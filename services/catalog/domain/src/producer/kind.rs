//! Who may take part: Decision 26/2026/QĐ-TTg, Article 2.3.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// Kind of participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ProducerKind {
    /// Hợp tác xã.
    Cooperative,
    /// Tổ hợp tác.
    CooperativeGroup,
    /// Công ty TNHH, small or medium.
    LimitedCompany,
    /// Doanh nghiệp tư nhân, small or medium.
    PrivateEnterprise,
    /// Công ty cổ phần, small or medium.
    JointStockCompany,
    /// Trang trại.
    Farm,
    /// Hộ sản xuất, hộ gia đình có đăng ký kinh doanh.
    Household,
    /// Hội, hiệp hội; set 26 only.
    Association,
    /// Trung tâm điều hành; set 26 only.
    OperatingCentre,
}

/// The criteria set of tourism services.
const TOURISM: u32 = 26;

impl ProducerKind {
    /// Whether it is an enterprise: only small and medium ones may take part.
    pub fn is_enterprise(self) -> bool {
        matches!(
            self,
            Self::LimitedCompany | Self::PrivateEnterprise | Self::JointStockCompany
        )
    }

    /// Whether this kind of participant may have products of a criteria set.
    pub fn may_offer(self, criteria_set: u32) -> bool {
        !matches!(self, Self::Association | Self::OperatingCentre) || criteria_set == TOURISM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_association_may_offer_tourism_and_nothing_else() {
        assert!(ProducerKind::Association.may_offer(26));
        assert!(!ProducerKind::Association.may_offer(9));
        assert!(ProducerKind::Cooperative.may_offer(9));
    }
}
