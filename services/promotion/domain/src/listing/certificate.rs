//! What promotion knows of a certificate that evaluation owns.
//!
//! Evaluation publishes the whole state of a certificate each time something happens to it, with a version that counts the
//! events of the *product's* certificates. Facts may come late, twice or in the wrong order; the version says which is
//! newer, and the decision's date which certificate of a product succeeds which.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CriteriaSet, Place, Product, Star};

/// The decision by which an authority gave or took a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number, such as `1898/QĐ-UBND`.
    pub number: String,
    /// Date of the decision.
    pub date: NaiveDate,
    /// The authority, such as `UBND tỉnh Quảng Ngãi`.
    pub authority: String,
}

/// What a certificate was given for, in its own words: what was certified stays what it is, whatever the catalog says of
/// the product today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    /// Name of the product.
    pub name: String,
    /// Name of its producer.
    pub producer_name: String,
    /// The criteria set it was scored by.
    pub criteria_set: CriteriaSet,
    /// Where it was made.
    pub place: Place,
}

impl Certified {
    /// The product as it is shown with the certificate.
    pub fn shown(&self, product: Product) -> Product {
        let certified = self.clone();
        Product {
            name: certified.name,
            producer_name: certified.producer_name,
            criteria_set: certified.criteria_set,
            place: certified.place,
            ..product
        }
    }
}

/// A certificate of recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Id given by evaluation.
    pub id: Uuid,
    /// Its stars.
    pub star: Star,
    /// The decision that gave it.
    pub decision: Decision,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_to: NaiveDate,
    /// It was taken over from the register of an earlier decision.
    #[serde(default)]
    pub imported: bool,
    /// What it was given for.
    pub certified: Certified,
}

impl Certificate {
    /// Whether this certificate takes the place of `other`: it was decided later, or on the same day and begins no
    /// earlier.
    pub fn succeeds(&self, other: &Self) -> bool {
        (self.decision.date, self.valid_from) >= (other.decision.date, other.valid_from)
    }
}

/// Why a certificate was revoked: Article 8.1 of Decision 26/2026/QĐ-TTg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// a) Untrue information or a forged dossier.
    Fraud,
    /// b) No longer meets the criteria.
    CriteriaLost,
    /// c) Breach of the law on quality, food safety, environment, intellectual property or labelling.
    LegalBreach,
    /// d) Wrong use of the OCOP mark.
    MarkMisuse,
    /// đ) The producer no longer makes the product.
    Ceased,
    /// e) Another ground, on an authority's conclusion and request.
    Other,
    /// None of the law: it had been entered for a product to which it does not belong.
    EnteredWrongly,
}

/// The end of a certificate by revocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// The ground of Article 8.1.
    pub ground: Ground,
    /// What was found, in the words of the authority.
    pub reason: String,
    /// The decision to revoke; the certificate is not valid from its date on.
    pub decision: Decision,
}

/// What evaluation last published of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It was given: issued, upgraded to, renewed, lowered to, or about to expire. Valid between its dates.
    Granted,
    /// Evaluation found that its term ran out.
    Expired,
    /// It was revoked.
    Revoked(Revocation),
}

/// A certificate after something happened to it, with what its product was then called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFact {
    /// The product as evaluation knew it.
    pub product: Product,
    /// The certificate.
    pub certificate: Certificate,
    /// What it is worth after the event.
    pub standing: Standing,
    /// Whether what was said of the product's certificates before was put right: then this is the newest, whatever its
    /// dates are beside those of one that is known.
    pub corrected: bool,
}
