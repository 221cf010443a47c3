use super::check::Defect;
use super::*;

/// The regulations that tests name. No code of the service names one.
impl Code {
    pub(crate) const R2018: Self = Self("R2018");
    pub(crate) const R2019: Self = Self("R2019");
    pub(crate) const R2023: Self = Self("R2023");
    pub(crate) const R2025: Self = Self("R2025");
    pub(crate) const R2026: Self = Self("R2026");
}

/// The file with the regulations of the project.
pub(crate) const FILE: &str = include_str!("../../../criteria/regulations.toml");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code_on(on: &str) -> Option<Code> {
    Regulation::in_force_on(day(on)).map(|regulation| regulation.code)
}

/// The defects of the project's file with one text in it replaced, the last time it comes.
fn defects_with(old: &str, new: &str) -> Vec<Defect> {
    let at = FILE.rfind(old).unwrap();
    let text = format!("{}{new}{}", &FILE[..at], &FILE[at + old.len()..]);
    file::read(&text).unwrap_err()
}

#[test]
fn every_day_since_may_2018_has_one_regulation() {
    let codes: Vec<Code> = load().unwrap().iter().map(|law| law.code).collect();
    assert_eq!(
        codes,
        [
            Code::R2018,
            Code::R2019,
            Code::R2023,
            Code::R2025,
            Code::R2026
        ]
    );
    assert_eq!(code_on("2018-05-06"), None);
    assert_eq!(code_on("2018-05-07"), Some(Code::R2018));
    assert_eq!(code_on("2022-07-14"), Some(Code::R2019));
    assert_eq!(code_on("2026-05-21"), Some(Code::R2025));
    assert_eq!(code_on("2026-05-22"), Some(Code::R2026));
}

#[test]
fn a_code_finds_its_own_record_and_reads_back() {
    for regulation in Regulation::all() {
        assert_eq!(regulation.code.regulation(), regulation);
        assert_eq!(regulation.code.as_str().parse(), Ok(regulation.code));
        let written = serde_json::to_string(&regulation.code).unwrap();
        assert_eq!(written, format!("\"{}\"", regulation.code));
        assert_eq!(
            serde_json::from_str::<Code>(&written).unwrap(),
            regulation.code
        );
    }
    assert!("R2020".parse::<Code>().is_err());
    assert!(serde_json::from_str::<Code>("\"R2020\"").is_err());
}

#[test]
fn thirty_six_months_end_on_the_day_of_the_same_number() {
    let law = Code::R2026.regulation();
    assert_eq!(law.last_day_of_term(day("2026-06-20")), day("2029-06-20"));
    assert_eq!(law.last_day_of_term(day("2026-08-31")), day("2029-08-31"));
}

#[test]
fn thirty_six_months_from_a_leap_day_end_on_28_february() {
    assert_eq!(
        Code::R2026.regulation().last_day_of_term(day("2028-02-29")),
        day("2031-02-28")
    );
}

#[test]
fn a_regulation_that_counts_the_first_day_ends_a_day_earlier() {
    let law = Regulation {
        last_day: LastDay::Eve,
        ..Code::R2026.regulation().clone()
    };
    assert_eq!(law.last_day_of_term(day("2026-06-20")), day("2029-06-19"));
    assert_eq!(law.last_day_of_term(day("2026-06-01")), day("2029-05-31"));
}

#[test]
fn the_district_decides_on_three_stars_only_from_2023_to_2025() {
    let by_district: Vec<Code> = Regulation::all()
        .iter()
        .filter(|law| law.decided_by[0] == Level::District)
        .map(|law| law.code)
        .collect();
    assert_eq!(by_district, [Code::R2023]);
}

#[test]
fn dossiers_lodged_before_22_may_2026_are_finished_by_21_july_and_re_evaluations_by_21_june() {
    let by = |kind| Code::R2026.regulation().finish_earlier_by(kind);
    assert_eq!(by(DossierKind::First), Some(day("2026-07-21")));
    assert_eq!(by(DossierKind::Upgrade), Some(day("2026-07-21")));
    assert_eq!(by(DossierKind::ReEvaluation), Some(day("2026-06-21")));
    let unknown = Code::R2025.regulation();
    assert_eq!(unknown.finish_earlier_by(DossierKind::First), None);
}

#[test]
fn the_rounds_of_2026_close_when_article_5_says() {
    let law = Code::R2026.regulation();
    let closes = |level, number| law.last_day_for_round(level, number, 2027);
    assert_eq!(closes(Level::Province, 1), Some(day("2027-04-30")));
    assert_eq!(closes(Level::Province, 2), Some(day("2027-10-30")));
    assert_eq!(closes(Level::Centre, 1), Some(day("2027-07-30")));
    assert_eq!(closes(Level::Centre, 2), Some(day("2027-01-30")));
    assert_eq!(closes(Level::Province, 3), None);
    let ends: Vec<String> = law
        .rounds
        .iter()
        .map(|round| round.end.to_string())
        .collect();
    assert_eq!(ends, ["06-30", "12-30", "09-30", "03-30"]);
}

#[test]
fn a_reading_without_the_day_itself_closes_a_day_earlier() {
    let law = Regulation {
        cut_off_day_in_time: false,
        least_ballots: LeastBallots {
            number: 3,
            more_than_percent: 50,
        },
        withdrawal_revives: true,
        forward_without_minimums: false,
        lodge_before_end: true,
        ..Code::R2026.regulation().clone()
    };
    let closes = law.last_day_for_round(Level::Province, 1, 2027);
    assert_eq!(closes, Some(day("2027-04-29")));
}

#[test]
fn the_terms_of_2026_are_those_of_articles_7_8_and_12() {
    let law = Code::R2026.regulation();
    assert_eq!(law.commune_working_days, Some(15));
    assert_eq!(law.re_evaluation_days, Some(45));
    assert_eq!(law.revocation_days, Some(15));
    assert_eq!((law.filing_opens_days, law.filing_closes_days), (180, 120));
    assert_eq!((law.grace_days, law.grace_until), (180, None));
}

#[test]
fn a_gap_between_two_regulations_is_a_defect() {
    let gap = Defect::NotContiguous {
        code: "R2026".into(),
        from: day("2026-05-23"),
        before: Some(day("2026-05-21")),
    };
    assert_eq!(defects_with("2026-05-22", "2026-05-23"), [gap]);
}

#[test]
fn floors_that_fall_parts_that_do_not_add_up_and_a_window_turned_round_are_all_told() {
    let at = FILE.rfind("[[regulation]]").unwrap();
    let last = FILE[at..]
        .replace("[30, 50, 70, 90]", "[30, 70, 50, 90]")
        .replace("[40, 25, 35]", "[40, 25, 40]")
        .replace("filing_opens_days = 180", "filing_opens_days = 90")
        .replace("end = \"12-30\"", "end = \"10-01\"");
    let code = || "R2026".to_owned();
    assert_eq!(
        file::read(&format!("{}{last}", &FILE[..at])).unwrap_err(),
        [
            Defect::Floors {
                code: code(),
                floors: [30, 70, 50, 90]
            },
            Defect::Parts {
                code: code(),
                sum: 105
            },
            Defect::Window(code()),
            Defect::RoundEnds {
                code: code(),
                number: 2
            },
        ]
    );
}

#[test]
fn a_code_that_comes_twice_and_an_end_of_the_last_are_defects() {
    let defects = defects_with(
        "code = \"R2026\"",
        "code = \"R2025\"\nin_force_to = \"2027-01-01\"",
    );
    assert_eq!(
        defects,
        [
            Defect::Twice("R2025".into()),
            Defect::NoneAfter("R2025".into())
        ]
    );
}

#[test]
fn an_unknown_level_and_a_day_that_not_every_year_has_are_reported_with_their_line() {
    for (old, new) in [
        ("level = \"centre\"", "level = \"village\""),
        ("\"01-30\"", "\"02-29\""),
        ("grace_days", "grace_dyas"),
    ] {
        let defects = defects_with(old, new);
        let [Defect::Unreadable(message)] = defects.as_slice() else {
            panic!("{new} was read: {defects:?}")
        };
        assert!(message.contains("line "), "{message}");
    }
}
