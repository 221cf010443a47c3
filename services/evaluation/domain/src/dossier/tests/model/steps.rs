//! The steps as they are given to a dossier.

use ocop_places::built_in;

use super::super::central::{central_council, central_round};
use super::super::knock_outs::{foreign_matter, found, recorded_wrongly};
use super::super::*;
use super::table::*;
use crate::correction::Grounds;
use crate::council::Council;
use crate::dossier::correcting::{Facts, Values};
use crate::dossier::ending::{CloseGround, Closing};
use crate::dossier::notice::{Notice, Recipient};
use crate::dossier::recount::TakenBack;
use crate::dossier::returning::ReturnedTo;
use crate::dossier::review::Want;
use crate::register::product::Status;

/// Gives a command to the dossier on a day.
pub(super) fn give(
    dossier: &mut Dossier,
    certificates: &mut Certification,
    command: Command,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let today = on.to_string();
    match command {
        Rewrite => dossier.rewrite(answered(), &fish_sauce(), on),
        Submit => lodge(dossier, &uncertified(), on),
        GiveBack => dossier.give_back("Thiếu giấy tờ", on),
        Endorse => dossier.endorse(findings(), on),
        AcceptProvince => dossier.accept(&built_in(), &first_round(None), on),
        AcceptCentre => dossier.accept(&built_in(), &central_round(), on),
        AskSupplement => dossier.ask_supplement(Supplement {
            wants: vec![Want::Documents],
            text: "Phiếu kiểm nghiệm".into(),
            asked_on: on,
            due_on: None,
            filed_on: None,
        }),
        AddSupplement => dossier.add_supplement(answered(), &set(9), &[paper()], on),
        Advise => dossier.advise(advice(&today)),
        AdviseAgain => dossier.advise_again(advice(&today), "Thiếu kết luận"),
        CountNothing => counted(dossier, &[("3.5", 0)], on),
        CountThree => counted(dossier, &[("3.5", 1)], on),
        CountFive => counted(dossier, &[], on),
        Decide => decide(dossier, certificates, &today).map(|_| ()),
        ToCommune => dossier.give_back_from_province(ReturnedTo::Commune, "Thiếu công văn", on),
        ToProducer => dossier.give_back_from_province(ReturnedTo::Producer, "Thiếu mẫu", on),
        Withdraw => dossier.withdraw("", on),
        Delete => dossier.delete(on),
        CloseRetired => close(dossier, CloseGround::ObjectGone, false, certificates, on),
        CloseUnrecognised => close(dossier, CloseGround::NotRecognised, true, certificates, on),
        Reject => dossier.reject("Hồ sơ giả", on),
        Reopen => dossier.reopen(TakenBack {
            reason: "Nhập nhầm phiếu".into(),
            by: "m1".into(),
            on,
        }),
        Sign => dossier.sign_minutes(on),
        KnockOut => dossier.record_knock_out(found(foreign_matter(), on), &set(9), on),
        NoKnockOut => {
            let standing = dossier.standing_knock_outs().next();
            let number = standing.map_or(0, |one| one.number);
            dossier.withdraw_knock_out(number, recorded_wrongly(), on)
        }
        Complain => {
            let because = TakenBack {
                reason: "Khiếu nại".into(),
                by: "lan".into(),
                on,
            };
            dossier.evaluate_again(because, certificates, &[])
        }
        Notify => dossier.record_notice(Notice {
            to: Recipient::Producer,
            name: String::new(),
            means: "Thư".into(),
            of: State::Draft,
            on,
            recorded_by: "lan".into(),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
        }),
    }
}

fn close(
    dossier: &mut Dossier,
    ground: CloseGround,
    active: bool,
    certificates: &Certification,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let closing = Closing {
        ground,
        reason: "Không còn căn cứ".into(),
        authority: "Văn phòng điều phối".into(),
        on,
    };
    let product = Product {
        status: if active {
            Status::Active
        } else {
            Status::Retired
        },
        ..fish_sauce()
    };
    dossier.close(closing, &product, certificates)
}

/// The council that has the dossier.
fn its_council(dossier: &Dossier) -> Council {
    match dossier.stage.accepted().map(|accepted| accepted.council_id) {
        Some(id) if id == central_council().id => central_council(),
        _ => council_of(5),
    }
}

/// Puts the `which`-th day right.
pub(super) fn correct(
    dossier: &mut Dossier,
    certificates: &Certification,
    (which, on): (usize, NaiveDate),
    today: NaiveDate,
) -> Result<(), Refusal> {
    let day = |n| (which == n).then_some(on);
    let values = Values {
        lodged_on: day(0),
        endorsed_on: day(1),
        accepted_on: day(2),
        advised_on: day(3),
        tallied_on: day(4),
        closed_on: day(5),
        supplement_asked_on: day(6),
        supplement_filed_on: day(7),
        supplement_due_on: None,
        round: None,
    };
    let grounds = Grounds {
        reason: "Ghi nhầm".into(),
        by: "lan".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let facts = Facts {
        places: &built_in(),
        certificates,
        first_round: Some(&first_round(None)),
        council: Some(&its_council(dossier)),
        product: None,
    };
    dossier.correct(&values, facts, &grounds, today)
}

/// Has whichever council has the dossier count ballots.
fn counted(dossier: &mut Dossier, changes: &[(&str, u32)], on: NaiveDate) -> Result<(), Refusal> {
    let council = its_council(dossier);
    let cast = |n| Ballot {
        council_id: council.id,
        attempt: dossier.ballot_attempt,
        ..ballot(&set(9), &format!("m{n}"), best_but(&set(9), changes))
    };
    let ballots: Vec<Ballot> = (1..=council.members.len()).map(cast).collect();
    let session = Session {
        places: &built_in(),
        council: &council,
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on,
    };
    dossier.count(&session, None).map(|_| ())
}

/// Whether somebody may end it on a day: the producer, and for what was lodged the office too, whatever became of it.
pub(super) fn can_end(dossier: &Dossier, certificates: &Certification, on: NaiveDate) -> bool {
    let may = |command| give(&mut dossier.clone(), &mut certificates.clone(), command, on).is_ok();
    match dossier.state() {
        State::Draft => may(Delete),
        state => state.is_final() || may(Withdraw) && may(Reject) && may(CloseRetired),
    }
}
