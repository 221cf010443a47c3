//! What is known of a growing area that the catalog keeps: who held it and how it was marked, on which days.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use strum::Display;
use uuid::Uuid;

/// A growing area as the catalog last described it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrowingArea {
    /// Its id in the catalog.
    pub id: Uuid,
    /// Ids of the producers who hold it.
    pub holders: BTreeSet<Uuid>,
    /// As what it is marked, and when.
    pub marks: Vec<AreaMark>,
}

/// As what an area is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum MarkKind {
    /// What is left over is used again.
    Circular,
    /// With less emission and fewer chemicals.
    Green,
}

/// A mark of a growing area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaMark {
    /// As what.
    pub kind: MarkKind,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day; `None` while it stands.
    pub last: Option<NaiveDate>,
}

/// The days on which a producer held an area.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holding {
    /// The producer.
    pub producer_id: Uuid,
    /// The first day; `None` if it held the area when that was first heard of.
    pub from: Option<NaiveDate>,
    /// The day on which it did not any more; `None` while it does.
    pub until: Option<NaiveDate>,
}

impl GrowingArea {
    /// Who held it on which days, where its holders are these since a day and `known` is who held it before. All hold it
    /// from the beginning where nobody was known.
    pub fn held_since(&self, day: NaiveDate, known: Vec<Holding>) -> Vec<Holding> {
        let is_first = known.is_empty();
        let mut held: Vec<Holding> = known
            .into_iter()
            .map(|mut one| {
                if one.until.is_none() && !self.holders.contains(&one.producer_id) {
                    one.until = Some(day);
                }
                one
            })
            .filter(|one| one.until.is_none_or(|until| one.from < Some(until)))
            .collect();
        for holder in &self.holders {
            let mut same = held.iter_mut().filter(|one| one.producer_id == *holder);
            // Back on the day it left: it never left.
            let goes_on = same.find(|one| one.until.is_none_or(|until| until >= day));
            match goes_on {
                Some(one) => one.until = None,
                None => held.push(Holding {
                    producer_id: *holder,
                    from: (!is_first).then_some(day),
                    until: None,
                }),
            }
        }
        held.sort();
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held_by(holders: &[u128]) -> GrowingArea {
        GrowingArea {
            id: Uuid::from_u128(9),
            holders: holders.iter().copied().map(Uuid::from_u128).collect(),
            marks: Vec::new(),
        }
    }

    fn holding(producer: u128, from: &str, until: &str) -> Holding {
        let given = |text: &str| (!text.is_empty()).then(|| day(text));
        Holding {
            producer_id: Uuid::from_u128(producer),
            from: given(from),
            until: given(until),
        }
    }

    #[test]
    fn an_area_is_held_from_the_beginning_by_whom_it_is_first_registered_for() {
        let held = held_by(&[1, 2]).held_since(day("2026-03-01"), Vec::new());
        assert_eq!(held, [holding(1, "", ""), holding(2, "", "")]);
    }

    #[test]
    fn who_comes_later_holds_it_since_and_who_goes_held_it_until_then() {
        let held = held_by(&[1, 2]).held_since(day("2026-03-01"), Vec::new());
        let held = held_by(&[2, 3]).held_since(day("2026-05-01"), held);
        let expected = [
            holding(1, "", "2026-05-01"),
            holding(2, "", ""),
            holding(3, "2026-05-01", ""),
        ];
        assert_eq!(held, expected);
        let back = held_by(&[1, 2]).held_since(day("2026-07-01"), held);
        let expected = [
            holding(1, "", "2026-05-01"),
            holding(1, "2026-07-01", ""),
            holding(2, "", ""),
            holding(3, "2026-05-01", "2026-07-01"),
        ];
        assert_eq!(back, expected);
    }

    #[test]
    fn what_is_put_right_on_the_same_day_leaves_no_trace() {
        let held = held_by(&[1]).held_since(day("2026-03-01"), Vec::new());
        let wrong = held_by(&[2]).held_since(day("2026-05-01"), held.clone());
        assert_eq!(held_by(&[1]).held_since(day("2026-05-01"), wrong), held);
    }

    #[test]
    fn a_holding_that_had_ended_stays_as_it_was() {
        let known = vec![holding(1, "", ""), holding(2, "2026-01-01", "2026-02-01")];
        let held = held_by(&[1]).held_since(day("2026-03-01"), known.clone());
        assert_eq!(held, known);
    }
}
