use super::*;

#[test]
fn the_months_of_a_trend_end_with_the_day_asked_about() {
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(
        points(day("2022-07-14"), 3),
        [day("2022-05-31"), day("2022-06-30"), day("2022-07-14")]
    );
}
