//! `ocop dossiers show`: one dossier as a person reads it.

use clap::Args;
use ocop_proto::evaluation::v1 as proto;

use super::{Service, due_on};
use crate::commands::Outcome;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Which one.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of the dossier.
    id: String,
}

impl Show {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let request = proto::GetDossierRequest { id: self.id };
        let answer = service.get_dossier(request).await;
        let dossier = answer.map_err(CallError::from)?.into_inner().dossier;
        let dossier = dossier.unwrap_or_default();
        match format {
            Format::Json => output::json(&dossier)?,
            Format::Text => show(&dossier),
        }
        Ok(Outcome::Clean)
    }
}

fn show(dossier: &proto::Dossier) {
    output::line(output::heading(&format!(
        "{} · {} · {}",
        dossier.product_name,
        words::spoken(dossier.kind()),
        words::spoken(dossier.state())
    )));
    let set = match dossier.regulation.as_str() {
        "" => dossier.criteria_set.to_string(),
        regulation => format!("{} of {regulation}", dossier.criteria_set),
    };
    let held = match dossier.held_star {
        0 => String::new(),
        star => format!("{} until {}", output::stars(star), dossier.held_until),
    };
    let closed = dossier.closing.as_ref().map(|closing| {
        let ground = words::spoken(closing.ground());
        format!("{ground}, by {}", closing.authority)
    });
    let facts = [
        ("id", dossier.id.clone()),
        ("product", dossier.product_id.clone()),
        ("producer", dossier.producer_id.clone()),
        ("province", dossier.province_code.clone()),
        ("criteria set", set),
        ("held when lodged", held),
        ("lodged on", dossier.lodged_on.clone()),
        ("endorsed on", dossier.endorsed_on.clone()),
        ("round", dossier.round_id.clone()),
        ("advised on", dossier.advised_on.clone()),
        ("certificate", dossier.certificate_id.clone()),
        ("ended on", dossier.closed_on.clone()),
        ("closed", closed.unwrap_or_default()),
        ("reason", dossier.reason.clone()),
        ("missing", dossier.missing.join(", ")),
    ];
    let mut table = output::table(&["", ""]);
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        table.add_row([*name, value.as_str()]);
    }
    output::line(&table);
    if let Some(tally) = &dossier.tally {
        result(tally);
    }
    if !dossier.deadlines.is_empty() {
        let mut table = output::table(&["due", "what"]);
        for deadline in &dossier.deadlines {
            table.add_row([due_on(deadline), words::spoken(deadline.duty()).into()]);
        }
        output::line(&table);
    }
}

fn result(tally: &proto::Tally) {
    let star = match tally.star {
        0 => "no star".to_owned(),
        star => output::stars(star),
    };
    output::line(format_args!(
        "{} points of {} ballots on {}: {star} ({})",
        tally.average,
        tally.ballots,
        tally.tallied_on,
        words::spoken(tally.outcome())
    ));
    for missing in &tally.missing {
        output::line(format_args!(
            "  {} {} · {}: has {} points, {} needs {}",
            missing.criterion,
            missing.label_vi,
            missing.label_en,
            missing.has_points,
            output::stars(missing.star),
            missing.needs_points
        ));
    }
}
