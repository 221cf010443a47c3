//! Design centres.

use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use crate::domain::partner::Similar;
use crate::domain::sales_point::{Centre, CentreEvent};
use crate::storage::{LIKELY, Store, Tx, document, named_like, read_document};

/// The table `design_centres`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "design_centres")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    place_code: String,
    place_on: Date,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Centre> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let centre = read_document(&row.body, || format!("body of design centre {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(centre, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Centre {
    type Event = CentreEvent;
    const TYPE: &'static str = "design_centre";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<CentreEvent> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let site = &saved.terms.site;
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            province_code: Set(site.province_code.clone()),
            place_code: Set(site.place_code.clone()),
            place_on: Set(site.said_on),
            body: Set(document(&**saved)),
        }
    }
}

/// The centre with this id, to be changed.
pub async fn centre_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Centre>>, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found.map(TryFrom::try_from).transpose()
}

/// The centre with this id.
pub async fn centre(store: &Store, id: Uuid) -> Result<Option<Saved<Centre>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// Other centres in the commune with a name that may well be the same.
pub async fn similar_centres(tx: &Tx, centre: &Centre) -> Result<Vec<Similar>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProvinceCode.eq(&centre.terms.site.province_code))
        .filter(Column::PlaceCode.eq(&centre.terms.site.place_code))
        .filter(Column::Id.ne(centre.id))
        .order_by_asc(Column::Id)
        .limit(LIKELY)
        .all(tx.db())
        .await?;
    let others = rows.into_iter().map(Saved::<Centre>::try_from);
    let others: Vec<Saved<Centre>> = others.collect::<Result<_, _>>()?;
    let others = others.iter();
    let others = others.map(|other| Similar {
        id: other.id,
        name: other.terms.name.clone(),
    });
    Ok(named_like(&centre.terms.name, others))
}

/// A page of centres in order of registration, of a province if one is asked for, and the token of the next.
pub async fn list_centres(
    store: &Store,
    province: Option<&AskedUnit>,
    page: &Page,
) -> Result<(Vec<Saved<Centre>>, String), StoreError> {
    let province = province.map(|province| {
        let columns = PlaceColumns {
            province: Expr::col((Entity, Column::ProvinceCode)),
            place: Some(Expr::col((Entity, Column::PlaceCode))),
            said_on: Expr::col((Entity, Column::PlaceOn)),
        };
        lies_in(&province.area(&store.places().places()), &columns)
    });
    let fits = Condition::all().add_option(province);
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
