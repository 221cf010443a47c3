use super::*;
use crate::certificate::certification::issuing::{NewPaper, Successor};
use crate::certificate::certification::withdrawing::Withdrawal;
use crate::certificate::issue::IssueGround;

fn paper(on: &str, ground: IssueGround) -> NewPaper {
    NewPaper {
        ground,
        on: day(on),
        serial: "OCOP-51-0002".into(),
        reason: "Đơn của chủ thể".into(),
    }
}

fn successor(on: &str) -> Successor {
    Successor {
        id: Uuid::from_u128(9),
        producer_id: Uuid::from_u128(0xE2),
        producer_name: "Công ty Mười Quý".into(),
        decision: decision("9/QĐ-UBND", on),
        recorded_on: day(on),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn a_paper_given_again_has_the_next_number_and_the_same_term() {
    let mut product = three_stars();
    let id = product.certificates[0].id;
    let lost = paper("2026-09-01", IssueGround::Lost);
    assert_eq!(product.reissue(id, lost, &fish_sauce()), Ok(()));
    let renamed = Product {
        producer_name: "HTX Mười Quý mới".into(),
        ..fish_sauce()
    };
    let again = paper("2026-10-01", IssueGround::ProducerRenamed);
    assert_eq!(product.reissue(id, again, &renamed), Ok(()));
    let certificate = &product.certificates[0];
    let issues: Vec<u32> = certificate.issues.iter().map(|one| one.number).collect();
    assert_eq!(issues, [2, 3]);
    assert_eq!(certificate.producer_name, "HTX Mười Quý mới");
    assert_eq!(
        certificate.issues[1].former_producer_name,
        "Hợp tác xã Mười Quý"
    );
    assert_eq!(certificate.valid_to, day("2029-06-20"));
    assert_eq!(recorded(&product)[1], ("certificate.reissued", None, 3));
}

#[test]
fn what_an_old_register_says_is_marked_as_such_on_a_new_paper_with_a_successor_and_in_force_again()
{
    let mut product = Certification::none(fish_sauce().id);
    let today = day("2026-11-28");
    let old = old(7, Star::Three, "2025-01-10");
    product.import(&fish_sauce(), old, START, today).unwrap();
    let lost = paper("2026-09-01", IssueGround::Lost);
    product
        .reissue(Uuid::from_u128(7), lost, &fish_sauce())
        .unwrap();
    assert!(product.certificates[0].imported);
    product
        .transfer(Uuid::from_u128(7), successor("2026-10-01"))
        .unwrap();
    // A recognition of our own is not marked.
    let higher = grant(2, Star::Four, "2026-11-10");
    product.upgrade(&fish_sauce(), higher).unwrap();
    let withdrawal = Withdrawal {
        reason: "Công nhận không đúng quy định".into(),
        decision: decision("99/QĐ-UBND", "2026-11-20"),
        revived_id: Uuid::from_u128(10),
        recorded_on: today,
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    product.withdraw(Uuid::from_u128(2), withdrawal).unwrap();
    let marks: Vec<(Kind, bool)> = product
        .certificates
        .iter()
        .map(|one| (one.kind, one.imported))
        .collect();
    assert_eq!(
        marks,
        [
            (Kind::Imported, true),
            (Kind::Transferred, true),
            (Kind::Upgrade, false),
            (Kind::Revived, true),
        ]
    );
}

#[test]
fn no_paper_is_given_again_for_a_certificate_that_is_not_valid() {
    let mut product = three_stars();
    let id = product.certificates[0].id;
    let on = day("2029-06-21");
    let late = paper("2029-06-21", IssueGround::Damaged);
    let refused = product.reissue(id, late, &fish_sauce());
    assert_eq!(refused, Err(Refusal::NotValid { on }));
    let early = paper("2026-06-19", IssueGround::Damaged);
    let refused = product.reissue(id, early, &fish_sauce());
    assert!(matches!(refused, Err(Refusal::BeforePreviousStep(_))));
}

#[test]
fn a_successor_has_the_certificate_for_what_is_left_of_its_term() {
    let mut product = three_stars();
    let id = product.certificates[0].id;
    assert_eq!(product.transfer(id, successor("2027-01-10")), Ok(()));
    let [before, after] = product.certificates.as_slice() else {
        panic!("two certificates")
    };
    assert_eq!(
        (before.valid_to, before.replaced_by),
        (day("2027-01-09"), Some(after.id))
    );
    assert_eq!(
        (after.valid_from, after.valid_to),
        (day("2027-01-10"), day("2029-06-20"))
    );
    assert_eq!(
        (after.kind, after.goes_on),
        (Kind::Transferred, Some(before.id))
    );
    assert_eq!(after.producer_name, "Công ty Mười Quý");
    assert_eq!(before.producer_name, "Hợp tác xã Mười Quý");
    assert_eq!(
        recorded(&product)[1],
        ("certificate.transferred", Some(3), 3)
    );
}

#[test]
fn a_certificate_that_is_over_or_the_producers_own_goes_to_nobody() {
    let mut product = three_stars();
    let id = product.certificates[0].id;
    let on = day("2029-06-21");
    let late = product.transfer(id, successor("2029-06-21"));
    assert_eq!(late, Err(Refusal::NotValid { on }));
    let mut itself = successor("2027-01-10");
    itself.producer_id = fish_sauce().producer_id;
    assert_eq!(product.transfer(id, itself), Err(Refusal::HeldAlready));
}

#[test]
fn what_goes_on_with_a_successor_has_a_paper_days_and_a_record_of_its_own() {
    let mut product = three_stars();
    let held = product.certificates[0].id;
    let lost = paper("2026-09-01", IssueGround::Lost);
    product.reissue(held, lost, &fish_sauce()).unwrap();
    let mut signed = product.certificates[0].decision.clone();
    signed.signer = "Nguyễn Văn A".into();
    let grounds = crate::correction::Grounds {
        reason: "Thiếu người ký".into(),
        by: "lan".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    product
        .correct_decision(held, &signed, &grounds, START, day("2026-09-15"))
        .unwrap();
    let recorded_at = "2026-10-02T03:00:00Z".parse().unwrap();
    let to = Successor {
        recorded_at,
        ..successor("2026-10-01")
    };
    product.transfer(held, to).unwrap();
    let [before, next] = product.certificates.as_slice() else {
        panic!("one goes on")
    };
    assert_eq!((before.issues.len(), before.corrections.len()), (1, 1));
    assert_eq!((next.issues.len(), next.corrections.len()), (0, 0));
    assert_eq!((before.dossier_id.is_some(), next.dossier_id), (true, None));
    assert_eq!(before.replaced_by, Some(next.id));
    assert_eq!((next.replaced_by, &next.revocation), (None, &None));
    assert_eq!(next.goes_on, Some(before.id));
    assert_eq!(next.decision, successor("2026-10-01").decision);
    assert_eq!(
        (next.valid_from, next.last_day_of_term()),
        (day("2026-10-01"), before.last_day_of_term())
    );
    assert!(!next.expiry_published);
    assert_eq!(next.recorded_at, recorded_at);
    assert_eq!(next.reminded_until, day("2026-09-30"));
}

#[test]
fn the_place_of_what_goes_on_is_said_as_on_its_own_first_day() {
    let mut sauce = fish_sauce();
    sauce.place.district_code = Some("524".into());
    sauce.place.district_name = Some("Bình Sơn".into());
    let mut product = Certification::none(sauce.id);
    let old = old(7, Star::Three, "2024-01-10");
    product
        .import(&sauce, old, START, day("2026-11-28"))
        .unwrap();
    product
        .transfer(Uuid::from_u128(7), successor("2026-10-01"))
        .unwrap();
    let districts: Vec<Option<&str>> = product
        .certificates
        .iter()
        .map(|one| one.place.district_code.as_deref())
        .collect();
    assert_eq!(districts, [Some("524"), None]);
}

#[test]
fn a_paper_is_given_again_in_the_days_of_grace_and_nothing_of_the_term_is_left_for_a_successor() {
    let mut product = three_stars();
    product.dossiers = vec![super::recognising::lodged_in_time()];
    let id = product.certificates[0].id;
    let lost = paper("2029-07-01", IssueGround::Lost);
    assert_eq!(product.reissue(id, lost, &fish_sauce()), Ok(()));
    let on = day("2029-07-02");
    let late = product.transfer(id, successor("2029-07-02"));
    assert_eq!(late, Err(Refusal::NotValid { on }));
    let over = paper("2029-12-18", IssueGround::Lost);
    let on = day("2029-12-18");
    let refused = product.reissue(id, over, &fish_sauce());
    assert_eq!(refused, Err(Refusal::NotValid { on }));
}

#[test]
fn a_paper_with_another_name_needs_another_name() {
    let mut product = three_stars();
    let id = product.certificates[0].id;
    let before = product.clone();
    let renamed = paper("2026-09-01", IssueGround::ProducerRenamed);
    let refused = product.reissue(id, renamed, &fish_sauce());
    assert_eq!((refused, product), (Err(Refusal::NotRenamed), before));
}

#[test]
fn only_the_authority_that_has_the_star_lets_it_go_over_to_a_successor() {
    let mut product = three_stars();
    let id = product.certificates[0].id;
    for authority in ["UBND xã Bình Châu", "Bộ Nông nghiệp và Môi trường"] {
        let mut to = successor("2027-01-10");
        to.decision.authority = authority.to_owned();
        let refused = product.transfer(id, to);
        assert!(
            matches!(refused, Err(Refusal::OtherAuthority { .. })),
            "{authority}"
        );
    }
}

#[test]
fn a_certificate_goes_over_to_nobody_before_the_day_of_its_last_paper() {
    let mut product = three_stars();
    let id = product.certificates[0].id;
    let lost = paper("2026-09-01", IssueGround::Lost);
    product.reissue(id, lost, &fish_sauce()).unwrap();
    let refused = product.transfer(id, successor("2026-08-31"));
    assert!(matches!(refused, Err(Refusal::BeforePreviousStep(_))));
    assert_eq!(product.transfer(id, successor("2026-09-01")), Ok(()));
}
