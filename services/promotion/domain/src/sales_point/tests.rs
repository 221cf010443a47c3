mod bounds;
mod days;

use chrono::NaiveDateTime;

use super::*;
use crate::listing::Star;
use crate::samples::{certificate, day, fish_sauce, granted, listing, revoked, today};

fn site() -> Site {
    Site {
        province_code: "51".into(),
        place_code: "21040".into(),
        said_on: today(),
        address: "Ga Quảng Ngãi".into(),
    }
}

fn hours() -> Hours {
    let weekday = |weekday| Opening {
        weekday,
        from: 7 * 60,
        to: 17 * 60 + 30,
    };
    Hours {
        openings: (1..=6).map(weekday).collect(),
        closed: [day("2027-02-06")].into(),
    }
}

fn point() -> SalesPoint {
    let rules = rules::points_on(today()).unwrap();
    let terms = Terms {
        name: "Điểm OCOP Ga Quảng Ngãi".into(),
        owner: "HTX Nghĩa Lộ".into(),
        phone: String::new(),
        site: site(),
        location: Location::at(15.1205, 108.7923).ok(),
        group: "transport_hub".into(),
        hours: hours(),
        met: rules
            .condition
            .iter()
            .map(|condition| condition.code.clone())
            .collect(),
    };
    SalesPoint::register(Uuid::from_u128(700), terms, day("2026-10-01"))
}

fn sauce() -> Shown {
    Shown::Ocop(fish_sauce().id)
}

fn garlic() -> Shown {
    Shown::Other {
        name: "Tỏi Lý Sơn".into(),
        group: "speciality".into(),
    }
}

fn shortfalls(point: &SalesPoint, listing: &Listing) -> Vec<Shortfall> {
    let listings = [(listing.product.id, listing)].into();
    point.shortfalls(rules::points_on(today()).unwrap(), &listings, today())
}

#[test]
fn the_rules_of_950_hold_until_others_begin() {
    // 920/QĐ-BCT of 2019 is not recorded.
    assert_eq!(rules::points_on(day("2023-04-17")), None);
    for on in ["2023-04-18", "2025-12-31", "2026-11-24"] {
        let rules = rules::points_on(day(on)).unwrap();
        assert_eq!(rules.number, "950/QĐ-BCT");
        assert_eq!((rules.place.len(), rules.product.len()), (8, 3));
    }
}

#[test]
fn a_point_in_a_station_with_certified_products_and_a_speciality_meets_the_rules() {
    let mut point = point();
    point.show_from(today(), vec![sauce(), garlic()]).unwrap();
    let open = listing(&[granted(&certificate(1, Star::Three, "2026-06-01"))]);
    assert_eq!(shortfalls(&point, &open), []);
}

#[test]
fn everything_that_a_point_lacks_is_told_at_once() {
    let mut point = point();
    point.terms.group = "kiosk".into();
    point.terms.hours = Hours::default();
    point.terms.met.remove("sign");
    let unknown = Shown::Other {
        name: "Bánh ngọt".into(),
        group: "pastry".into(),
    };
    point.show_from(today(), vec![sauce(), unknown]).unwrap();
    let certificate = certificate(1, Star::Three, "2026-06-01");
    let revoked = listing(&[granted(&certificate), revoked(&certificate, "2026-11-01")]);
    assert_eq!(
        shortfalls(&point, &revoked),
        [
            Shortfall::PlaceGroup,
            Shortfall::NoHours,
            Shortfall::Condition("sign".into()),
            Shortfall::NotCertified(fish_sauce().id),
            Shortfall::ProductGroup("Bánh ngọt".into()),
        ]
    );
    point.close(today(), today()).unwrap();
    assert_eq!(shortfalls(&point, &revoked)[0], Shortfall::Closed);
}

#[test]
fn what_a_point_shows_is_known_for_every_day() {
    let mut point = point();
    let on = |point: &SalesPoint, text: &str| -> Vec<Shown> {
        point.shown_on(day(text)).cloned().collect()
    };
    point.show_from(day("2026-11-01"), vec![sauce()]).unwrap();
    point.show_from(day("2026-11-10"), vec![garlic()]).unwrap();
    point
        .show_from(day("2026-11-20"), vec![sauce(), garlic()])
        .unwrap();
    assert_eq!(on(&point, "2026-10-31"), []);
    assert_eq!(on(&point, "2026-11-09"), [sauce()]);
    assert_eq!(on(&point, "2026-11-19"), [garlic()]);
    assert_eq!(on(&point, "2026-11-20"), [garlic(), sauce()]);
    let events = point.events.len();
    point
        .show_from(day("2026-11-20"), vec![garlic(), sauce()])
        .unwrap();
    assert_eq!(point.events.len(), events);
}

#[test]
fn a_point_is_open_in_its_weekly_hours_and_not_on_closed_days() {
    let at = |text: &str| -> NaiveDateTime { text.parse().unwrap() };
    let hours = hours();
    // A Friday.
    for (time, open) in [
        ("2026-11-20T06:59:59", false),
        ("2026-11-20T07:00:00", true),
        ("2026-11-20T17:29:59", true),
        ("2026-11-20T17:30:00", false),
        ("2026-11-22T10:00:00", false),
        ("2027-02-06T10:00:00", false),
        ("2027-01-30T10:00:00", true),
    ] {
        assert_eq!(hours.open_at(at(time)), open, "{time}");
    }
}

#[test]
fn hours_that_make_no_sense_are_told_all_at_once() {
    let opening = |weekday, from, to| Opening { weekday, from, to };
    let hours = Hours {
        openings: vec![
            opening(1, 420, 720),
            opening(1, 700, 900),
            opening(8, 420, 720),
            opening(2, 720, 720),
            opening(3, 0, 1441),
            opening(1, 900, 1000),
        ],
        closed: BTreeSet::new(),
    };
    assert_eq!(
        hours.problems(),
        [
            HoursProblem::Overlap(1),
            HoursProblem::Weekday(2),
            HoursProblem::Backwards(3),
            HoursProblem::Backwards(4)
        ]
    );
}

#[test]
fn from_quang_ngai_to_da_nang_it_is_113_kilometres() {
    let quang_ngai = Location::at(15.1205, 108.7923).unwrap();
    let da_nang = Location::at(16.0544, 108.2022).unwrap();
    let metres = quang_ngai.metres_to(&da_nang);
    assert!((110_000.0..125_000.0).contains(&metres), "{metres}");
    assert!(quang_ngai.metres_to(&quang_ngai) < 1.0);
}

#[test]
fn coordinates_off_the_globe_are_none() {
    for (latitude, longitude) in [
        (90.1, 0.0),
        (0.0, -180.1),
        (f64::NAN, 0.0),
        (0.0, f64::INFINITY),
    ] {
        assert_eq!(Location::at(latitude, longitude), Err(NowhereOnEarth));
    }
    let location = Location::at(15.120_54, 108.792_31).unwrap();
    assert_eq!(location.micro(), (15_120_540, 108_792_310));
}

fn centre() -> Centre {
    let terms = CentreTerms {
        name: "Trung tâm Quốc Oai".into(),
        owner: "HTX Quốc Oai".into(),
        site: site(),
        square_metres: 500,
        zones: [
            Zone::Display,
            Zone::Trade,
            Zone::Experience,
            Zone::Photography,
        ]
        .into(),
        ocop_goods: 40,
        craft_goods: 20,
        other_goods: 40,
    };
    Centre::register(Uuid::from_u128(800), terms)
}

fn scoring(on: &str, display: u32, total: u32) -> Scoring {
    Scoring {
        on: day(on),
        document: "12/BB-HĐ".into(),
        display,
        total,
    }
}

#[test]
fn a_centre_has_500_square_metres_four_zones_and_six_tenths_local_goods() {
    let rules = rules::centres_on(today()).unwrap();
    assert_eq!(centre().missing(rules), []);
    let mut lacking = centre();
    lacking.terms.square_metres = 499;
    lacking.terms.zones.remove(&Zone::Photography);
    lacking.terms.other_goods = 41;
    assert_eq!(
        lacking.missing(rules),
        [
            Missing::Area { needs: 500 },
            Missing::Zone(Zone::Photography),
            Missing::LocalGoods { needs: 60, has: 59 }
        ]
    );
    let scored = lacking.score(scoring("2026-11-20", 18, 85), rules);
    assert_eq!(scored, Err(Refusal::CentreIncomplete));
    let mut empty = centre();
    (
        empty.terms.ocop_goods,
        empty.terms.craft_goods,
        empty.terms.other_goods,
    ) = (0, 0, 0);
    assert_eq!(empty.missing(rules).len(), 1);
}

#[test]
fn a_centre_gets_at_most_100_points_20_of_them_for_display_and_sale() {
    let rules = rules::centres_on(today()).unwrap();
    let mut centre = centre();
    for wrong in [
        scoring("2026-11-20", 21, 85),
        scoring("2026-11-20", 20, 101),
    ] {
        assert_eq!(centre.score(wrong, rules), Err(Refusal::TooManyPoints(20)));
    }
    let (display, total) = (15, 14);
    let part = centre.score(scoring("2026-11-20", display, total), rules);
    assert_eq!(part, Err(Refusal::MoreForDisplay { display, total }));
    centre.score(scoring("2026-11-20", 18, 85), rules).unwrap();
    let earlier = centre.score(scoring("2026-11-19", 18, 85), rules);
    assert_eq!(earlier, Err(Refusal::ScoredLater));
}
