//! Random histories of products, and who made them, was trained and reported sales.

use chrono::{Days, NaiveDate};
use ocop_chassis::database::UseCase;
use ocop_evaluation::application::Error;
use ocop_evaluation::domain::Event;
use ocop_evaluation::domain::certificate::certification::{Certification, OldCertificate};
use ocop_evaluation::domain::certificate::decision::Decision;
use ocop_evaluation::domain::certificate::{Ground, Revocation};
use ocop_evaluation::domain::criteria::star::Star;
use ocop_evaluation::domain::register::producer::{Producer, ProducerKind, ValueChain};
use ocop_evaluation::domain::register::product::{Place, Product};
use ocop_evaluation::domain::register::sales::{Month, SalesReport};
use ocop_evaluation::domain::register::training::Training;
use ocop_evaluation::storage::{self, Tx};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use strum::VariantArray as _;
use uuid::Uuid;

const PRODUCTS: usize = 400;
const PRODUCERS: u128 = 60;

pub(super) fn first_day() -> NaiveDate {
    "2018-06-01".parse().unwrap()
}

/// How one product fared.
#[derive(Clone, Debug)]
struct History {
    set: u8,
    producer: u128,
    place: usize,
    /// Days since the certificate before began, and stars, of each certificate.
    certificates: Vec<(u64, u8)>,
    /// Days after the last began on which it was revoked.
    revoked: Option<u64>,
}

fn histories() -> Vec<History> {
    let certificates = proptest::collection::vec((1..1_500_u64, 3..=5_u8), 0..5);
    let one = (
        1..=26_u8,
        0..PRODUCERS,
        0..7_usize,
        certificates,
        proptest::option::weighted(0.2, 0..1_400_u64),
    );
    let one = one.prop_map(|(set, producer, place, certificates, revoked)| History {
        set,
        producer,
        place,
        certificates,
        revoked,
    });
    let mut runner = TestRunner::deterministic();
    let tree = proptest::collection::vec(one, PRODUCTS).new_tree(&mut runner);
    tree.unwrap().current()
}

/// Six communes in three districts of Quảng Ngãi, one without a district, and one elsewhere; their codes are made up, and so
/// they stay as they were said.
fn place(number: usize) -> Place {
    let district = number / 2;
    let elsewhere = number == 6;
    let named = (number != 5).then(|| (format!("53{district}"), format!("Huyện {district}")));
    let (district_code, district_name) = named.unzip();
    Place {
        code: format!("9100{number}"),
        name: format!("Xã {number}"),
        district_code,
        district_name,
        province_code: if elsewhere { "48" } else { "51" }.to_owned(),
        province_name: if elsewhere {
            "Đà Nẵng"
        } else {
            "Quảng Ngãi"
        }
        .to_owned(),
        said_on: "2020-01-01".parse().unwrap(),
    }
}

fn decision(number: String, date: NaiveDate) -> Decision {
    Decision {
        number,
        date,
        authority: "UBND".to_owned(),
        signer: String::new(),
    }
}

fn certification(n: u128, history: &History) -> Certification {
    let product = Product {
        id: Uuid::from_u128(0xF00D_0000 + n),
        name: format!("Sản phẩm {n}"),
        producer_id: Uuid::from_u128(0xC000 + history.producer),
        producer_name: "Chủ thể".to_owned(),
        producer_home: Default::default(),
        criteria_set: history.set,
        place: place(history.place),
        status: ocop_evaluation::domain::register::product::Status::Active,
    };
    let mut all = Certification::none(product.id);
    let mut from = first_day() + Days::new(u64::try_from(n % 900).unwrap());
    for (index, (gap, star)) in history.certificates.iter().enumerate() {
        from = from + Days::new(*gap);
        let old = OldCertificate {
            id: Uuid::from_u128((n << 8) + u128::try_from(index).unwrap()),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
            star: Star::try_from(*star).unwrap(),
            decision: decision(format!("{n}-{index}"), from),
            product_code: String::new(),
        };
        all.import(
            &product,
            old,
            chrono::NaiveDate::MAX,
            "2030-01-01".parse().unwrap(),
        )
        .unwrap();
    }
    let newest = all.newest().map(|newest| (newest.id, newest.valid_from));
    if let (Some(after), Some((id, from))) = (history.revoked, newest) {
        let revocation = Revocation {
            ground: Ground::Other,
            reason: "kết luận".to_owned(),
            decision: decision(format!("{n}-R"), from + Days::new(after)),
        };
        all.revoke(id, revocation).unwrap();
    }
    all
}

/// All producers but the last ten, of whom nothing has been heard.
pub(super) fn producers() -> Vec<Producer> {
    let chains = [
        ValueChain::Unknown,
        ValueChain::Ordinary,
        ValueChain::Circular,
        ValueChain::Green,
    ];
    let producer = |n: u128| {
        let index = usize::try_from(n).unwrap();
        Producer {
            id: Uuid::from_u128(0xC000 + n),
            name: format!("Chủ thể {n}"),
            kind: ProducerKind::VARIANTS.get(index % 7).copied(),
            province_code: "51".to_owned(),
            place_code: "91000".to_owned(),
            place_said_on: "2020-01-01".parse().unwrap(),
            led_by_woman: n.is_multiple_of(2),
            led_by_minority: n.is_multiple_of(3),
            led_by_disabled: n.is_multiple_of(11),
            value_chain: chains[index % 4],
            stable_raw_material: !n.is_multiple_of(5),
            person_erased: false,
        }
    };
    (0..PRODUCERS - 10).map(producer).collect()
}

/// Sessions of training some weeks apart, each attended by some of the producers and by nobody who is known.
pub(super) fn trainings() -> Vec<Training> {
    let training = |n: u64| {
        let attended =
            (0..PRODUCERS).filter(|producer| (producer + u128::from(n)).is_multiple_of(7));
        let attended = attended.map(|producer| Uuid::from_u128(0xC000 + producer));
        Training {
            session_id: Uuid::from_u128(0x7A00 + u128::from(n)),
            held_on: first_day() + Days::new(n * 53),
            producers: attended.chain([Uuid::from_u128(0xFFFF)]).collect(),
        }
    };
    (0..60).map(training).collect()
}

/// Reports of every sixth product with certificates, with gaps, also of months in which nothing was sold.
pub(super) fn sales(products: &[Certification]) -> Vec<SalesReport> {
    let mut all = Vec::new();
    for (n, product) in (0_u64..).zip(products).step_by(6) {
        let Some(newest) = product.newest() else {
            continue;
        };
        for month in 0..140 {
            let at = i32::try_from(month).unwrap();
            if (n + month * 5).is_multiple_of(7) {
                continue;
            }
            let vnd = (n * 13 + month * 29) % 50 * 1_000_000;
            let few = n.is_multiple_of(12) && month > 60;
            all.push(SalesReport {
                id: Uuid::from_u128(0x5A1E_0000 + u128::from(n * 1_000 + month)),
                product_id: product.product_id,
                producer_id: newest.producer_id,
                month: Month::of("2030-01-01".parse().unwrap()).before(at),
                vnd,
                modern_vnd: if few { vnd / 3 } else { 0 },
            });
        }
    }
    all
}

/// What the database is filled with.
pub(super) struct Fill {
    pub(super) products: Vec<Certification>,
    pub(super) producers: Vec<Producer>,
    pub(super) trainings: Vec<Training>,
    pub(super) sales: Vec<SalesReport>,
}

impl UseCase<Event> for Fill {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        storage::register::store_producers(tx, self.producers.clone()).await?;
        for training in &self.trainings {
            storage::register::store_training(tx, training).await?;
        }
        storage::register::store_sales(tx, &self.sales).await?;
        for product in &self.products {
            tx.create(product.clone()).await?;
        }
        Ok(())
    }
}

/// Every product with its certificates.
pub(super) fn products() -> Vec<Certification> {
    let histories = (0..).zip(histories());
    histories
        .map(|(n, history)| certification(n, &history))
        .collect()
}
