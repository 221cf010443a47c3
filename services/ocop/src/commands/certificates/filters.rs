//! Which certificates: the conditions of a search.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::CertificateKind;

use crate::commands::units::Units;
use crate::{provinces, words};

/// Which certificates; every condition that is given must hold.
#[derive(Args, Debug)]
pub(super) struct Filters {
    /// Only those of this product.
    #[arg(long, value_name = "ID", default_value = "")]
    product: String,
    /// Only those of this producer.
    #[arg(long, value_name = "ID", default_value = "")]
    producer: String,
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those of products made in this commune.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those valid on this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    valid_on: Option<NaiveDate>,
    /// Only those with this many stars, 3 to 5.
    #[arg(long, value_name = "STARS", value_parser = clap::value_parser!(u32).range(3..=5))]
    star: Option<u32>,
    /// Only those of this criteria set, 1 to 26.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=26))]
    set: Option<u32>,
    /// Only those of this kind, such as renewal or imported.
    #[arg(long, value_parser = words::named::<CertificateKind>)]
    kind: Option<CertificateKind>,
    /// Only those that a decision of this number gave, however it is typed.
    #[arg(long, value_name = "NUMBER", default_value = "")]
    decision: String,
    /// Only those with this product code, however it is typed.
    #[arg(long, default_value = "")]
    code: String,
    /// Only those with all these words in the names of product, producer and place.
    #[arg(long, value_name = "WORDS", default_value = "")]
    search: String,
    /// Only those decided from this day on, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    decided_from: Option<NaiveDate>,
    /// Only those decided until this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    decided_to: Option<NaiveDate>,
    /// Only those whose last day is this day or a later one, YYYY-MM-DD; what is revoked is left out.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    ends_from: Option<NaiveDate>,
    /// Only those whose last day is this day or an earlier one, YYYY-MM-DD; what is revoked is left out.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    ends_to: Option<NaiveDate>,
}

impl Filters {
    pub(super) fn request(self) -> proto::ListCertificatesRequest {
        proto::ListCertificatesRequest {
            product_id: self.product,
            producer_id: self.producer,
            province_code: self.province.unwrap_or_default(),
            place_code: self.place,
            in_units_of: self.units.day(),
            valid_on: words::written(self.valid_on),
            star: self.star,
            criteria_set: self.set,
            kind: self.kind.unwrap_or_default().into(),
            decision_number: self.decision,
            product_code: self.code,
            search: self.search,
            decided_from: words::written(self.decided_from),
            decided_to: words::written(self.decided_to),
            ends_from: words::written(self.ends_from),
            ends_to: words::written(self.ends_to),
            ..proto::ListCertificatesRequest::default()
        }
    }
}
