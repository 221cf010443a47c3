//! Whose results and ends are: the province's or the centre's.

use super::central::{central_round, scored_centrally};
use super::*;
use crate::council::Level;
use crate::dossier::recount::TakenBack;

const BELOW_90: [(&str, u32); 2] = [("4.1", 3), ("6.5", 2)];

/// The level of the last round, and the one that has the dossier or had it last.
fn levels(dossier: &Dossier) -> (Level, Level) {
    (dossier.level_of_round(), dossier.level_in_charge())
}

#[test]
fn what_the_provinces_council_found_is_the_provinces() {
    let mut dossier = scored();
    assert_eq!(levels(&dossier), (Level::Province, Level::Province));
    decide(&mut dossier, &mut uncertified(), "2026-06-15").unwrap();
    assert_eq!(levels(&dossier), (Level::Province, Level::Province));
}

#[test]
fn a_candidate_is_the_centres_and_its_result_the_provinces_until_the_centre_has_one() {
    let mut dossier = in_round();
    count(&mut dossier, &[], "2026-06-10").unwrap();
    decide(&mut dossier, &mut uncertified(), "2026-06-20").unwrap();
    assert_eq!(levels(&dossier), (Level::Province, Level::Centre));
    assert_eq!(dossier.level_complained_of(), Level::Province);
    dossier
        .accept(&built_in(), &central_round(), day("2026-07-01"))
        .unwrap();
    assert_eq!(levels(&dossier), (Level::Centre, Level::Centre));
    assert_eq!(dossier.level_complained_of(), Level::Centre);
}

#[test]
fn what_the_centre_found_stays_the_centres_after_it_sent_the_dossier_back() {
    let (mut dossier, mut certificates) = scored_centrally(&BELOW_90);
    assert_eq!(levels(&dossier), (Level::Centre, Level::Province));
    assert_eq!(dossier.level_complained_of(), Level::Centre);
    decide(&mut dossier, &mut certificates, "2026-09-15").unwrap();
    // The province recognised it, from the result of the centre.
    assert_eq!(levels(&dossier), (Level::Centre, Level::Province));
    assert_eq!(dossier.level_complained_of(), Level::Province);
}

#[test]
fn a_vote_that_the_centre_takes_back_leaves_the_round_the_centres() {
    let (mut dossier, _) = scored_centrally(&BELOW_90);
    let again = TakenBack {
        reason: "Kiểm phiếu lại".into(),
        by: "bo".into(),
        on: day("2026-08-25"),
    };
    dossier.reopen(again).unwrap();
    assert_eq!(levels(&dossier), (Level::Centre, Level::Centre));
}

#[test]
fn a_later_round_of_the_province_is_the_provinces() {
    let (mut dossier, _) = scored_centrally(&BELOW_90);
    dossier
        .accept(&built_in(), &first_round(None), day("2026-09-20"))
        .unwrap();
    assert_eq!(levels(&dossier), (Level::Province, Level::Province));
}

#[test]
fn who_had_a_dossier_when_it_ended_is_who_ended_it() {
    let (mut minister, mut certificates) = scored_centrally(&[]);
    let mut rejected = minister.clone();
    rejected.reject("Hồ sơ giả mạo", day("2026-09-01")).unwrap();
    assert_eq!(levels(&rejected), (Level::Centre, Level::Centre));
    decide(&mut minister, &mut certificates, "2026-09-15").unwrap();
    assert_eq!(levels(&minister), (Level::Centre, Level::Centre));
    let (mut sent_back, _) = scored_centrally(&BELOW_90);
    sent_back
        .reject("Hồ sơ giả mạo", day("2026-09-01"))
        .unwrap();
    assert_eq!(levels(&sent_back), (Level::Centre, Level::Province));
    let mut provincial = scored();
    provincial
        .reject("Hồ sơ giả mạo", day("2026-09-01"))
        .unwrap();
    assert_eq!(levels(&provincial), (Level::Province, Level::Province));
}

#[test]
fn five_stars_are_evaluated_again_by_the_centre_alone() {
    let (mut first, mut certificates) = scored_centrally(&[]);
    decide(&mut first, &mut certificates, "2026-09-15").unwrap();
    let mut dossier = draft(DossierKind::ReEvaluation, &certificates, "2029-04-01").unwrap();
    lodge(&mut dossier, &certificates, day("2029-04-02")).unwrap();
    assert_eq!(levels(&dossier), (Level::Province, Level::Province));
    dossier.endorse(findings(), day("2029-04-03")).unwrap();
    dossier
        .accept(&built_in(), &central_round(), day("2029-04-04"))
        .unwrap();
    assert_eq!(levels(&dossier), (Level::Centre, Level::Centre));
}
