//! What evaluation knows of a producer (chủ thể): its own copy of what catalog says, for counting producers by what they
//! are. It is what is known today: the copy keeps no history.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantArray};
use uuid::Uuid;

/// What kind of participant a producer is, as far as programmes set targets for it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum ProducerKind {
    /// Hợp tác xã.
    Cooperative,
    /// Tổ hợp tác.
    CooperativeGroup,
    /// Doanh nghiệp: a limited company, a private enterprise or a joint-stock company.
    Enterprise,
    /// Trang trại.
    Farm,
    /// Hộ sản xuất.
    Household,
    /// An association or an operating centre of tourism.
    Association,
}

impl ProducerKind {
    /// Its name in Vietnamese.
    pub fn name_vi(self) -> &'static str {
        match self {
            Self::Cooperative => "Hợp tác xã",
            Self::CooperativeGroup => "Tổ hợp tác",
            Self::Enterprise => "Doanh nghiệp",
            Self::Farm => "Trang trại",
            Self::Household => "Hộ sản xuất",
            Self::Association => "Hội, trung tâm điều hành",
        }
    }
}

/// What kind of value chain a producer works in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ValueChain {
    /// Not recorded.
    #[strum(serialize = "")]
    Unknown,
    /// Neither circular nor green.
    Ordinary,
    /// Kinh tế tuần hoàn.
    Circular,
    /// Kinh tế xanh.
    Green,
}

/// Where a producer is itself, wherever its products are made. Its documents belong there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub place_code: String,
    pub province_code: String,
    /// The day for which both were said.
    #[serde(default)]
    pub said_on: NaiveDate,
}

/// A producer as the catalog last described it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Producer {
    /// Its id in the catalog.
    pub id: Uuid,
    pub name: String,
    /// Kind of participant; `None` for one this service does not know.
    pub kind: Option<ProducerKind>,
    pub province_code: String,
    pub place_code: String,
    /// The day for which both were said.
    pub place_said_on: NaiveDate,
    /// Whether a woman represents it.
    pub led_by_woman: bool,
    /// Whether its representative belongs to an ethnic minority (any people but the Kinh).
    pub led_by_minority: bool,
    /// Whether its representative has a recognised disability.
    pub led_by_disabled: bool,
    /// The kind of value chain it works in.
    pub value_chain: ValueChain,
    /// Whether its raw material comes from a stable area.
    pub stable_raw_material: bool,
    /// Whether what was recorded of its representative is erased. The figures in which the person was counted stay.
    pub person_erased: bool,
}

impl Producer {
    /// Whether programmes count it among those in circular or green chains with stable raw material
    /// (Decision 919/QĐ-TTg).
    pub fn is_circular(&self) -> bool {
        let chain = matches!(self.value_chain, ValueChain::Circular | ValueChain::Green);
        chain && self.stable_raw_material
    }
}

/// Whether an ethnicity, as it is written on an identity card, is that of a minority. Nothing written says nothing.
pub fn is_minority(ethnicity: &str) -> bool {
    let written = ethnicity.trim().to_lowercase();
    !written.is_empty() && written != "kinh"
}

#[cfg(test)]
pub(crate) mod tests;
