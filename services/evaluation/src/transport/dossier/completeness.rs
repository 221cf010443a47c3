//! What the next step of a dossier would find lacking, on the wire.

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::Error;
use crate::application::dossier::set_of;
use crate::domain::dossier::Refusal;
use crate::domain::dossier::completeness::{Checked, Lack, NextStep};
use crate::domain::dossier::lodging::Lodging;
use crate::domain::evidence::Evidence;
use crate::domain::register::product::Product;
use crate::storage;
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
        let product = storage::register::find_product(self.store(), dossier.product_id);
        let product = product.await.map_err(Error::Store)?;
        let certificates =
            storage::certificate::find_certification(self.store(), dossier.product_id);
        let lodging = Lodging {
            product: &product.unwrap_or_else(|| Product::unregistered(dossier.product_id)),
            certificates: &certificates.await.map_err(Error::Store)?,
            papers: &papers,
            acknowledged: &[],
            on,
        };
        let found = dossier.check(&self.library, &lodging);
        let set = set_of(&self.library, &dossier).ok();
        let standing = dossier.standing_knock_outs();
        let standing = standing.map(|one| knock_outs::to_proto(one, set)).collect();
        Ok(to_proto(found.map_err(Error::from)?, standing))
    }
}

fn to_proto(found: Checked, knock_outs: Vec<proto::KnockOutFound>) -> proto::CheckDossierResponse {
    let next_step = match found.step {
        NextStep::Submit => proto::DossierStep::Submit,
        NextStep::Endorse => proto::DossierStep::Endorse,
        NextStep::Supplement => proto::DossierStep::Supplement,
        NextStep::Other => proto::DossierStep::Unspecified,
    };
    proto::CheckDossierResponse {
        next_step: next_step.into(),
        lacks: found.lacks.iter().map(lack).collect(),
        knock_outs,
        refusals: found.refusals.iter().map(refusal).collect(),
    }
}

fn refusal(refusal: &Refusal) -> proto::StepRefusal {
    proto::StepRefusal {
        reason: refusal.reason().to_owned(),
        text: refusal.to_string(),
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
