//! The units, found by code and day, and what became of them.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;

use crate::asked_areas::AskedAreas;
use crate::{Code, Facts, Kind, Part, Period, Said, Succession, Unit};

/// All units that are known.
///
/// What belongs together is found by bisection in sorted lists: with tens of thousands of entries that is as quick as a
/// map and takes a fraction of its memory.
#[derive(Clone, Default)]
pub struct Places {
    // By code, then by period.
    units: Vec<Unit>,
    // Their codes in the same order, by which they are found: close together, they stay in the cache of the processor.
    codes: Vec<Code>,
    successions: Vec<Succession>,
    turns: Vec<NaiveDate>,
    // Positions in `units`, by the code of the parent, then by position.
    by_parent: Vec<(Code, usize)>,
    // From which unit to which, by the first.
    successors: Vec<(usize, usize, Part)>,
    // The same the other way round: to which unit from which, by the first.
    predecessors: Vec<(usize, usize)>,
    pub(crate) asked: AskedAreas,
}

impl Places {
    /// The units of some facts. [`check`](Self::check) says whether they fit together.
    pub fn new(facts: Facts) -> Self {
        let Facts {
            mut units,
            successions,
        } = facts;
        units.sort_by_key(|unit| (unit.code, unit.period));
        let parents = units.iter().enumerate();
        let mut by_parent: Vec<(Code, usize)> = parents
            .filter_map(|(index, unit)| Some((unit.parent?, index)))
            .collect();
        by_parent.sort_unstable();
        let turns: BTreeSet<NaiveDate> = units.iter().filter_map(|unit| unit.period.to).collect();
        let mut places = Self {
            turns: turns.into_iter().collect(),
            codes: units.iter().map(|unit| unit.code).collect(),
            units,
            successions,
            by_parent,
            asked: AskedAreas::default(),
            successors: Vec::new(),
            predecessors: Vec::new(),
        };
        places.link();
        places
    }

    fn link(&mut self) {
        let follows = |one: &Succession| {
            let ended = self.index_of(one.from, one.ended)?;
            let next = self.index_of(one.to, one.ended.succ_opt()?)?;
            Some((ended, next, one.part))
        };
        let mut successors: Vec<_> = self.successions.iter().filter_map(follows).collect();
        // In the order of the facts where one unit has several.
        successors.sort_by_key(|(from, ..)| *from);
        let mut predecessors: Vec<_> = successors
            .iter()
            .map(|(from, to, _)| (*to, *from))
            .collect();
        predecessors.sort_by_key(|(to, _)| *to);
        self.successors = successors;
        self.predecessors = predecessors;
    }

    /// The units that ended and have successors, with how much of each went to one of them.
    pub(crate) fn parts(
        &self,
    ) -> impl Iterator<Item = (&Unit, impl ExactSizeIterator<Item = Part> + '_)> + '_ {
        let of_one = self.successors.chunk_by(|one, two| one.0 == two.0);
        of_one.filter_map(|all| {
            let (index, ..) = all.first()?;
            Some((self.at(*index)?, all.iter().map(|(.., part)| *part)))
        })
    }

    pub(crate) fn successors_of(&self, index: usize) -> impl Iterator<Item = (usize, Part)> + '_ {
        let found = equal(&self.successors, |(from, ..)| from.cmp(&index));
        found.iter().map(|(_, to, part)| (*to, *part))
    }

    fn predecessors_of(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let found = equal(&self.predecessors, |(to, _)| to.cmp(&index));
        found.iter().map(|(_, from)| *from)
    }

    /// All units, by code and period.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// What became of those that ended.
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }

    pub(crate) fn index(&self, code: &str, on: NaiveDate) -> Option<usize> {
        self.index_of(code.parse().ok()?, on)
    }

    pub(crate) fn index_of(&self, code: Code, on: NaiveDate) -> Option<usize> {
        let mut same = self.indices_with(code).rev();
        same.find(|index| self.at(*index).is_some_and(|unit| unit.period.holds(on)))
    }

    pub(crate) fn at(&self, index: usize) -> Option<&Unit> {
        self.units.get(index)
    }

    fn seen(&self, indices: impl IntoIterator<Item = usize>) -> Vec<&Unit> {
        indices
            .into_iter()
            .filter_map(|index| self.at(index))
            .collect()
    }

    /// The unit that has a code on a day.
    pub fn unit(&self, code: &str, on: NaiveDate) -> Option<&Unit> {
        self.at(self.index(code, on)?)
    }

    /// Whether the very unit is known.
    pub fn holds(&self, unit: &Unit) -> bool {
        self.named(&unit.code).contains(&unit)
    }

    /// All units that ever had a code, the oldest first.
    pub fn named(&self, code: &str) -> Vec<&Unit> {
        self.seen(self.indices_of(code))
    }

    /// A unit and those it lies in on a day, nearest first. Empty if there is no such unit.
    pub fn chain(&self, said: Said<'_>) -> Vec<&Unit> {
        let mut chain = Vec::new();
        let mut code = Some(said.code);
        while let Some(unit) = code.and_then(|code| self.unit(code, said.on)) {
            chain.push(unit);
            // Provinces, districts, communes: three levels.
            code = unit.parent.as_deref().filter(|_| chain.len() < 3);
        }
        chain
    }

    /// The days after which some code names another unit, or none.
    pub fn turns(&self) -> &[NaiveDate] {
        &self.turns
    }

    /// The units directly inside one, on a day.
    pub fn inside(&self, code: &str, on: NaiveDate) -> Vec<&Unit> {
        self.seen(self.indices_inside(code, on))
    }

    pub(crate) fn indices_inside(
        &self,
        code: &str,
        on: NaiveDate,
    ) -> impl Iterator<Item = usize> + '_ {
        let inside = self.indices_ever_inside(code);
        inside.filter(move |index| self.at(*index).is_some_and(|unit| unit.period.holds(on)))
    }

    pub(crate) fn indices_of(&self, code: &str) -> Range<usize> {
        code.parse().map_or(0..0, |code| self.indices_with(code))
    }

    pub(crate) fn indices_with(&self, code: Code) -> Range<usize> {
        let from = self.codes.partition_point(|one| *one < code);
        let same = self.codes.iter().skip(from);
        from..from + same.take_while(|one| **one == code).count()
    }

    pub(crate) fn indices_ever_inside(&self, code: &str) -> impl Iterator<Item = usize> + '_ {
        let code = code.parse::<Code>().ok();
        let inside = code.map(|code| equal(&self.by_parent, |(parent, _)| parent.cmp(&code)));
        inside.into_iter().flatten().map(|(_, index)| *index)
    }

    /// The successors of a unit, on the day after its last one.
    pub fn successors(&self, unit: &Unit) -> Vec<(&Unit, Part)> {
        let index = unit.period.to.and_then(|to| self.index_of(unit.code, to));
        let next = index
            .into_iter()
            .flat_map(|index| self.successors_of(index));
        next.filter_map(|(to, part)| Some((self.at(to)?, part)))
            .collect()
    }

    /// The units from which a unit was made, on the day before its first one.
    pub fn predecessors(&self, unit: &Unit) -> Vec<&Unit> {
        let first = unit.period.from;
        let index = first.and_then(|from| self.index(&unit.code, from));
        self.seen(
            index
                .into_iter()
                .flat_map(|index| self.predecessors_of(index)),
        )
    }

    pub(crate) fn linked(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let successors = self.successors_of(index).map(|(to, _)| to);
        successors.chain(self.predecessors_of(index))
    }

    /// The units of another day in which something may lie of which a place was said: one where it is certain, several
    /// where the unit was divided (or where it was made of several, for an earlier day). Districts have no successors:
    /// what lay in one lies in a successor of one of its communes. Empty if there is no such unit.
    pub fn on(&self, said: Said<'_>, day: NaiveDate) -> Vec<&Unit> {
        self.seen(self.indices_on(said, day))
    }

    pub(crate) fn indices_on(&self, said: Said<'_>, day: NaiveDate) -> Vec<usize> {
        let mut found = BTreeSet::new();
        if let Some(index) = self.index_meant(said) {
            self.follow(index, day, 0, &mut found);
        }
        found.into_iter().collect()
    }

    fn follow(&self, index: usize, day: NaiveDate, depth: usize, found: &mut BTreeSet<usize>) {
        // No unit has been changed so often; a circle in wrong facts must not run for ever.
        const DEEPEST: usize = 40;
        let Some(unit) = self.at(index) else {
            return;
        };
        if unit.period.holds(day) {
            found.insert(index);
        } else if depth < DEEPEST {
            let ended = unit.period.to.filter(|to| *to < day);
            let next: Vec<usize> = match (ended, unit.period.from) {
                (Some(_), _) => self.successors_of(index).map(|(to, _)| to).collect(),
                (None, _) => self.predecessors_of(index).collect(),
            };
            let turn = ended.or(unit.period.from);
            if next.is_empty() && unit.kind == Kind::District {
                let inside: Vec<usize> = turn
                    .into_iter()
                    .flat_map(|turn| self.indices_inside(&unit.code, turn))
                    .collect();
                for commune in inside {
                    self.follow(commune, day, depth + 1, found);
                }
            }
            for other in next {
                self.follow(other, day, depth + 1, found);
            }
        }
    }

    /// Whether something of which a place was said lies in a unit of a day, for certain: every unit of that day in
    /// which it may lie is that unit or lies in it.
    pub fn lies_in(&self, said: Said<'_>, within: Said<'_>) -> bool {
        let Some(unit) = self.index(within.code, within.on) else {
            return false;
        };
        let Some(index) = self.index_meant(said) else {
            return false;
        };
        self.index_lies_in(index, &[unit], within.on)
    }

    pub(crate) fn index_lies_in(&self, index: usize, units: &[usize], on: NaiveDate) -> bool {
        let mut possible = BTreeSet::new();
        self.follow(index, on, 0, &mut possible);
        !possible.is_empty()
            && possible
                .into_iter()
                .all(|index| self.is_or_lies_in(index, units, on))
    }

    fn is_or_lies_in(&self, index: usize, units: &[usize], on: NaiveDate) -> bool {
        let mut at = Some(index);
        for _ in 0..3 {
            if at.is_some_and(|index| units.contains(&index)) {
                return true;
            }
            let parent = at.and_then(|index| self.at(index)?.parent.as_deref());
            at = parent.and_then(|code| self.index(code, on));
        }
        false
    }

    /// These units, with others added or put in the place of those they correct: a unit takes the place of the one
    /// with its code that begins or ends on the same day.
    #[must_use]
    pub fn with(&self, more: &Facts) -> Self {
        let mut facts = Facts {
            units: self.units.clone(),
            successions: self.successions.clone(),
        };
        let corrects = |old: &Unit, new: &Unit| {
            let Period { from, to } = old.period;
            let same_day = (from.is_some() && from == new.period.from)
                || (to.is_some() && to == new.period.to)
                || (from, to) == (new.period.from, new.period.to);
            // A unit in force whose last day becomes known.
            let ends = to.is_none() && from.is_none() && new.period.from.is_none();
            old.code == new.code && (same_day || ends)
        };
        let by_code: HashMap<Code, Vec<&Unit>> =
            more.units.iter().fold(HashMap::new(), |mut all, unit| {
                all.entry(unit.code).or_default().push(unit);
                all
            });
        facts.units.retain(|old| {
            let new = by_code.get(&old.code);
            !new.is_some_and(|new| new.iter().any(|new| corrects(old, new)))
        });
        facts.units.extend(more.units.iter().cloned());
        // What became of a unit is said anew as a whole.
        let newer: HashSet<_> = more
            .successions
            .iter()
            .map(|one| (one.from, one.ended))
            .collect();
        facts
            .successions
            .retain(|old| !newer.contains(&(old.from, old.ended)));
        facts.successions.extend(more.successions.iter().cloned());
        Self::new(facts)
    }
}

/// The part of a sorted list that is equal to something.
fn equal<T>(sorted: &[T], compare: impl Fn(&T) -> Ordering) -> &[T] {
    let from = sorted.partition_point(|one| compare(one) == Ordering::Less);
    let rest = sorted.get(from..).unwrap_or_default();
    let many = rest.partition_point(|one| compare(one) == Ordering::Equal);
    rest.get(..many).unwrap_or_default()
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Places({} units)", self.units.len())
    }
}
