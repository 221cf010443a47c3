//! Credentials for NATS.

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{PaginatorTrait, QuerySelect};

use crate::domain::partner::NatsCredentials;
use crate::storage::{Store, Tx};

/// The table `nats_credentials`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nats_credentials")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    partner_id: Uuid,
    password_hash: Vec<u8>,
    issued_at: DateTimeUtc,
    expires_at: DateTimeUtc,
    revoked_at: Option<DateTimeUtc>,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for NatsCredentials {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            partner_id: row.partner_id,
            password_hash: row.password_hash,
            issued_at: row.issued_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// Stores new credentials.
pub async fn insert_credentials(tx: &Tx, issued: &NatsCredentials) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(issued.id),
        partner_id: Set(issued.partner_id),
        password_hash: Set(issued.password_hash.clone()),
        issued_at: Set(issued.issued_at),
        expires_at: Set(issued.expires_at),
        revoked_at: Set(issued.revoked_at),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The credentials with this id, to be revoked.
pub async fn credentials(tx: &Tx, id: Uuid) -> Result<Option<NatsCredentials>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    Ok(found.map(Into::into))
}

/// How many credentials of a partner are valid.
pub async fn count_valid_credentials(tx: &Tx, partner_id: Uuid) -> Result<u64, StoreError> {
    let valid = Entity::find()
        .filter(Column::PartnerId.eq(partner_id))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(tx.now()));
    Ok(valid.count(tx.db()).await?)
}

/// Stores that credentials were revoked.
pub async fn revoke_credentials(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    let ids = Column::Id.eq(id);
    revoke(tx, ids).await
}

/// Revokes all credentials of a partner.
pub async fn revoke_credentials_of(tx: &Tx, partner_id: Uuid) -> Result<(), StoreError> {
    revoke(tx, Column::PartnerId.eq(partner_id)).await
}

async fn revoke(tx: &Tx, which: sea_orm::sea_query::SimpleExpr) -> Result<(), StoreError> {
    Entity::update_many()
        .set(ActiveModel {
            revoked_at: Set(Some(tx.now())),
            ..Default::default()
        })
        .filter(which)
        .filter(Column::RevokedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Those of these credentials that are valid now.
pub async fn valid_credentials(
    store: &Store,
    ids: Vec<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<NatsCredentials>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    let found = rows.into_iter().map(NatsCredentials::from);
    Ok(found.filter(|one| one.are_valid(now)).collect())
}

/// A page of the credentials of a partner in order of issue, and the token of the next.
pub async fn list_credentials(
    store: &Store,
    partner_id: Uuid,
    page: &Page,
) -> Result<(Vec<NatsCredentials>, String), StoreError> {
    let found = Entity::find().filter(Column::PartnerId.eq(partner_id));
    let (rows, next) = page_by_id(store.database(), found, page, Column::Id, |row| row.id).await?;
    Ok((rows.into_iter().map(Into::into).collect(), next))
}
