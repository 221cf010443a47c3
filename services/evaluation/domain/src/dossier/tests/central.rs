//! Five stars: the province forwards, the centre's council scores, the minister decides, or it comes
//! back (Article 7.4).

use super::*;
use crate::certificate::decision::Decision;
use crate::council::Council;
use crate::council::round::Round;
use crate::criteria::regulation::Level;
use ocop_places::built_in;

pub(super) fn central_round() -> Round {
    Round {
        id: Uuid::from_u128(0xA5),
        level: Level::Centre,
        province_code: String::new(),
        council_id: Uuid::from_u128(0xC5),
        ..first_round(None)
    }
}

/// The ministry's council.
pub(super) fn central_council() -> Council {
    Council {
        id: Uuid::from_u128(0xC5),
        level: crate::council::Level::Centre,
        province_code: String::new(),
        ..council_of(7)
    }
}

fn forwarded() -> (Dossier, Certification) {
    let (mut dossier, mut certificates) = (in_round(), uncertified());
    count(&mut dossier, &[], "2026-06-10").unwrap();
    let decided = decide(&mut dossier, &mut certificates, "2026-06-20");
    assert_eq!(decided, Ok(Decided::Forwarded));
    (dossier, certificates)
}

pub(super) fn scored_centrally(changes: &[(&str, u32)]) -> (Dossier, Certification) {
    let (mut dossier, certificates) = forwarded();
    dossier
        .accept(&built_in(), &central_round(), day("2026-07-01"))
        .unwrap();
    let central = |n| Ballot {
        council_id: Uuid::from_u128(0xC5),
        attempt: dossier.ballot_attempt,
        ..ballot(&set(9), &format!("m{n}"), best_but(&set(9), changes))
    };
    let ballots: Vec<Ballot> = (1..=7).map(central).collect();
    let session = Session {
        places: &built_in(),
        council: &central_council(),
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on: day("2026-08-20"),
    };
    assert_eq!(dossier.count(&session, None), Ok(None));
    (dossier, certificates)
}

#[test]
fn a_province_never_certifies_five_stars_but_forwards_a_candidate() {
    let (dossier, certificates) = forwarded();
    assert_eq!(dossier.state(), State::ForwardedCentral);
    assert!(dossier.state().is_central());
    assert_eq!(dossier.stage.forwarded_on(), Some(day("2026-06-20")));
    assert_eq!(certificates.newest(), None);
    assert_eq!(dossier.waits_for(), Level::Centre);
}

#[test]
fn the_minister_recognises_five_stars_that_the_centre_found() {
    let (mut dossier, mut certificates) = scored_centrally(&[]);
    assert_eq!(dossier.state(), State::CentralScored);
    assert_eq!(
        dossier.stage.earlier().len(),
        1,
        "what the province found is kept"
    );
    let decided = decide(&mut dossier, &mut certificates, "2026-09-15");
    assert_eq!(decided, Ok(Decided::Certified(Star::Five)));
    let certificate = certificates.newest().unwrap();
    assert_eq!(certificate.star, Star::Five);
    assert_eq!(certificate.valid_from, day("2026-09-15"));
}

#[test]
fn a_product_that_the_centre_finds_below_90_may_be_recognised_by_the_province_from_that_result() {
    let (mut dossier, mut certificates) = scored_centrally(&[("4.1", 3), ("6.5", 2)]);
    assert_eq!(dossier.state(), State::CentralBelow90);
    assert_eq!(names(&dossier.events).last(), Some(&"dossier.sent_back"));
    assert!(!dossier.state().is_central());
    let decided = decide(&mut dossier, &mut certificates, "2026-09-15");
    assert_eq!(decided, Ok(Decided::Certified(Star::Four)));
}

#[test]
fn or_be_evaluated_again_in_a_later_round_of_the_province_whatever_its_cut_off() {
    let (mut dossier, mut certificates) = scored_centrally(&[("3.5", 0)]);
    let refused = decide(&mut dossier, &mut certificates, "2026-09-15");
    assert!(matches!(refused, Err(Refusal::NotCertifiable { .. })));
    dossier
        .accept(
            &built_in(),
            &first_round(Some("2026-04-30")),
            day("2026-09-20"),
        )
        .unwrap();
    assert_eq!(dossier.state(), State::InProvincialRound);
    assert_eq!((dossier.stage.earlier().len(), dossier.tally()), (2, None));
    dossier.advise(advice("2026-09-21")).unwrap();
    count(&mut dossier, &[("3.5", 1)], "2026-10-01").unwrap();
    let decided = decide(&mut dossier, &mut certificates, "2026-10-10");
    assert_eq!(decided, Ok(Decided::Certified(Star::Three)));
}

#[test]
fn five_stars_are_evaluated_again_at_the_centre_without_a_provincial_council() {
    let (mut first, mut certificates) = scored_centrally(&[]);
    decide(&mut first, &mut certificates, "2026-09-15").unwrap();
    let mut dossier = draft(DossierKind::ReEvaluation, &certificates, "2029-04-01").unwrap();
    lodge(&mut dossier, &certificates, day("2029-04-02")).unwrap();
    dossier.endorse(findings(), day("2029-04-03")).unwrap();
    let provincial = dossier.accept(&built_in(), &first_round(None), day("2029-04-04"));
    let state = State::CommuneEndorsed;
    assert_eq!(provincial, Err(Refusal::ForTheCentre { state }));
    dossier
        .accept(&built_in(), &central_round(), day("2029-04-04"))
        .unwrap();
    assert_eq!(dossier.state(), State::InCentralRound);
}

#[test]
fn a_dossier_is_at_the_centre_until_the_day_the_centre_finds_less_than_five_stars() {
    assert_eq!(forwarded().0.stage.sent_back_on(), None);
    let (five, _) = scored_centrally(&[]);
    assert_eq!(five.stage.sent_back_on(), None);
    assert_eq!(
        (five.decided_by(), five.star_to_grant()),
        (Level::Centre, Some(Star::Five))
    );
    let (mut less, _) = scored_centrally(&[("4.1", 3)]);
    assert_eq!(less.stage.sent_back_on(), Some(day("2026-08-20")));
    assert_eq!(
        (less.decided_by(), less.star_to_grant()),
        (Level::Province, Some(Star::Four))
    );
    // Evaluated again by the province, it was still sent back on that day.
    less.accept(&built_in(), &first_round(None), day("2026-09-01"))
        .unwrap();
    assert_eq!(less.stage.sent_back_on(), Some(day("2026-08-20")));
}

#[test]
fn only_the_province_approves_a_candidate_and_sends_it_to_the_centre() {
    let mut dossier = in_round();
    count(&mut dossier, &[], "2026-06-10").unwrap();
    let mut approve = |authority: &str| {
        let decision = Decision {
            authority: authority.into(),
            ..decision_on(Star::Three, "1200/QĐ-UBND", "2026-06-20")
        };
        let registration = Registration {
            certificate_id: Uuid::nil(),
            product_code: String::new(),
            recorded_on: day("2026-06-20"),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
        };
        dossier.decide(decision, &fish_sauce(), &mut uncertified(), registration)
    };
    let of_district = approve("UBND huyện Bình Sơn");
    let Err(Refusal::Certificate(certificate::Refusal::OtherAuthority { level, .. })) = of_district
    else {
        panic!("{of_district:?}")
    };
    assert_eq!(level, Level::Province);
    assert_eq!(approve("UBND tỉnh Quảng Ngãi"), Ok(Decided::Forwarded));
}

#[test]
fn ninety_points_with_a_five_star_minimum_missing_go_to_the_centre_where_the_regulation_says_so() {
    let outcome = |forwards: bool| {
        let law = crate::criteria::regulation::Regulation {
            forward_without_minimums: forwards,
            ..Code::R2026.regulation().clone()
        };
        let mut set = set(9);
        set.law = Box::leak(Box::new(law));
        let mut dossier = in_round();
        let session = Session {
            places: &built_in(),
            council: &council_of(5),
            set: &set,
            ballots: &ballots_of(&[("4.1", 3)]),
            conflicts: &[],
            mode: None,
            agreed: &[],
            on: day("2026-06-10"),
        };
        dossier.count(&session, None).unwrap();
        dossier.tally().unwrap().outcome
    };
    assert_eq!(outcome(false), Outcome::Certifiable(Star::Four));
    assert_eq!(outcome(true), Outcome::Forward);
}
