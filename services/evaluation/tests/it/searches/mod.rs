//! Searches of an office and of members, through the rpcs.

mod certificates;
mod dossiers;
mod names;

fn sorted(ids: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut ids: Vec<String> = ids.into_iter().collect();
    ids.sort();
    ids
}
