//! The certificates of the fish sauce, and what the tests of their themes share.

mod authorities;
mod correcting;
mod due;
mod ending;
mod importing;
mod issuing;
mod model;
mod over_time;
mod recognising;
mod records;
mod withdrawing;

use super::*;
use crate::certificate::{Ground, Revocation};
use crate::criteria;
use crate::criteria::regulation::DossierKind;
use crate::register::product::Place;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The fish sauce of the cooperative in Bình Sơn.
pub(crate) fn fish_sauce() -> Product {
    Product {
        id: Uuid::from_u128(0xF1),
        name: "Nước mắm Mười Quý".into(),
        producer_id: Uuid::from_u128(0xE1),
        producer_name: "Hợp tác xã Mười Quý".into(),
        producer_home: Default::default(),
        criteria_set: 9,
        place: Place {
            code: "21064".into(),
            name: "Bình Châu".into(),
            district_code: Some("524".into()),
            district_name: Some("Bình Sơn".into()),
            province_code: "51".into(),
            province_name: "Quảng Ngãi".into(),
            said_on: day("2020-01-01"),
        },
        status: crate::register::product::Status::Active,
    }
}

pub(crate) fn decision(number: &str, date: &str) -> Decision {
    Decision {
        number: number.into(),
        date: day(date),
        authority: "UBND tỉnh Quảng Ngãi".into(),
        signer: String::new(),
    }
}

/// A decision of the authority that decides on a star.
pub(crate) fn decision_on(star: Star, number: &str, date: &str) -> Decision {
    let authority = match star {
        Star::Five => "Bộ Nông nghiệp và Môi trường",
        Star::Three | Star::Four => "UBND tỉnh Quảng Ngãi",
    };
    Decision {
        authority: authority.into(),
        ..decision(number, date)
    }
}

pub(crate) fn grant(id: u128, star: Star, from: &str) -> Grant {
    Grant {
        id: Uuid::from_u128(id),
        star,
        regulation: Code::R2026,
        decision: decision_on(star, &format!("{id}/QĐ-UBND"), from),
        valid_from: day(from),
        product_code: String::new(),
        dossier_id: Some(Uuid::from_u128(0xD0)),
        recorded_on: day(from),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn old(id: u128, star: Star, from: &str) -> OldCertificate {
    let grant = grant(id, star, from);
    let Grant {
        id,
        star,
        decision,
        product_code,
        recorded_at,
        ..
    } = grant;
    OldCertificate {
        id,
        recorded_at,
        star,
        decision: Decision {
            authority: match star {
                Star::Five => "Bộ Nông nghiệp và Môi trường".into(),
                Star::Three | Star::Four => decision.authority,
            },
            ..decision
        },
        product_code,
    }
}

/// The day since which decisions are made in the system, of tests that ask for nothing else.
pub(crate) const START: NaiveDate = NaiveDate::MAX;

pub(crate) fn revocation(date: &str) -> Revocation {
    Revocation {
        ground: Ground::LegalBreach,
        reason: "Kết luận thanh tra".into(),
        decision: decision("99/QĐ-UBND", date),
    }
}

/// The same, of the authority that decides on a star.
pub(crate) fn revocation_of(star: Star, date: &str) -> Revocation {
    Revocation {
        decision: decision_on(star, "99/QĐ-UBND", date),
        ..revocation(date)
    }
}

/// A product with a certificate of three stars from 20 June 2026.
pub(crate) fn three_stars() -> Certification {
    let mut product = Certification::none(fish_sauce().id);
    product
        .issue(&fish_sauce(), grant(1, Star::Three, "2026-06-20"))
        .unwrap();
    product
}

fn recorded(product: &Certification) -> Vec<(&'static str, Option<u8>, u8)> {
    let line = |event: &Event| {
        (
            event.name(),
            event.previous_star.map(Star::number),
            event.certificate.star.number(),
        )
    };
    product.events.iter().map(line).collect()
}
