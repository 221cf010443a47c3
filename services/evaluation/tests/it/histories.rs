//! Progress as the database counts it, held against a recount over random histories.

use chrono::{Days, NaiveDate};
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database, Origin, UseCase};
use ocop_chassis::program::settings;
use ocop_chassis::sealing::Keyring;
use ocop_evaluation::Evaluation;
use ocop_evaluation::application::Error;
use ocop_evaluation::domain::Event;
use ocop_evaluation::domain::certificate::certification::{Certification, OldCertificate};
use ocop_evaluation::domain::certificate::decision::Decision;
use ocop_evaluation::domain::certificate::{Ground, Revocation};
use ocop_evaluation::domain::criteria::star::Star;
use ocop_evaluation::domain::programme::progress::Question;
use ocop_evaluation::domain::programme::target::{
    Goal, Indicator, Period, PlaceLevel, ProducerTrait, Terms,
};
use ocop_evaluation::domain::register::producer::{Producer, ProducerKind, ValueChain};
use ocop_evaluation::domain::register::product::{Place, Product};
use ocop_evaluation::storage::{self, Migrator, Store, Tx};
use ocop_harness::on_both_engines;
use ocop_places::Said;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use strum::VariantArray as _;
use uuid::Uuid;

use crate::recount::{self, Register};

const PRODUCTS: usize = 400;
const PRODUCERS: u128 = 60;

fn first_day() -> NaiveDate {
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
        active: true,
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
fn producers() -> Vec<Producer> {
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

struct Fill {
    products: Vec<Certification>,
    producers: Vec<Producer>,
}

impl UseCase<Event> for Fill {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        storage::register::store_producers(tx, self.producers.clone()).await?;
        for product in &self.products {
            tx.create(product.clone()).await?;
        }
        Ok(())
    }
}

/// Every kind of indicator.
fn indicators() -> Vec<Indicator> {
    let cohort = Period {
        from: "2019-01-01".parse().unwrap(),
        to: "2021-06-30".parse().unwrap(),
    };
    let mut all = vec![
        Indicator::Kept { cohort },
        Indicator::Places {
            level: PlaceLevel::Commune,
        },
        Indicator::Places {
            level: PlaceLevel::District,
        },
    ];
    for min_star in Star::ALL {
        all.extend([
            Indicator::NewProducts { min_star },
            Indicator::RecognisedProducts { min_star },
            Indicator::ValidProducts { min_star },
            Indicator::Upgraded {
                min_star,
                cohort: None,
            },
            Indicator::Upgraded {
                min_star,
                cohort: Some(cohort),
            },
        ]);
    }
    let traits = [
        ProducerTrait::Any,
        ProducerTrait::Circular,
        ProducerTrait::Woman,
        ProducerTrait::Minority,
        ProducerTrait::Disabled,
        ProducerTrait::Cooperative,
        ProducerTrait::Enterprise,
        ProducerTrait::Household,
    ];
    all.extend(traits.map(|which| Indicator::Producers { which }));
    all
}

fn quang_ngai(on: NaiveDate) -> Said<'static> {
    Said { code: "51", on }
}

async fn store(url: &str) -> Store {
    let overrides = [("database.url".to_owned(), url.to_owned())];
    let config = settings::<Evaluation>(None, &overrides).unwrap();
    let database = Database::open(&config.host.database).await.unwrap();
    database::migrate::<Migrator>(&database).await.unwrap();
    let clock = Clock::fixed(ocop_harness::NOON.parse().unwrap(), ocop_proto::VIET_NAM);
    Store::new(
        database,
        clock,
        ocop_evaluation::transport::encode,
        Keyring::ephemeral().unwrap(),
    )
}

on_both_engines!(
    the_database_counts_random_histories_as_the_domain_does,
    async |url: String| {
        let store = store(&url).await;
        let products: Vec<Certification> = (0..)
            .zip(&histories())
            .map(|(n, history)| certification(n, history))
            .collect();
        let producers = producers();
        let fill = Fill {
            products: products.clone(),
            producers: producers.clone(),
        };
        store.run(&Origin::task("fill"), &fill).await.unwrap();
        let register = Register {
            products: &products,
            producers: &producers,
            forwarded: &[],
        };
        let mut seen = 0;
        // Days all over the years, among them ends of months and days on which something ends.
        let days = (0..24).map(|n| first_day() + Days::new(n * 151));
        let ends = products.iter().filter_map(|product| {
            let first = product.certificates.first()?;
            Some([first.valid_to, first.day_after()])
        });
        for as_of in days.chain(ends.step_by(40).flatten()) {
            for province in [None, Some("51".to_owned()), Some("48".to_owned())] {
                let question = Question {
                    as_of,
                    since: as_of - Days::new(400),
                    province,
                    in_units_of: as_of,
                    months: 24,
                };
                let counted = storage::programme::progress(&store, &question)
                    .await
                    .unwrap();
                assert_eq!(
                    counted,
                    recount::progress(register, &question),
                    "{question:?}"
                );
                seen += counted.total;
            }
        }
        assert!(seen > 5_000, "the histories say little: {seen}");
    }
);

on_both_engines!(
    the_database_measures_targets_over_random_histories_as_the_domain_does,
    async |url: String| {
        let store = store(&url).await;
        let products: Vec<Certification> = (0..)
            .zip(&histories())
            .map(|(n, history)| certification(n, history))
            .collect();
        let producers = producers();
        let fill = Fill {
            products: products.clone(),
            producers: producers.clone(),
        };
        store.run(&Origin::task("fill"), &fill).await.unwrap();
        let register = Register {
            products: &products,
            producers: &producers,
            forwarded: &[],
        };
        for indicator in indicators() {
            let mut found = 0;
            for n in 0..12 {
                let day = first_day() + Days::new(n * 301);
                let terms = Terms {
                    period: Period {
                        from: day - Days::new(n * 97),
                        to: day,
                    },
                    name_vi: String::new(),
                    name_en: String::new(),
                    indicator,
                    goal: Goal::Count(1),
                    baseline: None,
                };
                let measured = storage::programme::measure(&store, quang_ngai(day), &terms, day)
                    .await
                    .unwrap();
                let expected = recount::measure(register, quang_ngai(day), &terms, day);
                assert_eq!(measured, expected, "{terms:?}");
                found += measured.value;
            }
            assert!(found > 0, "{indicator:?} never finds anything");
        }
    }
);
