//! Partners and what they look for.

mod credentials;
mod keys;
mod matching;

use std::collections::HashMap;

use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id, select};
use ocop_chassis::paging::Page;
use ocop_chassis::text;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveValue::Set, FromQueryResult, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::{Store, Tx, document, read_document};
use crate::domain::partner::{
    Contact, Contract, Details, Email, Event, Partner, PartnerKind, Similar,
};

pub use credentials::{
    count_valid_credentials, credentials, insert_credentials, list_credentials, revoke_credentials,
    revoke_credentials_of, valid_credentials,
};
pub use keys::{index, looking_at, near};
pub(super) use matching::products_of;
pub use matching::{
    MatchFilter, MatchOwner, MatchStatus, list_matches, match_to_change, matches_of,
    matches_with_dates, note_dates,
};

/// Rows that are asked for by id with one statement: less than either database takes.
const AT_ONCE: usize = 5_000;

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
    kind: Option<String>,
    likeness: String,
    document: String,
    sourcing: String,
    left_at: Option<DateTimeUtc>,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What of a partner has no column of its own.
#[derive(Serialize, Deserialize)]
struct Document {
    contacts: Vec<Contact>,
    contract: Option<Contract>,
}

impl TryFrom<Model> for Saved<Partner> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = |part: &str| StoreError::Corrupt {
            what: format!("{part} of partner {}", row.id),
        };
        let document: Document =
            read_document(&row.document, || format!("document of partner {}", row.id))?;
        let kind = row
            .kind
            .as_deref()
            .map(str::parse::<PartnerKind>)
            .transpose();
        let partner = Partner {
            id: row.id,
            details: Details {
                email: Email::parse(&row.email).map_err(|_| corrupt("e-mail address"))?,
                kind: kind.map_err(|_| corrupt("kind"))?,
                contacts: document.contacts,
                contract: document.contract,
                name: row.name.clone(),
            },
            sourcing: read_document(&row.sourcing, || format!("sourcing of partner {}", row.id))?,
            events: Vec::new(),
            left_at: row.left_at,
        };
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(partner, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Partner {
    type Event = Event;
    const TYPE: &'static str = "partner";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            name: Set(saved.details.name.clone()),
            email: Set(saved.details.email.as_str().to_owned()),
            kind: Set(saved.details.kind.map(|kind| kind.to_string())),
            likeness: Set(text::likeness_key(&saved.details.name)),
            document: Set(document(&Document {
                contacts: saved.details.contacts.clone(),
                contract: saved.details.contract.clone(),
            })),
            sourcing: Set(document(&saved.sourcing)),
            left_at: Set(saved.left_at),
        }
    }
}

/// The partner with this id, to be changed.
pub async fn partner(tx: &Tx, id: Uuid) -> Result<Option<Saved<Partner>>, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found.map(TryFrom::try_from).transpose()
}

/// The partner with this id, to be changed or to be given something. Others that want to wait until this transaction ends.
pub async fn partner_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Partner>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The partners with these ids, to be compared with listings.
pub async fn partners(
    tx: &Tx,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Saved<Partner>>, StoreError> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let rows = Entity::find()
            .filter(Column::Id.is_in(some.iter().copied()))
            .all(tx.db())
            .await?;
        for row in rows {
            found.insert(row.id, row.try_into()?);
        }
    }
    Ok(found)
}

/// Partners that are named at most of those with a name like another's.
const SIMILAR: u64 = 5;

/// Other partners with a name that may well be the same, those who have left too.
pub async fn similar(tx: &Tx, partner: &Partner) -> Result<Vec<Similar>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Likeness.eq(text::likeness_key(&partner.details.name)))
        .filter(Column::Id.ne(partner.id))
        .order_by_asc(Column::Id)
        .limit(SIMILAR)
        .all(tx.db())
        .await?;
    let similar = |row: Model| Similar {
        id: row.id,
        name: row.name,
    };
    Ok(rows.into_iter().map(similar).collect())
}

#[derive(FromQueryResult)]
struct Left {
    id: Uuid,
}

/// At most `most` partners that have left, and of which a demand or an order is not ended.
pub async fn left_with_more_to_end(tx: &Tx, most: u64) -> Result<Vec<Uuid>, StoreError> {
    let sql = "select id from partners where left_at is not null and ( \
               exists (select 1 from demands where demands.partner_id = partners.id \
               and demands.state in ('open', 'fulfilled') and demands.to_date >= $1) \
               or exists (select 1 from gift_orders where gift_orders.partner_id = partners.id \
               and gift_orders.state in ('placed', 'confirmed'))) order by id limit $2";
    let values: [Value; 2] = [tx.today().into(), most.cast_signed().into()];
    let left: Vec<Left> = select(tx.db(), sql, values).await?;
    Ok(left.into_iter().map(|partner| partner.id).collect())
}

/// The partners with these ids.
pub async fn by_ids(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Saved<Partner>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// A page of partners in order of registration, and the token of the next.
pub async fn list(store: &Store, page: &Page) -> Result<(Vec<Saved<Partner>>, String), StoreError> {
    let partners = Entity::find();
    let (rows, next) =
        page_by_id(store.database(), partners, page, Column::Id, |row| row.id).await?;
    let partners = rows.into_iter().map(TryFrom::try_from);
    Ok((partners.collect::<Result<_, _>>()?, next))
}
