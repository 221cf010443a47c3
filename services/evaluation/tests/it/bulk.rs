//! Saving many aggregates at once.

use chrono::NaiveDate;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database, Origin, Saved, StoreError, execute};
use ocop_chassis::ids::new_id;
use ocop_chassis::program::settings;
use ocop_chassis::sealing::Keyring;
use ocop_evaluation::Evaluation;
use ocop_evaluation::domain::certificate::certification::Certification;
use ocop_evaluation::domain::criteria::regulation::Regulation;
use ocop_evaluation::domain::dossier::content::Content;
use ocop_evaluation::domain::dossier::{Dossier, DossierKind, Lodged, Stage, State};
use ocop_evaluation::domain::register::product::Product;
use ocop_evaluation::storage::programme::Figures;
use ocop_evaluation::storage::{self, Store};
use ocop_evaluation::transport::encode;
use ocop_harness::on_both_engines;
use uuid::Uuid;

async fn store(url: &str) -> Store {
    let overrides = [("database.url".to_owned(), url.to_owned())];
    let settings = settings::<Evaluation>(None, &overrides).unwrap();
    let opened = Database::open(&settings.host.database).await.unwrap();
    database::migrate::<storage::Migrator>(&opened)
        .await
        .unwrap();
    Store::new(
        opened,
        Clock::system(ocop_proto::VIET_NAM),
        encode,
        Keyring::ephemeral().unwrap(),
    )
}

fn draft(n: u128, store: &Store) -> Dossier {
    let product = Product {
        id: Uuid::from_u128(n),
        name: format!("Nước mắm số {n}"),
        producer_id: Uuid::from_u128(0xC0),
        producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        producer_home: Default::default(),
        criteria_set: 9,
        place: ocop_evaluation::domain::register::product::Place::default(),
        status: ocop_evaluation::domain::register::product::Status::Active,
    };
    let (id, today) = (new_id(store.clock().now()), store.clock().today());
    let none = Certification::none(product.id);
    let first = DossierKind::First;
    Dossier::draft(id, &product, first, Content::default(), &none, &[], today).unwrap()
}

on_both_engines!(
    of_dossiers_saved_together_one_that_somebody_else_changed_stops_all,
    async |url: String| {
        let store = store(&url).await;
        let origin = Origin::task("test");
        let dossiers = (1..=3).map(|n| Saved::new(draft(n, &store), store.clock().now()));
        let mut dossiers: Vec<Saved<Dossier>> = dossiers.collect();
        let mut tx = store.begin(origin.clone()).await.unwrap();
        tx.save_all(&mut dossiers).await.unwrap();
        store.commit(tx).await.unwrap();

        let today = store.clock().today();
        for dossier in &mut dossiers {
            dossier.stage = Stage::Submitted {
                lodged: Lodged {
                    regulation: Regulation::in_force_on(today).unwrap().code,
                    on: today,
                },
                returned: String::new(),
            };
            dossier.give_back("thiếu hợp đồng", today).unwrap();
        }
        let mut stale = dossiers.clone();
        stale[1] = Saved::stored(
            stale[1].clone().into_inner(),
            stale[1].version().cast_signed() + 1,
            stale[1].created_at(),
            stale[1].updated_at(),
        );
        let mut tx = store.begin(origin.clone()).await.unwrap();
        let refused = tx.save_all(&mut stale).await.unwrap_err();
        assert!(matches!(
            refused,
            StoreError::Stale {
                aggregate: "dossier",
                ..
            }
        ));
        drop(tx);

        let mut tx = store.begin(origin).await.unwrap();
        let found: Vec<Saved<Dossier>> = tx.load_many(&[dossiers[0].id]).await.unwrap();
        assert_eq!((found[0].version(), found[0].state()), (1, State::Draft));
        assert!(
            found[0].stage.reason().is_empty(),
            "nothing of the refused save is left"
        );
        tx.save_all(&mut dossiers).await.unwrap();
        // Those to which nothing happened since are left alone.
        tx.save_all(&mut dossiers).await.unwrap();
        let published: Vec<(Uuid, u64)> = tx
            .recorded()
            .iter()
            .map(|row| (row.aggregate_id, row.version))
            .collect();
        let expected: Vec<(Uuid, u64)> = dossiers.iter().map(|one| (one.id, 2)).collect();
        assert_eq!(published, expected);
        store.commit(tx).await.unwrap();
    }
);

on_both_engines!(
    what_operators_are_shown_counts_valid_certificates_by_star_and_late_dossiers,
    async |url: String| {
        let store = store(&url).await;
        let origin = Origin::task("test");
        let dossiers = (1..=3).map(|n| Saved::new(draft(n, &store), store.clock().now()));
        let mut dossiers: Vec<Saved<Dossier>> = dossiers.collect();
        let mut tx = store.begin(origin).await.unwrap();
        tx.save_all(&mut dossiers).await.unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (dossier, due) in dossiers.iter().zip(["2026-11-27", "2026-11-28"]) {
            let sql = "update dossiers set due_on = $1 where id = $2";
            let values = [day(due).into(), dossier.id.into()];
            assert_eq!(execute(tx.db(), sql, values).await.unwrap(), 1);
        }
        let now = store.clock().now();
        for (n, star, from, to) in [
            (1, 3, "2024-01-01", "2026-12-31"),
            (2, 4, "2024-01-01", "2026-11-28"),
            (3, 4, "2023-11-28", "2026-11-27"),
            (4, 5, "2026-11-29", "2029-11-28"),
        ] {
            let id = Uuid::from_u128(n);
            let certified = "insert into certifications values ($1, 1, $2, $2)";
            execute(tx.db(), certified, [id.into(), now.into()])
                .await
                .unwrap();
            let certificate = "insert into certificates (id, position, product_id, product_code, created_at, \
                criteria_set, branch, star, province_code, province_name, district_code, district_name, place_on, valid_from, \
                valid_to, body) values ($1, 0, $1, '', $2, 9, '', $3, '51', 'Quảng Ngãi', '524', 'Bình Sơn', '2024-01-01', $4, $5, $6)";
            let body = format!(r#"{{"producer_id":"{id}"}}"#);
            let values = [
                id.into(),
                now.into(),
                star.into(),
                day(from).into(),
                day(to).into(),
                body.into(),
            ];
            execute(tx.db(), certificate, values).await.unwrap();
        }
        store.commit(tx).await.unwrap();

        let figures = storage::programme::figures(&store, day("2026-11-28")).await;
        let expected = Figures {
            certificates: [(3, 1), (4, 1)].into(),
            dossiers_with_term: 2,
            dossiers_late: 1,
        };
        assert_eq!(figures.unwrap(), expected);
    }
);
