//! `ocop certificates`: certificates of recognition, their correction and their revocation.

mod correct;
mod count;
mod filters;
mod revoke;

use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::view::v1::View;

use super::Outcome;
use super::pages::Limit;
use super::verify::by_name::imported;
use crate::client::{Authorised, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

type Service = CertificateServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Certificates {
    /// List certificates in order of recording.
    List(List),
    /// Count the certificates that a list would have, by star, kind, commune and more.
    Count(count::Count),
    /// Show one.
    Show {
        /// Id of the certificate.
        id: String,
    },
    /// Revoke the newest certificate of a product (Article 8). It is not valid from the date of the decision on.
    Revoke(revoke::Revoke),
    /// Put right the decision that gave a certificate, or what was taken over of it from an old register. What is not given
    /// stays; what it was stays on record.
    Correct(correct::Correct),
}

/// Lists certificates.
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    filters: filters::Filters,
    #[command(flatten)]
    limit: Limit,
}

impl Certificates {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let role = match self {
            Self::Revoke(_) => Role::DecisionAuthority,
            Self::Correct(_) => Role::OcopOffice,
            Self::List(_) | Self::Count(_) | Self::Show { .. } => Role::Auditor,
        };
        let bearer = target.bearer(role, Scope::Anywhere)?;
        let mut service = target.services(&["evaluation"])?.certificates(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await?,
            Self::Show { id } => {
                let request = proto::GetCertificateRequest { id };
                let answer = service.get_certificate(request).await;
                let certificate = answer.map_err(CallError::from)?.into_inner().certificate;
                let certificate = certificate.unwrap_or_default();
                match format {
                    Format::Json => output::json(&certificate)?,
                    Format::Text => show(&certificate),
                }
            }
            Self::Count(count) => count.run(service, format).await?,
            Self::Revoke(revoke) => revoke.run(service, format).await?,
            Self::Correct(correct) => correct.run(service, format).await?,
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListCertificatesRequest {
            view: View::Basic.into(),
            ..self.filters.request()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListCertificatesRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_certificates(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.certificates, page.next_page_token))
            .await?;
        found.show("certificates", format, listed)
    }
}

fn listed(certificates: &[proto::Certificate]) -> Table {
    let mut table = output::table(&[
        "id",
        "product code",
        "product",
        "star",
        "valid from",
        "to",
        "",
    ]);
    for certificate in certificates {
        table.add_row([
            certificate.id.as_str().into(),
            certificate.product_code.as_str().into(),
            certificate.product_name.as_str().into(),
            output::stars(certificate.star).into(),
            certificate.valid_from.as_str().into(),
            certificate.valid_to.as_str().into(),
            match &certificate.revocation {
                Some(_) => output::bad_cell("revoked"),
                None => imported(certificate.imported).into(),
            },
        ]);
    }
    table
}

fn show(certificate: &proto::Certificate) {
    output::line(output::heading(&format!(
        "{} {} · {}",
        output::stars(certificate.star),
        certificate.product_name,
        certificate.producer_name
    )));
    let decision = certificate.decision.clone().unwrap_or_default();
    let facts = [
        ("id", certificate.id.clone()),
        ("product code", certificate.product_code.clone()),
        ("kind", words::spoken(certificate.kind())),
        ("valid from", certificate.valid_from.clone()),
        ("to", certificate.valid_to.clone()),
        ("decision", decided(&decision)),
        (
            "criteria set",
            format!("{} of {}", certificate.criteria_set, certificate.regulation),
        ),
        ("province", certificate.province_code.clone()),
        ("district", certificate.district_code.clone()),
        ("product", certificate.product_id.clone()),
        ("producer", certificate.producer_id.clone()),
    ];
    let mut table = output::table(&["", ""]);
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        table.add_row([*name, value.as_str()]);
    }
    output::line(table);
    if !certificate.corrections.is_empty() {
        output::line(corrections(certificate));
    }
    if let Some(revocation) = &certificate.revocation {
        let decision = revocation.decision.clone().unwrap_or_default();
        output::line(output::bad(&format!(
            "Revoked by {} ({}): {}",
            decided(&decision),
            words::spoken(revocation.ground()),
            revocation.reason
        )));
    }
}

/// What was put right of a certificate, oldest first.
fn corrections(certificate: &proto::Certificate) -> Table {
    let mut table = output::table(&["corrected", "was", "is", "because", "by"]);
    for correction in &certificate.corrections {
        table.add_row([
            correction.field.clone(),
            correction.before.clone(),
            correction.after.clone(),
            correction.reason.clone(),
            correction.corrected_by.clone(),
        ]);
    }
    table
}

/// Number, date, authority and signer of a decision.
fn decided(decision: &proto::Decision) -> String {
    let mut text = format!(
        "{} of {}, {}",
        decision.number, decision.date, decision.authority
    );
    if !decision.signer.is_empty() {
        text.push_str(", ");
        text.push_str(&decision.signer);
    }
    text
}
