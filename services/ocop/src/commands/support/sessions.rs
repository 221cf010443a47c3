//! Sessions of training, and who attended them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use comfy_table::Table;
use ocop_proto::catalog::v1 as proto;

use super::{End, Service};
use crate::commands::new_request;
use crate::commands::pages::Limit;
use crate::commands::units::Units;
use crate::errors::{CallError, Refused};
use crate::output::{self, Format};
use crate::words;

/// Which sessions; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct Sessions {
    /// Only those of this programme.
    #[arg(long, value_name = "ID", default_value = "")]
    programme: String,
    /// Only those that this producer attended.
    #[arg(long, value_name = "ID", default_value = "")]
    pub(super) producer: String,
    /// Only those held in this place or in a place inside it.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those on this day or later, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// Only those on this day or before, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

impl Sessions {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListSupportSessionsRequest {
            programme_id: self.programme,
            producer_id: self.producer,
            place_code: self.place,
            in_units_of: self.units.day(),
            from_date: words::written(self.from),
            to_date: words::written(self.to),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListSupportSessionsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_support_sessions(request).await
        };
        let parts =
            |page: proto::ListSupportSessionsResponse| (page.sessions, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("sessions", format, listed)
    }
}

fn listed(sessions: &[proto::SupportSession]) -> Table {
    let mut table = output::table(&[
        "id",
        "day",
        "topic",
        "hours",
        "place",
        "producers",
        "persons",
        "cancelled",
    ]);
    for session in sessions {
        table.add_row([
            session.id.as_str().into(),
            session.on_date.as_str().into(),
            session.topic.as_str().into(),
            output::number(session.hours),
            session.place_code.as_str().into(),
            output::number(session.producers),
            output::number(session.persons),
            session.cancelled_reason.as_str().into(),
        ]);
    }
    table
}

fn answer(session: Option<proto::SupportSession>, format: Format) -> anyhow::Result<()> {
    let session = session.unwrap_or_default();
    if format == Format::Json {
        return output::json(&session);
    }
    output::line(listed(std::slice::from_ref(&session)));
    Ok(())
}

/// What is planned.
#[derive(Args, Debug)]
pub(crate) struct Plan {
    /// Id of the programme.
    programme: String,
    /// What it is about.
    #[arg(long, value_name = "TEXT")]
    topic: String,
    /// The day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: NaiveDate,
    /// How many hours it takes.
    #[arg(long, value_name = "NUMBER")]
    hours: u32,
    /// Code of the place where it is held.
    #[arg(long, value_name = "CODE")]
    place: String,
}

impl Plan {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::PlanSupportSessionRequest {
            request_id: new_request().to_string(),
            session: Some(proto::SupportSession {
                programme_id: self.programme,
                topic: self.topic,
                on_date: self.on.to_string(),
                hours: self.hours,
                place_code: self.place,
                ..Default::default()
            }),
        };
        let planned = service.plan_support_session(request).await;
        let planned = planned.map_err(CallError::from)?.into_inner();
        answer(planned.session, format)
    }
}

/// Who attended, and who did not.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
struct Who {
    /// Producers that attended, each by its id, with how many persons came for it: 0198…=3. One person if none are given.
    #[arg(long = "producer", value_name = "ID=PERSONS", value_delimiter = ',', value_parser = attendance)]
    producers: Vec<(String, u32)>,
    /// Producers that were recorded and did not attend.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    remove: Vec<String>,
}

/// Who attended.
#[derive(Args, Debug)]
pub(crate) struct Attend {
    /// Id of the session.
    session: String,
    #[command(flatten)]
    who: Who,
    /// Why, if what was recorded is changed.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

/// Reads `0198…=3`, or `0198…` for one person.
fn attendance(text: &str) -> Result<(String, u32), String> {
    let (producer, persons) = text.split_once('=').unwrap_or((text, "1"));
    let persons = persons
        .parse()
        .map_err(|_| "write it as the id of a producer and a number, such as 0198…=3".to_owned())?;
    Ok((producer.to_owned(), persons))
}

/// The session as it is.
async fn known(service: &mut Service, id: String) -> anyhow::Result<proto::SupportSession> {
    let request = proto::GetSupportSessionRequest { id };
    let found = service.get_support_session(request).await;
    let found = found.map_err(CallError::from)?.into_inner();
    Ok(found.session.unwrap_or_default())
}

impl Attend {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let before = known(&mut service, self.session).await?;
        if u32::try_from(before.attended.len())? < before.producers {
            let refused =
                "not all who are recorded are shown to you, so that nobody can be added by you";
            return Err(Refused::Misuse(refused.to_owned()).into());
        }
        let recorded = before.attended.into_iter();
        let mut attended: BTreeMap<String, u32> =
            recorded.map(|one| (one.producer_id, one.persons)).collect();
        for producer in &self.who.remove {
            if attended.remove(producer).is_none() {
                let refused = format!("{producer} is not recorded: leave it out of --remove");
                return Err(Refused::Misuse(refused).into());
            }
        }
        attended.extend(self.who.producers);
        let attended = attended.into_iter();
        let request = proto::RecordSessionAttendanceRequest {
            request_id: new_request().to_string(),
            id: before.id,
            etag: before.etag,
            attended: attended
                .map(|(producer_id, persons)| proto::SessionAttendance {
                    producer_id,
                    persons,
                })
                .collect(),
            reason: self.reason,
        };
        let recorded = service.record_session_attendance(request).await;
        let recorded = recorded.map_err(CallError::from)?.into_inner();
        answer(recorded.session, format)
    }
}

pub(super) async fn cancel(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let before = known(&mut service, end.id).await?;
    let request = proto::CancelSupportSessionRequest {
        request_id: new_request().to_string(),
        id: before.id,
        etag: before.etag,
        reason: end.reason,
    };
    let cancelled = service.cancel_support_session(request).await;
    let cancelled = cancelled.map_err(CallError::from)?.into_inner();
    answer(cancelled.session, format)
}

#[cfg(test)]
mod tests {
    use super::attendance;

    #[test]
    fn a_producer_attends_with_as_many_persons_as_are_said_and_with_one_if_none_are() {
        assert_eq!(attendance("a=3"), Ok(("a".to_owned(), 3)));
        assert_eq!(attendance("a"), Ok(("a".to_owned(), 1)));
        assert!(attendance("a=three").is_err());
    }
}
