mod containers;
mod documents;
mod errors;
mod graph;
mod ids;
mod ledger;
mod lots;
mod making;
mod serials;
mod transformations;
mod walk;

use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

use super::*;

const MAKER: Uuid = Uuid::from_u128(1);
const TRADER: Uuid = Uuid::from_u128(2);

fn lot(text: &str) -> LotId {
    format!("urn:ocop:lot:{MAKER}:{text}").parse().unwrap()
}

fn pallet() -> ContainerId {
    "https://id.gs1.org/00/106141412345678908".parse().unwrap()
}

fn kilograms(lot: LotId, number: u64) -> Portion {
    let amount = Amount::new(number * 1_000, Unit::Kilogram).unwrap();
    Portion { lot, amount }
}

fn at(day: u32, hour: u32) -> DateTime<FixedOffset> {
    let text = format!("2026-06-{day:02}T{hour:02}:00:00+07:00");
    text.parse().unwrap()
}

fn event(id: &str, time: DateTime<FixedOffset>, step: BizStep, what: What) -> TraceEvent {
    TraceEvent {
        id: format!("urn:test:{id}"),
        time,
        biz_step: Some(step),
        disposition: None,
        persistent: PersistentDisposition::default(),
        certifications: Vec::new(),
        read_point: None,
        biz_location: None,
        business: Business::default(),
        sensors: Vec::new(),
        what,
        error: None,
    }
}

fn made(id: &str, day: u32, lot: LotId, number: u64) -> TraceEvent {
    let what = What::Object {
        action: Action::Add,
        lots: vec![kilograms(lot, number)],
        containers: Vec::new(),
        making: None,
    };
    event(id, at(day, 6), BizStep::Commissioning, what)
}

fn seen(id: &str, day: u32, step: BizStep, lot: LotId, number: u64) -> TraceEvent {
    let what = What::Object {
        action: Action::Observe,
        lots: vec![kilograms(lot, number)],
        containers: Vec::new(),
        making: None,
    };
    event(id, at(day, 9), step, what)
}

fn moved(id: &str, day: u32, step: BizStep) -> TraceEvent {
    let what = What::Object {
        action: Action::Observe,
        lots: Vec::new(),
        containers: vec![pallet()],
        making: None,
    };
    event(id, at(day, 12), step, what)
}

fn became(id: &str, day: u32, input: (LotId, u64), output: (LotId, u64)) -> TraceEvent {
    let what = What::Transformation {
        id: None,
        inputs: vec![kilograms(input.0, input.1)],
        outputs: vec![kilograms(output.0, output.1)],
        making: None,
    };
    event(id, at(day, 10), BizStep::CreatingClassInstance, what)
}

fn packed(id: &str, day: u32, action: Action, lots: Vec<Portion>) -> TraceEvent {
    let what = What::Aggregation {
        action,
        parent: pallet(),
        lots,
        containers: Vec::new(),
    };
    event(id, at(day, 11), BizStep::Packing, what)
}

fn of(producer: Uuid, event: TraceEvent) -> Recorded {
    Recorded { producer, event }
}

/// What is wrong with new events beside those that are recorded.
fn reasons(recorded: &[Recorded], new: &[Recorded]) -> Vec<(usize, &'static str)> {
    problems(recorded, new, at(30, 12).to_utc())
        .into_iter()
        .map(|problem| (problem.index, problem.why.reason()))
        .collect()
}

fn in_error(recorded: Recorded) -> Recorded {
    let error = ErrorDeclaration {
        declared: at(20, 8).to_utc(),
        reason: "incorrect_data".parse().ok(),
        corrected_by: Vec::new(),
    };
    let event = TraceEvent {
        error: Some(error),
        ..recorded.event
    };
    of(recorded.producer, event)
}

/// Walks over events as a store would give them.
fn walked(events: &[Recorded], root: LotId, direction: Direction, depth: usize) -> Chain {
    let mut walk = Walk::new(root, direction, depth);
    loop {
        let wanted = walk.wants();
        if wanted.is_empty() {
            return walk.chain();
        }
        let about = |one: &&Recorded| wanted.iter().any(|item| one.event.items().contains(item));
        let found: Vec<Recorded> = events.iter().filter(about).cloned().collect();
        let room = walk.room();
        let complete = found.len() <= room;
        walk.take(found.into_iter().take(room).collect(), complete);
    }
}

fn days_of(chain: &Chain) -> Vec<String> {
    let days = chain.days.iter();
    days.map(|visit| visit.recorded.event.id.replace("urn:test:", ""))
        .collect()
}
