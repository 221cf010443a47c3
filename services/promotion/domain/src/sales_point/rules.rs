//! The rules of points and design centres, as data with days.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

/// Something that the rules name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// What it is in Vietnamese.
    pub name: String,
}

/// The rules of points by one decision.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointRules {
    /// Number of the decision.
    pub number: String,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// The last day that it names.
    pub stated_to: Option<NaiveDate>,
    /// Groups of places: a point is one of them.
    pub place: Vec<Named>,
    /// Groups of products besides those with three stars and more.
    pub product: Vec<Named>,
    /// What must be met besides.
    pub condition: Vec<Named>,
}

impl PointRules {
    /// Whether there is such a group of places.
    pub fn has_place(&self, code: &str) -> bool {
        self.place.iter().any(|group| group.code == code)
    }

    /// Whether there is such a group of products.
    pub fn has_product(&self, code: &str) -> bool {
        self.product.iter().any(|group| group.code == code)
    }

    /// Whether there is such a condition.
    pub fn has_condition(&self, code: &str) -> bool {
        self.condition
            .iter()
            .any(|condition| condition.code == code)
    }
}

/// The rules of design centres of a province by one decision.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CentreRules {
    /// Number of the decision.
    pub number: String,
    /// Code of the province.
    pub province: String,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// The smallest floor area.
    pub minimum_square_metres: u32,
    /// How much of what is shown must be OCOP products or local craft, in percent.
    pub local_percent: u32,
    /// The most points for display and sale.
    pub display_points: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    points: Vec<PointRules>,
    centres: Vec<CentreRules>,
}

static RULES: LazyLock<File> = LazyLock::new(|| {
    let file = include_str!("../../rules/sales-points.toml");
    toml::from_str(file).expect("the file of rules, which the tests read, is sound")
});

/// The rules of points on a day: the last that have begun.
pub fn points_on(day: NaiveDate) -> Option<&'static PointRules> {
    let begun = RULES.points.iter().filter(|rules| rules.from <= day);
    begun.max_by_key(|rules| rules.from)
}

/// The rules of design centres of a province of today on a day; those of Hà Nội, which alone has some, elsewhere.
pub fn centres_on(day: NaiveDate) -> Option<&'static CentreRules> {
    let begun = RULES.centres.iter().filter(|rules| rules.from <= day);
    begun.max_by_key(|rules| rules.from)
}
