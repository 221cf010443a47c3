//! A producer as a business, on the wire.

use std::collections::BTreeSet;

use ocop_chassis::grpc::{Violations, YEARS, enum_pairs};
use ocop_proto::catalog::v1 as proto;

use crate::domain::producer::{Gln, Person, Rating, Year};

const NAME: usize = 200;
/// Most years, and most people, of a producer.
const MOST: usize = 30;

enum_pairs! {
    fn rating_to_proto(Rating) -> proto::CooperativeRating;
    fn rating_from_proto(proto::CooperativeRating) -> Option<Rating>;
    Good, Fair, Average, Weak
}

pub(super) fn gln(v: &mut Violations, field: &str, text: &str) -> Option<Gln> {
    let gln = Gln::parse(text);
    if gln.is_none() && !text.is_empty() {
        v.add(
            field,
            "MALFORMED",
            "must be 13 digits with a right check digit",
        );
    }
    gln
}

pub(super) fn years_to_proto(years: Vec<Year>) -> Vec<proto::ProducerYear> {
    let of = |year: Year| proto::ProducerYear {
        year: year.year,
        employees: year.employees,
        resident_employees: year.resident_employees,
        revenue_vnd: year.revenue_vnd,
        profit_vnd: year.profit_vnd,
        rating: year
            .rating
            .map_or(proto::CooperativeRating::Unspecified, rating_to_proto)
            .into(),
    };
    years.into_iter().map(of).collect()
}

/// Reads the years, the newest first.
pub(super) fn years(
    v: &mut Violations,
    field: &str,
    years: &[proto::ProducerYear],
) -> Option<Vec<Year>> {
    if years.len() > MOST {
        v.add(field, "TOO_MANY", format!("must be at most {MOST}"));
        return None;
    }
    let (mut read, mut known) = (Vec::new(), BTreeSet::new());
    for (at, year) in years.iter().enumerate() {
        let part = |name: &str| format!("{field}[{at}].{name}");
        let is_year = i32::try_from(year.year).is_ok_and(|year| YEARS.contains(&year));
        if !is_year {
            v.add(part("year"), "OUT_OF_RANGE", "must be a calendar year");
        } else if !known.insert(year.year) {
            v.add(part("year"), "TWICE", "stands here already");
        }
        let residents = year.resident_employees;
        if residents.is_some_and(|count| year.employees.is_none_or(|all| count > all)) {
            let rule = "must not be more than the employees";
            v.add(part("resident_employees"), "OUT_OF_RANGE", rule);
        }
        let rating = v.known_or_any(&part("rating"), year.rating);
        read.push(Year {
            year: year.year,
            employees: year.employees,
            resident_employees: residents,
            revenue_vnd: year.revenue_vnd,
            profit_vnd: year.profit_vnd,
            rating: rating.and_then(rating_from_proto),
        });
    }
    read.sort_by_key(|year| std::cmp::Reverse(year.year));
    Some(read)
}

pub(super) fn people_to_proto(people: Vec<Person>) -> Vec<proto::ProducerPerson> {
    let of = |person: Person| proto::ProducerPerson {
        full_name: person.full_name,
        position: person.position,
        phone: person.phone,
        email: person.email,
    };
    people.into_iter().map(of).collect()
}

pub(super) fn people(
    v: &mut Violations,
    field: &str,
    people: &[proto::ProducerPerson],
) -> Option<Vec<Person>> {
    if people.len() > MOST {
        v.add(field, "TOO_MANY", format!("must be at most {MOST}"));
        return None;
    }
    let mut read = Vec::with_capacity(people.len());
    for (at, person) in people.iter().enumerate() {
        let part = |name: &str| format!("{field}[{at}].{name}");
        let full_name = v.name(&part("full_name"), &person.full_name, NAME);
        let position = v.optional_text(&part("position"), &person.position, NAME);
        let phone = v.optional_text(&part("phone"), &person.phone, 30);
        let email = v.optional_text(&part("email"), &person.email, 254);
        if let (Some(full_name), Some(position), Some(phone), Some(email)) =
            (full_name, position, phone, email)
        {
            read.push(Person {
                full_name,
                position,
                phone,
                email,
            });
        }
    }
    Some(read)
}
