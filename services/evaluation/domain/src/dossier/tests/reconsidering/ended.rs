//! What was rejected or closed goes on where it had ended.

use super::*;

#[test]
fn a_dossier_that_was_rejected_goes_on_where_it_had_ended() {
    let reject = |mut dossier: Dossier| {
        dossier.reject("Hồ sơ giả", day("2026-06-20")).unwrap();
        evaluated_again(&mut dossier, &uncertified(), "2026-07-01");
        dossier
    };
    let mut lodged = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut lodged, &uncertified(), day("2026-06-01")).unwrap();
    let mut endorsed = lodged.clone();
    endorsed.endorse(findings(), day("2026-06-01")).unwrap();
    let mut in_round_of_advisors = endorsed.clone();
    in_round_of_advisors
        .accept(&built_in(), &first_round(None), day("2026-06-01"))
        .unwrap();
    for (dossier, state) in [
        (lodged, State::Submitted),
        (endorsed, State::CommuneEndorsed),
        (in_round_of_advisors, State::InProvincialRound),
        (in_round(), State::ReadyForCouncil),
        (scored(), State::ReadyForCouncil),
    ] {
        let resumed = reject(dossier);
        assert_eq!(resumed.state(), state);
        let [end] = resumed.lifted.as_slice() else {
            panic!("its end is kept");
        };
        assert_eq!(
            (end.state(), end.reason(), end.ended_on()),
            (State::Rejected, "Hồ sơ giả", day("2026-06-20"))
        );
        assert_eq!(resumed.last_step_on(), Some(day("2026-07-01")));
    }
    let mut resumed = reject(in_round());
    let early = resumed.reject("Lần nữa", day("2026-06-25")).unwrap_err();
    assert_eq!(early.reason(), "BEFORE_PREVIOUS_STEP");
}

#[test]
fn a_dossier_that_the_office_closed_goes_on_too() {
    let mut dossier = in_round();
    let closing = Closing {
        ground: CloseGround::ObjectGone,
        reason: "Ngừng sản xuất".into(),
        authority: "Văn phòng điều phối".into(),
        on: day("2026-06-20"),
    };
    let retired = Product {
        status: crate::register::product::Status::Retired,
        ..fish_sauce()
    };
    dossier.close(closing, &retired, &uncertified()).unwrap();
    evaluated_again(&mut dossier, &uncertified(), "2026-07-01");
    assert_eq!(dossier.state(), State::ReadyForCouncil);
    assert_eq!(dossier.lifted[0].state(), State::Closed);
}

#[test]
fn five_stars_to_be_evaluated_again_go_on_before_the_centres_council() {
    let mut certificates = uncertified();
    let grant = crate::certificate::certification::Grant {
        id: Uuid::from_u128(0xCE50),
        star: Star::Five,
        regulation: Code::R2026,
        decision: decision_on(Star::Five, "900/QĐ-BNNMT", "2026-06-20"),
        valid_from: day("2026-06-20"),
        product_code: String::new(),
        dossier_id: None,
        recorded_on: day("2026-06-20"),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    certificates.issue(&fish_sauce(), grant).unwrap();
    let mut dossier = draft(DossierKind::ReEvaluation, &certificates, "2029-01-10").unwrap();
    lodge(&mut dossier, &certificates, day("2029-01-10")).unwrap();
    dossier.endorse(findings(), day("2029-01-11")).unwrap();
    dossier
        .accept(&built_in(), &central_round(), day("2029-01-12"))
        .unwrap();
    dossier.reject("Hồ sơ giả", day("2029-01-20")).unwrap();
    evaluated_again(&mut dossier, &certificates, "2029-02-01");
    assert_eq!(dossier.state(), State::InCentralRound);
}

#[test]
fn a_dossier_rejected_while_a_supplement_was_waited_for_waits_for_it_again() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-01")).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day("2026-06-01"))
        .unwrap();
    let supplement = Supplement {
        wants: Vec::new(),
        text: "Phiếu kiểm nghiệm".into(),
        asked_on: day("2026-06-05"),
        due_on: None,
        filed_on: None,
    };
    dossier.ask_supplement(supplement).unwrap();
    dossier.reject("Hồ sơ giả", day("2026-06-20")).unwrap();
    evaluated_again(&mut dossier, &uncertified(), "2026-07-01");
    assert_eq!(dossier.state(), State::SupplementRequested);
    let early = dossier.add_supplement(answered(), &set(9), &[paper()], day("2026-06-25"));
    assert_eq!(early.unwrap_err().reason(), "BEFORE_PREVIOUS_STEP");
    dossier
        .add_supplement(answered(), &set(9), &[paper()], day("2026-07-02"))
        .unwrap();
}

#[test]
fn a_dossier_rejected_before_the_team_reported_on_a_supplement_keeps_the_report_before_it() {
    let mut dossier = in_round();
    let supplement = Supplement {
        wants: vec![crate::dossier::review::Want::Tests],
        text: "Phiếu kiểm nghiệm mới".into(),
        asked_on: day("2026-06-05"),
        due_on: None,
        filed_on: None,
    };
    dossier.ask_supplement(supplement).unwrap();
    dossier
        .add_supplement(answered(), &set(9), &[paper()], day("2026-06-08"))
        .unwrap();
    let before = dossier.stage.clone();
    dossier.reject("Hồ sơ giả", day("2026-06-20")).unwrap();
    evaluated_again(&mut dossier, &uncertified(), "2026-07-01");
    assert_eq!(dossier.state(), State::InProvincialRound);
    assert_eq!(dossier.stage, before);
    assert_eq!(dossier.stage.advice_of_round(), Some(&advice("2026-06-01")));
}
