//! What is recorded of a producer as a business, year by year, and of the people behind it.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use super::{ProducerKind, Refusal};

/// How a cooperative is rated for a year (Circular on the rating of cooperatives; criterion 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// Tốt.
    Good,
    /// Khá.
    Fair,
    /// Trung bình.
    Average,
    /// Yếu.
    Weak,
}

/// A year of a producer: criteria 3.3 (local labour) and 3.4 (growth) ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    /// The calendar year.
    pub year: u32,
    /// Insured employees, on average.
    pub employees: Option<u32>,
    /// Those of them who live in the commune.
    pub resident_employees: Option<u32>,
    /// Revenue in whole đồng.
    pub revenue_vnd: Option<u64>,
    /// Profit in whole đồng; a loss is below 0.
    pub profit_vnd: Option<i64>,
    /// The rating of a cooperative.
    pub rating: Option<Rating>,
}

/// Somebody behind a producer besides its representative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Full name.
    pub full_name: String,
    /// What the person does there.
    pub position: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// Insured employees from which an enterprise is neither small nor medium in any trade (Decree 80/2021/NĐ-CP, Article 5).
const LARGE: u32 = 200;

/// Whether such a producer may take part with what is recorded of its years (Decision 26/2026/QĐ-TTg, Article 2.3).
///
/// # Errors
/// [`Refusal::EnterpriseTooLarge`], [`Refusal::RatingNotForKind`].
pub(super) fn may_take_part(kind: ProducerKind, years: &[Year]) -> Result<(), Refusal> {
    let rated = years.iter().any(|year| year.rating.is_some());
    if rated && kind != ProducerKind::Cooperative {
        return Err(Refusal::RatingNotForKind);
    }
    // A year of which nobody knows the number yet says nothing of the size.
    let counted = years
        .iter()
        .filter_map(|year| Some((year.year, year.employees?)));
    let newest = counted.max_by_key(|(year, _)| *year);
    if kind.is_enterprise() && newest.is_some_and(|(_, count)| count > LARGE) {
        return Err(Refusal::EnterpriseTooLarge);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: u32, employees: u32) -> Year {
        Year {
            year,
            employees: Some(employees),
            resident_employees: None,
            revenue_vnd: None,
            profit_vnd: None,
            rating: None,
        }
    }

    #[test]
    fn a_large_enterprise_takes_no_part_and_a_large_cooperative_does() {
        let grown = [year(2024, 150), year(2025, 201)];
        let refused = may_take_part(ProducerKind::LimitedCompany, &grown);
        assert_eq!(refused, Err(Refusal::EnterpriseTooLarge));
        assert_eq!(may_take_part(ProducerKind::Cooperative, &grown), Ok(()));
        let shrunk = [year(2024, 201), year(2025, 200)];
        assert_eq!(
            may_take_part(ProducerKind::JointStockCompany, &shrunk),
            Ok(())
        );
    }

    #[test]
    fn the_size_of_an_enterprise_is_that_of_the_newest_year_with_a_number() {
        let uncounted = Year {
            employees: None,
            ..year(2025, 0)
        };
        let large = [uncounted.clone(), year(2024, 201), year(2023, 150)];
        let kind = ProducerKind::LimitedCompany;
        assert_eq!(
            may_take_part(kind, &large),
            Err(Refusal::EnterpriseTooLarge)
        );
        let shrunk = [uncounted.clone(), year(2024, 200), year(2023, 201)];
        assert_eq!(may_take_part(kind, &shrunk), Ok(()));
        assert_eq!(may_take_part(kind, &[uncounted]), Ok(()));
    }

    #[test]
    fn only_cooperatives_are_rated() {
        let rated = [Year {
            rating: Some(Rating::Good),
            ..year(2025, 9)
        }];
        assert_eq!(may_take_part(ProducerKind::Cooperative, &rated), Ok(()));
        let refused = may_take_part(ProducerKind::Household, &rated);
        assert_eq!(refused, Err(Refusal::RatingNotForKind));
    }
}
