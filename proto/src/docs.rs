//! The parts of `README.md` that are made from the contract. `make docs` writes them; a test holds them true.

use std::fmt::Write as _;

use ocop_identity::{Access, Coverage, Who};

use crate::access;

/// The lines between which [`access_table`] stands in `README.md`.
pub const ACCESS_TABLE: [&str; 2] = [
    "<!-- access table: made by `make docs` -->\n",
    "<!-- end of access table -->\n",
];

/// Who may call each rpc, and what their scope must cover, as a table in Markdown.
pub fn access_table() -> String {
    let mut table =
        "| rpc | who may call | their scope must cover |\n| --- | --- | --- |\n".to_owned();
    for row in access::ALL.iter().copied().flatten() {
        let rpc = row.rpc.trim_start_matches("/ocop.");
        let _ = writeln!(table, "| `{rpc}` | {} | {} |", callers(row), covered(row));
    }
    table
}

fn callers(row: &Access) -> String {
    match row.who {
        Who::Public => "anybody".to_owned(),
        Who::Signed => "anybody with a token".to_owned(),
        Who::Roles(roles) => {
            let names: Vec<String> = roles.iter().map(|role| format!("`{role}`")).collect();
            names.join(", ")
        }
    }
}

fn covered(row: &Access) -> &'static str {
    match row.covers {
        Coverage::Nothing => "–",
        Coverage::Listed => "– (what lies outside is left out)",
        Coverage::Province => "province",
        Coverage::Place => "commune or province",
        Coverage::Producer => "producer, commune or province",
        Coverage::Partner => "partner, or every province it buys from",
        Coverage::Everywhere => "everywhere: `*`",
    }
}

/// `text` with what stands between two lines replaced. `None` if they are not there.
pub fn between(text: &str, [begin, end]: [&str; 2], new: &str) -> Option<String> {
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{begin}\n{new}\n{end}{after}"))
}
