//! `ocop partners`: buyers and what they look for.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::partner_service_client::PartnerServiceClient;
use uuid::Uuid;

use super::pages::Limit;
use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::contract;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

type Service = PartnerServiceClient<Authorised>;

/// What a file holds.
const PARTNER: &str = "ocop.promotion.v1.Partner";
const SOURCING: &str = "ocop.promotion.v1.Sourcing";

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Partners {
    /// List partners in order of registration.
    List(List),
    /// Show one with what it looks for.
    Show {
        /// Id of the partner.
        id: String,
    },
    /// Register one from a file: a Partner of the contract in JSON. Says which partners have a name very like it.
    Register(Register),
    /// Say what would fit before it is looked for. The file holds a Sourcing of the contract in JSON, or a Partner.
    Preview(Preview),
    /// Let one leave: its matches end, its subscriptions are deleted. All of it can still be read.
    Remove(Seen),
    /// Let one that has left come back.
    Return(Seen),
}

/// How many.
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    limit: Limit,
}

/// What to register.
#[derive(Args, Debug)]
pub(crate) struct Register {
    /// The file.
    file: PathBuf,
    /// Id of the request; a new one if not given.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    request_id: Option<Uuid>,
}

/// What would be looked for.
#[derive(Args, Debug)]
pub(crate) struct Preview {
    /// The file.
    file: PathBuf,
}

/// Which one.
#[derive(Args, Debug)]
pub(crate) struct Seen {
    /// Id of the partner.
    id: String,
    /// The etag last seen; the present one if not given.
    #[arg(long)]
    etag: Option<String>,
}

impl Partners {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let role = match self {
            Self::List(_) | Self::Show { .. } => Role::Auditor,
            _ => Role::PromotionOfficer,
        };
        let bearer = target.bearer(role, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.partners(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await?,
            Self::Show { id } => shown(format, &get(&mut service, id).await?)?,
            Self::Register(register) => register.run(service, format).await?,
            Self::Preview(preview) => preview.run(service, format).await?,
            Self::Remove(seen) => {
                let etag = seen.etag(&mut service).await?;
                let request = proto::RemovePartnerRequest {
                    request_id: new_request().to_string(),
                    id: seen.id,
                    etag,
                };
                let answer = service.remove_partner(request).await;
                let partner = answer.map_err(CallError::from)?.into_inner().partner;
                shown(format, &partner.unwrap_or_default())?;
            }
            Self::Return(seen) => {
                let etag = seen.etag(&mut service).await?;
                let request = proto::ReturnPartnerRequest {
                    request_id: new_request().to_string(),
                    id: seen.id,
                    etag,
                };
                let answer = service.return_partner(request).await;
                let partner = answer.map_err(CallError::from)?.into_inner().partner;
                shown(format, &partner.unwrap_or_default())?;
            }
        }
        Ok(Outcome::Clean)
    }
}

async fn get(service: &mut Service, id: String) -> anyhow::Result<proto::Partner> {
    let answer = service.get_partner(proto::GetPartnerRequest { id }).await;
    let partner = answer.map_err(CallError::from)?.into_inner().partner;
    Ok(partner.unwrap_or_default())
}

impl Seen {
    async fn etag(&self, service: &mut Service) -> anyhow::Result<String> {
        match &self.etag {
            Some(etag) => Ok(etag.clone()),
            None => Ok(get(service, self.id.clone()).await?.etag),
        }
    }
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let page = async |page_size, page_token| {
            let request = proto::ListPartnersRequest {
                page_size,
                page_token,
            };
            service.list_partners(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.partners, page.next_page_token))
            .await?;
        found.show("partners", format, listed)
    }
}

fn listed(partners: &[proto::Partner]) -> Table {
    let mut table = output::table(&["id", "name", "kind", "profiles", "contract", "left"]);
    for partner in partners {
        let contract = partner.contract.as_ref();
        table.add_row([
            partner.id.as_str().into(),
            partner.name.as_str().into(),
            words::spoken(partner.kind()).into(),
            output::number(1 + partner.further_sourcing.len()),
            contract
                .map(|contract| contract.number.as_str())
                .unwrap_or_default()
                .into(),
            if partner.leave_time.is_some() {
                "yes".into()
            } else {
                "".into()
            },
        ]);
    }
    table
}

fn shown(format: Format, partner: &proto::Partner) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::json(partner);
    }
    output::line(output::heading(&partner.name));
    let mut table = output::table(&["", ""]);
    let contract = partner.contract.as_ref().map(|contract| {
        let to = if contract.to.is_empty() {
            "…"
        } else {
            &contract.to
        };
        format!("{} ({} – {to})", contract.number, contract.from)
    });
    let facts = [
        ("id", partner.id.clone()),
        ("etag", partner.etag.clone()),
        ("kind", words::spoken(partner.kind())),
        ("e-mail", partner.email.clone()),
        ("contract", contract.unwrap_or_default()),
        ("subject", partner.subject.clone()),
    ];
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        table.add_row([*name, value.as_str()]);
    }
    for contact in &partner.contacts {
        let parts = [
            &contact.name,
            &contact.position,
            &contact.phone,
            &contact.email,
        ];
        let given: Vec<&str> = parts
            .map(String::as_str)
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        table.add_row(["contact", given.join(", ").as_str()]);
    }
    output::line(table);
    let mut table = output::table(&["profile", "sets", "provinces", "stars", "criteria"]);
    for profile in partner.sourcing.iter().chain(&partner.further_sourcing) {
        let sets: Vec<String> = profile.criteria_sets.iter().map(u32::to_string).collect();
        table.add_row([
            profile.name.as_str().into(),
            sets.join(", ").into(),
            profile.province_codes.join(", ").into(),
            output::number(profile.minimum_star),
            output::number(profile.criteria.len()),
        ]);
    }
    output::line(table);
    Ok(())
}

impl Register {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::RegisterPartnerRequest {
            request_id: self.request_id.unwrap_or_else(new_request).to_string(),
            partner: Some(contract::read(&self.file, PARTNER)?),
        };
        let answer = service.register_partner(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&answer);
        }
        shown(format, &answer.partner.unwrap_or_default())?;
        for similar in &answer.similar {
            output::line(format_args!(
                "There is one very like it: {} ({}).",
                similar.name, similar.id
            ));
        }
        Ok(())
    }
}

impl Preview {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let name = self.file.display();
        let text = std::fs::read_to_string(&self.file);
        let text = text.with_context(|| format!("{name} cannot be read"))?;
        let wrong = || format!("{name} is not as it should be");
        let whole: serde_json::Value = serde_json::from_str(&text).with_context(wrong)?;
        let (first, further) = match whole.get("sourcing") {
            Some(_) => {
                let partner: proto::Partner =
                    contract::parsed(&text, PARTNER).with_context(wrong)?;
                (partner.sourcing, partner.further_sourcing)
            }
            None => {
                let sourcing = contract::parsed(&text, SOURCING).with_context(wrong)?;
                (Some(sourcing), Vec::new())
            }
        };
        let request = proto::PreviewSourcingRequest {
            sourcing: first,
            further_sourcing: further,
            partner_id: String::new(),
        };
        let answer = service.preview_sourcing(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&answer);
        }
        output::line(format_args!(
            "Of {} open listings{} {} fit and {} are near.",
            answer.examined,
            if answer.more {
                " that were looked at"
            } else {
                ""
            },
            answer.fitting,
            answer.near
        ));
        let mut table = output::table(&["lacking", "products"]);
        for lacking in &answer.lacking {
            table.add_row([
                words::spoken(lacking.kind()).into(),
                output::number(lacking.count),
            ]);
        }
        if !answer.lacking.is_empty() {
            output::line(table);
        }
        let mut table = output::table(&["product", "stars", "missing", "score"]);
        for product in answer.fits.iter().chain(&answer.nearly) {
            let assessment = product.assessment.clone().unwrap_or_default();
            table.add_row([
                product.product_name.as_str().into(),
                output::stars(product.star).into(),
                super::matches::findings(&assessment.missing).into(),
                output::number(format_args!("{} %", assessment.score)),
            ]);
        }
        output::line(table);
        Ok(())
    }
}
