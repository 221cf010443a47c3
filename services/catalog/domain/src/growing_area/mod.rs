//! Growing areas (vùng nguyên liệu): where raw material grows, with the code, certificates and contracts of the area. Criteria of
//! Appendix I of Decision 26/2026/QĐ-TTg ask where a product's raw material comes from and by what it is certified.

mod paper;
mod profile;

use chrono::NaiveDate;
use uuid::Uuid;

pub use paper::{AreaCertificate, AreaMark, Lapse, LinkageContract, MarkKind, Paper, Scheme, Term};
pub use profile::{AreaPatch, Profile};

use crate::place::Location;

/// Why a rule of growing areas says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no growing area with this id.
    #[error("there is no growing area with the id {0}")]
    Unknown(Uuid),
    /// An issuer gives a code once.
    #[error("this issuer gave this code to another growing area")]
    CodeTaken,
    /// A certificate is recorded once.
    #[error("the certificate {0:?} is given twice")]
    CertificateTwice(String),
    /// An area is marked as one thing once on a day.
    #[error("two marks as {0} stand on one day")]
    MarksOverlap(MarkKind),
    /// An area yields no more than everything.
    #[error("the contracts that stand on {on} take {percent} % of the output")]
    MoreThanTheOutput {
        /// The day.
        on: chrono::NaiveDate,
        /// What they take together.
        percent: u32,
    },
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "AREA_UNKNOWN",
            Self::CodeTaken => "AREA_CODE_TAKEN",
            Self::CertificateTwice(_) => "AREA_CERTIFICATE_TWICE",
            Self::MarksOverlap(_) => "AREA_MARKS_OVERLAP",
            Self::MoreThanTheOutput { .. } => "MORE_THAN_THE_OUTPUT",
        }
    }
}

/// What happened to a growing area.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was registered.
    Registered(Box<Fact>),
    /// It changed.
    Updated(Box<Fact>),
}

/// A growing area as its events describe it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Its code, with its issuer.
    pub code: Code,
    /// Code of the place where it is.
    pub place_code: String,
    /// Code of the province.
    pub province_code: String,
    /// The day for which both were said.
    pub place_on: NaiveDate,
    /// What is recorded of it.
    pub profile: Profile,
}

/// The code of an area. It has no form that all issuers keep to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as its issuer writes it.
    pub text: String,
    /// Who gave it.
    pub issuer: String,
}

/// A growing area.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowingArea {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// Its code, with its issuer.
    pub code: Code,
    /// Code of the place where it is.
    pub place_code: String,
    /// Code of the province.
    pub province_code: String,
    /// The day for which both were said.
    pub place_on: NaiveDate,
    /// What is recorded of it.
    pub profile: Profile,
}

impl GrowingArea {
    /// Registers an area.
    ///
    /// # Errors
    /// [`Refusal::CertificateTwice`], [`Refusal::MarksOverlap`], [`Refusal::MoreThanTheOutput`].
    pub fn register(
        id: Uuid,
        code: Code,
        location: &Location,
        profile: Profile,
    ) -> Result<Self, Refusal> {
        profile.check()?;
        let mut area = Self {
            id,
            events: Vec::new(),
            code,
            place_code: location.place.code.to_string(),
            province_code: location.province.code.clone(),
            place_on: location.said_on,
            profile,
        };
        let registered = Event::Registered(Box::new(area.fact()));
        area.events.push(registered);
        Ok(area)
    }

    /// Changes what is recorded of it.
    ///
    /// # Errors
    /// [`Refusal::CertificateTwice`], [`Refusal::MarksOverlap`], [`Refusal::MoreThanTheOutput`].
    pub fn update(&mut self, profile: Profile) -> Result<(), Refusal> {
        profile.check()?;
        if profile == self.profile {
            return Ok(());
        }
        self.profile = profile;
        let updated = Event::Updated(Box::new(self.fact()));
        self.events.push(updated);
        Ok(())
    }

    /// What of it ends on a day that is known: its code, its certificates and its marks.
    pub fn lapses(&self) -> Vec<Lapse> {
        let code = self.profile.code_valid.to.map(|last_day| Lapse {
            paper: Paper::Code,
            name: self.code.text.clone(),
            last_day,
        });
        let certificates = self.profile.certificates.iter();
        code.into_iter()
            .chain(certificates.filter_map(AreaCertificate::lapse))
            .chain(self.profile.marks.iter().filter_map(AreaMark::lapse))
            .collect()
    }

    fn fact(&self) -> Fact {
        Fact {
            id: self.id,
            code: self.code.clone(),
            place_code: self.place_code.clone(),
            province_code: self.province_code.clone(),
            place_on: self.place_on,
            profile: self.profile.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
