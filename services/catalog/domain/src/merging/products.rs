//! One product absorbs another record of itself.

use chrono::{Days, NaiveDate};

use super::{Choices, Field, Obstacle, Refusal, Side, or};
use crate::place::Location;
use crate::product::details::{Details, File};
use crate::product::{Gtin, HeldCertificate, Product, Profile, Status};

/// Pictures and papers of a product at most.
pub const MOST_FILES: usize = 30;

/// Days after the end of a certificate in which a late re-evaluation may still follow on it; Decision 26/2026/QĐ-TTg,
/// Article 12.3.
const GRACE: Days = Days::new(180);

/// Has `kept` absorb `absorbed`, and says which GTIN neither of them bears from now on.
///
/// # Errors
/// Everything that stands against it.
pub fn absorb_product(
    kept: &mut Product,
    absorbed: &mut Product,
    choices: &Choices,
    on: NaiveDate,
) -> Result<Option<Gtin>, Refusal> {
    if kept.id == absorbed.id {
        return Err(Refusal(vec![Obstacle::SameRecord(kept.id)]));
    }
    let mut found = certificates(kept, absorbed, on);
    if kept.status == Status::Retired {
        found.push(Obstacle::KeptIsRetired);
    }
    let stands = stands(kept, on).is_some();
    // What was certified stays what it is, whatever the caller decides.
    let certified = |field, side, found: &mut Vec<Obstacle>| {
        if stands && side == Side::Absorbed {
            found.push(Obstacle::CertifiedStays(field));
        }
    };
    let sets = (&kept.profile.criteria_set, &absorbed.profile.criteria_set);
    let set = choices.side(Field::CriteriaSet, sets, u32::to_string, &mut found);
    certified(Field::CriteriaSet, set, &mut found);
    let makers = (&kept.maker.id, &absorbed.maker.id);
    let names = |id: &uuid::Uuid| {
        let maker = [&kept.maker, &absorbed.maker];
        let of = maker.into_iter().find(|maker| maker.id == *id);
        of.map_or_else(|| id.to_string(), |maker| format!("{} ({id})", maker.name))
    };
    let maker = choices.side(Field::Producer, makers, names, &mut found);
    certified(Field::Producer, maker, &mut found);
    let places = (&kept.location.place.code, &absorbed.location.place.code);
    let place = choices.side(Field::Place, places, ToString::to_string, &mut found);
    certified(Field::Place, place, &mut found);
    let gtins = (&kept.profile.gtin, &absorbed.profile.gtin);
    let gtin = choices.given(
        Field::Gtin,
        gtins,
        |gtin| gtin.as_str().to_owned(),
        &mut found,
    );
    let files = files(&kept.profile.details, &absorbed.profile.details);
    if files.len() > MOST_FILES {
        found.push(Obstacle::TooManyFiles {
            count: files.len(),
            most: MOST_FILES,
        });
    }
    let pick = |side, own: u32, other: u32| if side == Side::Kept { own } else { other };
    let mut profile = Profile {
        criteria_set: pick(set, *sets.0, *sets.1),
        gtin: gtin.clone(),
        ..filled(&kept.profile, &absorbed.profile)
    };
    profile.details.files = files;
    let made_by = match maker {
        Side::Kept => &kept.maker,
        Side::Absorbed => &absorbed.maker,
    };
    if !made_by.kind.may_offer(profile.criteria_set) {
        found.push(crate::product::Refusal::ParticipantOnlyForTourism.into());
    }
    Refusal::unless(found)?;
    let left = [&kept.profile.gtin, &absorbed.profile.gtin];
    let left = left
        .into_iter()
        .flatten()
        .find(|one| Some(*one) != gtin.as_ref());
    let left = left.cloned();
    let made_by = made_by.clone();
    let location = chosen(place, &kept.location, &absorbed.location);
    absorbed.become_merged(kept.id);
    kept.absorb(absorbed, made_by, profile, location);
    Ok(left)
}

fn chosen(side: Side, kept: &Location, absorbed: &Location) -> Location {
    match side {
        Side::Kept => kept.clone(),
        Side::Absorbed => absorbed.clone(),
    }
}

/// The certificate of a product that is valid on a day or will be.
fn stands(product: &Product, on: NaiveDate) -> Option<&HeldCertificate> {
    let held = product.certificate.as_ref();
    held.filter(|held| held.stands_from(on))
}

/// What stands against a merge because of certificates: two that are valid are none, and the product of the only one is kept,
/// also while that may still be renewed.
fn certificates(kept: &Product, absorbed: &Product, on: NaiveDate) -> Vec<Obstacle> {
    let number = |held: &HeldCertificate| held.decision_number.clone();
    let ended = on.checked_sub_days(GRACE).unwrap_or(on);
    let renewable = absorbed.certificate.as_ref().filter(|held| {
        let revoked = held.revoked_on.is_some_and(|revoked| revoked <= on);
        held.valid_to >= ended && !revoked
    });
    let obstacle = match (stands(kept, on), stands(absorbed, on), renewable) {
        (Some(own), Some(other), _) => Some(Obstacle::BothCertified {
            kept: number(own),
            absorbed: number(other),
        }),
        (None, _, Some(other)) => Some(Obstacle::AbsorbedIsCertified {
            decision: number(other),
            valid_to: other.valid_to,
        }),
        _ => None,
    };
    obstacle.into_iter().collect()
}

/// The pictures and papers of both, each once, those of the kept record first.
fn files(kept: &Details, absorbed: &Details) -> Vec<File> {
    let mut files = kept.files.clone();
    for file in &absorbed.files {
        let known = files
            .iter()
            .any(|one| (one.kind, &one.sha256) == (file.kind, &file.sha256));
        if !known {
            files.push(file.clone());
        }
    }
    files
}

/// What the kept record says, and what only the other says.
fn filled(kept: &Profile, absorbed: &Profile) -> Profile {
    let mut profile = kept.clone();
    or(&mut profile.description, &absorbed.description);
    or(&mut profile.story, &absorbed.story);
    or(&mut profile.packaging, &absorbed.packaging);
    or(&mut profile.brand, &absorbed.brand);
    let (own, other) = (&mut profile.details, &absorbed.details);
    or(&mut own.net_content, &other.net_content);
    or(&mut own.storage, &other.storage);
    own.shelf_life_days = own.shelf_life_days.or(other.shelf_life_days);
    let amount = |own: &mut Option<_>, other: &Option<_>| {
        if own.is_none() {
            own.clone_from(other);
        }
    };
    amount(&mut own.capacity_per_month, &other.capacity_per_month);
    amount(&mut own.minimum_order, &other.minimum_order);
    if own.wholesale_price.is_none() {
        own.wholesale_price.clone_from(&other.wholesale_price);
    }
    profile
}
