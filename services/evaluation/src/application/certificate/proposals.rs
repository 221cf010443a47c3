//! What becomes of proposals to revoke a certificate when it ends.

use chrono::NaiveDate;

use crate::application::Error;
use crate::domain::certificate::Certificate;
use crate::domain::monitoring::inspection::InspectionState;
use crate::storage::{self, Tx};

/// Ends the proposals to revoke a certificate that a decision of a day took away: nothing is left to decide on them.
pub(super) async fn close(
    tx: &mut Tx,
    certificate: &Certificate,
    on: NaiveDate,
) -> Result<(), Error> {
    let open = InspectionState::RevocationProposed;
    let mut proposed = storage::monitoring::that_proposed(tx, certificate, open).await?;
    for inspection in &mut proposed {
        inspection.close_with_certificate(on);
    }
    Ok(tx.save_all(&mut proposed).await?)
}
