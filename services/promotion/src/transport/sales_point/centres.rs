//! Design centres on the wire.

use std::collections::BTreeSet;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::{AskedUnit, Caller};
use ocop_places::day_of;
use ocop_proto::promotion::v1 as proto;

use super::read::site;
use crate::application::sales_point::{
    RegisterDesignCentre, ScoreDesignCentre, UpdateDesignCentre,
};
use crate::domain::sales_point::{Centre, CentreTerms, Missing, Scoring, Zone, rules};
use crate::transport::listing::asked_province;

enum_pairs! {
    fn zone_to_proto(Zone) -> proto::DesignCentreZone;
    fn zone_from_proto(proto::DesignCentreZone) -> Option<Zone>;
    Display, Trade, Experience, Photography
}

/// A centre without etag, times and what it lacks.
pub(super) fn bare_centre(centre: &Centre) -> proto::DesignCentre {
    let terms = &centre.terms;
    let zones = terms.zones.iter().map(|zone| zone_to_proto(*zone).into());
    let scorings = centre
        .scorings
        .iter()
        .map(|scoring| proto::DesignCentreScoring {
            scored_on: scoring.on.to_string(),
            document_number: scoring.document.clone(),
            display_points: scoring.display,
            total_points: scoring.total,
        });
    proto::DesignCentre {
        id: centre.id.to_string(),
        name: terms.name.clone(),
        owner: terms.owner.clone(),
        place_code: terms.site.place_code.clone(),
        province_code: terms.site.province_code.clone(),
        place_on: terms.site.said_on.to_string(),
        address: terms.site.address.clone(),
        square_metres: terms.square_metres,
        zones: zones.collect(),
        ocop_goods: terms.ocop_goods,
        craft_goods: terms.craft_goods,
        other_goods: terms.other_goods,
        scorings: scorings.collect(),
        ..Default::default()
    }
}

/// A centre with what it lacks of the rules of the day of its last change.
pub(super) fn centre(saved: &Saved<Centre>) -> proto::DesignCentre {
    let mut message = proto::DesignCentre {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare_centre(saved)
    };
    let rules = rules::centres_on(day_of(saved.updated_at()));
    for missing in rules.map(|rules| saved.missing(rules)).unwrap_or_default() {
        match missing {
            Missing::Area { needs } => message.needs_square_metres = needs,
            Missing::Zone(zone) => message.missing_zones.push(zone_to_proto(zone).into()),
            Missing::LocalGoods { needs, .. } => message.needs_local_percent = needs,
        }
    }
    message
}

fn terms(v: &mut Violations, caller: &Caller, centre: &proto::DesignCentre) -> Option<CentreTerms> {
    let name = v.name("design_centre.name", &centre.name, 200);
    let owner = v.required_text("design_centre.owner", &centre.owner, 200);
    let place = (centre.place_code.as_str(), centre.address.as_str());
    let site = site(v, caller, "design_centre", place);
    let square_metres = v.within(
        "design_centre.square_metres",
        centre.square_metres,
        1..=1_000_000,
    );
    let mut zones = BTreeSet::new();
    for (index, number) in centre.zones.iter().enumerate() {
        let zone = v.known(&format!("design_centre.zones[{index}]"), *number);
        zones.extend(zone.and_then(zone_from_proto));
    }
    let mut goods =
        |field: &str, count: u32| v.within(&format!("design_centre.{field}"), count, 0..=1_000_000);
    let ocop_goods = goods("ocop_goods", centre.ocop_goods);
    let craft_goods = goods("craft_goods", centre.craft_goods);
    let other_goods = goods("other_goods", centre.other_goods);
    Some(CentreTerms {
        name: name?,
        owner: owner?,
        site: site?,
        square_metres: square_metres?,
        zones,
        ocop_goods: ocop_goods?,
        craft_goods: craft_goods?,
        other_goods: other_goods?,
    })
}

pub(super) fn register(
    v: &mut Violations,
    caller: Caller,
    request: proto::RegisterDesignCentreRequest,
) -> Option<RegisterDesignCentre> {
    let centre = request.design_centre.unwrap_or_default();
    let terms = terms(v, &caller, &centre)?;
    Some(RegisterDesignCentre { caller, terms })
}

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateDesignCentreRequest,
) -> Option<UpdateDesignCentre> {
    let centre = request.design_centre.unwrap_or_default();
    let id = v.uuid("design_centre.id", &centre.id);
    let seen = v.etag("design_centre.etag", &centre.etag);
    let terms = terms(v, &caller, &centre);
    Some(UpdateDesignCentre {
        caller,
        id: id?,
        seen: seen?,
        terms: terms?,
    })
}

pub(super) fn score(
    v: &mut Violations,
    caller: Caller,
    request: proto::ScoreDesignCentreRequest,
) -> Option<ScoreDesignCentre> {
    let scoring = request.scoring.unwrap_or_default();
    let id = v.uuid("design_centre_id", &request.design_centre_id);
    let on = v.not_in_future("scoring.scored_on", &scoring.scored_on, caller.units.day());
    let document = v.required_text("scoring.document_number", &scoring.document_number, 100);
    Some(ScoreDesignCentre {
        caller,
        id: id?,
        scoring: Scoring {
            on: on?,
            document: document?,
            display: scoring.display_points,
            total: scoring.total_points,
        },
    })
}

pub(super) fn asked(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListDesignCentresRequest,
) -> Option<Option<AskedUnit>> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    Some(asked_province(v, &caller, asked))
}
