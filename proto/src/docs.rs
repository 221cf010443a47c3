//! The parts of `README.md` that are made from the contract. `make docs` writes them; a test holds them true.

use std::fmt::Write as _;

use ocop_identity::{Access, Also, Coverage, Role, Who};

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
        Who::Roles(roles) => named(roles),
    }
}

fn covered(row: &Access) -> String {
    let mut covered = match row.covers {
        Coverage::Nothing => "–",
        Coverage::Listed => "– (what lies outside is left out)",
        Coverage::Province => "province",
        Coverage::Place => "commune or province",
        Coverage::Producer => "producer, commune or province",
        Coverage::Partner => "partner, or every province it buys from",
        Coverage::Everywhere => "everywhere: `*`",
    }
    .to_owned();
    for also in row.also {
        covered.push_str(match also {
            Also::Producer => "; and its producer, where that is",
            Also::Destination => "; and where it goes",
        });
    }
    if !row.personal.is_empty() {
        let roles = named(row.personal);
        let _ = write!(covered, "; personal data for {roles}, of what they cover");
    }
    covered
}

fn named(roles: &[Role]) -> String {
    let names: Vec<String> = roles.iter().map(|role| format!("`{role}`")).collect();
    names.join(", ")
}

/// `text` with what stands between two lines replaced. `None` if they are not there.
pub fn between(text: &str, [begin, end]: [&str; 2], new: &str) -> Option<String> {
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{begin}\n{new}\n{end}{after}"))
}
