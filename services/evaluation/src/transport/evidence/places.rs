//! Places among the files that are received at once: so many in all, and of one producer no more than its share.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ocop_chassis::grpc::RpcError;
use tonic::Code;
use uuid::Uuid;

/// The places, and who holds how many.
#[derive(Clone, Debug)]
pub(super) struct Places {
    held: Arc<Mutex<HashMap<Uuid, usize>>>,
    most: usize,
    most_of_producer: usize,
}

/// A place that a producer's file holds until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    producer: Uuid,
}

impl Places {
    pub(super) fn new(most: usize, most_of_producer: usize) -> Self {
        Self {
            held: Arc::default(),
            most,
            most_of_producer,
        }
    }

    /// A place for a file of a producer.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED if there is none.
    pub(super) fn take(&self, producer: Uuid) -> Result<Place, RpcError> {
        let mut held = self.held();
        let of_producer = held.get(&producer).copied().unwrap_or_default();
        if of_producer >= self.most_of_producer {
            let full = "too many files of this producer are being received; try again shortly";
            return Err(busy(full, "producer"));
        }
        if held.values().sum::<usize>() >= self.most {
            let full = "too many files are being received; try again shortly";
            return Err(busy(full, "service"));
        }
        held.insert(producer, of_producer + 1);
        Ok(Place {
            places: self.clone(),
            producer,
        })
    }

    /// Nothing panics while holding this lock.
    fn held(&self) -> MutexGuard<'_, HashMap<Uuid, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Entry::Occupied(mut held) = self.places.held().entry(self.producer) {
            *held.get_mut() -= 1;
            if *held.get() == 0 {
                held.remove();
            }
        }
    }
}

fn busy(message: &str, limit: &str) -> RpcError {
    RpcError::new(Code::ResourceExhausted, "BUSY", message).with("limit", limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_producer_cannot_hold_the_places_of_all() {
        let places = Places::new(3, 2);
        let [one, other] = [1, 2].map(Uuid::from_u128);
        let limit =
            |refused: Result<Place, RpcError>| refused.unwrap_err().metadata["limit"].clone();
        let held = [(); 2].map(|()| places.take(one).unwrap());
        assert_eq!(limit(places.take(one)), "producer");
        let last = places.take(other).unwrap();
        assert_eq!(limit(places.take(other)), "service");
        drop((held, last));
        assert!(places.held().is_empty());
        assert!(places.take(one).is_ok());
    }
}
