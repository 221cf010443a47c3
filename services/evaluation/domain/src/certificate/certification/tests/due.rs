use super::*;

/// What was recorded of due days: the day in law, and the days left; 0 is the end.
fn due(product: &Certification) -> Vec<(String, u32)> {
    let line = |event: &Event| match event.step {
        Step::Expiring { days_left } => Some((event.on.to_string(), days_left)),
        Step::Expired => Some((event.on.to_string(), 0)),
        _ => None,
    };
    product.events.iter().filter_map(line).collect()
}

/// The days of the certificate of [`three_stars`], which ends on 20 June 2029.
const ALL: [(&str, u32); 5] = [
    ("2028-12-22", 180),
    ("2029-01-21", 150),
    ("2029-02-20", 120),
    ("2029-05-21", 30),
    ("2029-06-21", 0),
];

fn of(lines: &[(&str, u32)]) -> Vec<(String, u32)> {
    let line = |(on, left): &(&str, u32)| ((*on).to_owned(), *left);
    lines.iter().map(line).collect()
}

#[test]
fn a_look_every_day_tells_each_reminder_on_its_day_and_the_end_on_the_day_after() {
    let mut product = three_stars();
    let mut today = day("2026-06-20");
    while today < day("2030-01-01") {
        let before = due(&product).len();
        assert_eq!(
            product.newest().unwrap().due_on() == Some(today),
            product.emit_due(today)
        );
        for (on, _) in &due(&product)[before..] {
            assert_eq!(*on, today.to_string());
        }
        today = today + Days::new(1);
    }
    assert_eq!(due(&product), of(&ALL));
    assert_eq!(product.newest().unwrap().due_on(), None);
}

#[test]
fn a_look_that_comes_years_late_tells_everything_missed_once_in_order_with_the_days_in_law() {
    let mut product = three_stars();
    assert!(product.emit_due(day("2031-01-01")));
    assert!(!product.emit_due(day("2031-01-01")));
    assert_eq!(due(&product), of(&ALL));
}

#[test]
fn an_end_is_told_once_and_not_on_the_last_day() {
    let mut product = three_stars();
    product.emit_due(day("2029-06-20"));
    assert_eq!(due(&product), of(&ALL[..4]));
    assert!(product.emit_due(day("2029-06-21")));
    assert!(!product.emit_due(day("2029-06-22")));
}

#[test]
fn reminders_of_days_before_the_recording_are_not_told() {
    let mut product = Certification::none(fish_sauce().id);
    let late = OldCertificate {
        id: Uuid::from_u128(7),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        star: Star::Three,
        decision: decision("7/QĐ-UBND", "2026-06-20"),
        product_code: String::new(),
    };
    // The day of the second reminder itself is not past.
    product
        .import(&fish_sauce(), late, START, day("2029-01-21"))
        .unwrap();
    assert_eq!(due(&product), of(&ALL[1..2]));
    product.emit_due(day("2029-12-31"));
    assert_eq!(due(&product), of(&ALL[1..]));
}

#[test]
fn nothing_is_told_of_the_end_of_a_certificate_that_was_replaced_or_revoked() {
    let mut upgraded = three_stars();
    upgraded
        .upgrade(&fish_sauce(), grant(2, Star::Four, "2029-01-10"))
        .unwrap();
    upgraded.emit_due(day("2029-12-31"));
    let mut revoked = three_stars();
    revoked
        .revoke(Uuid::from_u128(1), revocation("2029-01-10"))
        .unwrap();
    revoked.emit_due(day("2029-12-31"));
    for product in [upgraded, revoked] {
        assert_eq!(due(&product), []);
    }
}

#[test]
fn an_end_that_nobody_looked_for_is_told_before_what_follows_it() {
    let mut product = three_stars();
    product
        .recognise_again(&fish_sauce(), grant(2, Star::Three, "2029-10-01"))
        .unwrap();
    assert_eq!(due(&product), of(&ALL));
    assert_eq!(product.events.last().unwrap().name(), "certificate.renewed");

    let mut product = three_stars();
    product
        .revoke(Uuid::from_u128(1), revocation("2029-06-21"))
        .unwrap();
    assert_eq!(due(&product), of(&ALL));
    assert_eq!(product.events.last().unwrap().name(), "certificate.revoked");
}
