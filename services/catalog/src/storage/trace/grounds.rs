//! What events rest on: the producer who records them, products and growing areas.

use std::collections::BTreeSet;

use ocop_chassis::database::{StoreError, one_of, select};
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;

use crate::domain::product::HeldCertificate;
use crate::domain::trace::Origin;
use crate::storage::Tx;
use crate::storage::merging::{self, Key, Kind};

#[derive(FromQueryResult)]
struct OriginRow {
    id: Uuid,
    place_code: String,
    province_code: String,
    place_on: Date,
}

/// The producer to which this id leads and where it is.
pub async fn origin(tx: &Tx, producer: Uuid) -> Result<Option<Origin>, StoreError> {
    let producer = merging::resolved(tx, Kind::Producer, producer).await?;
    let sql = "select id, place_code, province_code, place_on from producers where id = $1";
    let rows: Vec<OriginRow> = select(tx.db(), sql, [producer.into()]).await?;
    let found = rows.into_iter().next();
    Ok(found.map(|row| Origin {
        producer_id: row.id,
        place_code: row.place_code,
        province_code: row.province_code,
        place_on: row.place_on,
    }))
}

/// A product, as far as its lots need to know.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its id.
    pub id: Uuid,
    /// Its GTIN, or one that leads to it.
    pub gtin: Option<String>,
    /// Its producer.
    pub producer_id: Uuid,
    /// Its newest certificate.
    pub certificate: Option<HeldCertificate>,
}

#[derive(FromQueryResult)]
struct KnownRow {
    id: Uuid,
    gtin: Option<String>,
    producer_id: Uuid,
    #[sea_orm(nested)]
    certificate: CertificateRow,
}

/// The columns of a product's newest certificate.
const CERTIFICATE: &str = "certificates.id as certificate_id, certificates.star, \
    certificates.decision_number, certificates.valid_from, certificates.valid_to, certificates.revoked_on, certificates.imported";

/// A row of [`CERTIFICATE`], empty without a certificate.
#[derive(FromQueryResult)]
struct CertificateRow {
    certificate_id: Option<Uuid>,
    star: Option<i32>,
    decision_number: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    revoked_on: Option<Date>,
    imported: Option<bool>,
}

impl CertificateRow {
    /// The certificate of a product.
    fn held(self, product_id: Uuid) -> Option<HeldCertificate> {
        Some(HeldCertificate {
            product_id,
            id: self.certificate_id?,
            star: self.star?.unsigned_abs(),
            decision_number: self.decision_number?,
            valid_from: self.valid_from?,
            valid_to: self.valid_to?,
            revoked_on: self.revoked_on,
            imported: self.imported?,
        })
    }
}

/// The products with these ids, and those to which these GTINs lead.
pub async fn products(
    tx: &Tx,
    ids: &[Uuid],
    gtins: &BTreeSet<String>,
) -> Result<Vec<Known>, StoreError> {
    let by_id = ids.iter().copied().map(Value::from).collect();
    let by_gtin = gtins.iter().cloned().map(Value::from).collect();
    let mut found: Vec<Known> = Vec::new();
    for (column, keys) in [("products.id", by_id), ("products.gtin", by_gtin)] {
        let keys: Vec<Value> = keys;
        if keys.is_empty() {
            continue;
        }
        found.extend(known(tx, column, keys).await?);
    }
    let borne: BTreeSet<&str> = found
        .iter()
        .filter_map(|known| known.gtin.as_deref())
        .collect();
    let others = gtins.iter().map(String::as_str);
    let others = others.filter(|gtin| !borne.contains(gtin));
    let former = merging::by_former(tx.db(), Key::Gtin, others).await?;
    if !former.is_empty() {
        let keys = former.values().copied().map(Value::from).collect();
        let kept = known(tx, "products.id", keys).await?;
        for (gtin, id) in former {
            let of = kept.iter().find(|known| known.id == id).cloned();
            found.extend(of.map(|known| Known {
                gtin: Some(gtin),
                ..known
            }));
        }
    }
    Ok(found)
}

async fn known(tx: &Tx, column: &str, keys: Vec<Value>) -> Result<Vec<Known>, StoreError> {
    let (among, values) = one_of(tx.db().get_database_backend(), column, keys);
    let sql = format!(
        "select products.id, products.gtin, products.producer_id, {CERTIFICATE} from products \
         left join certificates on certificates.product_id = products.id where {among}"
    );
    let rows: Vec<KnownRow> = select(tx.db(), sql, values).await?;
    let of = |row: KnownRow| Known {
        id: row.id,
        gtin: row.gtin,
        producer_id: row.producer_id,
        certificate: row.certificate.held(row.id),
    };
    Ok(rows.into_iter().map(of).collect())
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// Those of the growing areas with these ids that there are.
pub async fn areas(tx: &Tx, ids: BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>, StoreError> {
    if ids.is_empty() {
        return Ok(ids);
    }
    let keys = ids.into_iter().map(Value::from).collect();
    let (among, values) = one_of(tx.db().get_database_backend(), "id", keys);
    let sql = format!("select id from growing_areas where {among}");
    let rows: Vec<IdRow> = select(tx.db(), sql, values).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
