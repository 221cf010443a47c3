//! What becomes of a dossier with what the catalog says of its product.

use super::*;
use crate::dossier::ending::{CloseGround, Closing};
use crate::dossier::lodging::Lodging;
use crate::register::product::Status;

fn of_status(status: Status) -> Product {
    Product {
        status,
        ..fish_sauce()
    }
}

fn lodge_as(dossier: &mut Dossier, product: &Product) -> Result<(), Refusal> {
    let lodging = Lodging {
        product,
        certificates: &uncertified(),
        papers: &[paper()],
        acknowledged: &[],
        on: day("2026-06-01"),
    };
    dossier.submit(&LIBRARY, lodging)
}

/// What is refused of a product that is not made, with the reason.
const NOT_MADE: [(Status, Refusal); 3] = [
    (Status::Draft, Refusal::ProductDraft),
    (Status::Suspended, Refusal::ProductSuspended),
    (Status::Retired, Refusal::ProductRetired),
];

#[test]
fn a_product_that_is_not_made_is_neither_filed_nor_lodged_nor_certified_and_the_reason_says_why() {
    for (status, refusal) in NOT_MADE {
        let product = of_status(status);
        let draft_of = |product: &Product| {
            let (id, first) = (Uuid::nil(), DossierKind::First);
            let none = uncertified();
            Dossier::draft(
                id,
                product,
                first,
                answered(),
                &none,
                &[],
                day("2026-05-25"),
            )
        };
        assert_eq!(draft_of(&product), Err(refusal.clone()));
        let mut dossier = draft_of(&fish_sauce()).unwrap();
        assert_eq!(lodge_as(&mut dossier, &product), Err(refusal.clone()));
        let mut certificates = uncertified();
        let refused = decide_on(&mut scored(), &mut certificates, &product, "2026-06-20");
        assert_eq!(refused, Err(refusal));
    }
}

#[test]
fn a_product_whose_making_rests_is_no_ground_to_close_its_dossier() {
    let close = |status: Status| {
        let closing = Closing {
            ground: CloseGround::ObjectGone,
            reason: "Không còn sản xuất".into(),
            authority: "Văn phòng điều phối".into(),
            on: day("2026-06-20"),
        };
        scored().close(closing, &of_status(status), &uncertified())
    };
    assert_eq!(close(Status::Retired), Ok(()));
    for status in [Status::Active, Status::Draft, Status::Suspended] {
        let refused = close(status);
        assert!(
            matches!(refused, Err(Refusal::NoGround { .. })),
            "{status:?}"
        );
    }
}

#[test]
fn a_dossier_is_lodged_under_the_set_name_and_place_that_its_product_has_on_that_day() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    let moved = Product {
        name: "Nước mắm Sa Huỳnh loại đặc biệt".into(),
        place: Place {
            code: "21364".into(),
            ..fish_sauce().place
        },
        ..fish_sauce()
    };
    lodge_as(&mut dossier, &moved).unwrap();
    assert_eq!(dossier.product_name, moved.name);
    assert_eq!(dossier.place.code, "21364");

    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    let other_set = Product {
        criteria_set: 10,
        ..fish_sauce()
    };
    let refused = lodge_as(&mut dossier, &other_set);
    assert!(
        matches!(refused, Err(Refusal::Incomplete { .. })),
        "the answers are those of another set: {refused:?}"
    );
    let (answers, on) = (complete_for(&set(10)), day("2026-05-26"));
    dossier.rewrite(answers, &other_set, on).unwrap();
    lodge_as(&mut dossier, &other_set).unwrap();
    assert_eq!(
        (dossier.criteria_set, dossier.frozen.unwrap().criteria_set),
        (10, 10)
    );
}

#[test]
fn the_question_what_lacks_names_what_the_step_is_refused_for() {
    let held = three_stars();
    for (kind, on, reason) in [
        (DossierKind::First, "2026-10-01", "CERTIFICATE_VALID"),
        (DossierKind::ReEvaluation, "2026-10-01", "FILED_TOO_EARLY"),
        (
            DossierKind::ReEvaluation,
            "2030-06-01",
            "NO_VALID_CERTIFICATE",
        ),
        (DossierKind::Upgrade, "2030-06-01", "NO_VALID_CERTIFICATE"),
    ] {
        let mut dossier = draft(kind, &held, "2026-07-01").unwrap();
        let lodging = Lodging {
            product: &of_status(Status::Suspended),
            certificates: &held,
            papers: &[paper()],
            acknowledged: &[],
            on: day(on),
        };
        let found = dossier.check(&LIBRARY, &lodging).unwrap();
        let reasons: Vec<&str> = found.refusals.iter().map(Refusal::reason).collect();
        assert_eq!(reasons, ["PRODUCT_SUSPENDED", reason]);
        let lodging = Lodging {
            product: &fish_sauce(),
            ..lodging
        };
        let found = dossier.check(&LIBRARY, &lodging).unwrap();
        assert_eq!(
            dossier.submit(&LIBRARY, lodging),
            Err(found.refusals[0].clone())
        );
    }
}
