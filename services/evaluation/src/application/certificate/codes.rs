//! Printed product codes of certificates that are taken over: a code names one product, whatever the spelling.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::application::Error;
use crate::domain::certificate::product_code::{Commune, ProductCode, code_key};
use crate::domain::certificate::{Certificate, Refusal};
use crate::domain::register::product::Product;
use crate::storage::certificate::Printed;
use crate::storage::{self, Tx};

/// Refuses a code that the certificate of another product bears, and keeps its serial. `this` is the certificate that is
/// to bear it, if it is there already.
pub(super) async fn take(
    tx: &Tx,
    product: &Product,
    this: Option<Uuid>,
    code: &str,
) -> Result<(), Error> {
    let keys = BTreeSet::from([code_key(code)]);
    if keys.contains("") {
        return Ok(());
    }
    storage::certificate::claim_codes(tx, &keys).await?;
    let bearing = storage::certificate::bearing(tx.db(), &keys).await?;
    is_free(&bearing, product.id, this, code)?;
    let printed: Vec<Printed> = printed(product, code).into_iter().collect();
    Ok(storage::certificate::store_serials(tx, &printed).await?)
}

/// Refuses a code that the certificate of another product bears, and names it.
pub(super) fn is_free(
    bearing: &HashMap<String, Vec<Certificate>>,
    product: Uuid,
    this: Option<Uuid>,
    code: &str,
) -> Result<(), Refusal> {
    let mut holders = bearing.get(&code_key(code)).into_iter().flatten();
    match holders.find(|held| held.product_id != product && Some(held.id) != this) {
        None => Ok(()),
        Some(held) => Err(Refusal::CodeTaken {
            code: code.to_owned(),
            product: held.product_id,
            name: held.product_name.clone(),
            certificate: held.id,
        }),
    }
}

/// The serial of a product in a code, if the code has one.
pub(super) fn printed(product: &Product, code: &str) -> Option<Printed> {
    let code = ProductCode::printed(code)?;
    Some(Printed {
        product: product.id,
        made_there: Some(&code.commune) == Commune::of(&product.place).as_ref(),
        code,
    })
}
