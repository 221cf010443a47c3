//! One row: its producer, its product and its certificate.

use chrono::NaiveDate;
use ocop_chassis::text::stored;
use ocop_places::built_in;
use ocop_proto::catalog::v1::{LegalRepresentative, Producer, Product};
use ocop_proto::evaluation::v1::{Decision, ImportCertificateRequest};

use super::headers::Headers;
use super::{ProductRow, Remark};
use crate::import::columns as column;
use crate::import::mapping::Mapping;
use crate::import::sheet::Line;
use crate::import::sheet::legacy::{Candidate, Evidence, Reading};

/// The table that a row is in.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) headers: &'a Headers,
    pub(super) mapping: &'a Mapping,
    pub(super) evidence: &'a Evidence,
}

/// A row while it is read.
pub(super) struct Row<'a> {
    line: &'a Line,
    headers: &'a Headers,
    mapping: &'a Mapping,
    evidence: &'a Evidence,
    /// Why it cannot be taken.
    pub(super) bad: Vec<Remark>,
    /// What was noticed.
    pub(super) noticed: Vec<Remark>,
}

impl<'a> Row<'a> {
    pub(super) fn new(line: &'a Line, table: Table<'a>) -> Self {
        let Table {
            headers,
            mapping,
            evidence,
        } = table;
        let mut row = Self {
            line,
            headers,
            mapping,
            evidence,
            bad: Vec::new(),
            noticed: Vec::new(),
        };
        let beyond = line.cells.iter().skip(headers.width());
        if beyond.into_iter().any(|cell| !cell.trim().is_empty()) {
            let reason = format!(
                "has {} cells where the headers are {}; is a separator inside a cell without quotes?",
                line.cells.len(),
                headers.width()
            );
            row.reject("", reason);
        }
        row
    }

    fn remark(&self, column: &'static str, reason: String) -> Remark {
        Remark {
            line: self.line.number,
            column,
            reason,
        }
    }

    pub(super) fn reject(&mut self, column: &'static str, reason: String) {
        let remark = self.remark(column, reason);
        self.bad.push(remark);
    }

    /// The text of a column in the form in which it is stored; what is in an old encoding is converted.
    fn text(&mut self, name: &'static str) -> String {
        let text = match self.mapping.value(name) {
            Some(value) if !self.headers.has(name) => stored(value),
            _ => self.written(name),
        };
        if text.is_empty() && Headers::is_required(name) {
            let reason =
                "must be filled in; were cells merged? A workbook (.xlsx) keeps that, CSV does not";
            self.reject(name, reason.to_owned());
        }
        text
    }

    fn written(&mut self, name: &'static str) -> String {
        let written = self.headers.cell(self.line, name);
        let reading = match self.headers.place(name) {
            Some(at) => self.evidence.read(&self.line.cells, at),
            None => Reading::Unicode,
        };
        match reading {
            Reading::Unicode => stored(written),
            Reading::Converted(text, encoding) => {
                let text = stored(&text);
                // A column may be read twice.
                let remark =
                    self.remark(name, format!("was in {encoding} and is read as {text:?}"));
                if !self.noticed.contains(&remark) {
                    self.noticed.push(remark);
                }
                text
            }
            Reading::Ambiguous(candidates) => {
                let of =
                    |Candidate { encoding, text }: &Candidate| format!("{text:?} in {encoding}");
                let candidates: Vec<String> = candidates.iter().map(of).collect();
                let reason = format!(
                    "{written:?} may be {}, and the cells beside and above it do not say which; write the table in Unicode",
                    candidates.join(" or ")
                );
                self.reject(name, reason);
                stored(written)
            }
            Reading::Unreadable => {
                let reason = format!(
                    "{written:?} looks like a font of before Unicode, and is neither TCVN3 nor VNI; write it in Unicode"
                );
                self.reject(name, reason);
                stored(written)
            }
        }
    }

    /// Reads a cell that must be well formed. What is missing has been reported as such.
    fn parsed<T: Default>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> T {
        let text = self.text(name);
        if text.is_empty() && Headers::is_required(name) {
            return T::default();
        }
        read(&text).unwrap_or_else(|reason| {
            self.reject(name, reason);
            T::default()
        })
    }

    fn date(&mut self, name: &'static str) -> String {
        let form = self.mapping.date_form(name);
        self.parsed(name, |text| column::date(text, form))
    }

    /// The producer of the row.
    pub(super) fn producer(&mut self) -> Producer {
        Producer {
            registration_number: self.text(column::REGISTRATION_NUMBER),
            name: self.text(column::PRODUCER_NAME),
            kind: self.parsed(column::KIND, |text| column::kind(text).map(i32::from)),
            registration_date: self.date(column::REGISTRATION_DATE),
            place_code: self.text(column::PLACE),
            place_on: self.place_on(),
            address: self.text(column::ADDRESS),
            local_capital_percent: self.parsed(column::LOCAL_CAPITAL, |text| {
                (!text.is_empty())
                    .then(|| column::number(text, 0, 100))
                    .transpose()
            }),
            representative: Some(LegalRepresentative {
                full_name: self.text(column::REPRESENTATIVE),
                position: self.text(column::POSITION),
                sex: self.parsed(column::SEX, |text| column::sex(text).map(i32::from)),
                ethnicity: self.text(column::ETHNICITY),
                has_disability: self.parsed(column::DISABILITY, column::yes),
            }),
            ..Producer::default()
        }
    }

    /// The day for which the place is said: that of the decision, if its code named a unit then or is one of which only the
    /// services may know (of the history before the program, or of a later act); otherwise today, which is said by saying
    /// nothing.
    fn place_on(&self) -> String {
        let cell = |name| {
            let cell = self.headers.cell(self.line, name);
            let value = self.mapping.value(name).filter(|_| cell.is_empty());
            value.unwrap_or(cell)
        };
        let form = self.mapping.date_form(column::DECISION_DATE);
        let decided = column::date(&stored(cell(column::DECISION_DATE)), form);
        let decided: Option<NaiveDate> = decided.ok().and_then(|day| day.parse().ok());
        let code = stored(cell(column::PLACE));
        decided
            .filter(|day| {
                let places = built_in();
                places.unit(&code, *day).is_some() || places.named(&code).is_empty()
            })
            .map(|day| day.to_string())
            .unwrap_or_default()
    }

    /// The product of the row with its certificate. It lies where its producer does.
    pub(super) fn product(&mut self) -> ProductRow {
        let place = self.headers.cell(self.line, column::PLACE);
        let place = self
            .mapping
            .value(column::PLACE)
            .filter(|_| place.is_empty())
            .unwrap_or(place);
        ProductRow {
            line: self.line.number,
            product: Product {
                name: self.text(column::PRODUCT_NAME),
                criteria_set: self.parsed(column::CRITERIA_SET, |text| column::number(text, 1, 26)),
                description: self.text(column::DESCRIPTION),
                packaging: self.text(column::PACKAGING),
                gtin: self.text(column::GTIN),
                place_on: self.place_on(),
                place_code: stored(place),
                ..Product::default()
            },
            certificate: ImportCertificateRequest {
                star: self.parsed(column::STAR, column::stars),
                decision: Some(Decision {
                    number: self.text(column::DECISION_NUMBER),
                    date: self.date(column::DECISION_DATE),
                    authority: self.text(column::AUTHORITY),
                    signer: self.text(column::SIGNER),
                }),
                product_code: self.text(column::PRODUCT_CODE),
                ..ImportCertificateRequest::default()
            },
        }
    }
}
