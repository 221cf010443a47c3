//! How an inspection ends without a revocation.

use super::*;

#[test]
fn a_proposal_that_is_declined_leaves_the_inspection_at_what_was_found() {
    let mut inspection = recorded(vec![finding(Some("2026-09-15"))]);
    inspection.propose(proposal("2026-09-20")).unwrap();
    let early = inspection.decline("chưa đủ căn cứ".into(), day("2026-09-19"));
    assert_eq!(early.unwrap_err().reason(), "BEFORE_PREVIOUS_STEP");
    let declined = inspection.decline("chưa đủ căn cứ".into(), day("2026-09-25"));
    assert_eq!(declined, Ok(()));
    assert_eq!(
        (inspection.stage.state(), inspection.due_on()),
        (InspectionState::RemedyDue, Some(day("2026-09-15")))
    );
    let before = &inspection.stage.held().unwrap().declined;
    assert_eq!(before[0].proposal, proposal("2026-09-20"));
    assert_eq!(
        inspection.events.last().unwrap().name(),
        "inspection.revocation_declined"
    );
    let again = inspection.decline("chưa đủ căn cứ".into(), day("2026-09-26"));
    assert_eq!(again.unwrap_err().reason(), "WRONG_STATE");
    let early = inspection.propose(proposal("2026-09-24"));
    assert_eq!(early.unwrap_err().reason(), "BEFORE_PREVIOUS_STEP");
    assert_eq!(inspection.propose(proposal("2026-09-25")), Ok(()));
}

#[test]
fn an_inspection_leads_to_ten_proposals_at_most() {
    let mut inspection = recorded(vec![finding(None)]);
    for _ in 0..MAX_PROPOSALS {
        inspection.propose(proposal("2026-09-20")).unwrap();
        inspection
            .decline("không".into(), day("2026-09-20"))
            .unwrap();
    }
    let more = inspection.propose(proposal("2026-09-20"));
    assert_eq!(more.unwrap_err().reason(), "TOO_MANY_PROPOSALS");
}

#[test]
fn an_inspection_is_cancelled_while_it_was_not_held() {
    let mut inspection = planned();
    inspection
        .cancel("cơ sở tạm ngừng".into(), day("2026-08-20"))
        .unwrap();
    assert_eq!(
        (inspection.stage.state(), inspection.due_on()),
        (InspectionState::Cancelled, None)
    );
    assert_eq!(
        inspection.stage.cancelled(),
        Some((day("2026-08-20"), "cơ sở tạm ngừng"))
    );
    for refused in [
        inspection.record(Vec::new(), day("2026-09-01")),
        inspection.cancel("lại".into(), day("2026-08-21")),
        recorded(Vec::new()).cancel("muộn".into(), day("2026-09-02")),
    ] {
        assert_eq!(refused.unwrap_err().reason(), "WRONG_STATE");
    }
}
