//! Whether a producer's product is certified, asked by their names.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::text::likeness_key;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::domain::certificate::Certificate;
use crate::domain::criteria::regulation::Regulation;
use crate::storage;
use crate::storage::certificate::Names;
use crate::transport::certificate::certificates::kind_to_proto;
use crate::transport::certificate::verdicts::{self, Subject};
use crate::transport::fields::given;
use crate::transport::service::Service;

/// Most products that one answer names.
const PRODUCTS: usize = 20;
/// Most producers.
const PRODUCERS: usize = 5;
/// Most certificates of each producer.
const HELD: usize = 20;
/// Fewest letters and digits of a name: fewer fit nearly everything.
const LETTERS: usize = 2;

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    names: Names,
    as_of: NaiveDate,
}

/// Reads one of the names.
fn name(v: &mut Violations, field: &str, text: &str) -> String {
    let name = given(v, field, text, 200).unwrap_or_default();
    let key = likeness_key(&name);
    let letters = key.chars().filter(|letter| *letter != ' ');
    if !name.is_empty() && letters.count() < LETTERS {
        let rule = format!("must have at least {LETTERS} letters or digits");
        v.add(field, "MALFORMED", rule);
    }
    name
}

pub(crate) fn question(
    v: &mut Violations,
    caller: &Caller,
    request: &proto::VerifyByNameRequest,
    today: NaiveDate,
) -> Question {
    let as_of = v.optional_date("as_of", &request.as_of).unwrap_or(today);
    let province = ("province_code", request.province_code.as_str());
    let names = Names {
        product: name(v, "product_name", &request.product_name),
        producer: name(v, "producer_name", &request.producer_name),
        province: v.asked_unit(&caller.units, province, as_of),
    };
    let named = [&request.product_name, &request.producer_name];
    if named.iter().all(|name| name.trim().is_empty()) {
        let rule = "must be given, or the name of the producer";
        v.add("product_name", "REQUIRED", rule);
    }
    Question { names, as_of }
}

/// Leaves as many as an answer names, and says whether there are more.
fn cut<T>(all: &mut Vec<T>, most: usize) -> bool {
    let more = all.len() > most;
    all.truncate(most);
    more
}

impl Service {
    /// What is found by names: ten statements at most, however much fits.
    pub(crate) async fn verified_by_name(
        &self,
        question: Question,
    ) -> Result<proto::VerifyByNameResponse, RpcError> {
        let Question { names, as_of } = question;
        let (mut products, mut more_found) = (Vec::new(), false);
        if !names.product.is_empty() {
            let most = PRODUCTS as u64;
            products = storage::certificate::products_named(self.store(), &names, most).await?;
            more_found = cut(&mut products, PRODUCTS);
        }
        let recognitions =
            storage::certificate::recognitions_by_product(self.store().clone(), products.clone())
                .await?;
        let of = |product: &Uuid| {
            let subject = Subject::Product(*product);
            Some(verdicts::to_proto(
                recognitions.get(product)?,
                &subject,
                as_of,
            ))
        };
        let mut found: Vec<proto::VerifyCertificateResponse> =
            products.iter().filter_map(of).collect();
        found.sort_by_key(|verdict| !is_good(verdict.standing()));

        let (mut producers, mut more_producers) = (Vec::new(), false);
        if names.producer.is_empty() {
            for verdict in &found {
                let certificate = verdict.certificate.as_ref();
                let whose = certificate.and_then(|held| held.producer_id.parse().ok());
                producers.extend(whose.filter(|id: &Uuid| !producers.contains(id)));
            }
        } else {
            let names = Names {
                product: String::new(),
                ..names
            };
            let most = PRODUCERS as u64;
            producers = storage::certificate::producers_named(self.store(), &names, most).await?;
        }
        more_producers |= cut(&mut producers, PRODUCERS);
        // As long as grace can last by the law of the day.
        let grace = Regulation::in_force_on(as_of).map_or(0, |law| law.grace_days);
        let since = as_of - Days::new(grace);
        let held =
            storage::certificate::holdings(self.store(), &producers, (since, as_of), HELD as u64)
                .await?;
        let run_out = held
            .values()
            .flatten()
            .filter(|one| !one.is_valid_on(as_of));
        let run_out: Vec<Uuid> = run_out.map(|one| one.product_id).collect();
        let recognitions = if run_out.is_empty() {
            HashMap::new()
        } else {
            storage::certificate::recognitions_by_product(self.store().clone(), run_out).await?
        };
        let is_good = |one: &Certificate| {
            let of_product = || recognitions.get(&one.product_id);
            one.is_valid_on(as_of)
                || of_product().is_some_and(|recognition| {
                    let verdict = recognition.of_certificate(|held| held.id == one.id, as_of);
                    verdict.finding.is_good()
                })
        };
        Ok(proto::VerifyByNameResponse {
            found,
            more_found,
            producers: holdings(producers, held, as_of, is_good),
            more_producers,
            as_of: as_of.to_string(),
        })
    }
}

/// Whether who asks may take the product for certified.
fn is_good(standing: proto::Standing) -> bool {
    use proto::Standing::{Expiring, InGrace, Valid};

    matches!(standing, Valid | Expiring | InGrace)
}

fn holdings(
    producers: Vec<Uuid>,
    mut held: HashMap<Uuid, Vec<Certificate>>,
    as_of: NaiveDate,
    is_good: impl Fn(&Certificate) -> bool,
) -> Vec<proto::ProducerHoldings> {
    let of = |producer: Uuid| {
        let mut held = held.remove(&producer)?;
        let producer_name = held.first()?.producer_name.clone();
        held.retain(&is_good);
        let more_held = cut(&mut held, HELD);
        Some(proto::ProducerHoldings {
            producer_id: producer.to_string(),
            producer_name,
            held: held
                .into_iter()
                .map(|one| held_to_proto(one.as_it_stood_on(as_of)))
                .collect(),
            more_held,
        })
    };
    producers.into_iter().filter_map(of).collect()
}

fn held_to_proto(held: Certificate) -> proto::HeldCertificate {
    proto::HeldCertificate {
        certificate_id: held.id.to_string(),
        product_id: held.product_id.to_string(),
        product_name: held.product_name,
        star: held.star.number().into(),
        product_code: held.product_code,
        valid_to: held.valid_to.to_string(),
        kind: kind_to_proto(held.kind).into(),
        imported: held.imported,
    }
}
