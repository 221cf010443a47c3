//! Scored dossiers that wait for a decision, in the tables of an evaluation service.

use anyhow::Context as _;
use chrono::NaiveDate;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Aggregate as _, Database, Origin, Saved};
use ocop_chassis::ids::new_id;
use ocop_chassis::sealing::Keyring;
use ocop_evaluation::domain::certificate::certification::Certification;
use ocop_evaluation::domain::council::tally::{Mode, Outcome, Tally};
use ocop_evaluation::domain::criteria::answers::{Answers, Given};
use ocop_evaluation::domain::criteria::library::Library;
use ocop_evaluation::domain::criteria::regulation::Regulation;
use ocop_evaluation::domain::criteria::star::{Rank, Star};
use ocop_evaluation::domain::dossier::content::Content;
use ocop_evaluation::domain::dossier::{
    Accepted, Dossier, DossierKind, Endorsed, Findings, Lodged, Past, Scored, Stage,
};
use ocop_evaluation::domain::register::product::{Place, Product, Status};
use ocop_evaluation::storage::{self, Store};
use ocop_evaluation::transport::encode;
use uuid::Uuid;

/// Gives an empty database the schema of the evaluation service.
///
/// # Errors
/// It refuses.
pub(crate) async fn migrated(database: Database) -> anyhow::Result<Store> {
    database::migrate::<storage::Migrator>(&database).await?;
    Ok(Store::new(
        database,
        Clock::system(ocop_proto::VIET_NAM),
        encode,
        Keyring::ephemeral()?,
    ))
}

/// Puts in `count` new products of one commune, each with a fish sauce's dossier that its council has
/// scored for three stars today. Gives the ids of the dossiers.
///
/// # Errors
/// The database refuses them.
pub(crate) async fn put_in(store: &Store, count: usize) -> anyhow::Result<Vec<Uuid>> {
    let tx = store.begin(Origin::task("seed")).await?;
    let product = |n: usize| Product {
        id: new_id(tx.now()),
        name: format!("Nước mắm số {n}"),
        producer_id: Uuid::from_u128(0xC0),
        producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        producer_home: Default::default(),
        criteria_set: 9,
        place: Place {
            code: "21364".to_owned(),
            name: "Xã Sa Huỳnh".to_owned(),
            province_code: "51".to_owned(),
            province_name: "Quảng Ngãi".to_owned(),
            ..Place::default()
        },
        status: Status::Active,
    };
    let products: Vec<Product> = (0..count).map(product).collect();
    storage::register::store_products(&tx, products.clone()).await?;
    let answers = answers(tx.today())?;
    let mut ids = Vec::with_capacity(count);
    for product in products {
        let mut dossier = scored(&product, answers.clone(), &tx)?;
        // Its earlier events are not part of the measurement: they count as published.
        let version = dossier.events.drain(..).count();
        let dossier = Saved::stored(dossier, i64::try_from(version)?, tx.now(), tx.now());
        Dossier::write_row(&dossier, 0, tx.db()).await?;
        ids.push(dossier.id);
    }
    store.commit(tx).await?;
    Ok(ids)
}

fn scored(product: &Product, answers: Answers, tx: &storage::Tx) -> anyhow::Result<Dossier> {
    let today = tx.today();
    let certificates = Certification::none(product.id);
    let (id, first) = (new_id(tx.now()), DossierKind::First);
    let content = Content {
        self_assessment: answers,
        ..Content::default()
    };
    let draft = Dossier::draft(id, product, first, content, &certificates, &[], today)?;
    let law = Regulation::in_force_on(today).context("no regulation today")?;
    let endorsed = Endorsed {
        lodged: Lodged {
            regulation: law.code,
            on: today,
        },
        findings: Findings::default(),
        on: today,
        letter: None,
    };
    let accepted = Accepted {
        endorsed,
        round_id: Uuid::nil(),
        council_id: Uuid::nil(),
        on: today,
        round_ends_on: None,
        supplement: None,
        advice: None,
        replaced: Vec::new(),
        past: Past::default(),
    };
    let tally = three_stars(today);
    Ok(Dossier {
        stage: Stage::ProvincialScored(Scored { accepted, tally }),
        ..draft
    })
}

/// A result of three stars.
fn three_stars(today: NaiveDate) -> Tally {
    Tally {
        ballots: 9,
        total_sum: 9 * 61,
        spread: 0,
        by_score: Rank::of(61, 1, [30, 50, 70, 90]),
        by_minimum: Some(Star::Three),
        star: Some(Star::Three),
        outcome: Outcome::Certifiable(Star::Three),
        missing: Vec::new(),
        agreed: Answers::default(),
        contradictions: Vec::new(),
        tallied_on: today,
        attempt: 1,
        mode: Mode::Meeting,
        absent: Vec::new(),
        conflicted: Vec::new(),
        presided_by: String::new(),
        minutes_signed_on: None,
    }
}

/// The best answer to every criterion of set 9.
fn answers(today: NaiveDate) -> anyhow::Result<Answers> {
    let library = Library::load().map_err(|defects| anyhow::anyhow!("{defects:?}"))?;
    let set = library.set_on(today, 9).context("set 9")?;
    let best = set.criteria().map(|criterion| {
        let best = criterion.answers.iter().max_by_key(|answer| answer.points);
        Given {
            criterion: criterion.code.clone(),
            option: best.map_or("none".to_owned(), |answer| answer.letter.to_string()),
        }
    });
    let best: Vec<Given> = best.collect();
    Answers::parse(set, &best).map_err(|problems| anyhow::anyhow!("{problems:?}"))
}
