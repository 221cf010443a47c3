//! The report of the advisory team, replaced by a second one.

use super::*;
use crate::dossier::review::Want;

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
