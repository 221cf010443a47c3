//! Supply and demand at a terminal, as the trade officer of a province works: a demand, an offer, a deal and a session.

use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};
use ocop_chassis::clock::Clock;
use ocop_harness::eventually;
use serde_json::{Value, json};

use crate::program::{Up, ocop, run};

const REGISTER: &str = include_str!("../../demo/quang-ngai-2022.csv");

/// A system with rice of Mộ Đức that was certified a year ago.
struct Office {
    _up: Up,
    directory: tempfile::TempDir,
    today: NaiveDate,
}

impl Office {
    fn open() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let up = Up::start(directory.path());
        let office = Self {
            _up: up,
            directory,
            today: Clock::system(ocop_proto::VIET_NAM).today(),
        };
        let decided = office.today - Days::new(365);
        let row = format!(
            "1-MAU,HTX Gạo Mộ Đức (mẫu),Hợp tác xã,,21400,,Ai (mẫu),,,,,,Gạo thơm (mẫu),3,,,,4,M1/QĐ-UBND,{decided},\
             UBND tỉnh Quảng Ngãi,,51-21400-1-{}",
            decided.format("%Y")
        );
        let register = [REGISTER.lines().next().unwrap(), &row].join("\n");
        let register = office.put("register.csv", &register);
        office.said(&["import", &register]);
        office
    }

    fn at(&self) -> &Path {
        self.directory.path()
    }

    fn put(&self, name: &str, text: &str) -> String {
        let path = self.at().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The day after so many days.
    fn day(&self, days: u64) -> String {
        (self.today + Days::new(days)).to_string()
    }

    fn said(&self, words: &[&str]) -> String {
        let (code, stdout, error) = run(ocop(self.at()).args(words));
        assert_eq!(code, 0, "{words:?}: {stdout}{error}");
        stdout
    }

    fn json(&self, words: &[&str]) -> Value {
        let said = self.said(&[&["--json"], words].concat());
        serde_json::from_str(&said).unwrap_or_else(|_| panic!("{words:?}: {said}"))
    }

    /// What is refused, and why.
    fn refused(&self, words: &[&str]) -> String {
        let (code, stdout, error) = run(ocop(self.at()).args(words));
        assert_ne!(code, 0, "{words:?}: {stdout}");
        error
    }

    /// A supermarket of the province.
    fn supermarket(&self) -> String {
        let partner = json!({
            "name": "Siêu thị Sông Trà", "email": "muahang@songtra.example",
            "sourcing": {"criteria_sets": [3], "province_codes": ["51"], "minimum_star": 3}
        });
        let file = self.put("partner.json", &partner.to_string());
        text(&self.json(&["partners", "register", &file])["partner"]["id"])
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A number, which the JSON of the contract writes as a text where it has 64 bits.
fn number(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

#[tokio::test]
async fn a_trade_officer_brings_a_demand_to_a_deal_and_calls_a_session_off() {
    let office = Office::open();
    let product = text(&office.json(&["products", "list"])["products"][0]["id"]);
    let partner = office.supermarket();

    let demand = json!({
        "partner_id": partner, "product": {"criteria_sets": [3], "words": "gạo"},
        "volume": {"quantity": "2000", "unit": "kg"}, "price_to_vnd": "30000", "place_code": "51",
        "from_date": office.day(0), "to_date": office.day(90)
    });
    let file = office.put("demand.json", &demand.to_string());
    let opened = office.json(&["demands", "open", &file]);
    let demand = text(&opened["id"]);
    assert_eq!(opened["state"], "DEMAND_STATE_OPEN", "{opened}");
    let changed = office.json(&[
        "demands",
        "change",
        &demand,
        "--quantity",
        "3000",
        "--price-to",
        "32000",
    ]);
    assert_eq!(number(&changed["volume"]["quantity"]), Some(3_000));
    assert_eq!(number(&changed["price_to_vnd"]), Some(32_000));
    let listed = office.said(&["demands", "list", "--state", "open", "--province", "51"]);
    assert!(
        listed.contains("3000 kg") && listed.contains("–32000"),
        "{listed}"
    );

    let offer = [
        "demands",
        "offer",
        &demand,
        &product,
        "--quantity",
        "900",
        "--vnd",
        "31000",
    ];
    eventually("promotion knows the product", async || {
        run(ocop(office.at()).args(offer)).0 == 0
    })
    .await;
    let matches = office.json(&["demands", "matches", &demand]);
    assert_eq!(matches["matches"][0]["product_id"], product.as_str());
    let offers = office.json(&["demands", "offers", "--demand", &demand]);
    let first = text(&offers["trade_offers"][0]["id"]);
    let back = ["demands", "take-back", &first, "--reason", "Mất mùa"];
    let taken = office.json(&back);
    assert_eq!(taken["state"], "TRADE_OFFER_STATE_WITHDRAWN", "{taken}");
    let refused = office.refused(&["demands", "accept", &first]);
    assert!(refused.contains("answered or taken back"), "{refused}");

    let second = text(&office.json(&offer)["id"]);
    let deal = office.json(&["demands", "accept", &second, "--quantity", "800"]);
    let id = text(&deal["id"]);
    assert_eq!(number(&deal["volume"]["quantity"]), Some(800), "{deal}");
    let shown = office.json(&["demands", "show", &demand]);
    assert_eq!(number(&shown["agreed_quantity"]), Some(800));

    let month = office.today.format("%Y-%m").to_string();
    let deliver = |quantity, more: &[&str]| {
        let words = [
            "demands",
            "deliver",
            &id,
            "--month",
            &month,
            "--quantity",
            quantity,
        ];
        office.json(&[&words, more].concat())
    };
    let delivered = deliver("500", &[]);
    assert_eq!(delivered["state"], "TRADE_DEAL_STATE_PARTLY_DELIVERED");
    let corrected = deliver("400", &["--reason", "Trả lại 100 kg"]);
    assert_eq!(number(&corrected["delivered_quantity"]), Some(400));
    let ended = office.json(&["demands", "complete", &id, "--reason", "Hết hàng vụ này"]);
    assert_eq!(ended["state"], "TRADE_DEAL_STATE_COMPLETED", "{ended}");
    let deals = office.json(&["demands", "deals", "--partner", &partner]);
    assert_eq!(deals["trade_deals"][0]["product_name"], "Gạo thơm (mẫu)");
    let none = [
        "demands",
        "deals",
        "--partner",
        &partner,
        "--state",
        "agreed",
    ];
    assert_eq!(office.json(&none)["trade_deals"], json!([]));
    // What was not delivered is sought again.
    let shown = office.json(&["demands", "show", &demand]);
    assert_eq!(number(&shown["agreed_quantity"]), Some(400), "{shown}");

    let day = office.day(14);
    let plan = [
        "demands",
        "plan-session",
        "--province",
        "51",
        "--name",
        "Kết nối cung cầu",
        "--venue",
        "Nhà văn hoá",
        "--organiser",
        "Sở Công Thương",
        "--on",
        &day,
    ];
    let session = text(&office.json(&plan)["id"]);
    let invite = [
        "demands",
        "invite",
        &session,
        "--partner",
        &partner,
        "--note",
        "Mời dự",
    ];
    let invited = office.json(&invite);
    let invitation = &invited["trade_invitations"][0];
    assert_eq!(invitation["state"], "TRADE_INVITATION_STATE_SENT");
    let answer = ["demands", "answer", &text(&invitation["id"]), "--comes"];
    assert_eq!(
        office.json(&answer)["state"],
        "TRADE_INVITATION_STATE_ACCEPTED"
    );
    let off = [
        "demands",
        "call-off-session",
        &session,
        "--reason",
        "Bão số 5",
    ];
    assert_eq!(office.json(&off)["called_off_reason"], "Bão số 5");
    let invitations = office.json(&["demands", "invitations", "--partner", &partner]);
    let invitation = &invitations["trade_invitations"][0];
    assert_eq!(invitation["state"], "TRADE_INVITATION_STATE_CALLED_OFF");
    assert_eq!(invitation["reason"], "Bão số 5");
    let sessions = office.json(&["demands", "sessions", "--province", "51"]);
    assert_eq!(
        sessions["trade_sessions"][0]["called_off_reason"],
        "Bão số 5"
    );
    let shown = office.said(&["demands", "sessions", &session]);
    assert!(shown.contains("Bão số 5"), "{shown}");
}
