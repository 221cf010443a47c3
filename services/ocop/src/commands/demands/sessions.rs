//! Sessions of trade connection.

use chrono::NaiveDate;
use clap::Args;
use comfy_table::Table;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::TradeMeetingOutcome;

use super::deals::End;
use super::{Service, held};
use crate::commands::new_request;
use crate::commands::pages::Limit;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// Which sessions.
#[derive(Args, Debug)]
pub(crate) struct Sessions {
    /// Show this one with who met whom.
    id: Option<String>,
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those on this day or later, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// Only those on this day or earlier, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

/// Who met whom.
#[derive(Args, Debug)]
pub(crate) struct Meet {
    /// Id of the session.
    session: String,
    /// Id of the partner.
    #[arg(long, value_name = "ID")]
    partner: String,
    /// Id of the producer.
    #[arg(long, value_name = "ID")]
    producer: String,
    /// What came of it: introduced, samples, negotiating, memorandum, deal or no_interest.
    #[arg(long, value_parser = words::named::<TradeMeetingOutcome>)]
    outcome: TradeMeetingOutcome,
    /// Id of a deal of the two that came of it; may be given several times.
    #[arg(long, value_name = "ID")]
    deal: Vec<String>,
    /// What else is to be said.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// What is planned.
#[derive(Args, Debug)]
pub(crate) struct Plan {
    /// Code of the province whose office holds it.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: String,
    /// Its name.
    #[arg(long, value_name = "TEXT")]
    name: String,
    /// Where it is held.
    #[arg(long, value_name = "TEXT")]
    venue: String,
    /// Who holds it.
    #[arg(long, value_name = "TEXT")]
    organiser: String,
    /// The day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: NaiveDate,
}

impl Plan {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let session = proto::TradeSession {
            province_code: self.province,
            name: self.name,
            venue: self.venue,
            organiser: self.organiser,
            held_on: self.on.to_string(),
            ..Default::default()
        };
        let request = proto::PlanTradeSessionRequest {
            request_id: new_request().to_string(),
            trade_session: Some(session),
        };
        let planned = service.plan_trade_session(request).await;
        let planned = planned.map_err(CallError::from)?.into_inner();
        show(planned.trade_session, format)
    }
}

pub(super) async fn call_off(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let request = proto::CallOffTradeSessionRequest {
        request_id: new_request().to_string(),
        trade_session_id: end.id,
        reason: end.reason,
    };
    let called_off = service.call_off_trade_session(request).await;
    let called_off = called_off.map_err(CallError::from)?.into_inner();
    show(called_off.trade_session, format)
}

impl Sessions {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        if let Some(id) = self.id {
            let request = proto::GetTradeSessionRequest { id };
            let found = service.get_trade_session(request).await;
            let session = found.map_err(CallError::from)?.into_inner().trade_session;
            return show(session, format);
        }
        let filters = proto::ListTradeSessionsRequest {
            province_code: self.province.unwrap_or_default(),
            held_from: words::written(self.from),
            held_to: words::written(self.to),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListTradeSessionsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_trade_sessions(request).await
        };
        let parts =
            |page: proto::ListTradeSessionsResponse| (page.trade_sessions, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("trade_sessions", format, listed)
    }
}

fn listed(sessions: &[proto::TradeSession]) -> Table {
    let mut table = output::table(&[
        "id",
        "name",
        "province",
        "held on",
        "venue",
        "organiser",
        "meetings",
        "called off",
    ]);
    for session in sessions {
        table.add_row([
            session.id.as_str().into(),
            session.name.as_str().into(),
            session.province_code.as_str().into(),
            session.held_on.as_str().into(),
            session.venue.as_str().into(),
            session.organiser.as_str().into(),
            output::number(session.meeting_count),
            session.called_off_reason.as_str().into(),
        ]);
    }
    table
}

fn show(session: Option<proto::TradeSession>, format: Format) -> anyhow::Result<()> {
    let session = held(session)?;
    if format == Format::Json {
        return output::json(&session);
    }
    output::line(listed(std::slice::from_ref(&session)));
    if session.meetings.is_empty() {
        return Ok(());
    }
    let mut table = output::table(&["partner", "producer", "outcome", "deals", "note"]);
    for meeting in &session.meetings {
        table.add_row([
            meeting.partner_name.as_str().into(),
            meeting.producer_name.as_str().into(),
            words::spoken(meeting.outcome()).into(),
            output::number(meeting.deal_ids.len()),
            meeting.note.as_str().into(),
        ]);
    }
    output::line(table);
    Ok(())
}

impl Meet {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::RecordTradeMeetingRequest {
            request_id: new_request().to_string(),
            trade_session_id: self.session,
            meeting: Some(proto::TradeMeeting {
                partner_id: self.partner,
                producer_id: self.producer,
                outcome: self.outcome.into(),
                deal_ids: self.deal,
                note: self.note,
                ..Default::default()
            }),
        };
        let recorded = service.record_trade_meeting(request).await;
        let session = recorded.map_err(CallError::from)?.into_inner();
        show(session.trade_session, format)
    }
}
