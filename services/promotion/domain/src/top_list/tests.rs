mod bounds;
mod properties;
mod results;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;
use crate::listing::{Branch, CertificateFact, Product, Star};
use crate::samples::*;

/// A window from a day to a day.
fn days(from: &str, to: &str) -> Window {
    Window {
        from: day(from),
        to: day(to),
    }
}

fn terms() -> Terms {
    Terms {
        name: "Top 2 sản phẩm OCOP".into(),
        year: 2026,
        size: 2,
        share: Share { least: 1, most: 5 },
        nominating: days("2026-11-20", "2026-11-30"),
        voting: days("2026-12-01", "2026-12-10"),
        community_weight: 40,
        choices: 2,
        excluded: [Branch::Tourism].into(),
        council: ["an", "binh", "chi"].map(str::to_owned).into(),
    }
}

fn planned(terms: Terms) -> TopList {
    TopList::plan(Uuid::from_u128(700), ("51".into(), today()), terms)
}

fn binh_son() -> Commune {
    let place = fish_sauce().place;
    Commune {
        code: place.code,
        said_on: place.said_on,
    }
}

fn product(n: u128) -> Product {
    Product {
        id: Uuid::from_u128(n),
        name: format!("Sản phẩm {n}"),
        ..fish_sauce()
    }
}

fn given(n: u128, decided: &str) -> CertificateFact {
    let mut certificate = certificate(n, Star::Three, decided);
    certificate.certified = certified(product(n));
    CertificateFact {
        product: product(n),
        ..granted(&certificate)
    }
}

/// The n-th product with a certificate that was decided on a day, for 36 months.
fn listed(n: u128, decided: &str) -> Listing {
    let mut listing = Listing::of(product(n));
    listing.apply(given(n, decided), 1, today());
    listing
}

/// The same, revoked on a day.
fn revoked_on(n: u128, day: &str) -> Listing {
    let mut listing = listed(n, "2026-06-01");
    let fact = given(n, "2026-06-01");
    let standing = revoked(&fact.certificate, day).standing;
    let revoked = CertificateFact { standing, ..fact };
    listing.apply(revoked, 2, today());
    listing
}

fn by_id(listings: &[Listing]) -> HashMap<Uuid, &Listing> {
    let listings = listings.iter();
    listings
        .map(|listing| (listing.product.id, listing))
        .collect()
}

fn proposals(products: impl IntoIterator<Item = u128>) -> Vec<Proposal> {
    let proposal = |n| Proposal {
        product_id: Uuid::from_u128(n),
        renewal: None,
    };
    products.into_iter().map(proposal).collect()
}

/// The units of the program, and a day.
fn known_on(day: NaiveDate) -> (&'static Places, NaiveDate) {
    static PLACES: LazyLock<Arc<Places>> = LazyLock::new(ocop_places::built_in);
    (&PLACES, day)
}

/// A list with these products nominated by one commune.
fn nominated(products: &[Listing]) -> TopList {
    let mut list = planned(terms());
    let proposals: Vec<Proposal> = products
        .iter()
        .map(|listing| Proposal {
            product_id: listing.product.id,
            renewal: None,
        })
        .collect();
    list.nominate(&binh_son(), &proposals, &by_id(products), known_on(today()))
        .unwrap();
    list
}

fn sound(products: impl IntoIterator<Item = u128>) -> Vec<Listing> {
    let listed = |n| listed(n, "2026-06-01");
    products.into_iter().map(listed).collect()
}

fn points(given: &[(u128, u32)]) -> BTreeMap<Uuid, u32> {
    let given = given.iter();
    given
        .map(|(n, points)| (Uuid::from_u128(*n), *points))
        .collect()
}

fn ballots(chosen: &[(u128, u64)]) -> Ballots {
    Ballots {
        voters: chosen.iter().map(|(_, votes)| votes).sum(),
        record: "ab".into(),
        chosen: chosen
            .iter()
            .map(|(n, votes)| (Uuid::from_u128(*n), *votes))
            .collect(),
    }
}

fn won(list: &TopList) -> Vec<u128> {
    list.winners()
        .map(|ranked| ranked.product_id.as_u128())
        .collect()
}

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
    assert_eq!(again, Err(Refusal::NotNominated(Uuid::from_u128(1))));
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

#[test]
fn a_voter_chooses_nominated_products_while_votes_are_cast() {
    let poll = Poll {
        state: State::Open,
        voting: terms().voting,
        choices: 2,
    };
    let nominated: HashSet<Uuid> = [1, 2, 3].map(Uuid::from_u128).into();
    let admit = |chosen: &[u128], on| {
        let chosen = chosen.iter().copied().map(Uuid::from_u128).collect();
        poll.admit(&chosen, &nominated, on)
    };
    let first = day("2026-12-01");
    assert_eq!(admit(&[1, 2], first), Ok(()));
    assert_eq!(admit(&[1], day("2026-12-10")), Ok(()));
    assert_eq!(
        admit(&[1], day("2026-12-11")),
        Err(Refusal::NotVoting(poll.voting))
    );
    assert_eq!(admit(&[1, 2, 3], first), Err(Refusal::TooManyChoices(2)));
    assert_eq!(admit(&[], first), Err(Refusal::TooManyChoices(2)));
    assert_eq!(
        admit(&[4], first),
        Err(Refusal::NotNominated(Uuid::from_u128(4)))
    );
}

#[test]
fn a_member_of_the_council_scores_exactly_what_is_nominated() {
    let mut list = nominated(&sound([1, 2]));
    let vote = day("2026-12-01");
    let all = points(&[(1, 80), (2, 70)]);
    let early = list.score("an", all.clone(), today());
    assert_eq!(early, Err(Refusal::NotScoring(vote)));
    let stranger = list.score("dung", all.clone(), vote);
    assert_eq!(stranger, Err(Refusal::NotAMember));
    let partly = list.score("an", points(&[(1, 80), (9, 10)]), vote);
    let (missing, unknown) = (1, 1);
    assert_eq!(partly, Err(Refusal::SheetIncomplete { missing, unknown }));
    for points in [all.clone(), points(&[(1, 90), (2, 70)])] {
        list.score("an", points, vote).unwrap();
    }
    assert_eq!(list.sheets.len(), 1);
}

#[test]
fn what_communes_went_by_is_not_changed_once_they_have_nominated() {
    let mut list = planned(terms());
    let longer = Terms {
        voting: days("2026-12-01", "2026-12-20"),
        ..terms()
    };
    assert_eq!(list.update(longer.clone()), Ok(()));
    let mut list = nominated(&sound([1]));
    assert_eq!(list.update(longer), Err(Refusal::Begun));
    let renamed = Terms {
        name: "Top 2".into(),
        council: ["an".to_owned()].into(),
        ..terms()
    };
    assert_eq!(list.update(renamed.clone()), Ok(()));
    list.score("an", points(&[(1, 50)]), day("2026-12-02"))
        .unwrap();
    let other = Terms {
        council: ["binh".to_owned()].into(),
        ..renamed
    };
    assert_eq!(list.update(other), Err(Refusal::Begun));
}
