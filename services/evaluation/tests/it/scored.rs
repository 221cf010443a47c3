//! Many scored dossiers at once, for tests of decisions: one goes through the rpcs, the others are
//! copies of it in the service's own tables.

use ocop_chassis::clock::Clock;
use ocop_chassis::database::{Aggregate as _, Database, Origin, Saved};
use ocop_chassis::ids::new_id;
use ocop_chassis::program::settings;
use ocop_chassis::sealing::Keyring;
use ocop_evaluation::Evaluation;
use ocop_evaluation::domain::dossier::Dossier;
use ocop_evaluation::storage::Store;
use ocop_evaluation::transport::encode;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::Fixture;
use crate::procedure::{THREE_STARS, all_vote, in_round, tally};

/// A dossier of a product scored for three stars on 10 June 2026. Uses request ids from `request` on.
pub(crate) async fn scored(
    fixture: &Fixture,
    (request, product, round): (u128, &str, &str),
    but: &[(&str, u32)],
) -> String {
    let answers = fixture.best_but(9, but).await;
    let first = proto::DossierKind::First;
    let placed = (request, product, round);
    let dossier = in_round(fixture, placed, first, answers.clone(), "2026-06-01").await;
    all_vote(fixture, request + 10, &dossier.id, &answers).await;
    tally(fixture, (request + 20, &dossier.id), "2026-06-10")
        .await
        .unwrap();
    dossier.id
}

/// A dossier for each product, all scored for three stars on 10 June 2026, in the order of the products.
pub(crate) async fn all_scored(
    fixture: &Fixture,
    database: &str,
    products: &[String],
    round: &str,
) -> Vec<String> {
    let first = scored(fixture, (0x10_0000, &products[0], round), THREE_STARS).await;
    let overrides = [("database.url".to_owned(), database.to_owned())];
    let settings = settings::<Evaluation>(None, &overrides).unwrap();
    let opened = Database::open(&settings.host.database).await.unwrap();
    let store = Store::new(
        opened,
        Clock::system(ocop_proto::VIET_NAM),
        encode,
        Keyring::ephemeral().unwrap(),
    );
    let tx = store.begin(Origin::task("copies")).await.unwrap();
    let original: Option<Saved<Dossier>> = tx.load(first.parse().unwrap()).await.unwrap();
    let original = original.unwrap();
    let mut ids = vec![first];
    for product in &products[1..] {
        let copy = Dossier {
            id: new_id(tx.now()),
            product_id: product.parse().unwrap(),
            ..original.clone().into_inner()
        };
        let version = original.version().cast_signed();
        let copy = Saved::stored(copy, version, tx.now(), tx.now());
        assert!(Dossier::write_row(&copy, 0, tx.db()).await.unwrap());
        ids.push(copy.id.to_string());
    }
    store.commit(tx).await.unwrap();
    ids
}
