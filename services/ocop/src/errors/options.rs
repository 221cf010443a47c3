//! The options and arguments by which the command that runs was given the fields of a request, by clap's own definition of it:
//! what the command does not have is never named.

use std::sync::OnceLock;

/// Options whose names are not those of the fields that they give. The first that a command has gives the field.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("agreed_on", &["agreed-on", "on"]),
    ("amount_vnd", &["vnd", "budget"]),
    ("approved_on", &["on"]),
    ("as_of", &["as-of", "on", "valid-on"]),
    ("awaiting_member", &["awaiting"]),
    ("basis_number", &["decision"]),
    ("branch", &["branch"]),
    ("budget_vnd", &["budget", "vnd"]),
    ("budget.document", &["document"]),
    ("capacity_per_month", &["per-month"]),
    ("centre", &["latitude"]),
    ("code", &["code"]),
    ("contract_number", &["document"]),
    ("criteria_set", &["set"]),
    ("criteria_sets", &["set"]),
    ("decision.authority", &["authority"]),
    ("decision.date", &["date"]),
    ("decision.number", &["decision"]),
    ("decision.signer", &["signer"]),
    ("decision_number", &["decision", "recognised-by"]),
    ("dimensions", &["by"]),
    ("document_number", &["document"]),
    ("expires_on", &["expires"]),
    ("from_date", &["from"]),
    ("from_month", &["from"]),
    ("from_time", &["from"]),
    ("gift_set_id", &["set"]),
    ("id", &["id"]),
    ("issued_on", &["issued"]),
    ("on_date", &["on", "as-of"]),
    ("page_size", &["limit"]),
    ("paid_on", &["on"]),
    ("paper_sha256", &["sha256"]),
    ("parent_code", &["within", "place"]),
    ("place_code", &["place", "within"]),
    ("producer_name", &["producer"]),
    ("product_code", &["code"]),
    ("product_name", &["name"]),
    ("radius_metres", &["within"]),
    ("repaid_on", &["on"]),
    ("report.month", &["month"]),
    ("round_year", &["year"]),
    ("search", &["search", "words"]),
    ("sold_vnd", &["vnd"]),
    ("states", &["state"]),
    ("stages", &["stage"]),
    ("statuses", &["status"]),
    ("step_on", &["on"]),
    ("subject", &["code"]),
    ("to_date", &["to"]),
    ("to_month", &["to"]),
    ("to_time", &["to"]),
    ("trend_months", &["months"]),
    ("worth_vnd", &["worth"]),
];

/// Ends of the names of fields that those of options do not have.
const ENDS: [&str; 9] = [
    "_id", "_ids", "_code", "_codes", "_number", "_date", "_vnd", "_on", "s",
];

/// Commands whose file holds what they send, and whether in the words of the contract or in words of its own.
const FILES: [(&str, bool); 6] = [
    ("demands open", true),
    ("lots capture", true),
    ("partners preview", true),
    ("partners register", true),
    ("rewards add", false),
    ("targets set", false),
];

/// Words of files that are not written in those of the contract.
const KEYS: [(&str, &str); 11] = [
    ("amounts", "amount"),
    ("basis_authority", "authority"),
    ("basis_date", "date"),
    ("basis_number", "number"),
    ("goal_count", "goal"),
    ("goal_share", "goal_percent"),
    ("period_from", "from"),
    ("period_to", "to"),
    ("place_level", "places"),
    ("producer_trait", "producers"),
    ("province_code", "province"),
];

/// What a command can be given.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Its name, such as `certificates revoke`.
    command: String,
    /// Its options.
    options: Vec<String>,
    /// Its arguments: the name that the program has for each, and the one that its help shows.
    arguments: Vec<(String, String)>,
}

/// What the command that runs can be given.
static RUNS: OnceLock<Given> = OnceLock::new();

/// Notes which command runs.
pub(crate) fn runs(grammar: &clap::Command, chosen: &clap::ArgMatches) {
    RUNS.get_or_init(|| Given::chosen(grammar, chosen));
}

/// What the command that runs can be given; nothing before one was chosen.
pub(super) fn given() -> &'static Given {
    static NOTHING: OnceLock<Given> = OnceLock::new();
    RUNS.get()
        .unwrap_or_else(|| NOTHING.get_or_init(Given::default))
}

impl Given {
    fn chosen(grammar: &clap::Command, chosen: &clap::ArgMatches) -> Self {
        let (mut command, mut names) = (grammar, Vec::new());
        let mut chosen = chosen;
        while let Some((name, below)) = chosen.subcommand()
            && let Some(inner) = command.find_subcommand(name)
        {
            (command, chosen) = (inner, below);
            names.push(name);
        }
        Self::of(command, names.join(" "))
    }

    /// What a command takes itself; the options that all have, such as --token, give no field.
    pub(super) fn of(command: &clap::Command, name: String) -> Self {
        let own = || {
            let all = command.get_arguments();
            all.filter(|one| !one.is_global_set())
        };
        let arguments = own().filter(|one| one.is_positional()).map(|one| {
            let id = one.get_id().to_string();
            let shown = one.get_value_names().and_then(|names| names.first());
            let shown = shown.map_or_else(|| id.to_uppercase(), ToString::to_string);
            (id, shown)
        });
        Self {
            command: name,
            options: own()
                .filter_map(|one| one.get_long().map(str::to_owned))
                .collect(),
            arguments: arguments.collect(),
        }
    }

    /// What a person gives a field with: an option, an argument, a key of a file; in words what nobody gave.
    pub(super) fn by(&self, field: &str) -> String {
        let path = without_places(field);
        if let Some(found) = self.option(&path) {
            return found;
        }
        let mut files = FILES.iter();
        match files.find(|(command, _)| *command == self.command) {
            Some((_, of_contract)) => self.key(field, *of_contract),
            None => words(last(&path)),
        }
    }

    /// The option or argument that gives a field, if one does.
    fn option(&self, path: &str) -> Option<String> {
        let names = names(path);
        let own = names.iter().find_map(|name| self.called(name));
        own.or_else(|| {
            // The one argument of a command is what it is about.
            let is_id = ["id", "number", "sequence", "code", "subject"]
                .iter()
                .any(|end| last(path) == *end || last(path).ends_with(&format!("_{end}")));
            match self.arguments.as_slice() {
                [(id, shown)] if is_id && matches!(id.as_str(), "id" | "code" | "number") => {
                    Some(shown.clone())
                }
                _ => None,
            }
        })
    }

    fn called(&self, name: &str) -> Option<String> {
        if self.options.iter().any(|option| option == name) {
            return Some(format!("--{name}"));
        }
        let argument = name.replace('-', "_");
        let mut arguments = self.arguments.iter();
        let found = arguments.find(|(id, _)| *id == argument && *id != "file");
        found.map(|(_, shown)| shown.clone())
    }

    /// The key of a file that holds a field.
    fn key(&self, path: &str, of_contract: bool) -> String {
        let file = self.arguments.first().map_or("FILE", |(_, shown)| shown);
        let inner = path.split_once('.').map_or(path, |(_, inner)| inner);
        if of_contract {
            return format!("{file}, {inner}");
        }
        let inner = without_places(inner);
        let key = |part| {
            let found = KEYS.iter().find(|(field, _)| *field == part);
            found.map_or(part, |(_, key)| *key)
        };
        let keys: Vec<&str> = inner.split('.').map(key).collect();
        format!("{file}, {}", keys.join("."))
    }

    /// A text with the options in the place of the fields that it names.
    pub(super) fn in_options(&self, text: &str) -> String {
        let is_part =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            let is_field = word.contains('_') && !word.starts_with('_');
            match self.option(word).filter(|_| is_field) {
                Some(option) => said.push_str(&option),
                None if is_field && ENDS[..8].iter().any(|end| word.ends_with(end)) => {
                    said.push_str(&words(word));
                }
                None => said.push_str(word),
            }
            let next = behind.chars().next().map_or(0, char::len_utf8);
            let (between, behind) = behind.split_at(next);
            said.push_str(between);
            rest = behind;
        }
        said
    }
}

/// A path without the places of elements.
fn without_places(field: &str) -> String {
    let parts = field.split('.');
    let plain: Vec<&str> = parts
        .map(|part| part.split('[').next().unwrap_or_default())
        .collect();
    plain.join(".")
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// The names under which a command may have a field, the likeliest first.
fn names(path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let parts: Vec<&str> = path.split('.').collect();
    // The last two parts say more than the last: the number of a decision is --decision.
    let ends = (0..parts.len()).rev().map(|from| parts[from..].join("."));
    for end in ends.take(2).collect::<Vec<_>>().into_iter().rev() {
        let known = SYNONYMS.iter().filter(|(field, _)| *field == end);
        names.extend(known.flat_map(|(_, options)| options.iter().map(ToString::to_string)));
    }
    let last = last(path);
    names.push(last.replace('_', "-"));
    let stems = ENDS.iter().filter_map(|end| last.strip_suffix(end));
    names.extend(
        stems
            .filter(|stem| !stem.is_empty())
            .map(|stem| stem.replace('_', "-")),
    );
    // What an amount or a price of something is: that of the message around it.
    if let [.., around, "vnd" | "quantity" | "unit" | "per" | "what"] = parts.as_slice() {
        names.push(around.replace('_', "-"));
    }
    names
}

/// The name of a field as words.
fn words(field: &str) -> String {
    let stem = ["_id", "_ids", "_vnd"]
        .iter()
        .find_map(|end| field.strip_suffix(end));
    stem.unwrap_or(field).replace('_', " ")
}

#[cfg(test)]
mod tests;
