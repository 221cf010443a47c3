use super::*;

#[test]
fn every_set_from_1_to_26_finds_its_own_row() {
    for set in 1..=26 {
        assert_eq!(sub_group(set).map(|found| found.set), Some(set));
    }
    assert_eq!(sub_group(0), None);
    assert_eq!(sub_group(27), None);
}

#[test]
fn the_branches_hold_13_4_3_2_3_and_1_sets_in_17_groups() {
    let of = |branch: &Branch| ALL.iter().filter(|row| row.branch == *branch).count();
    let sizes: Vec<usize> = Branch::VARIANTS.iter().map(of).collect();
    assert_eq!(sizes, [13, 4, 3, 2, 3, 1]);
    let mut groups: Vec<&str> = ALL.iter().map(|row| row.group_vi).collect();
    groups.dedup();
    assert_eq!(groups.len(), 17);
}

#[test]
fn all_sub_groups_are_listed_by_number() {
    let numbers: Vec<u8> = all().iter().map(|row| row.set).collect();
    assert_eq!(numbers, (1..=26).collect::<Vec<u8>>());
}
