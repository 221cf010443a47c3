//! What a partner looks for, and what fits it.

mod answers;
mod generated;
mod keys;

use ocop_places::built_in;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::listing::{
    Amount, Branch, File, FileKind, Listing, Paper, Place, Price, ProducerKind, Trade, ValueChain,
};
use crate::samples::*;
pub(in crate::partner) use generated::{open_listing, sourcing};

fn bottles(quantity: u64) -> Amount {
    Amount {
        quantity,
        unit: "chai".into(),
    }
}

fn paper(kind: Paper, valid_to: Option<NaiveDate>) -> File {
    File {
        kind: FileKind::Paper,
        sha256: "a".repeat(64),
        title: String::new(),
        media_type: "application/pdf".into(),
        paper: Some(kind),
        valid_to,
    }
}

fn any_product() -> Profile {
    Profile {
        criteria_sets: BTreeSet::new(),
        province_codes: BTreeSet::new(),
        ..supermarket().sourcing.first
    }
}

fn asking(criteria: Vec<Criterion>) -> Profile {
    Profile {
        criteria,
        ..any_product()
    }
}

/// A certificate of three stars with 80 days left, today among them.
fn ends_soon() -> Certificate {
    let mut soon = certificate(11, Star::Three, "2024-01-01");
    soon.valid_to = today() + chrono::Days::new(79);
    soon
}

#[test]
fn what_is_missing_is_said_with_the_figures_of_both() {
    let profile = asking(vec![
        Criterion::must(Asked::Star(Star::Four)),
        Criterion::must(Asked::Gtin),
        Criterion::must(Asked::DaysLeft(120)),
        Criterion::must(Asked::Green),
    ]);
    let mut product = fish_sauce();
    product.trade.value_chain = Some(ValueChain::Green);
    let assessment = profile.assess(&built_in(), &product, &ends_soon(), today());
    let missing: Vec<_> = assessment
        .missing
        .iter()
        .map(|finding| (finding.kind, finding.asked.as_str(), finding.has.as_str()))
        .collect();
    assert_eq!(
        missing,
        [
            (CriterionKind::Star, "4", "3"),
            (CriterionKind::Gtin, "", ""),
            (CriterionKind::DaysLeft, "120", "80"),
        ]
    );
    assert!(assessment.is_near() && !assessment.fits());
}

#[test]
fn a_wish_counts_for_the_score_and_keeps_nobody_out() {
    let profile = asking(vec![
        Criterion::wish(Asked::Gtin),
        Criterion::wish(Asked::Capacity(bottles(1_000))),
    ]);
    let mut product = fish_sauce();
    product.trade.capacity_per_month = Some(bottles(2_000));
    let assessment = profile.assess(&built_in(), &product, &ends_soon(), today());
    assert!(assessment.fits() && !assessment.is_near());
    assert_eq!(assessment.score(), 50);
    assert_eq!(assessment.met[0].kind, CriterionKind::Capacity);
    assert_eq!(assessment.unmet[0].kind, CriterionKind::Gtin);
    let plain = asking(Vec::new()).assess(&built_in(), &product, &ends_soon(), today());
    assert_eq!(plain.score(), 100);
}

#[test]
fn a_product_of_another_kind_or_place_is_not_near() {
    let elsewhere = Criterion::must(Asked::Places(["48".to_owned()].into()));
    let drinks = Criterion::must(Asked::Branches([Branch::Drinks].into()));
    for criterion in [elsewhere, drinks] {
        let assessment =
            asking(vec![criterion]).assess(&built_in(), &fish_sauce(), &ends_soon(), today());
        assert_eq!(assessment.missing.len(), 1);
        assert!(!assessment.is_near());
    }
}

#[test]
fn days_of_validity_and_papers_end_on_their_day() {
    let paper_ends = day("2026-12-31");
    let mut product = fish_sauce();
    product.trade.files = vec![paper(Paper::FoodSafety, Some(paper_ends))];
    let days = asking(vec![Criterion::must(Asked::DaysLeft(80))]);
    assert_eq!(
        days.term(&built_in(), &product, &ends_soon()),
        Term::Until(today())
    );
    let safe = asking(vec![Criterion::must(Asked::Paper(Paper::FoodSafety))]);
    assert_eq!(
        safe.term(&built_in(), &product, &ends_soon()),
        Term::Until(paper_ends)
    );
    let several = Sourcing {
        first: days,
        further: vec![safe],
    };
    assert_eq!(
        several.term(&built_in(), &product, &ends_soon()),
        Term::Until(paper_ends)
    );
}

#[test]
fn the_profile_that_is_answered_best_is_told() {
    let named = |name: &str, criteria| Profile {
        name: name.into(),
        ..asking(criteria)
    };
    let sourcing = Sourcing {
        first: named("Kệ", vec![Criterion::must(Asked::Gtin)]),
        further: vec![
            named("Giỏ quà", vec![Criterion::wish(Asked::Green)]),
            named("Quà biếu", vec![]),
        ],
    };
    let assessment = sourcing.assess(&built_in(), &fish_sauce(), &ends_soon(), today());
    assert_eq!(assessment.profile, "Quà biếu");
}

#[test]
fn a_commune_lies_in_what_it_became_part_of() {
    // Kon Tum's city, a district of province 62 until it became part of province 51.
    let mut of_kon_tum = fish_sauce();
    of_kon_tum.place.code = "608".into();
    of_kon_tum.place.province_code = "62".into();
    of_kon_tum.place.said_on = day("2024-05-01");
    let mut listing = listing(&[granted(&certificate(11, Star::Four, "2026-06-15"))]);
    listing.product.place = of_kon_tum.place;
    let lookup = Lookup::of(&built_in(), &listing).unwrap();
    assert!(lookup.provinces.contains("62") && lookup.provinces.contains("51"));
}

#[test]
fn many_sets_in_many_provinces_have_a_key_for_each_set() {
    let provinces: BTreeSet<String> = (1..=34).map(|code| code.to_string()).collect();
    let wide = Profile {
        criteria_sets: (1..=26).map(set).collect(),
        province_codes: provinces,
        ..any_product()
    };
    let keys = Sourcing::one(wide).keys(&built_in());
    assert_eq!(keys.len(), 26);
    assert!(keys.iter().all(|key| key.province.is_none()));
}

proptest! {
    /// An event looks at nobody but those whose keys it has, so no partner that wants a product may be without one.
    #[test]
    fn whoever_wants_a_product_has_a_key_of_it(sourcing in sourcing(), listing in open_listing()) {
        let held = listing.held().unwrap();
        if sourcing.term(&built_in(), &listing.product, &held.certificate) != Term::Never {
            let lookup = Lookup::of(&built_in(), &listing).unwrap();
            prop_assert!(sourcing.keys(&built_in()).iter().any(|key| lookup.has(key)));
        }
    }

    /// What is told of a product, and whether it is offered, are the same judgement.
    #[test]
    fn a_product_fits_if_it_lacks_nothing(sourcing in sourcing(), listing in open_listing(), later in 0..900_i64) {
        let certificate = &listing.held().unwrap().certificate;
        let day = today() + chrono::TimeDelta::days(later);
        let assessment = sourcing.assess(&built_in(), &listing.product, certificate, day);
        let term = sourcing.term(&built_in(), &listing.product, certificate);
        prop_assert_eq!(assessment.fits(), term.holds(day));
    }
}
