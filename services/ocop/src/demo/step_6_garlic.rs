//! Step 6: 97 points are not enough without a trademark application.

use ocop_proto::evaluation::v1::{
    DossierKind, TallyOutcome, VerifyCertificateRequest, verify_certificate_request::Subject,
};
use ocop_proto::evaluation::v1::{Standing, Tally};

use super::answers::Form;
use super::applying::{self, Application};
use super::registering::{self, Newcomer};
use super::session::{Session, same};
use super::step_3_first::{First, decide, open_round};
use crate::client::Bearer;
use crate::errors::CallError;
use crate::output;

/// The criterion on intellectual property.
const TRADEMARK: &str = "3.5";

pub(super) async fn run(session: &Session<'_>, first: &First) -> anyhow::Result<()> {
    session.title("6. Garlic from Lý Sơn: 97 points, and no certificate");
    let product = registering::register(
        session,
        Newcomer {
            // Lý Sơn.
            commune: "21548",
            registration_number: "51-MAU-1002",
            producer: "HTX Tỏi Lý Sơn (mẫu)",
            product: "Tỏi Lý Sơn vụ đông xuân (mẫu)",
            criteria_set: 10,
        },
    )
    .await?;
    let round_id = open_round(session, &first.council_id, 3, "2026-10-30").await?;
    let set = applying::criteria_set(session, 10, "2026-09-01").await?;
    let form = Form::best(&set).without(TRADEMARK)?;
    let (dossier_id, tally) = applying::apply(
        session,
        Application {
            of: &product,
            kind: DossierKind::First,
            self_assessment: form.answers()?,
            ballots: vec![form.answers()?; 5],
            round_id: &round_id,
            lodged_on: "2026-09-01",
            endorsed_on: "2026-09-15",
            accepted_on: "2026-10-01",
            tallied_on: "2026-10-20",
        },
    )
    .await?;
    same("the average", tally.average.as_str(), "97.00")?;
    same("the star by the average", tally.star_by_score, 5)?;
    same("the star by the minimum answers", tally.star_by_minimum, 0)?;
    same("the outcome", tally.outcome(), TallyOutcome::NotCertifiable)?;
    same(
        "the missing minimum answers",
        missing(&tally),
        vec![(TRADEMARK.to_owned(), 3)],
    )?;
    for lack in &tally.missing {
        session.print(&format!(
            "  Missing for {}: criterion {} ({}), has {} points, needs {}.",
            output::stars(lack.star),
            lack.criterion,
            lack.label_vi,
            lack.has_points,
            lack.needs_points
        ));
    }

    let refused = match decide(session, &dossier_id, "M202/QĐ-UBND", "2026-10-28").await {
        Ok(certificate) => anyhow::bail!("a certificate of {} stars was given", certificate.star),
        Err(error) => error.downcast::<CallError>()?,
    };
    same(
        "the code of the refusal",
        refused.code.as_str(),
        "FAILED_PRECONDITION",
    )?;
    anyhow::ensure!(
        refused.to_string().contains(TRADEMARK),
        "the refusal does not name criterion 3.5: {refused}"
    );
    let request = VerifyCertificateRequest {
        subject: Some(Subject::ProductId(product.product_id.clone())),
        as_of: String::new(),
    };
    let mut anyone = session.services.certificates(&Bearer::none());
    let answer = anyone
        .verify_certificate(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    same(
        "the standing of the garlic",
        answer.standing(),
        Standing::Unknown,
    )?;
    session.done("97.00 points and no trademark application: the decision is refused and names criterion 3.5.");
    Ok(())
}

fn missing(tally: &Tally) -> Vec<(String, u32)> {
    tally
        .missing
        .iter()
        .map(|lack| (lack.criterion.clone(), lack.star))
        .collect()
}
