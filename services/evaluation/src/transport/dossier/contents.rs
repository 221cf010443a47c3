//! What a producer hands in, on the wire.

use std::collections::BTreeMap;

use ocop_chassis::grpc::Violations;
use ocop_proto::evaluation::v1 as proto;

use crate::domain::dossier::content::{Change, Content, RegistrationForm, Report, Statement};
use crate::domain::dossier::revision::{Difference, Revision};
use crate::transport::council::ballots::{answers_to_proto, read_answers};

/// The parts of the content that a caller may change.
pub(crate) const CHANGEABLE: &[&str] = &["form", "report", "self_assessment", "statements"];

/// Most statements in one request, and most pieces of evidence for one of them.
const MOST: usize = 200;

pub(crate) fn to_proto(content: Content) -> proto::DossierContent {
    let statement = |(criterion, said): (String, Statement)| proto::Statement {
        criterion,
        text: said.text,
        evidence_ids: said.evidence.iter().map(ToString::to_string).collect(),
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

pub(crate) fn revision_to_proto(revision: Revision) -> proto::DossierRevision {
    proto::DossierRevision {
        number: revision.number,
        lodged_on: revision.lodged_on.to_string(),
        regulation: revision.regulation.to_string(),
        criteria_set: revision.criteria_set.into(),
        answers_to: revision.answers_to,
        content: Some(to_proto(revision.content)),
    }
}

pub(crate) fn difference_to_proto(difference: Difference) -> proto::RevisionDifference {
    proto::RevisionDifference {
        field: difference.field,
        before: difference.before,
        after: difference.after,
    }
}

/// Reads the parts of the content that are named.
pub(crate) fn read(
    v: &mut Violations,
    said: Option<&proto::DossierContent>,
    named: &[&str],
) -> Change {
    let said = said.cloned().unwrap_or_default();
    let wanted = |part| named.contains(&part);
    let form = said.form.unwrap_or_default();
    let report = said.report.unwrap_or_default();
    Change {
        form: wanted("form").then(|| read_form(v, &form)),
        report: wanted("report").then(|| read_report(v, &report)),
        self_assessment: wanted("self_assessment")
            .then(|| read_answers(v, "content.self_assessment", &said.self_assessment)),
        statements: wanted("statements").then(|| read_statements(v, &said.statements)),
    }
}

fn text(v: &mut Violations, field: &str, text: &str, most: usize) -> String {
    let field = format!("content.{field}");
    v.optional_text(&field, text, most).unwrap_or_default()
}

fn read_form(v: &mut Violations, said: &proto::RegistrationForm) -> RegistrationForm {
    RegistrationForm {
        unit_name: text(v, "form.unit_name", &said.unit_name, 200),
        representative: text(v, "form.representative", &said.representative, 200),
        position: text(v, "form.position", &said.position, 200),
        address: text(v, "form.address", &said.address, 500),
        phone: text(v, "form.phone", &said.phone, 50),
        email: text(v, "form.email", &said.email, 200),
        samples: v
            .within("content.form.samples", said.samples, 0..=1_000)
            .unwrap_or_default(),
        declared_true: said.declared_true,
    }
}

fn read_report(v: &mut Violations, said: &proto::SelfAssessmentReport) -> Report {
    let mut part = |name: &str, said: &str| text(v, &format!("report.{name}"), said, 20_000);
    Report {
        description: part("description", &said.description),
        history: part("history", &said.history),
        structure: part("structure", &said.structure),
        results: part("results", &said.results),
        plan: part("plan", &said.plan),
        changes: part("changes", &said.changes),
    }
}

fn read_statements(v: &mut Violations, said: &[proto::Statement]) -> BTreeMap<String, Statement> {
    let mut statements = BTreeMap::new();
    if said.len() > MOST {
        let most = format!("must be at most {MOST}");
        v.add("content.statements", "TOO_MANY", most);
        return statements;
    }
    for (index, statement) in said.iter().enumerate() {
        let field = |name: &str| format!("content.statements[{index}].{name}");
        let criterion = v.required_text(&field("criterion"), &statement.criterion, 10);
        let text = v.optional_text(&field("text"), &statement.text, 4_000);
        if statement.evidence_ids.len() > MOST {
            let most = format!("must be at most {MOST}");
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
