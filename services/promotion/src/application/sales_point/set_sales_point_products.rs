//! Says what a point shows from a day on.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_point;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::sales_point::{Refusal, SalesPoint, Shown};
use crate::storage::{self, Tx};

/// The products.
#[derive(Debug)]
pub struct SetSalesPointProducts {
    /// Who asks.
    pub caller: Caller,
    /// Id of the point.
    pub id: Uuid,
    /// The first day.
    pub from: NaiveDate,
    /// Everything that it shows from then on, each once.
    pub products: Vec<Shown>,
}

impl UseCase<Event> for SetSalesPointProducts {
    type Answer = Saved<SalesPoint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<SalesPoint>, Error> {
        let mut point = own_point(tx, &self.caller, self.id).await?;
        let listed = self.products.iter().filter_map(|shown| match shown {
            Shown::Ocop(id) => Some(*id),
            Shown::Other { .. } => None,
        });
        let ids: Vec<Uuid> = listed.collect();
        let kept = storage::listing::kept(tx, &ids).await?;
        let leads = |id: &Uuid| kept.get(id).copied().unwrap_or(*id);
        let ids: Vec<Uuid> = ids.iter().map(leads).collect();
        let known = storage::listing::listings(tx, &ids).await?;
        let shown = |id: &&Uuid| known.get(id).is_some_and(|found| found.state().is_some());
        if let Some(unknown) = ids.iter().find(|id| !shown(id)) {
            return Err(Refusal::NoListing(*unknown).into());
        }
        // Two ids may lead to one product.
        let mut products: Vec<Shown> = Vec::with_capacity(self.products.len());
        for shown in &self.products {
            let shown = match shown {
                Shown::Ocop(id) => Shown::Ocop(leads(id)),
                Shown::Other { .. } => shown.clone(),
            };
            if !products.contains(&shown) {
                products.push(shown);
            }
        }
        point.show_from(self.from, products)?;
        tx.save(&mut point).await?;
        Ok(point)
    }
}
