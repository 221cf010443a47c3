use super::*;
use crate::certificate::certification::OldCertificate;
use crate::certificate::certification::tests::{day, decision, fish_sauce};
use crate::certificate::{Ground, Revocation};
use crate::programme::target::tests::{period, terms};
use crate::programme::target::{Goal, Indicator, Measure, PlaceLevel, ProducerTrait, Terms};
use crate::register::producer::tests::cooperative;
use crate::register::product::Product;

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
            star: *star,
            decision: decision(&format!("{id}-{n}/QĐ-UBND"), from),
            valid_from: day(from),
            product_code: String::new(),
        };
        all.import(&product, old, day("2026-11-20")).unwrap();
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
    }
}

fn ask(as_of: &str, since: &str) -> Progress {
    let question = Question {
        as_of: day(as_of),
        since: day(since),
        province: Some("51".into()),
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
        "51",
        &terms,
        day(on),
    )
}

fn counted(value: u32, base: u32) -> Measure {
    Measure { value, base }
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
fn the_trend_ends_with_the_day_asked_about() {
    let days = points(day("2022-07-14"), 3);
    assert_eq!(
        days,
        [day("2022-05-31"), day("2022-06-30"), day("2022-07-14")]
    );
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
    };
    let terms = terms(Indicator::FiveStarCandidates, Goal::Count(3));
    let on = |text: &str| measure(register, "51", &terms, day(text)).value;
    assert_eq!((on("2023-02-28"), on("2023-03-01")), (0, 1));
}
