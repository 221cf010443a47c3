//! `ocop progress`: how many certificates are valid on a day, by star, branch and district.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1::{
    CountCertificatesRequest, CountCertificatesResponse, CountDimension,
};

use super::Found;
use crate::client::{Bearer, Services, Target};
use crate::errors::Refused;
use crate::output::{self, Format};

/// What to count.
#[derive(Args, Debug)]
pub(crate) struct Progress {
    /// The day, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY")]
    as_of: Option<NaiveDate>,
    /// Only certificates of this province.
    #[arg(long, value_name = "CODE")]
    province: Option<String>,
}

/// The dimensions shown, each with its heading.
const SHOWN: [(CountDimension, &str); 3] = [
    (CountDimension::Star, "star"),
    (CountDimension::Branch, "branch"),
    (CountDimension::District, "district"),
];

impl Progress {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Found> {
        let as_of = self.as_of.map(|day| day.to_string()).unwrap_or_default();
        let province = self.province.unwrap_or_default();
        let services = target.services()?;
        let mut counts = Vec::new();
        for (by, heading) in SHOWN {
            counts.push((heading, count(&services, &as_of, by, &province).await?));
        }
        match format {
            Format::Json => {
                let by: serde_json::Map<_, _> = counts
                    .iter()
                    .map(|(heading, count)| {
                        Ok(((*heading).to_owned(), serde_json::to_value(&count.rows)?))
                    })
                    .collect::<Result<_, serde_json::Error>>()?;
                let (_, any) = &counts[0];
                output::json(
                    &serde_json::json!({"as_of": any.as_of, "total": any.total, "by": by}),
                )?;
            }
            Format::Text => {
                let (_, any) = &counts[0];
                output::line(format_args!(
                    "{}",
                    output::heading(&format!(
                        "{} certificates valid on {}",
                        any.total, any.as_of
                    ))
                ));
                for (heading, count) in &counts {
                    draw(heading, count);
                }
            }
        }
        Ok(Found::Well)
    }
}

/// Counts by one dimension.
///
/// # Errors
/// The service refuses.
pub(crate) async fn count(
    services: &Services,
    as_of: &str,
    by: CountDimension,
    province: &str,
) -> anyhow::Result<CountCertificatesResponse> {
    let asked = CountCertificatesRequest {
        as_of: as_of.to_owned(),
        by: by.into(),
        province_code: province.to_owned(),
    };
    let mut service = services.certificates(&Bearer::none());
    Ok(service
        .count_certificates(asked)
        .await
        .map_err(Refused::from)?
        .into_inner())
}

/// Draws a count with bars.
pub(crate) fn draw(heading: &str, count: &CountCertificatesResponse) {
    if count.rows.is_empty() {
        return;
    }
    let greatest = count
        .rows
        .iter()
        .map(|row| row.count)
        .max()
        .unwrap_or_default();
    let mut table = output::table(&[heading, "", "products", ""]);
    for row in &count.rows {
        table.add_row([
            row.key.as_str().into(),
            row.name.as_str().into(),
            output::number(row.count),
            output::bar(row.count, greatest).into(),
        ]);
    }
    output::line(format_args!("{table}"));
}
