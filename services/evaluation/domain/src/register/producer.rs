//! What evaluation knows of a producer (chủ thể): its own copy of what catalog says, for counting producers by what they
//! are. It is what is known today: the copy keeps no history.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of participant a producer is, as far as programmes set targets for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Cooperative,
        Self::CooperativeGroup,
        Self::Enterprise,
        Self::Farm,
        Self::Household,
        Self::Association,
    ];

    /// The kind as it is stored and counted by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cooperative => "cooperative",
            Self::CooperativeGroup => "cooperative_group",
            Self::Enterprise => "enterprise",
            Self::Farm => "farm",
            Self::Household => "household",
            Self::Association => "association",
        }
    }

    /// Reads the kind as it is stored.
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueChain {
    /// Not recorded.
    Unknown,
    /// Neither circular nor green.
    Ordinary,
    /// Kinh tế tuần hoàn.
    Circular,
    /// Kinh tế xanh.
    Green,
}

impl ValueChain {
    /// The chain as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Ordinary => "ordinary",
            Self::Circular => "circular",
            Self::Green => "green",
        }
    }

    /// Reads the chain as it is stored.
    pub fn from_stored(text: &str) -> Option<Self> {
        let all = [Self::Unknown, Self::Ordinary, Self::Circular, Self::Green];
        all.into_iter().find(|chain| chain.as_str() == text)
    }
}

/// Where a producer is itself, wherever its products are made. Its papers belong there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Code of the place.
    pub place_code: String,
    /// Code of its province.
    pub province_code: String,
}

/// A producer as the catalog last described it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Producer {
    /// Its id in the catalog.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Kind of participant; `None` for one this service does not know.
    pub kind: Option<ProducerKind>,
    /// Code of its province.
    pub province_code: String,
    /// Code of the place it is in.
    pub place_code: String,
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
pub(crate) mod tests {
    use super::*;

    /// A cooperative led by a Hrê woman in Bình Sơn.
    pub(crate) fn cooperative() -> Producer {
        Producer {
            id: Uuid::from_u128(0xE1),
            name: "Hợp tác xã Mười Quý".into(),
            kind: Some(ProducerKind::Cooperative),
            province_code: "51".into(),
            place_code: "21064".into(),
            led_by_woman: true,
            led_by_minority: true,
            led_by_disabled: false,
            value_chain: ValueChain::Circular,
            stable_raw_material: true,
            person_erased: false,
        }
    }

    #[test]
    fn a_green_chain_without_stable_raw_material_does_not_count() {
        let green = Producer {
            value_chain: ValueChain::Green,
            ..cooperative()
        };
        assert!(green.is_circular());
        let unstable = Producer {
            stable_raw_material: false,
            ..green
        };
        assert!(!unstable.is_circular());
        let ordinary = Producer {
            value_chain: ValueChain::Ordinary,
            ..cooperative()
        };
        assert!(!ordinary.is_circular());
    }

    #[test]
    fn every_people_but_the_kinh_is_a_minority() {
        assert!(is_minority("Hrê"));
        assert!(!is_minority(" KINH "));
        assert!(!is_minority(""));
    }

    #[test]
    fn every_kind_is_read_back_as_it_was_stored() {
        for kind in ProducerKind::ALL {
            assert_eq!(ProducerKind::from_stored(kind.as_str()), Some(kind));
        }
    }
}
