//! Step 5: months later the same product is upgraded to four stars.

use anyhow::Context as _;
use ocop_proto::evaluation::v1::{
    Certificate, CertificateKind, DossierKind, GetCertificateRequest, TallyOutcome,
};
use ocop_proto::promotion::v1::ListingState;

use super::answers::Form;
use super::applying::{self, Application};
use super::buyer::Buyer;
use super::session::{Session, same};
use super::step_3_first::{First, decide, open_round};
use super::step_4_arrival::{about, catalog_shows, listing_with};
use crate::errors::CallError;
use crate::output;

/// What the later steps go on with.
pub(super) struct Upgraded {
    /// The fish sauce.
    pub(super) product_id: String,
    /// Its certificate of four stars.
    pub(super) certificate: Certificate,
}

pub(super) async fn run(
    session: &Session<'_>,
    buyer: &Buyer,
    first: &First,
) -> anyhow::Result<Upgraded> {
    session.title("5. Months later: upgraded to four stars");
    let round_id = open_round(session, &first.council_id, 2, "2026-10-30").await?;
    let set = applying::criteria_set(session, 9, "2026-09-01").await?;
    let most = Form::least(&set, 4)?.raised_to(85)?;
    let totals = [84, 83, 85, 84, 84];
    let ballots = totals
        .iter()
        .map(|total| most.clone().lowered_to(*total)?.answers())
        .collect::<anyhow::Result<_>>()?;
    let (dossier_id, tally) = applying::apply(
        session,
        Application {
            of: &first.product,
            kind: DossierKind::Upgrade,
            self_assessment: most.answers()?,
            ballots,
            round_id: &round_id,
            lodged_on: "2026-09-01",
            endorsed_on: "2026-09-15",
            accepted_on: "2026-10-01",
            tallied_on: "2026-10-20",
        },
    )
    .await?;
    same("the average", tally.average.as_str(), "84.00")?;
    anyhow::ensure!(
        tally.star_by_minimum >= 4,
        "the minimum answers allow only {} stars",
        tally.star_by_minimum
    );
    same("the star through both gates", tally.star, 4)?;
    same("the outcome", tally.outcome(), TallyOutcome::Certifiable)?;

    let certificate = decide(session, &dossier_id, "M201/QĐ-UBND", "2026-10-28").await?;
    same("the star of the certificate", certificate.star, 4)?;
    same(
        "the kind of the certificate",
        certificate.kind(),
        CertificateKind::Upgrade,
    )?;
    same(
        "the first day of the certificate",
        certificate.valid_from.as_str(),
        "2026-10-28",
    )?;
    let before = certificate_of(session, &first.certificate.id).await?;
    same(
        "the last day of the certificate before",
        before.valid_to.as_str(),
        "2026-10-27",
    )?;
    session.done(&format!(
        "Average {}: {} by decision M201/QĐ-UBND from 28 October 2026; the first certificate ended the day before.",
        tally.average,
        output::stars(tally.star)
    ));

    catalog_shows(session, &first.product.product_id, 4).await?;
    listing_with(session, &first.product.product_id, ListingState::Open, 4).await?;
    session.done("Catalog and promotion show ★★★★.");
    for (way, notification) in buyer.receive_both(1).await? {
        about(&notification, "upgraded", &certificate.id)?;
        same("the stars before", notification.fact.previous_star, 3)?;
        same("the stars now", notification.fact.star, 4)?;
        session.done(&format!("{way}: {} from ★★★ to ★★★★", notification.kind));
    }
    Ok(Upgraded {
        product_id: first.product.product_id.clone(),
        certificate,
    })
}

async fn certificate_of(session: &Session<'_>, id: &str) -> anyhow::Result<Certificate> {
    let mut office = session.services.certificates(&session.office()?);
    let request = GetCertificateRequest { id: id.to_owned() };
    let answer = office
        .get_certificate(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    answer
        .certificate
        .context("evaluation answers without the certificate")
}
