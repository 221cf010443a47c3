//! The numbers of Form 01. Each office counts its forms of a year, and its numbers have no gaps, because the counter is raised in
//! the transaction that uses the number.

use ocop_chassis::database::{StoreError, select};
use sea_orm::{FromQueryResult, Value};

use crate::domain::dossier::receipt::Office;
use crate::domain::register::product::Place;
use crate::storage::Tx;

#[derive(FromQueryResult)]
struct LastRow {
    last: i32,
}

/// The next number of an office in a year. The counter stays locked until the end of the transaction.
pub async fn next_form_number(
    tx: &Tx,
    office: Office,
    place: &Place,
    year: i32,
) -> Result<u32, StoreError> {
    // The province's own counter is the one without a commune.
    let commune = match office {
        Office::Commune => place.code.as_str(),
        Office::Province => "",
    };
    let sql = "insert into form_numbers (province_code, commune_code, year, last) values ($1, $2, $3, 1) \
               on conflict (province_code, commune_code, year) do update set last = form_numbers.last + 1 \
               returning last";
    let values: [Value; 3] = [
        place.province_code.as_str().into(),
        commune.into(),
        year.into(),
    ];
    let rows: Vec<LastRow> = select(tx.db(), sql, values).await?;
    let last = rows.first().map(|row| row.last);
    last.and_then(|last| u32::try_from(last).ok())
        .ok_or_else(|| StoreError::Corrupt {
            what: "the counter of form numbers".to_owned(),
        })
}
