//! Who is told of a result.

use super::*;
use crate::dossier::notice::{Notice, Recipient};

#[test]
fn who_was_told_of_a_result_and_when_is_kept_with_what_they_were_told() {
    let notice = |on: &str| Notice {
        to: Recipient::Producer,
        name: "HTX Mười Quý".into(),
        means: "112/TB-VPĐP".into(),
        of: State::Draft,
        on: day(on),
        recorded_by: "lan".into(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    let (mut dossier, mut certificates) = (scored(), uncertified());
    let early = dossier.record_notice(notice("2026-06-12")).unwrap_err();
    assert_eq!(early.reason(), "WRONG_STATE", "nothing is decided yet");
    decide(&mut dossier, &mut certificates, "2026-06-15").unwrap();
    let before = dossier.record_notice(notice("2026-06-14")).unwrap_err();
    assert_eq!(before.reason(), "BEFORE_PREVIOUS_STEP");
    dossier.record_notice(notice("2026-06-16")).unwrap();
    assert_eq!(dossier.notices[0].of, State::Certified);
    assert_eq!(names(&dossier.events).last(), Some(&"dossier.notified"));
}

#[test]
fn no_more_than_fifty_notices_are_kept_and_each_state_with_a_result_is_told_of() {
    let notice = |on: &str| Notice {
        to: Recipient::Public,
        name: String::new(),
        means: "ocop.quangngai.gov.vn".into(),
        of: State::Draft,
        on: day(on),
        recorded_by: "lan".into(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    let mut rejected = scored();
    rejected.reject("Hồ sơ giả", day("2026-06-12")).unwrap();
    for _ in 0..50 {
        rejected.record_notice(notice("2026-06-13")).unwrap();
    }
    let one_more = rejected.record_notice(notice("2026-06-13"));
    assert_eq!(one_more.unwrap_err().reason(), "TOO_MANY_CORRECTIONS");
    let mut nothing = in_round();
    count(&mut nothing, &[("3.5", 0)], "2026-06-10").unwrap();
    nothing.record_notice(notice("2026-06-10")).unwrap();
    let (mut forwarded, mut certificates) = (in_round(), uncertified());
    count(&mut forwarded, &[], "2026-06-10").unwrap();
    decide(&mut forwarded, &mut certificates, "2026-06-20").unwrap();
    forwarded.record_notice(notice("2026-06-20")).unwrap();
    let mut withdrawn = scored();
    withdrawn.withdraw("", day("2026-06-12")).unwrap();
    let refused = withdrawn.record_notice(notice("2026-06-13"));
    assert_eq!(refused.unwrap_err().reason(), "WRONG_STATE");
}
