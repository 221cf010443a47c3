//! What the catalog holds of a product's newest certificate. The evaluation service owns it.

use chrono::NaiveDate;
use uuid::Uuid;

/// What the last event said of a product's certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest {
    /// The product.
    pub product_id: Uuid,
    /// The newest of them; `None` if it has none, because the only one had been entered for it by mistake.
    pub held: Option<HeldCertificate>,
}

/// A certificate as its last event described it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCertificate {
    /// The product.
    pub product_id: Uuid,
    /// Id of the certificate.
    pub id: Uuid,
    /// Stars: 3, 4 or 5.
    pub star: u32,
    /// Number of the decision that gave it.
    pub decision_number: String,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_to: NaiveDate,
    /// The day from which it is revoked.
    pub revoked_on: Option<NaiveDate>,
    /// It was taken over from the register of an earlier decision.
    pub imported: bool,
}

impl HeldCertificate {
    /// The stars it gives its product on a day; 0 if it is not valid then.
    pub fn star_on(&self, day: NaiveDate) -> u32 {
        let in_term = self.valid_from <= day && day <= self.valid_to;
        let revoked = self.revoked_on.is_some_and(|revoked| revoked <= day);
        if in_term && !revoked { self.star } else { 0 }
    }

    /// Whether it is valid on a day or will be.
    pub fn stands_from(&self, day: NaiveDate) -> bool {
        let revoked = self.revoked_on.is_some_and(|revoked| revoked <= day);
        day <= self.valid_to && !revoked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_shines_from_the_first_day_to_the_last_and_not_from_revocation_on() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut held = HeldCertificate {
            product_id: Uuid::nil(),
            id: Uuid::nil(),
            star: 4,
            decision_number: "1898/QĐ-UBND".to_owned(),
            valid_from: day("2026-06-15"),
            valid_to: day("2029-06-14"),
            revoked_on: None,
            imported: false,
        };
        for (on, star) in [
            ("2026-06-14", 0),
            ("2026-06-15", 4),
            ("2029-06-14", 4),
            ("2029-06-15", 0),
        ] {
            assert_eq!(held.star_on(day(on)), star, "on {on}");
        }
        held.revoked_on = Some(day("2026-11-10"));
        assert_eq!(held.star_on(day("2026-11-09")), 4);
        assert_eq!(held.star_on(day("2026-11-10")), 0);
        assert!(held.stands_from(day("2026-11-09")));
        assert!(!held.stands_from(day("2026-11-10")));
    }
}
