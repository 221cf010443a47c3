//! What a producer hands in, on the wire.

use std::collections::BTreeMap;

use ocop_chassis::grpc::Violations;
use ocop_proto::evaluation::v1 as proto;

use crate::domain::dossier::content::{Change, Content, RegistrationForm, Report, Statement};
use crate::transport::council::ballots::{answers_to_proto, read_answers};
use crate::transport::criteria::sets;

/// The parts of the content that a caller may change.
pub(crate) const CHANGEABLE: &[&str] = &["form", "report", "self_assessment", "statements"];

/// Most statements in one request, and most pieces of evidence for one of them.
const MAX_ITEMS: usize = 200;

pub(crate) fn to_proto(content: Content) -> proto::DossierContent {
    let statement = |(criterion, message): (String, Statement)| proto::Statement {
        criterion,
        text: message.text,
        evidence_ids: message.evidence.iter().map(ToString::to_string).collect(),
    };
    let (form, report) = (content.form, content.report);
    proto::DossierContent {
        form: Some(proto::RegistrationForm {
            unit_name: form.unit_name,
            representative: form.representative,
            position: form.position,
            address: form.address,
            phone: form.phone,
            email: form.email,
            samples: form.samples,
            declared_true: form.declared_true,
            service_case: sets::case_to_proto(form.service_case).into(),
        }),
        report: Some(proto::SelfAssessmentReport {
            description: report.description,
            history: report.history,
            structure: report.structure,
            results: report.results,
            plan: report.plan,
            changes: report.changes,
        }),
        self_assessment: answers_to_proto(&content.self_assessment),
        statements: content.statements.into_iter().map(statement).collect(),
    }
}

/// Reads the parts of the content that are named.
pub(crate) fn read(
    v: &mut Violations,
    message: Option<&proto::DossierContent>,
    named: &[&str],
) -> Change {
    let message = message.cloned().unwrap_or_default();
    let is_named = |part| named.contains(&part);
    let form = message.form.unwrap_or_default();
    let report = message.report.unwrap_or_default();
    Change {
        form: is_named("form").then(|| read_form(v, &form)),
        report: is_named("report").then(|| read_report(v, &report)),
        self_assessment: is_named("self_assessment")
            .then(|| read_answers(v, "content.self_assessment", &message.self_assessment)),
        statements: is_named("statements").then(|| read_statements(v, &message.statements)),
    }
}

fn text(v: &mut Violations, field: &str, text: &str, most: usize) -> String {
    let field = format!("content.{field}");
    v.optional_text(&field, text, most).unwrap_or_default()
}

fn read_form(v: &mut Violations, message: &proto::RegistrationForm) -> RegistrationForm {
    RegistrationForm {
        unit_name: text(v, "form.unit_name", &message.unit_name, 200),
        representative: text(v, "form.representative", &message.representative, 200),
        position: text(v, "form.position", &message.position, 200),
        address: text(v, "form.address", &message.address, 500),
        phone: text(v, "form.phone", &message.phone, 50),
        email: text(v, "form.email", &message.email, 200),
        samples: v
            .within("content.form.samples", message.samples, 0..=1_000)
            .unwrap_or_default(),
        declared_true: message.declared_true,
        service_case: v
            .known_or_any("content.form.service_case", message.service_case)
            .and_then(sets::case_from_proto),
    }
}

fn read_report(v: &mut Violations, message: &proto::SelfAssessmentReport) -> Report {
    let mut part = |name: &str, message: &str| text(v, &format!("report.{name}"), message, 20_000);
    Report {
        description: part("description", &message.description),
        history: part("history", &message.history),
        structure: part("structure", &message.structure),
        results: part("results", &message.results),
        plan: part("plan", &message.plan),
        changes: part("changes", &message.changes),
    }
}

fn read_statements(
    v: &mut Violations,
    message: &[proto::Statement],
) -> BTreeMap<String, Statement> {
    let mut statements = BTreeMap::new();
    if message.len() > MAX_ITEMS {
        let most = format!("must be at most {MAX_ITEMS}");
        v.add("content.statements", "TOO_MANY", most);
        return statements;
    }
    for (index, statement) in message.iter().enumerate() {
        let field = |name: &str| format!("content.statements[{index}].{name}");
        let criterion = v.required_text(&field("criterion"), &statement.criterion, 10);
        let text = v.optional_text(&field("text"), &statement.text, 4_000);
        if statement.evidence_ids.len() > MAX_ITEMS {
            let most = format!("must be at most {MAX_ITEMS}");
            v.add(field("evidence_ids"), "TOO_MANY", most);
            continue;
        }
        let ids = statement.evidence_ids.iter().enumerate();
        let evidence = ids
            .filter_map(|(place, id)| v.uuid(&field(&format!("evidence_ids[{place}]")), id))
            .collect();
        if let Some(criterion) = criterion {
            let statement = Statement {
                text: text.unwrap_or_default(),
                evidence,
            };
            if statements.insert(criterion, statement).is_some() {
                v.add(field("criterion"), "DUPLICATE", "is spoken of twice");
            }
        }
    }
    statements
}
