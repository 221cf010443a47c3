//! Who calls, and whether their scope covers what the call touches.

use ocop_places::Area;
use serde::{Deserialize, Serialize};

use crate::{Also, Coverage, Reach, Role, Scope, Target, Touched, UnitsOfDay};

/// A role held within a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// What is held.
    pub role: Role,
    /// Where it is held.
    pub scope: Scope,
}

impl Grant {
    /// Whether the scope is of a kind in which the role is held. One that is not gives nothing.
    pub fn counts(&self) -> bool {
        self.role.scopes().contains(&self.scope.kind())
    }
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The subject of the token; `anonymous` without one.
    pub subject: String,
    /// The roles held.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Somebody without a token, who may call what is public.
    pub fn anonymous() -> Self {
        Self {
            subject: "anonymous".to_owned(),
            grants: Vec::new(),
        }
    }

    /// The roles held, as one text for logs and audit rows: `ocop_office@province:51 auditor@*`.
    pub fn roles(&self) -> String {
        let grants = self.grants.iter();
        let grants: Vec<String> = grants
            .map(|grant| format!("{}@{}", grant.role, grant.scope))
            .collect();
        grants.join(" ")
    }
}

/// A caller, with what the contract says of the rpc they call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who calls.
    pub actor: Actor,
    /// The roles that may call this rpc.
    pub allowed: &'static [Role],
    /// What their scope must cover.
    pub covers: Coverage,
    /// What else it must cover, each for itself.
    pub also: &'static [Also],
    /// The roles that are shown personal data, of what their scope covers.
    pub personal: &'static [Role],
    /// The administrative units of the day of the call, by which scopes are read.
    pub units: UnitsOfDay,
}

/// The caller holds a role for this call, but not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("your roles do not reach this far: their scope does not cover what the call touches")]
pub struct OutOfScope;

impl Caller {
    /// Checks that the caller's roles for this call cover everything it touches: each target is covered by one of
    /// them, and nothing that the contract names is left out.
    ///
    /// # Errors
    /// Something is not covered, or the contract says that this rpc touches nothing.
    pub fn within(&self, touched: impl Into<Touched>) -> Result<(), OutOfScope> {
        let touched = touched.into();
        let mut targets = touched.targets().iter();
        let covered = touched.names(self.also) && targets.all(|target| self.reaches(target));
        covered.then_some(()).ok_or(OutOfScope)
    }

    fn reaches(&self, target: &Target) -> bool {
        self.held().any(|grant| {
            self.covers.accepts(&grant.scope) && target.lies_in(&grant.scope, &self.units)
        })
    }

    /// Whether the caller is shown the personal data of what belongs here: a role that the contract names for it
    /// covers it.
    pub fn is_shown_personal_data(&self, of: &Target) -> bool {
        let mut grants = self.actor.grants.iter();
        grants.any(|grant| {
            grant.counts()
                && self.personal.contains(&grant.role)
                && of.lies_in(&grant.scope, &self.units)
        })
    }

    /// Where the caller's roles for this call are held, for lists that show only what lies there.
    pub fn reach(&self) -> Vec<Reach> {
        let reach = |grant: &Grant| match &grant.scope {
            Scope::Anywhere => Reach::Anywhere,
            Scope::Province(code) | Scope::Commune(code) if self.units.has(&grant.scope) => {
                Reach::Area(self.units.area(code))
            }
            Scope::Province(_) | Scope::Commune(_) => Reach::Area(Area::default()),
            Scope::Producer(id) => Reach::Producer(id.clone()),
            Scope::Partner(id) => Reach::Partner(id.clone()),
        };
        self.held().map(reach).collect()
    }

    /// The same caller, with only those of their roles that are in `roles`.
    #[must_use]
    pub fn only(&self, roles: &'static [Role]) -> Self {
        Self {
            allowed: roles,
            ..self.clone()
        }
    }

    fn held(&self) -> impl Iterator<Item = &Grant> {
        let grants = self.actor.grants.iter();
        grants.filter(|grant| grant.counts() && self.allowed.contains(&grant.role))
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A place as it is said today, in codes of today: Mộ Đức in Quảng Ngãi, or one of Gia Lai.
    fn place(province: &str, place: &str) -> Target {
        Target::place(province, place, day("2026-11-28"))
    }

    fn province(code: &str) -> Target {
        Target::province(code, day("2026-11-28"))
    }

    fn caller(role: Role, scope: &str) -> Caller {
        let grants = vec![Grant {
            role,
            scope: scope.parse().unwrap(),
        }];
        Caller {
            actor: Actor {
                subject: "lan".to_owned(),
                grants,
            },
            allowed: &[Role::OcopOffice, Role::Producer],
            covers: Coverage::Producer,
            also: &[],
            personal: &[Role::OcopOffice],
            units: UnitsOfDay::new(ocop_places::built_in(), day("2026-11-28")),
        }
    }

    #[test]
    fn the_office_of_one_province_has_no_say_in_another() {
        let office = caller(Role::OcopOffice, "province:51");
        assert_eq!(office.within(place("51", "21400")), Ok(()));
        assert_eq!(office.within(place("48", "20194")), Err(OutOfScope));
    }

    #[test]
    fn a_role_that_may_not_make_the_call_covers_nothing() {
        assert_eq!(
            caller(Role::Auditor, "*").within(province("51")),
            Err(OutOfScope)
        );
    }

    #[test]
    fn a_producer_reaches_its_own_things_only() {
        let producer = caller(Role::Producer, "producer:7");
        assert_eq!(producer.within(province("51").of_producer(7)), Ok(()));
        assert_eq!(
            producer.within(province("51").of_producer(8)),
            Err(OutOfScope)
        );
        assert_eq!(producer.within(province("51")), Err(OutOfScope));
    }

    #[test]
    fn a_scope_covers_no_more_than_the_contract_lets_it() {
        let office = Caller {
            covers: Coverage::Everywhere,
            ..caller(Role::OcopOffice, "province:51")
        };
        assert_eq!(office.within(province("51")), Err(OutOfScope));
        let forgotten = Caller {
            covers: Coverage::Nothing,
            ..caller(Role::OcopOffice, "*")
        };
        assert_eq!(forgotten.within(province("51")), Err(OutOfScope));
    }

    #[test]
    fn everything_that_a_call_touches_must_be_covered() {
        let office = caller(Role::OcopOffice, "province:51");
        let (here, there) = (place("51", "21400"), place("52", "21583"));
        let within = |touched: Touched| office.within(touched);
        let moved = |to: &Target| Touched::new(here.clone()).going_to(to.clone());
        assert_eq!(within(moved(&here)), Ok(()));
        assert_eq!(within(moved(&there)), Err(OutOfScope));
        let made_there = Touched::new(there.clone()).of_producer(here.clone());
        assert_eq!(within(made_there), Err(OutOfScope));
        let both = Touched::new(here.clone()).and([here.clone(), there.clone()]);
        assert_eq!(within(both), Err(OutOfScope));
    }

    #[test]
    fn two_offices_held_by_one_person_cover_what_lies_in_both() {
        let mut both = caller(Role::OcopOffice, "province:51");
        both.actor.grants.push(Grant {
            role: Role::OcopOffice,
            scope: Scope::Province("52".to_owned()),
        });
        let moved = Touched::new(province("51")).going_to(province("52"));
        assert_eq!(both.within(moved), Ok(()));
    }

    #[test]
    fn what_the_contract_names_and_a_use_case_forgets_is_not_covered() {
        let office = Caller {
            also: &[Also::Producer],
            ..caller(Role::OcopOffice, "*")
        };
        let product = Touched::new(province("51"));
        assert_eq!(office.within(product.clone()), Err(OutOfScope));
        let producer = province("51").of_producer(7);
        assert_eq!(office.within(product.of_producer(producer)), Ok(()));
    }

    #[test]
    fn a_role_held_in_another_kind_of_scope_covers_nothing() {
        let producer = caller(Role::Producer, "province:51");
        let own = province("51").of_producer(7);
        assert_eq!(producer.within(own), Err(OutOfScope));
        assert!(producer.reach().is_empty());
    }

    #[test]
    fn personal_data_is_shown_by_role_and_scope() {
        let of = place("51", "21400").of_producer(7);
        assert!(caller(Role::OcopOffice, "province:51").is_shown_personal_data(&of));
        assert!(!caller(Role::OcopOffice, "province:52").is_shown_personal_data(&of));
        assert!(!caller(Role::PromotionOfficer, "province:51").is_shown_personal_data(&of));
    }

    #[test]
    fn a_scope_covers_what_became_part_of_its_unit_and_one_of_an_ended_unit_nothing() {
        let kon_tum = Target::province("62", day("2024-05-01"));
        let quang_ngai = caller(Role::OcopOffice, "province:51");
        assert_eq!(quang_ngai.within(kon_tum.clone()), Ok(()));
        assert!(quang_ngai.is_shown_personal_data(&kon_tum));
        let before = Caller {
            units: UnitsOfDay::new(ocop_places::built_in(), day("2025-06-30")),
            ..quang_ngai
        };
        assert_eq!(before.within(kon_tum.clone()), Err(OutOfScope));
        let ended = caller(Role::OcopOffice, "province:62");
        assert_eq!(ended.within(kon_tum), Err(OutOfScope));
        assert_eq!(ended.reach(), [Reach::Area(Area::default())]);
    }

    #[test]
    fn an_officer_of_an_ended_district_covers_nothing_since() {
        let officer = |today| Caller {
            allowed: &[Role::CommuneOfficer],
            units: UnitsOfDay::new(ocop_places::built_in(), day(today)),
            ..caller(Role::CommuneOfficer, "commune:533")
        };
        let made = Target::place("51", "533", day("2022-01-01"));
        assert_eq!(officer("2025-06-30").within(made.clone()), Ok(()));
        assert_eq!(officer("2025-07-01").within(made), Err(OutOfScope));
    }

    #[test]
    fn a_code_that_names_another_unit_since_covers_what_that_unit_came_of() {
        let officer = Caller {
            allowed: &[Role::CommuneOfficer],
            ..caller(Role::CommuneOfficer, "commune:21409")
        };
        // Đức Nhuận went to it as a whole, Đức Phong to another.
        assert_eq!(
            officer.within(Target::place("51", "21409", day("2024-01-01"))),
            Ok(())
        );
        let elsewhere = Target::place("51", "21433", day("2024-01-01"));
        assert_eq!(officer.within(elsewhere), Err(OutOfScope));
    }
}
