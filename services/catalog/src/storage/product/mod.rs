//! Products, with the copy of the certificate of each.

mod certificate;
mod ground;
mod list;
mod registered;
mod search;
mod snapshot;
mod summary;
mod view;

use ocop_chassis::database::{Aggregate, Saved, StoreError};
use ocop_chassis::text::{likeness_key, name_key};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, DatabaseTransaction, FromQueryResult, QueryOrder as _, QueryResult,
    QuerySelect as _, Statement,
};

use self::ground::{MAKER, read_maker};
use super::merging::{self, Key, Kind};
use super::search::words;
use super::{Tx, from_json, history, json, place};
use crate::domain::product::{Event, Gtin, HeldCertificate, Product, Profile, Similar};

pub use certificate::{remove_certificates, upsert_certificates};
pub use ground::{Ground, ground};
pub use list::Listed;
pub use list::{ProductFilter, list};
pub use registered::{KnownProduct, Named, Registered, registered};
pub use snapshot::as_of;
pub use summary::{Summary, summarize};
pub use view::{ProductView, by_ids};

/// The table `products`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    producer_id: Uuid,
    criteria_set: i32,
    name: String,
    name_key: String,
    search_text: String,
    description: String,
    story: String,
    packaging: String,
    gtin: Option<String>,
    place_code: String,
    province_code: String,
    place_on: Date,
    status: String,
    brand: String,
    details: String,
    status_reason: String,
    search_brand: String,
    search_producer: String,
    search_description: String,
    merged_from: String,
}

/// None: the catalog joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What is read of a product and its certificate: the fields of [`Row`].
const COLUMNS: &str = "products.id, products.version, products.created_at, products.updated_at, \
    products.producer_id, products.criteria_set, products.name, products.description, products.story, \
    products.packaging, products.gtin, products.place_code, products.province_code, products.place_on, products.status, \
    products.brand, products.details, products.status_reason, products.merged_from, \
    certificates.id as certificate_id, certificates.star, certificates.decision_number, \
    certificates.valid_from, certificates.valid_to, certificates.revoked_on, certificates.imported";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    producer_id: Uuid,
    criteria_set: i32,
    name: String,
    description: String,
    story: String,
    packaging: String,
    gtin: Option<String>,
    place_code: String,
    province_code: String,
    place_on: Date,
    status: String,
    brand: String,
    details: String,
    status_reason: String,
    merged_from: String,
    certificate_id: Option<Uuid>,
    star: Option<i32>,
    decision_number: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    revoked_on: Option<Date>,
    imported: Option<bool>,
}

impl Row {
    fn certificate(&mut self) -> Option<HeldCertificate> {
        Some(HeldCertificate {
            product_id: self.id,
            id: self.certificate_id?,
            star: self.star?.unsigned_abs(),
            decision_number: self.decision_number.take()?,
            valid_from: self.valid_from?,
            valid_to: self.valid_to?,
            revoked_on: self.revoked_on,
            imported: self.imported?,
        })
    }
}

/// The product in a row of [`COLUMNS`], wherever it is read.
fn read(row: &QueryResult) -> Result<ProductView, StoreError> {
    let mut row = Row::from_query_result(row, "")?;
    Ok(ProductView {
        certificate: row.certificate(),
        id: row.id,
        version: row.version.unsigned_abs(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        producer_id: row.producer_id,
        profile: Profile {
            criteria_set: row.criteria_set.unsigned_abs(),
            name: row.name,
            description: row.description,
            story: row.story,
            packaging: row.packaging,
            gtin: row.gtin.as_deref().and_then(Gtin::parse),
            brand: row.brand,
            details: from_json(&row.details, || corrupt(row.id))?,
        },
        place_code: row.place_code,
        province_code: row.province_code,
        place_on: row.place_on,
        status: row.status.parse().map_err(|_| corrupt(row.id))?,
        status_reason: row.status_reason,
        merged_from: from_json(&row.merged_from, || corrupt(row.id))?,
        merged_into: None,
    })
}

fn corrupt(id: Uuid) -> StoreError {
    StoreError::Corrupt {
        what: format!("product {id}"),
    }
}

impl Aggregate<Entity> for Product {
    type Event = Event;
    const TYPE: &'static str = "product";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let profile = saved.profile.clone();
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            producer_id: Set(saved.maker.id),
            criteria_set: Set(profile.criteria_set.cast_signed()),
            name_key: Set(name_key(&profile.name)),
            search_text: Set(likeness_key(&profile.name)),
            search_brand: Set(likeness_key(&profile.brand)),
            search_producer: Set(likeness_key(&saved.maker.name)),
            search_description: Set(search::description(&profile.description)),
            name: Set(profile.name),
            brand: Set(profile.brand),
            details: Set(json(&profile.details)),
            status_reason: Set(saved.status_reason.clone()),
            description: Set(profile.description),
            story: Set(profile.story),
            packaging: Set(profile.packaging),
            gtin: Set(profile.gtin.map(|gtin| gtin.as_str().to_owned())),
            place_code: Set(saved.location.place.code.to_string()),
            province_code: Set(saved.location.province.code.clone()),
            place_on: Set(saved.location.said_on),
            status: Set(saved.status.to_string()),
            merged_from: Set(json(&saved.merged_from)),
        }
    }

    async fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> Result<(), StoreError> {
        let names = saved.iter().flat_map(|product| {
            let profile = &product.profile;
            [profile.name.as_str(), profile.brand.as_str()]
        });
        words::add(db, names).await?;
        let versions = saved.iter().map(|product| snapshot::version(product));
        history::keep(db, "product", versions).await
    }
}

/// Has the products of a producer found by the name that it has now.
pub async fn rename_maker(tx: &Tx, producer: Uuid, name: &str) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::SearchProducer, Expr::value(likeness_key(name)))
        .filter(Column::ProducerId.eq(producer))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The product with this GTIN, or with which one that had it was merged.
pub async fn holder_of_gtin(tx: &Tx, gtin: &Gtin) -> Result<Option<Similar>, StoreError> {
    let bearing = Entity::find().filter(Column::Gtin.eq(gtin.as_str()));
    let mut found = bearing.one(tx.db()).await?;
    if found.is_none()
        && let Some(id) = merging::former_holder(tx, Key::Gtin, gtin.as_str(), None).await?
    {
        found = Entity::find_by_id(id).one(tx.db()).await?;
    }
    Ok(found.map(|row| Similar {
        id: row.id,
        name: row.name,
    }))
}

/// The product to which this id leads, to be changed.
pub async fn product(tx: &Tx, id: Uuid) -> Result<Option<Saved<Product>>, StoreError> {
    if let Some(found) = read_to_change(tx, id).await? {
        return Ok(Some(found));
    }
    match merging::resolved(tx, Kind::Product, id).await? {
        kept if kept == id => Ok(None),
        kept => read_to_change(tx, kept).await,
    }
}

/// The products of a producer, to be changed, at most so many.
pub async fn of_producer(
    tx: &Tx,
    producer: Uuid,
    most: u64,
) -> Result<Vec<Saved<Product>>, StoreError> {
    let ids: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ProducerId.eq(producer))
        .order_by_asc(Column::Id)
        .limit(most)
        .into_tuple()
        .all(tx.db())
        .await?;
    let mut products = Vec::with_capacity(ids.len());
    for id in ids {
        products.extend(read_to_change(tx, id).await?);
    }
    Ok(products)
}

/// The products of a producer, by id and name.
pub async fn names_of(tx: &Tx, producer: Uuid) -> Result<Vec<(Uuid, String)>, StoreError> {
    let names = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Name])
        .filter(Column::ProducerId.eq(producer))
        .into_tuple()
        .all(tx.db());
    Ok(names.await?)
}

/// How many products a producer has.
pub async fn count_of_producer(tx: &Tx, producer: Uuid) -> Result<u64, StoreError> {
    let of = Entity::find().filter(Column::ProducerId.eq(producer));
    Ok(of.count(tx.db()).await?)
}

async fn read_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Product>>, StoreError> {
    let engine = tx.db().get_database_backend();
    let sql = format!(
        "select {COLUMNS}, {MAKER} from products \
         left join certificates on certificates.product_id = products.id \
         join producers on producers.id = products.producer_id where products.id = $1"
    );
    let statement = Statement::from_sql_and_values(engine, sql, [id.into()]);
    let Some(row) = tx.db().query_one_raw(statement).await? else {
        return Ok(None);
    };
    let view = read(&row)?;
    let location = place::location(tx, &view.place_code, view.place_on).await?;
    let product = Product {
        id,
        events: Vec::new(),
        maker: read_maker(&row)?.ok_or_else(|| corrupt(id))?,
        profile: view.profile,
        location: location.ok_or_else(|| corrupt(id))?,
        status: view.status,
        status_reason: view.status_reason,
        certificate: view.certificate,
        merged_from: view.merged_from,
    };
    let version = view.version.cast_signed();
    let saved = Saved::stored(product, version, view.created_at, view.updated_at);
    Ok(Some(saved))
}
