use super::super::library::Library;
use super::*;
use crate::criteria::regulation::Code;

fn fish_sauce() -> CriteriaSet {
    crate::criteria::scoring::tests::set(9)
}

fn criterion_of<'a>(set: &'a mut CriteriaSet, code: &str) -> &'a mut Criterion {
    let sections = set.parts.iter_mut().flat_map(|part| &mut part.sections);
    sections
        .flat_map(|section| &mut section.criteria)
        .find(|found| found.code == code)
        .unwrap()
}

#[test]
fn the_sets_of_the_project_hold_together() {
    for set in Library::load().unwrap().sets() {
        assert_eq!(check(set), Ok(()));
    }
}

#[test]
fn a_lost_point_is_found_at_the_criterion_and_at_its_section() {
    let mut set = fish_sauce();
    criterion_of(&mut set, "1.1").max_points = 4;
    assert_eq!(
        check(&set),
        Err(vec![
            Problem::Sum {
                of: "section 1".into(),
                has: 18,
                sum: 17
            },
            Problem::Maximum {
                criterion: "1.1".into(),
                has: 4,
                best: 5
            },
        ])
    );
}

#[test]
fn parts_must_have_the_points_of_the_regulation() {
    let mut set = fish_sauce();
    set.law = Code::R2019.regulation();
    let problems = check(&set).unwrap_err();
    assert_eq!(
        problems[0],
        Problem::PartPoints {
            part: "A".into(),
            has: 40,
            should: 35
        }
    );
    assert_eq!(problems.len(), 2);
}

#[test]
fn a_five_star_mark_below_the_four_star_mark_is_found() {
    let mut set = fish_sauce();
    let linkage = criterion_of(&mut set, "1.4");
    let (four, five) = (
        linkage.answers[2].minimum_star,
        linkage.answers[3].minimum_star,
    );
    linkage.answers[2].minimum_star = five;
    linkage.answers[3].minimum_star = four;
    assert_eq!(check(&set), Err(vec![Problem::Marks("1.4".into())]));
}

#[test]
fn a_code_that_appears_twice_is_found() {
    let mut set = fish_sauce();
    criterion_of(&mut set, "1.3").code = "1.2".into();
    assert_eq!(check(&set), Err(vec![Problem::Twice("1.2".into())]));
}

#[test]
fn a_condition_on_a_later_criterion_is_found() {
    let mut set = fish_sauce();
    criterion_of(&mut set, "5.2")
        .applies_if
        .as_mut()
        .unwrap()
        .criterion = "5.3".into();
    assert_eq!(check(&set), Err(vec![Problem::Condition("5.2".into())]));
}

#[test]
fn a_heading_or_a_ground_without_words_in_both_languages_is_found() {
    let mut set = fish_sauce();
    set.parts[0].sections[1].label.en.clear();
    set.disqualifiers[2].vi = " ".into();
    criterion_of(&mut set, "8").notes[0].en.clear();
    let silent = ["section 2", "disqualifier 3", "criterion 8"];
    let silent = silent.map(|of| Problem::Unlabelled(of.into()));
    assert_eq!(check(&set), Err(silent.to_vec()));
}

#[test]
fn two_knock_outs_at_one_criterion_are_found() {
    let mut set = fish_sauce();
    set.knock_outs[1].criterion = "1.1".into();
    assert_eq!(check(&set), Err(vec![Problem::KnockOuts("1.1".into())]));
}

/// The first section of a set with two sub-headings.
fn divided(set: &mut CriteriaSet) -> Option<&mut Section> {
    let mut sections = set.parts.iter_mut().flat_map(|part| &mut part.sections);
    sections.find(|section| section.groups.len() > 1)
}

#[test]
fn a_sub_heading_with_the_code_of_a_criterion_or_of_another_is_found() {
    let library = Library::load().unwrap();
    let mut sets = library.sets().to_vec();
    let set = sets.iter_mut().find_map(|set| {
        divided(set)?;
        Some(set.clone())
    });
    let set = set.expect("a set whose sections have sub-headings");
    let code_of = [
        |section: &Section| section.criteria[0].code.clone(),
        |section: &Section| section.groups[0].code.clone(),
    ];
    for code_of in code_of {
        let mut wrong = set.clone();
        let section = divided(&mut wrong).unwrap();
        let code = code_of(section);
        section.groups[1].code.clone_from(&code);
        assert!(check(&wrong).unwrap_err().contains(&Problem::Twice(code)));
    }
}
