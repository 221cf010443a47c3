//! Circular and green marks of growing areas.

use ocop_harness::{on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;

use crate::fixture::Fixture;
use crate::growing_area::{garlic_fields, office, register, update};

on_both_engines!(
    marks_of_an_area_stand_with_their_papers_and_days_and_every_fault_is_reported,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let mut office = office(&fixture);
        let mark = |kind: proto::AreaMarkKind, from: &str, to: &str| proto::AreaMark {
            kind: kind.into(),
            paper: "01/GXN-TTBVTV".to_owned(),
            paper_sha256: "ab".repeat(32),
            valid_from: from.to_owned(),
            valid_to: to.to_owned(),
        };
        use proto::AreaMarkKind::{Circular, Green};
        let marked = |marks: Vec<proto::AreaMark>| proto::GrowingArea {
            marks,
            ..garlic_fields(&product)
        };
        let wrong = proto::AreaMark {
            kind: 9,
            paper_sha256: "xyz".to_owned(),
            ..Default::default()
        };
        let refused = register(&mut office, 1, marked(vec![wrong])).await;
        assert_eq!(
            reason_of(&refused.unwrap_err()).1,
            [
                "area.marks[0].kind",
                "area.marks[0].paper",
                "area.marks[0].paper_sha256",
                "area.marks[0].valid_from"
            ]
        );
        let twice = vec![
            mark(Green, "2025-01-01", ""),
            mark(Green, "2026-01-01", "2026-12-31"),
        ];
        let refused = register(&mut office, 2, marked(twice)).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "AREA_MARKS_OVERLAP");
        let marks = vec![
            mark(Green, "2025-01-01", "2026-12-31"),
            mark(Circular, "2026-01-01", ""),
        ];
        let area = register(&mut office, 3, marked(marks.clone()))
            .await
            .unwrap();
        assert_eq!(area.marks, marks);
        let ended = vec![mark(Green, "2025-01-01", "2026-06-30")];
        let area = proto::GrowingArea {
            marks: ended.clone(),
            ..area
        };
        let area = update(&mut office, 4, area, "marks").await.unwrap();
        assert_eq!(area.marks, ended);
        let request = proto::ListAreaLapsesRequest {
            from_date: "2026-06-01".to_owned(),
            to_date: "2026-06-30".to_owned(),
            ..Default::default()
        };
        let lapses = office.list_area_lapses(request).await.unwrap().into_inner();
        let lapses: Vec<_> = lapses.lapses.iter().map(|lapse| lapse.paper()).collect();
        assert_eq!(lapses, [proto::AreaPaper::Mark]);
    }
);
