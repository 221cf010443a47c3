//! Which dossiers: the conditions of a search.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::{DossierKind, DossierState};

use crate::commands::units::Units;
use crate::{provinces, words};

/// Which dossiers; every condition that is given must hold.
#[derive(Args, Debug)]
pub(super) struct Filters {
    /// Only those of this product.
    #[arg(long, value_name = "ID", default_value = "")]
    product: String,
    /// Only those of this producer.
    #[arg(long, value_name = "ID", default_value = "")]
    producer: String,
    /// Only those in this round.
    #[arg(long, value_name = "ID", default_value = "")]
    round: String,
    /// Only those in a round of this year.
    #[arg(long, value_name = "YEAR")]
    year: Option<u32>,
    /// Only those in a round with this number.
    #[arg(long, value_name = "NUMBER")]
    round_number: Option<u32>,
    /// Only those that stand here, such as draft or commune_endorsed; several with commas.
    #[arg(long, value_delimiter = ',', value_parser = words::named::<DossierState>)]
    state: Vec<DossierState>,
    /// Only those that ask for this: first, upgrade or re_evaluation.
    #[arg(long, value_parser = words::named::<DossierKind>)]
    kind: Option<DossierKind>,
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those of products made in this commune.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those of this criteria set, 1 to 26.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=26))]
    set: Option<u32>,
    /// Only those whose last council found this many stars, 3 to 5.
    #[arg(long, value_name = "STARS", value_parser = clap::value_parser!(u32).range(3..=5))]
    star: Option<u32>,
    /// Only those on which this member has still to vote.
    #[arg(long, value_name = "SUBJECT", default_value = "")]
    awaiting: String,
    /// Only those that are late (true) or are not (false).
    #[arg(long, num_args = 0..=1, default_missing_value = "true")]
    late: Option<bool>,
    /// Only those of the product with this code, however it is typed.
    #[arg(long, default_value = "")]
    code: String,
    /// Only those with all these words in the names of product, producer and place.
    #[arg(long, value_name = "WORDS", default_value = "")]
    search: String,
    /// Only those lodged from this day on, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    lodged_from: Option<NaiveDate>,
    /// Only those lodged until this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    lodged_to: Option<NaiveDate>,
}

impl Filters {
    pub(super) fn request(self) -> proto::ListDossiersRequest {
        proto::ListDossiersRequest {
            product_id: self.product,
            producer_id: self.producer,
            round_id: self.round,
            round_year: self.year,
            round_number: self.round_number,
            states: self.state.into_iter().map(i32::from).collect(),
            kind: self.kind.unwrap_or_default().into(),
            province_code: self.province.unwrap_or_default(),
            place_code: self.place,
            in_units_of: self.units.day(),
            criteria_set: self.set,
            star: self.star,
            awaiting_member: self.awaiting,
            late: self.late,
            product_code: self.code,
            search: self.search,
            lodged_from: words::written(self.lodged_from),
            lodged_to: words::written(self.lodged_to),
            ..proto::ListDossiersRequest::default()
        }
    }
}
