//! What anybody may know of a product.

use ocop_chassis::database::{StoreError, select};
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;

use super::grounds::{CERTIFICATE, CertificateRow};
use crate::domain::product::{Gtin, HeldCertificate};
use crate::storage::Store;

/// A producer, and a product of it if one is asked for, as anybody may know them.
#[derive(Clone, Debug)]
pub struct PublicProduct {
    /// Id of the product.
    pub id: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// Its GTIN.
    pub gtin: String,
    /// Its story.
    pub story: String,
    /// Name of its producer.
    pub producer_name: String,
    /// Code of the place where the producer is.
    pub place_code: String,
    /// Code of the province.
    pub province_code: String,
    /// Newest certificate of the product.
    pub certificate: Option<HeldCertificate>,
}

#[derive(FromQueryResult)]
struct Row {
    product_id: Option<Uuid>,
    name: Option<String>,
    gtin: Option<String>,
    story: Option<String>,
    producer_name: String,
    place_code: String,
    province_code: String,
    #[sea_orm(nested)]
    certificate: CertificateRow,
}

impl From<Row> for PublicProduct {
    fn from(row: Row) -> Self {
        Self {
            id: row.product_id,
            name: row.name.unwrap_or_default(),
            gtin: row.gtin.unwrap_or_default(),
            story: row.story.unwrap_or_default(),
            producer_name: row.producer_name,
            place_code: row.place_code,
            province_code: row.province_code,
            certificate: row
                .product_id
                .and_then(|product| row.certificate.held(product)),
        }
    }
}

fn columns() -> String {
    format!(
        "select products.id as product_id, products.name, products.gtin, products.story, \
         producers.name as producer_name, producers.place_code, producers.province_code, {CERTIFICATE}"
    )
}

/// The product with this GTIN.
pub async fn product_of_gtin(
    store: &Store,
    gtin: &Gtin,
) -> Result<Option<PublicProduct>, StoreError> {
    let sql = format!(
        "{} from products join producers on producers.id = products.producer_id \
         left join certificates on certificates.product_id = products.id where products.gtin = $1",
        columns()
    );
    let values = [gtin.as_str().into()];
    let rows: Vec<Row> = select(store.database().reader(), sql, values).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// The producer and the product of a lot.
pub async fn product_of_lot(
    store: &Store,
    producer: Uuid,
    product: Option<Uuid>,
) -> Result<Option<PublicProduct>, StoreError> {
    let sql = format!(
        "{} from producers left join products on products.id = $2 \
         left join certificates on certificates.product_id = products.id where producers.id = $1",
        columns()
    );
    let values = [producer.into(), product.into()];
    let rows: Vec<Row> = select(store.database().reader(), sql, values).await?;
    Ok(rows.into_iter().next().map(Into::into))
}
