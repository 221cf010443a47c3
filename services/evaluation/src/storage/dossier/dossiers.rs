//! Dossiers.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, Stored};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, Condition, DatabaseTransaction, Iterable, NotSet, QueryOrder, QuerySelect,
};

use crate::domain::dossier::Event;
use crate::domain::dossier::content::Content;
use crate::domain::dossier::{Dossier, DossierKind, State};
use crate::storage::dossier::body::Body;
use crate::storage::dossier::revisions;
use crate::storage::{Store, Tx, from_json, json, word};

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

/// A dossier as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct DossierRecord {
    /// The dossier.
    pub dossier: Dossier,
    /// When the draft was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl TryFrom<Model> for DossierRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let body: Body = from_json(&row.body, "dossier")?;
        let dossier = Dossier {
            version: row.version.unsigned_abs(),
            ..body.try_into()?
        };
        Ok(Self {
            dossier,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl Stored for Dossier {
    type Event = Event;
    const TYPE: &'static str = "dossier";

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }

    fn events(&mut self) -> &mut Vec<Event> {
        &mut self.events
    }

    async fn write(
        &self,
        db: &DatabaseTransaction,
        was: u64,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut row = row(self, now);
        if was != 0 {
            (row.id, row.created_at) = (NotSet, NotSet);
        }
        if was == 0 {
            Entity::insert(row).exec_without_returning(db).await?;
        } else {
            let done = Entity::update_many()
                .set(row)
                .filter(Column::Id.eq(self.id))
                .filter(Column::Version.eq(was.cast_signed()))
                .exec(db)
                .await?;
            if done.rows_affected != 1 {
                return Ok(false);
            }
        }
        if let Some(frozen) = &self.frozen {
            revisions::insert(db, self.id, frozen, now).await?;
        }
        Ok(true)
    }

    async fn write_all(
        aggregates: &[(u64, &Self)],
        db: &DatabaseTransaction,
        now: DateTime<Utc>,
    ) -> Result<Option<Uuid>, StoreError> {
        let mut alike: BTreeMap<u64, Vec<&Self>> = BTreeMap::new();
        for (was, dossier) in aggregates {
            let happened = dossier.version - was;
            alike.entry(happened).or_default().push(dossier);
        }
        for (happened, dossiers) in alike {
            let as_loaded = format!("dossiers.version + {happened} = excluded.version");
            let kept = |column: &Column| matches!(column, Column::Id | Column::CreatedAt);
            let changed = Column::iter().filter(|column| !kept(column));
            let changed = OnConflict::column(Column::Id)
                .update_columns(changed)
                .action_and_where(Expr::cust(as_loaded))
                .to_owned();
            let rows = dossiers.iter().map(|dossier| row(dossier, now));
            let written = Entity::insert_many(rows)
                .on_conflict(changed)
                .exec_without_returning(db)
                .await?;
            if written != dossiers.len() as u64 {
                return Ok(dossiers.first().map(|first| first.id));
            }
            for dossier in dossiers {
                if let Some(frozen) = &dossier.frozen {
                    revisions::insert(db, dossier.id, frozen, now).await?;
                }
            }
        }
        Ok(None)
    }
}

fn row(dossier: &Dossier, now: DateTime<Utc>) -> ActiveModel {
    let stage = &dossier.stage;
    ActiveModel {
        id: Set(dossier.id),
        version: Set(dossier.version.cast_signed()),
        created_at: Set(now),
        updated_at: Set(now),
        product_id: Set(dossier.product_id),
        producer_id: Set(dossier.producer_id),
        province_code: Set(dossier.place.province_code.clone()),
        round_id: Set(stage.accepted().map(|accepted| accepted.round_id)),
        kind: Set(word(&dossier.kind)),
        state: Set(word(&stage.state())),
        lodged_on: Set(stage.lodged().map(|lodged| lodged.on)),
        forwarded_on: Set(stage.forwarded_on()),
        sent_back_on: Set(stage.sent_back_on()),
        closed_on: Set(stage.closed_on()),
        due_on: Set(dossier.next_deadline().map(|deadline| deadline.due_on)),
        place_code: Set(dossier.place.code.clone()),
        body: Set(json(&Body::from(dossier))),
    }
}

/// The dossier with this id, to be changed. Its row is locked until the end of the transaction, so
/// that a ballot cannot slip in behind the count.
///
/// # Errors
/// The database failed.
pub async fn dossier(tx: &Tx, id: Uuid) -> Result<Option<Dossier>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    Ok(row
        .map(DossierRecord::try_from)
        .transpose()?
        .map(|record| record.dossier))
}

/// Those of the dossiers that are there, to be changed, in the order of their ids, which is the order
/// in which their rows are locked.
///
/// # Errors
/// The database failed.
pub async fn dossiers(tx: &Tx, ids: &[Uuid]) -> Result<Vec<Dossier>, StoreError> {
    let which = Condition::all().add(Column::Id.is_in(ids.iter().copied()));
    to_change(tx, which).await
}

/// The dossiers of a round that its council has scored and nobody has decided on, likewise.
///
/// # Errors
/// The database failed.
pub async fn scored_in(tx: &Tx, round: Uuid) -> Result<Vec<Dossier>, StoreError> {
    let which = Condition::all().add(Column::RoundId.eq(round)).add(
        Column::State
            .is_in([State::ProvincialScored, State::CentralScored].map(|state| word(&state))),
    );
    to_change(tx, which).await
}

async fn to_change(tx: &Tx, which: Condition) -> Result<Vec<Dossier>, StoreError> {
    let rows = Entity::find()
        .filter(which)
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    rows.into_iter()
        .map(|row| Ok(DossierRecord::try_from(row)?.dossier))
        .collect()
}

/// The dossier with this id as callers see it, inside the transaction that changed it.
///
/// # Errors
/// The database failed, or the dossier is not there.
pub async fn dossier_record(tx: &Tx, id: Uuid) -> Result<DossierRecord, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    row.ok_or_else(|| StoreError::Corrupt {
        what: format!("dossier {id}"),
    })?
    .try_into()
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
        .map(|row| Ok(DossierRecord::try_from(row)?.dossier.kind))
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
    let last = row.map(DossierRecord::try_from).transpose()?;
    Ok(last.map(|record| record.dossier.content))
}

/// The dossiers with these ids, for the coalesced reader.
///
/// # Errors
/// The database failed.
pub async fn dossiers_by_id(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, DossierRecord>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}
