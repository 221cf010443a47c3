//! What the law, or the order of things, does not allow. One enum for the whole domain, so that the
//! edge can map each refusal to a code in one exhaustive `match`.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::council::tally::TallyProblem;
use crate::criteria::answers::AnswerProblem;
use crate::criteria::scoring::Missing;
use crate::criteria::star::Star;
use crate::dossier::papers::PaperProblem;
use crate::dossier::{DossierKind, State};
use crate::evidence::{MediaType, Sha256};
use crate::monitoring::complaint::ComplaintRefusal;
use crate::monitoring::inspection::InspectionRefusal;
use crate::programme::target::TargetProblem;

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The product is no longer made.
    #[error("the product is retired")]
    ProductRetired,
    /// Another dossier of the same kind is open for the product.
    #[error("the product has an open dossier of this kind")]
    OpenDossier {
        /// The kind.
        kind: DossierKind,
    },
    /// A first evaluation, or a first certificate, of a product that has a valid certificate.
    #[error("the product has a valid certificate until {until}")]
    ValidCertificateExists {
        /// Its last day.
        until: NaiveDate,
    },
    /// An upgrade or re-evaluation of a product without a valid certificate.
    #[error("the product has no valid certificate on {on}")]
    NoValidCertificate {
        /// The day looked at.
        on: NaiveDate,
    },
    /// An upgrade that gives no higher star than the product has.
    #[error("the product has {held} already; an upgrade needs more")]
    NoHigherStar {
        /// The star it has.
        held: Star,
    },
    /// A re-evaluation filed earlier than Article 7.6 allows.
    #[error("a re-evaluation may be filed from {from} on")]
    FiledTooEarly {
        /// The first day of the window.
        from: NaiveDate,
    },
    /// The dossier does not stand where this step can be taken.
    #[error("a dossier in state {state:?} does not allow this")]
    WrongState {
        /// Where it stands.
        state: State,
    },
    /// No criteria set is known for the product under the regulation of the day.
    #[error("criteria set {number} is not known for {on}")]
    NoCriteriaSet {
        /// Number of the set.
        number: u8,
        /// The day looked at.
        on: NaiveDate,
    },
    /// No regulation was in force.
    #[error("no regulation was in force on {on}")]
    NoRegulation {
        /// The day looked at.
        on: NaiveDate,
    },
    /// Something is wrong with the answers.
    #[error("the answers do not fit the criteria set: {}", list(.0))]
    Answers(Vec<AnswerProblem>),
    /// Something is wrong with the papers referred to.
    #[error("evidence cannot be referred to: {}", list(.0))]
    Papers(Vec<PaperProblem>),
    /// Findings of the commune on fewer than the four topics of Form 03.
    #[error("the commune's report lacks {}", .missing.join(", "))]
    FindingsIncomplete {
        /// The topics without findings.
        missing: Vec<&'static str>,
    },
    /// A step dated before the one it follows.
    #[error("{on} is before {before}, the day of the step before")]
    BeforePreviousStep {
        /// The date given.
        on: NaiveDate,
        /// The date it may not be before.
        before: NaiveDate,
    },
    /// A round or council of another province.
    #[error("the round is of province {round}, the dossier of {dossier}")]
    OtherProvince {
        /// Province of the round.
        round: String,
        /// Province of the dossier.
        dossier: String,
    },
    /// A dossier endorsed after the cut-off of the round.
    #[error("endorsed on {endorsed_on}, after the round's cut-off of {cut_off}")]
    AfterCutOff {
        /// When it was endorsed.
        endorsed_on: NaiveDate,
        /// The last day of the round.
        cut_off: NaiveDate,
    },
    /// No open round takes a dossier sent on on that day.
    #[error("no round is open that takes a dossier sent on on {sent_on}")]
    NoRound {
        /// The day it was sent on.
        sent_on: NaiveDate,
    },
    /// A round beyond those that the law names, not said to be an extra one.
    #[error("the law names no round {number} of {year}; an extra round must be said to be one")]
    ExtraRound {
        /// Its number.
        number: u32,
        /// Its year.
        year: i32,
    },
    /// A vote of somebody who is not in the council.
    #[error("{subject} is no member of the council")]
    NotAMember {
        /// Who.
        subject: String,
    },
    /// A second vote of the same member.
    #[error("{subject} has voted on this dossier")]
    VotedAlready {
        /// Who.
        subject: String,
    },
    /// A vote of a member with a conflict of interest.
    #[error("{subject} has a conflict of interest in this dossier and may not vote on it")]
    ConflictDeclared {
        /// Who.
        subject: String,
    },
    /// A conflict of interest that was declared before.
    #[error("a conflict of interest of {subject} in this dossier is declared already")]
    ConflictKnown {
        /// Who.
        subject: String,
    },
    /// The ballots cannot be counted.
    #[error("the ballots cannot be counted: {}", list(.0))]
    Tally(Vec<TallyProblem>),
    /// A decision on a dossier whose result allows none.
    #[error("the result allows no certificate: {}", why_not(.missing))]
    NotCertifiable {
        /// The minimum answers missing for three stars.
        missing: Vec<Missing>,
    },
    /// The certificate is already in the register with other content.
    #[error("decision {number} of {date} is in the register with other content")]
    ImportedOtherwise {
        /// Number of the decision.
        number: String,
        /// Its date.
        date: NaiveDate,
    },
    /// A certificate that would not begin after the product's newest one.
    #[error("a certificate from {from} does not follow the one from {newest}")]
    NotAfterNewest {
        /// First day of the certificate to come.
        from: NaiveDate,
        /// First day of the newest one.
        newest: NaiveDate,
    },
    /// The product has no certificate of this id.
    #[error("the product has no certificate {id}")]
    NoSuchCertificate {
        /// The id.
        id: Uuid,
    },
    /// The certificate was replaced by another.
    #[error("the certificate was replaced by {by}")]
    Replaced {
        /// The other.
        by: Uuid,
    },
    /// The certificate is revoked.
    #[error("the certificate was revoked on {since}")]
    RevokedAlready {
        /// The date of the decision.
        since: NaiveDate,
    },
    /// A paper of another producer.
    #[error("the paper {id} is of another producer")]
    EvidenceOfAnother {
        /// Its id.
        id: Uuid,
    },
    /// A paper of one kind in the place of one of another.
    #[error("the paper {id} proves something else")]
    EvidenceOfOtherKind {
        /// Its id.
        id: Uuid,
    },
    /// A paper that was replaced or taken back.
    #[error("the paper {id} was replaced or withdrawn")]
    EvidenceNotCurrent {
        /// Its id.
        id: Uuid,
    },
    /// A paper that a dossier refers to.
    #[error("a dossier uses the paper {id}; replace it with a newer one instead")]
    EvidenceInUse {
        /// Its id.
        id: Uuid,
    },
    /// A paper that was taken back.
    #[error("the paper {id} was withdrawn on {on}")]
    EvidenceWithdrawn {
        /// Its id.
        id: Uuid,
        /// The day.
        on: NaiveDate,
    },
    /// A file longer or shorter than announced.
    #[error("{announced} bytes were announced, {came} came")]
    FileSize {
        /// Bytes announced.
        announced: u64,
        /// Bytes that came, as far as they were taken.
        came: u64,
    },
    /// A file with another fingerprint than announced.
    #[error("a file with the SHA-256 {announced} was announced, one with {came} came")]
    FileHash {
        /// The one announced.
        announced: Sha256,
        /// That of what came.
        came: Sha256,
    },
    /// A file that does not begin as one of its type does.
    #[error("the file is not {announced}: it does not begin as such files do")]
    FileType {
        /// The type announced.
        announced: MediaType,
    },
    /// A target that makes no sense.
    #[error("the target makes no sense: {}", list(.0))]
    Target(Vec<TargetProblem>),
    /// An inspection does not take the step.
    #[error(transparent)]
    Inspection(#[from] InspectionRefusal),
    /// A complaint does not take the step.
    #[error(transparent)]
    Complaint(#[from] ComplaintRefusal),
}

fn why_not(missing: &[Missing]) -> String {
    if missing.is_empty() {
        return "fewer than 50 points on average".to_owned();
    }
    let line = |line: &Missing| {
        format!(
            "criterion {} needs at least {} points and has {}",
            line.criterion, line.needs, line.has
        )
    };
    missing.iter().map(line).collect::<Vec<_>>().join("; ")
}

fn list<T: ToString>(items: &[T]) -> String {
    items
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
