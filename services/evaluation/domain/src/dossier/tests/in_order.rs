//! Dates never run backwards along the way, also where a dossier goes a part of the way twice.

use super::*;
use crate::correction::Grounds;
use crate::criteria::calendar::BeforePreviousStep;
use crate::dossier::correcting::{Facts, Values};
use crate::dossier::recount::TakenBack;
use crate::dossier::returning::ReturnedTo;

fn is_before(outcome: Result<(), Refusal>, on: &str) -> bool {
    let previous = day(on);
    matches!(outcome, Err(Refusal::BeforePreviousStep(BeforePreviousStep { before, .. })) if before == previous)
}

/// Given back to the producer on 10 June.
fn given_back() -> Dossier {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier
        .give_back("Thiếu giấy tờ", day("2026-06-10"))
        .unwrap();
    dossier
}

#[test]
fn a_dossier_given_back_is_not_lodged_anew_or_deleted_before_that_day() {
    let mut dossier = given_back();
    let early = lodge(&mut dossier.clone(), &uncertified(), day("2026-06-09"));
    assert!(is_before(early, "2026-06-10"));
    let early = dossier.clone().delete(day("2026-06-09"));
    assert!(is_before(early, "2026-06-10"));
    assert_eq!(
        lodge(&mut dossier, &uncertified(), day("2026-06-10")),
        Ok(())
    );
}

#[test]
fn nor_is_its_day_of_lodging_put_right_to_one_before() {
    let mut dossier = given_back();
    lodge(&mut dossier, &uncertified(), day("2026-06-12")).unwrap();
    let mut correct = |on: &str| {
        let values = Values {
            lodged_on: Some(day(on)),
            ..Values::default()
        };
        let grounds = Grounds {
            reason: "Ghi nhầm".into(),
            by: "lan".into(),
            at: chrono::DateTime::UNIX_EPOCH,
        };
        let facts = Facts {
            places: &ocop_places::built_in(),
            certificates: &uncertified(),
            first_round: None,
            council: None,
            product: None,
        };
        dossier.correct(&values, facts, &grounds, day("2026-06-20"))
    };
    assert!(is_before(correct("2026-06-09"), "2026-06-10"));
    assert_eq!(correct("2026-06-11"), Ok(()));
}

#[test]
fn what_the_province_gave_back_to_the_commune_is_not_sent_on_again_before_that_day() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-03")).unwrap();
    dossier
        .give_back_from_province(ReturnedTo::Commune, "Thiếu công văn", day("2026-06-08"))
        .unwrap();
    let early = dossier.clone().endorse(findings(), day("2026-06-07"));
    assert!(is_before(early, "2026-06-08"));
    let early = dossier.clone().withdraw("", day("2026-06-07"));
    assert!(is_before(early, "2026-06-08"));
    assert_eq!(dossier.endorse(findings(), day("2026-06-08")), Ok(()));
}

fn ballots_apart() -> Vec<Ballot> {
    let mut ballots = ballots_of(&[]);
    let least = best_but(&set(9), &[("6.2", 0), ("10", 0), ("11", 0), ("1.2", 0)]);
    ballots[4] = ballot(&set(9), "m5", least);
    ballots
}

#[test]
fn the_second_vote_is_not_counted_before_the_day_of_the_first() {
    let mut dossier = in_round();
    count_these(&mut dossier, &ballots_apart(), "2026-06-10").unwrap();
    let early = count(&mut dossier, &[], "2026-06-09").map(|_| ());
    assert!(is_before(early, "2026-06-10"));
    assert_eq!(count(&mut dossier, &[], "2026-06-10"), Ok(None));
}

#[test]
fn a_vote_that_the_chair_has_begin_anew_is_not_counted_before_that_day() {
    let mut dossier = in_round();
    let reopened = TakenBack {
        reason: "Không thống nhất được".into(),
        by: "m1".into(),
        on: day("2026-06-12"),
    };
    dossier.reopen(reopened).unwrap();
    let early = count(&mut dossier, &[], "2026-06-11").map(|_| ());
    assert!(is_before(early, "2026-06-12"));
    assert_eq!(count(&mut dossier, &[], "2026-06-12"), Ok(None));
}

#[test]
fn nothing_is_decided_or_ended_before_the_day_on_which_the_minutes_were_signed() {
    let mut dossier = in_round();
    count(&mut dossier, &[("3.5", 1)], "2026-06-10").unwrap();
    dossier.sign_minutes(day("2026-06-15")).unwrap();
    let (early, last) = ("2026-06-14", "2026-06-15");
    let decided = decide(&mut dossier.clone(), &mut uncertified(), early).map(|_| ());
    assert!(is_before(decided, last));
    assert!(is_before(dossier.clone().withdraw("", day(early)), last));
    assert!(is_before(dossier.clone().reject("Giả", day(early)), last));
    let mut certificates = uncertified();
    decide(&mut dossier, &mut certificates, last).unwrap();
    let mut earlier = dossier.stage.decision().unwrap().clone();
    earlier.date = day(early);
    let corrected = dossier.correct_decision(earlier, day("2026-06-20"));
    assert!(is_before(corrected, last));
}
