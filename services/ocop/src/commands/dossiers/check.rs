//! `ocop dossiers check`: what the next step of a dossier would find lacking.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::LackWeight;
use uuid::Uuid;

use super::{Service, words};
use crate::commands::Outcome;
use crate::errors::CallError;
use crate::output::{self, Format};

/// Which dossier.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Id of the dossier.
    #[arg(value_parser = words::id)]
    id: Uuid,
    /// The day on which the step is taken, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: Option<NaiveDate>,
}

impl Check {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let request = proto::CheckDossierRequest {
            id: self.id.to_string(),
            on_date: words::written(self.on),
        };
        let answer = service.check_dossier(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        let required = |lack: &proto::DossierLack| lack.weight() == LackWeight::Required;
        let refused = !answer.refusals.is_empty();
        let found = Outcome::problem_if(refused || answer.lacks.iter().any(required));
        if format == Format::Json {
            output::json(&answer)?;
            return Ok(found);
        }
        let step = match words::spoken(answer.next_step()) {
            step if step.is_empty() => "nothing is to be handed in for the next step".to_owned(),
            step => format!("next step: {step}"),
        };
        output::line(output::heading(&step));
        for refusal in &answer.refusals {
            output::line(output::bad(&format!(
                "{}: {}",
                refusal.reason, refusal.text
            )));
        }
        if answer.lacks.is_empty() {
            output::line(output::good("Nothing lacks."));
            return Ok(found);
        }
        let mut table = output::table(&["", "name", "what lacks", "where the law says so"]);
        for lack in &answer.lacks {
            let weight = words::spoken(lack.weight());
            table.add_row([
                if required(lack) {
                    output::bad_cell(weight)
                } else {
                    weight.into()
                },
                lack.name.as_str().into(),
                lack.text.as_str().into(),
                lack.article.as_str().into(),
            ]);
        }
        output::line(table);
        Ok(found)
    }
}
