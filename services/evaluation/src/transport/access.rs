//! Who may call what. An rpc without a row may be called by nobody; a test walks the contract and fails on one.

use ocop_chassis::identity::Role::{
    Advisor, Auditor, CommuneOfficer, CouncilMember, DecisionAuthority, Inspector, OcopOffice,
    Producer,
};
use ocop_chassis::identity::{Access, Who};

const OFFICE: Who = Who::Roles(&[OcopOffice]);
const APPLICANT: Who = Who::Roles(&[Producer, OcopOffice]);
const ADVISERS: Who = Who::Roles(&[Advisor, OcopOffice]);
/// Who reads dossiers, where their scope is.
const READERS: Who = Who::Roles(&[
    Producer,
    CommuneOfficer,
    OcopOffice,
    Advisor,
    CouncilMember,
    DecisionAuthority,
    Inspector,
    Auditor,
]);
const COMMUNE: Who = Who::Roles(&[CommuneOfficer]);
const AUTHORITY: Who = Who::Roles(&[DecisionAuthority]);
const EVIDENCE_READER: Who = Who::Roles(&[
    Producer,
    CommuneOfficer,
    OcopOffice,
    Advisor,
    CouncilMember,
    Inspector,
    Auditor,
]);
const INSPECTORS: Who = Who::Roles(&[Inspector, OcopOffice]);
const WATCHERS: Who = Who::Roles(&[Producer, OcopOffice, DecisionAuthority, Inspector, Auditor]);

const fn row(rpc: &'static str, who: Who) -> Access {
    Access { rpc, who }
}

/// The table of the evaluation service.
pub const ACCESS: &[Access] = &[
    row(
        "/ocop.evaluation.v1.CriteriaService/ListRegulations",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.CriteriaService/ListCriteriaSets",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.CriteriaService/GetCriteriaSet",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.CriteriaService/AssessBallot",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.CriteriaService/AdviseUpgrade",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.DossierService/CreateDossier",
        APPLICANT,
    ),
    row(
        "/ocop.evaluation.v1.DossierService/UpdateDossier",
        APPLICANT,
    ),
    row(
        "/ocop.evaluation.v1.DossierService/SubmitDossier",
        APPLICANT,
    ),
    row("/ocop.evaluation.v1.DossierService/ReturnDossier", COMMUNE),
    row("/ocop.evaluation.v1.DossierService/EndorseDossier", COMMUNE),
    row("/ocop.evaluation.v1.DossierService/AcceptDossier", OFFICE),
    row(
        "/ocop.evaluation.v1.DossierService/RequestSupplement",
        ADVISERS,
    ),
    row(
        "/ocop.evaluation.v1.DossierService/FileSupplement",
        APPLICANT,
    ),
    row(
        "/ocop.evaluation.v1.DossierService/FileAdvisoryReport",
        ADVISERS,
    ),
    row("/ocop.evaluation.v1.DossierService/RejectDossier", OFFICE),
    row(
        "/ocop.evaluation.v1.DossierService/RecordDecision",
        AUTHORITY,
    ),
    row("/ocop.evaluation.v1.DossierService/GetDossier", READERS),
    row("/ocop.evaluation.v1.DossierService/ListDossiers", READERS),
    row(
        "/ocop.evaluation.v1.EvidenceService/ListDossierEvidence",
        READERS,
    ),
    row("/ocop.evaluation.v1.DossierService/ListRevisions", READERS),
    row(
        "/ocop.evaluation.v1.DossierService/CompareRevisions",
        READERS,
    ),
    row("/ocop.evaluation.v1.DossierService/ListDue", READERS),
    row("/ocop.evaluation.v1.CouncilService/AppointCouncil", OFFICE),
    row("/ocop.evaluation.v1.CouncilService/OpenRound", OFFICE),
    row("/ocop.evaluation.v1.CouncilService/ListRounds", Who::Signed),
    row(
        "/ocop.evaluation.v1.CouncilService/CastBallot",
        Who::Roles(&[CouncilMember]),
    ),
    row("/ocop.evaluation.v1.CouncilService/TallyDossier", OFFICE),
    row("/ocop.evaluation.v1.CouncilService/AmendCouncil", OFFICE),
    row("/ocop.evaluation.v1.CouncilService/GetCouncil", Who::Signed),
    row(
        "/ocop.evaluation.v1.CouncilService/ListCouncils",
        Who::Signed,
    ),
    row(
        "/ocop.evaluation.v1.CouncilService/DeclareConflict",
        Who::Roles(&[CouncilMember, OcopOffice]),
    ),
    row(
        "/ocop.evaluation.v1.CouncilService/ListBallots",
        Who::Roles(&[CouncilMember, OcopOffice, DecisionAuthority, Auditor]),
    ),
    row(
        "/ocop.evaluation.v1.CertificateService/ImportCertificate",
        OFFICE,
    ),
    row(
        "/ocop.evaluation.v1.CertificateService/RecordRoundDecision",
        AUTHORITY,
    ),
    row(
        "/ocop.evaluation.v1.CertificateService/RevokeCertificate",
        AUTHORITY,
    ),
    row(
        "/ocop.evaluation.v1.CertificateService/GetCertificate",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.CertificateService/ListCertificates",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.CertificateService/VerifyCertificate",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.CertificateService/CountCertificates",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.EvidenceService/UploadEvidence",
        APPLICANT,
    ),
    row(
        "/ocop.evaluation.v1.EvidenceService/DownloadEvidence",
        EVIDENCE_READER,
    ),
    row(
        "/ocop.evaluation.v1.EvidenceService/GetEvidence",
        EVIDENCE_READER,
    ),
    row(
        "/ocop.evaluation.v1.EvidenceService/ListEvidence",
        EVIDENCE_READER,
    ),
    row(
        "/ocop.evaluation.v1.EvidenceService/WithdrawEvidence",
        APPLICANT,
    ),
    row("/ocop.evaluation.v1.ProgressService/SetTarget", OFFICE),
    row("/ocop.evaluation.v1.ProgressService/UpdateTarget", OFFICE),
    row(
        "/ocop.evaluation.v1.ProgressService/ListTargets",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.ProgressService/GetProgress",
        Who::Public,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/PlanInspection",
        INSPECTORS,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/RecordInspection",
        INSPECTORS,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/ConfirmRemedy",
        INSPECTORS,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/ProposeRevocation",
        INSPECTORS,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/GetInspection",
        WATCHERS,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/ListInspections",
        WATCHERS,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/FileComplaint",
        APPLICANT,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/AcceptComplaint",
        OFFICE,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/RefuseComplaint",
        OFFICE,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/DecideComplaint",
        OFFICE,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/GetComplaint",
        WATCHERS,
    ),
    row(
        "/ocop.evaluation.v1.MonitoringService/ListComplaints",
        WATCHERS,
    ),
];
