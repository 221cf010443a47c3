//! The versions that two services hold of the same aggregates, side by side.

use std::collections::VecDeque;

use ocop_proto::operations::v1::{Head, ListAppliedHeadsRequest, ListRecordedHeadsRequest};

use super::Operations;
use crate::errors::CallError;

/// Heads of a page.
const PAGE: i32 = 5_000;

/// Walks both lists, which are in order of id, and gives what differs: id, version recorded, version applied.
pub(super) async fn compare(
    recorded: &mut Heads,
    applied: &mut Heads,
    compared: &mut u64,
) -> anyhow::Result<Vec<(String, u64, u64)>> {
    let mut found = Vec::new();
    loop {
        let (left, right) = (recorded.peek().await?, applied.peek().await?);
        let (id, left, right) = match merged(left, right) {
            Some(step) => step,
            None => return Ok(found),
        };
        if left.is_some() {
            recorded.waiting.pop_front();
        }
        if right.is_some() {
            applied.waiting.pop_front();
        }
        *compared += 1;
        if left != right {
            found.push((id, left.unwrap_or(0), right.unwrap_or(0)));
        }
    }
}

/// The next aggregate in order of id, with the version each side holds of it.
fn merged(left: Option<&Head>, right: Option<&Head>) -> Option<(String, Option<u64>, Option<u64>)> {
    let id = match (left, right) {
        (None, None) => return None,
        (Some(only), None) | (None, Some(only)) => &only.aggregate_id,
        (Some(left), Some(right)) => (&left.aggregate_id).min(&right.aggregate_id),
    };
    let version = |head: Option<&Head>| {
        head.filter(|head| head.aggregate_id == *id)
            .map(|head| head.version)
    };
    Some((id.clone(), version(left), version(right)))
}

/// Whose versions are asked for.
#[derive(Clone, Copy)]
pub(super) enum Side {
    /// The owner's.
    Recorded,
    /// A consumer's.
    Applied,
}

/// The heads of one side, fetched page by page.
pub(super) struct Heads {
    operations: Operations,
    side: Side,
    aggregate_type: &'static str,
    waiting: VecDeque<Head>,
    /// Token of the next page; `None` after the last.
    next: Option<String>,
}

impl Heads {
    pub(super) fn new(operations: Operations, side: Side, aggregate_type: &'static str) -> Self {
        Self {
            operations,
            side,
            aggregate_type,
            waiting: VecDeque::new(),
            next: Some(String::new()),
        }
    }

    async fn peek(&mut self) -> anyhow::Result<Option<&Head>> {
        while self.waiting.is_empty() {
            let Some(page_token) = self.next.take() else {
                return Ok(None);
            };
            let aggregate_type = self.aggregate_type.to_owned();
            let (heads, next) = match self.side {
                Side::Recorded => {
                    let request = ListRecordedHeadsRequest {
                        aggregate_type,
                        page_size: PAGE,
                        page_token,
                    };
                    let page = self
                        .operations
                        .list_recorded_heads(request)
                        .await
                        .map_err(CallError::from)?
                        .into_inner();
                    (page.heads, page.next_page_token)
                }
                Side::Applied => {
                    let request = ListAppliedHeadsRequest {
                        aggregate_type,
                        page_size: PAGE,
                        page_token,
                    };
                    let page = self
                        .operations
                        .list_applied_heads(request)
                        .await
                        .map_err(CallError::from)?
                        .into_inner();
                    (page.heads, page.next_page_token)
                }
            };
            self.waiting = heads.into();
            self.next = (!next.is_empty()).then_some(next);
        }
        Ok(self.waiting.front())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str, version: u64) -> Head {
        Head {
            aggregate_type: "product".to_owned(),
            aggregate_id: id.to_owned(),
            version,
        }
    }

    #[test]
    fn what_only_one_side_holds_comes_alone_and_first() {
        let (a, b) = (head("a", 3), head("b", 1));
        assert_eq!(
            merged(Some(&a), Some(&b)),
            Some(("a".to_owned(), Some(3), None))
        );
        assert_eq!(
            merged(Some(&b), Some(&a)),
            Some(("a".to_owned(), None, Some(3)))
        );
        assert_eq!(
            merged(Some(&a), Some(&head("a", 2))),
            Some(("a".to_owned(), Some(3), Some(2)))
        );
        assert_eq!(merged(None, None), None);
    }
}
