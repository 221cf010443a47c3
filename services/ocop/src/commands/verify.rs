//! `ocop verify`: is this product certified on this day?

pub(crate) mod by_name;

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;
use ocop_proto::evaluation::v1::{Standing, VerifyCertificateRequest};
use uuid::Uuid;

use super::Outcome;
use crate::client::{Bearer, Target};
use crate::errors::{CallError, Refused};
use crate::output::{self, Format};
use crate::words;

/// What to ask about.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// The printed product code, or the id of a certificate, or with --product of a product.
    #[arg(required_unless_present_any = ["name", "producer"], conflicts_with_all = ["name", "producer"])]
    code: Option<String>,
    /// The id is that of a product: its newest certificate counts.
    #[arg(long, requires = "code")]
    product: bool,
    #[command(flatten)]
    by_name: by_name::ByName,
    /// The day, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    as_of: Option<NaiveDate>,
}

impl Verify {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let Some(code) = self.code else {
            return self.by_name.run(target, self.as_of, format).await;
        };
        let subject = match (code.parse::<Uuid>(), self.product) {
            (Ok(id), true) => Subject::ProductId(id.to_string()),
            (Ok(id), false) => Subject::CertificateId(id.to_string()),
            (Err(_), true) => {
                let text = format!("{code:?} is not the id of a product");
                return Err(Refused::Misuse(text).into());
            }
            (Err(_), false) => Subject::ProductCode(code),
        };
        let request = VerifyCertificateRequest {
            as_of: words::written(self.as_of),
            subject: Some(subject),
        };
        let mut service = target
            .services(&["evaluation"])?
            .certificates(&Bearer::none());
        let answer = service
            .verify_certificate(request)
            .await
            .map_err(CallError::from)?
            .into_inner();
        let found = Outcome::problem_if(!is_good(answer.standing()));
        if format == Format::Json {
            output::json(&answer)?;
            return Ok(found);
        }
        let colour = if found == Outcome::Clean {
            output::good
        } else {
            output::bad
        };
        output::line(format_args!("{}", colour(standing(answer.standing()))));
        for reason in [&answer.reason_vi, &answer.reason_en] {
            output::line(format_args!("{reason}"));
        }
        if let Some(certificate) = &answer.certificate {
            let decision = certificate.decision.clone().unwrap_or_default();
            let mut table = output::table(&[
                "product",
                "producer",
                "star",
                "decision",
                "of",
                "valid from",
                "to",
            ]);
            table.add_row([
                certificate.product_name.clone(),
                certificate.producer_name.clone(),
                output::stars(certificate.star),
                decision.number,
                decision.date,
                certificate.valid_from.clone(),
                certificate.valid_to.clone(),
            ]);
            output::line(format_args!("{table}"));
        }
        Ok(found)
    }
}

/// Whether who asks may take the product for certified.
fn is_good(standing: Standing) -> bool {
    use Standing::{Expiring, InGrace, Valid};

    matches!(standing, Valid | Expiring | InGrace)
}

/// A standing in two languages.
pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "Còn hiệu lực · valid",
        Standing::Expiring => "Sắp hết hạn · valid, ends soon",
        Standing::InGrace => "Chờ đánh giá lại · good until the re-evaluation's result",
        Standing::Candidate => "Tiềm năng 5 sao · five-star candidate, not certified",
        Standing::NotYetValid => "Chưa có hiệu lực · not valid yet",
        Standing::Expired => "Hết hạn · expired",
        Standing::Revoked => "Đã bị thu hồi · revoked",
        Standing::Replaced => "Đã được thay thế · replaced",
        Standing::Unknown | Standing::Unspecified => "Không tìm thấy · unknown",
    }
}
