//! Dossiers.

use std::collections::HashMap;

use ocop_chassis::database::{Aggregate, Saved, StoreError};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, QueryOrder, QuerySelect};

use crate::domain::dossier::Event;
use crate::domain::dossier::content::Content;
use crate::domain::dossier::{Dossier, DossierKind, State};
use crate::storage::dossier::body::Body;
use crate::storage::dossier::revisions;
use crate::storage::{Store, Tx, from_json, from_word, json, word};

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
    forwarded_on: Option<Date>,
    sent_back_on: Option<Date>,
    closed_on: Option<Date>,
    pub(crate) due_on: Option<Date>,
    place_code: String,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Saved<Dossier> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let body: Body = from_json(&row.body, "dossier")?;
        Ok(Self::stored(
            body.try_into()?,
            row.version,
            row.created_at,
            row.updated_at,
        ))
    }
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
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            product_id: Set(saved.product_id),
            producer_id: Set(saved.producer_id),
            province_code: Set(saved.place.province_code.clone()),
            round_id: Set(stage.accepted().map(|accepted| accepted.round_id)),
            kind: Set(word(&saved.kind)),
            state: Set(word(&stage.state())),
            lodged_on: Set(stage.lodged().map(|lodged| lodged.on)),
            forwarded_on: Set(stage.forwarded_on()),
            sent_back_on: Set(stage.sent_back_on()),
            closed_on: Set(stage.closed_on()),
            due_on: Set(saved.next_deadline().map(|deadline| deadline.due_on)),
            place_code: Set(saved.place.code.clone()),
            body: Set(json(&Body::from(&**saved))),
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

/// The dossier with this id, to be changed. Its row is locked until the end of the transaction, so
/// that a ballot cannot slip in behind the count.
///
/// # Errors
/// The database failed.
pub async fn dossier(tx: &Tx, id: Uuid) -> Result<Option<Saved<Dossier>>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    row.map(Saved::try_from).transpose()
}

/// Those of the dossiers that are there, to be changed, in the order of their ids, which is the order
/// in which their rows are locked.
///
/// # Errors
/// The database failed.
pub async fn dossiers(tx: &Tx, ids: &[Uuid]) -> Result<Vec<Saved<Dossier>>, StoreError> {
    let which = Condition::all().add(Column::Id.is_in(ids.iter().copied()));
    to_change(tx, which).await
}

/// The dossiers of a round that its council has scored and nobody has decided on, likewise.
///
/// # Errors
/// The database failed.
pub async fn scored_in(tx: &Tx, round: Uuid) -> Result<Vec<Saved<Dossier>>, StoreError> {
    let which = Condition::all().add(Column::RoundId.eq(round)).add(
        Column::State
            .is_in([State::ProvincialScored, State::CentralScored].map(|state| word(&state))),
    );
    to_change(tx, which).await
}

async fn to_change(tx: &Tx, which: Condition) -> Result<Vec<Saved<Dossier>>, StoreError> {
    let rows = Entity::find()
        .filter(which)
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    rows.into_iter().map(Saved::try_from).collect()
}

/// The kinds of the open dossiers of a product.
///
/// # Errors
/// The database failed.
pub async fn open_kinds(tx: &Tx, product: Uuid) -> Result<Vec<DossierKind>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProductId.eq(product))
        .filter(Column::ClosedOn.is_null())
        .all(tx.db())
        .await?;
    rows.into_iter()
        .map(|row| from_word(&row.kind, "kind of a dossier"))
        .collect()
}

/// What was last handed in for a product, for a dossier to start from.
///
/// # Errors
/// The database failed.
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
///
/// # Errors
/// The database failed.
pub async fn dossiers_by_id(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Saved<Dossier>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}
