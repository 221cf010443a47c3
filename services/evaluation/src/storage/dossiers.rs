//! Dossiers.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{StoreError, Stored};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, NotSet, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::{Store, Tx, from_json, json, word};
use crate::domain::criteria::answers::Answers;
use crate::domain::decision::Decision;
use crate::domain::dossier::{Dossier, DossierKind, Findings, State};
use crate::domain::event::Event;
use crate::domain::product::Place;
use crate::domain::regulation::Code;
use crate::domain::star::Star;
use crate::domain::tally::Tally;

/// The table `dossiers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossiers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    product_id: Uuid,
    producer_id: Uuid,
    province_code: String,
    round_id: Option<Uuid>,
    kind: String,
    state: String,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What of a dossier only the domain reads.
#[derive(Serialize, Deserialize)]
struct Body {
    product_name: String,
    producer_name: String,
    place: Place,
    criteria_set: u8,
    kind: DossierKind,
    state: State,
    held_star: Option<Star>,
    self_assessment: Answers,
    drafted_on: NaiveDate,
    regulation: Option<Code>,
    lodged_on: Option<NaiveDate>,
    findings: Option<Findings>,
    endorsed_on: Option<NaiveDate>,
    council_id: Option<Uuid>,
    accepted_on: Option<NaiveDate>,
    #[serde(default = "first_vote")]
    ballot_attempt: u32,
    tally: Option<Tally>,
    decision: Option<Decision>,
    certificate_id: Option<Uuid>,
    reason: String,
}

/// The vote of a dossier that was stored before votes were numbered.
fn first_vote() -> u32 {
    1
}

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
            id: row.id,
            version: row.version.unsigned_abs(),
            events: Vec::new(),
            product_id: row.product_id,
            product_name: body.product_name,
            producer_id: row.producer_id,
            producer_name: body.producer_name,
            place: body.place,
            criteria_set: body.criteria_set,
            kind: body.kind,
            state: body.state,
            held_star: body.held_star,
            self_assessment: body.self_assessment,
            drafted_on: body.drafted_on,
            regulation: body.regulation,
            lodged_on: body.lodged_on,
            findings: body.findings,
            endorsed_on: body.endorsed_on,
            round_id: row.round_id,
            council_id: body.council_id,
            accepted_on: body.accepted_on,
            ballot_attempt: body.ballot_attempt,
            tally: body.tally,
            decision: body.decision,
            certificate_id: body.certificate_id,
            reason: body.reason,
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
        let this = self.clone();
        let body = Body {
            product_name: this.product_name,
            producer_name: this.producer_name,
            place: this.place,
            criteria_set: this.criteria_set,
            kind: this.kind,
            state: this.state,
            held_star: this.held_star,
            self_assessment: this.self_assessment,
            drafted_on: this.drafted_on,
            regulation: this.regulation,
            lodged_on: this.lodged_on,
            findings: this.findings,
            endorsed_on: this.endorsed_on,
            council_id: this.council_id,
            accepted_on: this.accepted_on,
            ballot_attempt: this.ballot_attempt,
            tally: this.tally,
            decision: this.decision,
            certificate_id: this.certificate_id,
            reason: this.reason,
        };
        let row = ActiveModel {
            id: if was == 0 { Set(self.id) } else { NotSet },
            version: Set(self.version.cast_signed()),
            created_at: if was == 0 { Set(now) } else { NotSet },
            updated_at: Set(now),
            product_id: Set(self.product_id),
            producer_id: Set(self.producer_id),
            province_code: Set(body.place.province_code.clone()),
            round_id: Set(self.round_id),
            kind: Set(word(&self.kind)),
            state: Set(word(&self.state)),
            body: Set(json(&body)),
        };
        if was == 0 {
            Entity::insert(row).exec_without_returning(db).await?;
            return Ok(true);
        }
        let done = Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(self.id))
            .filter(Column::Version.eq(was.cast_signed()))
            .exec(db)
            .await?;
        Ok(done.rows_affected == 1)
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
        .all(tx.db())
        .await?;
    let mut open = Vec::new();
    for row in rows {
        let dossier = DossierRecord::try_from(row)?.dossier;
        if !dossier.state.is_final() {
            open.push(dossier.kind);
        }
    }
    Ok(open)
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

/// Which dossiers to list.
#[derive(Clone, Debug, Default)]
pub struct DossierFilter {
    /// Of this product.
    pub product: Option<Uuid>,
    /// Of this producer.
    pub producer: Option<Uuid>,
    /// In this round.
    pub round: Option<Uuid>,
    /// That stand here.
    pub state: Option<State>,
    /// Of this province.
    pub province: Option<String>,
}

/// A page of dossiers and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_dossiers(
    store: &Store,
    filter: &DossierFilter,
    page: &Page,
) -> Result<(Vec<DossierRecord>, String), StoreError> {
    let mut fits = Condition::all()
        .add_option(filter.product.map(|id| Column::ProductId.eq(id)))
        .add_option(filter.producer.map(|id| Column::ProducerId.eq(id)))
        .add_option(filter.round.map(|id| Column::RoundId.eq(id)))
        .add_option(filter.state.map(|state| Column::State.eq(word(&state))))
        .add_option(
            filter
                .province
                .as_ref()
                .map(|code| Column::ProvinceCode.eq(code)),
        );
    if let Some(after) = page
        .after
        .as_deref()
        .and_then(|after| after.parse::<Uuid>().ok())
    {
        fits = fits.add(Column::Id.gt(after));
    }
    let mut rows = Entity::find()
        .filter(fits)
        .order_by_asc(Column::Id)
        .limit(page.fetch())
        .all(store.database().reader())
        .await?;
    let next = page.cut(&mut rows, |row| row.id.to_string());
    Ok((
        rows.into_iter()
            .map(DossierRecord::try_from)
            .collect::<Result<_, _>>()?,
        next,
    ))
}
