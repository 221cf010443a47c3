use uuid::Uuid;

/// Why a rule of listings says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no listing of this product.
    #[error(
        "the product {0} has no listing: it never had a valid certificate since promotion runs"
    )]
    Unknown(Uuid),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "LISTING_UNKNOWN",
        }
    }
}
