//! Verifying by the names of product and producer, for who has no code.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1 as proto;

use super::{is_good, standing};
use crate::client::{Bearer, Target};
use crate::commands::Outcome;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// The names.
#[derive(Args, Debug)]
pub(crate) struct ByName {
    /// Words of the product's name in any order, with or without accents.
    #[arg(long, value_name = "WORDS", default_value = "")]
    name: String,
    /// Words of the producer's name; what it holds is shown.
    #[arg(long, value_name = "WORDS", default_value = "")]
    producer: String,
    /// With names: only what was certified in this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
}

impl ByName {
    /// Exit code 0 if a product was found that is certified, or a producer that holds something if no product was named.
    pub(super) async fn run(
        self,
        target: &Target,
        as_of: Option<NaiveDate>,
        format: Format,
    ) -> anyhow::Result<Outcome> {
        let of_producer = self.name.is_empty();
        let request = proto::VerifyByNameRequest {
            product_name: self.name,
            producer_name: self.producer,
            province_code: self.province.unwrap_or_default(),
            as_of: words::written(as_of),
        };
        let mut service = target
            .services(&["evaluation"])?
            .certificates(&Bearer::none());
        let answer = service.verify_by_name(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        let certified = if of_producer {
            answer
                .producers
                .iter()
                .any(|producer| !producer.held.is_empty())
        } else {
            answer.found.iter().any(|found| is_good(found.standing()))
        };
        match format {
            Format::Json => output::json(&answer)?,
            Format::Text => show(&answer, of_producer),
        }
        Ok(Outcome::problem_if(!certified))
    }
}

fn show(answer: &proto::VerifyByNameResponse, of_producer: bool) {
    if answer.found.is_empty() && !of_producer {
        let text = "Không tìm thấy sản phẩm nào · no product with such names was ever certified";
        output::line(output::bad(text));
    }
    if !answer.found.is_empty() {
        let mut table = output::table(&["product", "producer", "star", "to", "on that day"]);
        for found in &answer.found {
            let certificate = found.certificate.clone().unwrap_or_default();
            let said = standing(found.standing());
            table.add_row([
                certificate.product_name.into(),
                certificate.producer_name.into(),
                output::stars(certificate.star).into(),
                certificate.valid_to.into(),
                if is_good(found.standing()) {
                    said.into()
                } else {
                    output::bad_cell(said)
                },
            ]);
        }
        output::line(table);
        more(answer.more_found, "products fit; name more words");
    }
    if of_producer && answer.producers.is_empty() {
        let text = "Không tìm thấy chủ thể nào · no producer with such a name was ever certified";
        output::line(output::bad(text));
    }
    for producer in &answer.producers {
        let heading = format!("{} holds", producer.producer_name);
        output::line(output::heading(&heading));
        if producer.held.is_empty() {
            output::line("no certificate that is valid on that day");
            continue;
        }
        let mut table = output::table(&["product", "star", "product code", "to", ""]);
        for held in &producer.held {
            table.add_row([
                held.product_name.clone(),
                output::stars(held.star),
                held.product_code.clone(),
                held.valid_to.clone(),
                imported(held.imported).to_owned(),
            ]);
        }
        output::line(table);
        more(producer.more_held, "certificates");
    }
    more(answer.more_producers, "producers fit; name more words");
}

/// What was taken over from an old register says so.
pub(crate) fn imported(imported: bool) -> &'static str {
    if imported { "imported" } else { "" }
}

fn more(is_more: bool, what: &str) {
    if is_more {
        output::line(format_args!("… and more {what}"));
    }
}
