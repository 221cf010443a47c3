//! The way of one dossier: producer, commune, office, council, as each of them calls the services.

use anyhow::Context as _;
use ocop_identity::Role;
use ocop_proto::evaluation::v1::{
    AcceptDossierRequest, Answer, CastBallotRequest, CommuneFindings, CreateDossierRequest,
    CriteriaSet, DossierKind, EndorseDossierRequest, FileAdvisoryReportRequest,
    GetCriteriaSetRequest, SubmitDossierRequest, Tally, TallyDossierRequest, UpdateDossierRequest,
};

use super::papers;
use super::registering::Registered;
use super::session::{Session, TIMEOUT, province, same};
use crate::errors::CallError;
use crate::{output, waiting};

/// The council: subject of the token, full name, organisation. The first is the chair.
pub(super) const COUNCIL: [(&str, &str, &str); 5] = [
    ("council-1", "Nguyễn Văn An (mẫu)", "UBND tỉnh"),
    (
        "council-2",
        "Trần Thị Bình (mẫu)",
        "Sở Nông nghiệp và Môi trường",
    ),
    ("council-3", "Lê Văn Cường (mẫu)", "Sở Công Thương"),
    ("council-4", "Phạm Thị Dung (mẫu)", "Sở Y tế"),
    ("council-5", "Đinh Văn Em (mẫu)", "Văn phòng OCOP tỉnh"),
];

/// A dossier on its way.
pub(super) struct Application<'a> {
    pub(super) of: &'a Registered,
    pub(super) kind: DossierKind,
    pub(super) self_assessment: Vec<Answer>,
    /// One form for each member of the council.
    pub(super) ballots: Vec<Vec<Answer>>,
    pub(super) round_id: &'a str,
    pub(super) lodged_on: &'a str,
    pub(super) endorsed_on: &'a str,
    pub(super) accepted_on: &'a str,
    pub(super) tallied_on: &'a str,
}

/// A criteria set as the law had it on a day.
pub(super) async fn criteria_set(
    session: &Session<'_>,
    number: u32,
    on: &str,
) -> anyhow::Result<CriteriaSet> {
    let request = GetCriteriaSetRequest {
        number,
        on_date: on.to_owned(),
    };
    let mut criteria = session.services.criteria(&session.office()?);
    let answer = criteria
        .get_criteria_set(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    answer
        .criteria_set
        .context("evaluation answers without the criteria set")
}

/// Takes a dossier from the producer's draft to the council's tally. Gives its id and the tally.
pub(super) async fn apply(
    session: &Session<'_>,
    application: Application<'_>,
) -> anyhow::Result<(String, Tally)> {
    let id = lodge(session, &application).await?;
    same(
        "the number of ballots",
        application.ballots.len(),
        COUNCIL.len(),
    )?;
    let mut table = output::table(&["council member", "of", "points"]);
    for ((subject, name, organisation), answers) in COUNCIL.into_iter().zip(application.ballots) {
        let mut member =
            session
                .services
                .councils(&session.bearer(subject, Role::CouncilMember, province())?);
        let request = CastBallotRequest {
            request_id: session.request_id(),
            dossier_id: id.clone(),
            answers,
            comment: String::new(),
        };
        let ballot = member
            .cast_ballot(request)
            .await
            .map_err(CallError::from)?
            .into_inner()
            .ballot
            .unwrap_or_default();
        table.add_row([
            name.into(),
            organisation.into(),
            output::number(ballot.total),
        ]);
    }
    session.show(&table);
    let request = TallyDossierRequest {
        request_id: session.request_id(),
        dossier_id: id.clone(),
        agreed_answers: Vec::new(),
        tallied_on: application.tallied_on.to_owned(),
        ..TallyDossierRequest::default()
    };
    let mut office = session.services.councils(&session.office()?);
    let tally = office
        .tally_dossier(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    Ok((
        id,
        tally
            .tally
            .context("evaluation answers without the tally")?,
    ))
}

/// From the producer's draft into the round.
async fn lodge(session: &Session<'_>, application: &Application<'_>) -> anyhow::Result<String> {
    let Application {
        of,
        kind,
        self_assessment,
        round_id,
        lodged_on,
        endorsed_on,
        accepted_on,
        ..
    } = application;
    let mut producer = session
        .services
        .dossiers(&session.producer(&of.producer_id)?);
    let request = CreateDossierRequest {
        request_id: session.request_id(),
        product_id: of.product_id.clone(),
        kind: (*kind).into(),
        self_assessment: self_assessment.clone(),
        content: None,
    };
    // Evaluation knows the product when its event has arrived.
    let draft = waiting::until(
        "evaluation to know the product",
        TIMEOUT,
        async || match producer.create_dossier(request.clone()).await {
            Ok(answer) => Ok(Some(answer.into_inner())),
            Err(status) => match CallError::from(status) {
                refused if refused.reason == "PRODUCT_UNKNOWN" => Ok(None),
                refused => Err(refused.into()),
            },
        },
    )
    .await?;
    let draft = draft
        .dossier
        .context("evaluation answers without the dossier")?;
    let id = draft.id.clone();
    let request = UpdateDossierRequest {
        request_id: session.request_id(),
        id: id.clone(),
        etag: draft.etag,
        content: Some(papers::content(session, of, self_assessment).await?),
        update_mask: Some(pbjson_types::FieldMask {
            paths: ["form", "report", "statements"].map(str::to_owned).to_vec(),
        }),
    };
    producer
        .update_dossier(request)
        .await
        .map_err(CallError::from)?;
    session.print(&format!(
        "  The producer assesses itself and lodges the dossier at the commune on {lodged_on}."
    ));
    let request = SubmitDossierRequest {
        request_id: session.request_id(),
        id: id.clone(),
        lodged_on: (*lodged_on).to_owned(),
        acknowledged: Vec::new(),
    };
    producer
        .submit_dossier(request)
        .await
        .map_err(CallError::from)?;

    session.print(&format!(
        "  The commune reports on the four topics of Form 03 and sends it on on {endorsed_on}."
    ));
    let mut officer = session.services.dossiers(&session.commune(of.commune)?);
    let request = EndorseDossierRequest {
        request_id: session.request_id(),
        id: id.clone(),
        findings: Some(CommuneFindings {
            raw_material: "Nguyên liệu trong tỉnh.".to_owned(),
            labour: "Lao động của xã.".to_owned(),
            idea_origin: "Nghề truyền thống của địa phương.".to_owned(),
            identity: "Gắn với địa danh và cách làm của địa phương.".to_owned(),
        }),
        endorsed_on: (*endorsed_on).to_owned(),
        ..EndorseDossierRequest::default()
    };
    officer
        .endorse_dossier(request)
        .await
        .map_err(CallError::from)?;

    session.print(&format!(
        "  The provincial office accepts it into the round on {accepted_on}; the advisory team reports, and the council \
         votes:"
    ));
    let mut office = session.services.dossiers(&session.office()?);
    let request = AcceptDossierRequest {
        request_id: session.request_id(),
        id: id.clone(),
        round_id: (*round_id).to_owned(),
        accepted_on: (*accepted_on).to_owned(),
    };
    office
        .accept_dossier(request)
        .await
        .map_err(CallError::from)?;
    let mut advisor =
        session
            .services
            .dossiers(&session.bearer("to-tu-van", Role::Advisor, province())?);
    let request = FileAdvisoryReportRequest {
        request_id: session.request_id(),
        id: id.clone(),
        report: "Hồ sơ đủ, mẫu phù hợp với hồ sơ.".to_owned(),
        filed_on: (*accepted_on).to_owned(),
        ..Default::default()
    };
    advisor
        .file_advisory_report(request)
        .await
        .map_err(CallError::from)?;
    Ok(id)
}
