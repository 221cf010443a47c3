//! The administrative units by which the scopes of a call are read: those of its day.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use ocop_places::{Area, Kind, Places, Said};

use crate::{Located, Scope, Target};

/// The administrative units as they are on a day.
#[derive(Clone)]
pub struct UnitsOfDay {
    places: Arc<Places>,
    day: NaiveDate,
}

impl UnitsOfDay {
    /// The units of a day, as far as they are known.
    pub fn new(places: Arc<Places>, day: NaiveDate) -> Self {
        Self { places, day }
    }

    /// The units of another day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Self {
        Self::new(Arc::clone(&self.places), day)
    }

    /// The day.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// All units that are known.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Everything that lies in a unit of the day, said for whatever day.
    pub fn area(&self, code: &str) -> Area {
        self.places.area(Said { code, on: self.day })
    }

    /// The province of the day in which a place lies, if that is certain.
    pub fn province_of(&self, place: &Located) -> Option<&str> {
        let said = Said {
            code: &place.province,
            on: place.said_on,
        };
        match self.places.on(said, self.day).as_slice() {
            [one] => Some(&one.code),
            // Made of several, or not known: the place itself may tell.
            _ => {
                let code = place.place.as_deref()?;
                let on = place.said_on;
                let mut codes =
                    self.places
                        .on(Said { code, on }, self.day)
                        .into_iter()
                        .map(|unit| {
                            let code = &unit.code;
                            let chain = self.places.chain(Said { code, on: self.day });
                            chain.last().map(|top| top.code.as_str())
                        });
                let first = codes.next().flatten()?;
                codes.all(|code| code == Some(first)).then_some(first)
            }
        }
    }

    /// The unit of the day that a place is, if that is certain and the place known.
    pub fn unit_of(&self, place: &Located) -> Option<&str> {
        let code = place.place.as_deref()?;
        let on = place.said_on;
        match self.places.on(Said { code, on }, self.day).as_slice() {
            [one] => Some(&one.code),
            _ => None,
        }
    }

    /// The district of the day in which a place lies, if that is certain and there are districts.
    pub fn district_of(&self, place: &Located) -> Option<&str> {
        let code = place.place.as_deref()?;
        let on = place.said_on;
        let possible = self.places.on(Said { code, on }, self.day).into_iter();
        let mut districts = possible.map(|unit| {
            let code = &unit.code;
            let chain = self.places.chain(Said { code, on: self.day });
            let mut chain = chain.into_iter();
            let district = chain.find(|unit| unit.kind == Kind::District)?;
            Some(district.code.as_str())
        });
        let first = districts.next().flatten()?;
        districts.all(|code| code == Some(first)).then_some(first)
    }

    /// Whether the unit of a scope exists on the day and is of its level.
    pub(crate) fn has(&self, scope: &Scope) -> bool {
        let kind = |code| self.places.unit(code, self.day).map(|unit| unit.kind);
        match scope {
            Scope::Province(code) => kind(code) == Some(Kind::Province),
            Scope::Commune(code) => kind(code).is_some_and(|kind| kind != Kind::Province),
            Scope::Anywhere | Scope::Producer(_) | Scope::Partner(_) => true,
        }
    }

    /// Whether a place lies in a unit of the day. One that is not known lies where its province does.
    pub fn holds(&self, code: &str, place: &Located) -> bool {
        let within = Said { code, on: self.day };
        let on = place.said_on;
        let named = place.place.as_deref();
        let known = named.filter(|code| self.places.meant(Said { code, on }).is_some());
        let code = known.unwrap_or(&place.province);
        self.places.lies_in(Said { code, on }, within)
    }
}

impl fmt::Debug for UnitsOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitsOfDay({})", self.day)
    }
}

/// Two are the same if they are those of one day and know the same units.
impl PartialEq for UnitsOfDay {
    fn eq(&self, other: &Self) -> bool {
        self.day == other.day && Arc::ptr_eq(&self.places, &other.places)
    }
}

impl Eq for UnitsOfDay {}

/// A unit that a question names, and the day in whose units it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedUnit {
    /// Its code.
    pub code: String,
    /// The day.
    pub on: NaiveDate,
}

impl AskedUnit {
    /// The unit as a whole, for comparing with scopes.
    pub fn target(&self) -> Target {
        Target::province(&self.code, self.on)
    }

    /// Everything that lies in it.
    pub fn area(&self, places: &Places) -> Area {
        let (code, on) = (self.code.as_str(), self.on);
        places.area(Said { code, on })
    }
}

/// How far a caller reaches in a list: what lies there, by columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everywhere.
    Anywhere,
    /// What lies in a unit of the day.
    Area(Area),
    /// What belongs to a producer.
    Producer(String),
    /// What belongs to a partner.
    Partner(String),
}
