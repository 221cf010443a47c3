mod central;
mod correcting;
mod ending;
mod guards;
mod in_order;
mod knock_outs;
mod model;
mod papers;
mod received;
mod reconsidering;
mod review;
mod stages;
mod votes;

use super::content::{RegistrationForm, Report, Statement};
use super::review::{Advice, Supplement};
use super::steps::Decided;
use super::writing::Lodging;
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

fn uncertified() -> Certification {
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
    let lodging = Lodging {
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

#[test]
fn a_first_dossier_goes_from_draft_to_a_certificate() {
    let (mut dossier, mut certificates) = (scored(), uncertified());
    let decided = decide(&mut dossier, &mut certificates, "2026-06-20");
    assert_eq!(decided, Ok(Decided::Certified(Star::Three)));
    let steps = [
        "created",
        "submitted",
        "endorsed",
        "accepted",
        "advised",
        "scored",
        "certified",
    ];
    assert_eq!(
        names(&dossier.events),
        steps.map(|step| format!("dossier.{step}"))
    );
    assert_eq!(certificates.events[0].name(), "certificate.issued");
    assert_eq!(certificates.events.len(), 1);
    let certificate = certificates.newest().unwrap();
    assert_eq!(dossier.stage.certificate_id(), Some(certificate.id));
    assert_eq!(certificate.dossier_id, Some(dossier.id));
    assert_eq!(
        (certificate.valid_from, certificate.valid_to),
        (day("2026-06-20"), day("2029-06-20"))
    );
}

#[test]
fn an_upgrade_dossier_raises_the_star_and_ends_the_old_certificate() {
    let mut certificates = three_stars();
    let dossier = draft(DossierKind::Upgrade, &certificates, "2026-10-01").unwrap();
    let mut dossier = through_to_round(dossier, &certificates, "2026-10-02");
    count(&mut dossier, &FOUR_STARS, "2026-10-20").unwrap();
    assert_eq!(dossier.tally().unwrap().average(), "84.00");
    let decided = decide(&mut dossier, &mut certificates, "2026-11-10");
    assert_eq!(decided, Ok(Decided::Certified(Star::Four)));
    assert_eq!(certificates.certificates[0].valid_to, day("2026-11-09"));
    assert_eq!(
        certificates.valid_on(day("2026-11-10")).unwrap().star,
        Star::Four
    );
}

/// 84 points, with every minimum answer for four stars met.
const FOUR_STARS: [(&str, u32); 5] = [("4.3", 0), ("11", 0), ("10", 0), ("1.1", 1), ("3.1", 1)];

#[test]
fn an_upgrade_is_compared_with_the_certificate_of_the_day_of_its_minutes() {
    // Four stars when it was lodged; a re-evaluation decided meanwhile left three.
    let mut dossier = draft(DossierKind::Upgrade, &three_stars(), "2026-10-01").unwrap();
    dossier = through_to_round(dossier, &three_stars(), "2026-10-02");
    dossier.held = dossier.held.map(|held| Held {
        star: Star::Four,
        ..held
    });
    let ballots = ballots_of(&FOUR_STARS);
    let session = Session {
        places: &built_in(),
        council: &council_of(5),
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on: day("2026-10-20"),
    };
    let held = three_stars().valid_on(session.on).map(|held| held.star);
    dossier.count(&session, held).unwrap();
    assert_eq!(dossier.state(), State::ProvincialScored);
    let decided = decide(&mut dossier, &mut three_stars(), "2026-11-10");
    assert_eq!(decided, Ok(Decided::Certified(Star::Four)));
}

#[test]
fn a_re_evaluation_decided_after_an_upgrade_began_is_refused() {
    let mut certificates = three_stars();
    let again = draft(DossierKind::ReEvaluation, &certificates, "2029-01-01").unwrap();
    let mut again = through_to_round(again, &certificates, "2029-01-02");
    let upgrade = draft(DossierKind::Upgrade, &certificates, "2029-01-01").unwrap();
    let mut upgrade = through_to_round(upgrade, &certificates, "2029-01-02");
    count(&mut upgrade, &FOUR_STARS, "2029-01-10").unwrap();
    decide(&mut upgrade, &mut certificates, "2029-01-20").unwrap();
    count(&mut again, &[("3.5", 1)], "2029-01-12").unwrap();
    let refused = decide(&mut again, &mut certificates, "2029-01-30");
    let since = day("2029-01-20");
    assert_eq!(refused, Err(Refusal::ObjectEnded { since }));
}

#[test]
fn an_upgrade_that_scores_no_higher_ends_without_recognition() {
    let mut certificates = three_stars();
    let dossier = draft(DossierKind::Upgrade, &certificates, "2026-10-01").unwrap();
    let mut dossier = through_to_round(dossier, &certificates, "2026-10-02");
    count(&mut dossier, &[("3.5", 1)], "2026-10-20").unwrap();
    assert_eq!(dossier.state(), State::NotRecognised);
    let decided = decide(&mut dossier, &mut certificates, "2026-11-10");
    assert_eq!(
        decided,
        Err(certificate::Refusal::NoHigherStar { held: Star::Three }.into())
    );
}

#[test]
fn without_a_trademark_application_there_is_no_decision_and_the_refusal_says_what_is_missing() {
    let (mut dossier, mut certificates) = (in_round(), uncertified());
    count(&mut dossier, &[("3.5", 0)], "2026-06-10").unwrap();
    assert_eq!(dossier.state(), State::NotRecognised);
    assert_eq!(
        names(&dossier.events)[5..],
        ["dossier.scored", "dossier.not_recognised"]
    );
    let Err(Refusal::NotCertifiable { missing }) =
        decide(&mut dossier, &mut certificates, "2026-06-20")
    else {
        panic!("it was recognised")
    };
    assert_eq!(
        missing
            .iter()
            .map(|line| line.criterion.as_str())
            .collect::<Vec<_>>(),
        ["3.5"]
    );
    assert_eq!(certificates, uncertified());
}

#[test]
fn a_province_forwards_five_stars_and_gives_no_certificate() {
    let (mut dossier, mut certificates) = (in_round(), uncertified());
    count(&mut dossier, &[], "2026-06-10").unwrap();
    assert_eq!(dossier.tally().unwrap().outcome, Outcome::Forward);
    assert_eq!(
        decide(&mut dossier, &mut certificates, "2026-06-20"),
        Ok(Decided::Forwarded)
    );
    assert_eq!(
        (dossier.state(), certificates.newest()),
        (State::ForwardedCentral, None)
    );
}

#[test]
fn a_decision_is_not_dated_before_the_minutes() {
    let (mut dossier, mut certificates) = (scored(), uncertified());
    let early = decide(&mut dossier, &mut certificates, "2026-06-09");
    let (on, before) = (day("2026-06-09"), day("2026-06-10"));
    assert_eq!(early, Err(BeforePreviousStep { on, before }.into()));
    assert!(decide(&mut dossier, &mut certificates, "2026-06-10").is_ok());
}

#[test]
fn a_dossier_is_counted_and_decided_once() {
    let (mut dossier, mut certificates) = (in_round(), uncertified());
    let unscored = decide(&mut dossier, &mut certificates, "2026-06-20");
    assert_eq!(
        unscored,
        Err(Refusal::WrongState {
            state: State::ReadyForCouncil
        })
    );
    count(&mut dossier, &[("3.5", 1)], "2026-06-10").unwrap();
    let again = count(&mut dossier, &[], "2026-06-11");
    assert_eq!(
        again,
        Err(Refusal::WrongState {
            state: State::ProvincialScored
        })
    );
    decide(&mut dossier, &mut certificates, "2026-06-20").unwrap();
    let twice = decide(&mut dossier, &mut certificates, "2026-06-21");
    assert_eq!(
        twice,
        Err(Refusal::WrongState {
            state: State::Certified
        })
    );
}

#[test]
fn a_count_that_cannot_be_made_leaves_the_vote_open() {
    let mut dossier = in_round();
    let few = ballots_of(&[])[..3].to_vec();
    let refused = count_these(&mut dossier, &few, "2026-06-10");
    assert_eq!(
        refused,
        Err(council::Refusal::Tally(vec![TallyProblem::Quorum { cast: 3, needed: 4 }]).into())
    );
    assert_eq!(dossier.open_vote().map(|vote| vote.attempt), Ok(1));
}
