//! What the service says of the year.

use std::collections::BTreeMap;

use async_nats::jetstream;
use futures::StreamExt as _;
use ocop_harness::eventually;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::request::LongTexts as _;
use ocop_proto::view::v1::View;

use super::office::Office;

impl Office<'_> {
    pub(super) async fn count(
        &self,
        day: &str,
        by: proto::CountDimension,
    ) -> BTreeMap<String, u32> {
        let request = proto::CountCertificatesRequest {
            as_of: day.to_owned(),
            by: by.into(),
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let counted = self
            .fixture
            .anybody()
            .count_certificates(request)
            .await
            .unwrap()
            .into_inner();
        counted
            .rows
            .into_iter()
            .map(|row| (row.key, row.count))
            .collect()
    }

    /// How many dossiers have a deadline: all that are open have one, that of their round.
    pub(super) async fn open_dossiers(&self) -> usize {
        let request = proto::ListDueRequest {
            page_size: 500,
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        lan.list_due(request).await.unwrap().into_inner().due.len()
    }

    /// How many events of each kind the stream holds, once it holds the last end of a term. Reminders
    /// are left out: they are proved on their own.
    pub(super) async fn events(&self) -> BTreeMap<&'static str, u32> {
        let client = async_nats::connect(self.fixture.nats.url()).await.unwrap();
        let stream = jetstream::new(client)
            .get_stream("OCOP_EVALUATION")
            .await
            .unwrap();
        let kinds = [
            "issued", "upgraded", "renewed", "lowered", "expired", "revoked",
        ];
        eventually("every lapsed certificate to be response of", async || {
            let mut found = BTreeMap::new();
            for kind in kinds {
                let filter = format!("ocop.evaluation.v1.certificate.{kind}.*");
                let mut subjects = stream.info_with_subjects(filter).await.unwrap();
                let mut count = 0;
                while let Some(Ok((_, messages))) = subjects.next().await {
                    count += u32::try_from(messages).unwrap();
                }
                if count > 0 {
                    found.insert(kind, count);
                }
            }
            // Those of 2024 that were not renewed, and those whose renewal failed.
            (found.get("expired") == Some(&36)).then_some(found)
        })
        .await
    }

    /// How many dossiers there are in each state, deleted ones too.
    pub(super) async fn states(&self) -> BTreeMap<String, u32> {
        let any = (1..=17).filter_map(|number| proto::DossierState::try_from(number).ok());
        let request = proto::FacetDossiersRequest {
            of: Some(proto::ListDossiersRequest {
                province_code: "51".to_owned(),
                states: any.map(i32::from).collect(),
                ..Default::default()
            }),
            by: vec![proto::DossierDimension::State.into()],
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        let counted = lan.facet_dossiers(request).await.unwrap().into_inner();
        let rows = counted.facets.into_iter().flat_map(|facet| facet.rows);
        rows.map(|row| (row.key, row.count)).collect()
    }

    /// Every dossier in a view, in order of making.
    async fn dossiers(&self, view: View) -> Vec<proto::Dossier> {
        let any = (1..=17).filter_map(|number| proto::DossierState::try_from(number).ok());
        let mut request = proto::ListDossiersRequest {
            page_size: 100,
            states: any.map(i32::from).collect(),
            view: view.into(),
            ..Default::default()
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        let mut found = Vec::new();
        loop {
            let page = lan.list_dossiers(request.clone()).await.unwrap();
            let page = page.into_inner();
            found.extend(page.dossiers);
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                return found;
            }
        }
    }

    /// Lists show of every dossier what a read of it shows, but for long texts.
    pub(super) async fn lists_say_what_reads_say(&self) {
        let mut whole = proto::ListDossiersResponse {
            dossiers: self.dossiers(View::Full).await,
            ..Default::default()
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        for dossier in whole.dossiers.iter().step_by(10) {
            let id = dossier.id.clone();
            let read = lan.get_dossier(proto::GetDossierRequest { id }).await;
            assert_eq!(read.unwrap().into_inner().dossier.as_ref(), Some(dossier));
        }
        whole.leave_long_texts_out();
        assert_eq!(self.dossiers(View::Basic).await, whole.dossiers);
    }
}
