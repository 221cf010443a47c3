//! Invitations to sessions.

use clap::Args;
use comfy_table::Table;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::TradeInvitationState;

use super::{Service, held};
use crate::commands::new_request;
use crate::commands::pages::Limit;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Who is invited.
#[derive(Args, Debug)]
pub(crate) struct Invite {
    /// Id of the session.
    session: String,
    /// Id of a partner; may be given several times.
    #[arg(long, value_name = "ID", required = true)]
    partner: Vec<String>,
    /// What the office says.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// Which invitations.
#[derive(Args, Debug)]
#[group(id = "whose_invitations", required = true, multiple = false, args = ["session", "partner"])]
pub(crate) struct Invitations {
    /// Those to this session.
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    /// Those of this partner.
    #[arg(long, value_name = "ID")]
    partner: Option<String>,
    /// Only those that stand so: sent, accepted, declined or called_off.
    #[arg(long, value_parser = words::named::<TradeInvitationState>)]
    state: Option<TradeInvitationState>,
    #[command(flatten)]
    limit: Limit,
}

/// The answer.
#[derive(Args, Debug)]
pub(crate) struct Answer {
    /// Id of the invitation.
    id: String,
    /// The partner comes.
    #[arg(long, conflicts_with = "reason")]
    comes: bool,
    /// Why it does not come.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

impl Invite {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::InviteToTradeSessionRequest {
            request_id: new_request().to_string(),
            trade_session_id: self.session,
            partner_ids: self.partner,
            note: self.note,
        };
        let invited = service.invite_to_trade_session(request).await;
        let invited = invited.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&invited);
        }
        output::line(listed(&invited.trade_invitations));
        Ok(())
    }
}

impl Invitations {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let state = self.state.unwrap_or_default().into();
        let (session, partner) = (self.session, self.partner.unwrap_or_default());
        let page = async |page_size, page_token| match session.clone() {
            Some(trade_session_id) => {
                let request = proto::ListSessionInvitationsRequest {
                    page_size,
                    page_token,
                    trade_session_id,
                    state,
                };
                let page = service.list_session_invitations(request).await?;
                Ok(page.map(|page| (page.trade_invitations, page.next_page_token)))
            }
            None => {
                let request = proto::ListPartnerInvitationsRequest {
                    page_size,
                    page_token,
                    partner_id: partner.clone(),
                    state,
                };
                let page = service.list_partner_invitations(request).await?;
                Ok(page.map(|page| (page.trade_invitations, page.next_page_token)))
            }
        };
        let found = self.limit.of(page, |page| page).await?;
        found.show("trade_invitations", format, listed)
    }
}

impl Answer {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::AnswerTradeInvitationRequest {
            request_id: new_request().to_string(),
            trade_invitation_id: self.id,
            comes: self.comes,
            reason: self.reason,
        };
        let answered = service.answer_trade_invitation(request).await;
        let answered = answered.map_err(CallError::from)?.into_inner();
        let invitation = held(answered.trade_invitation)?;
        if format == Format::Json {
            return output::json(&invitation);
        }
        output::line(listed(std::slice::from_ref(&invitation)));
        Ok(())
    }
}

fn listed(invitations: &[proto::TradeInvitation]) -> Table {
    let mut table = output::table(&[
        "id", "partner", "session", "held on", "venue", "state", "reason",
    ]);
    for one in invitations {
        table.add_row([
            one.id.as_str(),
            one.partner_name.as_str(),
            one.session_name.as_str(),
            one.held_on.as_str(),
            one.venue.as_str(),
            words::spoken(one.state()).as_str(),
            one.reason.as_str(),
        ]);
    }
    table
}
