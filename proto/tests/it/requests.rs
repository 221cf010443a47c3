//! What requests have in common.

use ocop_proto::catalog::v1::{AddPlaceRequest, ListProductsRequest};
use ocop_proto::request::{Idempotent, Paged};

#[test]
fn a_request_tells_its_id_and_its_page() {
    let add = AddPlaceRequest {
        request_id: "7".to_owned(),
        ..AddPlaceRequest::default()
    };
    assert_eq!(add.request_id(), "7");
    let list = ListProductsRequest {
        page_size: 3,
        page_token: "next".to_owned(),
        search: "mắm".to_owned(),
        ..ListProductsRequest::default()
    };
    assert_eq!((list.page_size(), list.page_token()), (3, "next"));
    let bare = list.unpaged();
    assert_eq!((bare.page_size, bare.page_token.as_str()), (0, ""));
    assert_eq!(bare.search, "mắm");
}
