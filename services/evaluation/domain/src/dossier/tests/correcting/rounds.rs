//! The round that a dossier was accepted to.

use super::*;

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
