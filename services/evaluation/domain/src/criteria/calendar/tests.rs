use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn due(from: &str, days: u32) -> NaiveDate {
    Calendar::viet_nam().after_working_days(day(from), days)
}

#[test]
fn fifteen_working_days_are_three_weeks_where_no_holiday_lies_between() {
    assert_eq!(due("2026-06-01", 15), day("2026-06-22"));
    assert_eq!(due("2026-06-01", 0), day("2026-06-01"));
    // Handed in on a Saturday: Monday is the first day.
    assert_eq!(due("2026-06-06", 1), day("2026-06-08"));
}

#[test]
fn tet_does_not_count() {
    // Friday 13 February 2026, then a week of Tết: Monday 23 February is the first day.
    assert_eq!(due("2026-02-13", 1), day("2026-02-23"));
    assert_eq!(due("2026-02-13", 15), day("2026-03-13"));
}

#[test]
fn national_day_and_the_day_moved_before_it_do_not_count_but_the_saturday_worked_for_it_does() {
    assert_eq!(due("2026-08-21", 1), day("2026-08-22"));
    assert_eq!(due("2026-08-28", 1), day("2026-09-03"));
}

#[test]
fn the_day_of_vietnamese_culture_is_a_holiday_since_2026() {
    let calendar = Calendar::viet_nam();
    // A Monday, a Tuesday, a Wednesday and a Friday.
    let worked = ["2025-11-24", "2026-11-24", "2027-11-24", "2028-11-24"];
    assert_eq!(
        worked.map(|date| calendar.is_working_day(day(date))),
        [true, false, false, false]
    );
    assert_eq!(due("2026-11-20", 15), day("2026-12-14"));
}

#[test]
fn the_holidays_of_2026_are_as_long_as_they_were_announced() {
    // The last day worked before each, and the first after it.
    let off = [
        ("2025-12-31", "2026-01-05", 4),
        ("2026-02-13", "2026-02-23", 9),
        ("2026-04-24", "2026-04-28", 3),
        ("2026-04-29", "2026-05-04", 4),
        ("2026-08-28", "2026-09-03", 5),
        ("2026-11-23", "2026-11-25", 1),
    ];
    for (before, after, days) in off {
        assert_eq!(due(before, 1), day(after), "after {before}");
        let free = day(after).signed_duration_since(day(before)).num_days() - 1;
        assert_eq!(free, days, "after {before}");
    }
}

#[test]
fn a_year_that_is_not_in_the_file_has_weekends_and_fixed_days() {
    let calendar = Calendar::viet_nam();
    assert!(!calendar.is_working_day(day("2040-05-01")));
    assert!(!calendar.is_working_day(day("2040-09-01"))); // a Saturday
    assert!(calendar.is_working_day(day("2040-09-03")));
}

#[test]
fn a_slip_in_the_file_is_found() {
    let file = |year: &str| {
        Calendar::read(&format!(
            "every_year = []\n[[year]]\nannounced = true\n{year}"
        ))
    };
    let wrong = [
        (
            "year = 2026\nclosed = [\"2026-02-14\"]\nopen = []",
            "is said to be",
        ),
        (
            "year = 2026\nclosed = []\nopen = [\"2026-08-21\"]",
            "is said to be",
        ),
        (
            "year = 2026\nclosed = [\"2027-02-15\"]\nopen = []",
            "stands under 2026",
        ),
        (
            "year = 2026\nclosed = [\"2026-02-30\"]\nopen = []",
            "is no day",
        ),
        ("year = 2026\nclosed = []", "missing field"),
    ];
    for (year, why) in wrong {
        let defect = file(year).unwrap_err().to_string();
        assert!(defect.contains(why), "{defect}");
    }
    assert!(Calendar::read("every_year = [\"13-01\"]\nyear = []").is_err());
}

proptest::proptest! {
    #[test]
    fn a_term_ends_on_a_working_day_and_holds_as_many_as_it_says(offset in 0_u64..1_000, days in 1_u32..60) {
        let calendar = Calendar::viet_nam();
        let from = day("2025-12-01") + Days::new(offset);
        let end = calendar.after_working_days(from, days);
        proptest::prop_assert!(calendar.is_working_day(end));
        let counted = from.iter_days().skip(1).take_while(|day| *day <= end);
        let worked = counted.filter(|day| calendar.is_working_day(*day)).count();
        proptest::prop_assert_eq!(worked, days as usize);
    }
}
