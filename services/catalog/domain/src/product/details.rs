//! What buyers ask of a product besides what it is: content, shelf life, capacity, orders, price, pictures and papers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// So much of something, such as 500 bottles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How many; at least 1.
    pub quantity: u64,
    /// Of what, such as "chai" or "kg".
    pub unit: String,
}

/// A price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Whole đồng; at least 1.
    pub vnd: u64,
    /// For what, such as "chai 500 ml".
    pub per: String,
}

/// What a file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A picture or paper, by the hash of its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What it shows.
    pub kind: FileKind,
    /// SHA-256 of the content, as 64 small hexadecimal digits.
    pub sha256: String,
    /// What it is called.
    pub title: String,
    /// Its media type, such as `image/jpeg`.
    pub media_type: String,
    /// What paper it is, if it is one and that was said.
    #[serde(default)]
    pub paper: Option<Paper>,
    /// Last day on which the paper is valid; `None` if it does not end.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

/// What buyers ask of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Net content, such as "500 ml".
    pub net_content: String,
    /// Days that it keeps.
    pub shelf_life_days: Option<u32>,
    /// How it is kept.
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

/// The fields of them that a change names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetailsPatch {
    /// Net content.
    pub net_content: Option<String>,
    /// Days that it keeps; `Some(None)` takes it away.
    pub shelf_life_days: Option<Option<u32>>,
    /// How it is kept.
    pub storage: Option<String>,
    /// How much is made in a month.
    pub capacity_per_month: Option<Option<Amount>>,
    /// The least that is sold at once.
    pub minimum_order: Option<Option<Amount>>,
    /// The price for traders.
    pub wholesale_price: Option<Option<Price>>,
    /// Pictures and papers.
    pub files: Option<Vec<File>>,
}

impl DetailsPatch {
    /// The details with the named fields changed.
    pub fn apply(&self, old: &Details) -> Details {
        let (old, patch) = (old.clone(), self.clone());
        Details {
            net_content: patch.net_content.unwrap_or(old.net_content),
            shelf_life_days: patch.shelf_life_days.unwrap_or(old.shelf_life_days),
            storage: patch.storage.unwrap_or(old.storage),
            capacity_per_month: patch.capacity_per_month.unwrap_or(old.capacity_per_month),
            minimum_order: patch.minimum_order.unwrap_or(old.minimum_order),
            wholesale_price: patch.wholesale_price.unwrap_or(old.wholesale_price),
            files: patch.files.unwrap_or(old.files),
        }
    }
}
