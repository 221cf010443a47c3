//! Step 3: a first certificate under Decision 26/2026/QĐ-TTg.

use anyhow::Context as _;
use ocop_proto::evaluation::v1::{
    AppointCouncilRequest, Certificate, Council, CouncilMember, Decision, DossierKind, MemberRole,
    OpenRoundRequest, RecordDecisionRequest, Round, TallyOutcome,
};

use super::PROVINCE;
use super::answers::Form;
use super::applying::{self, Application, COUNCIL};
use super::registering::{self, Newcomer, Registered};
use super::session::{Session, same};
use crate::errors::CallError;
use crate::output;

/// What the later steps go on with.
pub(super) struct First {
    /// The fish sauce.
    pub(super) product: Registered,
    /// The council that scores every dossier of the demonstration.
    pub(super) council_id: String,
    /// The certificate of three stars.
    pub(super) certificate: Certificate,
}

pub(super) async fn run(session: &Session<'_>) -> anyhow::Result<First> {
    session.title("3. A fish sauce asks for its first certificate (Decision 26/2026/QĐ-TTg)");
    let product = registering::register(
        session,
        Newcomer {
            // Bình Sơn.
            commune: "21040",
            registration_number: "51-MAU-1001",
            producer: "HTX Nước mắm Bình Sơn (mẫu)",
            product: "Nước mắm cá cơm Bình Sơn (mẫu)",
            criteria_set: 9,
        },
    )
    .await?;
    session.print(
        "  A cooperative in the commune of Bình Sơn registers its fish sauce: criteria set 9.",
    );
    let council_id = appoint_council(session).await?;
    let round_id = open_round(session, &council_id, 1, "2026-06-10").await?;

    let set = applying::criteria_set(session, 9, "2026-05-25").await?;
    let most = Form::least(&set, 3)?.raised_to(63)?;
    let totals = [61, 60, 63, 62, 61];
    let ballots = totals
        .iter()
        .map(|total| most.clone().lowered_to(*total)?.answers())
        .collect::<anyhow::Result<_>>()?;
    let (dossier_id, tally) = applying::apply(
        session,
        Application {
            of: &product,
            kind: DossierKind::First,
            self_assessment: most.clone().raised_to(64)?.answers()?,
            ballots,
            round_id: &round_id,
            lodged_on: "2026-05-25",
            endorsed_on: "2026-06-05",
            accepted_on: "2026-06-10",
            tallied_on: "2026-06-20",
        },
    )
    .await?;
    same(
        "the sum of the points",
        tally.total_sum,
        totals.iter().sum(),
    )?;
    same("the average", tally.average.as_str(), "61.40")?;
    same("the star by the average", tally.star_by_score, 3)?;
    same("the star by the minimum answers", tally.star_by_minimum, 3)?;
    same("the outcome", tally.outcome(), TallyOutcome::Certifiable)?;
    session.print(&format!(
        "  Average {} / {} = {}: {} by points; the minimum answers allow {}.",
        tally.total_sum,
        tally.ballots,
        tally.average,
        output::stars(tally.star_by_score),
        output::stars(tally.star_by_minimum),
    ));

    let certificate = decide(session, &dossier_id, "M101/QĐ-UBND", "2026-06-25").await?;
    same("the star of the certificate", certificate.star, 3)?;
    same(
        "the first day of the certificate",
        certificate.valid_from.as_str(),
        "2026-06-25",
    )?;
    // 36 calendar months; the last day counts.
    same(
        "the last day of the certificate",
        certificate.valid_to.as_str(),
        "2029-06-25",
    )?;
    session.done(&format!(
        "Decision M101/QĐ-UBND of 25 June 2026: {}, valid {} to {}.",
        output::stars(certificate.star),
        certificate.valid_from,
        certificate.valid_to
    ));
    Ok(First {
        product,
        council_id,
        certificate,
    })
}

async fn appoint_council(session: &Session<'_>) -> anyhow::Result<String> {
    let members = COUNCIL
        .into_iter()
        .enumerate()
        .map(|(at, (subject, name, organisation))| CouncilMember {
            subject: subject.to_owned(),
            full_name: name.to_owned(),
            organisation: organisation.to_owned(),
            role: match at {
                0 => MemberRole::Chair,
                4 => MemberRole::Secretary,
                _ => MemberRole::Member,
            }
            .into(),
            ..CouncilMember::default()
        });
    let council = Council {
        province_code: PROVINCE.to_owned(),
        decision_number: "M100/QĐ-UBND".to_owned(),
        appointed_on: "2026-05-22".to_owned(),
        members: members.collect(),
        ..Council::default()
    };
    let request = AppointCouncilRequest {
        request_id: session.request_id(),
        council: Some(council),
    };
    let mut office = session.services.councils(&session.office()?);
    let answer = office
        .appoint_council(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    Ok(answer
        .council
        .context("evaluation answers without the council")?
        .id)
}

/// Opens a round of 2026.
pub(super) async fn open_round(
    session: &Session<'_>,
    council_id: &str,
    number: u32,
    cut_off: &str,
) -> anyhow::Result<String> {
    let round = Round {
        province_code: PROVINCE.to_owned(),
        year: 2026,
        number,
        council_id: council_id.to_owned(),
        cut_off: cut_off.to_owned(),
        // The law names two a year; another is held if the council's regulation says so.
        extra: number > 2,
        ..Round::default()
    };
    let request = OpenRoundRequest {
        request_id: session.request_id(),
        round: Some(round),
    };
    let mut office = session.services.councils(&session.office()?);
    let answer = office
        .open_round(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    Ok(answer
        .round
        .context("evaluation answers without the round")?
        .id)
}

/// The chair of the province decides.
pub(super) async fn decide(
    session: &Session<'_>,
    dossier_id: &str,
    number: &str,
    date: &str,
) -> anyhow::Result<Certificate> {
    let request = RecordDecisionRequest {
        request_id: session.request_id(),
        dossier_id: dossier_id.to_owned(),
        decision: Some(Decision {
            number: number.to_owned(),
            date: date.to_owned(),
            authority: "UBND tỉnh Quảng Ngãi".to_owned(),
            signer: "Chủ tịch (mẫu)".to_owned(),
        }),
    };
    let mut authority = session.services.dossiers(&session.authority()?);
    let answer = authority
        .record_decision(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    answer
        .certificate
        .context("evaluation answers without a certificate")
}
