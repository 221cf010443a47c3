//! What the register adds to decisions: ids, and product codes with the serials of the communes.

use chrono::Datelike as _;
use ocop_identity::{Caller, OutOfScope, Target};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::certificate::certification::Registration;
use crate::domain::certificate::decision::Decision;
use crate::domain::certificate::product_code::{Commune, ProductCode};
use crate::domain::criteria::regulation::Level;
use crate::domain::dossier::Dossier;
use crate::domain::register::product::Product;
use crate::storage::{self, Tx};

/// Checks that the caller is the authority that decides on a dossier.
///
/// # Errors
/// The scope of the caller does not reach it: five stars are for who reaches everywhere.
pub(super) fn may_decide(caller: &Caller, dossier: &Dossier) -> Result<(), OutOfScope> {
    let place = &dossier.place;
    let target = match dossier.decided_by() {
        Level::Centre => Target::default(),
        Level::Province | Level::District => {
            Target::place(&place.province_code, &place.code, place.said_on)
        }
    };
    caller.within(target)
}

/// The registration of each dossier with its product, in their order. Only those that a decision may
/// certify take a serial.
pub(super) async fn of(
    tx: &Tx,
    entries: &[(&Dossier, &Product)],
    decision: &Decision,
) -> Result<Vec<Registration>, Error> {
    let certified = entries
        .iter()
        .filter(|(dossier, _)| dossier.star_to_grant().is_some());
    let numbered: Vec<(Uuid, Commune)> = certified
        .filter_map(|(dossier, product)| Some((product.id, Commune::of(&dossier.place)?)))
        .collect();
    let serials = storage::certificate::serials(tx, &numbered).await?;
    // Of where the product was made when it was lodged, as all that the certificate says.
    let code = |dossier: &Dossier, product: &Product| {
        let code = ProductCode {
            commune: Commune::of(&dossier.place)?,
            serial: *serials.get(&product.id)?,
            year: decision.date.year(),
        };
        Some(code.to_string())
    };
    let of = |(dossier, product): &(&Dossier, &Product)| Registration {
        certificate_id: tx.new_id(),
        product_code: code(dossier, product).unwrap_or_default(),
        recorded_on: tx.today(),
        recorded_at: tx.now(),
    };
    Ok(entries.iter().map(of).collect())
}
