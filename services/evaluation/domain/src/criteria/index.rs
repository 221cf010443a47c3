//! Where the criteria of a set stand, by code, so that reading a ballot looks no criterion up twice
//! and walks no list for it.

use super::Part;

/// Where a criterion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) part: usize,
    /// Which section of the part.
    pub(super) section: usize,
    /// Which criterion of the section.
    pub(super) criterion: usize,
    /// How many criteria of the set stand before it.
    pub(super) position: usize,
}

/// The places, in order of the codes as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index(Vec<(String, Place)>);

impl Index {
    /// The index of these parts. Of two criteria of one code, which a check finds, it has both.
    pub(super) fn of(parts: &[Part]) -> Self {
        let mut places = Vec::new();
        for (part, held) in parts.iter().enumerate() {
            for (section, held) in held.sections.iter().enumerate() {
                for (criterion, held) in held.criteria.iter().enumerate() {
                    let place = Place {
                        part,
                        section,
                        criterion,
                        position: places.len(),
                    };
                    places.push((held.code.clone(), place));
                }
            }
        }
        places.sort_by(|one, other| one.0.cmp(&other.0));
        Self(places)
    }

    /// Where the criterion of a code stands.
    pub(super) fn find(&self, code: &str) -> Option<Place> {
        let found = self.0.binary_search_by(|(at, _)| at.as_str().cmp(code));
        found.ok().map(|at| self.0[at].1)
    }

    /// How many there are.
    pub(super) fn size(&self) -> usize {
        self.0.len()
    }
}
