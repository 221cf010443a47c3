//! The days of ends, of the steps before them and of supplements are put right.

use super::*;
use crate::dossier::ending::{CloseGround, Closing};
use crate::dossier::review::Want;

#[test]
fn the_day_of_a_rejection_is_put_right_and_not_before_the_step_it_followed() {
    let mut dossier = in_round();
    dossier.reject("Hồ sơ giả", day("2026-06-20")).unwrap();
    let on = |text: &str| Values {
        closed_on: Some(day(text)),
        ..Values::default()
    };
    let early = correct(&mut dossier, &on("2026-05-31"), &fish_sauce()).unwrap_err();
    assert_eq!(early.reason(), "BEFORE_PREVIOUS_STEP");
    correct(&mut dossier, &on("2026-06-18"), &fish_sauce()).unwrap();
    assert_eq!(dossier.stage.closed_on(), Some(day("2026-06-18")));
    assert_eq!(dossier.corrections[0].field, "closed_on");
    // The steps before it are put right as long as they stay before it.
    let lodged = Values {
        lodged_on: Some(day("2026-05-30")),
        ..Values::default()
    };
    correct(&mut dossier, &lodged, &fish_sauce()).unwrap();
    let certified_days = Values {
        closed_on: Some(day("2026-06-21")),
        ..Values::default()
    };
    let refused = correct(&mut scored(), &certified_days, &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "WRONG_STATE");
}

#[test]
fn the_steps_of_a_dossier_that_ended_after_its_count_are_put_right_in_their_order() {
    let mut dossier = scored();
    dossier.withdraw("", day("2026-06-20")).unwrap();
    let values = Values {
        lodged_on: Some(day("2026-05-30")),
        tallied_on: Some(day("2026-06-11")),
        ..Values::default()
    };
    correct(&mut dossier, &values, &fish_sauce()).unwrap();
    let fields: Vec<&str> = dossier
        .corrections
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(fields, ["lodged_on", "tally.tallied_on"]);
    let late = Values {
        tallied_on: Some(day("2026-06-21")),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &late, &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "BEFORE_PREVIOUS_STEP");
}

#[test]
fn a_corrected_day_of_the_minutes_is_one_correction_also_where_the_dossier_ended_with_them() {
    let mut dossier = in_round();
    count(&mut dossier, &[("3.5", 0)], "2026-06-10").unwrap();
    let values = Values {
        tallied_on: Some(day("2026-06-11")),
        ..Values::default()
    };
    correct(&mut dossier, &values, &fish_sauce()).unwrap();
    let [correction] = dossier.corrections.as_slice() else {
        panic!("one correction");
    };
    assert_eq!(correction.field, "tally.tallied_on");
}

#[test]
fn a_closing_moves_only_to_a_day_on_which_its_ground_is_there() {
    let mut dossier = in_round_with_supplement("2026-06-10");
    let closing = Closing {
        ground: CloseGround::SupplementMissing,
        reason: "Không nộp".into(),
        authority: "Văn phòng điều phối".into(),
        on: day("2026-06-20"),
    };
    dossier
        .close(closing, &fish_sauce(), &uncertified())
        .unwrap();
    let on = |text: &str| Values {
        closed_on: Some(day(text)),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &on("2026-06-10"), &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "NO_GROUND_TO_CLOSE");
    correct(&mut dossier, &on("2026-06-11"), &fish_sauce()).unwrap();
    let longer = Values {
        supplement_due_on: Some(day("2026-06-12")),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &longer, &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "NO_GROUND_TO_CLOSE");
}

#[test]
fn the_days_of_a_supplement_are_put_right_in_their_order() {
    let mut dossier = in_round_with_supplement("2026-06-10");
    let filed = Values {
        supplement_filed_on: Some(day("2026-06-08")),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &filed, &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "WRONG_STATE", "it was not handed in");
    dossier
        .add_supplement(answered(), &set(9), &[paper()], day("2026-06-09"))
        .unwrap();
    correct(&mut dossier, &filed, &fish_sauce()).unwrap();
    let asked = |text: &str| Values {
        supplement_asked_on: Some(day(text)),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &asked("2026-06-09"), &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "BEFORE_PREVIOUS_STEP");
    correct(&mut dossier, &asked("2026-06-04"), &fish_sauce()).unwrap();
    let supplement = dossier.stage.supplement().unwrap();
    assert_eq!(
        (supplement.asked_on, supplement.filed_on),
        (day("2026-06-04"), Some(day("2026-06-08")))
    );
}

/// Asked for a supplement on 5 June 2026, due on a day.
fn in_round_with_supplement(due_on: &str) -> Dossier {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-01")).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day("2026-06-01"))
        .unwrap();
    let supplement = Supplement {
        wants: vec![Want::Documents],
        text: "Phiếu kiểm nghiệm".into(),
        asked_on: day("2026-06-05"),
        due_on: Some(day(due_on)),
        filed_on: None,
    };
    dossier.ask_supplement(supplement).unwrap();
    dossier
}
