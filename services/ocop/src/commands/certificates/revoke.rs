//! `ocop certificates revoke`: the end of a certificate by a decision; Article 8.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::RevocationGround;
use uuid::Uuid;

use super::Service;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Which certificate, why, and by which decision.
#[derive(Args, Debug)]
pub(crate) struct Revoke {
    /// Id of the certificate.
    #[arg(value_parser = words::id)]
    id: Uuid,
    /// The ground of Article 8.1, such as ceased or legal_breach.
    #[arg(long, value_parser = words::named::<RevocationGround>)]
    ground: RevocationGround,
    /// What was found; it is kept with the certificate.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Number of the decision, such as 1898/QĐ-UBND.
    #[arg(long, value_name = "NUMBER")]
    decision: String,
    /// Its date, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    date: NaiveDate,
    /// The authority, such as "UBND tỉnh Quảng Ngãi".
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// Who signed.
    #[arg(long, value_name = "NAME", default_value = "")]
    signer: String,
    /// Id of the inspection that proposed it, which is closed with it.
    #[arg(long, value_name = "ID", default_value = "")]
    inspection: String,
    /// Id of the request; made from certificate and decision if not given, so that the same command again changes nothing.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    request_id: Option<Uuid>,
}

impl Revoke {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let made = Uuid::new_v5(&self.id, self.decision.as_bytes());
        let request = proto::RevokeCertificateRequest {
            request_id: self.request_id.unwrap_or(made).to_string(),
            certificate_id: self.id.to_string(),
            revocation: Some(proto::Revocation {
                ground: self.ground.into(),
                reason: self.reason,
                decision: Some(proto::Decision {
                    number: self.decision,
                    date: self.date.to_string(),
                    authority: self.authority,
                    signer: self.signer,
                }),
            }),
            inspection_id: self.inspection,
        };
        let answer = service.revoke_certificate(request).await;
        let certificate = answer.map_err(CallError::from)?.into_inner().certificate;
        let certificate = certificate.unwrap_or_default();
        match format {
            Format::Json => output::json(&certificate)?,
            Format::Text => super::show(&certificate),
        }
        Ok(())
    }
}
