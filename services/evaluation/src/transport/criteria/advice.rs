//! Advice on the wire.

use ocop_proto::evaluation::v1 as proto;

use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::advice::{Advice, Improvement, Obstacle, advise};
use crate::domain::criteria::scoring::assess;
use crate::domain::criteria::star::Star;
use crate::transport::criteria::questions::{Known, number_of};
use crate::transport::criteria::regulations::level_to_proto;
use crate::transport::criteria::sets::{answer, evidence};
use crate::transport::fields::stars;

/// Advises on what was asked.
pub(crate) fn to_proto(known: Known<'_>, target: Star) -> proto::AdviseUpgradeResponse {
    let set = known.sheet.set();
    let advice = advise(&known.sheet, target, &known.keep, &known.found);
    let present = assess(&known.sheet, known.found);
    let (reachable, improvements, obstacles) = match advice {
        Advice::Plan(plan) => (true, plan, Vec::new()),
        Advice::OutOfReach(obstacles) => (false, Vec::new(), obstacles),
    };
    let gained: u32 = improvements.iter().map(|line| line.gained).sum();
    let by = set.law.decided_by[usize::from(target.number() - Star::Three.number())];
    proto::AdviseUpgradeResponse {
        regulation: set.regulation().as_str().to_owned(),
        present_total: present.total,
        present_star: stars(present.star),
        reachable,
        improvements: improvements.iter().map(improvement).collect(),
        total: present.total + gained,
        obstacles: obstacles
            .iter()
            .map(|why| obstacle(why, set, target))
            .collect(),
        decided_by: level_to_proto(by).into(),
    }
}

fn improvement(line: &Improvement<'_>) -> proto::Improvement {
    proto::Improvement {
        criterion: line.criterion.code.clone(),
        label_vi: line.criterion.label.vi.clone(),
        label_en: line.criterion.label.en.clone(),
        present_option: line.present.to_string(),
        needed: Some(answer(line.needed)),
        points_gained: line.gained,
        forced: line.forced,
        steps: line.steps.into(),
        evidence_kinds: evidence(&line.criterion.evidence),
    }
}

fn obstacle(why: &Obstacle<'_>, set: &CriteriaSet, target: Star) -> proto::Obstacle {
    let blank = proto::Obstacle::default;
    match why {
        Obstacle::KnockOut(hit) => proto::Obstacle {
            kind: proto::ObstacleKind::KnockOut.into(),
            criterion: hit.criterion.clone(),
            reason_vi: hit.label.vi.clone(),
            reason_en: hit.label.en.clone(),
            ..blank()
        },
        Obstacle::Disqualifier(hit) => proto::Obstacle {
            kind: proto::ObstacleKind::Disqualifier.into(),
            disqualifier: number_of(set, hit),
            reason_vi: hit.vi.clone(),
            reason_en: hit.en.clone(),
            ..blank()
        },
        Obstacle::Kept {
            criterion,
            has,
            needs,
        } => proto::Obstacle {
            kind: proto::ObstacleKind::Kept.into(),
            criterion: criterion.code.clone(),
            has_points: *has,
            needs_points: *needs,
            reason_vi: format!(
                "Muốn đạt {target} thì tiêu chí {} phải có {needs} điểm, nhưng được giữ ở {has} điểm.",
                criterion.code
            ),
            reason_en: format!(
                "For {target}, criterion {} must give {needs} points, and it is to stay at {has}.",
                criterion.code
            ),
            ..blank()
        },
        Obstacle::NoSuchAnswer {
            criterion,
            has,
            needs,
        } => proto::Obstacle {
            kind: proto::ObstacleKind::NoSuchAnswer.into(),
            criterion: criterion.code.clone(),
            has_points: *has,
            needs_points: *needs,
            reason_vi: format!(
                "Muốn đạt {target} thì tiêu chí {} phải có {needs} điểm, nhưng câu trả lời cao nhất của trường hợp \
                 đã chọn chỉ cho {has} điểm.",
                criterion.code
            ),
            reason_en: format!(
                "For {target}, criterion {} must give {needs} points, and the best answer of the case chosen gives {has}.",
                criterion.code
            ),
            ..blank()
        },
        Obstacle::TooFewPoints { has, needs } => proto::Obstacle {
            kind: proto::ObstacleKind::TooFewPoints.into(),
            has_points: *has,
            needs_points: *needs,
            reason_vi: format!(
                "Nâng mọi tiêu chí còn nâng được lên cao nhất cũng chỉ có {has} điểm; {target} cần {needs} điểm."
            ),
            reason_en: format!(
                "Everything that may rise gives {has} points at its best; {target} needs {needs}."
            ),
            ..blank()
        },
    }
}
