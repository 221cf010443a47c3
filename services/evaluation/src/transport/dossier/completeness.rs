//! What the next step of a dossier would find lacking, on the wire.

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::Error;
use crate::application::dossier::set_of;
use crate::domain::dossier::completeness::{Lack, NextStep};
use crate::domain::evidence::Evidence;
use crate::transport::dossier::knock_outs;
use crate::transport::service::Service;

/// What is asked: by whom, of which dossier, for which day.
pub(crate) fn question(
    v: &mut Violations,
    caller: Caller,
    request: proto::CheckDossierRequest,
) -> Option<(Caller, Uuid, Option<NaiveDate>)> {
    let id = v.uuid("id", &request.id);
    let on = v.optional_date("on_date", &request.on_date);
    Some((caller, id?, on))
}

impl Service {
    pub(super) async fn check(
        &self,
        (caller, id, on): (Caller, Uuid, Option<NaiveDate>),
    ) -> Result<proto::CheckDossierResponse, RpcError> {
        let dossier = self.read(&caller, id).await?;
        let papers = self.store().database().read(dossier.content.evidence());
        let papers: Vec<Saved<Evidence>> = papers.await.map_err(Error::Store)?;
        let papers: Vec<Evidence> = papers.into_iter().map(Saved::into_inner).collect();
        let on = on.unwrap_or_else(|| self.store().clock().today());
        let found = dossier.lacks(&self.library, &papers, on);
        let set = set_of(&self.library, &dossier).ok();
        let standing = dossier.standing_knock_outs();
        let standing = standing.map(|one| knock_outs::to_proto(one, set)).collect();
        Ok(to_proto(found.map_err(Error::from)?, standing))
    }
}

fn to_proto(
    (step, lacks): (NextStep, Vec<Lack>),
    knock_outs: Vec<proto::KnockOutFound>,
) -> proto::CheckDossierResponse {
    let next_step = match step {
        NextStep::Submit => proto::DossierStep::Submit,
        NextStep::Endorse => proto::DossierStep::Endorse,
        NextStep::Supplement => proto::DossierStep::Supplement,
        NextStep::Other => proto::DossierStep::Unspecified,
    };
    proto::CheckDossierResponse {
        next_step: next_step.into(),
        lacks: lacks.iter().map(lack).collect(),
        knock_outs,
    }
}

fn lack(lack: &Lack) -> proto::DossierLack {
    let article = lack.required_by();
    let weight = match article {
        Some(_) => proto::LackWeight::Required,
        None => proto::LackWeight::Advised,
    };
    proto::DossierLack {
        name: lack.name(),
        weight: weight.into(),
        article: article.unwrap_or_default().to_owned(),
        text: lack.to_string(),
    }
}
