//! Ends without a certificate, and the ways back: whatever becomes of a dossier's object, somebody may end it.

use super::central::{central_council, central_round};
use super::*;
use crate::certificate::certification::tests::revocation;
use crate::dossier::ending::{CloseGround, Closing};
use crate::dossier::returning::ReturnedTo;
use crate::dossier::review::Want;
use ocop_places::built_in;

fn closing(ground: CloseGround, on: &str) -> Closing {
    Closing {
        ground,
        reason: "Không còn căn cứ".into(),
        authority: "Văn phòng điều phối OCOP tỉnh Quảng Ngãi".into(),
        on: day(on),
    }
}

/// Closes a dossier of the fish sauce on a ground.
fn close(
    dossier: &mut Dossier,
    ground: CloseGround,
    certificates: &Certification,
    on: &str,
) -> Result<(), Refusal> {
    dossier.close(closing(ground, on), &fish_sauce(), certificates)
}

/// A dossier that the province sends to the centre, whose council then scores it.
fn scored_at_the_centre(
    mut dossier: Dossier,
    certificates: &mut Certification,
    changes: &[(&str, u32)],
) -> Dossier {
    let (counted, forwarded, accepted) = ("2026-10-20", "2026-10-25", "2026-11-01");
    count(&mut dossier, &[], counted).unwrap();
    let decided = decide(&mut dossier, certificates, forwarded);
    assert_eq!(decided, Ok(Decided::Forwarded));
    dossier
        .accept(&built_in(), &central_round(), day(accepted))
        .unwrap();
    let council = central_council();
    let cast = |n| Ballot {
        council_id: council.id,
        attempt: dossier.ballot_attempt,
        ..ballot(&set(9), &format!("m{n}"), best_but(&set(9), changes))
    };
    let ballots: Vec<Ballot> = (1..=7).map(cast).collect();
    let session = Session {
        places: &built_in(),
        council: &council,
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on: day("2026-11-20"),
    };
    assert_eq!(dossier.count(&session, None), Ok(None));
    dossier
}

fn upgrade(certificates: &Certification) -> Dossier {
    let dossier = draft(DossierKind::Upgrade, certificates, "2026-10-01").unwrap();
    through_to_round(dossier, certificates, "2026-10-02")
}

#[test]
fn an_upgrade_of_four_stars_that_reaches_85_at_the_centre_is_closed_without_recognition() {
    let mut certificates = three_stars();
    certificates.certificates[0].star = Star::Four;
    let dossier = upgrade(&certificates);
    // 91 points less 6: four stars again.
    let mut dossier = scored_at_the_centre(dossier, &mut certificates, &[("4.1", 3), ("6.5", 2)]);
    assert_eq!(dossier.state(), State::CentralBelow90);
    let held = Star::Four;
    assert_eq!(
        decide(&mut dossier, &mut certificates, "2026-12-01"),
        Err(certificate::Refusal::NoHigherStar { held }.into())
    );
    let ground = CloseGround::NotRecognised;
    close(&mut dossier, ground, &certificates, "2026-12-01").unwrap();
    assert_eq!(dossier.state(), State::Closed);
    assert_eq!(dossier.stage.closed_on(), Some(day("2026-12-01")));
    assert_eq!(names(&dossier.events).last(), Some(&"dossier.closed"));
}

#[test]
fn a_three_star_minimum_missing_at_the_centre_leaves_the_province_a_lawful_end() {
    let mut certificates = uncertified();
    let dossier = draft(DossierKind::First, &certificates, "2026-10-01").unwrap();
    let dossier = through_to_round(dossier, &certificates, "2026-10-02");
    let mut dossier = scored_at_the_centre(dossier, &mut certificates, &[("3.5", 0)]);
    assert_eq!(dossier.state(), State::CentralBelow90);
    let ground = CloseGround::NotRecognised;
    close(&mut dossier, ground, &certificates, "2026-12-01").unwrap();
    assert_eq!(dossier.state(), State::Closed);
    assert_eq!(dossier.tally().unwrap().star, None, "the result stays");
}

#[test]
fn a_certificate_revoked_while_its_upgrade_is_scored_takes_the_object_away() {
    let mut certificates = three_stars();
    let mut dossier = upgrade(&certificates);
    let refused = close(
        &mut dossier,
        CloseGround::ObjectGone,
        &certificates,
        "2026-11-10",
    );
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    let id = certificates.newest().unwrap().id;
    certificates.revoke(id, revocation("2026-11-05")).unwrap();
    close(
        &mut dossier,
        CloseGround::ObjectGone,
        &certificates,
        "2026-11-10",
    )
    .unwrap();
    assert_eq!(dossier.state(), State::Closed);
}

#[test]
fn a_certificate_raised_or_imported_while_a_dossier_is_scored_supersedes_it() {
    let mut certificates = uncertified();
    let mut dossier = scored();
    let ground = CloseGround::Superseded;
    let refused = close(&mut dossier, ground, &certificates, "2026-09-01");
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    certificates = three_stars();
    let until = certificates.newest().unwrap().valid_to;
    assert_eq!(
        decide(&mut dossier, &mut certificates, "2026-09-01"),
        Err(certificate::Refusal::ValidCertificateExists { until }.into())
    );
    close(&mut dossier, ground, &certificates, "2026-09-01").unwrap();
    assert_eq!(dossier.stage.closing().unwrap().ground, ground);
}

#[test]
fn a_dossier_of_a_retired_product_is_closed() {
    let mut dossier = scored();
    let retired = Product {
        active: false,
        ..fish_sauce()
    };
    let gone = closing(CloseGround::ObjectGone, "2026-06-20");
    dossier.close(gone, &retired, &uncertified()).unwrap();
    assert_eq!(dossier.state(), State::Closed);
}

#[test]
fn a_result_that_may_be_decided_on_is_not_closed_as_not_recognised() {
    let mut dossier = scored();
    let before = dossier.clone();
    let ground = CloseGround::NotRecognised;
    let refused = close(&mut dossier, ground, &uncertified(), "2026-06-20");
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    assert_eq!(dossier, before);
}

#[test]
fn a_dossier_whose_supplement_does_not_come_by_its_day_is_closed_after_that_day() {
    let dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    let mut dossier = dossier;
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day("2026-06-03"))
        .unwrap();
    let supplement = Supplement {
        wants: vec![Want::Tests],
        text: "Phiếu kiểm nghiệm".into(),
        asked_on: day("2026-06-04"),
        due_on: Some(day("2026-06-20")),
        filed_on: None,
    };
    dossier.ask_supplement(supplement).unwrap();
    let ground = CloseGround::SupplementMissing;
    let early = close(&mut dossier, ground, &uncertified(), "2026-06-20");
    assert!(matches!(early, Err(Refusal::NoGround { .. })));
    close(&mut dossier, ground, &uncertified(), "2026-06-21").unwrap();
    assert_eq!(dossier.state(), State::Closed);
}

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

#[test]
fn a_re_evaluation_has_its_object_until_the_grace_of_the_certificate_is_over() {
    let mut certificates = three_stars();
    let mut dossier = draft(DossierKind::ReEvaluation, &certificates, "2029-01-10").unwrap();
    lodge(&mut dossier, &certificates, day("2029-01-10")).unwrap();
    let (last_day_of_grace, after) = ("2029-12-17", "2029-12-18");
    let gone = |certificates: &Certification, on: &str| {
        close(
            &mut dossier.clone(),
            CloseGround::ObjectGone,
            certificates,
            on,
        )
    };
    for on in ["2029-01-10", "2029-06-21", last_day_of_grace] {
        let refused = gone(&certificates, on);
        assert!(matches!(refused, Err(Refusal::NoGround { .. })), "{on}");
    }
    assert_eq!(gone(&certificates, after), Ok(()));
    let newest = certificates.certificates[0].id;
    certificates
        .revoke(newest, revocation("2029-02-01"))
        .unwrap();
    assert_eq!(gone(&certificates, "2029-02-01"), Ok(()));
}

#[test]
fn the_certificate_that_an_upgrade_is_to_raise_does_not_supersede_it() {
    let certificates = three_stars();
    let mut dossier = upgrade(&certificates);
    let superseded = CloseGround::Superseded;
    let refused = close(&mut dossier, superseded, &certificates, "2026-11-01");
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    // A first dossier has no certificate beside it, however early that began.
    let mut first = draft(DossierKind::First, &uncertified(), "2026-07-01").unwrap();
    lodge(&mut first, &uncertified(), day("2026-07-01")).unwrap();
    let closed = close(&mut first, superseded, &certificates, "2026-07-02");
    assert_eq!(closed, Ok(()));
}

#[test]
fn an_upgrade_of_a_certificate_that_went_over_to_a_successor_is_not_decided_but_closed() {
    let mut certificates = three_stars();
    let mut dossier = upgrade(&certificates);
    count(&mut dossier, &[("4.1", 3)], "2026-10-20").unwrap();
    assert_eq!(dossier.state(), State::ProvincialScored);
    let successor = crate::certificate::certification::issuing::Successor {
        id: Uuid::from_u128(9),
        producer_id: Uuid::from_u128(0xE2),
        producer_name: "Công ty Mười Quý".into(),
        decision: decision_on(Star::Three, "9/QĐ-UBND", "2026-10-21"),
        recorded_on: day("2026-10-21"),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    let held = certificates.certificates[0].id;
    certificates.transfer(held, successor).unwrap();
    let since = day("2026-10-21");
    let decided = decide(&mut dossier, &mut certificates, "2026-10-25");
    assert_eq!(decided, Err(Refusal::ObjectEnded { since }));
    let superseded = CloseGround::Superseded;
    let closed = close(&mut dossier, superseded, &certificates, "2026-10-25");
    assert_eq!(closed, Ok(()));
}
