//! Progress as the database counts it, held against a recount over random histories.

mod made;

use chrono::{Days, NaiveDate};
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database, Origin};
use ocop_chassis::program::settings;
use ocop_chassis::sealing::Keyring;
use ocop_evaluation::Evaluation;
use ocop_evaluation::domain::criteria::star::Star;
use ocop_evaluation::domain::programme::progress::Question;
use ocop_evaluation::domain::programme::target::{
    Goal, Indicator, Period, PlaceLevel, ProducerTrait, Terms,
};
use ocop_evaluation::storage::{self, Migrator, Store};
use ocop_harness::on_both_engines;
use ocop_places::Said;

use self::made::{Fill, first_day, producers, products, sales, trainings};
use crate::recount::{self, Register};

/// Every kind of indicator.
fn indicators() -> Vec<Indicator> {
    let cohort = Period {
        from: "2019-01-01".parse().unwrap(),
        to: "2021-06-30".parse().unwrap(),
    };
    let mut all = vec![
        Indicator::Kept { cohort },
        Indicator::TrainedProducers,
        Indicator::SalesGrowth,
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
        ProducerTrait::ModernChannels,
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
        let products = products();
        let (producers, trainings) = (producers(), trainings());
        let sales = sales(&products);
        let fill = Fill {
            products: products.clone(),
            producers: producers.clone(),
            trainings: trainings.clone(),
            sales: sales.clone(),
        };
        store.run(&Origin::task("fill"), &fill).await.unwrap();
        let register = Register {
            products: &products,
            producers: &producers,
            forwarded: &[],
            trainings: &trainings,
            sales: &sales,
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
        let products = products();
        let (producers, trainings) = (producers(), trainings());
        let sales = sales(&products);
        let fill = Fill {
            products: products.clone(),
            producers: producers.clone(),
            trainings: trainings.clone(),
            sales: sales.clone(),
        };
        store.run(&Origin::task("fill"), &fill).await.unwrap();
        let register = Register {
            products: &products,
            producers: &producers,
            forwarded: &[],
            trainings: &trainings,
            sales: &sales,
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
