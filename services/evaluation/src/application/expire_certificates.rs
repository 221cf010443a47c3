//! Tells of certificates whose term has ended; Article 4.3. Nothing depends on its being on time: whether a
//! certificate is valid is always asked of its dates.

use ocop_chassis::database::UseCase;
use uuid::Uuid;

use super::Refusal;
use crate::domain::event::Event;
use crate::storage::{self, Tx};

/// The certificates to look at.
#[derive(Debug)]
pub struct ExpireCertificates {
    /// The products whose certificates are to be looked at.
    pub products: Vec<Uuid>,
}

impl UseCase<Event> for ExpireCertificates {
    type Answer = usize;
    type Refusal = Refusal;

    async fn run(&self, tx: &mut Tx) -> Result<usize, Refusal> {
        let mut told = 0;
        for product in &self.products {
            let mut certificates = storage::certification(tx, *product).await?;
            if certificates.expire(tx.today()) {
                tx.save(&mut certificates).await?;
                told += 1;
            }
        }
        Ok(told)
    }
}
