//! The day of the minutes.

use super::*;

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
