//! From the commune to the council: rounds, supplements, the advisory team, revisions.

use super::*;
use crate::council::round::Round;
use crate::criteria::answers::{AnswerProblem, Given};
use crate::criteria::regulation::Level;
use crate::dossier::content::{Asked, Change};
use crate::dossier::review::Want;
use ocop_places::built_in;

fn accepted() -> Dossier {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day("2026-06-03"))
        .unwrap();
    dossier
}

fn supplement(due_on: Option<&str>) -> Supplement {
    Supplement {
        wants: vec![Want::Documents, Want::Tests],
        text: "Phiếu kiểm nghiệm histamin".into(),
        asked_on: day("2026-06-05"),
        due_on: due_on.map(day),
        filed_on: None,
    }
}

#[test]
fn a_supplement_is_a_new_revision_under_the_law_of_the_first() {
    let mut dossier = accepted();
    assert_eq!(dossier.frozen.as_ref().map(|one| one.number), Some(1));
    dossier
        .ask_supplement(supplement(Some("2026-06-20")))
        .unwrap();
    assert_eq!(dossier.state(), State::SupplementRequested);
    let mut content = answered();
    content.report.results = "Đã có phiếu kiểm nghiệm".into();
    dossier
        .add_supplement(content.clone(), &set(9), &[paper()], day("2026-06-10"))
        .unwrap();
    assert_eq!(dossier.state(), State::InProvincialRound);
    let frozen = dossier.frozen.clone().unwrap();
    assert_eq!((frozen.number, frozen.regulation), (2, Code::R2026));
    assert_eq!(frozen.answers_to, "Phiếu kiểm nghiệm histamin");
    assert_eq!(frozen.content, content);
    assert_eq!(
        dossier.stage.lodged().map(|lodged| lodged.on),
        Some(day("2026-06-01"))
    );
}

#[test]
fn a_supplement_that_nobody_asked_for_or_that_comes_before_the_asking_is_refused() {
    let mut dossier = accepted();
    let state = State::InProvincialRound;
    let unasked = dossier.add_supplement(answered(), &set(9), &[paper()], day("2026-06-10"));
    assert_eq!(unasked, Err(Refusal::WrongState { state }));
    let backwards = dossier.ask_supplement(supplement(Some("2026-06-04")));
    assert!(matches!(backwards, Err(Refusal::BeforePreviousStep(_))));
    dossier.ask_supplement(supplement(None)).unwrap();
    let early = dossier.add_supplement(answered(), &set(9), &[paper()], day("2026-06-04"));
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
}

#[test]
fn a_council_waits_for_the_advisory_team() {
    let mut dossier = accepted();
    let state = State::InProvincialRound;
    assert_eq!(dossier.open_vote(), Err(Refusal::WrongState { state }));
    dossier.advise(advice("2026-06-08")).unwrap();
    assert_eq!(dossier.open_vote().map(|vote| vote.attempt), Ok(1));
    let mut other = dossier.clone();
    let early = other.ask_supplement(supplement(None));
    assert!(
        matches!(early, Err(Refusal::BeforePreviousStep(_))),
        "the council asks for one after the report"
    );
}

#[test]
fn what_was_given_back_and_lodged_anew_is_a_second_revision() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier
        .give_back("Thiếu giấy chứng nhận nhãn hiệu", day("2026-06-03"))
        .unwrap();
    let state = State::Submitted;
    let mut content = answered();
    content.form.phone = "0255 3000 000".into();
    dossier
        .rewrite(content, &fish_sauce(), day("2026-06-04"))
        .unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-05")).unwrap();
    let frozen = dossier.frozen.clone().unwrap();
    assert_eq!(frozen.number, 2);
    assert_eq!(frozen.answers_to, "Thiếu giấy chứng nhận nhãn hiệu");
    let changed = dossier.rewrite(answered(), &fish_sauce(), day("2026-06-06"));
    assert_eq!(changed, Err(Refusal::WrongState { state }));
}

#[test]
fn the_next_deadline_of_a_dossier_follows_its_steps() {
    let due = |dossier: &Dossier| {
        let deadline = dossier.next_deadline()?;
        Some((deadline.duty, deadline.due_on.to_string()))
    };
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    assert_eq!(due(&dossier), None);
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    // Fifteen working days: three weeks without a holiday.
    let commune = Some((deadlines::Duty::CheckAtCommune, "2026-06-22".to_owned()));
    assert_eq!(due(&dossier), commune);
    let deadline = dossier.next_deadline().unwrap();
    assert!(!deadline.is_late(day("2026-06-22")) && deadline.is_late(day("2026-06-23")));
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    assert_eq!(due(&dossier), None);
    let round = Round {
        ends_on: Some(day("2026-12-30")),
        ..first_round(None)
    };
    dossier
        .accept(&built_in(), &round, day("2026-06-03"))
        .unwrap();
    let finish = Some((deadlines::Duty::FinishRound, "2026-12-30".to_owned()));
    assert_eq!(due(&dossier), finish);
    dossier
        .ask_supplement(supplement(Some("2026-06-20")))
        .unwrap();
    let supplement = Some((deadlines::Duty::Supplement, "2026-06-20".to_owned()));
    assert_eq!(due(&dossier), supplement);
    dossier.reject("Hồ sơ giả", day("2026-06-21")).unwrap();
    assert_eq!(due(&dossier), None);
    assert_eq!(dossier.stage.closed_on(), Some(day("2026-06-21")));
}

#[test]
fn a_re_evaluation_is_to_be_filed_120_days_before_the_end_and_decided_in_45_days() {
    let held = three_stars();
    let mut dossier = draft(DossierKind::ReEvaluation, &held, "2028-12-22").unwrap();
    assert_eq!(dossier.held.map(|held| held.until), Some(day("2029-06-20")));
    let duties = |dossier: &Dossier| -> Vec<(deadlines::Duty, String)> {
        let all = dossier.deadlines().into_iter();
        all.map(|one| (one.duty, one.due_on.to_string())).collect()
    };
    let window = (deadlines::Duty::File, "2029-02-20".to_owned());
    assert_eq!(duties(&dossier), [window]);
    lodge(&mut dossier, &held, day("2029-01-08")).unwrap();
    dossier.endorse(findings(), day("2029-01-10")).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day("2029-01-12"))
        .unwrap();
    assert_eq!(
        duties(&dossier),
        [
            (deadlines::Duty::DecideAgain, "2029-02-24".to_owned()),
            (deadlines::Duty::EndOfGrace, "2029-12-17".to_owned()),
        ]
    );
}

fn lodged_under(dossier: &mut Dossier, code: Code) {
    let Stage::InProvincialRound(accepted) = &mut dossier.stage else {
        panic!("it is in no round")
    };
    accepted.endorsed.lodged.regulation = code;
}

#[test]
fn a_dossier_lodged_under_the_law_before_is_finished_by_21_july_and_a_re_evaluation_by_21_june() {
    let mut dossier = accepted();
    lodged_under(&mut dossier, Code::R2025);
    let finish = |dossier: &Dossier| {
        let all = dossier.deadlines().into_iter();
        let mut transition = all.filter(|one| one.duty == deadlines::Duty::FinishTransition);
        transition.next().map(|one| one.due_on.to_string())
    };
    assert_eq!(finish(&dossier).as_deref(), Some("2026-07-21"));
    dossier.kind = DossierKind::ReEvaluation;
    assert_eq!(finish(&dossier).as_deref(), Some("2026-06-21"));
    lodged_under(&mut dossier, Code::R2026);
    assert_eq!(finish(&dossier), None);
}

#[test]
fn a_dossier_waits_for_a_round_of_its_own_level() {
    let mut dossier = accepted();
    assert_eq!(dossier.waits_for(), Level::Province);
    let again = dossier.accept(&built_in(), &first_round(None), day("2026-06-10"));
    let state = State::InProvincialRound;
    assert_eq!(again, Err(Refusal::WrongState { state }));
}

/// Odd case 15: tourism asks for no samples and is scored by one of two cases. That associations take
/// part there only is the catalog's rule.
#[test]
fn a_tourism_dossier_needs_no_samples_and_answers_one_case_only() {
    let tourism = Product {
        criteria_set: 26,
        ..fish_sauce()
    };
    let set = set(26);
    assert_eq!(set.samples, 0);
    let given = |changes: &[(&str, &str)]| {
        let choose = |code: &str| {
            let changed = changes.iter().find(|(changed, _)| *changed == code);
            changed.map_or("a", |(_, option)| option).to_owned()
        };
        let answers = set.criteria().map(|criterion| Given {
            criterion: criterion.code.clone(),
            option: choose(&criterion.code),
        });
        let change = Change {
            self_assessment: Some(answers.collect()),
            ..Change::default()
        };
        change.of(complete_for(&set), &set, Asked::Whole)
    };
    // Criteria 8, 9 and 15 have two cases: a and b are of the first, c and d of the second.
    let Err(criteria::Refusal::Answers(problems)) = given(&[("8", "a"), ("9", "c"), ("15", "a")])
    else {
        panic!("two cases in one dossier")
    };
    let mixed = AnswerProblem::MixedCases {
        criterion: "9".to_owned(),
    };
    assert_eq!(problems, [mixed]);
    let content = given(&[("8", "c"), ("9", "d"), ("15", "c")]).unwrap();
    let id = Uuid::from_u128(0xD0);
    let none = Certification::none(tourism.id);
    let first = DossierKind::First;
    let dossier = Dossier::draft(id, &tourism, first, content, &none, &[], day("2026-06-01"));
    let mut dossier = dossier.unwrap();
    let lodging = Lodging {
        product: &tourism,
        certificates: &uncertified(),
        papers: &[paper()],
        acknowledged: &[],
        on: day("2026-06-01"),
    };
    dossier.submit(&LIBRARY, lodging).unwrap();
    assert_eq!(dossier.frozen.unwrap().criteria_set, 26);
}

#[test]
fn only_the_supplement_last_asked_for_counts() {
    let mut dossier = accepted();
    dossier.ask_supplement(supplement(None)).unwrap();
    dossier
        .add_supplement(answered(), &set(9), &[paper()], day("2026-06-10"))
        .unwrap();
    let again = Supplement {
        asked_on: day("2026-06-12"),
        ..supplement(None)
    };
    dossier.ask_supplement(again.clone()).unwrap();
    assert_eq!(dossier.stage.supplement(), Some(&again));
    let Stage::SupplementRequested { accepted, .. } = &dossier.stage else {
        panic!("nothing is waited for")
    };
    assert_eq!(accepted.supplement, None);
}
