//! What a list leaves out of its rows unless it is asked for.

use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::operations::v1::{DeadLetter, ListDeadLettersRequest, ListDeadLettersResponse};
use ocop_proto::request::{LongTexts as _, Viewed as _};
use ocop_proto::view::v1::View;

fn text() -> String {
    "Cá cơm than, muối Sa Huỳnh. ".repeat(100)
}

#[test]
fn a_request_says_which_view_it_wants() {
    let request = evaluation::ListDossiersRequest {
        view: View::Full.into(),
        ..Default::default()
    };
    assert_eq!(request.wanted_view(), View::Full as i32);
    let usual = evaluation::ListDossiersRequest::default();
    assert_eq!(usual.wanted_view(), View::Unspecified as i32);
}

#[test]
fn a_list_without_long_texts_gives_all_it_has() {
    assert_eq!(
        ListDeadLettersRequest::default().wanted_view(),
        View::Full as i32
    );
    let mut list = ListDeadLettersResponse {
        dead_letters: vec![DeadLetter {
            detail: text(),
            ..Default::default()
        }],
        ..Default::default()
    };
    let before = list.clone();
    list.leave_long_texts_out();
    assert_eq!(list, before);
}

#[test]
fn the_basic_view_of_a_dossier_says_where_it_stands_and_not_what_was_written() {
    let supplement = evaluation::Supplement {
        text: text(),
        due_on: "2026-06-01".to_owned(),
        ..Default::default()
    };
    let mut list = evaluation::ListDossiersResponse {
        dossiers: vec![evaluation::Dossier {
            etag: "7".to_owned(),
            content: Some(evaluation::DossierContent::default()),
            findings: Some(evaluation::CommuneFindings::default()),
            supplement: Some(supplement.clone()),
            advice: text(),
            reason: text(),
            missing: vec!["form.phone".to_owned()],
            ..Default::default()
        }],
        next_page_token: "next".to_owned(),
    };
    list.leave_long_texts_out();
    let basic = evaluation::Dossier {
        etag: "7".to_owned(),
        supplement: Some(evaluation::Supplement {
            text: String::new(),
            ..supplement
        }),
        missing: vec!["form.phone".to_owned()],
        ..Default::default()
    };
    assert_eq!(
        (list.dossiers, list.next_page_token.as_str()),
        (vec![basic], "next")
    );
}

#[test]
fn long_texts_are_found_at_any_depth() {
    let finding = evaluation::Finding {
        product_id: "7".to_owned(),
        text: text(),
        remedy: Some(evaluation::Remedy {
            what: text(),
            due_on: "2026-06-01".to_owned(),
            ..Default::default()
        }),
        ..Default::default()
    };
    let mut list = evaluation::ListInspectionsResponse {
        inspections: vec![evaluation::Inspection {
            findings: vec![finding.clone(), finding.clone()],
            ..Default::default()
        }],
        ..Default::default()
    };
    list.leave_long_texts_out();
    let basic = evaluation::Finding {
        text: String::new(),
        remedy: finding.remedy.clone().map(|remedy| evaluation::Remedy {
            what: String::new(),
            ..remedy
        }),
        ..finding
    };
    assert_eq!(list.inspections[0].findings, [basic.clone(), basic]);
}
