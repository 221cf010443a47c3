//! How a programme stands on a day: what is valid, what moved, who holds it, and how it went month by month.
//!
//! Everything is asked of the dates of certificates, so that a past day is answered with what was true then. What is
//! known of producers is what is known today. The database answers for large registers; this is the same in plain
//! words, for checking it.

mod measuring;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike as _, Days, Months, NaiveDate};
use uuid::Uuid;

use crate::certificate::Certificate;
use crate::certificate::certification::Certification;
use crate::criteria::star::Star;
use crate::programme::count::{Dimension, count};
use crate::register::producer::Producer;

pub use measuring::measure;

/// By what certificates are told apart.
pub const DIMENSIONS: [Dimension; 6] = [
    Dimension::Star,
    Dimension::Branch,
    Dimension::CriteriaSet,
    Dimension::Province,
    Dimension::District,
    Dimension::Commune,
];

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The day.
    pub as_of: NaiveDate,
    /// The first day from which movements are counted.
    pub since: NaiveDate,
    /// Only this province.
    pub province: Option<String>,
    /// How many months the trend goes back, that of the day included.
    pub months: u32,
}

/// One line of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is counted, as the dimension says.
    pub key: String,
    /// The name of a place, as it was when the certificate was given; empty for what has none.
    pub name: String,
    /// How many.
    pub count: u32,
}

/// A count by one dimension, greatest first, then by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The dimension.
    pub by: Dimension,
    /// The lines.
    pub lines: Vec<Line>,
}

/// What began and ended in a period. A certificate is compared with the one before it of the same product, even after a
/// gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Movements {
    /// Certificates of products that had none before.
    pub first: u32,
    /// With a higher star than the one before.
    pub upgraded: u32,
    /// With the same star.
    pub renewed: u32,
    /// With a lower star.
    pub lowered: u32,
    /// That ran out, and no other followed on the next day.
    pub expired: u32,
    /// That were valid and were revoked.
    pub revoked: u32,
}

/// Producers with a valid certificate; each counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Producers {
    /// All.
    pub total: u32,
    /// Led by a woman.
    pub led_by_woman: u32,
    /// Led by somebody of an ethnic minority.
    pub led_by_minority: u32,
    /// Led by somebody with a recognised disability.
    pub led_by_disabled: u32,
    /// In a circular or green chain with stable raw material.
    pub circular: u32,
    /// By kind; the key is empty for those whose kind is not known here.
    pub kinds: BTreeMap<String, u32>,
}

/// A point of the trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The last day of a month, or the day asked about.
    pub on: NaiveDate,
    /// Certificates valid on it with three, four and five stars.
    pub stars: [u32; 3],
}

/// How a programme stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many certificates are valid.
    pub total: u32,
    /// By each dimension.
    pub groups: Vec<Group>,
    /// What began and ended.
    pub movements: Movements,
    /// Who holds what is valid.
    pub producers: Producers,
    /// Month by month, oldest first.
    pub trend: Vec<Point>,
}

/// A result of five stars on its way to the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// Id of the product.
    pub product_id: Uuid,
    /// Code of the province.
    pub province_code: String,
    /// The day of the province's decision.
    pub on: NaiveDate,
}

/// Everything that progress is asked of.
#[derive(Clone, Copy, Debug)]
pub struct Register<'a> {
    /// The certificates of every product.
    pub products: &'a [Certification],
    /// Every producer.
    pub producers: &'a [Producer],
    /// Every result of five stars that was sent on.
    pub forwarded: &'a [Forwarded],
}

/// The days of a trend: the last of each month, and the day itself for its own month.
pub fn points(as_of: NaiveDate, months: u32) -> Vec<NaiveDate> {
    let first = as_of.with_day(1).unwrap_or(as_of);
    let end = |back: u32| {
        let next = first.checked_sub_months(Months::new(back - 1))?;
        next.pred_opt()
    };
    let mut days: Vec<NaiveDate> = (1..months).rev().filter_map(end).collect();
    days.push(as_of);
    days
}

/// The first day on which a certificate is worth nothing any more.
fn gone_on(certificate: &Certificate) -> NaiveDate {
    let over = certificate.day_after();
    certificate
        .revocation
        .as_ref()
        .map_or(over, |end| over.min(end.decision.date))
}

impl<'a> Register<'a> {
    /// Every certificate of a province with the one before it of its product.
    fn certificates(
        self,
        province: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a Certificate, Option<&'a Certificate>)> {
        self.products
            .iter()
            .flat_map(|product| {
                let before = std::iter::once(None).chain(product.certificates.iter().map(Some));
                product.certificates.iter().zip(before)
            })
            .filter(move |(this, _)| {
                province.is_none_or(|province| this.place.province_code == province)
            })
    }

    fn valid_on(
        self,
        province: Option<&'a str>,
        day: NaiveDate,
    ) -> impl Iterator<Item = &'a Certificate> {
        self.certificates(province)
            .map(|(this, _)| this)
            .filter(move |this| this.is_valid_on(day))
    }

    fn holders(self, province: Option<&'a str>, day: NaiveDate) -> Producers {
        let known: HashMap<Uuid, &Producer> = self
            .producers
            .iter()
            .map(|producer| (producer.id, producer))
            .collect();
        let holding: BTreeSet<Uuid> = self
            .valid_on(province, day)
            .map(|certificate| certificate.producer_id)
            .collect();
        let mut counted = Producers::default();
        for id in holding {
            let producer = known.get(&id);
            let kind = producer.and_then(|producer| producer.kind);
            let is = |what: fn(&Producer) -> bool| {
                u32::from(producer.is_some_and(|producer| what(producer)))
            };
            counted.total += 1;
            counted.led_by_woman += is(|producer| producer.led_by_woman);
            counted.led_by_minority += is(|producer| producer.led_by_minority);
            counted.led_by_disabled += is(|producer| producer.led_by_disabled);
            counted.circular += is(Producer::is_circular);
            let kind = kind.map_or("", |kind| kind.as_str());
            *counted.kinds.entry(kind.to_owned()).or_default() += 1;
        }
        counted
    }
}

/// How a programme stands.
pub fn progress(register: Register<'_>, asked: &Question) -> Progress {
    let (province, as_of) = (asked.province.as_deref(), asked.as_of);
    let groups: Vec<Group> = DIMENSIONS
        .into_iter()
        .map(|by| Group {
            by,
            lines: lines(register, province, as_of, by),
        })
        .collect();
    let trend = points(as_of, asked.months).into_iter().map(|on| {
        let valid = |star| {
            let of_star = register
                .valid_on(province, on)
                .filter(|this| this.star == star);
            u32::try_from(of_star.count()).unwrap_or(u32::MAX)
        };
        Point {
            on,
            stars: Star::ALL.map(valid),
        }
    });
    Progress {
        total: groups[0].lines.iter().map(|line| line.count).sum(),
        movements: movements(register, asked),
        producers: register.holders(province, as_of),
        trend: trend.collect(),
        groups,
    }
}

fn lines(
    register: Register<'_>,
    province: Option<&str>,
    as_of: NaiveDate,
    by: Dimension,
) -> Vec<Line> {
    let valid: Vec<&Certificate> = register.valid_on(province, as_of).collect();
    let name = |key: &str| {
        let named = valid.iter().filter_map(|certificate| {
            let place = &certificate.place;
            let (code, name) = match by {
                Dimension::Star | Dimension::Branch | Dimension::CriteriaSet => return None,
                Dimension::Province => (&place.province_code, &place.province_name),
                Dimension::Commune => (&place.code, &place.name),
                Dimension::District => {
                    (place.district_code.as_ref()?, place.district_name.as_ref()?)
                }
            };
            (code == key).then(|| name.clone())
        });
        named.max().unwrap_or_default()
    };
    count(valid.iter().copied(), as_of, by)
        .into_iter()
        .map(|row| Line {
            name: name(&row.key),
            key: row.key,
            count: row.count,
        })
        .collect()
}

fn movements(register: Register<'_>, asked: &Question) -> Movements {
    let (province, mut moved) = (asked.province.as_deref(), Movements::default());
    let in_period = |day: NaiveDate| asked.since <= day && day <= asked.as_of;
    for (this, before) in register.certificates(province) {
        if in_period(this.valid_from) {
            let way = before.map(|before| this.star.cmp(&before.star));
            match way {
                None => moved.first += 1,
                Some(std::cmp::Ordering::Greater) => moved.upgraded += 1,
                Some(std::cmp::Ordering::Equal) => moved.renewed += 1,
                Some(std::cmp::Ordering::Less) => moved.lowered += 1,
            }
        }
        if in_period(gone_on(this)) {
            let followed = register.certificates(None).any(|(other, before)| {
                before.is_some_and(|before| before.id == this.id)
                    && other.valid_from == this.valid_to + Days::new(1)
            });
            if gone_on(this) <= this.valid_to {
                moved.revoked += 1;
            } else if !followed {
                moved.expired += 1;
            }
        }
    }
    moved
}

#[cfg(test)]
mod tests;
