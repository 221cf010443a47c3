//! What the law, or the order of things, does not allow. One enum for the whole domain, so that the
//! edge can map each refusal to a code in one exhaustive `match`.

use chrono::NaiveDate;
use uuid::Uuid;

use super::complaint::ComplaintRefusal;
use super::criteria::answers::AnswerProblem;
use super::dossier::{DossierKind, State};
use super::inspection::InspectionRefusal;
use super::scoring::Missing;
use super::star::Star;
use super::tally::TallyProblem;
use super::target::TargetProblem;

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
