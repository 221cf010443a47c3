//! Evidence: what a producer proves an answer with.

use serde::{Deserialize, Serialize};

/// What a piece of evidence proves: the kinds of the self-assessment report (Form 02, Appendix III).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// Registration of the business.
    BusinessRegistration,
    /// Certificate of the establishment, such as that of food safety.
    EstablishmentCertificate,
    /// Origin of the raw material and contracts of the chain.
    RawMaterial,
    /// Environmental papers and sustainable technology.
    Environment,
    /// List of insured workers with where they live.
    LocalLabour,
    /// Rating of the cooperative, or accounts of two years.
    Growth,
    /// Trademark, design, patent, use of a geographical indication.
    IntellectualProperty,
    /// Contracts of sale, consignment, receipts, export.
    Market,
    /// Promotion: fairs, advertising, web pages.
    Promotion,
    /// The product's story.
    Story,
    /// Declaration of quality.
    QualityDeclaration,
    /// Test results of quality and food safety.
    TestResults,
    /// Barcode or trace stamp.
    TraceCode,
    /// Quality management system.
    QualityManagement,
    /// Awards.
    Award,
}
