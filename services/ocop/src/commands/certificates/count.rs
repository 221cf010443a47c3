//! `ocop certificates count`: what a search finds, counted.

use clap::Args;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::CountDimension;

use super::Service;
use super::filters::Filters;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Which certificates, and by what to count them.
#[derive(Args, Debug)]
pub(crate) struct Count {
    /// By what, such as star or commune; several with commas, all if not given.
    #[arg(long, value_delimiter = ',', value_parser = words::named::<CountDimension>)]
    by: Vec<CountDimension>,
    #[command(flatten)]
    filters: Filters,
}

impl Count {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::FacetCertificatesRequest {
            of: Some(self.filters.request()),
            by: self.by.into_iter().map(i32::from).collect(),
        };
        let answer = service.facet_certificates(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&answer);
        }
        output::line(format_args!("{} certificates", answer.total));
        for facet in &answer.facets {
            output::line(output::heading(&words::spoken(facet.by())));
            let mut table = output::table(&["", "", "certificates"]);
            for row in &facet.rows {
                table.add_row([
                    row.key.as_str().into(),
                    row.name.as_str().into(),
                    output::number(row.count),
                ]);
            }
            output::line(table);
        }
        Ok(())
    }
}
