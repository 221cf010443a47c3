//! What was decided is voted on anew.

use super::*;
use crate::certificate::Kind;

#[test]
fn a_complaint_has_the_council_vote_anew_on_a_decided_dossier_and_a_higher_star_replaces_the_certificate()
 {
    let (mut dossier, mut certificates) = certified();
    let first = certificates.newest().unwrap().clone();
    evaluated_again(&mut dossier, &certificates, "2026-07-01");
    assert_eq!(dossier.state(), State::ReadyForCouncil);
    assert_eq!(dossier.ballot_attempt, 2);
    let last = dossier.stage.earlier().last().unwrap();
    let granted = last.granted.as_ref().unwrap();
    assert_eq!(granted.certificate_id, first.id);
    assert_eq!(last.taken_back, Some(complaint("2026-07-01")));
    assert!(
        certificates.valid_on(day("2026-07-05")).is_some(),
        "what was decided holds until it is decided otherwise"
    );

    let early = count(&mut dossier, &FOUR_STARS, "2026-06-30").unwrap_err();
    assert_eq!(early.reason(), "BEFORE_PREVIOUS_STEP");
    count(&mut dossier, &FOUR_STARS, "2026-07-10").unwrap();
    assert_eq!(dossier.state(), State::ProvincialScored);
    let decided = decide(&mut dossier, &mut certificates, "2026-07-15").unwrap();
    assert_eq!(decided, Decided::Certified(Star::Four));
    let [old, new] = certificates.certificates.as_slice() else {
        panic!("two certificates");
    };
    assert_eq!((old.id, old.replaced_by), (first.id, Some(new.id)));
    assert_eq!(
        (old.valid_to, new.valid_from, new.kind),
        (day("2026-07-14"), day("2026-07-15"), Kind::Upgrade)
    );
    assert_eq!(dossier.stage.certificate_id(), Some(new.id));
    assert_eq!(dossier.check_order(), Ok(()));
}

#[test]
fn a_re_evaluation_after_a_complaint_may_find_less_and_the_certificate_is_lowered() {
    let mut certificates = uncertified();
    let mut dossier = in_round();
    count(&mut dossier, &FOUR_STARS, "2026-06-10").unwrap();
    decide(&mut dossier, &mut certificates, "2026-06-15").unwrap();
    evaluated_again(&mut dossier, &certificates, "2026-07-01");
    count(&mut dossier, &[("3.5", 1)], "2026-07-10").unwrap();
    decide(&mut dossier, &mut certificates, "2026-07-15").unwrap();
    let newest = certificates.newest().unwrap();
    assert_eq!((newest.star, newest.kind), (Star::Three, Kind::Lowering));
}

#[test]
fn an_upgrade_voted_on_anew_is_compared_with_what_it_started_from() {
    let mut certificates = three_stars();
    let dossier = draft(DossierKind::Upgrade, &certificates, "2026-10-01").unwrap();
    let mut dossier = through_to_round(dossier, &certificates, "2026-10-02");
    count(&mut dossier, &FOUR_STARS, "2026-10-20").unwrap();
    decide(&mut dossier, &mut certificates, "2026-10-25").unwrap();
    evaluated_again(&mut dossier, &certificates, "2026-11-01");
    count(&mut dossier, &FOUR_STARS, "2026-11-10").unwrap();
    assert_eq!(
        dossier.state(),
        State::ProvincialScored,
        "four stars are more than the three it had, though its own certificate has four"
    );
    decide(&mut dossier, &mut certificates, "2026-11-15").unwrap();
    let newest = certificates.newest().unwrap();
    assert_eq!((newest.star, newest.kind), (Star::Four, Kind::Renewal));
}

/// The certificate held goes over to a successor.
fn transferred(certificates: &mut Certification, on: &str) -> Uuid {
    let held = certificates.newest().unwrap().id;
    let to = crate::certificate::certification::issuing::Successor {
        id: Uuid::from_u128(0x5CC),
        producer_id: Uuid::from_u128(0x5CD),
        producer_name: "HTX Kế thừa".into(),
        decision: decision_on(Star::Three, "41/QĐ-UBND", on),
        recorded_on: day(on),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    certificates.transfer(held, to).unwrap();
    Uuid::from_u128(0x5CD)
}

#[test]
fn a_new_vote_replaces_the_certificate_that_a_successor_holds_meanwhile_and_it_goes_on_holding_it()
{
    let (mut before, mut certificates) = certified();
    let mut after = before.clone();
    evaluated_again(&mut before, &certificates, "2026-06-20");
    let successor = transferred(&mut certificates, "2026-06-25");
    evaluated_again(&mut after, &certificates, "2026-07-01");
    for mut dossier in [before, after] {
        let mut certificates = certificates.clone();
        let closing = Closing {
            ground: CloseGround::Superseded,
            reason: "Đã có giấy chứng nhận".into(),
            authority: "Văn phòng điều phối".into(),
            on: day("2026-07-02"),
        };
        let refused = dossier.clone().close(closing, &fish_sauce(), &certificates);
        assert_eq!(refused.unwrap_err().reason(), "NO_GROUND_TO_CLOSE");
        count(&mut dossier, &FOUR_STARS, "2026-07-10").unwrap();
        decide(&mut dossier, &mut certificates, "2026-07-15").unwrap();
        let [first, gone_over, newest] = certificates.certificates.as_slice() else {
            panic!("three certificates");
        };
        assert_eq!(first.producer_id, fish_sauce().producer_id);
        assert_eq!(gone_over.replaced_by, Some(newest.id));
        assert_eq!((newest.star, newest.kind), (Star::Four, Kind::Upgrade));
        assert_eq!(
            (newest.producer_id, newest.producer_name.as_str()),
            (successor, "HTX Kế thừa")
        );
    }
}

#[test]
fn a_dossier_whose_certificate_another_dossiers_has_followed_is_not_voted_on_anew() {
    let (first, mut certificates) = certified();
    let upgrade = draft(DossierKind::Upgrade, &certificates, "2026-10-01").unwrap();
    let mut upgrade = through_to_round(upgrade, &certificates, "2026-10-02");
    count(&mut upgrade, &FOUR_STARS, "2026-10-20").unwrap();
    decide(&mut upgrade, &mut certificates, "2026-10-25").unwrap();
    let refused = first
        .clone()
        .evaluate_again(complaint("2026-11-01"), &certificates, &[])
        .unwrap_err();
    assert_eq!(refused.reason(), "CERTIFICATE_REPLACED");
}

#[test]
fn a_dossier_not_recognised_by_signed_minutes_is_voted_on_anew_only_because_of_a_complaint() {
    let mut dossier = in_round();
    count(&mut dossier, &[("3.5", 0)], "2026-06-10").unwrap();
    dossier.sign_minutes(day("2026-06-11")).unwrap();
    let refused = dossier.reopen(complaint("2026-06-12")).unwrap_err();
    assert_eq!(refused.reason(), "MINUTES_SIGNED");
    evaluated_again(&mut dossier, &uncertified(), "2026-07-01");
    assert_eq!(dossier.state(), State::ReadyForCouncil);
}

#[test]
fn what_the_centre_sent_back_and_the_province_certified_is_voted_on_anew_at_the_centre() {
    let (mut dossier, mut certificates) = scored_centrally(&[("4.1", 3), ("6.5", 2)]);
    decide(&mut dossier, &mut certificates, "2026-09-20").unwrap();
    evaluated_again(&mut dossier, &certificates, "2026-10-01");
    assert_eq!(dossier.state(), State::InCentralRound);
    assert_eq!(dossier.stage.sent_back_on(), None);
    assert_eq!(
        dossier.stage.accepted().map(|accepted| accepted.round_id),
        Some(central_round().id)
    );
}

#[test]
fn a_complaint_leads_to_no_new_vote_where_there_is_nothing_to_vote_on() {
    let (certified, certificates) = certified();
    let refused = |dossier: &Dossier, certificates: &Certification, open: &[DossierKind]| {
        let because = complaint("2026-07-01");
        let refusal = dossier
            .clone()
            .evaluate_again(because, certificates, open)
            .unwrap_err();
        refusal.reason()
    };
    let mut withdrawn = scored();
    withdrawn.withdraw("", day("2026-06-12")).unwrap();
    assert_eq!(refused(&withdrawn, &uncertified(), &[]), "WRONG_STATE");
    let draft = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    assert_eq!(refused(&draft, &uncertified(), &[]), "WRONG_STATE");
    let first = [DossierKind::First];
    assert_eq!(refused(&certified, &certificates, &first), "DOSSIER_OPEN");
    let mut revoked = certificates.clone();
    let id = certificates.newest().unwrap().id;
    let revocation = crate::certificate::Revocation {
        ground: crate::certificate::Ground::Ceased,
        reason: "Ngừng sản xuất".into(),
        decision: decision_on(Star::Three, "40/QĐ-UBND", "2026-06-20"),
    };
    revoked.revoke(id, revocation).unwrap();
    assert_eq!(refused(&certified, &revoked, &[]), "REVOKED_ALREADY");
    let early = certified
        .clone()
        .evaluate_again(complaint("2026-06-14"), &certificates, &[])
        .unwrap_err();
    assert_eq!(early.reason(), "BEFORE_PREVIOUS_STEP");
}

#[test]
fn its_own_certificate_is_no_ground_to_close_a_dossier_that_is_voted_on_anew() {
    let (mut dossier, certificates) = certified();
    evaluated_again(&mut dossier, &certificates, "2026-07-01");
    let closing = Closing {
        ground: CloseGround::Superseded,
        reason: "Đã có giấy chứng nhận".into(),
        authority: "Văn phòng điều phối".into(),
        on: day("2026-07-02"),
    };
    let refused = dossier.close(closing, &fish_sauce(), &certificates);
    assert_eq!(refused.unwrap_err().reason(), "NO_GROUND_TO_CLOSE");
}
