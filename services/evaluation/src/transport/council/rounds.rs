//! Rounds on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::council::{CorrectRound, OpenRound};
use crate::domain::council::round::{Round, Values};
use crate::domain::criteria::regulation::Level;
use crate::storage::council::RoundFilter;
use crate::transport::fields::{day, optional_id, province_from};

pub(crate) fn to_proto(round: Round) -> proto::Round {
    proto::Round {
        id: round.id.to_string(),
        create_time: Some(timestamp(round.opened_at)),
        level: match round.level {
            Level::Centre => proto::RoundLevel::Centre.into(),
            Level::Province | Level::District => proto::RoundLevel::Province.into(),
        },
        province_code: round.province_code,
        year: round.year.unsigned_abs(),
        number: round.number,
        council_id: round.council_id.to_string(),
        cut_off: day(round.cut_off),
        ends_on: day(round.ends_on),
        extra: false,
    }
}

fn level(level: proto::RoundLevel) -> Level {
    match level {
        proto::RoundLevel::Centre => Level::Centre,
        proto::RoundLevel::Province | proto::RoundLevel::Unspecified => Level::Province,
    }
}

pub(crate) fn open(
    v: &mut Violations,
    caller: Caller,
    request: proto::OpenRoundRequest,
) -> Option<OpenRound> {
    let message = request.round.unwrap_or_default();
    let level = v
        .known_or_any("round.level", message.level)
        .map_or(Level::Province, level);
    let year = v.within("round.year", message.year, 2018..=2100);
    let province_code = match level {
        Level::Centre if message.province_code.is_empty() => Some(String::new()),
        Level::Centre => {
            let why = "must be empty for a round of the centre";
            v.add("round.province_code", "OUT_OF_PLACE", why);
            None
        }
        Level::Province | Level::District => {
            let code = ("round.province_code", message.province_code.as_str());
            let first = year.and_then(|year| NaiveDate::from_ymd_opt(year.cast_signed(), 1, 1));
            province_from(v, &caller, code, first)
        }
    };
    let number = v.within("round.number", message.number, 1..=50);
    let council_id = v.uuid("round.council_id", &message.council_id);
    let cut_off = v.optional_date("round.cut_off", &message.cut_off);
    let ends_on = v.optional_date("round.ends_on", &message.ends_on);
    if let (Some(cut_off), Some(ends_on)) = (cut_off, ends_on)
        && ends_on < cut_off
    {
        v.add(
            "round.ends_on",
            "OUT_OF_ORDER",
            "must not be before the cut-off",
        );
    }
    let year = year?;
    let round = Round {
        id: Uuid::nil(),
        opened_at: chrono::DateTime::UNIX_EPOCH,
        level,
        province_code: province_code?,
        year: year.cast_signed(),
        number: number?,
        council_id: council_id?,
        cut_off,
        ends_on,
    };
    Some(OpenRound {
        caller,
        round,
        extra: message.extra,
    })
}

pub(crate) fn correct(
    v: &mut Violations,
    caller: Caller,
    request: proto::CorrectRoundRequest,
) -> Option<CorrectRound> {
    let id = v.uuid("id", &request.id);
    let values = Values {
        council_id: optional_id(v, "council_id", &request.council_id),
        cut_off: v.optional_date("cut_off", &request.cut_off),
        ends_on: v.optional_date("ends_on", &request.ends_on),
    };
    let reason = v.required_text("reason", &request.reason, 2_000);
    Some(CorrectRound {
        caller,
        id: id?,
        values,
        reason: reason?,
    })
}

pub(crate) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListRoundsRequest,
) -> Option<RoundFilter> {
    let on = v.in_units_of(&request.in_units_of, caller.units.day());
    let level_given = v.known_or_any::<proto::RoundLevel>("level", request.level);
    Some(RoundFilter {
        province: v.asked_unit(&caller.units, ("province_code", &request.province_code), on),
        level: level_given
            .filter(|level| *level != proto::RoundLevel::Unspecified)
            .map(level),
        year: (request.year != 0).then(|| request.year.cast_signed()),
    })
}
