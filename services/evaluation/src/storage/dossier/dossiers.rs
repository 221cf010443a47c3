//! Dossiers.

use std::collections::HashMap;

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, QueryOrder, QuerySelect as _};

use crate::domain::council::tally::Tally;
use crate::domain::dossier::content::Content;
use crate::domain::dossier::summary::Summary;
use crate::domain::dossier::{Dossier, DossierKind, Event, State};
use crate::storage::dossier::body::Body;
use crate::storage::dossier::revisions;
use crate::storage::search::words_of;
use crate::storage::{Store, Tx, from_json, json, parse};

/// The table `dossiers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossiers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    product_id: Uuid,
    producer_id: Uuid,
    province_code: String,
    round_id: Option<Uuid>,
    kind: String,
    state: String,
    lodged_on: Option<Date>,
    pub(crate) first_lodged_on: Option<Date>,
    forwarded_on: Option<Date>,
    sent_back_on: Option<Date>,
    closed_on: Option<Date>,
    pub(crate) due_on: Option<Date>,
    place_code: String,
    place_on: Date,
    place_name: String,
    criteria_set: i32,
    star: Option<i32>,
    voting_council_id: Option<Uuid>,
    vote: i32,
    contradicted: bool,
    search_text: String,
    body: String,
    summary: Option<String>,
    summary_version: Option<i64>,
}

plain_table!();

impl TryFrom<Model> for Saved<Dossier> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let Model {
            id,
            version,
            created_at,
            updated_at,
            body,
            ..
        } = row;
        read((id, version, created_at, updated_at, body))
    }
}

/// The columns that a dossier is read from; the others are there to be asked for.
pub(super) const READ: [Column; 5] = [
    Column::Id,
    Column::Version,
    Column::CreatedAt,
    Column::UpdatedAt,
    Column::Body,
];

/// The values of [`READ`].
pub(super) type Row = (Uuid, i64, DateTimeUtc, DateTimeUtc, String);

pub(super) fn read(
    (_, version, created_at, updated_at, body): Row,
) -> Result<Saved<Dossier>, StoreError> {
    let body: Body = from_json(&body, "dossier")?;
    Ok(Saved::stored(
        body.try_into()?,
        version,
        created_at,
        updated_at,
    ))
}

impl Aggregate<Entity> for Dossier {
    type Event = Event;
    const TYPE: &'static str = "dossier";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let stage = &saved.stage;
        let voting = saved.before_council().ok();
        let star = saved.tally().and_then(|tally| tally.star);
        let names = [&saved.product_name, &saved.producer_name, &saved.place.name];
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            product_id: Set(saved.product_id),
            producer_id: Set(saved.producer_id),
            province_code: Set(saved.place.province_code.clone()),
            round_id: Set(stage.accepted().map(|accepted| accepted.round_id)),
            kind: Set(saved.kind.to_string()),
            state: Set(stage.state().to_string()),
            lodged_on: Set(stage.lodged().map(|lodged| lodged.on)),
            first_lodged_on: Set(saved.first_lodged_on()),
            forwarded_on: Set(stage.forwarded_on()),
            sent_back_on: Set(stage.sent_back_on()),
            closed_on: Set(stage.closed_on()),
            due_on: Set(saved.next_deadline().map(|deadline| deadline.due_on)),
            place_code: Set(saved.place.code.clone()),
            place_on: Set(saved.place.said_on),
            place_name: Set(saved.place.name.clone()),
            criteria_set: Set(saved.criteria_set.into()),
            star: Set(star.map(|star| star.number().into())),
            voting_council_id: Set(voting.map(|(_, accepted)| accepted.council_id)),
            vote: Set(saved.ballot_attempt.cast_signed()),
            contradicted: Set(saved.tally().is_some_and(Tally::is_contradicted)),
            search_text: Set(words_of(names)),
            body: Set(json(&Body::from(&**saved))),
            summary: Set(Some(json(&Summary::from(&**saved)))),
            summary_version: Set(Some(saved.version().cast_signed())),
        }
    }

    /// What was handed in is a row of its own.
    async fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> Result<(), StoreError> {
        for dossier in saved {
            if let Some(frozen) = &dossier.frozen {
                revisions::insert(db, dossier.id, frozen, dossier.updated_at()).await?;
            }
        }
        Ok(())
    }
}

/// The dossiers of a round that its council has scored and nobody has decided on, to be changed.
pub async fn scored_in(tx: &Tx, round: Uuid) -> Result<Vec<Saved<Dossier>>, StoreError> {
    let scored = [State::ProvincialScored, State::CentralScored].map(|state| state.to_string());
    let which = Condition::all()
        .add(Column::RoundId.eq(round))
        .add(Column::State.is_in(scored));
    tx.load_where(which).await
}

pub async fn open_kinds(tx: &Tx, product: Uuid) -> Result<Vec<DossierKind>, StoreError> {
    let kinds: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Kind)
        .filter(Column::ProductId.eq(product))
        .filter(Column::ClosedOn.is_null())
        .into_tuple()
        .all(tx.db())
        .await?;
    kinds
        .iter()
        .map(|kind| parse(kind, "kind of a dossier"))
        .collect()
}

/// Whether a round has dossiers.
pub async fn any_in_round(tx: &Tx, round: Uuid) -> Result<bool, StoreError> {
    let of_round = Entity::find().filter(Column::RoundId.eq(round));
    let one = of_round.select_only().column(Column::Id).limit(1);
    let found: Option<Uuid> = one.into_tuple().one(tx.db()).await?;
    Ok(found.is_some())
}

/// What was last handed in for a product, for a dossier to start from.
pub async fn last_content(tx: &Tx, product: Uuid) -> Result<Option<Content>, StoreError> {
    let row = Entity::find()
        .filter(Column::ProductId.eq(product))
        .filter(Column::LodgedOn.is_not_null())
        .order_by_desc(Column::Id)
        .one(tx.db())
        .await?;
    let last: Option<Saved<Dossier>> = row.map(Saved::try_from).transpose()?;
    Ok(last.map(|dossier| dossier.into_inner().content))
}

/// The dossiers with these ids, for the coalesced reader.
pub async fn dossiers_by_id(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Saved<Dossier>>, StoreError> {
    let found = store.database().read(ids).await?;
    Ok(found
        .into_iter()
        .map(|dossier: Saved<Dossier>| (dossier.id, dossier))
        .collect())
}
