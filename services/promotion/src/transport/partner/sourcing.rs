//! What a partner looks for, and how a product answers it, on the wire.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_places::Places;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::criterion::Asked as Written;

use crate::domain::listing::{Branch, CriteriaSet};
use crate::domain::partner::{
    Asked, Assessment, Criterion, CriterionKind, Demand, Finding, Profile, Sourcing,
};
use crate::transport::listing::filter::{DAYS, branch, producer_kinds};
use crate::transport::listing::{sets, star, trade};

/// Most provinces that a profile names: Viet Nam had 63 until July 2025 and has 34 since.
const PROVINCES: usize = 100;
/// Most criteria of a profile.
const CRITERIA: usize = 30;
/// Most profiles besides the first.
const FURTHER: usize = 9;

enum_pairs! {
    fn demand_to_proto(Demand) -> proto::CriterionDemand;
    fn demand_from_proto(proto::CriterionDemand) -> Option<Demand>;
    Must, Wish
}

enum_pairs! {
    pub(super) fn kind_to_proto(CriterionKind) -> proto::CriterionKind;
    Sets, Branches, Places, Star, DaysLeft, Paper, Gtin, ShelfLife, Capacity, Order, Price, Green, ProducerKind
}

fn asked_to_proto(asked: &Asked) -> Written {
    match asked {
        Asked::Sets(sets) => Written::CriteriaSets(proto::CriteriaSetsAsked {
            numbers: sets.iter().copied().map(CriteriaSet::number).collect(),
        }),
        Asked::Branches(branches) => Written::Branches(proto::BranchesAsked {
            numerals: branches.iter().map(ToString::to_string).collect(),
        }),
        Asked::Places(codes) => Written::Places(proto::PlacesAsked {
            codes: codes.iter().cloned().collect(),
        }),
        Asked::Star(star) => Written::MinimumStar(star.number()),
        Asked::DaysLeft(days) => Written::MinimumDaysLeft(*days),
        Asked::Paper(paper) => Written::Paper(trade::paper_to_proto(*paper).into()),
        Asked::Gtin => Written::Gtin(true),
        Asked::ShelfLife(days) => Written::MinimumShelfLifeDays(*days),
        Asked::Capacity(amount) => Written::MinimumCapacity(trade::amount_to_proto(amount)),
        Asked::Order(amount) => Written::Order(trade::amount_to_proto(amount)),
        Asked::Price(price) => Written::MaximumPrice(trade::price_to_proto(price)),
        Asked::Green => Written::Green(true),
        Asked::ProducerKinds(kinds) => Written::ProducerKinds(proto::ProducerKindsAsked {
            kinds: kinds
                .iter()
                .map(|kind| trade::kind_to_proto(*kind).into())
                .collect(),
        }),
    }
}

/// A profile.
pub(super) fn to_proto(profile: &Profile) -> proto::Sourcing {
    let sets = profile.criteria_sets.iter().copied();
    let criterion = |criterion: &Criterion| proto::Criterion {
        demand: demand_to_proto(criterion.demand).into(),
        asked: Some(asked_to_proto(&criterion.asked)),
    };
    proto::Sourcing {
        criteria_sets: sets.map(CriteriaSet::number).collect(),
        province_codes: profile.province_codes.iter().cloned().collect(),
        minimum_star: profile.minimum_star.number(),
        name: profile.name.clone(),
        criteria: profile.criteria.iter().map(criterion).collect(),
        in_units_of: profile.said_on.to_string(),
    }
}

fn finding(finding: &Finding) -> proto::CriterionFinding {
    proto::CriterionFinding {
        kind: kind_to_proto(finding.kind).into(),
        paper: finding
            .paper
            .map_or(catalog::ProductPaper::Unspecified, trade::paper_to_proto)
            .into(),
        asked: finding.asked.clone(),
        has: finding.has.clone(),
    }
}

/// How a product answers a profile.
pub(super) fn assessment(assessment: &Assessment) -> proto::Assessment {
    let findings = |some: &[Finding]| some.iter().map(finding).collect();
    proto::Assessment {
        profile: assessment.profile.clone(),
        fits: assessment.fits(),
        missing: findings(&assessment.missing),
        wishes_met: findings(&assessment.met),
        wishes_unmet: findings(&assessment.unmet),
        score: assessment.score(),
    }
}

/// Reads all profiles. `within` is the path of the message that they are fields of.
pub(super) fn read(
    v: &mut Violations,
    caller: &Caller,
    within: &str,
    (first, further): (Option<&proto::Sourcing>, &[proto::Sourcing]),
) -> Option<Sourcing> {
    let field = format!("{within}sourcing");
    let first = match first {
        Some(first) => profile(v, caller, &field, first),
        None => {
            v.add(field, "REQUIRED", "must be given");
            None
        }
    };
    let field = format!("{within}further_sourcing");
    if further.len() > FURTHER {
        v.add(&field, "TOO_MANY", format!("must be at most {FURTHER}"));
        return None;
    }
    let mut profiles = Vec::with_capacity(further.len());
    for (index, one) in further.iter().enumerate() {
        profiles.extend(profile(v, caller, &format!("{field}[{index}]"), one));
    }
    Some(Sourcing {
        first: first?,
        further: profiles,
    })
}

fn profile(
    v: &mut Violations,
    caller: &Caller,
    field: &str,
    sourcing: &proto::Sourcing,
) -> Option<Profile> {
    let name = v.optional_name(&format!("{field}.name"), &sourcing.name, 100);
    let said_on = v.optional_date(&format!("{field}.in_units_of"), &sourcing.in_units_of);
    let said_on = said_on.unwrap_or(caller.units.day());
    let sets = sets(
        v,
        &format!("{field}.criteria_sets"),
        &sourcing.criteria_sets,
    );
    let province_codes = places(
        v,
        caller,
        (&format!("{field}.province_codes"), &sourcing.province_codes),
        (said_on, Violations::province_of),
    );
    let minimum_star = star(v, &format!("{field}.minimum_star"), sourcing.minimum_star);
    let criteria = criteria(v, caller, (field, said_on), &sourcing.criteria);
    Some(Profile {
        name: name?,
        criteria_sets: sets.into_iter().collect(),
        province_codes: province_codes?,
        said_on,
        minimum_star: minimum_star?,
        criteria: criteria?,
    })
}

/// Reads the code of a unit of a day.
type ReadCode = fn(&mut Violations, &Places, (&str, &str), NaiveDate) -> Option<String>;

/// Reads codes of units of a day, each by `code`.
fn places(
    v: &mut Violations,
    caller: &Caller,
    (field, codes): (&str, &[String]),
    (on, code): (NaiveDate, ReadCode),
) -> Option<BTreeSet<String>> {
    if codes.len() > PROVINCES {
        v.add(field, "TOO_LONG", format!("must name at most {PROVINCES}"));
        return None;
    }
    let codes = codes.iter().enumerate();
    let read = codes.filter_map(|(index, text)| {
        let field = format!("{field}[{index}]");
        code(v, caller.units.places(), (&field, text), on)
    });
    Some(read.collect())
}

fn criteria(
    v: &mut Violations,
    caller: &Caller,
    (within, on): (&str, NaiveDate),
    criteria: &[proto::Criterion],
) -> Option<Vec<Criterion>> {
    let field = format!("{within}.criteria");
    if criteria.len() > CRITERIA {
        v.add(&field, "TOO_MANY", format!("must be at most {CRITERIA}"));
        return None;
    }
    let mut read = Vec::with_capacity(criteria.len());
    for (index, one) in criteria.iter().enumerate() {
        let field = format!("{field}[{index}]");
        let demand = v
            .known(&format!("{field}.demand"), one.demand)
            .and_then(demand_from_proto);
        let asked = match &one.asked {
            Some(asked) => read_asked(v, caller, (&field, on), asked),
            None => {
                v.add(format!("{field}.asked"), "REQUIRED", "must be given");
                None
            }
        };
        if let (Some(demand), Some(asked)) = (demand, asked) {
            read.push(Criterion { demand, asked });
        }
    }
    Some(read)
}

/// Reads a list that must name something.
fn some<T: Ord>(v: &mut Violations, field: &str, given: usize, read: Vec<T>) -> BTreeSet<T> {
    if given == 0 {
        v.add(field, "REQUIRED", "must name at least one");
    }
    read.into_iter().collect()
}

fn yes(v: &mut Violations, field: &str, said: bool, asked: Asked) -> Asked {
    if !said {
        v.add(
            field,
            "OUT_OF_RANGE",
            "must be true: what is not asked is left out",
        );
    }
    asked
}

fn read_asked(
    v: &mut Violations,
    caller: &Caller,
    (within, on): (&str, NaiveDate),
    asked: &Written,
) -> Option<Asked> {
    let field = |name: &str| format!("{within}.{name}");
    Some(match asked {
        Written::CriteriaSets(asked) => {
            let field = field("criteria_sets.numbers");
            let read = sets(v, &field, &asked.numbers);
            Asked::Sets(some(v, &field, asked.numbers.len(), read))
        }
        Written::Branches(asked) => {
            let field = field("branches.numerals");
            let mut read: Vec<Branch> = Vec::with_capacity(asked.numerals.len());
            for (index, numeral) in asked.numerals.iter().enumerate() {
                read.extend(branch(v, &format!("{field}[{index}]"), numeral));
            }
            Asked::Branches(some(v, &field, asked.numerals.len(), read))
        }
        Written::Places(asked) => {
            let field = field("places.codes");
            let read = places(v, caller, (&field, &asked.codes), (on, Violations::unit_of))?;
            Asked::Places(some(
                v,
                &field,
                asked.codes.len(),
                read.into_iter().collect(),
            ))
        }
        Written::MinimumStar(number) => Asked::Star(star(v, &field("minimum_star"), *number)?),
        Written::MinimumDaysLeft(days) => {
            Asked::DaysLeft(v.within(&field("minimum_days_left"), *days, 1..=DAYS)?)
        }
        Written::Paper(paper) => {
            let paper = v.known(&field("paper"), *paper);
            Asked::Paper(paper.and_then(trade::paper_from_proto)?)
        }
        Written::Gtin(said) => yes(v, &field("gtin"), *said, Asked::Gtin),
        Written::MinimumShelfLifeDays(days) => {
            Asked::ShelfLife(v.within(&field("minimum_shelf_life_days"), *days, 1..=DAYS)?)
        }
        Written::MinimumCapacity(amount) => {
            Asked::Capacity(trade::amount(v, &field("minimum_capacity"), amount)?)
        }
        Written::Order(amount) => Asked::Order(trade::amount(v, &field("order"), amount)?),
        Written::MaximumPrice(price) => {
            Asked::Price(trade::price(v, &field("maximum_price"), price)?)
        }
        Written::Green(said) => yes(v, &field("green"), *said, Asked::Green),
        Written::ProducerKinds(asked) => {
            let field = field("producer_kinds.kinds");
            let read = producer_kinds(v, &field, &asked.kinds);
            Asked::ProducerKinds(some(v, &field, asked.kinds.len(), read))
        }
    })
}
