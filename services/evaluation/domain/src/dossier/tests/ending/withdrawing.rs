//! What a producer lodged is withdrawn, what it did not lodge is deleted.

use super::*;

#[test]
fn a_producer_withdraws_until_the_decision_and_not_after() {
    let mut dossier = scored();
    let early = dossier.clone().withdraw("Chưa đủ", day("2026-06-09"));
    let (on, before) = (day("2026-06-09"), day("2026-06-10"));
    assert_eq!(early, Err(BeforePreviousStep { on, before }.into()));
    let mut withdrawn = dossier.clone();
    withdrawn.withdraw("Chưa đủ", day("2026-06-12")).unwrap();
    assert_eq!(withdrawn.state(), State::Withdrawn);
    assert_eq!(withdrawn.stage.reason(), "Chưa đủ");
    assert_eq!(names(&withdrawn.events).last(), Some(&"dossier.withdrawn"));
    let mut certificates = uncertified();
    decide(&mut dossier, &mut certificates, "2026-06-20").unwrap();
    let state = State::Certified;
    let late = dossier.withdraw("", day("2026-06-21"));
    assert_eq!(late, Err(Refusal::WrongState { state }));
}

#[test]
fn a_draft_is_deleted_and_not_withdrawn() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    let state = State::Draft;
    assert_eq!(
        dossier.withdraw("", day("2026-05-26")),
        Err(Refusal::WrongState { state })
    );
    dossier.delete(day("2026-05-26")).unwrap();
    assert_eq!(dossier.state(), State::Deleted);
    assert_eq!(dossier.content, Content::default());
    assert_eq!(
        names(&dossier.events),
        ["dossier.created", "dossier.deleted"]
    );
    let state = State::Deleted;
    assert_eq!(
        dossier.delete(day("2026-05-27")),
        Err(Refusal::WrongState { state })
    );
}

#[test]
fn a_lodged_dossier_is_withdrawn_and_not_deleted() {
    let mut dossier = scored();
    let state = State::ProvincialScored;
    assert_eq!(
        dossier.delete(day("2026-06-20")),
        Err(Refusal::WrongState { state })
    );
}
