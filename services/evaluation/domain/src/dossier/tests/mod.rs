//! A dossier of the fish sauce in its steps, and what the tests of its themes share.

mod central;
mod correcting;
mod deciding;
mod ending;
mod guards;
mod in_order;
mod knock_outs;
mod levels;
mod model;
mod papers;
mod product;
mod received;
mod reconsidering;
mod returned;
mod review;
mod stages;
mod votes;

use super::content::{RegistrationForm, Report, Statement};
use super::lodging::Lodging;
use super::review::{Advice, Supplement};
use super::steps::Decided;
use super::*;
use crate::certificate;
use crate::certificate::certification::Registration;
pub(crate) use crate::certificate::certification::tests::day;
use crate::certificate::certification::tests::{decision_on, fish_sauce, three_stars};
use crate::council;
use crate::council::ballot::Ballot;
use crate::council::ballot::tests::ballot;
use crate::council::round::tests::first_round;
use crate::council::tally::{Outcome, SecondBallot, Session, TallyProblem};
use crate::council::tests::council_of;
use crate::criteria;
use crate::criteria::CriteriaSet;
use crate::criteria::calendar::BeforePreviousStep;
use crate::criteria::regulation::{Code, Level, Regulation};
use crate::criteria::scoring::tests::{LIBRARY, best_but, best_of, set};
use crate::criteria::star::Star;
use crate::evidence::Evidence;
use chrono::Days;
use ocop_places::built_in;

fn findings() -> Findings {
    Findings {
        raw_material: "Cá cơm trong tỉnh".into(),
        labour: "20 người trong xã".into(),
        idea_origin: "Nghề truyền thống".into(),
        identity: "Gắn với biển Bình Châu".into(),
    }
}

pub(crate) fn uncertified() -> Certification {
    Certification::none(fish_sauce().id)
}

/// A fish sauce that its producer finds perfect.
fn answered() -> Content {
    complete()
}

/// All that the forms of a fish sauce ask for and have room for.
pub(crate) fn complete() -> Content {
    complete_for(&set(9))
}

/// The same for a set, with its best answers.
pub(crate) fn complete_for(set: &CriteriaSet) -> Content {
    let text = || "như hồ sơ giấy".to_owned();
    let proved = |code: &str| {
        let statement = Statement {
            text: text(),
            evidence: vec![paper().id],
        };
        (code.to_owned(), statement)
    };
    Content {
        form: RegistrationForm {
            unit_name: "HTX Mười Quý".to_owned(),
            representative: "Nguyễn Văn Quý".to_owned(),
            position: "Giám đốc".to_owned(),
            address: "Bình Châu".to_owned(),
            phone: "0255 386 0000".to_owned(),
            email: "quy@muoiquy.example".to_owned(),
            samples: set.samples.into(),
            declared_true: true,
            service_case: None,
        },
        report: Report {
            description: text(),
            history: text(),
            structure: text(),
            results: text(),
            plan: text(),
            changes: text(),
        },
        self_assessment: best_of(set),
        statements: set.criteria().map(|one| proved(&one.code)).collect(),
    }
}

/// Its certificate of food safety, which has no end.
pub(crate) fn paper() -> Evidence {
    crate::evidence::tests::document(0xEF, None)
}

/// Lodges a dossier with its papers.
pub(crate) fn lodge(
    dossier: &mut Dossier,
    certificates: &Certification,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let product = fish_sauce();
    let lodging = Lodging {
        product: &product,
        certificates,
        papers: &[paper()],
        acknowledged: &[],
        on,
    };
    dossier.submit(&LIBRARY, lodging)
}

fn draft(kind: DossierKind, certificates: &Certification, today: &str) -> Result<Dossier, Refusal> {
    Dossier::draft(
        Uuid::from_u128(0xD0),
        &fish_sauce(),
        kind,
        answered(),
        certificates,
        &[],
        day(today),
    )
}

fn through_to_round(mut dossier: Dossier, certificates: &Certification, from: &str) -> Dossier {
    lodge(&mut dossier, certificates, day(from)).unwrap();
    dossier.endorse(findings(), day(from)).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day(from))
        .unwrap();
    dossier.advise(advice(from)).unwrap();
    dossier
}

fn advice(on: &str) -> Advice {
    Advice {
        text: "Hồ sơ đủ, mẫu đạt".into(),
        filed_on: day(on),
    }
}

/// A first dossier of the fish sauce before its council since 1 June 2026.
pub(crate) fn in_round() -> Dossier {
    let dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    through_to_round(dossier, &uncertified(), "2026-06-01")
}

fn ballots_of(changes: &[(&str, u32)]) -> Vec<Ballot> {
    let set = set(9);
    (1..=5)
        .map(|n| ballot(&set, &format!("m{n}"), best_but(&set, changes)))
        .collect()
}

fn count(
    dossier: &mut Dossier,
    changes: &[(&str, u32)],
    on: &str,
) -> Result<Option<SecondBallot>, Refusal> {
    let attempt = dossier.ballot_attempt;
    let ballots = ballots_of(changes).into_iter();
    let ballots: Vec<Ballot> = ballots.map(|ballot| Ballot { attempt, ..ballot }).collect();
    count_these(dossier, &ballots, on)
}

fn count_these(
    dossier: &mut Dossier,
    ballots: &[Ballot],
    on: &str,
) -> Result<Option<SecondBallot>, Refusal> {
    let session = Session {
        places: &built_in(),
        council: &council_of(5),
        set: &set(9),
        ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on: day(on),
    };
    let held = dossier.held.map(|held| held.star);
    dossier.count(&session, held)
}

/// The same, scored for three stars on 10 June 2026.
pub(crate) fn scored() -> Dossier {
    let mut dossier = in_round();
    count(&mut dossier, &[("3.5", 1)], "2026-06-10").unwrap();
    dossier
}

fn names(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(Event::name).collect()
}

fn decide(
    dossier: &mut Dossier,
    certificates: &mut Certification,
    on: &str,
) -> Result<Decided, Refusal> {
    decide_on(dossier, certificates, &fish_sauce(), on)
}

fn decide_on(
    dossier: &mut Dossier,
    certificates: &mut Certification,
    product: &Product,
    on: &str,
) -> Result<Decided, Refusal> {
    let star = match dossier.decided_by() {
        Level::Centre => Star::Five,
        _ => Star::Three,
    };
    dossier.decide(
        decision_on(star, "1200/QĐ-UBND", on),
        product,
        certificates,
        Registration {
            certificate_id: Uuid::from_u128(0xCE00 + certificates.certificates.len() as u128),
            product_code: String::new(),
            recorded_on: day(on),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
        },
    )
}

/// 84 points, with every minimum answer for four stars met.
const FOUR_STARS: [(&str, u32); 5] = [("4.3", 0), ("11", 0), ("10", 0), ("1.1", 1), ("3.1", 1)];
