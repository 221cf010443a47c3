//! The recount itself, on histories small enough to count by hand.

mod counting;

use chrono::NaiveDate;
use ocop_evaluation::domain::certificate::certification::{Certification, OldCertificate};
use ocop_evaluation::domain::certificate::decision::Decision;
use ocop_evaluation::domain::certificate::{Ground, Revocation};
use ocop_evaluation::domain::criteria::star::Star;
use ocop_evaluation::domain::programme::progress::{Movements, Progress, Question};
use ocop_evaluation::domain::programme::target::{
    Goal, Indicator, Measure, Period, PlaceLevel, ProducerTrait, Terms,
};
use ocop_evaluation::domain::register::producer::{Producer, ProducerKind, ValueChain};
use ocop_evaluation::domain::register::product::{Place, Product};
use ocop_places::Said;
use uuid::Uuid;

use super::{Forwarded, Register, measure, progress};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decision(number: &str, date: &str) -> Decision {
    Decision {
        number: number.into(),
        date: day(date),
        authority: "Cơ quan có thẩm quyền".into(),
        signer: String::new(),
    }
}

fn fish_sauce() -> Product {
    Product {
        id: Uuid::from_u128(0xF1),
        name: "Nước mắm Mười Quý".into(),
        producer_id: Uuid::from_u128(0xE1),
        producer_name: "Hợp tác xã Mười Quý".into(),
        producer_home: Default::default(),
        criteria_set: 9,
        place: Place {
            code: "21064".into(),
            name: "Bình Châu".into(),
            district_code: Some("524".into()),
            district_name: Some("Bình Sơn".into()),
            province_code: "51".into(),
            province_name: "Quảng Ngãi".into(),
            said_on: day("2020-01-01"),
        },
        status: ocop_evaluation::domain::register::product::Status::Active,
    }
}

fn cooperative() -> Producer {
    Producer {
        id: Uuid::from_u128(0xE1),
        name: "Hợp tác xã Mười Quý".into(),
        kind: Some(ProducerKind::Cooperative),
        province_code: "51".into(),
        place_code: "21064".into(),
        place_said_on: day("2020-01-01"),
        led_by_woman: true,
        led_by_minority: true,
        led_by_disabled: false,
        value_chain: ValueChain::Circular,
        stable_raw_material: true,
        person_erased: false,
    }
}

fn period(from: &str, to: &str) -> Period {
    Period {
        from: day(from),
        to: day(to),
    }
}

fn terms(indicator: Indicator, goal: Goal) -> Terms {
    Terms {
        period: period("2021-01-01", "2025-12-31"),
        name_vi: "Chỉ tiêu".into(),
        name_en: String::new(),
        indicator,
        goal,
        baseline: None,
    }
}

/// A product with imported certificates: star and first day of each.
fn product(id: u128, certificates: &[(Star, &str)]) -> Certification {
    let product = Product {
        id: Uuid::from_u128(id),
        ..fish_sauce()
    };
    let mut all = Certification::none(product.id);
    for (n, (star, from)) in (0..).zip(certificates) {
        let old = OldCertificate {
            id: Uuid::from_u128(id * 100 + n),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
            star: *star,
            decision: decision(&format!("{id}-{n}/QĐ-UBND"), from),
            product_code: String::new(),
        };
        all.import(&product, old, chrono::NaiveDate::MAX, day("2026-11-20"))
            .unwrap();
    }
    all
}

fn revoked(mut product: Certification, on: &str) -> Certification {
    let id = product.newest().unwrap().id;
    let revocation = Revocation {
        ground: Ground::Ceased,
        reason: "không còn sản xuất".into(),
        decision: decision("9/QĐ-UBND", on),
    };
    product.revoke(id, revocation).unwrap();
    product
}

/// Four histories: kept once and upgraded; run out; revoked; new.
fn histories() -> Vec<Certification> {
    vec![
        product(
            1,
            &[
                (Star::Three, "2019-12-20"),
                (Star::Three, "2022-11-01"),
                (Star::Four, "2024-03-01"),
            ],
        ),
        product(2, &[(Star::Three, "2020-06-01")]),
        revoked(product(3, &[(Star::Four, "2020-06-01")]), "2022-05-05"),
        product(4, &[(Star::Three, "2022-07-14")]),
    ]
}

fn register<'a>(products: &'a [Certification], producers: &'a [Producer]) -> Register<'a> {
    Register {
        products,
        producers,
        forwarded: &[],
        sales: &[],
        trainings: &[],
    }
}

fn quang_ngai(on: NaiveDate) -> Said<'static> {
    Said { code: "51", on }
}

fn ask(as_of: &str, since: &str) -> Progress {
    let question = Question {
        as_of: day(as_of),
        since: day(since),
        province: Some("51".into()),
        in_units_of: day(as_of),
        months: 12,
    };
    progress(register(&histories(), &[cooperative()]), &question)
}

fn found(indicator: Indicator, on: &str) -> Measure {
    let terms = Terms {
        period: period("2021-01-01", "2025-12-31"),
        ..terms(indicator, Goal::Count(1))
    };
    measure(
        register(&histories(), &[cooperative()]),
        quang_ngai(day(on)),
        &terms,
        day(on),
    )
}

fn counted(value: u32, base: u32) -> Measure {
    Measure {
        value,
        base,
        growth: None,
    }
}

#[test]
fn a_past_day_is_answered_with_what_was_true_then() {
    let then = ask("2022-07-14", "2022-01-01");
    assert_eq!(then.total, 3);
    assert_eq!(then.producers.total, 1);
    assert_eq!(then.producers.circular, 1);
    assert_eq!(
        then.movements,
        Movements {
            first: 1,
            revoked: 1,
            ..Movements::default()
        }
    );
    let later = ask("2024-03-01", "2022-07-15");
    assert_eq!(later.total, 2);
    assert_eq!(
        later.movements,
        Movements {
            renewed: 1,
            upgraded: 1,
            expired: 1,
            ..Movements::default()
        }
    );
}

#[test]
fn a_trend_shows_each_change_at_the_end_of_its_month() {
    let trend = ask("2022-07-14", "2022-01-01").trend;
    assert_eq!(trend.len(), 12);
    let tail: Vec<[u32; 3]> = trend[9..].iter().map(|point| point.stars).collect();
    // The revocation of 5 May is seen at the end of May, the new product on its first day.
    assert_eq!(tail, [[2, 0, 0], [2, 0, 0], [3, 0, 0]]);
    assert_eq!(trend[8].stars, [2, 1, 0]);
}

#[test]
fn a_cohort_in_its_first_term_has_kept_nothing_yet() {
    let kept = Indicator::Kept {
        cohort: period("2018-01-01", "2020-12-31"),
    };
    // Only the revoked one has ended by July 2022.
    assert_eq!(found(kept, "2022-07-14"), counted(0, 1));
    // 20 December 2022 would have been the last day of the first; it was recognised again in November.
    assert_eq!(found(kept, "2022-11-01"), counted(1, 2));
    // 1 June 2023 is the last day of the second, the day after it counts as lost.
    assert_eq!(found(kept, "2023-06-01"), counted(1, 2));
    assert_eq!(found(kept, "2023-06-02"), counted(1, 3));
}

#[test]
fn recognition_again_is_not_new_and_an_upgrade_needs_more_stars() {
    let min_star = Star::Three;
    let new = Indicator::NewProducts { min_star };
    assert_eq!(found(new, "2025-12-31"), counted(1, 0));
    let upgraded = |cohort| Indicator::Upgraded {
        min_star: Star::Four,
        cohort,
    };
    assert_eq!(found(upgraded(None), "2024-02-29"), counted(0, 0));
    assert_eq!(found(upgraded(None), "2024-03-01"), counted(1, 0));
    let cohort = Some(period("2018-01-01", "2020-12-31"));
    assert_eq!(found(upgraded(cohort), "2024-03-01"), counted(1, 3));
    let recognised = Indicator::RecognisedProducts { min_star };
    assert_eq!(found(recognised, "2025-12-31"), counted(2, 0));
}

#[test]
fn producers_and_places_count_once() {
    let which = ProducerTrait::Cooperative;
    assert_eq!(
        found(Indicator::Producers { which }, "2022-07-14"),
        counted(1, 1)
    );
    for level in [PlaceLevel::Commune, PlaceLevel::District] {
        assert_eq!(
            found(Indicator::Places { level }, "2022-07-14"),
            counted(1, 0)
        );
    }
    let valid = Indicator::ValidProducts {
        min_star: Star::Four,
    };
    assert_eq!(found(valid, "2022-05-04"), counted(1, 0));
    assert_eq!(found(valid, "2022-05-05"), counted(0, 0));
}

#[test]
fn a_result_sent_to_the_centre_is_a_candidate_from_its_day_on() {
    let forwarded = [Forwarded {
        product_id: Uuid::from_u128(1),
        province_code: "51".into(),
        on: day("2023-03-01"),
    }];
    let register = Register {
        products: &[],
        producers: &[],
        forwarded: &forwarded,
        sales: &[],
        trainings: &[],
    };
    let terms = terms(Indicator::FiveStarCandidates, Goal::Count(3));
    let on = |text: &str| measure(register, quang_ngai(day(text)), &terms, day(text)).value;
    assert_eq!((on("2023-02-28"), on("2023-03-01")), (0, 1));
}
