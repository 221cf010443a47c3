//! Units that a question names. The rule is the same for every rpc: a code is that of a unit of the day in whose units the
//! question is asked, or the question is refused with what the unit became.

use chrono::NaiveDate;
use ocop_identity::{AskedUnit, UnitsOfDay};
use ocop_places::{Code, Kind, Places, Said};

use super::Violations;

/// Why a field does not name a unit of the day.
const NOT_IN_FORCE: &str = "NOT_IN_FORCE";

/// Why a field does not name a commune.
const NOT_A_COMMUNE: &str = "NOT_A_COMMUNE";

/// Why a field does not name a province.
const NOT_A_PROVINCE: &str = "NOT_A_PROVINCE";

impl Violations {
    /// Reads the day in whose units a question is asked; `usual` if none is given.
    pub fn in_units_of(&mut self, text: &str, usual: NaiveDate) -> NaiveDate {
        self.optional_date("in_units_of", text).unwrap_or(usual)
    }

    /// Reads the code of a unit: two to five digits.
    pub fn unit_code(&mut self, field: &str, text: &str) -> Option<Code> {
        let code = self.required_text(field, text, 10)?.parse().ok();
        if code.is_none() {
            let rule = "must be two to five digits, such as \"51\"";
            self.add(field, "MALFORMED", rule);
        }
        code
    }

    /// Reads the code of a unit that there must be on a day.
    pub fn unit_of(
        &mut self,
        places: &Places,
        (field, text): (&str, &str),
        on: NaiveDate,
    ) -> Option<String> {
        let code = self.unit_code(field, text)?;
        match places.in_force(Said { code: &code, on }) {
            Ok(unit) => Some(unit.code.to_string()),
            Err(missing) => {
                let missing = missing.to_string();
                self.add(field, NOT_IN_FORCE, missing);
                None
            }
        }
    }

    /// Reads the code of a province that there must be on a day.
    pub fn province_of(
        &mut self,
        places: &Places,
        (field, text): (&str, &str),
        on: NaiveDate,
    ) -> Option<String> {
        let code = self.unit_of(places, (field, text), on)?;
        let unit = places.unit(&code, on)?;
        if unit.kind != Kind::Province {
            let province = places.chain(Said { code: &code, on }).pop();
            let province = province.map_or("", |province| province.code.as_str());
            let name = &unit.name;
            let rule =
                format!("must be the code of a province; {code} ({name}) lies in {province}");
            self.add(field, NOT_A_PROVINCE, rule);
            return None;
        }
        Some(code)
    }

    /// Reads the code of a commune or a province that there must be on a day. Answers the commune, if it is one, and the province.
    pub fn place_of(
        &mut self,
        places: &Places,
        (field, text): (&str, &str),
        on: NaiveDate,
    ) -> Option<(Option<String>, String)> {
        let code = self.unit_of(places, (field, text), on)?;
        let chain = places.chain(Said { code: &code, on });
        let province = chain.last()?.code.to_string();
        Some(((chain.len() > 1).then_some(code), province))
    }

    /// Reads the code of a commune that there must be on a day. Answers the commune and its province.
    pub fn commune_of(
        &mut self,
        places: &Places,
        (field, text): (&str, &str),
        on: NaiveDate,
    ) -> Option<(String, String)> {
        let (commune, province) = self.place_of(places, (field, text), on)?;
        if commune.is_none() {
            let rule = format!("must be the code of a commune; {province} is a province");
            self.add(field, NOT_A_COMMUNE, rule);
        }
        Some((commune?, province))
    }

    /// Reads a unit that a question may leave out, named as one of a day.
    pub fn asked_unit(
        &mut self,
        units: &UnitsOfDay,
        (field, text): (&str, &str),
        on: NaiveDate,
    ) -> Option<AskedUnit> {
        if text.trim().is_empty() {
            return None;
        }
        let code = self.unit_of(units.places(), (field, text), on)?;
        Some(AskedUnit { code, on })
    }
}

#[cfg(test)]
mod tests {
    use ocop_places::built_in;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_question_names_a_unit_of_its_day_or_is_refused_with_what_the_unit_became() {
        let units = UnitsOfDay::new(built_in(), day("2026-11-28"));
        let ask = |code: &str, on: &str| {
            let mut v = Violations::new();
            let asked = v.asked_unit(&units, ("province_code", code), day(on));
            let wrong = v.named.pop().map(|one| (one.reason, one.description));
            (asked.map(|unit| unit.code), wrong)
        };
        assert_eq!(ask("", "2026-11-28"), (None, None));
        assert_eq!(ask(" 62 ", "2024-01-01"), (Some("62".to_owned()), None));
        let refused = |code: &str, on: &str| ask(code, on).1.unwrap();
        let (reason, why) = refused("62", "2026-11-28");
        assert_eq!(reason, NOT_IN_FORCE);
        for part in ["62 (Kon Tum)", "2026-11-28", "51 Quảng Ngãi"] {
            assert!(why.contains(part), "{why}");
        }
        let (reason, why) = refused("00", "2026-11-28");
        assert_eq!(reason, NOT_IN_FORCE);
        assert!(why.contains("00 is no unit on 2026-11-28"), "{why}");
        assert_eq!(refused("Quảng Ngãi", "2026-11-28").0, "MALFORMED");
    }

    #[test]
    fn a_province_is_named_by_its_own_code_of_the_day() {
        let places = built_in();
        let read = |code: &str, on: &str| {
            let mut v = Violations::new();
            let read = v.province_of(&places, ("province_code", code), day(on));
            read.ok_or_else(|| v.named.pop().unwrap())
        };
        assert_eq!(read("51", "2026-11-28").unwrap(), "51");
        assert_eq!(read("62", "2025-06-30").unwrap(), "62");
        let reason = |code: &str, on: &str| read(code, on).unwrap_err().reason;
        assert_eq!(reason("62", "2025-07-01"), NOT_IN_FORCE);
        assert_eq!(reason("", "2026-11-28"), "REQUIRED");
        let refused = read("21364", "2026-11-28").unwrap_err();
        assert_eq!(refused.reason, NOT_A_PROVINCE);
        assert!(refused.description.contains("lies in 51"), "{refused:?}");
        assert_eq!(reason("533", "2025-06-30"), NOT_A_PROVINCE);
    }

    #[test]
    fn a_commune_is_read_with_its_province_and_what_it_became_is_named() {
        let places = built_in();
        let on = day("2026-11-28");
        let read = |code: &str| {
            let mut v = Violations::new();
            let read = v.commune_of(&places, ("place_code", code), on);
            read.ok_or_else(|| v.named.pop().unwrap())
        };
        let commune = ("21364".to_owned(), "51".to_owned());
        assert_eq!(read("21364").unwrap(), commune);
        assert_eq!(read("51").unwrap_err().reason, NOT_A_COMMUNE);
        for ended in ["62", "522"] {
            assert_eq!(read(ended).unwrap_err().reason, NOT_IN_FORCE);
        }
        let mut v = Violations::new();
        let province = v.place_of(&places, ("place_code", "51"), on);
        assert_eq!(province, Some((None, "51".to_owned())));
    }
}
