//! `ocop dossiers count`: what a search finds, counted.

use clap::Args;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::DossierDimension;

use super::filters::Filters;
use super::{Service, words};
use crate::commands::Outcome;
use crate::errors::CallError;
use crate::output::{self, Format};

/// Which dossiers, and by what to count them.
#[derive(Args, Debug)]
pub(crate) struct Count {
    /// By what, such as state or commune; several with commas, all if not given.
    #[arg(long, value_delimiter = ',', value_parser = words::named::<DossierDimension>)]
    by: Vec<DossierDimension>,
    #[command(flatten)]
    pub(super) filters: Filters,
}

impl Count {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let request = proto::FacetDossiersRequest {
            of: Some(self.filters.request()),
            by: self.by.into_iter().map(i32::from).collect(),
        };
        let answer = service.facet_dossiers(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            output::json(&answer)?;
            return Ok(Outcome::Clean);
        }
        output::line(format_args!("{} dossiers", answer.total));
        for facet in &answer.facets {
            output::line(output::heading(&words::spoken(facet.by())));
            let mut table = output::table(&["", "", "dossiers"]);
            for row in &facet.rows {
                table.add_row([
                    row.key.as_str().into(),
                    row.name.as_str().into(),
                    output::number(row.count),
                ]);
            }
            output::line(table);
        }
        Ok(Outcome::Clean)
    }
}
