//! The day a dossier is lodged at the commune (Article 7.1): what stands against it, and what is frozen with it. The question
//! before the step and the step itself follow the same rule.

use chrono::NaiveDate;

use super::completeness::{Lack, hold, lacks_of};
use super::{Dossier, Held, Lodged, Refusal, Stage, Step};
use crate::certificate::certification::Certification;
use crate::criteria::calendar::not_before;
use crate::criteria::library::Library;
use crate::criteria::regulation::Regulation;
use crate::criteria::{self, CriteriaSet};
use crate::evidence::Evidence;
use crate::register::product::{Product, Status};

/// What a dossier is lodged with, besides what is written in it.
#[derive(Clone, Copy, Debug)]
pub struct Lodging<'a> {
    /// The product as the catalog describes it now.
    pub product: &'a Product,
    /// Its certificates.
    pub certificates: &'a Certification,
    /// The documents that it refers to.
    pub papers: &'a [Evidence],
    /// Names of what is advised and not there, by which the producer acknowledges it.
    pub acknowledged: &'a [String],
    /// The day it is lodged.
    pub on: NaiveDate,
}

/// What lodging it would come to.
pub(super) struct Prospect<'a> {
    /// The set of the day.
    set: Option<&'a CriteriaSet>,
    /// The certificate that it starts from.
    held: Option<Held>,
    pub(super) lacks: Vec<Lack>,
    /// What stands against it whatever is handed in.
    pub(super) refusals: Vec<Refusal>,
}

/// A product is evaluated while it is made.
///
/// # Errors
/// It is a draft, suspended or retired.
pub(super) fn check_made(product: &Product) -> Result<(), Refusal> {
    match product.status {
        Status::Active => Ok(()),
        Status::Draft => Err(Refusal::ProductDraft),
        Status::Suspended => Err(Refusal::ProductSuspended),
        Status::Retired => Err(Refusal::ProductRetired),
    }
}

impl Dossier {
    /// Lodges it at the commune (Article 7.1). The day fixes the regulation and with it the criteria
    /// set (Articles 11 and 12); what is handed in is frozen as a new revision, and with it what the catalog says of the
    /// product: its name, its set and where it is made.
    ///
    /// # Errors
    /// Not a draft; dated before it was last given back; the product is not made; no such set under the regulation of the
    /// day; the product's certificates, as they stood on that day, do not allow a dossier of
    /// the kind; or what Article 6 asks for is not there, or what is advised is not acknowledged.
    pub fn submit(&mut self, library: &Library, lodging: Lodging<'_>) -> Result<(), Refusal> {
        let Stage::Draft { returned } = &self.stage else {
            return Err(self.wrong_state());
        };
        let answers_to = returned.clone();
        let Lodging { product, on, .. } = lodging;
        let prospect = self.prospect(library, &lodging);
        if let Some(refusal) = prospect.refusals.into_iter().next() {
            return Err(refusal);
        }
        let number = product.criteria_set;
        let no_set = criteria::Refusal::NoCriteriaSet { number, on };
        let regulation = prospect.set.ok_or(no_set)?.law;
        let lacking: Vec<String> = prospect.lacks.iter().map(Lack::name).collect();
        hold(prospect.lacks, lodging.acknowledged)?;
        self.describe(product);
        self.held = prospect.held;
        self.acknowledged = lacking;
        self.since.first_lodged.get_or_insert(on);
        self.freeze(regulation.code, answers_to, on);
        self.stage = Stage::Submitted {
            lodged: Lodged {
                regulation: regulation.code,
                on,
            },
            returned: String::new(),
        };
        self.emit(Step::Submitted, on);
        Ok(())
    }

    /// What lodging it on a day would come to: everything that stands against it.
    pub(super) fn prospect<'a>(&self, library: &'a Library, lodging: &Lodging<'_>) -> Prospect<'a> {
        let Lodging {
            product,
            certificates,
            papers,
            on,
            ..
        } = *lodging;
        let mut refusals = Vec::new();
        if let Err(before) = not_before(on, self.last_step_on()) {
            refusals.push(before.into());
        }
        refusals.extend(check_made(product).err());
        let set = set_on(library, product.criteria_set, on);
        let set = set.map_err(|refusal| refusals.push(refusal)).ok();
        let first = self.since.first_lodged;
        let held = Held::for_lodging(self.kind, certificates, on, first);
        let held = held.map_err(|refusal| refusals.push(refusal)).ok();
        let lacks = set.map(|set| lacks_of(&self.content, self.kind, set, papers, on));
        Prospect {
            set,
            held: held.flatten(),
            lacks: lacks.unwrap_or_default(),
            refusals,
        }
    }

    /// Takes over what the catalog says of its product, which is frozen when it is lodged.
    pub(super) fn describe(&mut self, product: &Product) {
        self.product_name.clone_from(&product.name);
        self.place.clone_from(&product.place);
        self.criteria_set = product.criteria_set;
        // The dossier of a product that went over to another producer stays that of who wrote it.
        if self.producer_id == product.producer_id {
            self.producer_name.clone_from(&product.producer_name);
        }
    }
}

/// The set of a number that counts on a day.
fn set_on(library: &Library, number: u8, on: NaiveDate) -> Result<&CriteriaSet, Refusal> {
    let law = Regulation::in_force_on(on).ok_or(criteria::Refusal::NoRegulation { on })?;
    let set = library.set(law.code, number);
    Ok(set.ok_or(criteria::Refusal::NoCriteriaSet { number, on })?)
}
