//! Step 2: which certificates were valid on 14 July 2022, and which are today.

use std::collections::BTreeMap;

use ocop_proto::evaluation::v1::CountDimension;
use ocop_proto::operations::v1::ListAppliedHeadsRequest;
use ocop_proto::promotion::v1::{ListListingsRequest, ListingState};

use super::PROVINCE;
use super::session::{Session, TIMEOUT, same};
use crate::client::Bearer;
use crate::commands::{count, draw};
use crate::errors::CallError;
use crate::output::Format;
use crate::waiting;

const DAY: &str = "2022-07-14";

pub(super) async fn run(session: &Session<'_>) -> anyhow::Result<()> {
    session.title("2. The picture of that day, and of today");
    session.print(
        "Anyone may ask evaluation how many certificates were valid on a day. On 14 July 2022:",
    );
    let by_star = counted(session, "star", CountDimension::Star).await?;
    same("the count by star", by_star, keyed(&[("3", 57), ("4", 4)]))?;
    let by_branch = counted(session, "branch", CountDimension::Branch).await?;
    same(
        "the count by group",
        by_branch,
        keyed(&[("I", 42), ("II", 6), ("III", 10), ("IV", 1), ("VI", 2)]),
    )?;
    let by_district = counted(session, "district", CountDimension::District).await?;
    same("the number of districts", by_district.len(), 9)?;
    same(
        "the count of Mộ Đức",
        by_district.get("533").copied(),
        Some(19),
    )?;
    same(
        "the greatest count of a district",
        by_district.values().max().copied(),
        Some(19),
    )?;

    let today = count(&session.services, "", CountDimension::Unspecified, PROVINCE).await?;
    same("the count of today", today.total, 0)?;
    wait_for_certificates(session, "promotion").await?;
    let mut listings = session.services.listings(&Bearer::none());
    for (state, what) in [
        (ListingState::Open, "open"),
        (ListingState::Unspecified, "shown"),
    ] {
        let request = ListListingsRequest {
            state: state.into(),
            ..ListListingsRequest::default()
        };
        let shown = listings
            .list_listings(request)
            .await
            .map_err(CallError::from)?
            .into_inner()
            .listings;
        same(&format!("the number of {what} listings"), shown.len(), 0)?;
    }
    session.done(&format!(
        "61 valid on 14 July 2022. Today, {}, none: all ran out after 36 months and nobody asked for a new\n  \
         evaluation. Promotion has received all 61 and shows none of them as certified.",
        today.as_of
    ));
    Ok(())
}

/// Counts, draws and gives the count by key.
async fn counted(
    session: &Session<'_>,
    heading: &str,
    by: CountDimension,
) -> anyhow::Result<BTreeMap<String, u32>> {
    let answer = count(&session.services, DAY, by, PROVINCE).await?;
    same("the number of valid certificates", answer.total, 61)?;
    if session.format == Format::Text {
        draw(heading, &answer);
    }
    Ok(answer
        .rows
        .into_iter()
        .map(|row| (row.key, row.count))
        .collect())
}

fn keyed(counts: &[(&str, u32)]) -> BTreeMap<String, u32> {
    counts
        .iter()
        .map(|(key, count)| ((*key).to_owned(), *count))
        .collect()
}

/// Waits until a service has applied the certificates of all 61 products: that it shows none must not be because they have
/// not arrived yet.
async fn wait_for_certificates(session: &Session<'_>, service: &str) -> anyhow::Result<()> {
    let operator = session.operator()?;
    let operations = session
        .services
        .operations(service, &operator)
        .ok_or_else(|| anyhow::anyhow!("there is no service {service}"))?;
    let what = format!("{service} to apply all 61 certificates");
    waiting::until(&what, TIMEOUT, async || {
        let request = ListAppliedHeadsRequest {
            aggregate_type: "certificate".to_owned(),
            ..Default::default()
        };
        let heads = operations
            .clone()
            .list_applied_heads(request)
            .await
            .map_err(CallError::from)?
            .into_inner()
            .heads;
        Ok((heads.len() == 61).then_some(()))
    })
    .await
}
