//! Regulations on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::{RpcError, Violations, enum_pairs};
use ocop_proto::evaluation::v1 as proto;
use tonic::Code;

use crate::domain::criteria;
use crate::domain::criteria::library::Library;
use crate::domain::criteria::regulation::{self, FinishDays, Level, Regulation, YearlyRound};
use crate::transport::fields::day;

/// How a caller names a regulation.
#[derive(Debug)]
pub(crate) enum Choice {
    Code(String),
    Today,
    On(NaiveDate),
}

pub(crate) fn choice(
    v: &mut Violations,
    request: &proto::ListCriteriaSetsRequest,
) -> Option<Choice> {
    let on = v.optional_date("on_date", &request.on_date);
    let code = v.optional_text("regulation", &request.regulation, 10);
    let code = code.filter(|code| !code.is_empty());
    if on.is_some() && code.is_some() {
        let either = "give a regulation or a day, not both";
        v.add("on_date", "OTHER_FILTER", either);
    }
    Some(match code {
        Some(code) => Choice::Code(code),
        None => on.map_or(Choice::Today, Choice::On),
    })
}

/// The regulation that was chosen.
///
/// # Errors
/// There is none.
pub(crate) fn chosen(choice: Choice, today: NaiveDate) -> Result<&'static Regulation, RpcError> {
    let unknown = |message: String| RpcError::new(Code::NotFound, "NO_REGULATION", message);
    let on = match choice {
        Choice::Code(code) => {
            let code = code.parse::<regulation::Code>();
            return code
                .map(regulation::Code::regulation)
                .map_err(|error| unknown(error.to_string()));
        }
        Choice::Today => today,
        Choice::On(day) => day,
    };
    Regulation::in_force_on(on)
        .ok_or_else(|| unknown(criteria::Refusal::NoRegulation { on }.to_string()))
}

pub(crate) fn to_proto(law: &Regulation, library: &Library) -> proto::Regulation {
    let sets = library
        .sets()
        .iter()
        .filter(|set| set.regulation() == law.code);
    proto::Regulation {
        code: law.code.as_str().to_owned(),
        instruments: law.instruments.clone(),
        in_force_from: law.in_force_from.to_string(),
        in_force_to: day(law.in_force_to),
        validity_months: law.validity_months,
        criteria_sets: sets.map(|set| set.number.into()).collect(),
        part_points: law.parts.map(Vec::from).unwrap_or_default(),
        rank_floors: law.floors.to_vec(),
        decided_by: law.decided_by.map(|by| level_to_proto(by).into()).to_vec(),
        filing_opens_days: days(law.filing_opens_days),
        filing_closes_days: days(law.filing_closes_days),
        grace_days: days(law.grace_days),
        grace_until: day(law.grace_until),
        reminder_days: law.reminder_days.iter().copied().map(days).collect(),
        commune_working_days: law.commune_working_days.unwrap_or_default(),
        re_evaluation_days: law.re_evaluation_days.unwrap_or_default(),
        revocation_days: law.revocation_days.unwrap_or_default(),
        finish_earlier_days: law.finish_earlier_days.map(finish),
        rounds: law.rounds.iter().map(round).collect(),
        withdrawal_revives: law.withdrawal_revives,
        forward_without_minimums: law.forward_without_minimums,
        lodge_before_end: law.lodge_before_end,
        cut_off_day_in_time: law.cut_off_day_in_time,
        least_ballots: Some(proto::LeastBallots {
            number: law.least_ballots.number,
            more_than_percent: law.least_ballots.more_than_percent,
        }),
    }
}

enum_pairs! {
    pub(crate) fn level_to_proto(Level) -> proto::DecidingLevel;
    District, Province, Centre
}

fn finish(terms: FinishDays) -> proto::FinishDays {
    proto::FinishDays {
        first: days(terms.first),
        upgrade: days(terms.upgrade),
        re_evaluation: days(terms.re_evaluation),
    }
}

fn round(round: &YearlyRound) -> proto::YearlyRound {
    proto::YearlyRound {
        level: level_to_proto(round.level).into(),
        number: round.number,
        cut_off: round.cut_off.to_string(),
        end: round.end.to_string(),
    }
}

fn days(days: u64) -> u32 {
    u32::try_from(days).unwrap_or(u32::MAX)
}
