//! Two records of one fish sauce, and of one cooperative.

mod certified;
mod producers;
mod products;
mod properties;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::place::Location;
use crate::producer::{Person, Producer, ProducerKind, Representative, ValueChain, Year};
use crate::product::details::{Details, File, FileKind};
use crate::product::{Gtin, HeldCertificate, Maker, Product, Status};
use crate::{producer, product};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-20")
}

fn at(code: &str) -> Location {
    Location::find(&ocop_places::built_in(), code, today()).unwrap()
}

fn cooperative(id: u128, number: &str) -> Producer {
    let profile = producer::Profile {
        name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        kind: ProducerKind::Cooperative,
        registration_number: number.to_owned(),
        registration_date: None,
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        representative: Representative::erased(),
        local_capital_percent: None,
        value_chain: ValueChain::Unknown,
        stable_raw_material: false,
        gln: None,
        years: Vec::new(),
        people: Vec::new(),
    };
    Producer::register(Uuid::from_u128(id), profile, at("21040")).unwrap()
}

fn fish_sauce(id: u128) -> Product {
    let profile = product::Profile {
        criteria_set: 9,
        name: "Nước mắm Mười Quý".to_owned(),
        ..product::Profile::default()
    };
    let maker = Maker::of(&cooperative(1, "3400000001"));
    Product::register(Uuid::from_u128(id), maker, profile, at("21040")).unwrap()
}

fn certified(product: Product, from: &str, to: &str) -> Product {
    let certificate = Some(HeldCertificate {
        product_id: product.id,
        id: Uuid::nil(),
        star: 3,
        decision_number: format!("{}/QĐ-UBND", product.id.as_u128()),
        valid_from: day(from),
        valid_to: day(to),
        revoked_on: None,
        imported: false,
    });
    Product {
        certificate,
        ..product
    }
}

fn gtin(text: &str) -> Option<Gtin> {
    Some(Gtin::parse(text).unwrap())
}

fn merge(kept: &mut Product, absorbed: Product) -> Result<Option<Gtin>, Refusal> {
    choosing(kept, absorbed, &[])
}

fn choosing(
    kept: &mut Product,
    mut absorbed: Product,
    choices: &[(Field, Side)],
) -> Result<Option<Gtin>, Refusal> {
    let choices = Choices(choices.iter().copied().collect());
    absorb_product(kept, &mut absorbed, &choices, today())
}

fn reasons(refused: Result<impl std::fmt::Debug, Refusal>) -> Vec<&'static str> {
    let refusal = refused.unwrap_err();
    assert_eq!(refusal.reason(), "MERGE_REFUSED");
    refusal.0.iter().map(Obstacle::reason).collect()
}

#[test]
fn a_record_is_not_merged_with_itself_and_a_retired_product_absorbs_nothing() {
    let mut kept = fish_sauce(1);
    assert_eq!(reasons(merge(&mut kept, fish_sauce(1))), ["SAME_RECORD"]);
    kept.status = Status::Retired;
    assert_eq!(
        reasons(merge(&mut kept, fish_sauce(2))),
        ["KEPT_IS_RETIRED"]
    );
    let mut producer = cooperative(1, "1");
    let refused = absorb_producer(&mut producer, &mut cooperative(1, "1"), &Choices::default());
    assert_eq!(reasons(refused), ["SAME_RECORD"]);
}

fn picture(n: usize) -> File {
    File {
        kind: FileKind::Picture,
        sha256: format!("{n:064x}"),
        title: String::new(),
        media_type: "image/jpeg".to_owned(),
        paper: None,
        valid_to: None,
    }
}

#[test]
fn obstacles_have_stable_words() {
    let id = Uuid::nil();
    let obstacles = [
        Obstacle::OpenTransfer(id),
        Obstacle::SameProductName {
            name: "Mắm".to_owned(),
            kept: id,
            absorbed: id,
        },
        Obstacle::TooManyProducts {
            count: 501,
            most: 500,
        },
        Obstacle::CertifiedStays(Field::Place),
    ];
    assert_eq!(
        obstacles.each_ref().map(Obstacle::reason),
        [
            "TRANSFER_OPEN",
            "SAME_PRODUCT_NAME",
            "TOO_MANY_PRODUCTS",
            "CERTIFIED_STAYS"
        ]
    );
    assert_eq!(obstacles[3].field(), Some(Field::Place));
    assert_eq!(obstacles[0].field(), None);
}
