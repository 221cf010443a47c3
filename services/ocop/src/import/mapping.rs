//! What a person says about a file whose columns are called otherwise.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::columns::{self, DateForm};

/// A mapping file, in TOML. Every part may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapping {
    /// By the header in the file, the header of the register.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// By the header of the register, how its dates are written.
    #[serde(default)]
    dates: BTreeMap<String, DateForm>,
    /// By the header of the register, what holds for every row where the file has no such column.
    #[serde(default)]
    values: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// It is not TOML of this shape, or names a column that a register does not have.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let mapping: Self = toml::from_str(text)?;
        let named = mapping.columns.values();
        for name in named
            .chain(mapping.dates.keys())
            .chain(mapping.values.keys())
        {
            anyhow::ensure!(
                columns::known(name).is_some(),
                "{name:?} is no column of a register; these are: {}",
                columns::all().collect::<Vec<_>>().join(", ")
            );
        }
        Ok(mapping)
    }

    /// The column that a header of the file stands for.
    pub(super) fn column(&self, header: &str) -> Option<&'static str> {
        let key = columns::key(header);
        let mut mapped = self.columns.iter();
        let mapped = mapped.find(|(written, _)| columns::key(written) == key);
        columns::known(mapped.map_or(header, |(_, name)| name))
    }

    /// How the dates of a column are written.
    pub(super) fn date_form(&self, column: &str) -> DateForm {
        let mut forms = self.dates.iter();
        let form = forms.find(|(name, _)| columns::known(name) == Some(column));
        form.map(|(_, form)| *form).unwrap_or_default()
    }

    /// What a column holds that the file does not have.
    pub(super) fn value(&self, column: &str) -> Option<&str> {
        let mut values = self.values.iter();
        let value = values.find(|(name, _)| columns::known(name) == Some(column));
        value.map(|(_, value)| value.as_str())
    }
}
