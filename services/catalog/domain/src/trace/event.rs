//! Events, of the five kinds of EPCIS 2.0 (section 7.4): object, aggregation, transformation, association and transaction.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};
use uuid::Uuid;

use super::{
    Amount, BizStep, Business, ContainerId, Disposition, ErrorDeclaration, Item, LocationId, LotId,
    Malformed, PersistentDisposition, SensorElement, Uri,
};

/// How an event stands in the life of what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, Serialize, Deserialize)]
#[strum(serialize_all = "UPPERCASE")]
#[serde(rename_all = "UPPERCASE")]
pub enum Action {
    /// It came to be, or into something.
    Add,
    /// It was seen.
    Observe,
    /// It ceased to be, or came out of something.
    Delete,
}

/// An amount of a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    /// The lot.
    pub lot: LotId,
    /// How much of it.
    pub amount: Amount,
}

/// What is known of lots from their making (instance or lot master data).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Making {
    /// The product; of a lot with a GTIN it is the one that has the GTIN.
    pub product: Option<Uuid>,
    /// What it is, where it is no product, such as raw material.
    pub description: String,
    /// The growing areas that it comes from.
    pub areas: Vec<Uuid>,
    /// First day of the harvest.
    pub harvested_from: Option<NaiveDate>,
    /// Last day of the harvest.
    pub harvested_to: Option<NaiveDate>,
    /// The day until which it is at its best.
    pub best_before: Option<NaiveDate>,
    /// The day on which it expires.
    pub expires_on: Option<NaiveDate>,
}

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// Lots or containers themselves.
    Object {
        /// Whether they came to be, were seen, or ceased.
        action: Action,
        /// The lots.
        lots: Vec<Portion>,
        /// The containers, with what is in them.
        containers: Vec<ContainerId>,
        /// Of lots that came to be.
        making: Option<Making>,
    },
    /// Lots or containers in a container.
    Aggregation {
        /// Whether they came in, were seen there, or came out.
        action: Action,
        /// The container.
        parent: ContainerId,
        /// The lots.
        lots: Vec<Portion>,
        /// The containers.
        containers: Vec<ContainerId>,
    },
    /// Lots that became others.
    Transformation {
        /// Of which transformation it is a part, whose events are several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<Uri>,
        /// What went in.
        inputs: Vec<Portion>,
        /// What came out.
        outputs: Vec<Portion>,
        /// Of what came out.
        making: Option<Making>,
    },
    /// Containers or lots that are tied to another container, such as a crate to a pallet that comes back.
    Association {
        /// Whether they were tied, were seen tied, or were untied.
        action: Action,
        /// To what.
        parent: ContainerId,
        /// The lots.
        #[serde(default)]
        lots: Vec<Portion>,
        /// The containers.
        containers: Vec<ContainerId>,
    },
    /// Lots or containers that belong to the documents of a trade. Nothing moves by it.
    Transaction {
        /// Whether they were tied to the documents, were seen to belong to them, or were untied.
        action: Action,
        /// The container that they are in.
        parent: Option<ContainerId>,
        /// The lots.
        lots: Vec<Portion>,
        /// The containers.
        containers: Vec<ContainerId>,
    },
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceEvent {
    /// Its id, a URI: the same id again is the same event again.
    pub id: String,
    /// When it happened, with the offset of the clock there.
    pub time: DateTime<FixedOffset>,
    /// What was done.
    pub biz_step: Option<BizStep>,
    /// What it was about was, afterwards.
    pub disposition: Option<Disposition>,
    /// What it was about is from then on, and is no more.
    #[serde(default, skip_serializing_if = "PersistentDisposition::is_empty")]
    pub persistent: PersistentDisposition,
    /// Where it was seen.
    pub read_point: Option<LocationId>,
    /// Where it is afterwards.
    pub biz_location: Option<LocationId>,
    /// What of a trade it belongs to.
    #[serde(default, skip_serializing_if = "Business::is_empty")]
    pub business: Business,
    /// What certifies how the event was recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certifications: Vec<Uri>,
    /// What sensors measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sensors: Vec<SensorElement>,
    /// What it was about.
    pub what: What,
    /// That it was recorded wrongly, and counts no more. It is kept beside the event, which nothing changes.
    #[serde(skip)]
    pub error: Option<ErrorDeclaration>,
}

/// Reads the offset of a clock from UTC as events of the standard say it: hours and minutes, at most 14 hours.
///
/// # Errors
/// It is written otherwise, or is more.
pub fn utc_offset(text: &str) -> Result<FixedOffset, Malformed> {
    const MOST_SECONDS: i32 = 14 * 3_600;
    let form = text.len() == 6 && text.as_bytes().get(3) == Some(&b':');
    let offset = form.then(|| text.parse::<FixedOffset>().ok()).flatten();
    offset
        .filter(|offset| offset.local_minus_utc().abs() <= MOST_SECONDS)
        .ok_or(Malformed(
            "must be an offset from UTC from -14:00 to +14:00, such as +07:00",
        ))
}

impl TraceEvent {
    /// Everything that it is about, each once.
    pub fn items(&self) -> BTreeSet<Item> {
        let lots = self.portions().map(|portion| portion.lot.clone());
        let lots = lots.map(Item::Lot);
        let containers = self.containers().cloned().map(Item::Container);
        let whole = self.transformation().cloned().map(Item::Transformation);
        lots.chain(containers).chain(whole).collect()
    }

    /// The transformation of which it is a part, if that has several events.
    pub fn transformation(&self) -> Option<&Uri> {
        match &self.what {
            What::Transformation { id, .. } => id.as_ref(),
            _ => None,
        }
    }

    /// The amounts that it is about, in the order in which it names them.
    pub fn portions(&self) -> impl Iterator<Item = &Portion> {
        let (first, second): (&[Portion], &[Portion]) = match &self.what {
            What::Object { lots, .. }
            | What::Aggregation { lots, .. }
            | What::Association { lots, .. }
            | What::Transaction { lots, .. } => (lots, &[]),
            What::Transformation {
                inputs, outputs, ..
            } => (inputs, outputs),
        };
        first.iter().chain(second)
    }

    /// The containers that it is about.
    pub fn containers(&self) -> impl Iterator<Item = &ContainerId> {
        let (parent, children): (Option<&ContainerId>, &[ContainerId]) = match &self.what {
            What::Object { containers, .. } => (None, containers),
            What::Aggregation {
                parent, containers, ..
            }
            | What::Association {
                parent, containers, ..
            } => (Some(parent), containers),
            What::Transaction {
                parent, containers, ..
            } => (parent.as_ref(), containers),
            What::Transformation { .. } => (None, &[]),
        };
        parent.into_iter().chain(children)
    }

    /// The lots that come to be with it.
    pub fn made(&self) -> &[Portion] {
        match &self.what {
            What::Object {
                action: Action::Add,
                lots,
                ..
            } => lots,
            What::Transformation { outputs, .. } => outputs,
            _ => &[],
        }
    }

    /// What is known of the lots that come to be with it.
    pub fn making(&self) -> Option<&Making> {
        match &self.what {
            What::Object { making, .. } | What::Transformation { making, .. } => making.as_ref(),
            What::Aggregation { .. } | What::Association { .. } | What::Transaction { .. } => None,
        }
    }
}
