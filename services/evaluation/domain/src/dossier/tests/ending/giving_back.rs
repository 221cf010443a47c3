//! The province gives a dossier back.

use super::*;
use crate::dossier::returning::ReturnedTo;

#[test]
fn the_province_gives_a_dossier_back_to_the_commune_or_to_the_producer() {
    let lodged = || {
        let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
        lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
        dossier
    };
    let mut dossier = lodged();
    let (on, state) = (day("2026-06-05"), State::Submitted);
    assert_eq!(
        dossier.give_back_from_province(ReturnedTo::Producer, "Thiếu", on),
        Err(Refusal::WrongState { state }),
        "the commune has it"
    );
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    let mut accepted = dossier.clone();
    let to_commune = ReturnedTo::Commune;
    dossier
        .give_back_from_province(to_commune, "Thiếu công văn", on)
        .unwrap();
    assert_eq!(
        (dossier.state(), dossier.stage.reason()),
        (State::Submitted, "Thiếu công văn")
    );
    assert_eq!(
        dossier.stage.lodged().unwrap().on,
        day("2026-06-01"),
        "it stays lodged on its day"
    );
    dossier.endorse(findings(), day("2026-06-08")).unwrap();

    accepted
        .accept(&built_in(), &first_round(None), day("2026-06-04"))
        .unwrap();
    let early = accepted.clone().give_back_from_province(
        ReturnedTo::Producer,
        "Thiếu mẫu",
        day("2026-06-03"),
    );
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
    accepted
        .give_back_from_province(ReturnedTo::Producer, "Thiếu mẫu", on)
        .unwrap();
    assert_eq!(accepted.state(), State::Draft);
    assert_eq!(names(&accepted.events).last(), Some(&"dossier.returned"));
    lodge(&mut accepted, &uncertified(), day("2026-06-10")).unwrap();
    assert_eq!(accepted.revision, 2);
}
