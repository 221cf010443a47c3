//! What changed with a certificate, an upgrade or a campaign: what was sold or agreed in the months before and after.
//!
//! A [`Case`] is a product with the month of an occasion, which counts for neither side. All figures are whole numbers and
//! fractions of them until they are rounded at the end, to whole đồng and hundredths of a percent, halves away from zero.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use uuid::Uuid;

use crate::listing::{CriteriaSet, Star};
use crate::trade::Month;

/// Months before and after, at most.
pub const MAX_MONTHS: u32 = 24;

/// What kind of occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OccasionKind {
    /// A first recognition.
    Certificate,
    /// A recognition with more stars than before.
    Upgrade,
    /// A campaign at which the producer showed the product.
    Campaign,
}

/// A product for which something happened in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// Id of the product.
    pub product_id: Uuid,
    /// The month.
    pub month: Month,
    /// The product's stars then.
    pub star: Star,
    /// Its criteria set.
    pub criteria_set: CriteriaSet,
}

/// The months of a side of an occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many before and how many after.
    pub months: u32,
    /// The last month that is over.
    pub last: Month,
}

impl Window {
    fn span(self) -> i32 {
        i32::try_from(self.months).unwrap_or(i32::MAX)
    }

    /// The first and the last month that an occasion looks at.
    pub fn around(self, month: Month) -> (Month, Month) {
        (month.plus(-self.span()), month.plus(self.span()))
    }

    /// What a product brought in before and after an occasion, by months; `None` where a month is missing. What `known` does
    /// not say of a month that is over is taken for 0 if `complete`, and for missing if not.
    pub fn case(self, month: Month, known: &BTreeMap<Month, u64>, complete: bool) -> Option<Case> {
        let (first, last) = self.around(month);
        if last > self.last {
            return None;
        }
        let sum = |from: Month, to: Month| -> Option<u128> {
            let months = from.through(to).map(|month| match known.get(&month) {
                Some(vnd) => Some(u128::from(*vnd)),
                None => complete.then_some(0),
            });
            months.sum()
        };
        Some(Case {
            before: sum(first, month.plus(-1))?,
            after: sum(month.plus(1), last)?,
        })
    }
}

/// What was sold or agreed in the months before and after an occasion, in VND.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// In all months before.
    pub before: u128,
    /// In all months after.
    pub after: u128,
}

/// What changed, on the average of some cases, in VND a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figure {
    /// How many cases stand behind it.
    pub cases: u32,
    /// How many were left out because a month is not known or not over.
    pub left_out: u32,
    /// What the mean case brought in a month before.
    pub mean_before_vnd: u64,
    /// And after.
    pub mean_after_vnd: u64,
    /// The mean change of a month.
    pub mean_change_vnd: i64,
    /// The median change of a month.
    pub median_change_vnd: i64,
    /// The change of all cases together, in hundredths of a percent of what they brought in before; `None` if that is nothing.
    pub change_hundredths: Option<i64>,
    /// The median of the changes of those cases that brought in something before, in hundredths of a percent of that.
    pub median_change_hundredths: Option<i64>,
}

/// `over / under`, rounded to a whole number, halves away from zero. `under` is above 0.
fn rounded(over: i128, under: i128) -> i128 {
    let half = under / 2;
    let away = if over < 0 { -half } else { half };
    // An odd divisor has no halves.
    (over + away) / under
}

fn whole<T: TryFrom<i128>>(number: i128, greatest: T) -> T {
    T::try_from(number).unwrap_or(greatest)
}

impl Case {
    /// What it brought in more after than before; sums of a few months are far below the bounds of the type.
    fn change(&self) -> i128 {
        self.after.cast_signed() - self.before.cast_signed()
    }

    /// The order of two changes as parts of what was there before, which is above 0 for both.
    fn relative(&self, other: &Self) -> Ordering {
        let left = self.change().checked_mul(other.before.cast_signed());
        let right = other.change().checked_mul(self.before.cast_signed());
        left.cmp(&right)
    }
}

/// The median of some sorted values, as twice itself.
fn twice_median(sorted: &[i128]) -> Option<i128> {
    let middle = sorted.len().checked_sub(1)? / 2;
    let low = sorted.get(middle)?;
    let high = sorted.get(sorted.len() / 2)?;
    Some(low + high)
}

/// The median of the changes of cases that brought in something before, in hundredths of a percent.
fn median_of_parts(cases: &[Case]) -> Option<i64> {
    let mut cases: Vec<&Case> = cases.iter().filter(|case| case.before > 0).collect();
    cases.sort_by(|one, other| one.relative(other));
    let middle = cases.len().checked_sub(1)? / 2;
    let (low, high) = (cases.get(middle)?, cases.get(cases.len() / 2)?);
    let (one, other) = (low.before.cast_signed(), high.before.cast_signed());
    // low / one + high / other, halved: over one common denominator.
    let left = low.change().checked_mul(other)?;
    let sum = left.checked_add(high.change().checked_mul(one)?)?;
    let under = one.checked_mul(other)?.checked_mul(2)?;
    Some(whole(rounded(sum.checked_mul(10_000)?, under), i64::MAX))
}

impl Figure {
    /// The figure of some cases with so many months on each side, of which others were left out.
    pub fn of(cases: &[Case], months: u32, left_out: u32) -> Self {
        let count = u32::try_from(cases.len()).unwrap_or(u32::MAX);
        if count == 0 || months == 0 {
            return Self {
                left_out,
                ..Self::default()
            };
        }
        let before: i128 = cases.iter().map(|case| case.before.cast_signed()).sum();
        let after: i128 = cases.iter().map(|case| case.after.cast_signed()).sum();
        let in_months = i128::from(months);
        let of_all = i128::from(count) * in_months;
        let mut changes: Vec<i128> = cases.iter().map(Case::change).collect();
        changes.sort_unstable();
        let median = twice_median(&changes).map(|twice| rounded(twice, 2 * in_months));
        let part = (before > 0)
            .then(|| (after - before).checked_mul(10_000))
            .flatten();
        Self {
            cases: count,
            left_out,
            mean_before_vnd: whole(rounded(before, of_all), u64::MAX),
            mean_after_vnd: whole(rounded(after, of_all), u64::MAX),
            mean_change_vnd: whole(rounded(after - before, of_all), i64::MAX),
            median_change_vnd: whole(median.unwrap_or_default(), i64::MAX),
            change_hundredths: part.map(|part| whole(rounded(part, before), i64::MAX)),
            median_change_hundredths: median_of_parts(cases),
        }
    }
}

/// What changed for the products of a star and a criteria set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// The stars; `None` for all together.
    pub kind: Option<(Star, CriteriaSet)>,
    /// Reported sales.
    pub sales: Figure,
    /// Deals by the day on which they were agreed.
    pub deals: Figure,
}

/// What products brought in, by product and month.
pub type ByProduct = BTreeMap<Uuid, BTreeMap<Month, u64>>;

/// What changed with some occasions: for all together first, then for each star and criteria set that is among them. A month of
/// sales is known if it was reported; of deals all months are known.
pub fn effect(
    occasions: &[Occasion],
    window: Window,
    sales: &ByProduct,
    deals: &ByProduct,
) -> Vec<Effect> {
    let mut kinds: BTreeMap<(Star, CriteriaSet), Vec<&Occasion>> = BTreeMap::new();
    for occasion in occasions {
        let kind = (occasion.star, occasion.criteria_set);
        kinds.entry(kind).or_default().push(occasion);
    }
    let none = BTreeMap::new();
    let figure = |some: &[&Occasion], known: &ByProduct, complete: bool| {
        let cases = some.iter().filter_map(|occasion| {
            let months = known.get(&occasion.product_id).unwrap_or(&none);
            window.case(occasion.month, months, complete)
        });
        let cases: Vec<Case> = cases.collect();
        let left_out = u32::try_from(some.len() - cases.len()).unwrap_or(u32::MAX);
        Figure::of(&cases, window.months, left_out)
    };
    let of = |kind, some: &[&Occasion]| Effect {
        kind,
        sales: figure(some, sales, false),
        deals: figure(some, deals, true),
    };
    let all: Vec<&Occasion> = occasions.iter().collect();
    let each = kinds.iter().map(|(kind, some)| of(Some(*kind), some));
    std::iter::once(of(None, &all)).chain(each).collect()
}
