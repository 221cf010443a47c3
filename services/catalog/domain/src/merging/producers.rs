//! One producer absorbs another record of itself.

use super::{Choices, Field, Obstacle, Refusal, Side, or};
use crate::producer::{Gln, Producer, Profile, Representative, ValueChain};

/// The numbers that neither record bears from now on, and by which the kept one is still found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumbersLeft {
    /// The registration number.
    pub registration_number: Option<String>,
    /// The GLN.
    pub gln: Option<Gln>,
}

/// Has `kept` absorb `absorbed`, and says which numbers neither of them bears from now on.
///
/// # Errors
/// Everything that stands against it.
pub fn absorb_producer(
    kept: &mut Producer,
    absorbed: &mut Producer,
    choices: &Choices,
) -> Result<NumbersLeft, Refusal> {
    if kept.id == absorbed.id {
        return Err(Refusal(vec![Obstacle::SameRecord(kept.id)]));
    }
    let mut found = Vec::new();
    let (own, other) = (&kept.profile, &absorbed.profile);
    let numbers = (&own.registration_number, &other.registration_number);
    let number = choices.side(
        Field::RegistrationNumber,
        numbers,
        String::clone,
        &mut found,
    );
    let kinds = (&own.kind, &other.kind);
    let kind = choices.side(Field::Kind, kinds, ToString::to_string, &mut found);
    let places = (&kept.location.place.code, &absorbed.location.place.code);
    let place = choices.side(Field::Place, places, ToString::to_string, &mut found);
    let glns = (&own.gln, &other.gln);
    let gln = choices.given(Field::Gln, glns, |gln| gln.as_str().to_owned(), &mut found);
    let registered = if number == Side::Kept { own } else { other };
    let profile = Profile {
        kind: if kind == Side::Kept {
            own.kind
        } else {
            other.kind
        },
        registration_number: registered.registration_number.clone(),
        registration_date: registered.registration_date.or(own.registration_date),
        gln,
        ..filled(own, other)
    };
    if let Err(refusal) = profile.check() {
        found.push(refusal.into());
    }
    Refusal::unless(found)?;
    let other_number = if number == Side::Kept { other } else { own };
    let numbers = Some(other_number.registration_number.clone());
    let glns = [own.gln.clone(), other.gln.clone()];
    let left = NumbersLeft {
        registration_number: numbers.filter(|one| *one != profile.registration_number),
        gln: glns
            .into_iter()
            .flatten()
            .find(|one| Some(one) != profile.gln.as_ref()),
    };
    let location = match place {
        Side::Kept => kept.location.clone(),
        Side::Absorbed => absorbed.location.clone(),
    };
    absorbed.become_merged(kept.id);
    kept.absorb(absorbed, profile, location);
    Ok(left)
}

/// What the kept record says, and what only the other says. A year is the kept record's if both have it.
fn filled(kept: &Profile, absorbed: &Profile) -> Profile {
    let mut profile = kept.clone();
    or(&mut profile.address, &absorbed.address);
    or(&mut profile.phone, &absorbed.phone);
    or(&mut profile.email, &absorbed.email);
    if profile.representative == Representative::erased() {
        profile.representative.clone_from(&absorbed.representative);
    }
    let share = profile.local_capital_percent;
    profile.local_capital_percent = share.or(absorbed.local_capital_percent);
    if profile.value_chain == ValueChain::Unknown {
        profile.value_chain = absorbed.value_chain;
    }
    profile.stable_raw_material |= absorbed.stable_raw_material;
    for year in &absorbed.years {
        if !profile.years.iter().any(|own| own.year == year.year) {
            profile.years.push(year.clone());
        }
    }
    profile
        .years
        .sort_by_key(|year| std::cmp::Reverse(year.year));
    for person in &absorbed.people {
        if !profile.people.contains(person) {
            profile.people.push(person.clone());
        }
    }
    profile
}
