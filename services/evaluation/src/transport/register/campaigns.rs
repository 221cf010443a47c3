//! Consumes campaigns of promotion: who was at which fair is evidence of promotion.

use anyhow::Context as _;
use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_proto::promotion::v1 as promotion;
use ocop_proto::topology::{self, Consumer};
use uuid::Uuid;

use crate::application::register::store_attendances;
use crate::domain::Event;
use crate::domain::register::attendance::{Fair, Presence, Reach, There};

/// The handler of events of campaigns.
#[derive(Clone, Copy, Debug)]
pub struct Campaigns;

impl Handler<Event> for Campaigns {
    const CONSUMER: Consumer = topology::EVALUATION_CAMPAIGNS;
    const EVENTS: &[&str] = &[
        "planned.v1",
        "updated.v1",
        "joined.v1",
        "left.v1",
        "attended.v1",
        "outcome_corrected.v1",
        "attendance_withdrawn.v1",
        "called_off.v1",
    ];

    type Fact = (Fair, There);

    fn read(&self, event: &Envelope) -> Result<(Fair, There), HandlerError> {
        let fact = serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        attended(fact).map_err(|error| HandlerError::undecodable(format!("{error:#}")))
    }

    fn aggregate((fair, _): &(Fair, There)) -> Uuid {
        fair.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, (Fair, There))],
    ) -> Result<(), HandlerError> {
        let changes = facts.iter().map(|(_, change)| change.clone());
        Ok(store_attendances(tx, changes.collect()).await?)
    }
}

fn attended(fact: promotion::CampaignFact) -> anyhow::Result<(Fair, There)> {
    let campaign = fact.campaign.context("it names no campaign")?;
    let fair = Fair {
        id: campaign.id.parse().context("id")?,
        reach: match campaign.reach() {
            promotion::CampaignReach::Unspecified => Reach::Unknown,
            promotion::CampaignReach::Province => Reach::Province,
            promotion::CampaignReach::National => Reach::National,
            promotion::CampaignReach::International => Reach::International,
        },
        name: campaign.name,
        venue: campaign.venue,
        from: campaign.from_date.parse().context("from_date")?,
        to: campaign.to_date.parse().context("to_date")?,
    };
    let there = match (fact.attended, fact.participant) {
        (Some(all), _) => There::All(
            all.attendances
                .iter()
                .map(presence)
                .collect::<Result<_, _>>()?,
        ),
        // An event of before it was told who else was there.
        (None, Some(one)) => match &one.outcome {
            Some(outcome) => There::OneMore(presence(&promotion::CampaignAttendance {
                recorded_on: outcome.recorded_on.clone(),
                producer_id: one.producer_id,
                product_ids: one.product_ids,
            })?),
            None => There::Untold,
        },
        (None, None) => There::Untold,
    };
    Ok((fair, there))
}

fn presence(attendance: &promotion::CampaignAttendance) -> anyhow::Result<Presence> {
    let products = attendance.product_ids.iter().map(|id| id.parse());
    Ok(Presence {
        producer_id: attendance.producer_id.parse().context("producer_id")?,
        products: products.collect::<Result<_, _>>().context("product_ids")?,
        recorded_on: attendance.recorded_on.parse().context("recorded_on")?,
    })
}
