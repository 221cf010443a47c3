use chrono::DateTime;

use super::*;
use crate::certificate::certification::correcting::ReadAgain;
use crate::certificate::certification::issuing::NewPaper;
use crate::certificate::issue::IssueGround;
use crate::correction::{self, Grounds};

fn grounds() -> Grounds {
    Grounds {
        reason: "Nhập nhầm".into(),
        by: "lan".into(),
        at: DateTime::UNIX_EPOCH,
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn today() -> NaiveDate {
    day("2026-11-28")
}

/// Corrects the day of the decision on the n-th certificate.
fn dated(product: &mut Certification, n: u128, on: &str) -> Result<(), Refusal> {
    let mut decision = product.one(id(n)).unwrap().decision.clone();
    decision.date = day(on);
    product.correct_decision(id(n), &decision, &grounds(), START, today())
}

/// Three stars from 20 June 2026 and four from 10 November.
fn upgraded() -> Certification {
    let mut product = three_stars();
    let higher = grant(2, Star::Four, "2026-11-10");
    product.upgrade(&fish_sauce(), higher).unwrap();
    product.events.clear();
    product
}

fn imported(star: Star, on: &str) -> Certification {
    let mut product = Certification::none(fish_sauce().id);
    let old = old(7, star, on);
    product.import(&fish_sauce(), old, START, today()).unwrap();
    product.events.clear();
    product
}

#[test]
fn a_corrected_number_counts_and_the_old_one_stays_on_record() {
    let mut product = three_stars();
    product.events.clear();
    let mut decision = product.certificates[0].decision.clone();
    decision.number = "1898/QĐ-UBND".into();
    decision.signer = "Nguyễn Văn A".into();
    let corrected = product.correct_decision(id(1), &decision, &grounds(), START, today());
    assert_eq!(corrected, Ok(()));
    let certificate = &product.certificates[0];
    assert_eq!(certificate.decision, decision);
    let fields = certificate.corrections.iter();
    let fields: Vec<_> = fields
        .map(|line| {
            (
                line.field.as_str(),
                line.before.as_str(),
                line.after.as_str(),
            )
        })
        .collect();
    assert_eq!(
        fields,
        [
            ("decision.number", "1/QĐ-UBND", "1898/QĐ-UBND"),
            ("decision.signer", "", "Nguyễn Văn A")
        ]
    );
    assert_eq!(recorded(&product), [("certificate.corrected", None, 3)]);
}

#[test]
fn with_the_day_of_a_decision_the_certificates_days_move_and_the_last_day_of_the_one_before() {
    let mut product = upgraded();
    assert_eq!(dated(&mut product, 2, "2026-11-05"), Ok(()));
    let [before, after] = product.certificates.as_slice() else {
        panic!("two certificates")
    };
    assert_eq!(before.valid_to, day("2026-11-04"));
    assert_eq!(
        (after.valid_from, after.valid_to),
        (day("2026-11-05"), day("2029-11-05"))
    );
    assert_eq!(after.corrections.len(), 2);
}

#[test]
fn a_correction_that_a_later_certificate_does_not_allow_is_refused_and_changes_nothing() {
    let mut product = upgraded();
    let before = product.clone();
    let after_the_next = dated(&mut product, 1, "2026-11-10");
    assert!(matches!(
        after_the_next,
        Err(Refusal::NotAfterNewest { .. })
    ));
    let ended_before_the_next = dated(&mut product, 1, "2023-06-20");
    let unheld = Refusal::LaterNoLongerHolds { id: id(2) };
    assert_eq!(ended_before_the_next, Err(unheld));
    let same = dated(&mut product, 1, "2026-06-20");
    let nothing = correction::Refusal::NothingToCorrect;
    assert_eq!(same, Err(nothing.into()));
    assert_eq!(product, before);
}

#[test]
fn a_certificate_that_is_not_the_newest_is_told_beside_the_newest() {
    let mut product = upgraded();
    assert_eq!(dated(&mut product, 1, "2026-06-21"), Ok(()));
    let event = &product.events[0];
    assert_eq!(event.step, Step::Corrected);
    assert_eq!(event.certificate.id, id(2));
    assert_eq!(event.earlier.as_ref().map(|one| one.id), Some(id(1)));
}

#[test]
fn an_import_is_read_again_with_another_star_day_and_code() {
    let mut product = imported(Star::Three, "2024-01-10");
    let read = ReadAgain {
        star: Star::Four,
        decision: decision("7/QĐ-UBND", "2022-01-10"),
        product_code: "51-21364-7-2022".into(),
    };
    let corrected = product.correct_import(id(7), &read, &grounds(), START, today());
    assert_eq!(corrected, Ok(()));
    let certificate = &product.certificates[0];
    assert_eq!(
        (
            certificate.star,
            certificate.regulation,
            certificate.valid_to
        ),
        (Star::Four, Code::R2019, day("2025-01-10"))
    );
    // Its term ended meanwhile, which is published too.
    let published = recorded(&product);
    assert_eq!(published.first().unwrap().0, "certificate.corrected");
    assert_eq!(published.last().unwrap().0, "certificate.expired");
}

#[test]
fn what_was_decided_here_is_no_import_to_be_read_again() {
    let mut product = three_stars();
    let read = ReadAgain {
        star: Star::Four,
        decision: decision("1/QĐ-UBND", "2026-06-20"),
        product_code: String::new(),
    };
    let refused = product.correct_import(id(1), &read, &grounds(), START, today());
    assert_eq!(refused, Err(Refusal::NotImported));
}

#[test]
fn a_corrected_import_is_held_to_what_imports_are_held_to() {
    let mut product = imported(Star::Three, "2024-01-10");
    let mut decision = product.certificates[0].decision.clone();
    decision.date = day("2026-06-01");
    let start = day("2026-05-22");
    let refused = product.correct_decision(id(7), &decision, &grounds(), start, today());
    assert!(matches!(refused, Err(Refusal::DecidedSinceStart { .. })));
}

#[test]
fn an_import_moves_to_the_product_it_belongs_to_and_leaves_nothing_behind() {
    let mut wrong = imported(Star::Three, "2024-01-10");
    let other = Product {
        id: id(0xF2),
        name: "Nước mắm khác".into(),
        ..fish_sauce()
    };
    let mut right = Certification::none(other.id);
    let moved = wrong.move_import(id(7), (&mut right, &other), &grounds(), today());
    assert_eq!(moved, Ok(()));
    assert_eq!(wrong.certificates, []);
    assert_eq!(wrong.standing(today()), Standing::Unknown);
    let published = &wrong.events[0].certificate;
    assert!(!published.is_valid_on(published.valid_from));
    let certificate = &right.certificates[0];
    assert_eq!(
        (certificate.id, certificate.product_name.as_str()),
        (id(7), "Nước mắm khác")
    );
    assert_eq!(certificate.corrections[0].field, "product_id");
    assert_eq!(right.events[0].step, Step::Corrected);
}

#[test]
fn an_import_does_not_move_where_another_certificate_rests_on_it() {
    let mut product = imported(Star::Three, "2025-01-10");
    let higher = grant(8, Star::Four, "2026-06-10");
    product.upgrade(&fish_sauce(), higher).unwrap();
    let before = product.clone();
    let other = Product {
        id: id(0xF2),
        ..fish_sauce()
    };
    let mut right = Certification::none(other.id);
    let refused = product.move_import(id(7), (&mut right, &other), &grounds(), today());
    assert_eq!(refused, Err(Refusal::LaterNoLongerHolds { id: id(8) }));
    assert_eq!(product, before);
}

#[test]
fn an_import_is_not_moved_away_from_under_a_certificate_that_goes_on_from_it() {
    let mut product = imported(Star::Three, "2024-01-10");
    let successor = crate::certificate::certification::issuing::Successor {
        id: id(9),
        producer_id: id(0xE2),
        producer_name: "Công ty Mười Quý".into(),
        decision: decision("9/QĐ-UBND", "2026-10-01"),
        recorded_on: today(),
        recorded_at: DateTime::UNIX_EPOCH,
    };
    // Another certificate was recorded before, so that one would be left.
    let older = old(6, Star::Three, "2020-01-10");
    product
        .import(&fish_sauce(), older, START, today())
        .unwrap();
    product.transfer(id(7), successor).unwrap();
    let other = Product {
        id: id(0xF0),
        ..fish_sauce()
    };
    let mut right = Certification::none(other.id);
    let moved = product.move_import(id(7), (&mut right, &other), &grounds(), today());
    assert_eq!(moved, Err(Refusal::LaterNoLongerHolds { id: id(9) }));
    assert!(right.certificates.is_empty());
}

#[test]
fn a_decision_is_not_dated_after_a_paper_that_was_given_again() {
    let mut product = three_stars();
    let lost = NewPaper {
        ground: IssueGround::Lost,
        on: day("2026-08-01"),
        serial: String::new(),
        reason: "Đơn của chủ thể".into(),
    };
    product.reissue(id(1), lost, &fish_sauce()).unwrap();
    let before = product.clone();
    let refused = dated(&mut product, 1, "2026-08-15");
    assert!(matches!(refused, Err(Refusal::BeforePreviousStep(_))));
    assert_eq!(product, before);
    assert_eq!(dated(&mut product, 1, "2026-08-01"), Ok(()));
}

#[test]
fn a_certificate_that_followed_is_not_dated_before_a_paper_given_again_of_the_one_it_ended() {
    let mut product = upgraded();
    let lost = NewPaper {
        ground: IssueGround::Lost,
        on: day("2026-11-08"),
        serial: String::new(),
        reason: "Đơn của chủ thể".into(),
    };
    product.reissue(id(1), lost, &fish_sauce()).unwrap();
    let on = day("2026-11-08");
    let refused = dated(&mut product, 2, "2026-11-05");
    assert_eq!(refused, Err(Refusal::NotValid { on }));
    assert_eq!(dated(&mut product, 2, "2026-11-09"), Ok(()));
}
