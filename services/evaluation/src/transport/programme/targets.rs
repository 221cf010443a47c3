//! Targets on the wire.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::target::Goal as SentGoal;

use crate::application::programme::{SetTarget, UpdateTarget};
use crate::domain::criteria::star::Star;
use crate::domain::programme::target::{
    Goal, Indicator, Period, PlaceLevel, ProducerTrait, Target, TargetProblem, Terms,
};
use crate::storage::programme::TargetFilter;
use crate::transport::fields::province_from;

enum_pairs! {
    fn trait_to_proto(ProducerTrait) -> proto::ProducerTrait;
    fn trait_from_proto(proto::ProducerTrait) -> ProducerTrait;
    Any = Unspecified, Circular, Woman, Minority, Disabled, Cooperative, Enterprise, Household, ModernChannels
}

/// A target without times and etag, which events do not carry.
pub(crate) fn bare(target: Target) -> proto::Target {
    let terms = target.terms;
    let mut target = proto::Target {
        id: target.id.to_string(),
        province_code: target.province_code,
        period_from: terms.period.from.to_string(),
        period_to: terms.period.to.to_string(),
        name_vi: terms.name_vi,
        name_en: terms.name_en,
        baseline: terms.baseline,
        goal: Some(match terms.goal {
            Goal::Count(count) => SentGoal::GoalCount(count),
            Goal::Share(share) => SentGoal::GoalShare(share),
        }),
        ..proto::Target::default()
    };
    let (indicator, min_star, cohort) = match terms.indicator {
        Indicator::NewProducts { min_star } => {
            (proto::Indicator::NewProducts, Some(min_star), None)
        }
        Indicator::RecognisedProducts { min_star } => {
            (proto::Indicator::RecognisedProducts, Some(min_star), None)
        }
        Indicator::ValidProducts { min_star } => {
            (proto::Indicator::ValidProducts, Some(min_star), None)
        }
        Indicator::Upgraded { min_star, cohort } => {
            (proto::Indicator::Upgraded, Some(min_star), cohort)
        }
        Indicator::Kept { cohort } => (proto::Indicator::Kept, None, Some(cohort)),
        Indicator::FiveStarCandidates => (proto::Indicator::FiveStarCandidates, None, None),
        Indicator::TrainedProducers => (proto::Indicator::TrainedProducers, None, None),
        Indicator::Producers { which } => {
            target.producer_trait = trait_to_proto(which).into();
            (proto::Indicator::Producers, None, None)
        }
        Indicator::Places { level } => {
            target.place_level = match level {
                PlaceLevel::Commune => proto::PlaceLevel::Unspecified,
                PlaceLevel::District => proto::PlaceLevel::District,
            }
            .into();
            (proto::Indicator::Places, None, None)
        }
        Indicator::SalesGrowth => (proto::Indicator::SalesGrowth, None, None),
    };
    target.indicator = indicator.into();
    target.min_star = min_star.map_or(0, |star| star.number().into());
    if let Some(cohort) = cohort {
        target.cohort_from = cohort.from.to_string();
        target.cohort_to = cohort.to.to_string();
    }
    target
}

pub(crate) fn to_proto(record: Saved<Target>) -> proto::Target {
    proto::Target {
        etag: record.version().to_string(),
        create_time: Some(timestamp(record.created_at())),
        update_time: Some(timestamp(record.updated_at())),
        ..bare(record.into_inner())
    }
}

/// Reads the days of a cohort: both or neither, or both if they are needed.
fn cohort(v: &mut Violations, message: &proto::Target, needed: bool) -> Option<Period> {
    if !needed && message.cohort_from.is_empty() && message.cohort_to.is_empty() {
        return None;
    }
    let from = v.date("target.cohort_from", &message.cohort_from);
    let to = v.date("target.cohort_to", &message.cohort_to);
    Some(Period {
        from: from?,
        to: to?,
    })
}

/// Notes what is given and says nothing of the indicator.
fn out_of_place(v: &mut Violations, message: &proto::Target, indicator: proto::Indicator) {
    use proto::Indicator::{
        Kept, NewProducts, Places, Producers, RecognisedProducts, Upgraded, ValidProducts,
    };
    let of_stars = [NewProducts, RecognisedProducts, ValidProducts, Upgraded];
    let of_cohort = [Upgraded, Kept];
    let fields: [(&str, bool, &[proto::Indicator]); 5] = [
        ("min_star", (3..=5).contains(&message.min_star), &of_stars),
        ("cohort_from", !message.cohort_from.is_empty(), &of_cohort),
        ("cohort_to", !message.cohort_to.is_empty(), &of_cohort),
        ("producer_trait", message.producer_trait != 0, &[Producers]),
        ("place_level", message.place_level != 0, &[Places]),
    ];
    for (field, given, takes) in fields {
        if given && !takes.contains(&indicator) {
            let why = "must be empty: the indicator does not take it";
            v.add(format!("target.{field}"), "OUT_OF_PLACE", why);
        }
    }
}

fn indicator(v: &mut Violations, message: &proto::Target) -> Option<Indicator> {
    let stars = if message.min_star == 0 {
        3
    } else {
        message.min_star
    };
    let min_star = v
        .within("target.min_star", stars, 3..=5)
        .and_then(|stars| u8::try_from(stars).ok())
        .and_then(|stars| Star::try_from(stars).ok());
    let which = v.known_or_any("target.producer_trait", message.producer_trait);
    let level = v.known_or_any("target.place_level", message.place_level);
    let indicator = v.known("target.indicator", message.indicator)?;
    out_of_place(v, message, indicator);
    Some(match indicator {
        proto::Indicator::Unspecified => return None,
        proto::Indicator::NewProducts => Indicator::NewProducts {
            min_star: min_star?,
        },
        proto::Indicator::RecognisedProducts => Indicator::RecognisedProducts {
            min_star: min_star?,
        },
        proto::Indicator::ValidProducts => Indicator::ValidProducts {
            min_star: min_star?,
        },
        proto::Indicator::Upgraded => Indicator::Upgraded {
            cohort: cohort(v, message, false),
            min_star: min_star?,
        },
        proto::Indicator::Kept => Indicator::Kept {
            cohort: cohort(v, message, true)?,
        },
        proto::Indicator::FiveStarCandidates => Indicator::FiveStarCandidates,
        proto::Indicator::TrainedProducers => Indicator::TrainedProducers,
        proto::Indicator::Producers => Indicator::Producers {
            which: trait_from_proto(which?),
        },
        proto::Indicator::SalesGrowth => Indicator::SalesGrowth,
        proto::Indicator::Places => Indicator::Places {
            level: match level? {
                proto::PlaceLevel::Unspecified => PlaceLevel::Commune,
                proto::PlaceLevel::District => PlaceLevel::District,
            },
        },
    })
}

fn terms(v: &mut Violations, message: &proto::Target) -> Option<Terms> {
    let from = v.date("target.period_from", &message.period_from);
    let to = v.date("target.period_to", &message.period_to);
    let name_vi = v.name("target.name_vi", &message.name_vi, 200);
    let name_en = v.optional_name("target.name_en", &message.name_en, 200);
    let indicator = indicator(v, message);
    let goal = match message.goal {
        Some(SentGoal::GoalCount(count)) => Some(Goal::Count(count)),
        Some(SentGoal::GoalShare(share)) => Some(Goal::Share(share)),
        None => {
            v.add(
                "target.goal_count",
                "REQUIRED",
                "must be given, or goal_share",
            );
            None
        }
    };
    Some(Terms {
        period: Period {
            from: from?,
            to: to?,
        },
        name_vi: name_vi?,
        name_en: name_en?,
        indicator: indicator?,
        goal: goal?,
        baseline: message.baseline,
    })
}

pub(crate) fn set(
    v: &mut Violations,
    caller: Caller,
    request: proto::SetTargetRequest,
) -> Option<SetTarget> {
    let message = request.target.unwrap_or_default();
    let terms = terms(v, &message);
    let code = ("target.province_code", message.province_code.as_str());
    let first = terms.as_ref().map(|terms| terms.period.from);
    let province_code = province_from(v, &caller, code, first);
    Some(SetTarget {
        caller,
        province_code: province_code?,
        terms: terms?,
    })
}

pub(crate) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateTargetRequest,
) -> Option<UpdateTarget> {
    let message = request.target.unwrap_or_default();
    let id = v.uuid("target.id", &message.id);
    let seen = v.etag("target.etag", &message.etag);
    let terms = terms(v, &message);
    Some(UpdateTarget {
        caller,
        id: id?,
        seen: seen?,
        terms: terms?,
    })
}

pub(crate) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListTargetsRequest,
) -> Option<TargetFilter> {
    let on = v.in_units_of(&request.in_units_of, caller.units.day());
    Some(TargetFilter {
        province: v.asked_unit(&caller.units, ("province_code", &request.province_code), on),
        on: v.optional_date("on_date", &request.on_date),
    })
}

/// The field and the reason of what makes no sense in a target.
pub(crate) fn fault(problem: TargetProblem) -> (&'static str, &'static str) {
    match problem {
        TargetProblem::PeriodBackwards => ("target.period_to", "OUT_OF_ORDER"),
        TargetProblem::CohortBackwards => ("target.cohort_to", "OUT_OF_ORDER"),
        TargetProblem::NotANumber => ("target.goal_share", "REQUIRED"),
        TargetProblem::NotAShare => ("target.goal_share", "NOT_A_SHARE"),
        TargetProblem::AboveTheWhole => ("target.goal_share", "OUT_OF_RANGE"),
        TargetProblem::NothingToReach => ("target.goal_count", "OUT_OF_RANGE"),
    }
}
