//! A result that cannot be recognised and a supplement that does not come are grounds to close.

use super::super::central::{central_council, central_round};
use super::*;
use crate::dossier::review::Want;

/// A dossier that the province sends to the centre, whose council then scores it.
fn scored_at_the_centre(
    mut dossier: Dossier,
    certificates: &mut Certification,
    changes: &[(&str, u32)],
) -> Dossier {
    let (counted, forwarded, accepted) = ("2026-10-20", "2026-10-25", "2026-11-01");
    count(&mut dossier, &[], counted).unwrap();
    let decided = decide(&mut dossier, certificates, forwarded);
    assert_eq!(decided, Ok(Decided::Forwarded));
    dossier
        .accept(&built_in(), &central_round(), day(accepted))
        .unwrap();
    let council = central_council();
    let cast = |n| Ballot {
        council_id: council.id,
        attempt: dossier.ballot_attempt,
        ..ballot(&set(9), &format!("m{n}"), best_but(&set(9), changes))
    };
    let ballots: Vec<Ballot> = (1..=7).map(cast).collect();
    let session = Session {
        places: &built_in(),
        council: &council,
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on: day("2026-11-20"),
    };
    assert_eq!(dossier.count(&session, None), Ok(None));
    dossier
}

#[test]
fn an_upgrade_of_four_stars_that_reaches_85_at_the_centre_is_closed_without_recognition() {
    let mut certificates = three_stars();
    certificates.certificates[0].star = Star::Four;
    let dossier = upgrade(&certificates);
    // 91 points less 6: four stars again.
    let mut dossier = scored_at_the_centre(dossier, &mut certificates, &[("4.1", 3), ("6.5", 2)]);
    assert_eq!(dossier.state(), State::CentralBelow90);
    let held = Star::Four;
    assert_eq!(
        decide(&mut dossier, &mut certificates, "2026-12-01"),
        Err(certificate::Refusal::NoHigherStar { held }.into())
    );
    let ground = CloseGround::NotRecognised;
    close(&mut dossier, ground, &certificates, "2026-12-01").unwrap();
    assert_eq!(dossier.state(), State::Closed);
    assert_eq!(dossier.stage.closed_on(), Some(day("2026-12-01")));
    assert_eq!(names(&dossier.events).last(), Some(&"dossier.closed"));
}

#[test]
fn a_three_star_minimum_missing_at_the_centre_leaves_the_province_a_lawful_end() {
    let mut certificates = uncertified();
    let dossier = draft(DossierKind::First, &certificates, "2026-10-01").unwrap();
    let dossier = through_to_round(dossier, &certificates, "2026-10-02");
    let mut dossier = scored_at_the_centre(dossier, &mut certificates, &[("3.5", 0)]);
    assert_eq!(dossier.state(), State::CentralBelow90);
    let ground = CloseGround::NotRecognised;
    close(&mut dossier, ground, &certificates, "2026-12-01").unwrap();
    assert_eq!(dossier.state(), State::Closed);
    assert_eq!(dossier.tally().unwrap().star, None, "the result stays");
}

#[test]
fn a_result_that_may_be_decided_on_is_not_closed_as_not_recognised() {
    let mut dossier = scored();
    let before = dossier.clone();
    let ground = CloseGround::NotRecognised;
    let refused = close(&mut dossier, ground, &uncertified(), "2026-06-20");
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    assert_eq!(dossier, before);
}

#[test]
fn a_dossier_whose_supplement_does_not_come_by_its_day_is_closed_after_that_day() {
    let dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    let mut dossier = dossier;
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day("2026-06-03"))
        .unwrap();
    let supplement = Supplement {
        wants: vec![Want::Tests],
        text: "Phiếu kiểm nghiệm".into(),
        asked_on: day("2026-06-04"),
        due_on: Some(day("2026-06-20")),
        filed_on: None,
    };
    dossier.ask_supplement(supplement).unwrap();
    let ground = CloseGround::SupplementMissing;
    let early = close(&mut dossier, ground, &uncertified(), "2026-06-20");
    assert!(matches!(early, Err(Refusal::NoGround { .. })));
    close(&mut dossier, ground, &uncertified(), "2026-06-21").unwrap();
    assert_eq!(dossier.state(), State::Closed);
}
