//! What rests on a council as it was recorded: who voted before it, and the days of its minutes.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, StoreError};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use crate::domain::council::correcting::Relied;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;
use crate::storage::council::ballots::{Column, Entity};

/// How many dossiers are read at once.
const CHUNK: usize = 100;

/// What rests on a council. Whatever it counted was voted on; the dossiers stay locked, so that no count slips in.
pub async fn relied_on(tx: &Tx, council: Uuid) -> Result<Relied, StoreError> {
    let of = Entity::find().select_only().distinct();
    let cast = of.filter(Column::CouncilId.eq(council));
    let voters: Vec<String> = cast
        .clone()
        .column(Column::Member)
        .into_tuple()
        .all(tx.db())
        .await?;
    let mut dossiers: Vec<Uuid> = cast
        .column(Column::DossierId)
        .into_tuple()
        .all(tx.db())
        .await?;
    dossiers.sort_unstable();
    let mut minutes: Option<(NaiveDate, NaiveDate)> = None;
    for ids in dossiers.chunks(CHUNK) {
        let found: Vec<Saved<Dossier>> = tx.load_many(ids).await?;
        for on in found.iter().flat_map(|dossier| dossier.minutes_of(council)) {
            minutes = Some(match minutes {
                None => (on, on),
                Some((first, last)) => (first.min(on), last.max(on)),
            });
        }
    }
    Ok(Relied {
        voters: voters.into_iter().collect(),
        minutes,
    })
}
