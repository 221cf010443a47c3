//! Value chains (chuỗi giá trị): the programme of 2021–2025 (Decision 919/QĐ-TTg) counts the producers in circular or
//! green ones that are tied to a stable area of raw material.

/// What kind of value chain a producer works in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueChain {
    /// Not recorded.
    #[default]
    Unknown,
    /// Neither circular nor green.
    Ordinary,
    /// What one step leaves over is the material of another (kinh tế tuần hoàn).
    Circular,
    /// Made with little harm to the environment (kinh tế xanh).
    Green,
}

impl ValueChain {
    const ALL: [Self; 4] = [Self::Unknown, Self::Ordinary, Self::Circular, Self::Green];

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
        Self::ALL.into_iter().find(|chain| chain.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chain_is_read_back_as_it_was_stored() {
        for chain in ValueChain::ALL {
            assert_eq!(ValueChain::from_stored(chain.as_str()), Some(chain));
        }
        assert_eq!(ValueChain::from_stored("long"), None);
    }
}
