//! What a commune may nominate, and until when.

use super::*;

#[test]
fn everything_that_is_wrong_with_what_a_commune_proposes_is_told_at_once() {
    let mut terms = terms();
    terms.share = Share { least: 5, most: 5 };
    let mut tour = listed(3, "2026-06-01");
    tour.product.criteria_set = set(26);
    let mut elsewhere = listed(4, "2026-06-01");
    elsewhere.product.place.code = "20965".into();
    elsewhere.product.place.province_code = "48".into();
    // The second certificate ends while votes are cast.
    let known = [
        listed(1, "2026-06-01"),
        listed(2, "2023-12-05"),
        tour,
        elsewhere,
    ];
    let mut list = planned(terms);
    let proposed = proposals([1, 2, 3, 4]);
    let refused = list.nominate(&binh_son(), &proposed, &by_id(&known), known_on(today()));
    let Err(Refusal::Ineligible(problems)) = refused else {
        panic!("{refused:?}");
    };
    let of = |n, defect| Problem::Product(Uuid::from_u128(n), defect);
    assert_eq!(
        problems,
        [
            Problem::Count {
                given: 4,
                least: 5,
                most: 5
            },
            of(2, Defect::NotRecognised(day("2026-12-05"))),
            of(3, Defect::Excluded(Branch::Tourism)),
            of(4, Defect::Elsewhere),
        ]
    );
    assert!(list.nominations.is_empty());
}

#[test]
fn a_product_in_renewal_in_the_year_may_be_nominated_though_its_term_ends_before_the_vote() {
    let ended = listed(2, "2023-02-01");
    let mut list = planned(terms());
    let renewed = |n| Proposal {
        renewal: Some("12/HS-2026".into()),
        ..proposals([n]).remove(0)
    };
    let known = [ended];
    let bare = list.nominate(
        &binh_son(),
        &proposals([2]),
        &by_id(&known),
        known_on(today()),
    );
    assert!(matches!(bare, Err(Refusal::Ineligible(_))));
    list.nominate(
        &binh_son(),
        &[renewed(2)],
        &by_id(&known),
        known_on(today()),
    )
    .unwrap();
    // One that ended the year before, and one that was revoked, are not.
    for gone in [listed(3, "2022-06-01"), revoked_on(3, "2026-10-01")] {
        let known = [gone];
        let refused = list.nominate(
            &binh_son(),
            &[renewed(3)],
            &by_id(&known),
            known_on(today()),
        );
        let Err(Refusal::Ineligible(problems)) = refused else {
            panic!("{refused:?}");
        };
        let defect = Defect::NotRecognisedInYear(2026);
        assert_eq!(problems, [Problem::Product(Uuid::from_u128(3), defect)]);
    }
}

#[test]
fn a_commune_nominates_anew_in_its_time_and_what_was_withdrawn_stays_so() {
    let known = sound([1, 2, 3]);
    let mut list = nominated(&known[..2]);
    list.withdraw(Uuid::from_u128(1), "chủ thể xin rút".into())
        .unwrap();
    let again = list.nominate(
        &binh_son(),
        &proposals([1, 3]),
        &by_id(&known),
        known_on(today()),
    );
    assert_eq!(again, Err(Refusal::NominationWithdrawn(Uuid::from_u128(1))));
    list.nominate(
        &binh_son(),
        &proposals([3]),
        &by_id(&known),
        known_on(today()),
    )
    .unwrap();
    let standing: Vec<u128> = list
        .standing()
        .map(|found| found.product_id.as_u128())
        .collect();
    assert_eq!(standing, [3]);
    let late = list.nominate(
        &binh_son(),
        &proposals([2]),
        &by_id(&known),
        known_on(day("2026-12-01")),
    );
    assert_eq!(late, Err(Refusal::NotNominating(terms().nominating)));
}
