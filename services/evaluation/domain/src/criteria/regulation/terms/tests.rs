use super::*;
use crate::criteria::regulation::Code;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_regulation_but_the_present_has_a_successor() {
    let after = |code: Code| code.regulation().successor().map(|law| law.code);
    assert_eq!(after(Code::R2025), Some(Code::R2026));
    assert_eq!(after(Code::R2026), None);
}

#[test]
fn grace_may_be_given_an_end() {
    let mut law = Code::R2026.regulation().clone();
    assert!(law.grants_grace(Some(day("2031-01-01"))));
    law.grace_until = Some(day("2026-11-22"));
    assert!(law.grants_grace(Some(day("2026-11-21"))));
    assert!(!law.grants_grace(Some(day("2026-11-22"))));
    assert!(!law.grants_grace(None));
    assert!(
        !Code::R2025
            .regulation()
            .grants_grace(Some(day("2026-05-01")))
    );
}
