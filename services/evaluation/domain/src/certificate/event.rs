//! What happens to certificates: every event carries the whole fact, so that a subscriber can act
//! without asking back.

use chrono::NaiveDate;
use strum::IntoStaticStr;
use uuid::Uuid;

use super::Certificate;
use crate::criteria::star::Star;

/// What happened to a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(prefix = "certificate.", serialize_all = "snake_case")]
pub enum Step {
    /// Given, while no other was valid.
    Issued,
    /// Given with a higher star than the one before.
    Upgraded,
    /// Given again with the same star.
    Renewed,
    /// Given again with a lower star.
    Lowered,
    /// Its term ends in so many days.
    Expiring {
        /// Days until its last day.
        days_left: u32,
    },
    /// Its term ran out.
    Expired,
    Revoked,
    /// In force again after the one that replaced it was withdrawn.
    Revived,
    /// Gone over to a successor of the producer.
    Transferred,
    /// Its paper was given again.
    Reissued,
    /// Something about it was put right.
    Corrected,
}

/// The certificates of a product after something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub step: Step,
    /// The certificate it happened to, as it stands now; for [`Step::Upgraded`] and its like
    /// the new one.
    pub certificate: Certificate,
    /// Of [`Step::Corrected`] and [`Step::Reissued`]: the certificate it happened to, where that is an earlier one.
    pub earlier: Option<Certificate>,
    /// Star of the certificate before it.
    pub previous_star: Option<Star>,
    /// Id of the certificate before it.
    pub previous_certificate_id: Option<Uuid>,
    /// The day it happened in law.
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types, such as `certificate.issued`.
    pub fn name(&self) -> &'static str {
        self.step.into()
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.certificate.place.province_code
    }
}
