//! What can be done with points of introduction and sale, and with design centres.

mod close_sales_point;
mod register_design_centre;
mod register_sales_point;
mod score_design_centre;
mod set_sales_point_products;
mod update_design_centre;
mod update_sales_point;

pub use close_sales_point::CloseSalesPoint;
pub use register_design_centre::RegisterDesignCentre;
pub use register_sales_point::RegisterSalesPoint;
pub use score_design_centre::ScoreDesignCentre;
pub use set_sales_point_products::SetSalesPointProducts;
pub use update_design_centre::UpdateDesignCentre;
pub use update_sales_point::UpdateSalesPoint;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target, Touched};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::sales_point::{Centre, Refusal, SalesPoint, Site};
use crate::storage::{self, Tx};

/// What something at a site belongs to.
pub fn target(site: &Site) -> Target {
    Target::place(&site.province_code, &site.place_code, site.said_on)
}

/// What something touches that is at one site and will be at another.
fn moved(site: &Site, to: &Site) -> Touched {
    Touched::new(target(site)).and([target(to)])
}

/// A point that the caller may change.
async fn own_point(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<SalesPoint>, Error> {
    let point = storage::sales_point::point_to_change(tx, id).await?;
    let point = point.ok_or(Refusal::Unknown(id))?;
    caller.within(target(&point.terms.site))?;
    Ok(point)
}

/// A design centre that the caller may change.
async fn own_centre(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Centre>, Error> {
    let centre = storage::sales_point::centre_to_change(tx, id).await?;
    let centre = centre.ok_or(Refusal::CentreUnknown(id))?;
    caller.within(target(&centre.terms.site))?;
    Ok(centre)
}
