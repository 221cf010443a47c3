//! Documents of producers, and which dossiers use them.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::domain::evidence::Event;
use crate::domain::evidence::{Evidence, EvidenceKind, File, Filing, Term, Withdrawal};
use crate::domain::register::product::Place;
use crate::storage::register::producers;
use crate::storage::{Store, Tx, from_json, json, word};

/// The table `evidence`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    producer_id: Uuid,
    province_code: String,
    place_code: String,
    kind: String,
    sha256: String,
    expires_on: Option<Date>,
    live: bool,
    current: bool,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What of a document only the domain reads.
#[derive(Serialize, Deserialize)]
struct Body {
    place: Place,
    kind: EvidenceKind,
    title: String,
    file: File,
    term: Term,
    filing: Filing,
    replaces: Option<Uuid>,
    replaced_by: Option<Uuid>,
    withdrawal: Option<Withdrawal>,
}

impl TryFrom<Model> for Saved<Evidence> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let body: Body = from_json(&row.body, "evidence")?;
        let evidence = Evidence {
            id: row.id,
            events: Vec::new(),
            producer_id: row.producer_id,
            place: body.place,
            kind: body.kind,
            title: body.title,
            file: body.file,
            term: body.term,
            filing: body.filing,
            replaces: body.replaces,
            replaced_by: body.replaced_by,
            withdrawal: body.withdrawal,
        };
        Ok(Self::stored(
            evidence,
            row.version,
            row.created_at,
            row.updated_at,
        ))
    }
}

impl Aggregate<Entity> for Evidence {
    type Event = Event;
    const TYPE: &'static str = "evidence";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let this = Evidence::clone(saved);
        let body = Body {
            place: this.place,
            kind: this.kind,
            title: this.title,
            file: this.file,
            term: this.term,
            filing: this.filing,
            replaces: this.replaces,
            replaced_by: this.replaced_by,
            withdrawal: this.withdrawal,
        };
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            producer_id: Set(saved.producer_id),
            province_code: Set(body.place.province_code.clone()),
            place_code: Set(body.place.code.clone()),
            kind: Set(word(&saved.kind)),
            sha256: Set(saved.file.sha256.to_string()),
            expires_on: Set(saved.term.expires_on),
            live: Set(saved.withdrawal.is_none()),
            current: Set(saved.is_current()),
            body: Set(json(&body)),
        }
    }
}

/// The documents with these ids, in order of filing; an id that is not among them has no document. Their rows are locked until the
/// end of the transaction, so that none can be withdrawn while a dossier begins to use it.
///
/// # Errors
/// The database failed.
pub async fn evidence(tx: &Tx, ids: &[Uuid]) -> Result<Vec<Saved<Evidence>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    rows.into_iter().map(Saved::try_from).collect()
}

/// The document with this id, for reading.
///
/// # Errors
/// The database failed.
pub async fn find_evidence(store: &Store, id: Uuid) -> Result<Option<Saved<Evidence>>, StoreError> {
    let row = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    row.map(Saved::try_from).transpose()
}

/// The documents with these ids, for reading.
///
/// # Errors
/// The database failed.
pub async fn read_evidence(
    store: &Store,
    ids: &[Uuid],
) -> Result<Vec<Saved<Evidence>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(Column::Id)
        .all(store.database().reader())
        .await?;
    rows.into_iter().map(Saved::try_from).collect()
}

/// Which documents to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceFilter {
    /// Of this producer.
    pub producer: Option<Uuid>,
    /// Of producers that are in this province.
    pub province: Option<String>,
    /// Of producers that are in this commune, or other unit.
    pub place: Option<String>,
    /// Of this kind.
    pub kind: Option<EvidenceKind>,
    /// Whose last good day is before this one.
    pub expiring_before: Option<NaiveDate>,
    /// Neither replaced nor withdrawn.
    pub current_only: bool,
}

/// A page of documents and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_evidence(
    store: &Store,
    filter: &EvidenceFilter,
    page: &Page,
) -> Result<(Vec<Saved<Evidence>>, String), StoreError> {
    let fits = Condition::all()
        .add_option(filter.producer.map(|id| Column::ProducerId.eq(id)))
        .add_option(at_home(filter))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(word(&kind))))
        .add_option(filter.expiring_before.map(|day| Column::ExpiresOn.lt(day)))
        .add_option(filter.current_only.then(|| Column::Current.eq(true)));
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let records = rows.into_iter().map(Saved::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}

/// Whose producer is where the filter says: where it is now, not where it was when the document was filed.
fn at_home(filter: &EvidenceFilter) -> Option<Condition> {
    let (province, place) = (filter.province.as_deref(), filter.place.as_deref());
    province.or(place)?;
    let told = Condition::all()
        .add_option(province.map(|code| Column::ProvinceCode.eq(code)))
        .add_option(place.map(|code| Column::PlaceCode.eq(code)));
    Some(producers::at_home_in(
        Column::ProducerId,
        (province, place),
        told,
    ))
}

/// How many current documents have their last good day from `from` on (if given) and before `before`.
///
/// # Errors
/// The database failed.
pub async fn count_expiring(
    store: &Store,
    from: Option<NaiveDate>,
    before: NaiveDate,
) -> Result<u64, StoreError> {
    let fits = Condition::all()
        .add(Column::Current.eq(true))
        .add(Column::ExpiresOn.lt(before))
        .add_option(from.map(|from| Column::ExpiresOn.gte(from)));
    Ok(Entity::find()
        .filter(fits)
        .count(store.database().reader())
        .await?)
}
