//! Progress counted anew from every certificate, in plain words: what the database's figures are held against.

mod count;
mod sales;
mod target;
mod tests;

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use ocop_evaluation::domain::certificate::Certificate;
use ocop_evaluation::domain::certificate::certification::Certification;
use ocop_evaluation::domain::criteria::star::Star;
use ocop_evaluation::domain::programme::count::Dimension;
use ocop_evaluation::domain::programme::progress::{
    DIMENSIONS, Group, Line, Movements, Point, Producers, Progress, Question, points,
};
use ocop_evaluation::domain::register::producer::Producer;
use ocop_evaluation::domain::register::sales::SalesReport;
use ocop_evaluation::domain::register::training::Training;
use ocop_places::{Said, built_in};
use uuid::Uuid;

use self::count::count;
pub(crate) use self::target::measure;

/// A result of five stars on its way to the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Forwarded {
    /// Id of the product.
    pub(crate) product_id: Uuid,
    /// Code of the province.
    pub(crate) province_code: String,
    /// The day of the province's decision.
    pub(crate) on: NaiveDate,
}

/// Everything that progress is question of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Register<'a> {
    /// The certificates of every product.
    pub(crate) products: &'a [Certification],
    /// Every producer.
    pub(crate) producers: &'a [Producer],
    /// Every result of five stars that was sent on.
    pub(crate) forwarded: &'a [Forwarded],
    /// Every report of sales.
    pub(crate) sales: &'a [SalesReport],
    /// Every session of training.
    pub(crate) trainings: &'a [Training],
}

/// The first day on which a certificate is worth nothing any more.
fn gone_on(certificate: &Certificate) -> NaiveDate {
    let over = certificate.day_after();
    certificate
        .revocation
        .as_ref()
        .map_or(over, |end| over.min(end.decision.date))
}

/// The province of a question, in the units of the day that it names.
fn asked(question: &Question) -> Option<Said<'_>> {
    let code = question.province.as_deref()?;
    let on = question.in_units_of;
    Some(Said { code, on })
}

impl<'a> Register<'a> {
    /// Every certificate of a province with the one before it of its product.
    fn certificates(
        self,
        province: Option<Said<'a>>,
    ) -> impl Iterator<Item = (&'a Certificate, Option<&'a Certificate>)> {
        self.products
            .iter()
            .flat_map(|product| {
                let before = std::iter::once(None).chain(product.certificates.iter().map(Some));
                product.certificates.iter().zip(before)
            })
            .filter(move |(this, _)| {
                let own = Said {
                    code: &this.place.province_code,
                    on: this.place.said_on,
                };
                province.is_none_or(|province| built_in().lies_in(own, province))
            })
    }

    fn valid_on(
        self,
        province: Option<Said<'a>>,
        day: NaiveDate,
    ) -> impl Iterator<Item = &'a Certificate> {
        self.certificates(province)
            .map(|(this, _)| this)
            .filter(move |this| this.is_valid_on(day))
    }

    /// The producers with a certificate valid on a day.
    fn holding(self, province: Option<Said<'a>>, day: NaiveDate) -> BTreeSet<Uuid> {
        self.valid_on(province, day)
            .map(|certificate| certificate.producer_id)
            .collect()
    }

    /// The producers who attended a session of training in these days.
    fn trained(self, (from, to): (NaiveDate, NaiveDate)) -> BTreeSet<Uuid> {
        let held = self.trainings.iter();
        held.filter(|session| (from..=to).contains(&session.held_on))
            .flat_map(|session| session.producers.iter().copied())
            .collect()
    }

    fn holders(
        self,
        province: Option<Said<'a>>,
        (since, day): (NaiveDate, NaiveDate),
    ) -> Producers {
        let trained = self.trained((since, day));
        let known: HashMap<Uuid, &Producer> = self
            .producers
            .iter()
            .map(|producer| (producer.id, producer))
            .collect();
        let mut counted = Producers::default();
        for id in self.holding(province, day) {
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
            counted.modern_channels += u32::from(self.is_in_modern_channels(id, day));
            counted.trained += u32::from(trained.contains(&id));
            let kind = kind.map(|kind| kind.to_string()).unwrap_or_default();
            *counted.kinds.entry(kind).or_default() += 1;
        }
        counted
    }
}

/// How a programme stands.
pub(crate) fn progress(register: Register<'_>, question: &Question) -> Progress {
    let (province, as_of) = (asked(question), question.as_of);
    let groups: Vec<Group> = DIMENSIONS
        .into_iter()
        .map(|by| Group {
            by,
            lines: lines(register, province, as_of, by),
        })
        .collect();
    let trend = points(as_of, question.months).into_iter().map(|on| {
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
        movements: movements(register, question),
        producers: register.holders(province, (question.since, as_of)),
        trend: trend.collect(),
        sales: register.growth(province, as_of),
        groups,
    }
}

fn lines(
    register: Register<'_>,
    province: Option<Said<'_>>,
    as_of: NaiveDate,
    by: Dimension,
) -> Vec<Line> {
    let valid: Vec<&Certificate> = register.valid_on(province, as_of).collect();
    let name = |key: &str| {
        let named = valid.iter().filter_map(|certificate| {
            let place = &certificate.place;
            let (code, name) = match by {
                Dimension::Star
                | Dimension::Branch
                | Dimension::CriteriaSet
                | Dimension::Kind
                | Dimension::Year => return None,
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

fn movements(register: Register<'_>, question: &Question) -> Movements {
    let (province, mut moved) = (asked(question), Movements::default());
    let in_period = |day: NaiveDate| question.since <= day && day <= question.as_of;
    for (this, before) in register.certificates(province) {
        // What goes on from another, with a successor or in force again, is no recognition.
        if in_period(this.valid_from) && this.goes_on.is_none() {
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
