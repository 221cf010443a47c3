//! What the service says: every event carries the whole fact, so that whoever hears it can act
//! without asking back.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::certificate::Certificate;
use crate::criteria::regulation::Code;
use crate::criteria::star::Star;
use crate::dossier::{DossierKind, State};
use crate::evidence::Evidence;
use crate::monitoring::complaint::Complaint;
use crate::monitoring::inspection::Inspection;
use crate::programme::target::Terms;

/// An event of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A dossier took a step.
    Dossier(Box<DossierEvent>),
    /// Something happened to the certificates of a product.
    Certificate(Box<CertificateEvent>),
    /// Something happened to a paper.
    Evidence(Box<EvidenceEvent>),
    /// A target was set or changed.
    Target(Box<TargetEvent>),
    /// An inspection took a step.
    Inspection(Box<InspectionEvent>),
    /// A complaint took a step.
    Complaint(Box<ComplaintEvent>),
}

/// A step of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The draft was made.
    Created,
    /// The draft was changed.
    Updated,
    /// It was lodged at the commune.
    Submitted,
    /// It was given back for completion.
    Returned,
    /// The commune reported and sent it on.
    Endorsed,
    /// It was accepted into a round.
    Accepted,
    /// The advisory team asked for a supplement.
    SupplementRequested,
    /// The supplement was handed in.
    Supplemented,
    /// The advisory team reported, and it went before the council.
    Advised,
    /// The ballots lie too far apart: the council votes anew.
    SecondBallot,
    /// The council's ballots were counted.
    Scored,
    /// The province approved the result and sent it to the centre.
    Forwarded,
    /// The centre found less than five stars and sent it back to the province.
    SentBack,
    /// A decision recognised the product.
    Certified,
    /// It ended without recognition.
    NotRecognised,
    /// It was rejected.
    Rejected,
}

/// A dossier after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierEvent {
    /// The step.
    pub step: Step,
    /// Id of the dossier.
    pub dossier_id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// Its name.
    pub product_name: String,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Its name.
    pub producer_name: String,
    /// What the dossier asks for.
    pub kind: DossierKind,
    /// Where it stands now.
    pub state: State,
    /// Number of the criteria set.
    pub criteria_set: u8,
    /// The regulation it was lodged under; `None` while a draft.
    pub regulation: Option<Code>,
    /// Code of the province.
    pub province_code: String,
    /// The star of the result.
    pub star: Option<Star>,
    /// Why it was returned or rejected; empty otherwise.
    pub reason: String,
    /// Which vote on it is under way or was the last, from 1.
    pub ballot_attempt: u32,
    /// The day of the step.
    pub on: NaiveDate,
}

/// What happened to a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Happening {
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
    /// It was revoked.
    Revoked,
}

/// The certificates of a product after something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateEvent {
    /// What happened.
    pub happening: Happening,
    /// The certificate it happened to, as it stands now; for [`Happening::Upgraded`] and its like
    /// the new one.
    pub certificate: Certificate,
    /// Star of the certificate before it.
    pub previous_star: Option<Star>,
    /// Id of the certificate before it.
    pub previous_certificate_id: Option<Uuid>,
    /// The day it happened in law.
    pub on: NaiveDate,
}

/// What happened to a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaperStep {
    /// It was filed.
    Filed,
    /// A newer one took its place.
    Replaced,
    /// It was taken back.
    Withdrawn,
}

/// A paper after something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceEvent {
    /// What happened.
    pub step: PaperStep,
    /// The paper as it stands now, without events.
    pub paper: Evidence,
    /// The day it happened.
    pub on: NaiveDate,
}

/// What happened to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetStep {
    /// It was set.
    Set,
    /// It says something else.
    Updated,
}

/// A target after it was set or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetEvent {
    /// What happened.
    pub step: TargetStep,
    /// Id of the target.
    pub id: Uuid,
    /// Code of the province.
    pub province_code: String,
    /// What it says.
    pub terms: Terms,
}

/// A step of an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InspectionStep {
    /// It was planned.
    Planned,
    /// It was held.
    Recorded,
    /// A remedy was confirmed.
    Remedied,
    /// A remedy was found missing.
    RemedyMissing,
    /// Revocation was proposed.
    RevocationProposed,
    /// The certificate was revoked.
    Revoked,
}

/// An inspection after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionEvent {
    /// The step.
    pub step: InspectionStep,
    /// The inspection as it stands.
    pub inspection: Inspection,
    /// The day of the step.
    pub on: NaiveDate,
}

/// A step of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComplaintStep {
    /// It was filed.
    Filed,
    /// It was accepted for handling.
    Accepted,
    /// It was refused.
    Refused,
    /// It was decided.
    Decided,
}

/// A complaint after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintEvent {
    /// The step.
    pub step: ComplaintStep,
    /// The complaint as it stands.
    pub complaint: Complaint,
    /// The day of the step.
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types: `dossier.submitted`, `certificate.upgraded`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dossier(event) => match event.step {
                Step::Created => "dossier.created",
                Step::Updated => "dossier.updated",
                Step::Submitted => "dossier.submitted",
                Step::Returned => "dossier.returned",
                Step::Endorsed => "dossier.endorsed",
                Step::Accepted => "dossier.accepted",
                Step::SupplementRequested => "dossier.supplement_requested",
                Step::Supplemented => "dossier.supplemented",
                Step::Advised => "dossier.advised",
                Step::SecondBallot => "dossier.second_ballot",
                Step::Scored => "dossier.scored",
                Step::Forwarded => "dossier.forwarded",
                Step::SentBack => "dossier.sent_back",
                Step::Certified => "dossier.certified",
                Step::NotRecognised => "dossier.not_recognised",
                Step::Rejected => "dossier.rejected",
            },
            Self::Certificate(event) => match event.happening {
                Happening::Issued => "certificate.issued",
                Happening::Upgraded => "certificate.upgraded",
                Happening::Renewed => "certificate.renewed",
                Happening::Lowered => "certificate.lowered",
                Happening::Expiring { .. } => "certificate.expiring",
                Happening::Expired => "certificate.expired",
                Happening::Revoked => "certificate.revoked",
            },
            Self::Evidence(event) => match event.step {
                PaperStep::Filed => "evidence.filed",
                PaperStep::Replaced => "evidence.replaced",
                PaperStep::Withdrawn => "evidence.withdrawn",
            },
            Self::Target(event) => match event.step {
                TargetStep::Set => "target.set",
                TargetStep::Updated => "target.updated",
            },
            Self::Inspection(event) => match event.step {
                InspectionStep::Planned => "inspection.planned",
                InspectionStep::Recorded => "inspection.recorded",
                InspectionStep::Remedied => "inspection.remedied",
                InspectionStep::RemedyMissing => "inspection.remedy_missing",
                InspectionStep::RevocationProposed => "inspection.revocation_proposed",
                InspectionStep::Revoked => "inspection.revoked",
            },
            Self::Complaint(event) => match event.step {
                ComplaintStep::Filed => "complaint.filed",
                ComplaintStep::Accepted => "complaint.accepted",
                ComplaintStep::Refused => "complaint.refused",
                ComplaintStep::Decided => "complaint.decided",
            },
        }
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        match self {
            Self::Dossier(event) => &event.province_code,
            Self::Certificate(event) => &event.certificate.place.province_code,
            Self::Evidence(event) => &event.paper.place.province_code,
            Self::Target(event) => &event.province_code,
            Self::Inspection(event) => &event.inspection.subject.province_code,
            Self::Complaint(event) => &event.complaint.concerned.province_code,
        }
    }
}
