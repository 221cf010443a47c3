//! What is recorded of a growing area.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AreaCertificate, AreaMark, LinkageContract, Refusal, Term};

/// What is recorded of a growing area and may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What grows there.
    pub crop: String,
    /// How large it is.
    pub square_metres: u64,
    /// When its code is valid.
    pub code_valid: Term,
    /// The producers who hold it, each once, in order.
    pub holders: Vec<Uuid>,
    /// The products that depend on it, each once, in order.
    pub products: Vec<Uuid>,
    /// Its certificates.
    pub certificates: Vec<AreaCertificate>,
    /// Its linkage contracts.
    pub contracts: Vec<LinkageContract>,
    /// What it is marked as.
    #[serde(default)]
    pub marks: Vec<AreaMark>,
}

impl Profile {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        for (index, one) in self.certificates.iter().enumerate() {
            let mut before = self.certificates.iter().take(index);
            if before.any(|other| (other.scheme, &other.number) == (one.scheme, &one.number)) {
                return Err(Refusal::CertificateTwice(one.number.clone()));
            }
        }
        for (index, one) in self.marks.iter().enumerate() {
            let mut before = self.marks.iter().take(index);
            if before.any(|other| other.kind == one.kind && other.valid.meets(one.valid)) {
                return Err(Refusal::MarksOverlap(one.kind));
            }
        }
        // What is taken grows only on the first day of a contract; one without a first day has always stood.
        let firsts = self
            .contracts
            .iter()
            .map(|contract| contract.term.from.unwrap_or(NaiveDate::MIN));
        for on in firsts {
            let standing = self.contracts.iter().filter(|one| one.term.holds(on));
            let percent = standing.map(|one| one.output_percent).sum();
            if percent > 100 {
                return Err(Refusal::MoreThanTheOutput { on, percent });
            }
        }
        Ok(())
    }
}

/// The fields of a profile that a change names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaPatch {
    /// What grows there.
    pub crop: Option<String>,
    /// How large it is.
    pub square_metres: Option<u64>,
    /// First day of the code; `Some(None)` takes it away.
    pub valid_from: Option<Option<NaiveDate>>,
    /// Last day of the code; `Some(None)` takes it away.
    pub valid_to: Option<Option<NaiveDate>>,
    /// The producers who hold it.
    pub holders: Option<Vec<Uuid>>,
    /// The products that depend on it.
    pub products: Option<Vec<Uuid>>,
    /// Its certificates.
    pub certificates: Option<Vec<AreaCertificate>>,
    /// Its linkage contracts.
    pub contracts: Option<Vec<LinkageContract>>,
    /// What it is marked as.
    pub marks: Option<Vec<AreaMark>>,
}

impl AreaPatch {
    /// The profile with the named fields changed.
    pub fn apply(&self, profile: &Profile) -> Profile {
        let (old, patch) = (profile.clone(), self.clone());
        Profile {
            crop: patch.crop.unwrap_or(old.crop),
            square_metres: patch.square_metres.unwrap_or(old.square_metres),
            code_valid: Term {
                from: patch.valid_from.unwrap_or(old.code_valid.from),
                to: patch.valid_to.unwrap_or(old.code_valid.to),
            },
            holders: patch.holders.map_or(old.holders, in_order),
            products: patch.products.map_or(old.products, in_order),
            certificates: patch.certificates.unwrap_or(old.certificates),
            contracts: patch.contracts.unwrap_or(old.contracts),
            marks: patch.marks.unwrap_or(old.marks),
        }
    }

    /// A new profile. `None` if a field is not named.
    pub fn complete(self) -> Option<Profile> {
        Some(Profile {
            crop: self.crop?,
            square_metres: self.square_metres?,
            code_valid: Term {
                from: self.valid_from?,
                to: self.valid_to?,
            },
            holders: in_order(self.holders?),
            products: in_order(self.products?),
            certificates: self.certificates?,
            contracts: self.contracts?,
            marks: self.marks?,
        })
    }
}

fn in_order(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.dedup();
    ids
}
