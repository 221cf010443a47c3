//! Papers that dossiers refer to.

use ocop_chassis::config::Secret;
use ocop_chassis::database::{Database, Origin, Saved, Settings};
use ocop_chassis::sealing::Keyring;
use ocop_evaluation::domain::evidence::Evidence;
use ocop_evaluation::storage::{self, Store};
use ocop_evaluation::transport::encode;
use ocop_harness::on_both_engines;
use tonic::Code;
use uuid::Uuid;

use crate::documents::{owner, paper, pdf, upload, withdraw};
use crate::fixture::{Fixture, refusal};

on_both_engines!(
    a_paper_that_a_dossier_uses_stays_until_the_dossier_lets_go_of_it,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let mut owner = owner(&fixture);
        let mut ids: Vec<Uuid> = Vec::new();
        for n in 1..=2 {
            fixture
                .service
                .clock
                .advance(chrono::TimeDelta::milliseconds(1));
            let filed = upload(&mut owner, &paper(n, pdf(100))).await.unwrap();
            ids.push(filed.id.parse().unwrap());
        }
        let settings = Settings {
            url: Secret::new(url.as_str()),
            max_connections: 2,
            migrate_at_start: false,
            group_commit: true,
            generic_plans: true,
            transaction_pooler: false,
            seal_seconds: 60,
        };
        let database = Database::open(&settings).await.unwrap();
        let store = Store::new(
            database,
            fixture.service.clock.clone(),
            encode,
            Keyring::ephemeral().unwrap(),
        );
        let dossier = Uuid::from_u128(0xD0);
        let uses = async |documents: &[Uuid]| {
            let tx = store.begin(Origin::task("test")).await.unwrap();
            storage::evidence::use_evidence(&tx, dossier, documents)
                .await
                .unwrap();
            store.commit(tx).await.unwrap();
        };

        let tx = store.begin(Origin::task("test")).await.unwrap();
        let named = [ids[1], Uuid::from_u128(404), ids[0]];
        let found: Vec<Saved<Evidence>> = tx.load_many(&named).await.unwrap();
        assert_eq!(found.iter().map(|paper| paper.id).collect::<Vec<_>>(), ids);
        drop(tx);

        uses(&[ids[0], ids[1], ids[0]]).await;
        let refused = withdraw(&mut owner, 3, &ids[0].to_string())
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "EVIDENCE_IN_USE")
        );
        uses(&[ids[1]]).await;
        assert!(withdraw(&mut owner, 3, &ids[0].to_string()).await.is_ok());
        assert!(withdraw(&mut owner, 4, &ids[1].to_string()).await.is_err());
        uses(&[]).await;
        assert!(withdraw(&mut owner, 4, &ids[1].to_string()).await.is_ok());
    }
);
