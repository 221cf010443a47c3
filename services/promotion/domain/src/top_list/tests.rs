//! A list of the best products: its terms, and what the tests of its steps share.

mod bounds;
mod nominating;
mod properties;
mod results;
mod voting;

use std::collections::BTreeMap;
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
    TopList::plan(Uuid::from_u128(700), ("51".into(), today()), terms).unwrap()
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
    let placed = list.outcome().into_iter().flat_map(Outcome::placed);
    placed
        .take(list.terms.size)
        .map(|ranked| ranked.product_id.as_u128())
        .collect()
}

#[test]
fn what_communes_went_by_is_not_changed_once_they_have_nominated() {
    let mut list = planned(terms());
    let longer = Terms {
        voting: days("2026-12-01", "2026-12-20"),
        ..terms()
    };
    assert_eq!(list.update(longer.clone(), today()), Ok(()));
    let mut list = nominated(&sound([1]));
    assert_eq!(list.update(longer, today()), Err(Refusal::Begun));
    let renamed = Terms {
        name: "Top 2".into(),
        council: ["an".to_owned()].into(),
        ..terms()
    };
    assert_eq!(list.update(renamed.clone(), today()), Ok(()));
    list.score("an", points(&[(1, 50)]), day("2026-12-02"))
        .unwrap();
    let other = Terms {
        council: ["binh".to_owned()].into(),
        ..renamed
    };
    assert_eq!(list.update(other, today()), Err(Refusal::Begun));
}
