//! Storing many deliveries that changed.

use ocop_chassis::database::{StoreError, execute};
use sea_orm::sea_query::ArrayType;
use sea_orm::{ConnectionTrait, DbBackend, Value};

use super::{document, state_of, update, update_and_release};
use crate::domain::delivery::Delivery;
use crate::storage::Tx;

/// What becomes of the claim of a delivery's sender.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// It stays: the same message is not sent twice at once.
    Kept,
    /// It ends with the attempt.
    Ended,
}

/// Stores deliveries after attempts, and ends the claims of their sender.
pub async fn update_and_release_all(tx: &Tx, deliveries: &[&Delivery]) -> Result<(), StoreError> {
    write_all(tx, deliveries, Claim::Ended).await
}

/// Stores changed deliveries. A sender that has claimed one keeps its claim.
pub async fn update_all(tx: &Tx, deliveries: &[&Delivery]) -> Result<(), StoreError> {
    write_all(tx, deliveries, Claim::Kept).await
}

/// On PostgreSQL, where each statement is a round trip, those that are settled go in one, and those that are tried again in another.
async fn write_all(tx: &Tx, deliveries: &[&Delivery], claim: Claim) -> Result<(), StoreError> {
    if tx.db().get_database_backend() != DbBackend::Postgres {
        for delivery in deliveries {
            match claim {
                Claim::Kept => update(tx, delivery).await?,
                Claim::Ended => update_and_release(tx, delivery).await?,
            }
        }
        return Ok(());
    }
    let released = match claim {
        Claim::Kept => "",
        Claim::Ended => ", claimed_until = null",
    };
    let (settled, waiting): (Vec<&Delivery>, Vec<&Delivery>) = deliveries
        .iter()
        .partition(|delivery| state_of(delivery.state).1.is_none());
    if !settled.is_empty() {
        let sql = format!(
            "update deliveries set state = made.state, next_attempt_at = null, accepted = made.accepted, \
             attempts = made.attempts, earlier_attempts = made.earlier{released} \
             from unnest($1, $2, $3, $4, $5) as made (id, state, accepted, attempts, earlier) \
             where deliveries.id = made.id"
        );
        execute(tx.db(), sql, columns(&settled)).await?;
    }
    if !waiting.is_empty() {
        let sql = format!(
            "update deliveries set state = made.state, next_attempt_at = made.next, accepted = made.accepted, \
             attempts = made.attempts, earlier_attempts = made.earlier{released} \
             from unnest($1, $2, $3, $4, $5, $6) as made (id, state, accepted, attempts, earlier, next) \
             where deliveries.id = made.id"
        );
        let next = array(ArrayType::ChronoDateTimeUtc, &waiting, |delivery| {
            state_of(delivery.state).1.into()
        });
        let values = columns(&waiting).into_iter().chain([next]);
        execute(tx.db(), sql, values).await?;
    }
    Ok(())
}

/// The columns of both kinds as arrays.
fn columns(of: &[&Delivery]) -> [Value; 5] {
    [
        array(ArrayType::Uuid, of, |delivery| delivery.id.into()),
        array(ArrayType::String, of, |delivery| {
            state_of(delivery.state).0.to_string().into()
        }),
        array(ArrayType::Bool, of, |delivery| {
            delivery.was_accepted().into()
        }),
        array(ArrayType::String, of, |delivery| {
            document(&delivery.attempts).into()
        }),
        array(ArrayType::Int, of, |delivery| {
            i32::try_from(delivery.earlier_attempts)
                .unwrap_or(i32::MAX)
                .into()
        }),
    ]
}

fn array(kind: ArrayType, of: &[&Delivery], value: impl Fn(&Delivery) -> Value) -> Value {
    let values = of.iter().map(|delivery| value(delivery)).collect();
    Value::Array(kind, Some(Box::new(values)))
}
