//! Who decides on a star, by the name of the authority (Articles 7.3e, 7.4 and 8.2).

use super::*;
use crate::correction::Grounds;
use crate::criteria::regulation::Level;

fn by(authority: &str, of: Decision) -> Decision {
    Decision {
        authority: authority.into(),
        ..of
    }
}

fn is_other(outcome: Result<(), Refusal>, level: Level) -> bool {
    matches!(outcome, Err(Refusal::OtherAuthority { level: named, .. }) if named == level)
}

#[test]
fn no_commune_district_or_ministry_recognises_three_stars_in_2026() {
    for authority in [
        "UBND xã Bình Châu",
        "UBND huyện Bình Sơn",
        "Bộ Nông nghiệp và Môi trường",
    ] {
        let mut product = Certification::none(fish_sauce().id);
        let right = grant(1, Star::Three, "2026-06-20");
        let wrong = Grant {
            decision: by(authority, right.decision.clone()),
            ..right
        };
        let issued = product.issue(&fish_sauce(), wrong);
        assert!(is_other(issued, Level::Province), "{authority}");
        assert!(product.certificates.is_empty());
    }
}

#[test]
fn a_province_recognises_no_five_stars() {
    let mut product = three_stars();
    let right = grant(2, Star::Five, "2026-11-10");
    let wrong = Grant {
        decision: by("UBND tỉnh Quảng Ngãi", right.decision.clone()),
        ..right
    };
    let upgraded = product.upgrade(&fish_sauce(), wrong);
    assert!(is_other(upgraded, Level::Centre));
}

#[test]
fn nor_is_a_decision_put_right_to_an_authority_that_could_not_make_it() {
    let mut product = three_stars();
    let wrong = by("UBND huyện Bình Sơn", decision("1/QĐ-UBND", "2026-06-20"));
    let grounds = Grounds {
        reason: "Ghi nhầm".into(),
        by: "lan".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let id = product.certificates[0].id;
    let corrected = product.correct_decision(id, &wrong, &grounds, START, day("2026-11-28"));
    assert!(is_other(corrected, Level::Province));
}

#[test]
fn five_stars_are_taken_away_by_the_ministry_and_the_rest_by_the_province() {
    let mut product = three_stars();
    let id = product.certificates[0].id;
    let wrong = revocation_of(Star::Five, "2026-09-01");
    assert!(is_other(product.revoke(id, wrong), Level::Province));
    let right = revocation_of(Star::Three, "2026-09-01");
    assert_eq!(product.revoke(id, right), Ok(()));

    let mut five = Certification::none(fish_sauce().id);
    let grant = grant(5, Star::Five, "2026-06-20");
    five.issue(&fish_sauce(), grant).unwrap();
    let id = five.certificates[0].id;
    let wrong = revocation_of(Star::Three, "2026-09-01");
    assert!(is_other(five.revoke(id, wrong), Level::Centre));
    let right = revocation_of(Star::Five, "2026-09-01");
    assert_eq!(five.revoke(id, right), Ok(()));
}

#[test]
fn a_district_takes_three_stars_away_until_its_last_day_and_not_after() {
    for (on, could) in [("2025-06-30", true), ("2025-07-01", false)] {
        let mut product = Certification::none(fish_sauce().id);
        let old = old(7, Star::Three, "2024-01-10");
        let today = day("2026-11-28");
        product.import(&fish_sauce(), old, START, today).unwrap();
        let revocation = Revocation {
            decision: by("UBND huyện Bình Sơn", decision("9/QĐ-UBND", on)),
            ..revocation(on)
        };
        let id = product.certificates[0].id;
        assert_eq!(product.revoke(id, revocation).is_ok(), could, "{on}");
    }
}

#[test]
fn what_happens_to_a_certificate_is_told_in_the_province_it_was_given_in() {
    let product = three_stars();
    let last = product.events.last().unwrap();
    assert_eq!(
        (last.name(), last.province_code()),
        ("certificate.issued", "51")
    );
}
