//! Ends without a certificate, and the ways back: whatever becomes of a dossier's object, somebody may end it.

mod giving_back;
mod object;
mod unrecognised;
mod withdrawing;

use super::*;
use crate::dossier::ending::{CloseGround, Closing};
use ocop_places::built_in;

fn closing(ground: CloseGround, on: &str) -> Closing {
    Closing {
        ground,
        reason: "Không còn căn cứ".into(),
        authority: "Văn phòng điều phối OCOP tỉnh Quảng Ngãi".into(),
        on: day(on),
    }
}

/// Closes a dossier of the fish sauce on a ground.
fn close(
    dossier: &mut Dossier,
    ground: CloseGround,
    certificates: &Certification,
    on: &str,
) -> Result<(), Refusal> {
    dossier.close(closing(ground, on), &fish_sauce(), certificates)
}

fn upgrade(certificates: &Certification) -> Dossier {
    let dossier = draft(DossierKind::Upgrade, certificates, "2026-10-01").unwrap();
    through_to_round(dossier, certificates, "2026-10-02")
}
