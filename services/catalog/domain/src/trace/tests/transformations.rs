//! Transformations that several events tell of.

use super::*;

/// What went into a transformation, or came out of it, at an hour of a day.
fn part(id: &str, time: (u32, u32), inputs: Vec<Portion>, outputs: Vec<Portion>) -> TraceEvent {
    let what = What::Transformation {
        id: "urn:test:me-nam".parse().ok(),
        inputs,
        outputs,
        making: None,
    };
    event(id, at(time.0, time.1), BizStep::CreatingClassInstance, what)
}

fn some(name: &str, number: u64) -> Vec<Portion> {
    vec![kilograms(lot(name), number)]
}

/// Fish and salt go in, sauce comes out twice, more fish goes in between.
fn vat() -> Vec<Recorded> {
    [
        made("catch", 1, lot("ca"), 100),
        made("second", 1, lot("ca-2"), 100),
        made("salt", 1, lot("muoi"), 100),
        part(
            "fill",
            (2, 8),
            [some("ca", 60), some("muoi", 20)].concat(),
            vec![],
        ),
        part("first", (3, 8), vec![], some("mam", 10)),
        part("refill", (4, 8), some("ca-2", 50), vec![]),
        part("last", (5, 8), vec![], some("mam-2", 10)),
    ]
    .map(|event| of(MAKER, event))
    .into()
}

fn links(events: &[Recorded], root: &str, direction: Direction) -> Vec<(String, String)> {
    let chain = walked(events, lot(root), direction, MOST_DEPTH);
    let nodes = chain
        .tree
        .into_iter()
        .filter_map(|node| node.by.map(|by| (node.lot, by)));
    let mut found: Vec<(String, String)> = nodes
        .map(|(lot, by)| (lot.number().to_owned(), by.event.replace("urn:test:", "")))
        .collect();
    found.sort();
    found
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let expected = expected.iter();
    expected
        .map(|(lot, by)| ((*lot).to_owned(), (*by).to_owned()))
        .collect()
}

#[test]
fn what_comes_out_is_traced_to_all_that_went_in_by_then() {
    let vat = vat();
    assert!(reasons(&[], &vat).is_empty());
    // One after the other too.
    for n in 0..vat.len() {
        assert!(reasons(&vat[..n], &vat[n..=n]).is_empty(), "{n}");
    }
    let first = [("ca", "fill"), ("muoi", "fill")];
    assert_eq!(links(&vat, "mam", Direction::Back), pairs(&first));
    let last = [("ca", "fill"), ("ca-2", "refill"), ("muoi", "fill")];
    assert_eq!(links(&vat, "mam-2", Direction::Back), pairs(&last));
    let of_salt = [("mam", "fill"), ("mam-2", "fill")];
    assert_eq!(links(&vat, "muoi", Direction::Forward), pairs(&of_salt));
    assert_eq!(
        links(&vat, "ca-2", Direction::Forward),
        pairs(&[("mam-2", "refill")])
    );
    let days = days_of(&walked(&vat, lot("mam"), Direction::Back, MOST_DEPTH));
    assert_eq!(days, ["catch", "salt", "fill", "first"]);
}

#[test]
fn what_lies_beyond_the_depth_of_a_transformation_in_parts_is_said_to_be_there() {
    let chain = walked(&vat(), lot("mam"), Direction::Back, 0);
    assert_eq!((chain.tree.len(), chain.truncated), (1, true));
}

#[test]
fn nothing_comes_out_before_something_went_in_or_of_the_transformation_of_another() {
    let vat = vat();
    let early = of(MAKER, part("early", (2, 7), vec![], some("mam-0", 1)));
    assert_eq!(reasons(&vat, &[early]), [(0, "NOTHING_WENT_IN")]);
    let foreign = of(TRADER, part("foreign", (6, 8), vec![], some("khac", 1)));
    assert_eq!(
        reasons(&vat, &[foreign]),
        [(0, "TRANSFORMATION_OF_ANOTHER")]
    );
}

#[test]
fn what_came_out_does_not_go_into_the_same_again_and_rests_on_what_went_in() {
    let vat = vat();
    let round = of(MAKER, part("round", (6, 8), some("mam", 1), vec![]));
    assert_eq!(reasons(&vat, &[round]), [(0, "CYCLE")]);
    // Without the first filling the sauce is made of nothing.
    let fill = in_error(vat[3].clone());
    assert_eq!(reasons(&vat, &[fill]), [(0, "CONTRADICTS_RECORDED")]);
    // Without the second there is the first.
    let refill = in_error(vat[5].clone());
    assert!(reasons(&vat, std::slice::from_ref(&refill)).is_empty());
    let with_error: Vec<Recorded> = [&vat[..5], &[refill], &vat[6..]].concat();
    assert_eq!(
        links(&with_error, "mam-2", Direction::Back),
        pairs(&[("ca", "fill"), ("muoi", "fill")])
    );
}
