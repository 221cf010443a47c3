//! What the trade asks of a product besides its stars: content, shelf life, capacity, orders, price and papers. The catalog
//! owns all of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use super::Term;

/// What kind of participant the producer is: Article 2.3 of Decision 26/2026/QĐ-TTg.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ProducerKind {
    /// Hợp tác xã.
    Cooperative,
    /// Tổ hợp tác.
    CooperativeGroup,
    /// Công ty TNHH.
    LimitedCompany,
    /// Doanh nghiệp tư nhân.
    PrivateEnterprise,
    /// Công ty cổ phần.
    JointStockCompany,
    /// Trang trại.
    Farm,
    /// Hộ sản xuất.
    Household,
    /// Hội, hiệp hội.
    Association,
    /// Trung tâm điều hành.
    OperatingCentre,
}

/// What kind of value chain the producer works in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ValueChain {
    /// Neither circular nor green.
    Ordinary,
    /// Kinh tế tuần hoàn.
    Circular,
    /// Kinh tế xanh.
    Green,
}

/// So much of something, such as 500 bottles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How many.
    pub quantity: u64,
    /// Of what, such as "chai" or "kg".
    pub unit: String,
}

/// A price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Whole đồng.
    pub vnd: u64,
    /// For what, such as "chai 500 ml".
    pub per: String,
}

/// What two writings of a unit have in common: amounts and prices are compared only if it is the same.
pub fn unit_key(unit: &str) -> String {
    let words: Vec<String> = unit.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

impl Amount {
    /// What amounts that can be compared have in common.
    pub fn unit_key(&self) -> String {
        unit_key(&self.unit)
    }

    /// The quantity in the unit of another amount. `None` if the units differ.
    pub fn in_unit_of(&self, other: &Self) -> Option<u64> {
        (self.unit_key() == other.unit_key()).then_some(self.quantity)
    }
}

impl Price {
    /// What prices that can be compared have in common.
    pub fn unit_key(&self) -> String {
        unit_key(&self.per)
    }

    /// The đồng for as much as the other price is for. `None` if they are for different things.
    pub fn in_unit_of(&self, other: &Self) -> Option<u64> {
        (self.unit_key() == other.unit_key()).then_some(self.vnd)
    }
}

/// What a file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// The product.
    Picture,
    /// Its label.
    Label,
    /// A paper about it.
    Paper,
}

/// What a paper is, as buyers ask for it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Certificate of the conditions of food safety.
    FoodSafety,
    /// Certificate of a system of quality or safety, such as ISO 22000 or HACCP.
    QualitySystem,
    /// The producer's own declaration of the product, or its registration.
    Declaration,
    /// Report of a test by a laboratory.
    TestReport,
    /// Certificate of the use of barcodes.
    Barcode,
    /// Certificate of a trade mark or a geographical indication.
    TradeMark,
    /// Certificate of organic or good agricultural practice.
    GoodPractice,
}

/// What stands for the hash of a picture in the address of all of them.
pub const PICTURE_HASH: &str = "{sha256}";

/// A picture or paper, by the hash of its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What it shows.
    pub kind: FileKind,
    /// SHA-256 of the content in hexadecimal digits.
    pub sha256: String,
    /// What it is called.
    pub title: String,
    /// Its media type.
    pub media_type: String,
    /// What paper it is.
    pub paper: Option<Paper>,
    /// Last day on which the paper is valid; `None` if it does not end.
    pub valid_to: Option<NaiveDate>,
}

/// What the trade asks of a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trade {
    /// Its GTIN.
    pub gtin: Option<String>,
    /// The brand it is sold under; may be empty.
    pub brand: String,
    /// What kind of participant its producer is.
    pub producer_kind: Option<ProducerKind>,
    /// What kind of value chain its producer works in.
    pub value_chain: Option<ValueChain>,
    /// Net content; may be empty.
    pub net_content: String,
    /// Days that it keeps.
    pub shelf_life_days: Option<u32>,
    /// How it is kept; may be empty.
    pub storage: String,
    /// How much is made in a month.
    pub capacity_per_month: Option<Amount>,
    /// The least that is sold at once.
    pub minimum_order: Option<Amount>,
    /// The price for traders.
    pub wholesale_price: Option<Price>,
    /// Pictures and papers, the first picture first.
    pub files: Vec<File>,
}

impl Trade {
    /// Whether it is green: made in a green value chain.
    pub fn is_green(&self) -> bool {
        self.value_chain == Some(ValueChain::Green)
    }

    /// Until when it has a paper: the longest of those of that kind.
    pub fn paper(&self, paper: Paper) -> Term {
        let of_kind = self.files.iter().filter(|file| file.paper == Some(paper));
        let terms = of_kind.map(|file| file.valid_to.map_or(Term::Always, Term::Until));
        terms.max().unwrap_or(Term::Never)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    fn paper(valid_to: Option<&str>) -> File {
        File {
            kind: FileKind::Paper,
            sha256: "a".repeat(64),
            title: String::new(),
            media_type: "application/pdf".into(),
            paper: Some(Paper::FoodSafety),
            valid_to: valid_to.map(day),
        }
    }

    #[test]
    fn of_two_papers_of_a_kind_the_one_that_ends_later_counts() {
        let mut trade = Trade::default();
        assert_eq!(trade.paper(Paper::FoodSafety), Term::Never);
        trade.files = vec![paper(Some("2027-01-31")), paper(Some("2026-06-30"))];
        let term = trade.paper(Paper::FoodSafety);
        assert_eq!(term, Term::Until(day("2027-01-31")));
        assert!(term.holds(day("2027-01-31")) && !term.holds(day("2027-02-01")));
        trade.files.push(paper(None));
        assert_eq!(trade.paper(Paper::FoodSafety), Term::Always);
        assert_eq!(trade.paper(Paper::Barcode), Term::Never);
    }

    #[test]
    fn amounts_are_compared_in_the_same_unit_only() {
        let amount = |quantity, unit: &str| Amount {
            quantity,
            unit: unit.into(),
        };
        assert_eq!(
            amount(500, " Chai  500 ml").in_unit_of(&amount(1, "chai 500 ml")),
            Some(500)
        );
        assert_eq!(amount(500, "kg").in_unit_of(&amount(1, "chai")), None);
        let price = |vnd, per: &str| Price {
            vnd,
            per: per.into(),
        };
        let for_a_bottle = price(1, "chai");
        assert_eq!(
            price(95_000, " Chai").in_unit_of(&for_a_bottle),
            Some(95_000)
        );
        assert_eq!(price(95_000, "lít").in_unit_of(&for_a_bottle), None);
    }
}
