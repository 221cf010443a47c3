//! What is read of a register.

mod contract;
mod demo;
mod places;
mod rows;
mod spellings;

use std::io::Cursor;

use super::*;

/// What a whole register says.
pub(in crate::import) struct Whole {
    pub(in crate::import) producers: Vec<ProducerRows>,
    pub(in crate::import) bad: Vec<Remark>,
    pub(in crate::import) noticed: Vec<Remark>,
    pub(in crate::import) not_read: Vec<String>,
}

impl Whole {
    pub(in crate::import) fn of(register: &Register) -> Self {
        let mut whole = Self {
            producers: Vec::new(),
            bad: Vec::new(),
            noticed: Vec::new(),
            not_read: register.columns_not_read().to_vec(),
        };
        for of in register.producers() {
            let of = of.expect("the scratch file can be read");
            whole.producers.extend(of.good);
            whole.bad.extend(of.bad);
            whole.noticed.extend(of.noticed);
        }
        whole.bad.sort_by_key(|one| one.line);
        whole
    }
}

/// A register that can be read.
fn whole(text: &str, mapping: &Mapping) -> Whole {
    Whole::of(&read(Cursor::new(text), mapping).expect("it is a register"))
}

const DEMO: &str = include_str!("../../../../demo/quang-ngai-2022.csv");

fn with(lines: &[&str]) -> Whole {
    let header = DEMO.lines().next().expect("a header");
    let text = [&[header], lines].concat().join("\n");
    whole(&text, &Mapping::default())
}

const GOOD: &str =
    "1,Hợp tác xã A,Hợp tác xã,,533,,Lê Thị B,,Nữ,Kinh,,,Gạo,3,,,,3,1/QĐ,2021-12-30,UBND tỉnh,,";

fn said(remarks: &[Remark]) -> Vec<(u64, &'static str)> {
    remarks.iter().map(|row| (row.line, row.column)).collect()
}
