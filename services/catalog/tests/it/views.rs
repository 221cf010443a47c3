//! How much of its rows a list gives.

use ocop_harness::{on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::view::v1::View;
use tonic::Status;

use crate::fixture::{Fixture, fish_sauce, id};

/// Products with the longest texts that are permitted. With these on one page it would have three megabytes.
const PRODUCTS: u128 = 50;

async fn told_at_length(fixture: &mut Fixture) -> proto::Product {
    let first = fixture.product().await;
    let mut last = first.clone();
    for n in 0..PRODUCTS {
        let product = proto::Product {
            name: format!("Nước mắm {n}"),
            description: "Mắm cá cơm ".repeat(360),
            story: "Nghề làm mắm ở Sa Huỳnh ".repeat(800),
            ..fish_sauce(first.producer_id.clone())
        };
        let request = proto::RegisterProductRequest {
            request_id: id(100 + n),
            product: Some(product),
        };
        let made = fixture.office.register_product(request).await.unwrap();
        last = made.into_inner().product.unwrap();
    }
    last
}

async fn list(
    fixture: &Fixture,
    view: i32,
    page_token: String,
) -> Result<proto::ListProductsResponse, Status> {
    let request = proto::ListProductsRequest {
        page_size: 500,
        page_token,
        view,
        ..Default::default()
    };
    let answer = fixture.anonymous().list_products(request).await?;
    Ok(answer.into_inner())
}

on_both_engines!(
    a_list_of_products_leaves_long_texts_out_unless_they_are_asked_for,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let registered = told_at_length(&mut fixture).await;
        let short = proto::Product {
            description: String::new(),
            story: String::new(),
            ..registered.clone()
        };
        for view in [View::Unspecified, View::Basic] {
            let page = list(&fixture, view.into(), String::new()).await.unwrap();
            assert_eq!(page.products.len() as u128, PRODUCTS + 1, "all fit");
            assert!(page.products.contains(&short));
        }
        let (mut all, mut pages, mut next) = (Vec::new(), 0, String::new());
        loop {
            let page = list(&fixture, View::Full.into(), next).await.unwrap();
            all.extend(page.products);
            pages += 1;
            next = page.next_page_token;
            if next.is_empty() {
                break;
            }
            let refused = list(&fixture, View::Basic.into(), next.clone()).await;
            assert_eq!(reason_of(&refused.unwrap_err()).1, ["page_token"]);
        }
        assert_eq!(all.len() as u128, PRODUCTS + 1);
        assert!(all.contains(&registered), "as it was registered");
        assert!(pages > 1, "a page ends by bytes");
    }
);

on_both_engines!(a_view_that_there_is_not_is_refused, async |url: String| {
    let fixture = Fixture::new(&url).await;
    let refused = list(&fixture, 3, String::new()).await.unwrap_err();
    let invalid = ("INVALID_REQUEST".to_owned(), vec!["view".to_owned()]);
    assert_eq!(reason_of(&refused), invalid);
});
