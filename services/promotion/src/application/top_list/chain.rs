//! The chain of votes: each receipt is a digest over a vote and the receipt before, so that a vote which is changed, taken out or put in
//! afterwards is found by whoever goes over them.

use aws_lc_rs::digest::{Context, SHA256};
use uuid::Uuid;

use crate::domain::top_list::Vote;
use crate::storage::top_list::KeptVote;

/// What a receipt begins with, so that it is none of anything else and can be made in another way one day.
const KIND: &[u8] = b"ocop top list vote 1";

/// The receipt of a vote for a list after the receipt of the one before, which is empty before the first.
pub(super) fn receipt(list: Uuid, before: &str, vote: &Vote) -> String {
    // Nothing is left out: what a vote says in a field that is not taken in could be changed.
    let Vote {
        sequence,
        voter,
        products,
        cast_at,
    } = vote;
    let mut context = Context::new(&SHA256);
    let mut bytes = |bytes: &[u8]| {
        // With its length before it, so that no two votes are the same bytes.
        context.update(&(bytes.len() as u64).to_be_bytes());
        context.update(bytes);
    };
    bytes(KIND);
    bytes(before.as_bytes());
    bytes(list.as_bytes());
    bytes(&sequence.to_be_bytes());
    bytes(&cast_at.timestamp_micros().to_be_bytes());
    bytes(voter.as_str().as_bytes());
    for product in products {
        bytes(product.as_bytes());
    }
    let digest = context.finish();
    digest
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Votes that are gone over in their order.
#[derive(Debug)]
pub(super) struct Chain {
    list: Uuid,
    votes: u64,
    record: String,
}

impl Chain {
    /// Before the first vote for a list.
    pub(super) fn of(list: Uuid) -> Self {
        Self {
            list,
            votes: 0,
            record: String::new(),
        }
    }

    /// Takes the next vote. `false` if it does not fit: then it, or one before it, is not as it was cast.
    pub(super) fn fits(&mut self, kept: &KeptVote) -> bool {
        let expected = receipt(self.list, &self.record, &kept.vote);
        if kept.vote.sequence != self.votes + 1 || kept.receipt != expected {
            return false;
        }
        self.votes += 1;
        self.record = expected;
        true
    }

    /// How many votes fit.
    pub(super) fn votes(&self) -> u64 {
        self.votes
    }

    /// The digest over them.
    pub(super) fn record(&self) -> &str {
        &self.record
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::domain::top_list::VoterHash;

    const LIST: Uuid = Uuid::from_u128(7);

    fn vote(sequence: u64, voter: &str, products: &[u128]) -> Vote {
        let at: DateTime<Utc> = "2026-12-01T08:00:00Z".parse().unwrap();
        Vote {
            sequence,
            voter: VoterHash::new(voter.to_owned()),
            products: products.iter().copied().map(Uuid::from_u128).collect(),
            cast_at: at,
        }
    }

    fn kept(votes: Vec<Vote>) -> Vec<KeptVote> {
        let mut before = String::new();
        let keep = |vote: Vote| {
            before = receipt(LIST, &before, &vote);
            KeptVote {
                top_list_id: LIST,
                receipt: before.clone(),
                vote,
            }
        };
        votes.into_iter().map(keep).collect()
    }

    /// How many votes fit from the first on.
    fn fitting(votes: &[KeptVote]) -> u64 {
        let mut chain = Chain::of(LIST);
        let _ = votes.iter().take_while(|vote| chain.fits(vote)).count();
        chain.votes()
    }

    #[test]
    fn a_vote_that_is_changed_taken_out_or_put_in_breaks_the_chain_where_it_stands() {
        let votes = kept(vec![
            vote(1, "a", &[1]),
            vote(2, "b", &[1, 2]),
            vote(3, "c", &[2]),
        ]);
        assert_eq!(fitting(&votes), 3);
        let mut changed = votes.clone();
        changed[1].vote.products = [Uuid::from_u128(3)].into();
        assert_eq!(fitting(&changed), 1);
        let mut other_voter = votes.clone();
        other_voter[2].vote.voter = VoterHash::new("d".to_owned());
        assert_eq!(fitting(&other_voter), 2);
        let taken_out = [votes[0].clone(), votes[2].clone()];
        assert_eq!(fitting(&taken_out), 1);
        // Made anew from there on, it fits by itself: the receipts that voters keep and the record do not.
        let renewed = kept(vec![
            vote(1, "a", &[1]),
            vote(2, "b", &[3]),
            vote(3, "c", &[2]),
        ]);
        assert_eq!(fitting(&renewed), 3);
        assert_ne!(renewed[2].receipt, votes[2].receipt);
    }

    #[test]
    fn a_receipt_is_made_as_the_readme_says() {
        let made = receipt(LIST, "", &vote(1, "ab", &[1, 2]));
        let mut text = Vec::new();
        for part in [
            KIND,
            b"",
            LIST.as_bytes(),
            &1_u64.to_be_bytes(),
            &1_796_112_000_000_000_i64.to_be_bytes(),
            b"ab",
            Uuid::from_u128(1).as_bytes(),
            Uuid::from_u128(2).as_bytes(),
        ] {
            text.extend((part.len() as u64).to_be_bytes());
            text.extend(part);
        }
        let digest = aws_lc_rs::digest::digest(&SHA256, &text);
        let digits: String = digest
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(made, digits);
    }
}
