//! A fish sauce and its certificates, for the tests of this crate.

use chrono::{DateTime, Months, NaiveDate, Utc};
use uuid::Uuid;

use crate::listing::{
    Certificate, CertificateFact, Certified, CriteriaSet, Decision, Ground, Listing, Place,
    Product, Revocation, Standing, Star, Trade,
};
use crate::partner::{Details, Email, Partner, Profile, Sourcing};

pub(crate) fn today() -> NaiveDate {
    day("2026-11-24")
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn set(number: u32) -> CriteriaSet {
    CriteriaSet::try_from(number).unwrap()
}

pub(crate) fn fish_sauce() -> Product {
    Product {
        id: Uuid::from_u128(1),
        name: "Nước mắm Mười Quý".into(),
        producer_id: Uuid::from_u128(2),
        producer_name: "Cơ sở nước mắm Mười Quý".into(),
        criteria_set: set(9),
        place: Place {
            code: "21040".into(),
            name: "Bình Sơn".into(),
            province_code: "51".into(),
            province_name: "Quảng Ngãi".into(),
            said_on: today(),
        },
        active: true,
        trade: Trade::default(),
    }
}

/// A certificate decided and beginning on that day, for 36 months.
pub(crate) fn certificate(id: u128, star: Star, decided: &str) -> Certificate {
    let date = day(decided);
    Certificate {
        id: Uuid::from_u128(id),
        star,
        decision: Decision {
            number: format!("{id}/QĐ-UBND"),
            date,
            authority: "UBND tỉnh Quảng Ngãi".into(),
        },
        valid_from: date,
        valid_to: (date + Months::new(36)).pred_opt().unwrap(),
        imported: false,
        certified: certified(fish_sauce()),
    }
}

/// What a certificate of this product says of it.
pub(crate) fn certified(product: Product) -> Certified {
    Certified {
        name: product.name,
        producer_name: product.producer_name,
        criteria_set: product.criteria_set,
        place: product.place,
    }
}

pub(crate) fn granted(certificate: &Certificate) -> CertificateFact {
    CertificateFact {
        product: fish_sauce(),
        certificate: certificate.clone(),
        standing: Standing::Granted,
        corrected: false,
    }
}

pub(crate) fn expired(certificate: &Certificate) -> CertificateFact {
    CertificateFact {
        standing: Standing::Expired,
        ..granted(certificate)
    }
}

pub(crate) fn revocation(decided: &str) -> Revocation {
    Revocation {
        ground: Ground::LegalBreach,
        reason: "Kết luận thanh tra an toàn thực phẩm".into(),
        decision: Decision {
            number: "77/QĐ-UBND".into(),
            date: day(decided),
            authority: "UBND tỉnh Quảng Ngãi".into(),
        },
    }
}

pub(crate) fn revoked(certificate: &Certificate, decided: &str) -> CertificateFact {
    CertificateFact {
        standing: Standing::Revoked(revocation(decided)),
        ..granted(certificate)
    }
}

/// A supermarket that looks for seasonings of three stars and more from Quảng Ngãi.
pub(crate) fn supermarket() -> Partner {
    Partner::register(
        Uuid::from_u128(100),
        Details::bare(
            "Siêu thị Sông Trà".into(),
            Email::parse("muahang@songtra.example").unwrap(),
        ),
        Sourcing::one(Profile {
            name: String::new(),
            criteria_sets: [set(9), set(10)].into(),
            province_codes: ["51".to_owned()].into(),
            said_on: today(),
            minimum_star: Star::Three,
            criteria: Vec::new(),
        }),
    )
}

/// The fish sauce's listing after these certificate facts, versions 1, 2, 3 …
pub(crate) fn listing(facts: &[CertificateFact]) -> Listing {
    let mut listing = Listing::of(fish_sauce());
    for (fact, version) in facts.iter().zip(1..) {
        listing.apply(fact.clone(), version, today());
    }
    listing
}
