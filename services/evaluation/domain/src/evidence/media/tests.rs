use super::*;

fn zip(names: &[&str]) -> Vec<u8> {
    let mut archive = Vec::new();
    for name in names {
        archive.extend(ZIP);
        archive.extend([0; 26]);
        archive.extend(name.as_bytes());
    }
    archive
}

#[test]
fn every_type_knows_its_own_first_bytes_and_no_others() {
    let word = zip(&["[Content_Types].xml", "word/document.xml"]);
    let sheet = zip(&["[Content_Types].xml", "xl/workbook.xml"]);
    let photos = zip(&["ảnh/1.jpg"]);
    let samples: [(&[u8], &[MediaType]); 9] = [
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", &[MediaType::Pdf]),
        (&[0xFF, 0xD8, 0xFF, 0xE0, 0], &[MediaType::Jpeg]),
        (b"\x89PNG\r\n\x1a\n\0", &[MediaType::Png]),
        (b"RIFF\x24\0\0\0WEBPVP8 ", &[MediaType::Webp]),
        (
            "họ tên,xã\nLan,Phổ Thạnh\n".as_bytes(),
            &[MediaType::Text, MediaType::Csv],
        ),
        (&word, &[MediaType::Docx, MediaType::Zip]),
        (&sheet, &[MediaType::Xlsx, MediaType::Zip]),
        (&photos, &[MediaType::Zip]),
        (b"\0\0\0\x20ftypisom\0\0\x02\0", &[MediaType::Mp4]),
    ];
    for (head, expected) in samples {
        let found: Vec<MediaType> = MediaType::VARIANTS
            .iter()
            .copied()
            .filter(|media| media.fits(head))
            .collect();
        assert_eq!(found.len(), expected.len(), "{head:?} {found:?}");
        assert!(
            expected.iter().all(|media| found.contains(media)),
            "{head:?} {found:?}"
        );
    }
}

#[test]
fn a_page_or_a_program_is_nothing_that_is_taken() {
    let mark = "\u{feff} <!doctype html>".as_bytes();
    for head in [
        b"<html><script>".as_slice(),
        b"MZ\x90\0\x03",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"XXXX\x24\0\0\0WEBPVP8 ",
        b"\x7fELF\x02",
        b"",
        mark,
    ] {
        let found: Vec<MediaType> = MediaType::VARIANTS
            .iter()
            .copied()
            .filter(|media| media.fits(head))
            .collect();
        let empty = head.is_empty() && found == [MediaType::Text, MediaType::Csv];
        assert!(found.is_empty() || empty, "{head:?} {found:?}");
    }
}

#[test]
fn a_letter_cut_in_two_at_the_end_of_the_head_is_no_fault_and_one_in_the_middle_is() {
    let text = "ắ".repeat(HEAD / 3 + 1);
    assert!(MediaType::Text.fits(&text.as_bytes()[..HEAD]));
    assert!(!MediaType::Text.fits(b"abc\xe1\xba"));
    assert!(!MediaType::Text.fits(b"abc\xff def"));
}

#[test]
fn a_type_reads_back_as_it_is_written() {
    for media in MediaType::VARIANTS {
        assert_eq!(media.to_string().parse(), Ok(*media));
    }
    assert_eq!("Text/CSV; charset=utf-8".parse(), Ok(MediaType::Csv));
    assert_eq!("text/html".parse::<MediaType>(), Err(NotTaken));
}

#[test]
fn an_office_file_may_be_of_either_program_until_a_name_tells_and_holds_parts_of_both_where_one_is_in_the_other()
 {
    let untold = zip(&["[Content_Types].xml", "_rels/.rels"]);
    assert!(MediaType::Docx.fits(&untold) && MediaType::Xlsx.fits(&untold));
    // A table that is embedded in a text.
    let both = zip(&[
        "[Content_Types].xml",
        "word/document.xml",
        "xl/embedded.xml",
    ]);
    assert!(MediaType::Docx.fits(&both) && MediaType::Xlsx.fits(&both));
    let word = zip(&["word/document.xml"]);
    assert!(MediaType::Docx.fits(&word) && !MediaType::Xlsx.fits(&word));
    let other_first = zip(&["mimetype", "word/document.xml"]);
    assert!(!MediaType::Docx.fits(&other_first));
    // An archive with nothing in it is an archive.
    assert!(MediaType::Zip.fits(b"PK\x05\x06"));
}

#[test]
fn a_type_is_stored_by_its_name() {
    for media in MediaType::VARIANTS {
        let stored = String::from(*media);
        assert_eq!(stored.parse(), Ok(*media), "{stored}");
    }
}
