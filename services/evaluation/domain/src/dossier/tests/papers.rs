//! The documents that a dossier refers to.

use super::*;
use crate::dossier::documents::DocumentProblem;

#[test]
fn a_dossier_refers_only_to_documents_of_its_own_producer_that_are_there_and_not_withdrawn() {
    let dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    let id = paper().id;
    let of = |producer_id| Evidence {
        producer_id,
        ..paper()
    };
    let own = of(dossier.producer_id);
    assert_eq!(dossier.check_documents(std::slice::from_ref(&own)), Ok(()));
    let wrong = |found: &[Evidence]| dossier.check_documents(found);
    let unknown = DocumentProblem::Unknown(id);
    assert_eq!(wrong(&[]), Err(Refusal::Documents(vec![unknown])));
    let of_another = DocumentProblem::OfAnother(id);
    assert_eq!(
        wrong(&[of(Uuid::from_u128(0xBAD))]),
        Err(Refusal::Documents(vec![of_another]))
    );
    let mut gone = own;
    gone.withdraw(false, "lan", "nhầm tệp", day("2026-06-02"))
        .unwrap();
    let withdrawn = DocumentProblem::Withdrawn(id);
    assert_eq!(wrong(&[gone]), Err(Refusal::Documents(vec![withdrawn])));
}

#[test]
fn what_was_lodged_keeps_its_documents_whatever_is_handed_in_since() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-02")).unwrap();
    dossier.content = Content::default();
    assert_eq!(dossier.evidence(), [paper().id]);
}

#[test]
fn documents_are_needed_for_the_life_of_the_certificate() {
    let today = day("2026-11-28");
    let mut dossier = scored();
    let term = dossier.certificate_term(today);
    assert_eq!(term, (today, day("2029-11-28")));
    decide(&mut dossier, &mut uncertified(), "2026-06-20").unwrap();
    let term = dossier.certificate_term(today);
    assert_eq!(term, (today, day("2029-06-20")));
    let drafted = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    assert_eq!(drafted.certificate_term(today), (today, day("2029-11-28")));
}
