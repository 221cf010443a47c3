//! The search for products: against a plain list, on both engines, and in words.

use std::collections::BTreeSet;

use ocop_chassis::text::{is_one_error_apart, likeness_key, name_key};
use ocop_harness::on_both_engines;
use ocop_proto::catalog::v1 as proto;
use unicode_normalization::UnicodeNormalization as _;

use crate::fixture::{Fixture, a_producer, id};

/// A product as the model sees it.
struct Known {
    id: String,
    name: String,
    brand: String,
    producer: String,
    description: String,
}

impl Known {
    /// Name, with brand, with producer, with description: each in the form in which it is searched.
    fn texts(&self) -> [String; 4] {
        let parts = [&self.name, &self.brand, &self.producer, &self.description];
        let parts = parts.map(|part| likeness_key(part));
        [1, 2, 3, 4].map(|count| format!(" {} ", parts[..count].join(" | ")))
    }

    /// Its rank in a search that is right as typed.
    fn typed(&self, search: &str) -> Option<usize> {
        let (key, words) = (name_key(&self.name), likeness_key(search));
        let words: Vec<&str> = words.split(' ').collect();
        let found = |text: &String| words.iter().all(|word| text.contains(word));
        let place = self.texts().iter().position(found)?;
        let exact = name_key(search);
        if key.contains(&exact) {
            return Some(0);
        }
        let all = exact.split(' ').all(|word| key.contains(word));
        Some(if all { 1 } else { 2 + place })
    }

    /// Its rank in a search with one typing error in a word.
    fn corrected(&self, search: &str, known: &BTreeSet<String>) -> Option<usize> {
        let words = likeness_key(search);
        let words: Vec<&str> = words.split(' ').collect();
        let like = |at: usize, text: &String| {
            let others = words.iter().enumerate().filter(|(other, _)| *other != at);
            let mut like = known
                .iter()
                .filter(|word| **word != words[at] && is_one_error_apart(word, words[at]));
            let may = words[at].chars().count() >= 3;
            may && others.map(|(_, word)| word).all(|word| text.contains(word))
                && like.any(|word| text.contains(&format!(" {word} ")))
        };
        let found = |text: &String| (0..words.len()).any(|at| like(at, text));
        self.texts().iter().position(found).map(|place| 10 + place)
    }
}

/// What a search finds, best first, and whether it took a typing error.
fn expected(all: &[Known], search: &str) -> (Vec<String>, bool) {
    let sorted = |rank: &dyn Fn(&Known) -> Option<usize>| {
        let ranked = all
            .iter()
            .filter_map(|one| Some((rank(one)?, one.id.clone())));
        let mut ranked: Vec<(usize, String)> = ranked.collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    };
    let typed = sorted(&|one| one.typed(search));
    if !typed.is_empty() {
        return (typed, false);
    }
    let names = all
        .iter()
        .flat_map(|one| [&one.name, &one.brand, &one.producer]);
    let keys: Vec<String> = names.map(|name| likeness_key(name)).collect();
    let words = keys.iter().flat_map(|key| key.split(' '));
    let known = words
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_owned);
    let known: BTreeSet<String> = known.collect();
    let corrected = sorted(&|one| one.corrected(search, &known));
    let any = !corrected.is_empty();
    (corrected, any)
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn words(&mut self, least: usize, more: usize) -> String {
        let count = least + self.below(more + 1);
        let words: Vec<&str> = (0..count)
            .map(|_| SYLLABLES[self.below(SYLLABLES.len())])
            .collect();
        words.join(" ")
    }
}

const SYLLABLES: [&str; 18] = [
    "Nước",
    "nước",
    "mắm",
    "mam",
    "Mười",
    "muối",
    "Quý",
    "Quy",
    "Hoà",
    "Hòa",
    "tỏi",
    "Lý",
    "Sơn",
    "Đức",
    "Ðường",
    "phèn",
    "Sa",
    "Huỳnh",
];

async fn found(fixture: &Fixture, search: &str) -> (Vec<String>, bool) {
    let (mut ids, mut corrected, mut page_token) = (Vec::new(), false, String::new());
    loop {
        let request = proto::ListProductsRequest {
            page_size: 7,
            page_token,
            search: search.to_owned(),
            ..Default::default()
        };
        let page = fixture.anonymous().list_products(request).await.unwrap();
        let page = page.into_inner();
        ids.extend(page.products.into_iter().map(|product| product.id));
        corrected |= page.with_typing_error;
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return (ids, corrected);
        }
    }
}

async fn registered(fixture: &mut Fixture, rows: Vec<proto::ProductRow>) -> Vec<Known> {
    let request = proto::ImportProductsRequest {
        request_id: id(1),
        rows: rows.clone(),
        validate_only: false,
    };
    let done = fixture.office.import_products(request).await.unwrap();
    let outcomes = done.into_inner().outcomes.into_iter();
    let known = outcomes.zip(rows).filter(|(done, _)| {
        assert_eq!(done.problems, []);
        done.product() == ocop_proto::imports::v1::RowOutcome::New
    });
    let of = |(done, row): (proto::ImportedProduct, proto::ProductRow)| {
        let product = row.product.unwrap();
        Known {
            id: done.product_id,
            name: product.name,
            brand: product.brand,
            producer: row.producer.unwrap().name,
            description: product.description,
        }
    };
    known.map(of).collect()
}

fn row(producer: (&str, &str), name: &str, brand: &str, description: &str) -> proto::ProductRow {
    proto::ProductRow {
        producer: Some(proto::Producer {
            name: producer.1.to_owned(),
            ..a_producer(producer.0)
        }),
        product: Some(proto::Product {
            name: name.to_owned(),
            brand: brand.to_owned(),
            description: description.to_owned(),
            criteria_set: 9,
            place_code: "21478".to_owned(),
            ..Default::default()
        }),
    }
}

on_both_engines!(
    a_search_finds_what_a_plain_list_finds_and_in_its_order,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let mut numbers = Numbers(51);
        let makers = [
            ("1", "HTX Sa Huỳnh"),
            ("2", "Công ty Mười Quý"),
            ("3", "Hộ Đức Sơn"),
        ];
        let rows: Vec<_> = (0..60)
            .map(|_| {
                let maker = makers[numbers.below(3)];
                let (name, brand) = (numbers.words(2, 2), numbers.words(0, 1));
                let description = numbers.words(0, 4);
                row(maker, &name, &brand, &description)
            })
            .collect();
        let all = registered(&mut fixture, rows).await;
        let mut with_errors = 0;
        for round in 0..120 {
            let mut search = numbers.words(1, 2);
            match round % 6 {
                1 => search = likeness_key(&search),
                2 => search = search.to_uppercase().nfd().collect(),
                3 => {
                    search.pop();
                }
                4 => search = search.replace('ơ', "oo").replace('m', "n"),
                5 => search = likeness_key(&search).chars().rev().collect(),
                _ => {}
            }
            if likeness_key(&search).is_empty() {
                continue;
            }
            let expected = expected(&all, &search);
            with_errors += usize::from(expected.1);
            assert_eq!(found(&fixture, &search).await, expected, "{search:?}");
        }
        assert!(with_errors > 2, "typing errors were tried: {with_errors}");
    }
);

on_both_engines!(
    a_product_is_found_by_brand_producer_and_description_after_those_with_the_word_in_the_name,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let all = registered(
            &mut fixture,
            vec![
                row(("1", "HTX Cá cơm"), "Mắm nhum", "", ""),
                row(("2", "HTX Biển"), "Mắm ruốc", "", "Làm từ cá cơm than"),
                row(("2", "HTX Biển"), "Nước mắm", "Cá Cơm", ""),
                row(("2", "HTX Biển"), "Cá cơm khô", "", ""),
                row(("2", "HTX Biển"), "Khô ca com", "", ""),
            ],
        )
        .await;
        let of = |at: [usize; 5]| at.map(|at| all[at].id.clone()).to_vec();
        assert_eq!(
            found(&fixture, "cá cơm").await,
            (of([3, 4, 2, 0, 1]), false)
        );
        // The producer is found by its new name, and no longer by the old one.
        let producers = proto::ListProducersRequest {
            registration_number: "1".to_owned(),
            ..Default::default()
        };
        let known = fixture.office.list_producers(producers).await.unwrap();
        let known = known.into_inner().producers.remove(0);
        let rename = proto::UpdateProducerRequest {
            request_id: id(2),
            producer: Some(proto::Producer {
                name: "HTX Rạn san hô".to_owned(),
                ..known
            }),
            update_mask: Some(pbjson_types::FieldMask {
                paths: vec!["name".to_owned()],
            }),
        };
        fixture.office.update_producer(rename).await.unwrap();
        assert_eq!(found(&fixture, "san ho").await.0, [all[0].id.clone()]);
        assert!(!found(&fixture, "cá cơm").await.0.contains(&all[0].id));
    }
);

on_both_engines!(
    one_typing_error_is_forgiven_where_nothing_is_found_without,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let all = registered(
            &mut fixture,
            vec![
                row(("1", "HTX Biển"), "Nước mắm Mười Quý", "", ""),
                row(("1", "HTX Biển"), "Tỏi Lý Sơn", "", ""),
            ],
        )
        .await;
        let first = || vec![all[0].id.clone()];
        for typed in ["nuoc mma", "nuocc mam", "nươc măm quy", "mam nuoc muio"] {
            assert_eq!(found(&fixture, typed).await.0, first(), "{typed}");
        }
        assert!(found(&fixture, "nuoc mma").await.1);
        assert!(!found(&fixture, "quy mam").await.1);
        // Two errors are too many, and no letters are guessed where the word is found.
        assert_eq!(found(&fixture, "nuox nma").await, (Vec::new(), false));
    }
);

on_both_engines!(
    counts_agree_with_the_list_under_every_filter,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let mut rows = vec![
            row(("1", "HTX Biển"), "Nước mắm", "", ""),
            row(("1", "HTX Biển"), "Nước mắm nhĩ", "", ""),
            row(("2", "Hộ Lan"), "Rượu sim", "", ""),
            row(("2", "Hộ Lan"), "Tỏi", "", ""),
        ];
        rows[2].product.as_mut().unwrap().criteria_set = 14;
        for row in &mut rows[2..] {
            let producer = row.producer.as_mut().unwrap();
            producer.kind = proto::ProducerKind::Household.into();
            producer.value_chain = proto::ValueChain::Green.into();
            producer.place_code = "21040".to_owned();
            row.product.as_mut().unwrap().place_code = "21040".to_owned();
        }
        registered(&mut fixture, rows).await;
        let count = async |request: proto::CountProductsRequest| {
            let list = proto::ListProductsRequest {
                place_code: request.place_code.clone(),
                search: request.search.clone(),
                branch: request.branch.clone(),
                producer_kind: request.producer_kind,
                value_chain: request.value_chain,
                ..Default::default()
            };
            let listed = fixture.anonymous().list_products(list).await.unwrap();
            let counted = fixture.anonymous().count_products(request).await.unwrap();
            let counted = counted.into_inner();
            assert_eq!(counted.total, listed.into_inner().products.len() as u64);
            counted
        };
        let of = |counts: &[proto::ProductCount]| -> Vec<(String, u64)> {
            counts
                .iter()
                .map(|one| (one.value.clone(), one.count))
                .collect()
        };
        let said = |counts: &[(&str, u64)]| -> Vec<(String, u64)> {
            counts
                .iter()
                .map(|(value, count)| ((*value).to_owned(), *count))
                .collect()
        };
        let all = count(proto::CountProductsRequest::default()).await;
        assert_eq!(of(&all.by_place), said(&[("51", 4)]));
        assert_eq!(of(&all.by_branch), said(&[("I", 3), ("II", 1)]));
        assert_eq!(of(&all.by_criteria_set), said(&[("9", 3), ("14", 1)]));
        assert_eq!(of(&all.by_star), said(&[("0", 4)]));
        let kinds = said(&[
            ("PRODUCER_KIND_COOPERATIVE", 2),
            ("PRODUCER_KIND_HOUSEHOLD", 2),
        ]);
        assert_eq!(of(&all.by_producer_kind), kinds);
        let chains = said(&[("VALUE_CHAIN_UNSPECIFIED", 2), ("VALUE_CHAIN_GREEN", 2)]);
        assert_eq!(of(&all.by_value_chain), chains);
        let inside = proto::CountProductsRequest {
            place_code: "51".to_owned(),
            ..Default::default()
        };
        assert_eq!(
            of(&count(inside).await.by_place),
            said(&[("21040", 2), ("21478", 2)])
        );
        for (request, total) in [
            (
                proto::CountProductsRequest {
                    branch: "II".to_owned(),
                    ..Default::default()
                },
                1,
            ),
            (
                proto::CountProductsRequest {
                    value_chain: proto::ValueChain::Green.into(),
                    branch: "I".to_owned(),
                    ..Default::default()
                },
                1,
            ),
            (
                proto::CountProductsRequest {
                    producer_kind: proto::ProducerKind::Cooperative.into(),
                    search: "mam".to_owned(),
                    ..Default::default()
                },
                2,
            ),
        ] {
            assert_eq!(count(request).await.total, total);
        }
    }
);
