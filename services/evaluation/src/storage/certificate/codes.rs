//! Printed product codes: who bears them. The table `product_codes` has a row for each, which is locked while somebody is given
//! it: of two that are given the same code at the same moment, the second sees the first.

use std::collections::{BTreeSet, HashMap};

use ocop_chassis::database::{StoreError, insert_rows};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder};

use super::certificates::{Column, Entity};
use crate::domain::certificate::Certificate;
use crate::storage::Tx;
use crate::storage::register::merged;

/// Locks codes, in the spelling of `code_key`, until the end of the transaction.
pub async fn claim_codes(tx: &Tx, keys: &BTreeSet<String>) -> Result<(), StoreError> {
    let values = keys.iter().map(|key| key.as_str().into()).collect();
    let into = "insert into product_codes (code_key)";
    let locked = "on conflict (code_key) do update set code_key = excluded.code_key";
    insert_rows(tx.db(), into, 1, values, locked).await?;
    Ok(())
}

/// The certificates that bear codes, by code in the spelling of `code_key`; those of a merged product are said to be the kept
/// one's.
pub async fn bearing(
    db: &impl ConnectionTrait,
    keys: &BTreeSet<String>,
) -> Result<HashMap<String, Vec<Certificate>>, StoreError> {
    let mut found: HashMap<String, Vec<Certificate>> = HashMap::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let rows = Entity::find()
        .filter(Column::CodeKey.is_in(keys))
        .order_by_desc(Column::ValidFrom)
        .all(db)
        .await?;
    let led = merged::kept(db, rows.iter().map(|row| row.product_id)).await?;
    for row in rows {
        let key = row.code_key.clone();
        let mut certificate: Certificate = row.try_into()?;
        if let Some(kept) = led.get(&certificate.product_id) {
            certificate.product_id = *kept;
        }
        found.entry(key).or_default().push(certificate);
    }
    Ok(found)
}
