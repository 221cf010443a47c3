//! Searches of certificates.

use chrono::{Datelike as _, Days};
use ocop_chassis::text::number_key;
use ocop_evaluation::domain::certificate::product_code::code_key;
use ocop_evaluation::domain::certificate::{Certificate, Kind};
use ocop_evaluation::domain::programme::count::Dimension;
use ocop_evaluation::storage::certificate::{
    CertificateFilter, certificate_facets, list_certificates,
};
use proptest::option::weighted;
use proptest::prelude::*;
use strum::VariantArray as _;

use super::made_up::{PRODUCTS, certification, day, product};
use super::{SEARCHES, asked, code_of, drawn, is, on_both_at_once, page, says, today};

fn all() -> Vec<Certificate> {
    let held = (0..PRODUCTS).flat_map(|n| certification(n).certificates);
    let mut all: Vec<Certificate> = held.collect();
    all.sort_by_key(|certificate| certificate.id);
    all
}

fn filters() -> impl Strategy<Value = CertificateFilter> {
    let days =
        || weighted(0.2, 0..3_200_u64).prop_map(|n| n.map(|n| day("2019-01-01") + Days::new(n)));
    let number = proptest::sample::select(vec![
        "7/QĐ-UBND",
        " 12 / qd – ubnd",
        "3/QÐ-UBND",
        "20/QD-UBND",
        "999/QĐ-UBND",
    ]);
    let code = proptest::sample::select(vec![
        "51-21040-1-2019",
        "51 – 21548 – 2 – 2019",
        "５１-20194-13-2019",
        "51-21364-5-2020",
        "null",
    ]);
    let words = proptest::sample::select(vec![
        "mười quí",
        "NUOC MAM",
        "đường phèn",
        "duong quang",
        "100%",
        "kho_thu",
        "sơn lý tỏi",
        "duc pho",
        "_",
        "không có",
        "muoi sa huynh",
    ]);
    let kind = proptest::sample::select(vec![Kind::First, Kind::Imported, Kind::Upgrade]);
    let place = proptest::sample::select(vec!["21364", "20257", "99999"]);
    let whose = (
        weighted(0.1, 0..PRODUCTS),
        weighted(0.3, proptest::sample::select(vec!["51", "48"])),
        weighted(0.1, 0..6_u128),
        weighted(0.1, place),
        weighted(0.2, 3..=5_u32),
    );
    let what = (
        weighted(0.1, number),
        weighted(0.05, code),
        weighted(0.1, 1..=26_u32),
        weighted(0.2, kind),
        weighted(0.3, words),
    );
    let when = (days(), days(), days(), days(), days());
    (whose, what, when).prop_map(|(whose, what, when)| CertificateFilter {
        product: whose.0.map(|n| product(n).id),
        province: whose.1.map(asked),
        producer: whose.2.map(|n| uuid::Uuid::from_u128(0xC000 + n)),
        place: whose.3.map(asked),
        star: whose.4,
        decision_number: what.0.map(str::to_owned),
        product_code: what.1.map(str::to_owned),
        criteria_set: what.2,
        kind: what.3,
        search: what.4.unwrap_or_default().to_owned(),
        valid_on: when.0,
        decided_from: when.1,
        decided_to: when.2,
        ends_from: when.3,
        ends_to: when.4,
        in_units_of: today(),
    })
}

fn fits(filter: &CertificateFilter, held: &Certificate) -> bool {
    let revoked_on = held.revocation.as_ref().map(|end| end.decision.date);
    let (decided, last) = (held.decision.date, held.valid_to);
    let valid = |day| {
        held.valid_from <= day && day <= last && revoked_on.is_none_or(|revoked| day < revoked)
    };
    let names = [
        held.product_name.as_str(),
        &held.producer_name,
        &held.place.name,
    ];
    let number = filter.decision_number.as_deref().map(number_key);
    let code = filter.product_code.as_deref().map(code_key);
    let ends = filter.ends_from.is_some() || filter.ends_to.is_some();
    is(&filter.product, &held.product_id)
        && is(&code_of(&filter.province), &held.place.province_code)
        && is(&filter.producer, &held.producer_id)
        && is(&code_of(&filter.place), &held.place.code)
        && is(&filter.star, &held.star.number().into())
        && is(&number, &held.decision.key())
        && is(&code, &code_key(&held.product_code))
        && is(&filter.criteria_set, &held.criteria_set.into())
        && is(&filter.kind, &held.kind)
        && says(&names, &filter.search)
        && filter.valid_on.is_none_or(valid)
        && filter.decided_from.is_none_or(|day| day <= decided)
        && filter.decided_to.is_none_or(|day| decided <= day)
        && filter.ends_from.is_none_or(|day| day <= last)
        && filter.ends_to.is_none_or(|day| last <= day)
        && !(ends && revoked_on.is_some())
}

#[tokio::test]
async fn both_engines_answer_every_search_of_certificates_as_a_plain_filter_does() {
    on_both_at_once(async |stores| {
        let all = all();
        let (mut found_some, mut found_few) = (0, 0);
        for filter in drawn(proptest::collection::vec(filters(), SEARCHES)) {
            let fitting: Vec<&Certificate> =
                all.iter().filter(|held| fits(&filter, held)).collect();
            found_some += usize::from(!fitting.is_empty());
            found_few += usize::from((1..9).contains(&fitting.len()));
            for store in &stores {
                let mut found = Vec::new();
                loop {
                    let after = found.last().map(|held: &Certificate| held.id);
                    let (rows, next) = list_certificates(store, &filter, &page(17, after))
                        .await
                        .unwrap();
                    found.extend(rows);
                    if next.is_empty() {
                        break;
                    }
                }
                assert_eq!(found.iter().collect::<Vec<_>>(), fitting, "{filter:?}");
                let counted = certificate_facets(store, &filter, Dimension::VARIANTS)
                    .await
                    .unwrap();
                assert_eq!(counted.total as usize, fitting.len(), "{filter:?}");
                for (by, lines) in counted.facets {
                    let counts: Vec<(String, u32)> = lines
                        .into_iter()
                        .map(|line| (line.key, line.count))
                        .collect();
                    assert_eq!(counts, expected(&fitting, by), "{by:?} of {filter:?}");
                }
            }
        }
        assert!(
            found_some > 150 && found_few > 30,
            "{found_some}, {found_few}"
        );
    })
    .await;
}

/// The counts by a dimension, greatest first, then by key.
fn expected(fitting: &[&Certificate], by: Dimension) -> Vec<(String, u32)> {
    let key = |held: &Certificate| {
        let group = ocop_evaluation::domain::criteria::classification::sub_group(held.criteria_set);
        match by {
            Dimension::Star => held.star.number().to_string(),
            Dimension::Branch => group.unwrap().branch.numeral().to_owned(),
            Dimension::CriteriaSet => held.criteria_set.to_string(),
            Dimension::Commune => held.place.code.clone(),
            Dimension::District => String::new(),
            Dimension::Province => held.place.province_code.clone(),
            Dimension::Kind => held.kind.to_string(),
            Dimension::Year => held.decision.date.year().to_string(),
        }
    };
    super::counts(fitting.iter().map(|held| key(held)))
}
