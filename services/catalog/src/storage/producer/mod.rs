//! Producers.

mod list;
mod records;
mod registered;
mod snapshot;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{Aggregate, Saved, StoreError};
use ocop_chassis::text::likeness_key;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, DatabaseTransaction};

use super::merging::{self, Key, Kind};
use super::search::words;
use super::{Store, Tx, from_json, history, json, place};
use crate::domain::producer::{Event, Gln, Producer, Profile, Representative};

pub(super) use list::of;
pub use list::{ProducerFilter, list};
pub use records::records;
pub use registered::by_registration_number;
pub use snapshot::as_of;

/// The table `producers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    name: String,
    search_text: String,
    kind: String,
    registration_number: String,
    registration_date: Option<Date>,
    place_code: String,
    province_code: String,
    place_on: Date,
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
    gln: Option<String>,
    years: String,
    people: String,
    merged_from: String,
}

/// None: the catalog joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A producer as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProducerView {
    /// Its id.
    pub id: Uuid,
    /// The number of events it has recorded: its etag.
    pub version: u64,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Its profile.
    pub profile: Profile,
    /// Code of the place it is in.
    pub place_code: String,
    /// Code of the province it is in.
    pub province_code: String,
    /// The day for which both were said.
    pub place_on: NaiveDate,
    /// The records that were merged into it.
    pub merged_from: BTreeSet<Uuid>,
    /// Of a record of the past: that into which it was merged later.
    pub merged_into: Option<Uuid>,
}

impl From<Saved<Producer>> for ProducerView {
    fn from(saved: Saved<Producer>) -> Self {
        Self {
            id: saved.id,
            version: saved.version(),
            created_at: saved.created_at(),
            updated_at: saved.updated_at(),
            place_code: saved.location.place.code.to_string(),
            province_code: saved.location.province.code.clone(),
            place_on: saved.location.said_on,
            merged_from: saved.merged_from.clone(),
            merged_into: None,
            profile: saved.into_inner().profile,
        }
    }
}

impl TryFrom<Model> for ProducerView {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = |_| corrupt(row.id);
        Ok(Self {
            id: row.id,
            version: row.version.unsigned_abs(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            profile: Profile {
                kind: row.kind.parse().map_err(corrupt)?,
                representative: Representative {
                    sex: row.representative_sex.parse().map_err(corrupt)?,
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
                value_chain: row.value_chain.parse().map_err(corrupt)?,
                stable_raw_material: row.stable_raw_material,
                gln: row.gln.as_deref().and_then(Gln::parse),
                years: from_json(&row.years, || self::corrupt(row.id))?,
                people: from_json(&row.people, || self::corrupt(row.id))?,
            },
            place_code: row.place_code,
            province_code: row.province_code,
            place_on: row.place_on,
            merged_from: from_json(&row.merged_from, || self::corrupt(row.id))?,
            merged_into: None,
        })
    }
}

fn corrupt(id: Uuid) -> StoreError {
    StoreError::Corrupt {
        what: format!("producer {id}"),
    }
}

impl Aggregate<Entity> for Producer {
    type Event = Event;
    const TYPE: &'static str = "producer";
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
            search_text: Set(likeness_key(&profile.name)),
            name: Set(profile.name),
            kind: Set(profile.kind.to_string()),
            registration_number: Set(profile.registration_number),
            registration_date: Set(profile.registration_date),
            place_code: Set(saved.location.place.code.to_string()),
            province_code: Set(saved.location.province.code.clone()),
            place_on: Set(saved.location.said_on),
            address: Set(profile.address),
            phone: Set(profile.phone),
            email: Set(profile.email),
            representative_name: Set(profile.representative.full_name),
            representative_position: Set(profile.representative.position),
            representative_sex: Set(profile.representative.sex.to_string()),
            representative_ethnicity: Set(profile.representative.ethnicity),
            representative_disability: Set(profile.representative.has_disability),
            local_capital_percent: Set(profile.local_capital_percent.map(u32::cast_signed)),
            value_chain: Set(profile.value_chain.to_string()),
            stable_raw_material: Set(profile.stable_raw_material),
            gln: Set(profile.gln.map(|gln| gln.as_str().to_owned())),
            years: Set(json(&profile.years)),
            people: Set(json(&profile.people)),
            merged_from: Set(json(&saved.merged_from)),
        }
    }

    async fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> Result<(), StoreError> {
        let names = saved.iter().map(|producer| producer.profile.name.as_str());
        words::add(db, names).await?;
        let versions = saved.iter().map(|producer| snapshot::version(producer));
        history::keep(db, "producer", versions).await
    }
}

/// The producer to which this id leads, to be changed.
pub async fn producer(tx: &Tx, id: Uuid) -> Result<Option<Saved<Producer>>, StoreError> {
    let mut row = Entity::find_by_id(id).one(tx.db()).await?;
    if row.is_none() {
        let kept = merging::resolved(tx, Kind::Producer, id).await?;
        row = Entity::find_by_id(kept).one(tx.db()).await?;
    }
    let Some(row) = row else {
        return Ok(None);
    };
    let view = ProducerView::try_from(row)?;
    let id = view.id;
    let location = place::location(tx, &view.place_code, view.place_on).await?;
    let producer = Producer {
        id,
        events: Vec::new(),
        profile: view.profile,
        location: location.ok_or_else(|| corrupt(id))?,
        merged_from: view.merged_from,
    };
    let version = view.version.cast_signed();
    let saved = Saved::stored(producer, version, view.created_at, view.updated_at);
    Ok(Some(saved))
}

/// The producers to which these ids lead, by these ids.
pub async fn by_ids(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, ProducerView>, StoreError> {
    let mut found = with_ids(&store, ids.clone()).await?;
    let missing: Vec<Uuid> = ids
        .into_iter()
        .filter(|id| !found.contains_key(id))
        .collect();
    let led = merging::kept(store.database().reader(), Kind::Producer, &missing).await?;
    if !led.is_empty() {
        let kept = with_ids(&store, led.values().copied().collect()).await?;
        let of = |(id, into): (Uuid, Uuid)| Some((id, kept.get(&into)?.clone()));
        found.extend(led.into_iter().filter_map(of));
    }
    Ok(found)
}

async fn with_ids(
    store: &Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, ProducerView>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// The producer other than `this` to whom a registration number or GLN leads that nobody bears: one that had it was merged.
pub async fn former_holder(
    tx: &Tx,
    profile: &Profile,
    this: Option<Uuid>,
) -> Result<Option<(Key, Uuid)>, StoreError> {
    let gln = profile.gln.as_ref().map(Gln::as_str);
    let keys = [
        (
            Key::RegistrationNumber,
            Some(profile.registration_number.as_str()),
        ),
        (Key::Gln, gln),
    ];
    for (key, text) in keys {
        let Some(text) = text else { continue };
        if let Some(id) = merging::former_holder(tx, key, text, this).await? {
            return Ok(Some((key, id)));
        }
    }
    Ok(None)
}
