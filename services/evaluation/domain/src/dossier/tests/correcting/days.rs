//! The days of lodging and of sending on, and the order of the days.

use super::*;

#[test]
fn a_correction_never_lets_days_run_backwards() {
    let office = Office::new();
    let mut dossier = scored();
    // Lodged, sent on, accepted and reported on 1 June; counted on 10 June.
    for (values, on, before) in [
        (lodged("2026-06-02"), "2026-06-01", "2026-06-02"),
        (endorsed("2026-06-02"), "2026-06-01", "2026-06-02"),
        (endorsed("2026-05-31"), "2026-05-31", "2026-06-01"),
        (tallied("2026-05-31"), "2026-05-31", "2026-06-01"),
    ] {
        let (on, before) = (day(on), day(before));
        assert_eq!(
            office.correct(&mut dossier, values),
            Err(BeforePreviousStep { on, before }.into())
        );
    }
    // Several days are put right together.
    let all = Values {
        endorsed_on: Some(day("2026-06-02")),
        accepted_on: Some(day("2026-06-03")),
        advised_on: Some(day("2026-06-04")),
        ..Values::default()
    };
    office.correct(&mut dossier, all).unwrap();
    let fields: Vec<&str> = dossier
        .corrections
        .iter()
        .map(|correction| correction.field.as_str())
        .collect();
    assert_eq!(fields, ["endorsed_on", "accepted_on", "advised_on"]);
    let mut certificates = uncertified();
    decide(&mut dossier, &mut certificates, "2026-06-20").unwrap();
    let after_decision = office.correct(&mut dossier, tallied("2026-06-21"));
    assert!(matches!(
        after_decision,
        Err(Refusal::BeforePreviousStep(_))
    ));
}

#[test]
fn a_corrected_day_of_sending_on_is_held_to_the_cut_off_of_its_round() {
    let mut office = Office::new();
    office.first_round = first_round(Some("2026-06-01"));
    let mut dossier = in_round();
    let values = Values {
        endorsed_on: Some(day("2026-06-02")),
        accepted_on: Some(day("2026-06-02")),
        advised_on: Some(day("2026-06-02")),
        ..Values::default()
    };
    let (endorsed_on, cut_off) = (day("2026-06-02"), day("2026-06-01"));
    assert_eq!(
        office.correct(&mut dossier, values),
        Err(Refusal::AfterCutOff {
            endorsed_on,
            cut_off
        })
    );
}

#[test]
fn a_corrected_day_of_lodging_is_asked_of_the_certificates_and_the_regulation_of_that_day() {
    let mut office = Office::new();
    office.certificates = three_stars();
    // The certificate began on 20 June 2026.
    let upgrade = draft(DossierKind::Upgrade, &office.certificates, "2026-10-01").unwrap();
    let mut dossier = through_to_round(upgrade, &office.certificates, "2026-10-02");
    let on = day("2026-06-19");
    assert_eq!(
        office.correct(&mut dossier, lodged("2026-06-19")),
        Err(certificate::Refusal::NoValidCertificate { on }.into())
    );
    office.correct(&mut dossier, lodged("2026-10-01")).unwrap();
    let on = day("2021-01-04");
    assert_eq!(
        office.correct(&mut dossier, lodged("2021-01-04")),
        Err(Refusal::OtherRegulation { on })
    );
}

#[test]
fn a_draft_and_a_step_that_was_not_taken_have_nothing_to_correct() {
    let office = Office::new();
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    let state = State::Draft;
    assert_eq!(
        office.correct(&mut dossier, lodged("2026-05-26")),
        Err(Refusal::WrongState { state })
    );
    let mut dossier = in_round();
    let state = State::ReadyForCouncil;
    assert_eq!(
        office.correct(&mut dossier, tallied("2026-06-10")),
        Err(Refusal::WrongState { state })
    );
    assert_eq!(
        office.correct(&mut dossier, Values::default()),
        Err(correction::Refusal::NothingToCorrect.into())
    );
}

#[test]
fn a_re_evaluation_is_put_right_to_the_first_day_of_its_window_and_not_before() {
    let mut office = Office::new();
    office.certificates = three_stars();
    let kind = DossierKind::ReEvaluation;
    let mut dossier = draft(kind, &office.certificates, "2028-12-01").unwrap();
    lodge(&mut dossier, &office.certificates, day("2029-01-10")).unwrap();
    // 180 days before 20 June 2029.
    let from = day("2028-12-22");
    assert_eq!(
        office.correct(&mut dossier, lodged("2028-12-21")),
        Err(Refusal::FiledTooEarly { from })
    );
    assert_eq!(office.correct(&mut dossier, lodged("2028-12-22")), Ok(()));
}

#[test]
fn the_cut_off_of_a_round_says_nothing_of_a_dossier_that_is_not_in_it() {
    let mut office = Office::new();
    office.first_round = first_round(Some("2026-06-01"));
    let on = "2026-06-01";
    let mut dossier = draft(DossierKind::First, &uncertified(), on).unwrap();
    lodge(&mut dossier, &uncertified(), day(on)).unwrap();
    dossier.endorse(findings(), day(on)).unwrap();
    // Not accepted to any round.
    let corrected = office.correct(&mut dossier, endorsed("2026-06-02"));
    assert_eq!(corrected, Ok(()));
    // Put right together with the round: that of the new one counts.
    let mut dossier = in_round();
    let values = Values {
        endorsed_on: Some(day("2026-06-02")),
        accepted_on: Some(day("2026-06-02")),
        advised_on: Some(day("2026-06-02")),
        round: Some(Round {
            id: Uuid::from_u128(0xB0),
            number: 2,
            ..first_round(Some("2026-06-02"))
        }),
        ..Values::default()
    };
    assert_eq!(office.correct(&mut dossier, values), Ok(()));
    // The same council votes on.
    assert_eq!(dossier.ballot_attempt, 1);
}
