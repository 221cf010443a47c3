//! Administrative units that the catalog added, as every service reads them.

use anyhow::Context as _;
use ocop_places::{Facts, Kind, Part, Period, Succession, Unit};
use ocop_proto::catalog::v1 as proto;

use super::HandlerError;
use crate::database::Addition;
use crate::messaging::Event;

/// Reads an addition.
///
/// # Errors
/// It cannot be read.
pub fn read_places(event: &Event) -> Result<Addition, HandlerError> {
    let fact: proto::PlacesFact =
        serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
    addition(fact).map_err(|error| HandlerError::undecodable(format!("{error:#}")))
}

fn addition(fact: proto::PlacesFact) -> anyhow::Result<Addition> {
    Ok(Addition {
        id: fact.id.parse().context("id")?,
        position: fact.position,
        facts: Facts {
            units: fact
                .places
                .into_iter()
                .map(unit)
                .collect::<Result<_, _>>()?,
            successions: fact
                .successions
                .into_iter()
                .map(succession)
                .collect::<Result<_, _>>()?,
        },
    })
}

fn unit(place: proto::Place) -> anyhow::Result<Unit> {
    let kind = match place.kind() {
        proto::PlaceKind::Province => Kind::Province,
        proto::PlaceKind::District => Kind::District,
        proto::PlaceKind::Commune => Kind::Commune,
        proto::PlaceKind::Unspecified => anyhow::bail!("{}: its level is not known", place.code),
    };
    let given = |text: String| (!text.is_empty()).then_some(text);
    let day = |text: String| given(text).map(|text| text.parse()).transpose();
    // They are kept as lines of a file with commas between its columns.
    for text in [
        &place.code,
        &place.name,
        &place.r#type,
        &place.parent_code,
        &place.decision,
        &place.ended_by,
    ] {
        anyhow::ensure!(!text.contains([',', '\n', '\r']), "{text:?} has a comma");
    }
    anyhow::ensure!(
        !place.code.is_empty() && !place.name.trim().is_empty(),
        "a unit without a name"
    );
    let parent = given(place.parent_code);
    Ok(Unit {
        code: place.code.parse().context("code")?,
        name: place.name.into(),
        kind,
        designation: place.r#type.into(),
        parent: parent
            .map(|code| code.parse())
            .transpose()
            .context("parent_code")?,
        period: Period {
            from: day(place.valid_from).context("valid_from")?,
            to: day(place.valid_to).context("valid_to")?,
        },
        made_by: place.decision.into(),
        ended_by: place.ended_by.into(),
    })
}

fn succession(one: proto::PlaceSuccession) -> anyhow::Result<Succession> {
    Ok(Succession {
        from: one.from_code.parse().context("from_code")?,
        ended: one.from_valid_to.parse().context("from_valid_to")?,
        to: one.to_code.parse().context("to_code")?,
        part: if one.whole { Part::Whole } else { Part::Part },
    })
}
