//! A whole year in one province, from September 2026 to August 2027: 330 products, 300 dossiers, two
//! rounds, nine members, first evaluations, upgrades, renewals, lapses and revocations, and what goes wrong. The figures at
//! the end are held against a count that knows nothing of the service ([`model`]).

mod ends;
mod figures;
mod model;
mod office;
mod trouble;

use ocop_harness::on_both_engines;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::Fixture;
use model::{DISTRICTS, Model, Plan, Result};
use office::Office;

/// Products with a certificate of 2024 that is evaluated again in time.
const RENEWED: std::ops::RangeInclusive<u32> = 1..=60;
/// Products with a certificate of 2024 that nobody sees to.
const LAPSED: std::ops::RangeInclusive<u32> = 61..=90;
/// Products with a certificate of 2025 that are to be upgraded.
const UPGRADED: std::ops::RangeInclusive<u32> = 91..=150;
/// New products of the second round of 2026.
const AUTUMN: std::ops::RangeInclusive<u32> = 151..=240;
/// New products of the first round of 2027.
const SPRING: std::ops::RangeInclusive<u32> = 241..=330;

on_both_engines!(
    a_year_of_300_dossiers_ends_with_the_figures_that_an_independent_count_gives,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut model = Model::default();
        let office = Office::open(&fixture, "2026-09-15").await;
        for n in 1..=330 {
            office.hear_of(n, DISTRICTS[n as usize % 3]).await;
        }
        for n in RENEWED.chain(LAPSED).chain(UPGRADED) {
            let (date, star) = Plan::old_certificate(n);
            match n {
                61 => office.import_misread(n, date, star).await,
                62 => office.import_misplaced((n, 151), date, star).await,
                _ => office.import(n, date, star).await,
            }
            model.given(n, date, star);
        }

        // The second round of 2026: what the communes sent on by 30 October.
        office.today("2026-10-20").await;
        let days = ["2026-09-20", "2026-10-05", "2026-10-08"];
        let autumn = office.lodge(AUTUMN, proto::DossierKind::First, days).await;
        // Re-evaluations are filed 180 to 120 days before the end, and decided in 45 days.
        office.today("2026-11-02").await;
        let days = ["2026-11-02", "2026-11-02", "2026-11-02"];
        let renewed = office
            .lodge(RENEWED, proto::DossierKind::ReEvaluation, days)
            .await;
        office.today("2026-12-05").await;
        for (dossiers, tallied, decided) in [
            (&autumn, "2026-11-10", "2026-11-20"),
            (&renewed, "2026-11-25", "2026-12-05"),
        ] {
            office
                .score_and_decide(&mut model, dossiers, tallied, decided)
                .await;
        }

        // The first round of 2027.
        office.today("2027-04-10").await;
        let days = ["2027-03-15", "2027-04-05", "2027-04-08"];
        let upgraded = office
            .lodge(UPGRADED, proto::DossierKind::Upgrade, days)
            .await;
        let spring = office.lodge(SPRING, proto::DossierKind::First, days).await;
        office.today("2027-06-10").await;
        // Some end before a decision; none of them would have been recognised, but one that is not any more: the register
        // of an earlier decision had its higher star already.
        let of_spring = |n: u32| &spring[(n - 241) as usize];
        let of_upgrades = |n: u32| &upgraded[(n - 91) as usize];
        office.knock_out(&of_spring(250).1, "2027-05-10").await;
        model.ended(250, "rejected");
        office.withdraw(&of_spring(260).1, "2027-05-11").await;
        model.ended(260, "withdrawn");
        let days = ["2027-04-15", "2027-05-05", "2027-05-12"];
        for n in [270, 320] {
            office.close_unsupplemented(&of_spring(n).1, days).await;
            model.ended(n, "closed");
        }
        let earlier: chrono::NaiveDate = "2025-12-01".parse().unwrap();
        office.import(280, earlier, 3).await;
        model.given(280, earlier, 3);
        let superseded = proto::CloseGround::Superseded;
        office
            .close(&of_spring(280).1, superseded, "2027-05-06")
            .await;
        model.ended(280, "closed");
        office.revoke(100, "2027-05-05").await;
        model.revoked(100, "2027-05-05");
        let gone = proto::CloseGround::ObjectGone;
        office.close(&of_upgrades(100).1, gone, "2027-05-06").await;
        model.ended(100, "closed");
        let (n, dossier) = of_upgrades(97);
        let found = Plan::result(*n);
        assert_eq!(
            office.count_votes((*n, dossier), found, "2027-05-20").await,
            4
        );
        office.import(97, earlier, 4).await;
        model.given(97, earlier, 4);
        let nothing = proto::CloseGround::NotRecognised;
        office.close(dossier, nothing, "2027-05-25").await;
        model.ended(97, "closed");
        office.draft_in_vain(1).await;
        model.ended(1_001, "deleted");
        let ended = [97, 100, 250, 260, 270, 280, 320];
        let goes_on = |dossiers: &[(u32, String)]| {
            let open = dossiers.iter().filter(|(n, _)| !ended.contains(n));
            open.cloned().collect::<Vec<_>>()
        };
        for dossiers in [&goes_on(&upgraded), &goes_on(&spring)] {
            office
                .score_and_decide(&mut model, dossiers, "2027-05-20", "2027-06-10")
                .await;
        }

        // Of two the date was written down wrongly. Three complain of three stars: two get four, and one is not recognised
        // any more, but keeps what it has until somebody withdraws that.
        office.today("2027-07-10").await;
        for n in [242, 252] {
            office.decided_on(&mut model, n, "2027-06-08").await;
        }
        for (n, found) in [
            (241, Result::Four),
            (251, Result::Four),
            (243, Result::Failed),
        ] {
            office.complain(&mut model, of_spring(n), found).await;
        }

        // Every fifteenth product loses its certificate, if it has one.
        office.today("2027-07-15").await;
        for n in (15..=330).step_by(15) {
            if model.star_on(n, "2027-07-15").is_some() {
                office.revoke(n, "2027-07-15").await;
                model.revoked(n, "2027-07-15");
            }
        }
        office.today("2027-08-31").await;

        for day in [
            "2026-09-15",
            "2026-11-19",
            "2026-11-20",
            "2026-12-31",
            "2027-05-31",
            "2027-06-08",
            "2027-06-10",
            "2027-07-04",
            "2027-07-05",
            "2027-07-14",
            "2027-07-15",
            "2027-08-31",
        ] {
            for by in [proto::CountDimension::Star, proto::CountDimension::District] {
                let counted = office.count(day, by).await;
                let expected = match by {
                    proto::CountDimension::Star => model.by_star(day),
                    _ => model.by_district(day),
                };
                assert_eq!(counted, expected, "{by:?} on {day}");
            }
        }
        assert_eq!(office.open_dossiers().await, 0, "every dossier has ended");
        assert_eq!(office.states().await, model.by_end());
        office.lists_say_what_reads_say().await;
        assert_eq!(model.by_end().values().sum::<u32>(), 301);
        assert_eq!(office.events().await, model.events("2027-08-31"));
        // The plan itself is worth something only if it has all of it.
        let results: Vec<Result> = (1..=330).map(Plan::result).collect();
        for result in [Result::Three, Result::Four, Result::Failed] {
            assert!(results.contains(&result));
        }
    }
);
