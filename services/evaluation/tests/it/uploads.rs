//! Uploads that go wrong: nothing of them is ever visible, and nothing of them stays.

use std::path::Path;

use chrono::TimeDelta;
use futures::stream::{self, StreamExt as _};
use ocop_evaluation::domain::evidence::Sha256;
use ocop_evaluation::storage::evidence::{FileKey, Files};
use ocop_harness::{eventually, on_both_engines};
use ocop_proto::evaluation::v1::upload_evidence_request::Part;
use tonic::Code;

use crate::bucket::settings;
use crate::documents::{
    Paper, all, list, message, messages, owner, paper, pdf, producer, sha256, stored, upload,
};
use crate::fixture::{Fixture, id, refusal};

const DISTRICT: (&str, &str) = ("21040", "Bình Sơn");

on_both_engines!(
    a_file_that_is_not_what_was_announced_is_refused_and_nothing_is_kept,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let mut owner = owner(&fixture);
        let mut wrong: Vec<(&str, &str, Paper)> = Vec::new();
        let mut hash = paper(1, pdf(6 << 20));
        hash.said.sha256 = sha256(b"something else");
        wrong.push(("HASH_MISMATCH", "sha256", hash));
        let mut short = paper(2, pdf(200_000));
        short.bytes.truncate(150_000);
        wrong.push(("SIZE_MISMATCH", "size_bytes", short));
        let mut long = paper(3, pdf(6 << 20));
        long.bytes.push(0);
        wrong.push(("SIZE_MISMATCH", "size_bytes", long));
        let page = b"<html><script>alert(1)</script></html>".repeat(200);
        wrong.push(("MEDIA_TYPE_MISMATCH", "media_type", paper(4, page)));
        let mut nothing = paper(5, pdf(100));
        nothing.bytes.clear();
        wrong.push(("MEDIA_TYPE_MISMATCH", "media_type", nothing));
        for (reason, field, sent) in wrong {
            let refused = upload(&mut owner, &sent).await.unwrap_err();
            assert_eq!(
                (refused.code(), refusal(&refused)),
                (
                    Code::InvalidArgument,
                    (reason.to_owned(), vec![field.to_owned()])
                )
            );
        }
        assert!(list(&mut owner, all()).await.unwrap().is_empty());
        eventually("nothing is left of them", async || {
            stored(&fixture).is_empty()
        })
        .await;

        // What was refused may be sent again as it should have been, with the same request id.
        let mended = upload(&mut owner, &paper(2, pdf(200_000))).await.unwrap();
        assert_eq!(list(&mut owner, all()).await.unwrap(), [mended.id]);
    }
);

on_both_engines!(
    every_fault_of_a_description_is_reported_at_once,
    async |url: String| {
        let small = [("objects.max_bytes", "1000")];
        let fixture = Fixture::with(&url, &small).await;
        fixture.product(1, 9, DISTRICT).await;
        let mut owner = owner(&fixture);
        let mut sent = paper(1, pdf(1_001));
        sent.said.kind = 0;
        sent.said.file_name = "../attp.pdf".to_owned();
        sent.said.media_type = "text/html".to_owned();
        sent.said.sha256 = "abc".to_owned();
        sent.said.expires_on = "2025-12-31".to_owned();
        sent.said.replaces = "7".to_owned();
        let refused = upload(&mut owner, &sent).await.unwrap_err();
        assert_eq!(
            refusal(&refused),
            (
                "INVALID_REQUEST".to_owned(),
                [
                    "kind",
                    "file_name",
                    "media_type",
                    "size_bytes",
                    "sha256",
                    "expires_on",
                    "replaces"
                ]
                .map(str::to_owned)
                .to_vec()
            )
        );
        let refused = upload(&mut owner, &paper(2, Vec::new())).await.unwrap_err();
        assert_eq!(
            refusal(&refused).1,
            ["size_bytes"],
            "an empty file proves nothing"
        );
        let mut tomorrow = paper(3, pdf(100));
        tomorrow.said.issued_on = "2026-11-21".to_owned();
        let refused = upload(&mut owner, &tomorrow).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "DATE_IN_THE_FUTURE");
        let mut other = paper(4, pdf(100));
        other.said.replaces = id(99);
        let refused = upload(&mut owner, &other).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::NotFound, "EVIDENCE_UNKNOWN")
        );
    }
);

on_both_engines!(
    a_description_comes_first_and_only_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let mut owner = owner(&fixture);
        let mut sent = messages(&paper(1, pdf(100)));
        sent.swap(0, 1);
        let refused = owner.upload_evidence(stream::iter(sent)).await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["description"]);
        let mut sent = messages(&paper(2, pdf(100)));
        sent.push(sent[0].clone());
        let refused = owner.upload_evidence(stream::iter(sent)).await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["chunk"]);
        let nothing = stream::iter(Vec::new());
        let refused = owner.upload_evidence(nothing).await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["description"]);
    }
);

/// Sends the beginning of an upload, and nothing more until it is aborted.
fn begun(fixture: &Fixture, paper: &Paper, bytes: usize) -> tokio::task::JoinHandle<()> {
    let mut client = owner(fixture);
    let mut sent = vec![message(Part::Description(paper.said.clone()))];
    let pieces = paper.bytes[..bytes].chunks(60_000);
    sent.extend(pieces.map(|piece| message(Part::Chunk(piece.to_vec()))));
    tokio::spawn(async move {
        let for_ever = stream::iter(sent).chain(stream::pending());
        let answer = client.upload_evidence(for_ever).await;
        panic!("an upload that does not end is answered: {answer:?}");
    })
}

on_both_engines!(
    an_upload_that_breaks_off_leaves_nothing_to_be_seen,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let sent = paper(1, pdf(12 << 20));
        let upload_task = begun(&fixture, &sent, 11 << 20);
        let staged = format!("{}#1", sent.said.sha256);
        eventually("its first parts are staged", async || {
            stored(&fixture) == [staged.clone()]
        })
        .await;
        assert!(list(&mut owner(&fixture), all()).await.unwrap().is_empty());
        upload_task.abort();
        eventually("what was staged is gone", async || {
            stored(&fixture).is_empty()
        })
        .await;
        let filed = upload(&mut owner(&fixture), &sent).await.unwrap();
        assert_eq!(list(&mut owner(&fixture), all()).await.unwrap(), [filed.id]);
    }
);

on_both_engines!(
    an_upload_that_goes_silent_is_given_up_and_gives_its_place_back,
    async |url: String| {
        let settings = [("objects.idle_seconds", "1"), ("objects.max_uploads", "1")];
        let fixture = Fixture::with(&url, &settings).await;
        fixture.product(1, 9, DISTRICT).await;
        let sent = paper(1, pdf(12 << 20));
        let first = messages(&sent).into_iter().take(2);
        let mut silent = owner(&fixture);
        let silence = stream::iter(first.collect::<Vec<_>>()).chain(stream::pending());
        let refused = silent.upload_evidence(silence).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::DeadlineExceeded, "TOOK_TOO_LONG")
        );
        assert!(upload(&mut silent, &sent).await.is_ok());
    }
);

on_both_engines!(
    more_files_at_once_than_are_taken_are_told_to_come_again,
    async |url: String| {
        let settings = [("objects.max_uploads_per_producer", "1")];
        let fixture = Fixture::with(&url, &settings).await;
        fixture.product(1, 9, DISTRICT).await;
        let first = paper(1, pdf(12 << 20));
        let going_on = begun(&fixture, &first, 11 << 20);
        eventually("the first is being received", async || {
            !stored(&fixture).is_empty()
        })
        .await;
        let refused = upload(&mut owner(&fixture), &paper(2, pdf(100)))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::ResourceExhausted, "BUSY")
        );
        going_on.abort();
        eventually("the place is free again", async || {
            upload(&mut owner(&fixture), &paper(2, pdf(100)))
                .await
                .is_ok()
        })
        .await;
    }
);

/// What a process that dies between the file and its paper leaves: the file, and the note that nobody holds it.
async fn killed_after_the_file(fixture: &Fixture, sent: &Paper) {
    let broken_off = begun(fixture, sent, sent.bytes.len() - 1);
    let hash: Sha256 = sent.said.sha256.parse().unwrap();
    let key = FileKey {
        producer: producer().parse().unwrap(),
        sha256: hash,
    };
    eventually("the upload has begun", async || !stored(fixture).is_empty()).await;
    broken_off.abort();
    eventually("it has ended", async || stored(fixture).is_empty()).await;
    let files = Files::open(&settings(&folder(fixture.objects()))).unwrap();
    let mut file = files.begin(key, sent.bytes.len() as u64).await.unwrap();
    file.write(sent.bytes.clone().into()).await.unwrap();
    file.finish().await.unwrap();
    assert_eq!(stored(fixture), std::slice::from_ref(&sent.said.sha256));
}

fn folder(path: &Path) -> String {
    format!("file://{}", path.display())
}

on_both_engines!(
    a_file_left_by_a_killed_process_is_removed_after_a_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        killed_after_the_file(&fixture, &paper(1, pdf(12 << 20))).await;
        assert!(list(&mut owner(&fixture), all()).await.unwrap().is_empty());
        fixture.service.clock.advance(TimeDelta::hours(25));
        eventually("the file is removed", async || stored(&fixture).is_empty()).await;
    }
);

on_both_engines!(
    an_upload_repeated_after_a_kill_files_the_paper_and_its_file_stays,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let sent = paper(1, pdf(12 << 20));
        killed_after_the_file(&fixture, &sent).await;
        let filed = upload(&mut owner(&fixture), &sent).await.unwrap();
        // Another file that nobody holds shows when the sweeper has been there.
        let other = paper(2, pdf(13 << 20));
        let begun = begun(&fixture, &other, 11 << 20);
        eventually("a second one is staged", async || {
            stored(&fixture).len() == 2
        })
        .await;
        begun.abort();
        std::fs::write(
            fixture.objects().join(producer()).join(&other.said.sha256),
            b"x",
        )
        .unwrap();
        fixture.service.clock.advance(TimeDelta::hours(25));
        eventually("only the paper's file is there", async || {
            stored(&fixture) == [filed.sha256.clone()]
        })
        .await;
    }
);

on_both_engines!(
    a_staged_file_of_a_killed_process_is_removed_after_a_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let folder = fixture.objects().join(producer());
        std::fs::create_dir(&folder).unwrap();
        let staged = folder.join(format!("{}#1", sha256(b"x")));
        std::fs::write(&staged, b"half of it").unwrap();
        // The file bears the time of the machine, whatever the service's clock shows.
        fixture
            .service
            .clock
            .set("2099-01-01T00:00:00Z".parse().unwrap());
        eventually("it is removed", async || !staged.exists()).await;
    }
);
