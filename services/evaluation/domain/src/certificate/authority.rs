//! At which level an authority stands, by its name, and whether it may give a star.

use chrono::NaiveDate;

use super::Refusal;
use crate::criteria::regulation::{Level, Regulation};
use crate::criteria::star::Star;
use crate::register::product::DISTRICTS_UNTIL;
use ocop_spelling::folded_widths;

/// What an authority does with a star.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Give,
    TakeAway,
    /// It approves a result of five stars and sends it to the centre.
    Forward,
}

impl Act {
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Give => "give",
            Self::TakeAway => "take away",
            Self::Forward => "approve and send to the centre a result of",
        }
    }
}

/// Where an authority stands, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// A commune, ward, town or special zone.
    Commune,
    At(Level),
}

/// The cities that are provinces.
const PROVINCIAL_CITIES: [&str; 6] = [
    "ha noi",
    "ho chi minh",
    "hai phong",
    "da nang",
    "can tho",
    "hue",
];

fn standing(authority: &str) -> Option<Standing> {
    let name = folded_widths(authority).replace(['.', ',', '-'], " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = name.as_str();
    // The office itself comes first, then whose it is.
    for office in ["pho chu tich", "chu tich", "ubnd", "uy ban nhan dan"] {
        rest = rest.strip_prefix(office).unwrap_or(rest).trim_start();
    }
    let begins = |words: &[&str]| {
        let begins = |word: &&str| rest == *word || rest.starts_with(&format!("{word} "));
        words.iter().any(begins)
    };
    if begins(&["bo", "bo truong", "trung uong", "thu tuong", "chinh phu"]) {
        Some(Standing::At(Level::Centre))
    } else if begins(&["tinh"]) {
        Some(Standing::At(Level::Province))
    } else if begins(&["huyen", "quan", "thi xa"]) {
        Some(Standing::At(Level::District))
    } else if begins(&["xa", "phuong", "thi tran", "dac khu"]) {
        Some(Standing::Commune)
    } else if begins(&["thanh pho", "tp"]) {
        let provincial = PROVINCIAL_CITIES.iter().any(|city| rest.ends_with(city));
        Some(Standing::At(if provincial {
            Level::Province
        } else {
            Level::District
        }))
    } else {
        None
    }
}

/// Checks that an authority could give a star by a decision of a day: the level that the regulation of the day names,
/// and the province also what districts gave. Districts ended on 30 June 2025. A name that does not tell the level is
/// let pass.
///
/// # Errors
/// Its name says that it stands at another level.
pub(super) fn may_give(
    authority: &str,
    star: Star,
    law: &Regulation,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let named = law.decided_by(star);
    let level = if named == Level::District && on > DISTRICTS_UNTIL {
        Level::Province
    } else {
        named
    };
    let or_province = level == Level::District;
    stands_at(authority, (Act::Give, star, level), |at| {
        at == level || or_province && at == Level::Province
    })
}

/// Checks that an authority could take a star away by a decision of a day (Article 8.2): the ministry five stars, the province
/// the rest, and until 30 June 2025 a district too. A name that does not tell the level is let pass.
///
/// # Errors
/// Its name says that it stands at another level.
pub(super) fn may_take_away(authority: &str, star: Star, on: NaiveDate) -> Result<(), Refusal> {
    let level = match star {
        Star::Five => Level::Centre,
        Star::Three | Star::Four => Level::Province,
    };
    let district = level == Level::Province && on <= DISTRICTS_UNTIL;
    stands_at(authority, (Act::TakeAway, star, level), |at| {
        at == level || district && at == Level::District
    })
}

/// Checks that an authority could approve a result of five stars and send it to the centre, which the province does
/// (Article 7.3e). A name that does not tell the level is let pass.
///
/// # Errors
/// Its name says that it stands at another level.
pub(crate) fn may_forward(authority: &str) -> Result<(), Refusal> {
    let level = Level::Province;
    stands_at(authority, (Act::Forward, Star::Five, level), |at| {
        at == level
    })
}

fn stands_at(
    authority: &str,
    (act, star, level): (Act, Star, Level),
    fits: impl Fn(Level) -> bool,
) -> Result<(), Refusal> {
    match standing(authority) {
        None => Ok(()),
        Some(Standing::At(at)) if fits(at) => Ok(()),
        Some(_) => Err(Refusal::OtherAuthority {
            authority: authority.to_owned(),
            act,
            star,
            level,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(authority: &str, star: Star, on: &str) -> bool {
        let on = on.parse().unwrap();
        let law = Regulation::in_force_on(on).unwrap();
        may_give(authority, star, law, on).is_ok()
    }

    #[test]
    fn a_commune_never_gave_a_star() {
        for name in [
            "UBND xã Bình Châu",
            "Ủy ban nhân dân phường 1",
            "UBND thị trấn Mộ Đức",
        ] {
            for (star, on) in [(Star::Three, "2024-01-10"), (Star::Five, "2026-06-01")] {
                assert!(!given(name, star, on), "{name}");
            }
        }
    }

    #[test]
    fn districts_gave_three_stars_from_2023_until_they_ended() {
        for (on, could) in [
            ("2022-07-05", false),
            ("2023-02-24", true),
            ("2025-06-30", true),
            ("2025-07-01", false),
            ("2025-07-06", false),
        ] {
            assert_eq!(
                given("UBND huyện Đức Trọng", Star::Three, on),
                could,
                "{on}"
            );
            assert!(!given("UBND huyện Đức Trọng", Star::Four, on), "{on}");
        }
    }

    #[test]
    fn provinces_give_three_and_four_stars_and_the_ministry_five() {
        for name in [
            "UBND tỉnh Quảng Ngãi",
            "Chủ tịch UBND tỉnh Quảng Ngãi",
            "Uỷ ban nhân dân TP. Đà Nẵng",
        ] {
            for on in ["2020-12-28", "2024-01-10", "2026-06-01"] {
                assert!(
                    given(name, Star::Three, on) && given(name, Star::Four, on),
                    "{name}"
                );
                assert!(!given(name, Star::Five, on), "{name}");
            }
        }
        let ministry = "Bộ trưởng Bộ Nông nghiệp và Môi trường";
        assert!(given(ministry, Star::Five, "2026-06-01"));
        assert!(!given(ministry, Star::Four, "2026-06-01"));
        assert!(!given(
            "UBND thành phố Quảng Ngãi",
            Star::Four,
            "2024-01-10"
        ));
    }
}
