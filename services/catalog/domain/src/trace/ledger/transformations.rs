//! Transformations, of one event or of several with one id.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Ledger, Place};
use crate::trace::{Impossible, LotId, Portion, Uri};

/// What the events of a transformation say together.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    by: Uuid,
    inputs: BTreeSet<LotId>,
    outputs: BTreeSet<LotId>,
}

impl Ledger {
    pub(super) fn transform(
        &mut self,
        by: Uuid,
        id: Option<&Uri>,
        inputs: &[Portion],
        outputs: &[Portion],
    ) -> Result<(), Impossible> {
        for portion in inputs {
            self.remove(portion, &Place::With(by))?;
            if let Some(lot) = self.lots.get_mut(&portion.lot) {
                lot.used = true;
            }
        }
        for portion in outputs {
            let used = self.lots.get(&portion.lot).is_some_and(|lot| lot.used);
            if used || inputs.iter().any(|input| input.lot == portion.lot) {
                return Err(Impossible::Cycle(portion.lot.clone()));
            }
            self.make(by, portion)?;
        }
        match id {
            Some(id) if self.followed.contains(id) => self.join(by, id, inputs, outputs),
            _ => Ok(()),
        }
    }

    /// Notes an event of a transformation that has several. What comes out is of what went in by then, so something must have.
    fn join(
        &mut self,
        by: Uuid,
        id: &Uri,
        inputs: &[Portion],
        outputs: &[Portion],
    ) -> Result<(), Impossible> {
        let joined = self.joined.entry(id.clone()).or_insert_with(|| Joined {
            by,
            inputs: BTreeSet::new(),
            outputs: BTreeSet::new(),
        });
        if joined.by != by {
            return Err(Impossible::TransformationOfAnother(id.clone()));
        }
        let lots = |portions: &[Portion]| -> Vec<LotId> {
            portions.iter().map(|portion| portion.lot.clone()).collect()
        };
        joined.inputs.extend(lots(inputs));
        joined.outputs.extend(lots(outputs));
        if let Some(lot) = joined.outputs.intersection(&joined.inputs).next() {
            return Err(Impossible::Cycle(lot.clone()));
        }
        if joined.inputs.is_empty() {
            return Err(Impossible::NothingWentIn(id.clone()));
        }
        Ok(())
    }
}
