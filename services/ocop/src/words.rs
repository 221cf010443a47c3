//! Words of the command line: the values of the contract's enumerations, days and times.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use ocop_proto::VIET_NAM;
use ocop_proto::catalog::v1::{
    AmountUnit, AreaMarkKind, AreaPaper, AreaScheme, BizStep, MergeField, MergeSide, PlaceKind,
    ProducerKind, ProductPaper, ProductStatus, Sex, SupportKind, ValueChain,
};
use ocop_proto::evaluation::v1::{
    CertificateKind, CloseGround, CouncilLevel, CountDimension, DossierDimension, DossierKind,
    DossierState, DossierStep, Duty, EvidenceKind, LackWeight, MemberRole, RevocationGround,
    RoundLevel, TallyOutcome,
};
use ocop_proto::promotion::v1::{
    CampaignKind, CampaignReach, CriterionKind, DeliveryState, DemandFactorKind, DemandState,
    EffectOccasion, GiftOrderState, GiftSetState, MatchSide, MatchStage, MatchState, PartnerKind,
    RecognitionKind, RewardPayer, RewardState, SalesPointShortfallKind, SignatureScheme,
    SubscriptionState, TopListState, TradeDealState, TradeInvitationState, TradeMeetingOutcome,
    TradeOfferState,
};
use pbjson_types::Timestamp;
use uuid::Uuid;

/// An enumeration of the contract whose values people name.
pub(crate) trait Named: Copy + TryFrom<i32> {
    /// What comes before the word in the contract, such as `DOSSIER_STATE_`.
    const PREFIX: &'static str;
    /// What a value is, with its article.
    const WHAT: &'static str;

    /// The name of the value in the contract.
    fn contract_name(self) -> &'static str;
}

macro_rules! named {
    ($($name:ty, $prefix:literal, $what:literal;)*) => {
        $(impl Named for $name {
            const PREFIX: &'static str = $prefix;
            const WHAT: &'static str = $what;

            fn contract_name(self) -> &'static str {
                self.as_str_name()
            }
        })*
    };
}

named! {
    AmountUnit, "AMOUNT_UNIT_", "unit";
    AreaMarkKind, "AREA_MARK_KIND_", "mark of an area";
    AreaPaper, "AREA_PAPER_", "paper of an area";
    AreaScheme, "AREA_SCHEME_", "scheme of a certificate of an area";
    BizStep, "BIZ_STEP_", "business step";
    CampaignKind, "CAMPAIGN_KIND_", "kind of campaign";
    CampaignReach, "CAMPAIGN_REACH_", "reach of a campaign";
    CertificateKind, "CERTIFICATE_KIND_", "kind of certificate";
    CloseGround, "CLOSE_GROUND_", "ground of a closing";
    CouncilLevel, "COUNCIL_LEVEL_", "level of a council";
    CountDimension, "COUNT_DIMENSION_", "dimension of a count";
    CriterionKind, "CRITERION_KIND_", "kind of criterion";
    DeliveryState, "DELIVERY_STATE_", "state of a delivery";
    DemandFactorKind, "DEMAND_FACTOR_KIND_", "factor of a match";
    DemandState, "DEMAND_STATE_", "state of a demand";
    DossierDimension, "DOSSIER_DIMENSION_", "dimension of a count";
    DossierKind, "DOSSIER_KIND_", "kind of dossier";
    DossierState, "DOSSIER_STATE_", "state of a dossier";
    DossierStep, "DOSSIER_STEP_", "step of a dossier";
    Duty, "DUTY_", "duty";
    EffectOccasion, "EFFECT_OCCASION_", "occasion";
    EvidenceKind, "EVIDENCE_KIND_", "kind of document";
    GiftOrderState, "GIFT_ORDER_STATE_", "state of an order";
    GiftSetState, "GIFT_SET_STATE_", "state of a gift set";
    LackWeight, "LACK_WEIGHT_", "weight";
    MatchSide, "MATCH_SIDE_", "side of a match";
    MatchStage, "MATCH_STAGE_", "stage of a match";
    MatchState, "MATCH_STATE_", "state of a match";
    MergeField, "MERGE_FIELD_", "field on which to decide";
    MergeSide, "MERGE_SIDE_", "side of a merge";
    MemberRole, "MEMBER_ROLE_", "role of a member";
    PartnerKind, "PARTNER_KIND_", "kind of partner";
    PlaceKind, "PLACE_KIND_", "level of a place";
    ProducerKind, "PRODUCER_KIND_", "kind of producer";
    ProductPaper, "PRODUCT_PAPER_", "kind of paper";
    ProductStatus, "PRODUCT_STATUS_", "status of a product";
    RecognitionKind, "RECOGNITION_KIND_", "kind of recognition";
    RevocationGround, "REVOCATION_GROUND_", "ground of a revocation";
    RewardPayer, "REWARD_PAYER_", "payer of a reward";
    RewardState, "REWARD_STATE_", "state of a reward";
    RoundLevel, "ROUND_LEVEL_", "level of a round";
    SalesPointShortfallKind, "SALES_POINT_SHORTFALL_KIND_", "kind of shortfall";
    Sex, "SEX_", "sex";
    SignatureScheme, "SIGNATURE_SCHEME_", "scheme of signatures";
    SubscriptionState, "SUBSCRIPTION_STATE_", "state of a subscription";
    SupportKind, "SUPPORT_KIND_", "kind of support";
    TopListState, "TOP_LIST_STATE_", "state of a top list";
    TallyOutcome, "TALLY_OUTCOME_", "outcome of a count";
    TradeDealState, "TRADE_DEAL_STATE_", "state of a deal";
    TradeInvitationState, "TRADE_INVITATION_STATE_", "state of an invitation";
    TradeMeetingOutcome, "TRADE_MEETING_OUTCOME_", "outcome of a meeting";
    TradeOfferState, "TRADE_OFFER_STATE_", "state of an offer";
    ValueChain, "VALUE_CHAIN_", "kind of value chain";
}

/// No enumeration of the contract has a greater number.
const GREATEST: i32 = 200;

/// A value as the command line names it: `commune_endorsed`. Empty if it is not given.
pub(crate) fn word(value: impl Named) -> String {
    match spelled(value).as_str() {
        "unspecified" => String::new(),
        word => word.to_owned(),
    }
}

/// A word as a sentence has it: `commune endorsed`.
pub(crate) fn spoken(value: impl Named) -> String {
    word(value).replace('_', " ")
}

fn spelled<T: Named>(value: T) -> String {
    let name = value.contract_name();
    name.strip_prefix(T::PREFIX).unwrap_or(name).to_lowercase()
}

/// Reads `test_results` or `test-results`.
///
/// # Errors
/// It is no value; with those that there are.
pub(crate) fn named<T: Named>(text: &str) -> Result<T, String> {
    let wanted = text.replace('-', "_").to_lowercase();
    let all = || (1..=GREATEST).filter_map(|number| T::try_from(number).ok());
    all()
        .find(|value| spelled(*value) == wanted)
        .ok_or_else(|| {
            let known: Vec<String> = all().map(spelled).collect();
            format!("is no {}; there are {}", T::WHAT, known.join(", "))
        })
}

/// Reads an id.
///
/// # Errors
/// It is none; with what one looks like.
pub(crate) fn id(text: &str) -> Result<Uuid, String> {
    Uuid::parse_str(text)
        .map_err(|_| "is no id, such as 0198c5a2-7d43-7c51-9f0e-2a6b8c1d4e5f".to_owned())
}

/// Reads a day.
///
/// # Errors
/// It is none; with how one is written.
pub(crate) fn day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| "is no day; write it YYYY-MM-DD, such as 2026-07-14".to_owned())
}

/// Reads a time, or a day as its first moment in Viet Nam.
///
/// # Errors
/// It is neither; with how they are written.
pub(crate) fn time(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(time) = text.parse() {
        return Ok(time);
    }
    let midnight = day(text).ok().and_then(|day| {
        let midnight = day.and_hms_opt(0, 0, 0)?;
        midnight.and_local_timezone(VIET_NAM).single()
    });
    midnight.map(|time| time.to_utc()).ok_or_else(|| {
        "is no time; write it YYYY-MM-DDThh:mm:ssZ, such as 2026-07-14T08:30:00Z, or as a day, YYYY-MM-DD"
            .to_owned()
    })
}

/// An instant by the clock of Viet Nam; empty if it is not given.
pub(crate) fn instant(time: Option<&Timestamp>) -> String {
    let instant = time.and_then(|time| {
        let nanos = u32::try_from(time.nanos).ok()?;
        DateTime::from_timestamp(time.seconds, nanos)
    });
    instant
        .map(|instant| local(&instant.with_timezone(&VIET_NAM)))
        .unwrap_or_default()
}

/// A time with its offset, so that nobody takes it for one of another zone: `2026-07-14 08:30:00+07:00`.
pub(crate) fn local(time: &DateTime<FixedOffset>) -> String {
    time.format("%Y-%m-%d %H:%M:%S%:z").to_string()
}

/// A day as the contract has it: empty if it is not given.
pub(crate) fn written(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_shown_by_the_clock_of_viet_nam_with_its_offset() {
        let evening = Timestamp {
            seconds: 1_783_969_200,
            nanos: 0,
        };
        assert_eq!(instant(Some(&evening)), "2026-07-14 02:00:00+07:00");
        assert_eq!(instant(None), "");
    }

    #[test]
    fn every_value_has_a_word_and_nothing_else_has() {
        for number in 1..=15 {
            let known = EvidenceKind::try_from(number).expect("there are fifteen");
            assert_eq!(named(&word(known)), Ok(known));
        }
        assert_eq!(named("test-results"), Ok(EvidenceKind::TestResults));
        assert_eq!(named("Draft"), Ok(DossierState::Draft));
        for wrong in ["", "unspecified", "diploma"] {
            let refused = named::<EvidenceKind>(wrong).expect_err("no kind");
            assert!(refused.ends_with("quality_management, award"), "{refused}");
        }
        assert_eq!(word(DossierState::Unspecified), "");
        assert_eq!(spoken(DossierState::CommuneEndorsed), "commune endorsed");
    }

    #[test]
    fn a_day_that_is_none_says_how_days_are_written() {
        assert!(day("2026-07-14").is_ok());
        for wrong in ["14/07/2026", "2026-02-30", "today"] {
            let refused = day(wrong).expect_err("no day");
            assert!(refused.contains("YYYY-MM-DD"), "{refused}");
        }
    }

    #[test]
    fn a_day_given_for_a_time_begins_at_midnight_in_viet_nam() {
        let begins = time("2026-07-14").expect("a day");
        assert_eq!(begins.to_rfc3339(), "2026-07-13T17:00:00+00:00");
        assert_eq!(time("2026-07-13T17:00:00Z"), Ok(begins));
        assert!(time("noon").is_err());
    }
}
