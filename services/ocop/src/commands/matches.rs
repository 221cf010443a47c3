//! `ocop matches`: which products fit which partners, what the others lack, and how it went on.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::partner_service_client::PartnerServiceClient;
use ocop_proto::promotion::v1::{MatchStage, MatchState};

use super::pages::Limit;
use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

type Service = PartnerServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Matches {
    /// List the matches of a partner or of the products of a producer, with what is missing.
    List(List),
    /// List which partners would take a product, or those of a producer, if they had what they lack.
    Near(Near),
    /// Record how a match went on, for the partner.
    Step(Step),
    /// Record how a match went on, for the producer.
    Answer(Step),
}

/// Whose matches.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Of this partner.
    #[arg(long, value_name = "ID", required_unless_present = "producer")]
    partner: Option<String>,
    /// Of the products of this producer.
    #[arg(long, value_name = "ID", conflicts_with = "partner")]
    producer: Option<String>,
    /// Only those that stand here: active, suspended or ended.
    #[arg(long, value_parser = words::named::<MatchState>)]
    state: Option<MatchState>,
    /// Only those that came so far, such as contacted or supplied.
    #[arg(long, value_parser = words::named::<MatchStage>)]
    stage: Option<MatchStage>,
    #[command(flatten)]
    limit: Limit,
}

/// Of what.
#[derive(Args, Debug)]
pub(crate) struct Near {
    /// Of this product.
    #[arg(long, value_name = "ID", required_unless_present = "producer")]
    product: Option<String>,
    /// Of the products of this producer.
    #[arg(long, value_name = "ID", conflicts_with = "product")]
    producer: Option<String>,
    #[command(flatten)]
    limit: Limit,
}

/// A step.
#[derive(Args, Debug)]
pub(crate) struct Step {
    /// Id of the match.
    id: String,
    /// Where they stand since: contacted, sampled, negotiating, supplied, ended or refused.
    #[arg(value_parser = words::named::<MatchStage>)]
    stage: MatchStage,
    /// The etag last seen, as `ocop matches list --json` shows it.
    #[arg(long)]
    etag: String,
    /// The day on which it happened, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: Option<NaiveDate>,
    /// Why, or what there is to say; required to refuse.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

impl Matches {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let role = match self {
            Self::List(_) | Self::Near(_) => Role::Auditor,
            Self::Step(_) => Role::PromotionOfficer,
            Self::Answer(_) => Role::OcopOffice,
        };
        let bearer = target.bearer(role, Scope::Anywhere)?;
        let service = target.services(&["promotion"])?.partners(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await?,
            Self::Near(near) => near.run(service, format).await?,
            Self::Step(step) => step.record(service, format).await?,
            Self::Answer(step) => step.answer(service, format).await?,
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let (state, stage) = (
            self.state.unwrap_or_default().into(),
            self.stage.unwrap_or_default().into(),
        );
        let found = if let Some(producer_id) = self.producer {
            let filters = proto::ListProducerMatchesRequest {
                producer_id,
                state,
                stage,
                ..Default::default()
            };
            let page = async |page_size, page_token| {
                let request = proto::ListProducerMatchesRequest {
                    page_size,
                    page_token,
                    ..filters.clone()
                };
                service.list_producer_matches(request).await
            };
            self.limit
                .of(page, |page| (page.matches, page.next_page_token))
                .await?
        } else {
            let filters = proto::ListMatchesRequest {
                partner_id: self.partner.unwrap_or_default(),
                state,
                stage,
                ..Default::default()
            };
            let page = async |page_size, page_token| {
                let request = proto::ListMatchesRequest {
                    page_size,
                    page_token,
                    ..filters.clone()
                };
                service.list_matches(request).await
            };
            self.limit
                .of(page, |page| (page.matches, page.next_page_token))
                .await?
        };
        found.show("matches", format, listed)
    }
}

/// What is asked and what there is, in a line each: `star: 4 asked, has 3`.
pub(super) fn findings(findings: &[proto::CriterionFinding]) -> String {
    let line = |one: &proto::CriterionFinding| {
        let what = match one.kind() {
            proto::CriterionKind::Paper => words::spoken(one.paper()),
            kind => words::spoken(kind),
        };
        match (one.asked.as_str(), one.has.as_str()) {
            ("", "") => format!("no {what}"),
            (asked, "") => format!("{what}: {asked} asked, has none"),
            (asked, has) => format!("{what}: {asked} asked, has {has}"),
        }
    };
    let lines: Vec<String> = findings.iter().map(line).collect();
    lines.join("\n")
}

fn listed(matches: &[proto::Match]) -> Table {
    let mut table = output::table(&[
        "id", "product", "stars", "state", "stage", "missing", "score",
    ]);
    for one in matches {
        let assessment = one.assessment.clone().unwrap_or_default();
        table.add_row([
            one.id.as_str().into(),
            one.product_name.as_str().into(),
            output::stars(one.star).into(),
            words::spoken(one.state()).into(),
            words::spoken(one.stage()).into(),
            findings(&assessment.missing).into(),
            output::number(format_args!("{} %", assessment.score)),
        ]);
    }
    table
}

impl Near {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListNearMissesRequest {
            product_id: self.product.unwrap_or_default(),
            producer_id: self.producer.unwrap_or_default(),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListNearMissesRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_near_misses(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.near_misses, page.next_page_token))
            .await?;
        found.show("near_misses", format, near)
    }
}

fn near(found: &[proto::NearMiss]) -> Table {
    let mut table = output::table(&["product", "partner", "profile", "missing"]);
    for one in found {
        let assessment = one.assessment.clone().unwrap_or_default();
        table.add_row([
            one.product_name.clone(),
            one.partner_name.clone(),
            assessment.profile,
            findings(&assessment.missing),
        ]);
    }
    table
}

impl Step {
    async fn record(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::RecordMatchStepRequest {
            request_id: new_request().to_string(),
            id: self.id,
            etag: self.etag,
            stage: self.stage.into(),
            on: words::written(self.on),
            reason: self.reason,
        };
        let answer = service.record_match_step(request).await;
        let found = answer.map_err(CallError::from)?.into_inner().matched;
        shown(format, &found.unwrap_or_default())
    }

    async fn answer(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::AnswerMatchRequest {
            request_id: new_request().to_string(),
            id: self.id,
            etag: self.etag,
            stage: self.stage.into(),
            on: words::written(self.on),
            reason: self.reason,
        };
        let answer = service.answer_match(request).await;
        let found = answer.map_err(CallError::from)?.into_inner().matched;
        shown(format, &found.unwrap_or_default())
    }
}

fn shown(format: Format, found: &proto::Match) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::json(found);
    }
    output::line(output::heading(&found.product_name));
    let mut table = output::table(&["stage", "on", "by", "reason"]);
    for step in &found.steps {
        table.add_row([
            words::spoken(step.stage()),
            step.on.clone(),
            words::spoken(step.by()),
            step.reason.clone(),
        ]);
    }
    output::line(table);
    Ok(())
}
