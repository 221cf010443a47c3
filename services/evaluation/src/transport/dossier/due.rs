//! Deadlines, and the list of what is due, on the wire.

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, Violations, enum_pairs};
use ocop_chassis::paging::Page;
use ocop_identity::{AskedUnit, Caller, Reach, Role};
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::domain::certificate::Certificate;
use crate::domain::council::tally::Contradiction;
use crate::domain::dossier::deadlines::{Deadline, Duty};
use crate::domain::dossier::summary::Summary;
use crate::storage;
use crate::storage::dossier::DueFilter;
use crate::transport::dossier::dossiers::{kind_to_proto, state_to_proto};
use crate::transport::fields::id;
use crate::transport::service::Service;

/// Most dossiers with something to settle that a list names.
const MATTERS: u64 = 100;

enum_pairs! {
    fn duty_to_proto(Duty) -> proto::Duty;
    File, CheckAtCommune, Supplement, FinishRound, DecideAgain, FinishTransition, EndOfGrace
}

pub(crate) fn deadline_to_proto(deadline: Deadline, today: NaiveDate) -> proto::Deadline {
    proto::Deadline {
        duty: duty_to_proto(deadline.duty).into(),
        due_on: deadline.due_on.to_string(),
        late: deadline.is_late(today),
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    province: AskedUnit,
    by: Option<NaiveDate>,
    within: Vec<Reach>,
    /// Where the caller is the office.
    office: Vec<Reach>,
}

pub(crate) fn question(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListDueRequest,
) -> Option<Question> {
    let on = v.in_units_of(&request.in_units_of, caller.units.day());
    let province = v.asked_unit(&caller.units, ("province_code", &request.province_code), on);
    if request.province_code.trim().is_empty() {
        let rule = "must be the code of a province";
        v.add("province_code", "REQUIRED", rule);
    }
    let by = v.optional_date("due_by", &request.due_by);
    Some(Question {
        province: province?,
        by,
        within: caller.reach(),
        office: caller.only(&[Role::OcopOffice]).reach(),
    })
}

/// Something that is due, with its place in the list.
type Row = ((NaiveDate, Uuid), proto::DueDossier);

impl Service {
    /// A page of what is due. Dossiers and certificates are lists of one order, by day and id; what comes first of both
    /// is the page.
    pub(crate) async fn due(
        &self,
        question: Question,
        page: Page,
    ) -> Result<proto::ListDueResponse, RpcError> {
        let today = self.store().clock().today();
        let after = page.after.as_deref().and_then(|key| {
            let (day, id) = key.split_once('/')?;
            Some((day.parse().ok()?, id.parse().ok()?))
        });
        let filter = DueFilter {
            province: question.province.clone(),
            by: question.by,
            within: question.within.clone(),
            after,
            most: page.fetch(),
        };
        let dossiers = storage::dossier::list_due(self.store(), &filter).await?;
        let filings = storage::certificate::list_filing(self.store(), &filter, today).await?;
        let dossiers = dossiers.into_iter();
        let dossiers = dossiers.map(|(day, dossier)| of_dossier(day, dossier, today));
        let filings = filings.into_iter();
        let filings = filings.map(|(day, certificate)| of_filing(day, certificate, today));
        let mut due: Vec<Row> = dossiers.chain(filings).collect();
        due.sort_by_key(|(key, _)| *key);
        let next_page_token = page.cut(&mut due, |((day, id), _)| format!("{day}/{id}"));
        let matters = if page.after.is_none() && !question.office.is_empty() {
            self.matters(&question).await?
        } else {
            Vec::new()
        };
        Ok(proto::ListDueResponse {
            due: due.into_iter().map(|(_, message)| message).collect(),
            next_page_token,
            matters,
        })
    }

    async fn matters(&self, question: &Question) -> Result<Vec<proto::RoundMatter>, RpcError> {
        let Question {
            province, office, ..
        } = question;
        let dossiers =
            storage::dossier::list_unsettled(self.store(), province, office, MATTERS).await?;
        let ids: Vec<Uuid> = dossiers.iter().map(|dossier| dossier.id).collect();
        let mut conflicted: HashMap<Uuid, Vec<String>> = HashMap::new();
        for conflict in storage::council::standing_conflicts(self.store(), &ids).await? {
            let of = conflicted.entry(conflict.dossier_id).or_default();
            of.push(conflict.member);
        }
        let matter = |dossier: Saved<Summary>| {
            let conflicted = conflicted.remove(&dossier.id);
            // Those of a count are in its tally.
            let conflicted = conflicted.filter(|_| dossier.is_before_council());
            matter_to_proto(&dossier, conflicted.unwrap_or_default())
        };
        Ok(dossiers.into_iter().map(matter).collect())
    }
}

fn of_dossier(day: NaiveDate, saved: Saved<Summary>, today: NaiveDate) -> Row {
    let dossier = saved.into_inner();
    let deadline = dossier.next_deadline();
    let message = proto::DueDossier {
        dossier_id: dossier.id.to_string(),
        deadline: deadline.map(|deadline| deadline_to_proto(deadline, today)),
        product_name: dossier.product_name,
        kind: kind_to_proto(dossier.kind).into(),
        state: state_to_proto(dossier.state).into(),
        place_code: dossier.place_code,
        certificate_id: String::new(),
        product_id: dossier.product_id.to_string(),
    };
    ((day, dossier.id), message)
}

fn of_filing(day: NaiveDate, certificate: Certificate, today: NaiveDate) -> Row {
    let deadline = Deadline {
        duty: Duty::File,
        due_on: day,
    };
    let message = proto::DueDossier {
        dossier_id: String::new(),
        deadline: Some(deadline_to_proto(deadline, today)),
        product_name: certificate.product_name,
        kind: proto::DossierKind::ReEvaluation.into(),
        state: proto::DossierState::Unspecified.into(),
        place_code: certificate.place.code,
        certificate_id: certificate.id.to_string(),
        product_id: certificate.product_id.to_string(),
    };
    ((day, certificate.id), message)
}

fn matter_to_proto(dossier: &Summary, conflicted: Vec<String>) -> proto::RoundMatter {
    let contradiction = |found: &Contradiction| proto::Contradiction {
        member: found.member.clone(),
        criterion: found.criterion.clone(),
    };
    let tally = dossier.tally.as_ref();
    let unsigned = tally.filter(|tally| tally.is_contradicted());
    let contradictions = unsigned.map(|tally| tally.contradictions.iter().map(contradiction));
    let accepted = dossier.accepted.as_ref();
    proto::RoundMatter {
        dossier_id: dossier.id.to_string(),
        product_name: dossier.product_name.clone(),
        round_id: id(accepted.map(|accepted| accepted.round_id)),
        state: state_to_proto(dossier.state).into(),
        contradictions: contradictions.into_iter().flatten().collect(),
        conflicted,
    }
}
