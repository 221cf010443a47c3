//! `ocop progress`: how a programme stands on a day: what is valid, what moved, who holds it, and how far its targets are.

mod movement;
mod sales;
mod targets;

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::evaluation::v1::{
    CertificateCount, CountCertificatesRequest, CountCertificatesResponse, CountDimension,
    GetProgressRequest, GetProgressResponse,
};

use super::Outcome;
use crate::client::{Bearer, Services, Target};
use crate::commands::units::Units;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to show.
#[derive(Args, Debug)]
pub(crate) struct Progress {
    /// The day, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    as_of: Option<NaiveDate>,
    /// Only this province; its targets are shown too.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    #[command(flatten)]
    units: Units,
    /// First day from which movements are counted; 1 January of the year if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    since: Option<NaiveDate>,
    /// How many months the trend goes back.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=60))]
    months: u32,
}

/// The dimensions with the words by which they are shown.
const DIMENSIONS: [(CountDimension, &str); 6] = [
    (CountDimension::Star, "star"),
    (CountDimension::Branch, "branch"),
    (CountDimension::CriteriaSet, "set"),
    (CountDimension::Province, "province"),
    (CountDimension::District, "district"),
    (CountDimension::Commune, "commune"),
];

impl Progress {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let request = GetProgressRequest {
            as_of: words::written(self.as_of),
            province_code: self.province.unwrap_or_default(),
            in_units_of: self.units.day(),
            since: words::written(self.since),
            trend_months: self.months,
        };
        let services = target.services(&["evaluation"])?;
        let mut service = services.progress(&Bearer::none());
        let progress = service
            .get_progress(request)
            .await
            .map_err(CallError::from)?;
        let progress = progress.into_inner();
        match format {
            Format::Json => json(&progress)?,
            Format::Text => show(&progress),
        }
        Ok(Outcome::Clean)
    }
}

fn rows(progress: &GetProgressResponse, by: CountDimension) -> &[CertificateCount] {
    let group = progress.groups.iter().find(|group| group.by() == by);
    group.map_or(&[], |group| &group.rows)
}

fn json(progress: &GetProgressResponse) -> anyhow::Result<()> {
    let by: serde_json::Map<_, _> = DIMENSIONS
        .iter()
        .map(|(by, word)| {
            Ok((
                (*word).to_owned(),
                serde_json::to_value(rows(progress, *by))?,
            ))
        })
        .collect::<Result<_, serde_json::Error>>()?;
    output::json(&serde_json::json!({
        "as_of": progress.as_of,
        "since": progress.since,
        "total": progress.total,
        "by": by,
        "movements": progress.movements,
        "producers": progress.producers,
        "trend": progress.trend,
        "targets": progress.targets,
        "sales": progress.sales,
    }))
}

fn show(progress: &GetProgressResponse) {
    output::line(format_args!(
        "{}",
        output::heading(&format!(
            "{} certificates valid on {}",
            progress.total, progress.as_of
        ))
    ));
    // Since July 2025 certificates know no district.
    let districts = rows(progress, CountDimension::District);
    let place = if districts.iter().any(|row| !row.key.is_empty()) {
        CountDimension::District
    } else {
        CountDimension::Commune
    };
    for (by, word) in DIMENSIONS {
        let shown = matches!(by, CountDimension::Star | CountDimension::Branch) || by == place;
        if shown {
            bars(word, rows(progress, by));
        }
    }
    movement::draw(progress);
    sales::draw(progress.sales.as_ref());
    targets::draw(&progress.targets);
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
    let request = CountCertificatesRequest {
        as_of: as_of.to_owned(),
        by: by.into(),
        province_code: province.to_owned(),
        ..Default::default()
    };
    let mut service = services.certificates(&Bearer::none());
    Ok(service
        .count_certificates(request)
        .await
        .map_err(CallError::from)?
        .into_inner())
}

/// Draws a count with bars.
pub(crate) fn draw(heading: &str, count: &CountCertificatesResponse) {
    bars(heading, &count.rows);
}

fn bars(heading: &str, rows: &[CertificateCount]) {
    if rows.is_empty() {
        return;
    }
    let greatest = rows.iter().map(|row| row.count).max().unwrap_or_default();
    let mut table = output::table(&[heading, "", "products", ""]);
    for row in rows {
        table.add_row([
            row.key.as_str().into(),
            row.name.as_str().into(),
            output::number(row.count),
            output::bar(row.count, greatest).into(),
        ]);
    }
    output::line(format_args!("{table}"));
}
