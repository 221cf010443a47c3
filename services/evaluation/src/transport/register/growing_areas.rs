//! Consumes growing areas: programmes count the producers who hold one that is marked as circular or green.

use anyhow::Context as _;
use chrono::NaiveDate;
use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_places::day_of;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::topology::{self, Consumer};
use uuid::Uuid;

use crate::application::register::store_areas;
use crate::domain::Event;
use crate::domain::register::growing_area::{AreaMark, GrowingArea, MarkKind};

/// The handler of events of growing areas.
#[derive(Clone, Copy, Debug)]
pub struct GrowingAreas;

impl Handler<Event> for GrowingAreas {
    const CONSUMER: Consumer = topology::EVALUATION_AREAS;
    const EVENTS: &[&str] = &["registered.v1", "updated.v1"];

    type Fact = GrowingArea;

    fn read(&self, event: &Envelope) -> Result<GrowingArea, HandlerError> {
        let fact = serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        area(fact).map_err(|error| HandlerError::undecodable(format!("{error:#}")))
    }

    fn aggregate(area: &GrowingArea) -> Uuid {
        area.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, GrowingArea)],
    ) -> Result<(), HandlerError> {
        let mut changes = Vec::with_capacity(facts.len());
        for (event, area) in facts {
            let day = day_of(event.time);
            changes.push((day, area));
        }
        Ok(store_areas(tx, &changes).await?)
    }
}

fn area(fact: catalog::GrowingAreaFact) -> anyhow::Result<GrowingArea> {
    let area = fact.area.context("it names no area")?;
    let holders = area.holder_ids.iter().map(|id| id.parse());
    let mut marks = Vec::with_capacity(area.marks.len());
    for one in &area.marks {
        let day = |text: &str| -> anyhow::Result<NaiveDate> { Ok(text.parse()?) };
        let kind = match one.kind() {
            catalog::AreaMarkKind::Circular => MarkKind::Circular,
            catalog::AreaMarkKind::Green => MarkKind::Green,
            // A newer kind says nothing that is counted.
            catalog::AreaMarkKind::Unspecified => continue,
        };
        let last = (!one.valid_to.is_empty()).then(|| day(&one.valid_to));
        marks.push(AreaMark {
            kind,
            first: day(&one.valid_from).context("valid_from of a mark")?,
            last: last.transpose().context("valid_to of a mark")?,
        });
    }
    Ok(GrowingArea {
        id: area.id.parse().context("id")?,
        holders: holders.collect::<Result<_, _>>().context("holder_ids")?,
        marks,
    })
}
