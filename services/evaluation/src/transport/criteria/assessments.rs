//! What answers are worth, on the wire.

use ocop_proto::evaluation::v1 as proto;

use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::scoring::{Gap, Missing, Points, assess};
use crate::transport::criteria::questions::{Known, number_of};
use crate::transport::criteria::sets::{disqualifier, knock_out};
use crate::transport::fields::stars;

/// Assesses what was asked.
pub(crate) fn to_proto(known: Known<'_>) -> proto::Assessment {
    let set = known.sheet.set();
    let result = assess(&known.sheet, known.found);
    let disqualifiers = result.disqualifiers.iter();
    proto::Assessment {
        regulation: set.regulation().as_str().to_owned(),
        total: result.total,
        parts: result.parts.iter().map(points).collect(),
        sections: result.sections.iter().map(points).collect(),
        star_by_score: result.by_score.number().into(),
        star_by_minimum: stars(result.by_minimum),
        star: stars(result.star),
        knock_outs: result.knock_outs.iter().map(|hit| knock_out(hit)).collect(),
        disqualifiers: disqualifiers
            .map(|hit| disqualifier(number_of(set, hit), hit))
            .collect(),
        gaps: result
            .gaps(set.law.floors)
            .map(|gap| proto::StarGap {
                star: gap.star.number().into(),
                points_short: gap.points_short,
                missing: lines(&gap, set),
            })
            .collect(),
    }
}

/// A minimum answer that is missing; `set` has the words for its criterion.
pub(crate) fn missing(line: &Missing, set: Option<&CriteriaSet>) -> proto::MissingMinimum {
    let label = set
        .and_then(|set| set.criterion(&line.criterion))
        .map(|criterion| &criterion.label);
    proto::MissingMinimum {
        criterion: line.criterion.clone(),
        label_vi: label.map(|label| label.vi.clone()).unwrap_or_default(),
        star: line.star.number().into(),
        has_points: line.has,
        needs_points: line.needs,
        label_en: label.map(|label| label.en.clone()).unwrap_or_default(),
    }
}

fn lines(gap: &Gap<'_>, set: &CriteriaSet) -> Vec<proto::MissingMinimum> {
    let lines = gap.missing.iter();
    lines.map(|line| missing(line, Some(set))).collect()
}

fn points(points: &Points<'_>) -> proto::PointsGiven {
    proto::PointsGiven {
        code: points.code.to_owned(),
        points: points.points,
        max_points: points.max_points,
    }
}
