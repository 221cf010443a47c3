//! Stores who was at which fair, from the events of promotion.

use ocop_chassis::database::StoreError;

use crate::domain::register::attendance::{Fair, There};
use crate::storage::{self, Tx};

/// Stores what events of fairs tell; they come in order per fair. One that says who was there puts that in the place of all
/// before it.
///
/// # Errors
/// The database failed.
pub async fn store_attendances(tx: &Tx, changes: Vec<(Fair, There)>) -> Result<(), StoreError> {
    for (fair, there) in changes {
        match there {
            There::All(there) => {
                storage::register::replace_attendances(tx, &fair, &there).await?;
            }
            There::OneMore(presence) => {
                storage::register::store_attendance(tx, &fair, &presence).await?;
                storage::register::describe_fair(tx, &fair).await?;
            }
            There::Untold => storage::register::describe_fair(tx, &fair).await?,
        }
    }
    Ok(())
}
