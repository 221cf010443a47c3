//! Decisions of imported certificates that others contradict: the same number in the same year, otherwise dated or by
//! another authority. A warning, since either may be written wrongly.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use crate::domain::certificate::Certificate;
use crate::domain::certificate::decision::Decision;
use crate::storage::Tx;
use crate::storage::certificate::{Deciding, contradicting_each};

/// Most decisions named.
const MOST: usize = 50;
/// Most others named of each.
const MOST_OTHERS: usize = 5;

/// A decision that others contradict.
#[derive(Debug)]
pub struct Contradicted {
    pub decision: Decision,
    pub others: Vec<OtherDecision>,
}

/// A decision that contradicts another.
#[derive(Debug)]
pub struct OtherDecision {
    /// A certificate that it gave, if one is stored.
    pub certificate: Option<Uuid>,
    pub decision: Decision,
}

/// The decisions among those of certificates that others contradict: decisions on record and, if the certificates were not
/// stored, those of one another.
pub(super) async fn among(
    tx: &Tx,
    certificates: &[Certificate],
    stored: bool,
) -> Result<Vec<Contradicted>, StoreError> {
    let mut decisions = BTreeMap::new();
    for certificate in certificates {
        let decision = &certificate.decision;
        let province = Deciding::of(tx, &certificate.place, decision.date);
        decisions
            .entry((province, decision.identity()))
            .or_insert(decision);
    }
    let mut of_number: HashMap<&str, Vec<(&Deciding, &Decision)>> = HashMap::new();
    for ((province, (number, ..)), decision) in decisions.iter().filter(|_| !stored) {
        of_number
            .entry(number)
            .or_default()
            .push((province, decision));
    }
    let asked: Vec<(&Deciding, &Decision)> = decisions
        .iter()
        .map(|((province, _), decision)| (province, *decision))
        .collect();
    let on_record = contradicting_each(tx, &asked).await?;
    let found = decisions.iter().zip(on_record);
    let found = found.map(|(((province, (number, ..)), decision), on_record)| {
        let rows = of_number.get(number.as_str()).into_iter().flatten();
        let rows =
            rows.filter(|(of, other)| of.is_province_of(province) && other.contradicts(decision));
        let known: BTreeSet<_> = on_record
            .iter()
            .map(|other| other.decision.identity())
            .collect();
        let rows = rows.filter(|(_, other)| !known.contains(&other.identity()));
        let rows = rows.map(|(_, other)| OtherDecision {
            certificate: None,
            decision: (*other).clone(),
        });
        let on_record = on_record.into_iter().map(|other| OtherDecision {
            certificate: Some(other.id),
            decision: other.decision,
        });
        Contradicted {
            decision: (*decision).clone(),
            others: on_record.chain(rows).take(MOST_OTHERS).collect(),
        }
    });
    let found = found.filter(|found| !found.others.is_empty());
    Ok(found.take(MOST).collect())
}
