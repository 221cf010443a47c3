//! Partners and what they look for.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, Stored, page_by_id, write_row};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, NotSet, QueryOrder};

use super::{Store, Tx, document, matches, read_document};
use crate::domain::event::Event;
use crate::domain::listing::Listing;
use crate::domain::partner::{Email, Partner, PartnerStatus};
use crate::domain::star::CriteriaSet;

/// The table `partners`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partners")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    name: String,
    email: String,
    status: String,
    minimum_star: i32,
    set_mask: i64,
    sourcing: String,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A partner as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnerRecord {
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// The partner.
    pub partner: Partner,
}

fn status_word(status: PartnerStatus) -> &'static str {
    match status {
        PartnerStatus::Active => "active",
        PartnerStatus::Left => "left",
    }
}

fn partner_of(row: Model) -> Result<Partner, StoreError> {
    let corrupt = |what: &str| StoreError::Corrupt {
        what: format!("{what} of partner {}", row.id),
    };
    let status = [PartnerStatus::Active, PartnerStatus::Left]
        .into_iter()
        .find(|status| status_word(*status) == row.status);
    Ok(Partner {
        id: row.id,
        email: Email::parse(&row.email).map_err(|_| corrupt("e-mail address"))?,
        status: status.ok_or_else(|| corrupt("status"))?,
        sourcing: read_document(&row.sourcing, || format!("sourcing of partner {}", row.id))?,
        version: row.version.unsigned_abs(),
        events: Vec::new(),
        name: row.name,
    })
}

impl TryFrom<Model> for PartnerRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            created_at: row.created_at,
            updated_at: row.updated_at,
            partner: partner_of(row)?,
        })
    }
}

/// One bit for each criteria set.
fn mask<'a>(sets: impl IntoIterator<Item = &'a CriteriaSet>) -> i64 {
    sets.into_iter()
        .fold(0, |mask, set| mask | (1 << set.number()))
}

impl Stored for Partner {
    type Event = Event;
    const TYPE: &'static str = "partner";

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
        let row = ActiveModel {
            id: if was == 0 { Set(self.id) } else { NotSet },
            version: Set(self.version.cast_signed()),
            created_at: if was == 0 { Set(now) } else { NotSet },
            updated_at: Set(now),
            name: Set(self.name.clone()),
            email: Set(self.email.as_str().to_owned()),
            status: Set(status_word(self.status).to_owned()),
            minimum_star: Set(self.sourcing.minimum_star.number().cast_signed()),
            set_mask: Set(mask(&self.sourcing.criteria_sets)),
            sourcing: Set(document(&self.sourcing)),
        };
        write_row(db, row, was, Column::Id.eq(self.id), Column::Version).await
    }
}

/// The partner with this id, to be changed.
///
/// # Errors
/// The database failed.
pub async fn partner(tx: &Tx, id: Uuid) -> Result<Option<Partner>, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found.map(partner_of).transpose()
}

/// The partner with this id as callers see it, inside the transaction that changed it.
///
/// # Errors
/// The database failed, or the partner is not there.
pub async fn partner_record(tx: &Tx, id: Uuid) -> Result<PartnerRecord, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found
        .ok_or_else(|| StoreError::Corrupt {
            what: format!("partner {id}"),
        })?
        .try_into()
}

/// The partners that changes of these listings may concern: those that may look for one of them, and those that have a
/// match with one. The domain says which of them it does concern.
///
/// # Errors
/// The database failed.
pub async fn partners_for(tx: &Tx, listings: &[Listing]) -> Result<Vec<Partner>, StoreError> {
    let ids: Vec<Uuid> = listings.iter().map(|listing| listing.product.id).collect();
    let mut concerned = Condition::any().add(Column::Id.in_subquery(matches::partners_of(&ids)));
    let stars = listings.iter().filter_map(Listing::star);
    if let Some(star) = stars.max() {
        let sets = mask(listings.iter().map(|listing| &listing.product.criteria_set));
        let of_its_sets = Expr::col((Entity, Column::SetMask)).bit_and(sets).ne(0);
        concerned = concerned.add(
            Condition::all()
                .add(Column::Status.eq(status_word(PartnerStatus::Active)))
                .add(Column::MinimumStar.lte(star.number().cast_signed()))
                .add(Condition::any().add(Column::SetMask.eq(0)).add(of_its_sets)),
        );
    }
    let rows = Entity::find()
        .filter(concerned)
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(partner_of).collect()
}

/// The partners with these ids, for the coalesced reader.
///
/// # Errors
/// The database failed.
pub async fn partners_by_id(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, PartnerRecord>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// A page of partners in order of registration, and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_partners(
    store: &Store,
    page: &Page,
) -> Result<(Vec<PartnerRecord>, String), StoreError> {
    let partners = Entity::find();
    let (rows, next) =
        page_by_id(store.database(), partners, page, Column::Id, |row| row.id).await?;
    let records = rows.into_iter().map(PartnerRecord::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
