//! The products and growing areas that events name.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::application::Error;
use crate::domain::trace::{Impossible, LocationId, LotId, Making, TraceEvent};
use crate::storage::merging::Kind;
use crate::storage::trace::Known;
use crate::storage::{self, Tx};

/// The products and growing areas that events name, as far as they are known.
pub(super) struct Grounds {
    by_id: HashMap<Uuid, Known>,
    by_gtin: HashMap<String, Uuid>,
    /// The products and producers to which ids of merged records lead.
    led: HashMap<Uuid, Uuid>,
    areas: BTreeSet<Uuid>,
}

impl Grounds {
    pub(super) async fn of(tx: &Tx, events: &[&TraceEvent]) -> Result<Self, Error> {
        let events = || events.iter().copied();
        let makings = events().filter_map(TraceEvent::making);
        let mut ids: Vec<Uuid> = makings.filter_map(|making| making.product).collect();
        let mut led = storage::merging::led(tx, Kind::Product, &ids).await?;
        ids.extend(led.values());
        let own = events().flat_map(TraceEvent::made);
        let makers: BTreeSet<Uuid> = own
            .filter_map(|portion| maker_named(&portion.lot))
            .collect();
        let makers: Vec<Uuid> = makers.into_iter().collect();
        led.extend(storage::merging::led(tx, Kind::Producer, &makers).await?);
        let made = events().flat_map(TraceEvent::made);
        let gtins: BTreeSet<String> = made
            .filter_map(|portion| portion.lot.gtin())
            .map(|gtin| gtin.as_str().to_owned())
            .collect();
        let areas: BTreeSet<Uuid> = events().flat_map(areas_of).collect();
        let products = storage::trace::products(tx, &ids, &gtins).await?;
        let by_gtin = products
            .iter()
            .filter_map(|known| Some((known.gtin.clone()?, known.id)))
            .collect();
        Ok(Self {
            led,
            by_gtin,
            by_id: products
                .into_iter()
                .map(|known| (known.id, known))
                .collect(),
            areas: storage::trace::areas(tx, areas).await?,
        })
    }

    /// The product of a lot that comes to be.
    pub(super) fn product_of(&self, lot: &LotId, making: Option<&Making>) -> Option<&Known> {
        let id = match lot.gtin() {
            Some(gtin) => self.by_gtin.get(gtin.as_str()).copied(),
            None => making?.product,
        };
        self.by_id.get(&self.resolved(id?))
    }

    fn resolved(&self, id: Uuid) -> Uuid {
        self.led.get(&id).copied().unwrap_or(id)
    }

    /// What of an event's products and growing areas is not known, or not the producer's.
    pub(super) fn refused(
        &self,
        producer: Uuid,
        event: &TraceEvent,
    ) -> impl Iterator<Item = Impossible> {
        let unknown = areas_of(event).filter(|area| !self.areas.contains(area));
        let areas = unknown.map(Impossible::UnknownArea);
        let own = |id: &Uuid| {
            let known = self.by_id.get(&self.resolved(*id));
            known.is_some_and(|known| known.producer_id == producer)
        };
        let named = event.making().and_then(|making| making.product);
        let named = named
            .filter(|id| !own(id))
            .map(Impossible::ProductOfAnother);
        let lots = event.made().iter().filter_map(|portion| {
            let is_own = match (portion.lot.gtin(), maker_named(&portion.lot)) {
                (Some(gtin), _) => self.by_gtin.get(gtin.as_str()).is_some_and(own),
                (None, Some(maker)) => self.resolved(maker) == producer,
                (None, None) => true,
            };
            (!is_own).then(|| Impossible::OfAnother(portion.lot.clone()))
        });
        let found: Vec<Impossible> = areas.chain(named).chain(lots).collect();
        found.into_iter()
    }
}

/// The producer whose id is in the id of a lot.
fn maker_named(lot: &LotId) -> Option<Uuid> {
    match lot {
        LotId::Own(own) => Some(own.producer),
        LotId::Gs1 { .. } | LotId::Serial { .. } => None,
    }
}

fn areas_of(event: &TraceEvent) -> impl Iterator<Item = Uuid> {
    let places = [&event.read_point, &event.biz_location];
    let places = places
        .into_iter()
        .flatten()
        .filter_map(|place| match place {
            LocationId::Area(area) => Some(*area),
            LocationId::Gln(_) | LocationId::Own(_) => None,
        });
    let making = event.making().into_iter();
    places.chain(making.flat_map(|making| making.areas.iter().copied()))
}
