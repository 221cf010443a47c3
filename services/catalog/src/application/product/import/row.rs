//! One row, compared with what is there and with the rows before it.

use ocop_chassis::text::{likeness_key, name_key};
use ocop_identity::{Caller, OutOfScope, Touched, UnitsOfDay};
use uuid::Uuid;

use super::{Done, MOST_SIMILAR, Outcome, Problem, Row};
use crate::application::place::{self, NamedPlace};
use crate::application::product::{home_of, target_of_maker};
use crate::domain::place::{Location, refusal};
use crate::domain::producer::{self, Producer};
use crate::domain::product::{self, Gtin, Maker, Product};
use crate::storage::product::Registered;

/// The rows so far.
pub(super) struct Taking<'a> {
    pub(super) caller: &'a Caller,
    /// What is there, with what the rows before bring in.
    pub(super) known: Registered,
    /// The administrative units of today.
    pub(super) units: UnitsOfDay,
    pub(super) new_id: &'a (dyn Fn() -> Uuid + Sync),
    /// The producers to register.
    pub(super) producers: Vec<Producer>,
    /// The products to register.
    pub(super) products: Vec<Product>,
    /// Why a row was out of the caller's scopes.
    pub(super) denied: Option<OutOfScope>,
    /// Whether a row lay within them.
    pub(super) covered: bool,
}

/// What a row would bring in.
struct Planned {
    maker: Maker,
    producer: Option<Producer>,
    product: Result<Product, Uuid>,
}

fn problem(field: &str, reason: &'static str, description: impl ToString) -> Problem {
    Problem {
        field: field.to_owned(),
        reason,
        description: description.to_string(),
    }
}

impl Taking<'_> {
    pub(super) fn row(&mut self, row: &Row) -> Done {
        let mut problems = row.problems.clone();
        let planned = self.planned(row, &mut problems);
        match planned.filter(|_| problems.is_empty()) {
            Some(planned) => self.take(planned),
            None => Done::Refused(problems),
        }
    }

    fn take(&mut self, planned: Planned) -> Done {
        let Planned {
            maker,
            producer,
            product,
        } = planned;
        let producer_outcome = match producer {
            Some(producer) => {
                let number = producer.profile.registration_number.clone();
                self.known.producers.insert(number, maker.clone());
                self.producers.push(producer);
                Outcome::New
            }
            None => Outcome::Unchanged,
        };
        let mut similar = Vec::new();
        let product = match product {
            Ok(product) => {
                let profile = &product.profile;
                let key = (maker.id, likeness_key(&profile.name));
                let alike = self.known.alike.get(&key).into_iter().flatten();
                similar.extend(alike.take(MOST_SIMILAR).cloned());
                let (name, gtin) = (profile.name.as_str(), profile.gtin.as_ref());
                self.known
                    .add(maker.id, product.id, name, profile.criteria_set, gtin);
                let id = product.id;
                self.products.push(product);
                (Outcome::New, id)
            }
            Err(known) => (Outcome::Unchanged, known),
        };
        Done::Taken {
            producer: (producer_outcome, Some(maker.id)),
            product: (product.0, Some(product.1)),
            similar,
        }
    }

    /// What the row would bring in, with everything that is wrong with it.
    fn planned(&mut self, row: &Row, problems: &mut Vec<Problem>) -> Option<Planned> {
        let producer = self.planned_producer(row, problems);
        let home = producer.as_ref().map(|(maker, _)| maker);
        let product = self.planned_product(row, home, problems);
        let (maker, producer) = producer?;
        Some(Planned {
            maker,
            producer,
            product: product?,
        })
    }

    /// The producer as its products need it, and the one to register if it is new.
    fn planned_producer(
        &mut self,
        row: &Row,
        problems: &mut Vec<Problem>,
    ) -> Option<(Maker, Option<Producer>)> {
        let (profile, named) = row.producer.as_ref()?;
        let location = self.location("producer.place_code", named, problems)?;
        let home = place::target(&location);
        let touched = Touched::new(home.clone()).of_producer(home);
        self.covers("producer.place_code", touched, problems)?;
        if let Some(known) = self.known.producers.get(&profile.registration_number) {
            let number = &profile.registration_number;
            // A number that was given up in a merge came with what that record said.
            if self.known.former_numbers.contains(number)
                || name_key(&known.name) == name_key(&profile.name)
                    && known.kind == profile.kind
                    && place::may_be(&self.units, &home_of(known), &location)
            {
                return Some((known.clone(), None));
            }
            let other = format!(
                "{} is registered with other data: {}, {}",
                profile.registration_number, known.name, known.place_code
            );
            let field = "producer.registration_number";
            problems.push(problem(field, "REGISTERED_OTHERWISE", other));
            return None;
        }
        match Producer::register((self.new_id)(), profile.clone(), location) {
            Ok(producer) => Some((Maker::of(&producer), Some(producer))),
            Err(refusal) => {
                let field = match refusal {
                    producer::Refusal::LocalCapitalNotForKind => "producer.local_capital_percent",
                    producer::Refusal::EnterpriseTooLarge | producer::Refusal::RatingNotForKind => {
                        "producer.years"
                    }
                    producer::Refusal::Unknown(_) | producer::Refusal::NumberLeadsTo(_) => "",
                };
                problems.push(problem(field, refusal.reason(), &refusal));
                None
            }
        }
    }

    /// The product to register, or the id of the one that is there.
    fn planned_product(
        &mut self,
        row: &Row,
        maker: Option<&Maker>,
        problems: &mut Vec<Problem>,
    ) -> Option<Result<Product, Uuid>> {
        let (profile, named) = row.product.as_ref()?;
        let location = self.location("product.place_code", named, problems);
        let maker = maker?;
        let known = self
            .known
            .products
            .get(&(maker.id, name_key(&profile.name)));
        if let Some(known) = known {
            if known.criteria_set == profile.criteria_set {
                return Some(Err(known.id));
            }
            let other = format!(
                "the product is registered with criteria set {}",
                known.criteria_set
            );
            problems.push(problem(
                "product.criteria_set",
                "REGISTERED_OTHERWISE",
                other,
            ));
            return None;
        }
        let location = location?;
        let made_in = place::destination(&self.units, &home_of(maker), &location, maker.id);
        let touched = Touched::new(made_in).of_producer(target_of_maker(maker));
        self.covers("product.place_code", touched, problems)?;
        let gtin = profile.gtin.as_ref().map(Gtin::as_str);
        let holder = gtin.and_then(|gtin| self.known.gtins.get(gtin));
        if let Some(holder) = holder.cloned() {
            let (id, name) = (holder.id, holder.name);
            let taken = product::Refusal::GtinTaken { id, name };
            problems.push(problem("product.gtin", taken.reason(), &taken));
        }
        match Product::register((self.new_id)(), maker.clone(), profile.clone(), location) {
            Ok(product) => Some(Ok(product)),
            Err(refusal) => {
                let field = match refusal {
                    product::Refusal::ParticipantOnlyForTourism => "product.criteria_set",
                    _ => "",
                };
                problems.push(problem(field, refusal.reason(), &refusal));
                None
            }
        }
    }

    fn location(
        &self,
        field: &str,
        named: &NamedPlace,
        problems: &mut Vec<Problem>,
    ) -> Option<Location> {
        let key = named.key(self.units.day());
        let found = self.known.locations.get(&key).cloned();
        let found = found.ok_or_else(|| refusal(self.units.places(), &key.0, key.1));
        found
            .and_then(Location::in_a_province)
            .map_err(|refused| problems.push(problem(field, refused.reason(), &refused)))
            .ok()
    }

    fn covers(
        &mut self,
        field: &str,
        touched: impl Into<Touched>,
        problems: &mut Vec<Problem>,
    ) -> Option<()> {
        match self.caller.within(touched) {
            Ok(()) => {
                self.covered = true;
                Some(())
            }
            Err(denied) => {
                problems.push(problem(field, "OUT_OF_SCOPE", denied));
                self.denied = Some(denied);
                None
            }
        }
    }
}
