//! The way up to a star: what each criterion may have, what stands in the way, and the least plan.
//!
//! A table holds, for each number of points gained, the least cost of gaining them with the criteria
//! looked at so far; each criterion makes the next table of the last. A criterion that others depend
//! on takes them along, once for each answer it may have, so that they know whether they may rise.
//! Costs compare the same way whatever is added to both, so the least of the parts is the least of
//! the whole.

use std::cmp::Reverse;

use super::{Improvement, Obstacle};
use crate::criteria::answers::Choice;
use crate::criteria::scoring::Found;
use crate::criteria::sheet::{Row, Sheet};
use crate::criteria::star::Star;
use crate::criteria::{Answer, Case};

/// What a plan costs; the least is the best.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost {
    /// Criteria changed that are not forced.
    unforced: u32,
    /// Rungs climbed in all.
    steps: u32,
    /// Rungs climbed at each criterion.
    raises: Reverse<Vec<u8>>,
}

/// For each number of points gained, those needed or more counting as needed, the least cost.
type Table = Vec<Option<Cost>>;

/// A better answer of a criterion, or the present one.
#[derive(Clone, Copy, Debug)]
struct Rung<'a> {
    /// Rungs above the present answer.
    steps: u8,
    points: u32,
    answer: Option<&'a Answer>,
}

/// A criterion as a plan sees it.
#[derive(Debug)]
struct Place<'a> {
    row: Row<'a>,
    /// What it may have, the present answer first.
    rungs: Vec<Rung<'a>>,
    /// Points it must give for the minimum answers.
    needs: u32,
    keep: bool,
    /// The criterion it depends on, and the points that must give.
    parent: Option<(usize, u32)>,
    /// The criteria that depend on it.
    children: Vec<usize>,
}

impl Place<'_> {
    fn is_forced(&self) -> bool {
        self.row.points < self.needs
    }

    fn best(&self) -> u32 {
        self.rungs.last().map_or(0, |rung| rung.points)
    }
}

/// The way up to a star.
#[derive(Debug)]
pub(super) struct Climb<'a> {
    places: Vec<Place<'a>>,
    total: u32,
    floor: u32,
}

impl<'a> Climb<'a> {
    pub(super) fn new(sheet: &Sheet<'a>, target: Star, keep: &[bool], case: Case) -> Self {
        let set = sheet.set();
        let mut places: Vec<Place<'a>> = Vec::with_capacity(sheet.rows().len());
        for (at, row) in sheet.rows().iter().enumerate() {
            let condition = row.criterion.applies_if.as_ref();
            let parent = condition
                .and_then(|needs| Some((set.position(&needs.criterion)?, needs.points)))
                .filter(|(parent, _)| *parent < at);
            if let Some((parent, _)) = parent {
                places[parent].children.push(at);
            }
            places.push(Place {
                row: *row,
                rungs: rungs(row, case),
                needs: row.criterion.needs(target).unwrap_or(0),
                keep: keep.get(at).copied().unwrap_or(false),
                parent,
                children: Vec::new(),
            });
        }
        // What is needed needs what it depends on, which stands before it.
        for at in (0..places.len()).rev() {
            if let (Some((parent, points)), true) = (places[at].parent, places[at].needs > 0) {
                places[parent].needs = places[parent].needs.max(points);
            }
        }
        Self {
            places,
            total: sheet.total(),
            floor: target.floor(set.law.floors),
        }
    }

    /// Every reason why no plan can be.
    pub(super) fn obstacles(&self, found: &Found<'a>) -> Vec<Obstacle<'a>> {
        let knock_outs = found.knock_outs.iter().copied().map(Obstacle::KnockOut);
        let disqualifiers = found.disqualifiers.iter().copied();
        let mut obstacles: Vec<_> = knock_outs
            .chain(disqualifiers.map(Obstacle::Disqualifier))
            .collect();
        let mut best: Vec<u32> = Vec::with_capacity(self.places.len());
        for place in &self.places {
            let (criterion, needs) = (place.row.criterion, place.needs);
            if place.is_forced() && place.keep {
                let has = place.row.points;
                obstacles.push(Obstacle::Kept {
                    criterion,
                    has,
                    needs,
                });
            } else if place.best() < needs {
                let has = place.best();
                obstacles.push(Obstacle::NoSuchAnswer {
                    criterion,
                    has,
                    needs,
                });
            }
            let applies = place
                .parent
                .is_none_or(|(parent, points)| best[parent] >= points);
            best.push(if place.keep || !applies {
                place.row.points
            } else {
                place.best()
            });
        }
        let has = best.iter().sum();
        if has < self.floor {
            let needs = self.floor;
            obstacles.push(Obstacle::TooFewPoints { has, needs });
        }
        obstacles
    }

    /// The least plan with its cost; `None` if there is none, which [`obstacles`](Self::obstacles)
    /// would have said.
    pub(super) fn least(&self) -> Option<(Cost, Vec<Improvement<'a>>)> {
        let needed = self.floor.saturating_sub(self.total) as usize;
        let mut table: Table = vec![None; needed + 1];
        table[0] = Some(Cost {
            unforced: 0,
            steps: 0,
            raises: Reverse(vec![0; self.places.len()]),
        });
        let roots = (0..self.places.len()).filter(|&at| self.places[at].parent.is_none());
        for root in roots {
            table = self.climbed(root, true, &table);
        }
        let cost = table.pop()??;
        let plan = self.places.iter().zip(&cost.raises.0);
        let plan = plan.filter_map(|(place, &steps)| {
            let rung = place.rungs.iter().find(|rung| rung.steps == steps)?;
            Some(Improvement {
                criterion: place.row.criterion,
                present: place.row.choice.unwrap_or(Choice::Nothing),
                needed: rung.answer.filter(|_| steps > 0)?,
                gained: rung.points - place.row.points,
                steps,
                forced: place.is_forced(),
            })
        });
        let plan = plan.collect();
        Some((cost, plan))
    }

    /// The table after a criterion and everything that depends on it. `may` says whether what it
    /// depends on gives enough for it to rise.
    fn climbed(&self, at: usize, may: bool, before: &Table) -> Table {
        let place = &self.places[at];
        let mut after: Table = vec![None; before.len()];
        for rung in &place.rungs {
            let rises = rung.steps > 0;
            if rung.points < place.needs || (rises && (place.keep || !may)) {
                continue;
            }
            let mut with = vec![None; before.len()];
            let gained = (rung.points - place.row.points) as usize;
            for (points, cost) in before.iter().enumerate() {
                let Some(cost) = cost else { continue };
                let reached = (points + gained).min(with.len() - 1);
                let mut cost = cost.clone();
                cost.unforced += u32::from(rises && !place.is_forced());
                cost.steps += u32::from(rung.steps);
                cost.raises.0[at] = rung.steps;
                lower(&mut with[reached], cost);
            }
            for &child in &place.children {
                let enough = self.places[child].parent;
                let may = enough.is_none_or(|(_, points)| rung.points >= points);
                with = self.climbed(child, may, &with);
            }
            for (held, cost) in after.iter_mut().zip(with) {
                if let Some(cost) = cost {
                    lower(held, cost);
                }
            }
        }
        after
    }
}

/// Keeps the lower of two costs.
fn lower(held: &mut Option<Cost>, cost: Cost) {
    if held.as_ref().is_none_or(|held| cost < *held) {
        *held = Some(cost);
    }
}

/// The present answer of a criterion and each better one of a case, in rising order. Of answers that
/// give the same, the first.
fn rungs<'a>(row: &Row<'a>, case: Case) -> Vec<Rung<'a>> {
    let better =
        |answer: &&Answer| answer.case.is_none_or(|of| of == case) && answer.points > row.points;
    let mut better: Vec<&Answer> = row.criterion.answers.iter().filter(better).collect();
    better.sort_by_key(|answer| answer.points);
    better.dedup_by_key(|answer| answer.points);
    let present = Rung {
        steps: 0,
        points: row.points,
        answer: row.answer,
    };
    let better = (1..).zip(better).map(|(steps, answer)| Rung {
        steps,
        points: answer.points,
        answer: Some(answer),
    });
    std::iter::once(present).chain(better).collect()
}
