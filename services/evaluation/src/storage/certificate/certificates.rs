//! Certificates, one row each.

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, StoreError, plain_table};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, QueryOrder, QuerySelect};

use crate::domain::certificate::certification::Certification;
use crate::domain::certificate::product_code::code_key;
use crate::domain::certificate::{Certificate, Kind};
use crate::domain::criteria::classification::sub_group;
use crate::storage::register::merged;
use crate::storage::search::words_of;
use crate::storage::{Store, Tx, from_json, json};

/// The table `certificates`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    position: i32,
    pub(super) product_id: Uuid,
    product_code: String,
    created_at: DateTimeUtc,
    criteria_set: i32,
    branch: String,
    star: i32,
    province_code: String,
    province_name: String,
    district_code: String,
    district_name: String,
    place_on: Date,
    valid_from: Date,
    valid_to: Date,
    revoked_on: Option<Date>,
    event_due_on: Option<Date>,
    /// Whether it goes on from another, with a successor or in force again: it counts as no movement.
    transferred: bool,
    kind: String,
    decided_on: Option<Date>,
    decision_key: String,
    pub(super) code_key: String,
    product_words: String,
    producer_words: String,
    search_text: String,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Certificate {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        from_json(&row.body, "certificate")
    }
}

/// Rows in one statement: of two dozen values each, well below what either engine takes.
const ROWS: usize = 1_200;

/// Writes the certificates of products; those that are there are brought up to date.
pub(crate) async fn write(
    db: &DatabaseTransaction,
    certifications: &[&Saved<Certification>],
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for certification in certifications {
        let mut last = certification.certificates.len();
        for (position, certificate) in (0..).zip(&certification.certificates) {
            last -= 1;
            // Only the newest has an event to come.
            let event_due_on = certificate.due_on().filter(|_| last == 0);
            rows.push(row(certificate, position, event_due_on));
        }
    }
    let changed = OnConflict::column(Column::Id)
        .update_columns([
            Column::Position,
            Column::ProductId,
            Column::ProductCode,
            Column::CriteriaSet,
            Column::Branch,
            Column::Star,
            Column::ProvinceCode,
            Column::ProvinceName,
            Column::DistrictCode,
            Column::DistrictName,
            Column::PlaceOn,
            Column::ValidFrom,
            Column::DecidedOn,
            Column::DecisionKey,
            Column::CodeKey,
            Column::ProductWords,
            Column::ProducerWords,
            Column::SearchText,
            Column::ValidTo,
            Column::RevokedOn,
            Column::EventDueOn,
            Column::Body,
        ])
        .to_owned();
    while !rows.is_empty() {
        let chunk = rows.drain(..rows.len().min(ROWS));
        Entity::insert_many(chunk)
            .on_conflict(changed.clone())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

fn row(certificate: &Certificate, position: i32, event_due_on: Option<NaiveDate>) -> ActiveModel {
    let place = certificate.place.clone();
    let branch = sub_group(certificate.criteria_set).map_or("", |group| group.branch.numeral());
    ActiveModel {
        id: Set(certificate.id),
        position: Set(position),
        product_id: Set(certificate.product_id),
        product_code: Set(certificate.product_code.clone()),
        created_at: Set(certificate.recorded_at),
        criteria_set: Set(certificate.criteria_set.into()),
        branch: Set(branch.to_owned()),
        star: Set(certificate.star.number().into()),
        province_code: Set(place.province_code),
        province_name: Set(place.province_name),
        district_code: Set(place.district_code.unwrap_or_default()),
        district_name: Set(place.district_name.unwrap_or_default()),
        place_on: Set(place.said_on),
        valid_from: Set(certificate.valid_from),
        valid_to: Set(certificate.valid_to),
        revoked_on: Set(certificate.revocation.as_ref().map(|end| end.decision.date)),
        event_due_on: Set(event_due_on),
        transferred: Set(matches!(
            certificate.kind,
            Kind::Transferred | Kind::Revived
        )),
        kind: Set(certificate.kind.to_string()),
        decided_on: Set(Some(certificate.decision.date)),
        decision_key: Set(certificate.decision.key()),
        code_key: Set(code_key(&certificate.product_code)),
        product_words: Set(words_of([&certificate.product_name])),
        producer_words: Set(words_of([&certificate.producer_name])),
        search_text: Set(words_of([
            &certificate.product_name,
            &certificate.producer_name,
            &place.name,
        ])),
        body: Set(json(certificate)),
    }
}

/// The certificates of products, by product, oldest first.
pub(crate) async fn of_products(
    db: &impl ConnectionTrait,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Certificate>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProductId.is_in(products.iter().copied()))
        .order_by_asc(Column::ProductId)
        .order_by_asc(Column::Position)
        .all(db)
        .await?;
    let mut found: HashMap<Uuid, Vec<Certificate>> = HashMap::new();
    for row in rows {
        found
            .entry(row.product_id)
            .or_default()
            .push(row.try_into()?);
    }
    Ok(found)
}

/// The certificates of what was merged into products, by the product that is kept.
pub async fn of_merged(
    tx: &Tx,
    kept: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Certificate>>, StoreError> {
    let mut records = merged::all_ids(tx.db(), kept).await?;
    records.retain(|id, into| id != into);
    let ids: Vec<Uuid> = records.keys().copied().collect();
    let mut found: HashMap<Uuid, Vec<Certificate>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    for (id, certificates) in of_products(tx.db(), &ids).await? {
        if let Some(into) = records.get(&id) {
            found.entry(*into).or_default().extend(certificates);
        }
    }
    Ok(found)
}

/// The certificate with this id, inside a transaction.
pub async fn find_certificate(tx: &Tx, id: Uuid) -> Result<Option<Certificate>, StoreError> {
    Entity::find_by_id(id)
        .one(tx.db())
        .await?
        .map(Certificate::try_from)
        .transpose()
}

/// Whose certificates are meant.
#[derive(Clone, Copy, Debug)]
pub enum Holder {
    /// Those of a product.
    Product(Uuid),
    /// Those of all products of a producer.
    Producer(Uuid),
}

/// The day of the first decision that recognised a product, or anything of a producer.
pub async fn first_recognised(tx: &Tx, holder: Holder) -> Result<Option<NaiveDate>, StoreError> {
    let (column, id) = match holder {
        Holder::Product(id) => ("product_id", id),
        Holder::Producer(id) => ("producer_id", id),
    };
    let first = Entity::find()
        .select_only()
        .expr(Expr::col(Column::DecidedOn).min())
        .filter(Expr::col(column).eq(id))
        .into_tuple::<Option<NaiveDate>>()
        .one(tx.db())
        .await?;
    Ok(first.flatten())
}

/// The certificates with these ids, for the coalesced reader.
pub async fn certificates_by_id(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Certificate>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// The product whose certificate bears a printed code, however that is typed; of several, the one whose begins last.
pub async fn product_of_code(store: &Store, code: &str) -> Result<Option<Uuid>, StoreError> {
    let row = Entity::find()
        .filter(Column::CodeKey.eq(code_key(code)))
        .filter(Column::CodeKey.ne(""))
        .order_by_desc(Column::ValidFrom)
        .one(store.database().reader())
        .await?;
    Ok(row.map(|row| row.product_id))
}

/// Most products that bear one code: of a code there is one, unless an old register had it twice.
const PRODUCTS_OF_CODE: u64 = 100;

/// The products that have or had a certificate with a printed code, however that is typed, and into which they were merged.
pub async fn products_of_code(store: &Store, code: &str) -> Result<Vec<Uuid>, StoreError> {
    let db = store.database().reader();
    let mut found: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::ProductId)
        .distinct()
        .filter(Column::CodeKey.eq(code_key(code)))
        .filter(Column::CodeKey.ne(""))
        .limit(PRODUCTS_OF_CODE)
        .into_tuple()
        .all(db)
        .await?;
    let kept = merged::kept(db, found.iter().copied()).await?;
    found.extend(kept.into_values());
    Ok(found)
}

/// The products of whose certificate an event is due by `today`, longest due first.
pub async fn due(store: &Store, today: NaiveDate, most: u64) -> Result<Vec<Uuid>, StoreError> {
    let mut due: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::ProductId)
        .filter(Column::EventDueOn.lte(today))
        .order_by_asc(Column::EventDueOn)
        .limit(most)
        .into_tuple()
        .all(store.database().reader())
        .await?;
    due.sort_unstable();
    due.dedup();
    Ok(due)
}
