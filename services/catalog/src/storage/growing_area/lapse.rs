//! What of areas ends in a period, with what depends on it.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, lies_in_sql, one_of, select};
use ocop_chassis::paging::Page;
use ocop_places::Area;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::domain::growing_area::{Lapse, Paper};
use crate::domain::product::HeldCertificate;
use crate::storage::Store;

/// Which ends to list.
#[derive(Clone, Debug)]
pub struct LapseFilter {
    /// First last day that counts.
    pub from: NaiveDate,
    /// Last one that counts.
    pub to: NaiveDate,
    /// Of areas in this province, and in what became part of it.
    pub province: Option<Area>,
}

/// A product that depends on an area.
#[derive(Clone, Debug)]
pub struct Dependent {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its producer.
    pub producer_id: Uuid,
    /// Its newest certificate.
    pub certificate: Option<HeldCertificate>,
}

/// The end of a code or certificate of an area.
#[derive(Clone, Debug)]
pub struct AreaLapse {
    /// Id of the area.
    pub area_id: Uuid,
    /// Its code.
    pub code: String,
    /// What grows there.
    pub crop: String,
    /// What ends, and when.
    pub lapse: Lapse,
    /// The products that depend on the area.
    pub products: Vec<Dependent>,
    /// The producers who hold it.
    pub holders: Vec<Uuid>,
}

#[derive(FromQueryResult)]
struct Row {
    area_id: Uuid,
    position: i32,
    paper: String,
    name: String,
    last_day: NaiveDate,
    code: String,
    profile: String,
}

impl Row {
    fn key(&self) -> String {
        format!("{}:{}:{}", self.last_day, self.area_id, self.position)
    }

    fn read(self, products: &HashMap<Uuid, Vec<Dependent>>) -> Result<AreaLapse, StoreError> {
        let corrupt = || StoreError::Corrupt {
            what: format!("growing area {}", self.area_id),
        };
        let paper: Paper = self.paper.parse().map_err(|_| corrupt())?;
        let profile: crate::domain::growing_area::Profile =
            serde_json::from_str(&self.profile).map_err(|_| corrupt())?;
        Ok(AreaLapse {
            area_id: self.area_id,
            code: self.code,
            crop: profile.crop,
            lapse: Lapse {
                paper,
                name: self.name,
                last_day: self.last_day,
            },
            products: products.get(&self.area_id).cloned().unwrap_or_default(),
            holders: profile.holders,
        })
    }
}

fn key_of(after: &str) -> Option<(NaiveDate, Uuid, i32)> {
    let mut parts = after.split(':');
    let (day, area, position) = (parts.next()?, parts.next()?, parts.next()?);
    Some((
        day.parse().ok()?,
        area.parse().ok()?,
        position.parse().ok()?,
    ))
}

/// A page of what ends and the token of the next.
pub async fn lapses(
    store: &Store,
    filter: &LapseFilter,
    page: &Page,
) -> Result<(Vec<AreaLapse>, String), StoreError> {
    let db = store.database().reader();
    let mut values: Vec<Value> = vec![filter.from.into(), filter.to.into()];
    let mut more = String::new();
    if let Some(province) = &filter.province {
        let columns = (
            "growing_areas.province_code",
            "growing_areas.place_code",
            "growing_areas.place_on",
        );
        let lies = lies_in_sql(province, columns, &mut values);
        more.push_str(&format!(" and {lies}"));
    }
    if let Some((day, area, position)) = page.after.as_deref().and_then(key_of) {
        let n = values.len();
        more.push_str(&format!(
            " and (l.last_day, l.area_id, l.position) > (${}, ${}, ${})",
            n + 1,
            n + 2,
            n + 3
        ));
        values.extend([day.into(), area.into(), position.into()]);
    }
    let sql = format!(
        "select l.area_id, l.position, l.paper, l.name, l.last_day, growing_areas.code, growing_areas.profile \
         from growing_area_lapses l join growing_areas on growing_areas.id = l.area_id \
         where l.last_day >= $1 and l.last_day <= $2{more} \
         order by l.last_day, l.area_id, l.position limit {}",
        page.fetch()
    );
    let mut rows: Vec<Row> = select(db, sql, values).await?;
    let next = page.cut(&mut rows, Row::key);
    let areas: BTreeSet<Uuid> = rows.iter().map(|row| row.area_id).collect();
    let products = dependents(db, areas).await?;
    let read = rows.into_iter().map(|row| row.read(&products));
    Ok((read.collect::<Result<_, _>>()?, next))
}

#[derive(FromQueryResult)]
struct DependentRow {
    area_id: Uuid,
    id: Uuid,
    name: String,
    producer_id: Uuid,
    certificate_id: Option<Uuid>,
    star: Option<i32>,
    decision_number: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    revoked_on: Option<Date>,
    imported: Option<bool>,
}

impl DependentRow {
    fn certificate(&self) -> Option<HeldCertificate> {
        Some(HeldCertificate {
            product_id: self.id,
            id: self.certificate_id?,
            star: self.star?.unsigned_abs(),
            decision_number: self.decision_number.clone()?,
            valid_from: self.valid_from?,
            valid_to: self.valid_to?,
            revoked_on: self.revoked_on,
            imported: self.imported?,
        })
    }
}

/// The products that depend on these areas.
async fn dependents(
    db: &impl ConnectionTrait,
    areas: BTreeSet<Uuid>,
) -> Result<HashMap<Uuid, Vec<Dependent>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<Dependent>> = HashMap::new();
    if areas.is_empty() {
        return Ok(found);
    }
    let keys = areas.into_iter().map(Value::from).collect();
    let (among, values) = one_of(db.get_database_backend(), "uses.area_id", keys);
    let sql = format!(
        "select uses.area_id, products.id, products.name, products.producer_id, \
         certificates.id as certificate_id, certificates.star, certificates.decision_number, \
         certificates.valid_from, certificates.valid_to, certificates.revoked_on, certificates.imported \
         from growing_area_products uses join products on products.id = uses.product_id \
         left join certificates on certificates.product_id = products.id \
         where {among} order by products.id"
    );
    let rows: Vec<DependentRow> = select(db, sql, values).await?;
    for row in rows {
        let dependent = Dependent {
            certificate: row.certificate(),
            id: row.id,
            name: row.name,
            producer_id: row.producer_id,
        };
        found.entry(row.area_id).or_default().push(dependent);
    }
    Ok(found)
}
