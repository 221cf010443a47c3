//! By what certificates are counted that are *valid on a day*, never "ever given".

/// By what certificates are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Dimension {
    /// By star; keys `3`, `4`, `5`.
    Star,
    /// By branch of Appendix I; keys `I` to `VI`.
    Branch,
    /// By criteria set; keys `1` to `26`.
    CriteriaSet,
    /// By the place the product is made in; keys are codes.
    Commune,
    /// By district as it was when the certificate was given; keys are codes, empty where there was
    /// none.
    District,
    /// By province; keys are codes.
    Province,
    /// By how they came about; keys are words such as `first`, `renewal` or `imported`.
    Kind,
    /// By the year of the decision.
    Year,
}
