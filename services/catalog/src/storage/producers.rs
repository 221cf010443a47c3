//! Producers.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, Stored, write_row};
use ocop_chassis::text::folded;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, NotSet};

use super::{Store, Tx, places};
use crate::domain::producer::{Profile, Representative, Sex};
use crate::domain::product::Maker;
use crate::domain::{Event, Producer, ProducerKind, ValueChain};

/// The table `producers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    pub(super) name: String,
    search_text: String,
    pub(super) kind: String,
    registration_number: String,
    registration_date: Option<Date>,
    place_code: String,
    province_code: String,
    address: String,
    phone: String,
    email: String,
    representative_name: String,
    representative_position: String,
    representative_sex: String,
    representative_ethnicity: String,
    representative_disability: bool,
    local_capital_percent: Option<i32>,
    value_chain: String,
    stable_raw_material: bool,
}

/// None: the catalog joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A producer as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProducerRecord {
    /// Its id.
    pub id: Uuid,
    /// The number of events it has recorded: its etag.
    pub version: u64,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// What it says of itself.
    pub profile: Profile,
    /// Code of the place it is in.
    pub place_code: String,
    /// Code of the province it is in.
    pub province_code: String,
}

impl ProducerRecord {
    /// The record of a producer that was registered at `now`.
    pub fn registered(producer: &Producer, now: DateTime<Utc>) -> Self {
        Self {
            id: producer.id,
            version: producer.version,
            created_at: now,
            updated_at: now,
            profile: producer.profile.clone(),
            place_code: producer.location.place.code.clone(),
            province_code: producer.location.province.0.clone(),
        }
    }
}

impl TryFrom<Model> for ProducerRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt {
            what: format!("producer {}", row.id),
        };
        Ok(Self {
            id: row.id,
            version: row.version.unsigned_abs(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            profile: Profile {
                kind: ProducerKind::from_stored(&row.kind).ok_or_else(corrupt)?,
                representative: Representative {
                    sex: Sex::from_stored(&row.representative_sex).ok_or_else(corrupt)?,
                    full_name: row.representative_name,
                    position: row.representative_position,
                    ethnicity: row.representative_ethnicity,
                    has_disability: row.representative_disability,
                },
                name: row.name,
                registration_number: row.registration_number,
                registration_date: row.registration_date,
                address: row.address,
                phone: row.phone,
                email: row.email,
                local_capital_percent: row.local_capital_percent.map(i32::unsigned_abs),
                value_chain: ValueChain::from_stored(&row.value_chain).ok_or_else(corrupt)?,
                stable_raw_material: row.stable_raw_material,
            },
            place_code: row.place_code,
            province_code: row.province_code,
        })
    }
}

impl Stored for Producer {
    type Event = Event;
    const TYPE: &'static str = "producer";

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
        let profile = self.profile.clone();
        let row = ActiveModel {
            id: if was == 0 { Set(self.id) } else { NotSet },
            version: Set(self.version.cast_signed()),
            created_at: if was == 0 { Set(now) } else { NotSet },
            updated_at: Set(now),
            search_text: Set(folded(&profile.name)),
            name: Set(profile.name),
            kind: Set(profile.kind.as_str().to_owned()),
            registration_number: Set(profile.registration_number),
            registration_date: Set(profile.registration_date),
            place_code: Set(self.location.place.code.clone()),
            province_code: Set(self.location.province.0.clone()),
            address: Set(profile.address),
            phone: Set(profile.phone),
            email: Set(profile.email),
            representative_name: Set(profile.representative.full_name),
            representative_position: Set(profile.representative.position),
            representative_sex: Set(profile.representative.sex.as_str().to_owned()),
            representative_ethnicity: Set(profile.representative.ethnicity),
            representative_disability: Set(profile.representative.has_disability),
            local_capital_percent: Set(profile.local_capital_percent.map(u32::cast_signed)),
            value_chain: Set(profile.value_chain.as_str().to_owned()),
            stable_raw_material: Set(profile.stable_raw_material),
        };
        write_row(db, row, was, Column::Id.eq(self.id), Column::Version).await
    }
}

/// The producer with this id, to be changed.
///
/// # Errors
/// The database failed.
pub async fn producer(tx: &Tx, id: Uuid) -> Result<Option<Producer>, StoreError> {
    let Some(row) = Entity::find_by_id(id).one(tx.db()).await? else {
        return Ok(None);
    };
    let record = ProducerRecord::try_from(row)?;
    let location = places::location(tx, &record.place_code)
        .await?
        .ok_or_else(|| StoreError::Corrupt {
            what: format!("place of producer {id}"),
        })?;
    Ok(Some(Producer {
        id,
        version: record.version,
        events: Vec::new(),
        profile: record.profile,
        location,
    }))
}

/// The producer with this id as the maker of a product.
///
/// # Errors
/// The database failed.
pub async fn maker(tx: &Tx, id: Uuid) -> Result<Option<Maker>, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    row.map(|row| {
        let corrupt = || StoreError::Corrupt {
            what: format!("producer {id}"),
        };
        let kind = ProducerKind::from_stored(&row.kind).ok_or_else(corrupt)?;
        Ok(Maker {
            id,
            name: row.name,
            kind,
        })
    })
    .transpose()
}

/// The producer with this id as callers see it, inside the transaction that changed it.
///
/// # Errors
/// The database failed, or the producer is not there.
pub async fn producer_record(tx: &Tx, id: Uuid) -> Result<ProducerRecord, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found
        .ok_or_else(|| StoreError::Corrupt {
            what: format!("producer {id}"),
        })?
        .try_into()
}

/// The producers with these ids, for the coalesced reader.
///
/// # Errors
/// The database failed.
pub async fn producers_by_id(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, ProducerRecord>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}
