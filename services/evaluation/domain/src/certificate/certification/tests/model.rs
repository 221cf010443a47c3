//! The life of a product's certificates against a model that knows nothing of how it is kept: a list
//! of intervals, and the days on which something is due.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Act {
    /// Gives a first certificate, decided so many days ago.
    Issue(Star, u64),
    Upgrade(Star, u64),
    Again(Star, u64),
    Import(Star, u64),
    /// Revokes the newest, decided so many days ago.
    Revoke(u64),
    /// Lifts the revocation of the newest.
    Lift,
    Look,
    Pass(u64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let star = || proptest::sample::select(Star::ALL.to_vec());
    let ago = || prop_oneof![3 => Just(0u64), 1 => 0u64..60, 1 => 0u64..1_500];
    let days = || prop_oneof![1u64..5, 20u64..200, 800u64..1_300];
    let act = prop_oneof![
        2 => (star(), ago()).prop_map(|(star, ago)| Act::Issue(star, ago)),
        2 => (star(), ago()).prop_map(|(star, ago)| Act::Upgrade(star, ago)),
        2 => (star(), ago()).prop_map(|(star, ago)| Act::Again(star, ago)),
        1 => (star(), ago()).prop_map(|(star, ago)| Act::Import(star, ago)),
        1 => ago().prop_map(Act::Revoke),
        1 => Just(Act::Lift),
        4 => Just(Act::Look),
        6 => days().prop_map(Act::Pass),
    ];
    proptest::collection::vec(act, 1..40)
}

/// A certificate as the model sees it.
#[derive(Clone, Debug)]
struct Interval {
    from: NaiveDate,
    /// The last day it was ever to have.
    term: NaiveDate,
    /// The first day without it for another reason than its term.
    cut: Option<NaiveDate>,
    revoked: bool,
    star: Star,
    recorded: NaiveDate,
}

impl Interval {
    fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.term && self.cut.is_none_or(|cut| day < cut)
    }
}

#[derive(Debug, Default)]
struct Model {
    intervals: Vec<Interval>,
}

impl Model {
    fn on(&self, day: NaiveDate) -> Option<&Interval> {
        self.intervals.iter().find(|interval| interval.covers(day))
    }

    /// Whether a certificate from a day may follow what is there.
    fn fits(&self, from: NaiveDate) -> bool {
        self.intervals.last().is_none_or(|last| {
            from > last.from && !(last.revoked && last.cut.is_some_and(|cut| from < cut))
        })
    }

    fn give(&mut self, star: Star, from: NaiveDate, today: NaiveDate) -> bool {
        if !self.fits(from) {
            return false;
        }
        if let Some(last) = self.intervals.last_mut()
            && last.cut.is_none()
            && last.term >= from
        {
            last.cut = Some(from);
        }
        let term = from + chrono::Months::new(36);
        self.intervals.push(Interval {
            from,
            term,
            cut: None,
            revoked: false,
            star,
            recorded: today,
        });
        true
    }

    fn act(&mut self, act: &Act, today: NaiveDate) -> bool {
        let on = |ago: &u64| today - Days::new(*ago);
        match act {
            Act::Issue(star, ago) => self.on(on(ago)).is_none() && self.give(*star, on(ago), today),
            Act::Upgrade(star, ago) => {
                // Nothing is lodged here, so that no days of grace follow a term.
                self.on(on(ago)).is_some_and(|held| held.star < *star)
                    && self.give(*star, on(ago), today)
            }
            Act::Again(star, ago) => {
                self.intervals.last().is_some_and(|last| !last.revoked)
                    && self.give(*star, on(ago), today)
            }
            Act::Import(star, ago) => self.give(*star, on(ago), today),
            Act::Revoke(ago) => match self.intervals.last_mut() {
                Some(last) if !last.revoked && on(ago) >= last.from => {
                    last.revoked = true;
                    last.cut = Some(on(ago));
                    true
                }
                _ => false,
            },
            Act::Lift => match self.intervals.last_mut() {
                Some(last) if last.revoked => {
                    last.revoked = false;
                    last.cut = None;
                    true
                }
                _ => false,
            },
            Act::Look | Act::Pass(_) => true,
        }
    }

    /// What may and what must have been recorded of each certificate's end once somebody looked today:
    /// by the first day of the certificate, the days in law.
    fn due(&self, today: NaiveDate) -> BTreeMap<NaiveDate, Vec<NaiveDate>> {
        let of = |interval: &Interval| {
            let reminders = [180, 150, 120, 30].map(|days| interval.term - Days::new(days));
            let reminded = reminders
                .into_iter()
                .filter(|day| *day >= interval.recorded);
            let end = interval.term + Days::new(1);
            let days = reminded.chain([end]).filter(|day| *day <= today);
            (interval.from, days.collect())
        };
        self.intervals.iter().map(of).collect()
    }
}

/// What was recorded of ends, by the first day of the certificate.
fn recorded(product: &Certification) -> BTreeMap<NaiveDate, Vec<NaiveDate>> {
    let mut found: BTreeMap<NaiveDate, Vec<NaiveDate>> = BTreeMap::new();
    for fact in &product.events {
        if matches!(fact.step, Step::Expiring { .. } | Step::Expired) {
            let from = fact.certificate.valid_from;
            found.entry(from).or_default().push(fact.on);
        }
    }
    found
}

fn apply(product: &mut Certification, id: u128, act: &Act, today: NaiveDate) -> bool {
    let date = |ago: &u64| (today - Days::new(*ago)).to_string();
    let given = |star: &Star, ago: &u64| Grant {
        recorded_on: today,
        ..grant(id, *star, &date(ago))
    };
    let done = match act {
        Act::Issue(star, ago) => product.issue(&fish_sauce(), given(star, ago)),
        Act::Upgrade(star, ago) => product.upgrade(&fish_sauce(), given(star, ago)),
        Act::Again(star, ago) => product.recognise_again(&fish_sauce(), given(star, ago)),
        // What is filled in before the newest has tests of its own.
        Act::Import(_, ago)
            if product
                .newest()
                .is_some_and(|newest| today - Days::new(*ago) < newest.valid_from) =>
        {
            return false;
        }
        Act::Import(star, ago) => {
            let taken = product.import(&fish_sauce(), old(id, *star, &date(ago)), START, today);
            taken.map(|_| ())
        }
        Act::Revoke(ago) => {
            let newest = product.newest();
            let (id, star) = newest.map_or((Uuid::nil(), Star::Three), |held| (held.id, held.star));
            product.revoke(id, revocation_of(star, &date(ago)))
        }
        Act::Lift => {
            let newest = product.newest().map_or(Uuid::nil(), |newest| newest.id);
            let grounds = crate::correction::Grounds {
                reason: "Khiếu nại".to_owned(),
                by: "chu-tich".to_owned(),
                at: chrono::DateTime::UNIX_EPOCH,
            };
            product.lift_revocation(newest, &grounds, today)
        }
        Act::Look => {
            product.emit_due(today);
            Ok(())
        }
        Act::Pass(_) => Ok(()),
    };
    done.is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_life_of_certificates_agrees_with_a_list_of_intervals(acts in acts()) {
        let (mut product, mut model) = (Certification::none(fish_sauce().id), Model::default());
        let mut today = day("2027-01-01");
        for (id, act) in (1u128..).zip(&acts) {
            if let Act::Pass(days) = act {
                today = today + Days::new(*days);
            }
            let before = product.clone();
            let done = apply(&mut product, id, act, today);
            prop_assert_eq!(done, model.act(act, today), "{:?} on {}", act, today);
            if !done {
                prop_assert_eq!(&product, &before, "a refusal changes nothing");
            }
            // Nothing is recorded twice, before its day, or of what the model does not know as due.
            let due = model.due(today);
            for (from, days) in recorded(&product) {
                prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "in order, once each");
                prop_assert!(days.iter().all(|day| due[&from].contains(day)));
            }
        }
        // After a last look the certificate that nothing followed has all its events.
        product.emit_due(today);
        prop_assert!(!product.emit_due(today));
        if let Some(last) = model.intervals.last().filter(|last| last.cut.is_none()) {
            let found = recorded(&product).remove(&last.from).unwrap_or_default();
            prop_assert_eq!(&found, &model.due(today)[&last.from]);
        }
        // Nor was any that ran out by itself and was followed later.
        for ended in model.intervals.iter().filter(|one| one.cut.is_none() && one.term < today) {
            let found = recorded(&product).remove(&ended.from).unwrap_or_default();
            prop_assert_eq!(found.last().copied(), Some(ended.term + Days::new(1)));
        }
        let mut on = day("2022-01-01");
        while on < today + Days::new(1_500) {
            let valid: Vec<Star> = product
                .certificates
                .iter()
                .filter(|certificate| certificate.is_valid_on(on))
                .map(|certificate| certificate.star)
                .collect();
            prop_assert!(valid.len() <= 1, "two are valid on {}", on);
            prop_assert_eq!(valid.first().copied(), model.on(on).map(|interval| interval.star));
            on = on + Days::new(11);
        }
    }
}
