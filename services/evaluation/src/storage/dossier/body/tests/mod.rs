mod walk;

use self::walk::{Walk, day, paper, reads_back};
use super::*;
use crate::domain::certificate::certification::Certification;
use crate::domain::council::Level as CouncilLevel;
use crate::domain::criteria::regulation::Level;
use crate::domain::dossier::ending::Closing;
use crate::domain::dossier::knock_out::{Hit, Observer};
use crate::domain::dossier::notice::Recipient;
use crate::domain::dossier::receipt::Office;
use crate::domain::dossier::returning::ReturnedTo;
use crate::domain::register::product::Product;

#[test]
fn a_dossier_reads_back_in_every_state_as_it_was_written() {
    let mut walk = Walk::begin();
    walk.check(State::Draft);
    walk.send_to_commune();
    walk.check(State::Submitted);
    walk.dossier
        .give_back("Thiếu giấy tờ", day("2026-06-01"))
        .unwrap();
    walk.check(State::Draft);
    walk.send_to_commune();
    walk.endorse();
    walk.check(State::CommuneEndorsed);
    walk.accept(Level::Province, "2026-06-03");
    walk.check(State::InProvincialRound);
    let supplement = Supplement {
        wants: Vec::new(),
        text: "Phiếu kiểm nghiệm".to_owned(),
        asked_on: day("2026-06-04"),
        due_on: None,
        filed_on: None,
    };
    walk.dossier.ask_supplement(supplement).unwrap();
    walk.check(State::SupplementRequested);
    let content = walk.dossier.content.clone();
    let set = walk.library.set_on(day("2026-06-01"), 9).unwrap();
    walk.dossier
        .add_supplement(content, set, &[paper()], day("2026-06-05"))
        .unwrap();
    walk.check(State::InProvincialRound);
    walk.advise("2026-06-06");
    walk.check(State::ReadyForCouncil);
    walk.count(CouncilLevel::Province, true, "2026-06-10");
    walk.check(State::ProvincialScored);
    walk.decide("2026-06-20");
    walk.check(State::ForwardedCentral);
    walk.accept(Level::Centre, "2026-07-01");
    walk.check(State::InCentralRound);
    walk.count(CouncilLevel::Centre, false, "2026-08-01");
    walk.check(State::CentralBelow90);
    walk.accept(Level::Province, "2026-08-02");
    walk.check(State::InProvincialRound);
    walk.advise("2026-08-03");
    walk.count(CouncilLevel::Province, true, "2026-08-04");
    walk.decide("2026-08-05");
    walk.check(State::ForwardedCentral);
    walk.accept(Level::Centre, "2026-08-06");
    walk.count(CouncilLevel::Centre, true, "2026-08-07");
    walk.check(State::CentralScored);
    walk.decide("2026-08-08");
    walk.check(State::Certified);
}

#[test]
fn a_result_that_recognises_nothing_reads_back_too() {
    let mut walk = Walk::begin();
    walk.send_to_commune();
    walk.endorse();
    walk.accept(Level::Province, "2026-06-03");
    walk.advise("2026-06-06");
    walk.count(CouncilLevel::Province, false, "2026-06-10");
    walk.check(State::NotRecognised);
}

/// A dossier at each stage before its decision.
fn open_at_each_stage() -> Vec<Walk> {
    let mut walk = Walk::begin();
    let mut walks = Vec::new();
    walk.send_to_commune();
    walks.push(walk.clone());
    walk.endorse();
    walks.push(walk.clone());
    walk.accept(Level::Province, "2026-06-03");
    walk.advise("2026-06-06");
    walks.push(walk.clone());
    walk.count(CouncilLevel::Province, true, "2026-06-10");
    walks.push(walk.clone());
    walk.decide("2026-06-20");
    walks.push(walk.clone());
    walk.accept(Level::Centre, "2026-07-01");
    walks.push(walk.clone());
    walk.count(CouncilLevel::Centre, false, "2026-08-01");
    walks.push(walk);
    walks
}

#[test]
fn a_dossier_that_was_withdrawn_or_closed_at_any_stage_reads_back_as_it_was() {
    for walk in open_at_each_stage() {
        let mut withdrawn = walk.clone();
        withdrawn
            .dossier
            .withdraw("Chưa đủ", day("2026-09-01"))
            .unwrap();
        withdrawn.check(State::Withdrawn);
        let mut closed = walk.clone();
        let closing = Closing {
            ground: CloseGround::ObjectGone,
            reason: "Sản phẩm ngừng sản xuất".to_owned(),
            authority: "Văn phòng điều phối".to_owned(),
            on: day("2026-09-01"),
        };
        let retired = Product {
            status: crate::domain::register::product::Status::Retired,
            ..walk.product.clone()
        };
        closed
            .dossier
            .close(closing, &retired, &walk.certificates)
            .unwrap();
        closed.check(State::Closed);
    }
    let mut draft = Walk::begin();
    draft.dossier.delete(day("2026-06-02")).unwrap();
    draft.check(State::Deleted);
    let mut returned = open_at_each_stage().swap_remove(1);
    let (to, on) = (ReturnedTo::Commune, day("2026-06-05"));
    returned
        .dossier
        .give_back_from_province(to, "Thiếu công văn", on)
        .unwrap();
    returned.check(State::Submitted);
}

#[test]
fn a_record_that_fits_no_stage_is_corrupt() {
    let mut walk = Walk::begin();
    walk.send_to_commune();
    let torn = Body {
        lodged_on: None,
        ..Body::from(&walk.dossier)
    };
    let id = walk.dossier.id;
    assert!(matches!(
        Dossier::try_from(torn),
        Err(StoreError::Corrupt { what }) if what == format!("dossier {id}: Submitted without lodged_on")
    ));
}

#[test]
fn what_the_offices_noted_and_what_came_of_a_complaint_reads_back() {
    let mut walk = open_at_each_stage().swap_remove(3);
    let dossier = &mut walk.dossier;
    dossier.give_number(Office::Commune, 12, day("2026-06-01"));
    let letter = Letter {
        number: "15/UBND-KT".to_owned(),
        date: day("2026-06-02"),
    };
    dossier.note_letter(letter).unwrap();
    let set = walk.library.set_on(day("2026-06-01"), 9).unwrap();
    let found = KnockOutFound {
        number: 0,
        hit: Hit::Criterion("6.1".to_owned()),
        observer: Observer::Inspection,
        seen_by: "Chi cục".to_owned(),
        seen_on: day("2026-06-08"),
        note: "có sạn".to_owned(),
        recorded_by: "lan".to_owned(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        withdrawn: None,
    };
    dossier
        .record_knock_out(found, set, day("2026-06-08"))
        .unwrap();
    reads_back(dossier);
    dossier.reject("Tạp chất", day("2026-08-30")).unwrap();
    let notice = Notice {
        to: Recipient::Producer,
        name: String::new(),
        means: "112/TB".to_owned(),
        of: State::Draft,
        on: day("2026-08-31"),
        recorded_by: "lan".to_owned(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    dossier.record_notice(notice).unwrap();
    reads_back(dossier);
    let because = TakenBack {
        reason: "Khiếu nại".to_owned(),
        by: "lan".to_owned(),
        on: day("2026-09-10"),
    };
    let none = Certification::none(walk.product.id);
    dossier.evaluate_again(because, &none, &[]).unwrap();
    assert_eq!(dossier.lifted.len(), 1);
    reads_back(dossier);
}
