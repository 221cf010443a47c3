use super::*;
use crate::criteria::regulation::Code;

/// The first round of 2026 of province 51.
pub(crate) fn first_round(cut_off: Option<&str>) -> Round {
    Round {
        id: Uuid::from_u128(0xA0),
        opened_at: DateTime::UNIX_EPOCH,
        level: Level::Province,
        province_code: "51".into(),
        year: 2026,
        number: 1,
        council_id: Uuid::from_u128(0xC0),
        cut_off: cut_off.map(|day| day.parse().unwrap()),
        ends_on: None,
    }
}

fn numbered(level: Level, number: u32) -> Round {
    let mut round = Round {
        id: Uuid::from_u128(number.into()),
        level,
        number,
        ..first_round(None)
    };
    round.take_lawful_days(Code::R2026.regulation());
    round
}

#[test]
fn the_cut_off_day_itself_is_in_time() {
    let round = first_round(Some("2026-10-30"));
    let admits = |day: &str| round.admits(day.parse().unwrap());
    assert!(admits("2026-10-30"));
    assert!(!admits("2026-10-31"));
    assert!(first_round(None).admits("2026-12-31".parse().unwrap()));
}

#[test]
fn the_law_names_two_rounds_of_a_province_and_two_of_the_centre() {
    let days = |level, number| {
        let round = numbered(level, number);
        (round.cut_off, round.ends_on)
    };
    let day = |text: &str| Some(text.parse().unwrap());
    assert_eq!(
        days(Level::Province, 1),
        (day("2026-04-30"), day("2026-06-30"))
    );
    assert_eq!(
        days(Level::Province, 2),
        (day("2026-10-30"), day("2026-12-30"))
    );
    assert_eq!(
        days(Level::Centre, 1),
        (day("2026-07-30"), day("2026-09-30"))
    );
    assert_eq!(
        days(Level::Centre, 2),
        (day("2026-01-30"), day("2026-03-30"))
    );
    assert!(!numbered(Level::Province, 3).take_lawful_days(Code::R2026.regulation()));
}

#[test]
fn a_dossier_of_30_april_is_in_the_first_round_and_one_of_1_may_in_the_second() {
    let rounds = [numbered(Level::Province, 2), numbered(Level::Province, 1)];
    let lands = |day: &str| {
        landing(&rounds, DossierKind::First, day.parse().unwrap()).map(|round| round.number)
    };
    assert_eq!(lands("2026-04-30"), Some(1));
    assert_eq!(lands("2026-05-01"), Some(2));
    assert_eq!(lands("2026-10-31"), None);
}

#[test]
fn a_re_evaluation_after_the_last_cut_off_goes_to_the_last_round() {
    let rounds = [numbered(Level::Province, 2), numbered(Level::Province, 1)];
    let sent_on = "2026-11-20".parse().unwrap();
    let lands = |kind| landing(&rounds, kind, sent_on).map(|round| round.number);
    assert_eq!(lands(DossierKind::ReEvaluation), Some(2));
    assert_eq!(lands(DossierKind::First), None);
    assert_eq!(lands(DossierKind::Upgrade), None);
}

#[test]
fn the_province_of_a_round_was_said_on_the_day_of_its_opening() {
    let round = Round {
        opened_at: "2026-10-05T03:00:00Z".parse().unwrap(),
        ..first_round(None)
    };
    assert_eq!(round.said_on(), "2026-10-05".parse().unwrap());
}

#[test]
fn a_round_ends_after_its_cut_off_and_is_no_later_than_the_law_has_it() {
    let law = Code::R2026.regulation();
    let lawful = Round {
        year: 2027,
        ..numbered(Level::Province, 1)
    };
    let with = |cut_off: &str, ends_on: &str| {
        let round = Round {
            cut_off: Some(cut_off.parse().unwrap()),
            ends_on: Some(ends_on.parse().unwrap()),
            ..lawful.clone()
        };
        round.check_days(law)
    };
    assert_eq!(lawful.check_days(law), Ok(()));
    assert_eq!(with("2027-04-15", "2027-06-15"), Ok(()));
    for (cut_off, ends_on) in [
        ("2027-04-30", "2027-04-29"),
        ("2027-05-30", "2027-06-30"),
        ("2027-04-30", "2028-05-31"),
    ] {
        let refused = with(cut_off, ends_on);
        assert!(
            matches!(refused, Err(Refusal::RoundDays { .. })),
            "{cut_off} {ends_on}"
        );
    }
    let extra = Round {
        number: 3,
        ..lawful.clone()
    };
    assert_eq!(extra.check_days(law), Ok(()));
}

#[test]
fn a_round_is_put_right_without_touching_what_its_dossiers_were_accepted_by() {
    let law = Code::R2026.regulation();
    let round = Round {
        year: 2027,
        cut_off: Some("2027-04-15".parse().unwrap()),
        ends_on: Some("2027-06-15".parse().unwrap()),
        ..first_round(None)
    };
    let corrected = |values: &Values, has_dossiers| {
        let mut round = round.clone();
        round.correct(values, has_dossiers, law).map(|()| round)
    };
    let day = |text: &str| Some(text.parse().unwrap());
    let nothing = Values::default();
    assert_eq!(corrected(&nothing, true).unwrap(), round);
    let later = Values {
        cut_off: day("2027-04-20"),
        ends_on: day("2027-06-20"),
        council_id: Some(round.council_id),
    };
    let found = corrected(&later, true).unwrap();
    assert_eq!(
        (found.cut_off, found.ends_on),
        (later.cut_off, later.ends_on)
    );
    let earlier = Values {
        cut_off: day("2027-04-14"),
        ..Values::default()
    };
    let other = Values {
        council_id: Some(Uuid::from_u128(0xC2)),
        ..Values::default()
    };
    for values in [&earlier, &other] {
        assert_eq!(corrected(values, true).unwrap_err().reason(), "ROUND_TAKEN");
        assert!(corrected(values, false).is_ok());
    }
    let late = Values {
        ends_on: day("2027-07-01"),
        ..Values::default()
    };
    assert_eq!(corrected(&late, false).unwrap_err().reason(), "ROUND_DAYS");
}

#[test]
fn a_cut_off_that_had_passed_when_the_law_came_into_force_binds_nobody() {
    let law = Code::R2026.regulation();
    let of_2026 = |cut_off: &str, ends_on: &str| {
        let round = Round {
            year: 2026,
            cut_off: Some(cut_off.parse().unwrap()),
            ends_on: Some(ends_on.parse().unwrap()),
            ..numbered(Level::Province, 1)
        };
        round.check_days(law)
    };
    assert_eq!(of_2026("2026-06-10", "2026-06-30"), Ok(()));
    let refused = of_2026("2026-06-10", "2026-07-31").unwrap_err();
    assert_eq!(refused.reason(), "ROUND_DAYS");
}
