//! What an office notes on Form 01 when it receives a dossier (Appendix III): the number of the form, the day, who received it
//! and how many samples came with it. The commune does so when the dossier is lodged, the province when a round accepts it.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Dossier, Refusal, Step};
use crate::correction::Grounds;

/// Which of the two offices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    Commune,
    Province,
}

/// The number of a form: `12/PĐK-51-21064-2026`. Each office counts its own forms of a year, without gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormNumber {
    pub number: u32,
    pub province_code: String,
    /// Code of the commune in which the product is made, on the province's forms too.
    pub commune_code: String,
    pub year: i32,
}

impl fmt::Display for FormNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            number,
            province_code,
            commune_code,
            year,
        } = self;
        write!(f, "{number}/PĐK-{province_code}-{commune_code}-{year}")
    }
}

/// That an office received it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub office: Office,
    pub form: FormNumber,
    /// The day it was first received.
    pub on: NaiveDate,
    /// Who received it; empty while nobody said so.
    pub receiver: String,
    /// How many samples came with it; `None` while nobody said so.
    pub samples: Option<u32>,
}

/// Who received it and what came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub receiver: String,
    pub samples: u32,
}

/// The commune's letter with which it sends the dossier on (Article 6.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub number: String,
    pub date: NaiveDate,
}

impl Dossier {
    /// Notes the letter with which the commune sent it on.
    ///
    /// # Errors
    /// The commune has not sent it on; dated before it was lodged, or after it was sent on.
    pub fn note_letter(&mut self, letter: Letter) -> Result<(), Refusal> {
        let refused = self.wrong_state();
        let endorsed = self.stage.endorsed_mut().ok_or(refused)?;
        let (lodged_on, sent_on) = (endorsed.lodged.on, endorsed.on);
        if letter.date < lodged_on || sent_on < letter.date {
            return Err(Refusal::LetterDay {
                date: letter.date,
                lodged_on,
                sent_on,
            });
        }
        endorsed.letter = Some(letter);
        Ok(())
    }

    pub fn receipt(&self, office: Office) -> Option<&Receipt> {
        self.receipts
            .iter()
            .find(|receipt| receipt.office == office)
    }

    /// The year in which an office that has it on a day gives it a number; `None` if it has one. A dossier that was given
    /// back and is lodged anew keeps its number.
    pub fn awaits_number(&self, office: Office, on: NaiveDate) -> Option<i32> {
        self.receipt(office).is_none().then(|| on.year())
    }

    /// Gives it the number of its form at an office; one that has a number keeps it.
    pub fn give_number(&mut self, office: Office, number: u32, on: NaiveDate) {
        if self.receipt(office).is_some() {
            return;
        }
        self.receipts.push(Receipt {
            office,
            form: FormNumber {
                number,
                province_code: self.place.province_code.clone(),
                commune_code: self.place.code.clone(),
                year: on.year(),
            },
            on,
            receiver: String::new(),
            samples: None,
        });
    }

    /// Moves the day on which an office received it with the day of the step by which it did.
    pub(super) fn move_receipt(
        &mut self,
        office: Office,
        was: Option<NaiveDate>,
        becomes: Option<NaiveDate>,
    ) {
        let mut receipts = self.receipts.iter_mut();
        let receipt = receipts.find(|receipt| receipt.office == office && Some(receipt.on) == was);
        if let (Some(receipt), Some(on)) = (receipt, becomes) {
            receipt.on = on;
        }
    }

    /// Notes who received it at an office and how many samples came. Said once more it is a correction, which is kept.
    ///
    /// # Errors
    /// The office has not received it; said once more without a reason; nothing would be another.
    pub fn note_receipt(
        &mut self,
        office: Office,
        received: &Received,
        grounds: &Grounds,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let mut corrections = self.corrections.clone();
        let refused = self.wrong_state();
        let mut receipts = self.receipts.iter_mut();
        let receipt = receipts
            .find(|receipt| receipt.office == office)
            .ok_or(refused)?;
        if let Some(samples) = receipt.samples {
            if grounds.reason.trim().is_empty() {
                return Err(Refusal::Asked {
                    field: "reason",
                    why: "the receipt was recorded before; say why it is recorded once more",
                });
            }
            let of = match office {
                Office::Commune => ["receipts.commune.receiver", "receipts.commune.samples"],
                Office::Province => ["receipts.province.receiver", "receipts.province.samples"],
            };
            let fields = [
                (of[0], receipt.receiver.clone(), received.receiver.clone()),
                (of[1], samples.to_string(), received.samples.to_string()),
            ];
            grounds.record(&mut corrections, fields)?;
        }
        receipt.receiver.clone_from(&received.receiver);
        receipt.samples = Some(received.samples);
        self.corrections = corrections;
        self.emit_with(Step::Received, grounds.reason.clone(), today);
        Ok(())
    }
}
