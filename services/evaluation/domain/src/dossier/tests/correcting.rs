//! What is put right on record, and what a correction may not leave behind.

use chrono::DateTime;
use ocop_places::built_in;

use super::*;
use crate::correction::{self, Grounds};
use crate::council::Council;
use crate::council::round::Round;
use crate::dossier::correcting::{Facts, Values};
use crate::dossier::review::Want;

fn grounds() -> Grounds {
    Grounds {
        reason: "Ghi nhầm ngày".into(),
        by: "lan".into(),
        at: DateTime::UNIX_EPOCH,
    }
}

struct Office {
    certificates: Certification,
    first_round: Round,
    council: Council,
}

impl Office {
    fn new() -> Self {
        Self {
            certificates: uncertified(),
            first_round: first_round(None),
            council: council_of(5),
        }
    }

    fn correct(&self, dossier: &mut Dossier, values: Values) -> Result<(), Refusal> {
        let before = dossier.clone();
        let facts = Facts {
            places: &built_in(),
            product: None,
            certificates: &self.certificates,
            first_round: Some(&self.first_round),
            council: Some(&self.council),
        };
        let outcome = dossier.correct(&values, facts, &grounds(), day("2026-07-01"));
        if outcome.is_err() {
            assert_eq!(*dossier, before, "a refusal leaves no trace");
        }
        outcome
    }
}

fn lodged(on: &str) -> Values {
    Values {
        lodged_on: Some(day(on)),
        ..Values::default()
    }
}

fn endorsed(on: &str) -> Values {
    Values {
        endorsed_on: Some(day(on)),
        ..Values::default()
    }
}

fn tallied(on: &str) -> Values {
    Values {
        tallied_on: Some(day(on)),
        ..Values::default()
    }
}

#[test]
fn a_corrected_day_counts_and_the_old_one_stays_on_record() {
    let mut dossier = scored();
    let office = Office::new();
    office.correct(&mut dossier, tallied("2026-06-12")).unwrap();
    assert_eq!(dossier.tally().unwrap().tallied_on, day("2026-06-12"));
    let [correction] = dossier.corrections.as_slice() else {
        panic!("one value was put right")
    };
    assert_eq!(
        (
            correction.field.as_str(),
            correction.before.as_str(),
            correction.after.as_str(),
            correction.reason.as_str(),
            correction.by.as_str()
        ),
        (
            "tally.tallied_on",
            "2026-06-10",
            "2026-06-12",
            "Ghi nhầm ngày",
            "lan"
        )
    );
    assert_eq!(names(&dossier.events).last(), Some(&"dossier.corrected"));
    let early = decide(&mut dossier, &mut uncertified(), "2026-06-11");
    assert!(
        matches!(early, Err(Refusal::BeforePreviousStep(_))),
        "later steps rest on the corrected day"
    );
}

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
fn minutes_are_not_moved_to_a_day_on_which_the_council_was_another() {
    let mut office = Office::new();
    office.council.members[4].left_on = Some(day("2026-06-15"));
    let mut dossier = scored();
    let on = day("2026-06-15");
    assert_eq!(
        office.correct(&mut dossier, tallied("2026-06-15")),
        Err(Refusal::CountWouldChange { on })
    );
    office.correct(&mut dossier, tallied("2026-06-14")).unwrap();
}

#[test]
fn the_minutes_of_an_upgrade_are_not_moved_to_a_day_that_compares_it_otherwise() {
    let mut office = Office::new();
    office.certificates = three_stars();
    let upgrade = draft(DossierKind::Upgrade, &office.certificates, "2026-10-01").unwrap();
    let mut dossier = through_to_round(upgrade, &office.certificates, "2026-10-02");
    count(&mut dossier, &[("3.5", 1)], "2026-10-20").unwrap();
    assert_eq!(dossier.state(), State::NotRecognised);
    office.correct(&mut dossier, tallied("2026-10-21")).unwrap();
    let raised = certificate::certification::tests::grant(9, Star::Four, "2026-11-01");
    office.certificates.upgrade(&fish_sauce(), raised).unwrap();
    office.correct(&mut dossier, tallied("2026-11-02")).unwrap();
    assert_eq!(dossier.stage.closed_on(), Some(day("2026-11-02")));
}

#[test]
fn a_dossier_moves_to_the_round_it_belongs_to_and_another_council_votes_anew() {
    let office = Office::new();
    let mut dossier = in_round();
    let other = Round {
        id: Uuid::from_u128(0xB0),
        council_id: Uuid::from_u128(0xB1),
        number: 2,
        ..first_round(Some("2026-06-30"))
    };
    let values = |round: &Round| Values {
        round: Some(round.clone()),
        ..Values::default()
    };
    let closed = Round {
        cut_off: Some(day("2026-05-31")),
        ..other.clone()
    };
    let late = office.correct(&mut dossier, values(&closed));
    assert!(matches!(late, Err(Refusal::AfterCutOff { .. })));
    let elsewhere = Round {
        province_code: "52".into(),
        ..other.clone()
    };
    assert!(office.correct(&mut dossier, values(&elsewhere)).is_err());
    office.correct(&mut dossier, values(&other)).unwrap();
    let accepted = dossier.stage.accepted().unwrap();
    assert_eq!(
        (accepted.round_id, accepted.council_id),
        (other.id, other.council_id)
    );
    assert_eq!(dossier.ballot_attempt, 2);
    let mut counted = scored();
    let refused = office.correct(&mut counted, values(&other));
    let state = State::ProvincialScored;
    assert_eq!(refused, Err(Refusal::WrongState { state }));
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
fn a_second_advisory_report_replaces_the_first_and_both_are_kept() {
    let mut dossier = in_round();
    let early = dossier
        .clone()
        .advise_again(advice("2026-05-31"), "Thiếu kết luận");
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
    let second = Advice {
        text: "Bổ sung kết luận".into(),
        filed_on: day("2026-06-03"),
    };
    dossier
        .advise_again(second.clone(), "Thiếu kết luận")
        .unwrap();
    assert_eq!(dossier.stage.advice(), Some(&second));
    let [replaced] = dossier.stage.accepted().unwrap().replaced.as_slice() else {
        panic!("the first report is kept")
    };
    assert_eq!(
        (&replaced.advice, replaced.reason.as_str()),
        (&advice("2026-06-01"), "Thiếu kết luận")
    );
    assert_eq!(dossier.ballot_attempt, 2, "members vote on the new report");
}

#[test]
fn the_council_asks_for_a_supplement_and_votes_on_a_new_report() {
    let mut dossier = in_round();
    let supplement = |on: &str| Supplement {
        wants: vec![Want::Tests],
        text: "Phiếu kiểm nghiệm mới".into(),
        asked_on: day(on),
        due_on: None,
        filed_on: None,
    };
    let early = dossier.clone().ask_supplement(supplement("2026-05-31"));
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
    dossier.ask_supplement(supplement("2026-06-05")).unwrap();
    assert_eq!(
        (dossier.state(), dossier.ballot_attempt),
        (State::SupplementRequested, 2)
    );
    dossier
        .add_supplement(answered(), &set(9), &[paper()], day("2026-06-08"))
        .unwrap();
    let filed_on = dossier.stage.supplement().unwrap().filed_on;
    assert_eq!(filed_on, Some(day("2026-06-08")));
    let before_it_came = dossier.clone().advise(advice("2026-06-07"));
    assert!(matches!(
        before_it_came,
        Err(Refusal::BeforePreviousStep(_))
    ));
    dossier.advise(advice("2026-06-09")).unwrap();
    let replaced = &dossier.stage.accepted().unwrap().replaced;
    assert_eq!(replaced[0].advice, advice("2026-06-01"));
    count(&mut dossier, &[("3.5", 1)], "2026-06-10").unwrap();
    let office = Office::new();
    let early = Values {
        advised_on: Some(day("2026-06-07")),
        ..Values::default()
    };
    assert!(matches!(
        office.correct(&mut dossier, early),
        Err(Refusal::BeforePreviousStep(_))
    ));
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
