//! `ocop certificates correct`: a decision, or what was taken over from an old register, put right.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1 as proto;
use serde_json::json;
use uuid::Uuid;

use super::Service;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Which certificate, why, and what it should read.
#[derive(Args, Debug)]
pub(crate) struct Correct {
    /// Id of the certificate.
    #[arg(value_parser = words::id)]
    id: Uuid,
    /// Why it is corrected; it stays on record.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Number of the decision as it should read.
    #[arg(long, value_name = "NUMBER")]
    decision: Option<String>,
    /// Its date, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    date: Option<NaiveDate>,
    /// The authority, such as "UBND tỉnh Quảng Ngãi".
    #[arg(long, value_name = "NAME")]
    authority: Option<String>,
    /// Who signed.
    #[arg(long, value_name = "NAME")]
    signer: Option<String>,
    /// Whether the decision is corrected of every certificate of the province that it gave.
    #[arg(long, conflicts_with_all = ["star", "code", "product"])]
    whole_decision: bool,
    /// Of one from an old register: the stars as they should read, 3 to 5.
    #[arg(long, value_name = "STARS", value_parser = clap::value_parser!(u32).range(3..=5))]
    star: Option<u32>,
    /// Of one from an old register: the printed product code as it should read; empty for none.
    #[arg(long)]
    code: Option<String>,
    /// Of one from an old register: id of the product that it belongs to.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    product: Option<Uuid>,
    /// Id of the request; made from the certificate and what is corrected if not given, so that the same command again changes
    /// nothing.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    request_id: Option<Uuid>,
}

impl Correct {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let id = self.id.to_string();
        let read = service
            .get_certificate(proto::GetCertificateRequest { id: id.clone() })
            .await;
        let held = read.map_err(CallError::from)?.into_inner().certificate;
        let held = held.unwrap_or_default();
        let was = held.decision.unwrap_or_default();
        let decision = Some(proto::Decision {
            number: self.decision.clone().unwrap_or(was.number),
            date: self.date.map_or(was.date, |date| date.to_string()),
            authority: self.authority.clone().unwrap_or(was.authority),
            signer: self.signer.clone().unwrap_or(was.signer),
        });
        let made = format!(
            "{:?}",
            (
                (&decision, self.star, &self.code, self.product),
                (self.whole_decision, &self.reason)
            )
        );
        let made = Uuid::new_v5(&self.id, made.as_bytes());
        let request_id = self.request_id.unwrap_or(made).to_string();
        let of_import = self.star.is_some() || self.code.is_some() || self.product.is_some();
        let others;
        let corrected = if of_import {
            let request = proto::CorrectImportRequest {
                request_id,
                certificate_id: id,
                star: self.star.unwrap_or(held.star),
                decision,
                product_code: self.code.unwrap_or(held.product_code),
                product_id: self.product.map(|id| id.to_string()).unwrap_or_default(),
                reason: self.reason,
            };
            let answer = service.correct_import(request).await;
            let answer = answer.map_err(CallError::from)?.into_inner();
            others = answer.other_decisions;
            answer.certificate.into_iter().collect()
        } else {
            let request = proto::CorrectDecisionRequest {
                request_id,
                certificate_id: id,
                decision,
                reason: self.reason,
                whole_decision: self.whole_decision,
            };
            let answer = service.correct_decision(request).await;
            let answer = answer.map_err(CallError::from)?.into_inner();
            others = answer.other_decisions;
            answer.certificates
        };
        match format {
            Format::Json => {
                let answer = json!({ "certificates": corrected, "otherDecisions": others });
                output::json(&answer)?;
            }
            Format::Text => {
                corrected.iter().for_each(super::show);
                for other in others {
                    let decision = super::decided(&other.decision.unwrap_or_default());
                    let text = format!("The same number and year, otherwise: {decision}");
                    output::line(output::bad(&text));
                }
            }
        }
        Ok(())
    }
}
