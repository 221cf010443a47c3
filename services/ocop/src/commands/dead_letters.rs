//! `ocop dead-letters`: events that a consumer could not apply.

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use ocop_identity::{Role, Scope};
use ocop_proto::operations::v1::{
    DeadLetter, GetDeadLetterRequest, ListDeadLettersRequest, RedriveDeadLetterRequest,
};
use serde::Serialize;

use super::{Outcome, new_request};
use crate::client::Target;
use crate::embedded;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

const PAGE: i32 = 500;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum DeadLetters {
    /// List them, oldest first. Exit code 1 if there are any.
    List {
        /// Only those of this service.
        #[arg(long, value_parser = PossibleValuesParser::new(embedded::SERVICES))]
        service: Option<String>,
    },
    /// Show one, with its headers and its data.
    Show(DeadLetterId),
    /// Give one to its consumer again.
    Redrive(DeadLetterId),
}

/// One dead letter.
#[derive(Args, Debug)]
pub(crate) struct DeadLetterId {
    /// Its number, from the list.
    number: u64,
    /// The service whose consumer could not apply it.
    #[arg(long, value_parser = PossibleValuesParser::new(embedded::SERVICES))]
    service: String,
}

#[derive(Serialize)]
struct Listed {
    service: String,
    #[serde(flatten)]
    letter: DeadLetter,
}

impl DeadLetters {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let needed = match &self {
            Self::List { service: None } => embedded::SERVICES.to_vec(),
            Self::List {
                service: Some(service),
            }
            | Self::Show(DeadLetterId { service, .. })
            | Self::Redrive(DeadLetterId { service, .. }) => vec![service.as_str()],
        };
        let services = target.services(&needed)?;
        let bearer = target.bearer(Role::Operator, Scope::Anywhere)?;
        let of = |service: &str| {
            services.operations(service, &bearer).ok_or_else(|| {
                anyhow::anyhow!(
                    "there is no service {service:?}; there are {}",
                    embedded::SERVICES.join(", ")
                )
            })
        };
        match self {
            Self::List { service } => {
                let names = service.map_or_else(
                    || embedded::SERVICES.map(str::to_owned).to_vec(),
                    |one| vec![one],
                );
                let mut found = Vec::new();
                for service in names {
                    let mut operations = of(&service)?;
                    let mut page_token = String::new();
                    loop {
                        let page = operations
                            .list_dead_letters(ListDeadLettersRequest {
                                page_size: PAGE,
                                page_token,
                            })
                            .await
                            .map_err(CallError::from)?
                            .into_inner();
                        let letters = page.dead_letters.into_iter();
                        found.extend(letters.map(|letter| Listed {
                            service: service.clone(),
                            letter,
                        }));
                        page_token = page.next_page_token;
                        if page_token.is_empty() {
                            break;
                        }
                    }
                }
                list(&found, format)?;
                Ok(Outcome::problem_if(!found.is_empty()))
            }
            Self::Show(DeadLetterId { number, service }) => {
                let request = GetDeadLetterRequest { sequence: number };
                let answer = of(&service)?
                    .get_dead_letter(request)
                    .await
                    .map_err(CallError::from)?;
                show(&answer.into_inner().dead_letter.unwrap_or_default(), format)?;
                Ok(Outcome::Clean)
            }
            Self::Redrive(DeadLetterId { number, service }) => {
                let request = RedriveDeadLetterRequest {
                    sequence: number,
                    request_id: new_request().to_string(),
                };
                let answer = of(&service)?
                    .redrive_dead_letter(request)
                    .await
                    .map_err(CallError::from)?
                    .into_inner();
                match format {
                    Format::Json => output::json(&answer)?,
                    Format::Text if answer.applied => output::line(format_args!(
                        "It took effect and is gone from the dead letters."
                    )),
                    Format::Text => output::line(format_args!(
                        "It had taken effect before; it is gone from the dead letters."
                    )),
                }
                Ok(Outcome::Clean)
            }
        }
    }
}

fn list(found: &[Listed], format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::json(&found);
    }
    if found.is_empty() {
        output::line(format_args!("There are no dead letters."));
        return Ok(());
    }
    let mut table = output::table(&[
        "service", "number", "since", "event", "subject", "reason", "detail",
    ]);
    for Listed { service, letter } in found {
        table.add_row([
            service.as_str().into(),
            output::number(letter.sequence),
            words::instant(letter.time.as_ref()).into(),
            letter.event_type.as_str().into(),
            letter.subject.as_str().into(),
            letter.reason.as_str().into(),
            letter.detail.as_str().into(),
        ]);
    }
    output::line(format_args!("{table}"));
    output::line(format_args!(
        "`ocop dead-letters show NUMBER --service NAME` shows one, `… redrive …` gives it to its consumer again."
    ));
    Ok(())
}

fn show(letter: &DeadLetter, format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::json(letter);
    }
    let mut table = output::table(&["", ""]);
    table.add_row(["consumer", letter.consumer.as_str()]);
    table.add_row(["subject", letter.subject.as_str()]);
    table.add_row(["since", words::instant(letter.time.as_ref()).as_str()]);
    table.add_row(["deliveries", letter.deliveries.to_string().as_str()]);
    table.add_row([
        "reason",
        format!("{}: {}", letter.reason, letter.detail).as_str(),
    ]);
    if !letter.stream.is_empty() {
        let place = format!("{} of {}", letter.stream_sequence, letter.stream);
        table.add_row(["number", place.as_str()]);
    }
    if letter.left_out_bytes > 0 {
        let left_out = format!("{} bytes, too many to be kept here", letter.left_out_bytes);
        table.add_row(["left out", left_out.as_str()]);
    }
    let mut headers: Vec<_> = letter.headers.iter().collect();
    headers.sort();
    for (name, value) in headers {
        table.add_row([name.as_str(), value.as_str()]);
    }
    output::line(format_args!("{table}"));
    match serde_json::from_slice::<serde_json::Value>(&letter.data) {
        Ok(data) => output::line(format_args!("{}", serde_json::to_string_pretty(&data)?)),
        Err(_) => output::line(format_args!("{}", String::from_utf8_lossy(&letter.data))),
    }
    Ok(())
}
