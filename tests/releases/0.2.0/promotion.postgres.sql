


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;


CREATE TABLE public.audit (
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    roles text NOT NULL,
    rpc text NOT NULL,
    request_id uuid,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version bigint NOT NULL,
    trace_id text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    place text DEFAULT ''::text NOT NULL
);



ALTER TABLE public.audit ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.audit_seals (
    number bigint NOT NULL,
    last_position bigint NOT NULL,
    row_count bigint NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    hash bytea NOT NULL
);



CREATE TABLE public.campaigns (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    kind text NOT NULL,
    from_date date NOT NULL,
    to_date date NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.deliveries (
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    subscription_id uuid NOT NULL,
    match_id uuid NOT NULL,
    match_version bigint NOT NULL,
    change text NOT NULL,
    event_type text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    next_attempt_at timestamp with time zone,
    accepted boolean NOT NULL,
    claimed_until timestamp with time zone,
    begun_at timestamp with time zone,
    attempts text NOT NULL,
    earlier_attempts integer NOT NULL
);



ALTER TABLE public.deliveries ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.deliveries_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.design_centres (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_code text NOT NULL,
    place_on date NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.gift_orders (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    gift_set_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    state text NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.gift_set_items (
    gift_set_id uuid NOT NULL,
    product_id uuid NOT NULL
);



CREATE TABLE public.gift_sets (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    state text NOT NULL,
    sold_from date NOT NULL,
    sold_to date NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.heads (
    consumer text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version bigint NOT NULL
);



CREATE TABLE public.history (
    sequence_offset bigint NOT NULL
);



CREATE TABLE public.inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version bigint NOT NULL,
    applied_at timestamp with time zone NOT NULL
);



CREATE TABLE public.listings (
    id uuid NOT NULL,
    version bigint NOT NULL,
    opened_key uuid,
    opened_at timestamp with time zone,
    updated_at timestamp with time zone,
    state text NOT NULL,
    criteria_set integer NOT NULL,
    star integer,
    province_code text NOT NULL,
    place_code text NOT NULL,
    place_on date NOT NULL,
    next_date date,
    producer_id uuid NOT NULL,
    valid_to date,
    gtin text,
    producer_kind text,
    value_chain text,
    shelf_life_days integer,
    capacity bigint,
    capacity_unit text,
    minimum_order bigint,
    minimum_order_unit text,
    price bigint,
    price_unit text,
    food_safety_to date,
    quality_system_to date,
    declaration_to date,
    test_report_to date,
    barcode_to date,
    trade_mark_to date,
    good_practice_to date,
    document text NOT NULL
);



CREATE TABLE public.matches (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    partner_id uuid NOT NULL,
    product_id uuid NOT NULL,
    state text NOT NULL,
    stage text NOT NULL,
    next_date date,
    document text NOT NULL
);



CREATE TABLE public.nats_credentials (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    password_hash bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);



CREATE TABLE public.outbox (
    "position" bigint NOT NULL,
    event_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version bigint NOT NULL,
    event_type text NOT NULL,
    subject text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    traceparent text NOT NULL,
    data bytea NOT NULL,
    sent_at timestamp with time zone,
    stream_seq bigint,
    lost bigint DEFAULT 0 NOT NULL,
    refused text
);



ALTER TABLE public.outbox ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.parked (
    consumer text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version bigint NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    subject text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    traceparent text NOT NULL,
    data bytea NOT NULL,
    parked_at timestamp with time zone NOT NULL
);



CREATE TABLE public.partners (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    kind text,
    likeness text NOT NULL,
    document text NOT NULL,
    sourcing text NOT NULL,
    left_at timestamp with time zone
);



CREATE TABLE public.place_additions (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    "position" bigint NOT NULL,
    units text NOT NULL,
    successors text NOT NULL
);



CREATE TABLE public.requests (
    actor text NOT NULL,
    request_id uuid NOT NULL,
    rpc text NOT NULL,
    body_hash bytea NOT NULL,
    answer bytea,
    created_at timestamp with time zone NOT NULL,
    roles text NOT NULL
);



CREATE TABLE public.reward_schemes (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.rewards (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    product_id uuid NOT NULL,
    province_code text NOT NULL,
    place_code text NOT NULL,
    place_on date NOT NULL,
    decision_number text NOT NULL,
    decided_on date NOT NULL,
    state text NOT NULL,
    payer text,
    body text NOT NULL
);



CREATE TABLE public.sales_points (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_code text NOT NULL,
    place_on date NOT NULL,
    place_group text NOT NULL,
    latitude integer,
    longitude integer,
    closed_on date,
    body text NOT NULL
);



CREATE TABLE public.seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);



CREATE TABLE public.sourcing_keys (
    criteria_set integer NOT NULL,
    province_code text NOT NULL,
    minimum_star integer NOT NULL,
    partner_id uuid NOT NULL
);



CREATE TABLE public.subscriptions (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    partner_id uuid NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    secrets text NOT NULL,
    stopped text,
    stopped_at timestamp with time zone,
    failing_since timestamp with time zone,
    told_failing boolean NOT NULL,
    selection text NOT NULL,
    headers text NOT NULL,
    rate integer
);



INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (1, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.PartnerService/RegisterPartner', '00000000-0000-0000-0000-00000001001e', 'partner', '01a1f753-6480-7000-aff6-284ffbb8d0a1', 1, '7cec49c07dccaf3d20ee065ae3f79379', '', '01a1f753-6480-7000-aff6-284ffbb8d0a1');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (2, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.PartnerService/IssueNatsCredentials', '00000000-0000-0000-0000-000000010020', 'nats_credentials', '01a1f753-6480-7000-a0a5-040fac498f8d', 1, '14c50172d3301031ae271767bc37f85f', '', '');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (3, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.SubscriptionService/CreateSubscription', '00000000-0000-0000-0000-00000001001f', 'subscription', '01a1f753-6480-7000-a505-ef212bb84963', 1, 'ca9c836f7e2a5a90a2c3758373e381c3', '', '01a1f753-6480-7000-aff6-284ffbb8d0a1');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (4, '2026-11-20 05:00:00+00', 'consumer:promotion-certificates', '', 'ocop.evaluation.certificate.issued.v1', NULL, 'listing', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, 'd923394d115a9b144f8654ed1140a0bb', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (5, '2026-11-20 05:00:00+00', 'consumer:promotion-certificates', '', 'ocop.evaluation.certificate.issued.v1', NULL, 'match', '109e73e6-c727-567b-bc54-4654c6a40403', 1, 'd923394d115a9b144f8654ed1140a0bb', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (6, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.promotion.v1.RewardService/AddRewardScheme', '00000000-0000-0000-0000-000000010021', 'reward_scheme', '01a1f753-6480-7000-b2f4-745c7f4c50a5', 1, '40f2f5b5e334bae193290937d5109a80', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (7, '2026-11-20 05:00:00+00', 'consumer:promotion-certificates', '', 'ocop.evaluation.certificate.issued.v1', NULL, 'listing', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 2, '00000000000000000000000000000052', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (8, '2026-11-20 05:00:00+00', 'consumer:promotion-certificates', '', 'ocop.evaluation.certificate.issued.v1', NULL, 'match', '109e73e6-c727-567b-bc54-4654c6a40403', 2, '00000000000000000000000000000052', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (9, '2026-11-20 05:00:00+00', 'consumer:promotion-certificates', '', 'ocop.evaluation.certificate.issued.v1', NULL, 'reward', '00000000-0000-0000-0000-000000000051', 1, '00000000000000000000000000000052', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (10, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.GiftService/ComposeGiftSet', '00000000-0000-0000-0000-000000010022', 'gift_set', '01a1f753-6480-7000-9128-3b4ff3d1c545', 1, '79ff8bd53e68ba78d5da8409dfe10c7a', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (11, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.GiftService/PlaceGiftOrder', '00000000-0000-0000-0000-000000010023', 'gift_set', '01a1f753-6480-7000-9128-3b4ff3d1c545', 2, 'ef33461b09d8e76aae870fb9d018ab3b', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (12, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.GiftService/PlaceGiftOrder', '00000000-0000-0000-0000-000000010023', 'gift_order', '01a1f753-6480-7000-8680-2726f13a00c7', 1, 'ef33461b09d8e76aae870fb9d018ab3b', '', '01a1f753-6480-7000-aff6-284ffbb8d0a1');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (13, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.SalesPointService/RegisterSalesPoint', '00000000-0000-0000-0000-000000010024', 'sales_point', '01a1f753-6480-7000-83e9-adf2341fcc11', 1, 'aa03f72431d99098f59070d44a9ce572', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (14, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.SalesPointService/RegisterDesignCentre', '00000000-0000-0000-0000-000000010025', 'design_centre', '01a1f753-6480-7000-a8e3-696e86d94c18', 1, '32a3ad6c980c744d4eafb5ccf441e7ec', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (15, '2026-11-20 05:00:00+00', 'maker', 'promotion_officer@*', '/ocop.promotion.v1.CampaignService/PlanCampaign', '00000000-0000-0000-0000-000000010026', 'campaign', '01a1f753-6480-7000-be4d-a324bbcac427', 1, '209c2522aa0fee683a71e6ce66050c21', '', '51');






INSERT INTO public.campaigns VALUES ('01a1f753-6480-7000-be4d-a324bbcac427', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '51', '2026-11-20', 'fair', '2026-11-18', '2026-11-24', '{"id":"01a1f753-6480-7000-be4d-a324bbcac427","province_code":"51","said_on":"2026-11-20","terms":{"name":"Hội chợ","kind":"fair","reach":"province","venue":"Quảng trường","organiser":"Sở","from":"2026-11-18","to":"2026-11-24"},"participants":[],"called_off":null}');



INSERT INTO public.deliveries OVERRIDING SYSTEM VALUE VALUES (1, '01a1f753-6480-7000-b446-76d8a82d5d42', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-a505-ef212bb84963', '109e73e6-c727-567b-bc54-4654c6a40403', 1, 'opened', 'ocop.promotion.match.opened.v1', '{"type":"ocop.promotion.match.opened.v1","timestamp":"2026-11-20T05:00:00.000000Z","id":"01a1f753-6480-7000-85c7-ccb20c0e0ab1","data":{"id":"109e73e6-c727-567b-bc54-4654c6a40403","partnerId":"01a1f753-6480-7000-aff6-284ffbb8d0a1","state":"MATCH_STATE_ACTIVE","productId":"01a1f753-6480-7000-b7c5-c021adb5a0a4","productName":"Nước mắm số 21","producerName":"HTX Sa Huỳnh","criteriaSet":9,"provinceCode":"51","star":3,"certificateId":"01a1f753-6480-7000-81c4-f35d4c7f81a0","decisionNumber":"1/QĐ-UBND","validFrom":"2025-02-03","validTo":"2028-02-03","assessment":{"fits":true,"score":100},"stage":"MATCH_STAGE_PROPOSED"}}', 'pending', '2026-11-20 05:00:05.373073+00', false, NULL, '2026-11-20 05:00:00+00', '[{"number":1,"at":"2026-11-20T05:00:00Z","outcome":{"failed":"Connection refused (os error 111)"},"took_ms":0}]', 0);
INSERT INTO public.deliveries OVERRIDING SYSTEM VALUE VALUES (2, '01a1f753-6480-7000-b3a7-51e8dca1f831', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-a505-ef212bb84963', '109e73e6-c727-567b-bc54-4654c6a40403', 2, 'renewed', 'ocop.promotion.match.renewed.v1', '{"type":"ocop.promotion.match.renewed.v1","timestamp":"2026-11-20T05:00:00.000000Z","id":"01a1f753-6480-7000-8c3d-fc58c0c49150","data":{"id":"109e73e6-c727-567b-bc54-4654c6a40403","partnerId":"01a1f753-6480-7000-aff6-284ffbb8d0a1","state":"MATCH_STATE_ACTIVE","productId":"01a1f753-6480-7000-b7c5-c021adb5a0a4","productName":"Nước mắm","producerName":"HTX Sa Huỳnh","criteriaSet":9,"provinceCode":"51","previousStar":3,"star":3,"certificateId":"00000000-0000-0000-0000-000000000051","decisionNumber":"2/QĐ-UBND","validFrom":"2026-10-01","validTo":"2029-09-30","assessment":{"fits":true,"score":100},"stage":"MATCH_STAGE_PROPOSED"}}', 'pending', '2026-11-20 05:00:00+00', false, NULL, NULL, '[]', 0);



INSERT INTO public.design_centres VALUES ('01a1f753-6480-7000-a8e3-696e86d94c18', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '51', '21040', '2026-11-20', '{"id":"01a1f753-6480-7000-a8e3-696e86d94c18","terms":{"name":"Trung tâm","owner":"HTX","site":{"province_code":"51","place_code":"21040","said_on":"2026-11-20","address":"Số 2"},"square_metres":500,"zones":[],"ocop_goods":0,"craft_goods":0,"other_goods":0},"scorings":[]}');



INSERT INTO public.gift_orders VALUES ('01a1f753-6480-7000-8680-2726f13a00c7', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-9128-3b4ff3d1c545', '01a1f753-6480-7000-aff6-284ffbb8d0a1', 'placed', '{"id":"01a1f753-6480-7000-8680-2726f13a00c7","gift_set_id":"01a1f753-6480-7000-9128-3b4ff3d1c545","partner_id":"01a1f753-6480-7000-aff6-284ffbb8d0a1","quantity":1,"price_vnd":500000,"needed_by":"2026-12-01","note":"","state":"placed"}');



INSERT INTO public.gift_set_items VALUES ('01a1f753-6480-7000-9128-3b4ff3d1c545', '01a1f753-6480-7000-b7c5-c021adb5a0a4');



INSERT INTO public.gift_sets VALUES ('01a1f753-6480-7000-9128-3b4ff3d1c545', 2, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '51', '2026-11-20', 'open', '2026-11-01', '2026-12-31', '{"id":"01a1f753-6480-7000-9128-3b4ff3d1c545","province_code":"51","said_on":"2026-11-20","terms":{"name":"Giỏ quà","seller":"Cửa hàng","price_vnd":500000,"stock":100},"season":{"from":"2026-11-01","to":"2026-12-31"},"items":[{"product_id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","quantity":1,"product_name":"Nước mắm","producer_name":"HTX Sa Huỳnh","criteria_set":9,"star":3,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"}}],"reserved":1,"state":"open"}');



INSERT INTO public.heads VALUES ('promotion-products', 'product', '01a1f753-6480-7000-9580-ae58805738b5', 1);
INSERT INTO public.heads VALUES ('promotion-products', 'product', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1);
INSERT INTO public.heads VALUES ('promotion-certificates', 'certificate', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 2);






INSERT INTO public.inbox VALUES ('promotion-products', '01a1f753-6480-7000-9827-65ebf0fe7609', 'product', '01a1f753-6480-7000-9580-ae58805738b5', 1, '2026-11-20 05:00:00+00');
INSERT INTO public.inbox VALUES ('promotion-products', '01a1f753-6480-7000-a960-48b6c658ecac', 'product', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, '2026-11-20 05:00:00+00');
INSERT INTO public.inbox VALUES ('promotion-certificates', '01a1f753-6480-7000-8635-9d4a4fa467fb', 'certificate', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, '2026-11-20 05:00:00+00');
INSERT INTO public.inbox VALUES ('promotion-certificates', '00000000-0000-0000-0000-000000000052', 'certificate', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 2, '2026-11-20 05:00:00+00');



INSERT INTO public.listings VALUES ('01a1f753-6480-7000-9580-ae58805738b5', 0, NULL, NULL, NULL, 'unlisted', 9, NULL, '51', '21040', '2026-11-20', NULL, '01a1f753-6480-7000-b3a6-eb36fb0adea8', NULL, NULL, 'cooperative', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{"product":{"id":"01a1f753-6480-7000-9580-ae58805738b5","name":"Nước mắm số 20","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"active":true,"trade":{"gtin":null,"brand":"","producer_kind":"cooperative","value_chain":null,"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"product_version":1,"stage":{"unlisted":null},"upcoming":null,"certification_version":0}');
INSERT INTO public.listings VALUES ('01a1f753-6480-7000-b7c5-c021adb5a0a4', 2, '01a1f753-6480-7000-a4f5-4a3279ffd36e', '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', 'open', 9, 3, '51', '21040', '2026-10-01', '2029-10-01', '01a1f753-6480-7000-b3a6-eb36fb0adea8', '2029-09-30', NULL, 'cooperative', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{"product":{"id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","name":"Nước mắm","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"},"active":true,"trade":{"gtin":null,"brand":"","producer_kind":"cooperative","value_chain":null,"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"product_version":1,"stage":{"listed":{"held":{"certificate":{"id":"00000000-0000-0000-0000-000000000051","star":3,"decision":{"number":"2/QĐ-UBND","date":"2026-10-01","authority":"UBND tỉnh Quảng Ngãi"},"valid_from":"2026-10-01","valid_to":"2029-09-30","imported":false,"certified":{"name":"Nước mắm","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"}}},"standing":"granted"},"state":"open"}},"upcoming":null,"certification_version":2}');



INSERT INTO public.matches VALUES ('109e73e6-c727-567b-bc54-4654c6a40403', 2, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-aff6-284ffbb8d0a1', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 'active', 'proposed', NULL, '{"published":{"state":"active","offer":{"product":{"id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","name":"Nước mắm","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"},"active":true,"trade":{"gtin":null,"brand":"","producer_kind":"cooperative","value_chain":null,"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"certificate":{"id":"00000000-0000-0000-0000-000000000051","star":3,"decision":{"number":"2/QĐ-UBND","date":"2026-10-01","authority":"UBND tỉnh Quảng Ngãi"},"valid_from":"2026-10-01","valid_to":"2029-09-30","imported":false,"certified":{"name":"Nước mắm","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"}}}}},"steps":[]}');



INSERT INTO public.nats_credentials VALUES ('01a1f753-6480-7000-a0a5-040fac498f8d', '01a1f753-6480-7000-aff6-284ffbb8d0a1', '\xa9c1cd75df48908e5fefab85dcc8c98cae5a7b1fef3287b7f1a4ff4e7c40711d', '2026-11-20 05:00:00+00', '2027-02-18 05:00:00+00', NULL);



INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (1, '01a1f753-6480-7000-83fd-299ba4ae1034', 'partner', '01a1f753-6480-7000-aff6-284ffbb8d0a1', 1, 'ocop.promotion.partner.registered.v1', 'ocop.promotion.v1.partner.registered.01a1f753-6480-7000-aff6-284ffbb8d0a1', '2026-11-20 05:00:00+00', '00-7cec49c07dccaf3d20ee065ae3f79379-0f66ebbb3f094630-01', '\x7b226964223a2230316131663735332d363438302d373030302d616666362d323834666662623864306131222c226e616d65223a225369c3aa75207468e1bb8b222c22736f757263696e67223a7b22637269746572696153657473223a5b395d2c2270726f76696e6365436f646573223a5b223531225d2c226d696e696d756d53746172223a332c22696e556e6974734f66223a22323032362d31312d3230227d2c227375626a656374223a226f636f702e70726f6d6f74696f6e2e76312e6d617463682e2a2e2a2e30316131663735332d363438302d373030302d616666362d323834666662623864306131227d', '2026-11-20 05:00:00+00', 1, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (2, '01a1f753-6480-7000-a638-fa1d8fa1331b', 'subscription', '01a1f753-6480-7000-a505-ef212bb84963', 1, 'ocop.promotion.subscription.created.v1', 'ocop.promotion.v1.subscription.created.01a1f753-6480-7000-aff6-284ffbb8d0a1', '2026-11-20 05:00:00+00', '00-ca9c836f7e2a5a90a2c3758373e381c3-6b37995a9958a33e-01', '\x7b226964223a2230316131663735332d363438302d373030302d613530352d656632313262623834393633222c22706172746e65724964223a2230316131663735332d363438302d373030302d616666362d323834666662623864306131222c2275726c223a22687474703a2f2f3132372e302e302e313a312f222c227374617465223a22535542534352495054494f4e5f53544154455f414354495645227d', '2026-11-20 05:00:00+00', 2, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (3, '01a1f753-6480-7000-ae04-364a21c6d941', 'listing', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, 'ocop.promotion.listing.opened.v1', 'ocop.promotion.v1.listing.opened.51', '2026-11-20 05:00:00+00', '00-d923394d115a9b144f8654ed1140a0bb-217d5154eb7677a4-01', '\x7b226c697374696e67223a7b226964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c227374617465223a224c495354494e475f53544154455f4f50454e222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c2263657274696669636174654964223a2230316131663735332d363438302d373030302d383163342d663335643463376638316130222c226465636973696f6e4e756d626572223a22312f51c4902d55424e44222c2276616c696446726f6d223a22323032352d30322d3033222c2276616c6964546f223a22323032382d30322d3033222c2270726f76696e6365436f6465223a223531222c22696d706f72746564223a747275652c22706c616365436f6465223a223231303430222c22706c6163654f6e223a22323032362d31312d3230222c2270726f64756365724b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645227d7d', '2026-11-20 05:00:00+00', 3, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (4, '01a1f753-6480-7000-85c7-ccb20c0e0ab1', 'match', '109e73e6-c727-567b-bc54-4654c6a40403', 1, 'ocop.promotion.match.opened.v1', 'ocop.promotion.v1.match.opened.51.01a1f753-6480-7000-aff6-284ffbb8d0a1', '2026-11-20 05:00:00+00', '00-d923394d115a9b144f8654ed1140a0bb-217d5154eb7677a4-01', '\x7b226964223a2231303965373365362d633732372d353637622d626335342d343635346336613430343033222c22706172746e65724964223a2230316131663735332d363438302d373030302d616666362d323834666662623864306131222c227374617465223a224d415443485f53544154455f414354495645222c2270726f647563744964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2270726f76696e6365436f6465223a223531222c2273746172223a332c2263657274696669636174654964223a2230316131663735332d363438302d373030302d383163342d663335643463376638316130222c226465636973696f6e4e756d626572223a22312f51c4902d55424e44222c2276616c696446726f6d223a22323032352d30322d3033222c2276616c6964546f223a22323032382d30322d3033222c226173736573736d656e74223a7b2266697473223a747275652c2273636f7265223a3130307d2c227374616765223a224d415443485f53544147455f50524f504f534544227d', '2026-11-20 05:00:00+00', 4, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (5, '01a1f753-6480-7000-9330-aa50bc1a073b', 'reward_scheme', '01a1f753-6480-7000-b2f4-745c7f4c50a5', 1, 'ocop.promotion.reward_scheme.added.v1', 'ocop.promotion.v1.reward_scheme.added.51', '2026-11-20 05:00:00+00', '00-40f2f5b5e334bae193290937d5109a80-2ed36b101d637c8d-01', '\x7b22736368656d65223a7b226964223a2230316131663735332d363438302d373030302d623266342d373435633766346335306135222c2270726f76696e6365436f6465223a223531222c22706c6163654f6e223a22323032362d30312d3031222c226e616d65223a225468c6b0e1bb9f6e67204f434f50222c2262617369734e756d626572223a2231322f4e512d48c4904e44222c22626173697344617465223a22323032362d30312d3031222c226261736973417574686f72697479223a2248c4904e442074e1bb896e68222c22706572696f6446726f6d223a22323032362d30312d3031222c22706572696f64546f223a22323032362d31322d3331222c22616d6f756e7473223a5b7b226b696e64223a225245434f474e4954494f4e5f4b494e445f4649525354222c2273746172223a332c22616d6f756e74566e64223a223530303030303030222c227061796572223a225245574152445f50415945525f50524f56494e4345227d5d7d7d', '2026-11-20 05:00:00+00', 5, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (6, '01a1f753-6480-7000-afd2-744135e0c37b', 'listing', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 2, 'ocop.promotion.listing.updated.v1', 'ocop.promotion.v1.listing.updated.51', '2026-11-20 05:00:00+00', '00-00000000000000000000000000000052-00000000000000a1-01', '\x7b226c697374696e67223a7b226964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c227374617465223a224c495354494e475f53544154455f4f50454e222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c2263657274696669636174654964223a2230303030303030302d303030302d303030302d303030302d303030303030303030303531222c226465636973696f6e4e756d626572223a22322f51c4902d55424e44222c2276616c696446726f6d223a22323032362d31302d3031222c2276616c6964546f223a22323032392d30392d3330222c2270726f76696e6365436f6465223a223531222c22706c616365436f6465223a223231303430222c22706c6163654f6e223a22323032362d31302d3031222c2270726f64756365724b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645227d7d', '2026-11-20 05:00:00+00', 6, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (7, '01a1f753-6480-7000-8c3d-fc58c0c49150', 'match', '109e73e6-c727-567b-bc54-4654c6a40403', 2, 'ocop.promotion.match.renewed.v1', 'ocop.promotion.v1.match.renewed.51.01a1f753-6480-7000-aff6-284ffbb8d0a1', '2026-11-20 05:00:00+00', '00-00000000000000000000000000000052-00000000000000a1-01', '\x7b226964223a2231303965373365362d633732372d353637622d626335342d343635346336613430343033222c22706172746e65724964223a2230316131663735332d363438302d373030302d616666362d323834666662623864306131222c227374617465223a224d415443485f53544154455f414354495645222c2270726f647563744964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2270726f76696e6365436f6465223a223531222c2270726576696f757353746172223a332c2273746172223a332c2263657274696669636174654964223a2230303030303030302d303030302d303030302d303030302d303030303030303030303531222c226465636973696f6e4e756d626572223a22322f51c4902d55424e44222c2276616c696446726f6d223a22323032362d31302d3031222c2276616c6964546f223a22323032392d30392d3330222c226173736573736d656e74223a7b2266697473223a747275652c2273636f7265223a3130307d2c227374616765223a224d415443485f53544147455f50524f504f534544227d', '2026-11-20 05:00:00+00', 7, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (12, '01a1f753-6480-7000-b55d-59f82cf90f66', 'sales_point', '01a1f753-6480-7000-83e9-adf2341fcc11', 1, 'ocop.promotion.sales_point.registered.v1', 'ocop.promotion.v1.sales_point.registered.51', '2026-11-20 05:00:00+00', '00-aa03f72431d99098f59070d44a9ce572-eee52c25b75d0ee1-01', '\x7b2273616c6573506f696e74223a7b226964223a2230316131663735332d363438302d373030302d383365392d616466323334316663633131222c226e616d65223a22c49069e1bb836d204f434f50222c226f776e6572223a22485458222c22706c616365436f6465223a223231303430222c2270726f76696e6365436f6465223a223531222c2261646472657373223a2253e1bb912031222c22706c61636547726f7570223a2272657461696c222c22706c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 12, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (8, '01a1f753-6480-7000-8f52-487aa993bd12', 'reward', '00000000-0000-0000-0000-000000000051', 1, 'ocop.promotion.reward.granted.v1', 'ocop.promotion.v1.reward.granted.51', '2026-11-20 05:00:00+00', '00-00000000000000000000000000000052-00000000000000a1-01', '\x7b22726577617264223a7b226964223a2230303030303030302d303030302d303030302d303030302d303030303030303030303531222c227374617465223a225245574152445f53544154455f445545222c226b696e64223a225245434f474e4954494f4e5f4b494e445f4649525354222c2270726f647563744964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c226465636973696f6e4e756d626572223a22322f51c4902d55424e44222c22646563696465644f6e223a22323032362d31302d3031222c22706c616365436f6465223a223231303430222c22706c6163654e616d65223a2242c3ac6e682053c6a16e222c2270726f76696e6365436f6465223a223531222c22736368656d654964223a2230316131663735332d363438302d373030302d623266342d373435633766346335306135222c227061796572223a225245574152445f50415945525f50524f56494e4345222c226f776564566e64223a223530303030303030222c226f70656e566e64223a223530303030303030227d7d', '2026-11-20 05:00:00+00', 8, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (10, '01a1f753-6480-7000-9ff8-5d91079131e8', 'gift_set', '01a1f753-6480-7000-9128-3b4ff3d1c545', 2, 'ocop.promotion.gift_set.stock_changed.v1', 'ocop.promotion.v1.gift_set.stock_changed.51', '2026-11-20 05:00:00+00', '00-ef33461b09d8e76aae870fb9d018ab3b-7517782e5c893776-01', '\x7b2267696674536574223a7b226964223a2230316131663735332d363438302d373030302d393132382d336234666633643163353435222c227374617465223a22474946545f5345545f53544154455f4f50454e222c2270726f76696e6365436f6465223a223531222c226e616d65223a224769e1bb8f207175c3a0222c2273656c6c6572223a2243e1bbad612068c3a06e67222c227072696365566e64223a22353030303030222c2273746f636b223a3130302c227265736572766564223a312c22736f6c6446726f6d223a22323032362d31312d3031222c22736f6c64546f223a22323032362d31322d3331222c226974656d73223a5b7b2270726f647563744964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c227175616e74697479223a312c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c2270726f76696e6365436f6465223a223531227d5d2c22706c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 10, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (11, '01a1f753-6480-7000-87bc-f54fc42f9f6e', 'gift_order', '01a1f753-6480-7000-8680-2726f13a00c7', 1, 'ocop.promotion.gift_order.placed.v1', 'ocop.promotion.v1.gift_order.placed.01a1f753-6480-7000-aff6-284ffbb8d0a1', '2026-11-20 05:00:00+00', '00-ef33461b09d8e76aae870fb9d018ab3b-7517782e5c893776-01', '\x7b22676966744f72646572223a7b226964223a2230316131663735332d363438302d373030302d383638302d323732366631336130306337222c227374617465223a22474946545f4f524445525f53544154455f504c41434544222c22676966745365744964223a2230316131663735332d363438302d373030302d393132382d336234666633643163353435222c22706172746e65724964223a2230316131663735332d363438302d373030302d616666362d323834666662623864306131222c227175616e74697479223a312c227072696365566e64223a22353030303030222c226e65656465644279223a22323032362d31322d3031227d7d', '2026-11-20 05:00:00+00', 11, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (14, '01a1f753-6480-7000-8be0-2a205739fa33', 'campaign', '01a1f753-6480-7000-be4d-a324bbcac427', 1, 'ocop.promotion.campaign.planned.v1', 'ocop.promotion.v1.campaign.planned.51', '2026-11-20 05:00:00+00', '00-209c2522aa0fee683a71e6ce66050c21-cdefcd18b0ae2705-01', '\x7b2263616d706169676e223a7b226964223a2230316131663735332d363438302d373030302d626534642d613332346262636163343237222c2270726f76696e6365436f6465223a223531222c226e616d65223a2248e1bb9969206368e1bba3222c226b696e64223a2243414d504149474e5f4b494e445f46414952222c227265616368223a2243414d504149474e5f52454143485f50524f56494e4345222c2276656e7565223a225175e1baa36e67207472c6b0e1bb9d6e67222c226f7267616e69736572223a2253e1bb9f222c2266726f6d44617465223a22323032362d31312d3138222c22746f44617465223a22323032362d31312d3234222c22706c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 14, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (9, '01a1f753-6480-7000-9421-dfc9a08aef95', 'gift_set', '01a1f753-6480-7000-9128-3b4ff3d1c545', 1, 'ocop.promotion.gift_set.composed.v1', 'ocop.promotion.v1.gift_set.composed.51', '2026-11-20 05:00:00+00', '00-79ff8bd53e68ba78d5da8409dfe10c7a-da24b0b970894dff-01', '\x7b2267696674536574223a7b226964223a2230316131663735332d363438302d373030302d393132382d336234666633643163353435222c227374617465223a22474946545f5345545f53544154455f4f50454e222c2270726f76696e6365436f6465223a223531222c226e616d65223a224769e1bb8f207175c3a0222c2273656c6c6572223a2243e1bbad612068c3a06e67222c227072696365566e64223a22353030303030222c2273746f636b223a3130302c22736f6c6446726f6d223a22323032362d31312d3031222c22736f6c64546f223a22323032362d31322d3331222c226974656d73223a5b7b2270726f647563744964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c227175616e74697479223a312c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c2270726f76696e6365436f6465223a223531227d5d2c22706c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 9, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (13, '01a1f753-6480-7000-b895-407ddb3ccb8e', 'design_centre', '01a1f753-6480-7000-a8e3-696e86d94c18', 1, 'ocop.promotion.design_centre.registered.v1', 'ocop.promotion.v1.design_centre.registered.51', '2026-11-20 05:00:00+00', '00-32a3ad6c980c744d4eafb5ccf441e7ec-293f31abe1c87948-01', '\x7b2264657369676e43656e747265223a7b226964223a2230316131663735332d363438302d373030302d613865332d363936653836643934633138222c226e616d65223a225472756e672074c3a26d222c226f776e6572223a22485458222c22706c616365436f6465223a223231303430222c2270726f76696e6365436f6465223a223531222c2261646472657373223a2253e1bb912032222c227371756172654d6574726573223a3530302c22706c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 13, 0, NULL);






INSERT INTO public.partners VALUES ('01a1f753-6480-7000-aff6-284ffbb8d0a1', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', 'Siêu thị', 'mua@sieuthi.example', NULL, 'sieu thi', '{"contacts":[],"contract":null}', '{"first":{"name":"","criteria_sets":[9],"province_codes":["51"],"said_on":"2026-11-20","minimum_star":3,"criteria":[]},"further":[]}', NULL);






INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001001e', '/ocop.promotion.v1.PartnerService/RegisterPartner', '\x8eccde83b395fc5e0e4a300945f6b4f1ca639efe31f4aded3b2413ecb220f639', '\x01057465737473587e004bc189845ea2fc2ce97c5030978a9a05eb1447281d0e538c5cb08db2119566b9867738704c524edc954acc52385924637459e2203af6ecec551eee002435244fc0b5c66bde39cb2caee731d7416b5e07116775b4a9226e068c7a46a36f679e8e223d3b0d877771a9f4ecee4e8f63af6553678ea4c3b88d7881b2e5f63813debefef18536c60b7327336123c967b2ea9d66dcade3b945fc7dc98b976cc65bbd0b083923bf5dfd8a5461f8329d6ddfef0e880e53e8c2583b5127b03423303fc0b78709d08042896e2a32a830e4f92a330af0', '2026-11-20 05:00:00+00', 'promotion_officer@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010020', '/ocop.promotion.v1.PartnerService/IssueNatsCredentials', '\x31e287c3e3b440ada0ba6dbaa0e79da4c23d60354f765b9e344ea8caa3fd4055', '\x01057465737473fc6ad71cbcd1d5c1f2ea4ddbf5ee7e770f0a95083e1876a00a97ea47c3c5cf99999b8bf3d54cba4ad3438cf6728add1e1f0b8822a7e895670660a43771acdfdcb05d5fdb223fa55aa79317e1eeae7fd512f41db1b437e06b04546ad47b4d110bd9a3a0196ba377e13c46b912444d2857f68f4a73484c9de05a5f192339878c286a950120407eb4d3b18216a42eedd22024841326603b3538c12671028327b01645d36d8f094443635a57a0ec4380419b1aabe19f09fd27ee45721c7a9ea94268f531046e942e91e18196b314898ffcce4194d29d258a3c78cc1f12b5260062107c85852ed80d92ec59c0809a8cebafa992c2d053aafd817cf1c96dedc5b7e0afa7efd135271856b57c2bc81306b67e30d0c474104bb7da4567f85fe0ec690736b788a088b8d7bc814fa18575c5679484b1e2fc54f89e0e9f9bca2f5882c868714444384927fcaa0a6ad63d9b9968ff4fbea6a6800c437595188fee1882669a29ac2616d5b58caf7d81ff3376f44e271187df3b33f8ded5ddf926a64044a600', '2026-11-20 05:00:00+00', 'promotion_officer@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001001f', '/ocop.promotion.v1.SubscriptionService/CreateSubscription', '\xf47751abe8f24331596592289701f5b093d15ee2c925b1ee6c8269a66bf71cd9', '\x0105746573747349dc2661756fd2d3c38f2a0ff5b00b6b027150e2b44d49b94573cf34491434cbf45d87977b583eaff9be96c0b98e09f2259d5db6ae7ad0c0f47a860d49c55dd5acf1dc0891093fc6c6b947978352bcab2e096b1e1b6164fcbec0d18de5302cce209c2dcb4cd8e21d8291e591b01a734838b93265823483d6b06d5f5ba176d64e36d88d3e62a6e831e7446173b8bd2402b0c890263e8ac02a2ed493efbed341cefde5a30f69885f81860c1aca3c8efdf74c60fa0db5248b3aafe9133f65dc2114e3bd37bbfd35da93', '2026-11-20 05:00:00+00', 'promotion_officer@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010021', '/ocop.promotion.v1.RewardService/AddRewardScheme', '\xeb70ee9fa1b61911bc25070da98f05734edc8b9714b4a3d69b8eec4d7da6ff77', '\x01057465737473eeb2f7a898be7847f3455972eda2074ccacb11d85c55b22ff175c0949f1f8841c4624f6e943c320da831487bcc290ed8c0140018f3b047b5d6bbaa2cf3dd9100dd0bd84e37cf305727ec462f8d93f58805e6efedb3700ca97439ab6e7c7ee1daf601b5ea6596603471c3e5fdf52bf4f953a6a05b20c68985b4d93bba1f9bf4a942be389189f03b0fcf5f64f844377a61aede0d7c4dc0cb624830d5ffa939ad49ff0e94bc02f4cfd545c7c34eea107e9559046ea574d1a563f62b3ddbb68187126d214962', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010022', '/ocop.promotion.v1.GiftService/ComposeGiftSet', '\xe58088e1cebe04de9b1b54faee546edae0dd20117c3e494d6b5e4155f7df9271', '\x0105746573747373be3a7622d83df25c4cf61146bcc2f2c25b3ef14e03be96982f3ada8f68ac89e9bd38835538d1067ab9307eded531035093c1aa28506be9c702e57beec57c1b4a4da3b8d57ddd5266b7a351906cab71f39077e95b65ed0a3a734a2c6f190835883cfe2725256fee31973e78c251a831ecd203ab454b544ff2ea44248914942a290bd42de76a9f1be8a2fd96c1020239de83a98f9f26f2998b9dd743f23d521109d14e76601dcdde1c7de387996b5a701750a6763b64ea68d21869dacd43435756788764985e12ed7266762b144947851478d7304fb069b318e3d240323c8c43bb6429e5023c36a7958361bd41e9c266097f55', '2026-11-20 05:00:00+00', 'promotion_officer@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010023', '/ocop.promotion.v1.GiftService/PlaceGiftOrder', '\xaac0aa0b91830ce91d7e987a8aa67db146e3ae3ae1df3fe47f41fa04f07d40e4', '\x01057465737473795361731956197ddab8917d125faef7ca1d355df7e63559cf5c64286fb8ba85728733d838dff598c6942b673c5dc2ce6122d469f7038b325e10feb0c6b88bf356d80c29ceba38da91c97a0ff05fdcd3741e93756328ef89fcbff7ac1d9bd5eb9438ee77b81b8bf577c57a3bcf49d14e92833fb6c6987e65966d9f916c53ccbeced5aad93a5d779d9cf8522dff7596dbdf9f2a14605535201ae7628fb8b685aad28b00d80cb5f2b2d1fa50796bd4d0d75a45b7d4eee2052c', '2026-11-20 05:00:00+00', 'promotion_officer@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010024', '/ocop.promotion.v1.SalesPointService/RegisterSalesPoint', '\xd4a8e86d5da46e7778f9a53bc278d8f52a0e8fa7dadaeb27c2854a74b21bb9b1', '\x01057465737473a8feb81ba529fac0e16d4cf8e82acb8275984753237867e29e60adc4b4b3b9beb649a91cafc0df05f00b2bf7267620fb31d854e3187f5864a0a32ab97f48e3a456058416f730972c45666906d20c5c82e62909f61a33c0501438ed17f111dd9e1c1f55e56252b40f176229fcb4490cdb907e189b20d4fea66a1ed074fe2202c81d73b5d5dd26b2c4176b61283d217249c730', '2026-11-20 05:00:00+00', 'promotion_officer@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010025', '/ocop.promotion.v1.SalesPointService/RegisterDesignCentre', '\x234b80bcb395393eef77ca61b91277d5173c3b33d3add5b27ee46552350357e5', '\x01057465737473dc88cf6c188d166defa71b576bc3f0193d627049eff58a3d0d58c8938c03cfdcd264f3b25bbc0da291d77a5eeaaa8441d4fb2114d769244868f24d10052cf3bbf3124c2a998921b6bf1546ad4ed663af59d097fd985b25ecd79289af95bd82a1277733aa048216cc9b2be29e3b9fadd35556a282243830a60c09a2b031cce388252227658cde88bf33ff26e435d008e7db84dbcf1b', '2026-11-20 05:00:00+00', 'promotion_officer@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010026', '/ocop.promotion.v1.CampaignService/PlanCampaign', '\x319d923527bc01533d4a691738b655106554026a0356a2a9c27a8a353728e50a', '\x01057465737473bf6476d4ab8dd6c9c49ea485c6c038f509a38d5c48f655ca5d1fbb748b7e2527bd72a1adaa0f08532d308774423675e6dad84a4783c158e67ccdddbb311848e7e5c3d5d24ffb3ce16d4b60847855047f90886bc77c54e3abe12c47252f51da72b5663a28a8888075d37628c15f47c81d25f42d02e03f45ace309121bd8b9ed5af7068861c2ad2f7e8a6d215b7e4ef2865617c89a4726883e37de107188d18b86c82eabd9be8808d4770b0f', '2026-11-20 05:00:00+00', 'promotion_officer@*');



INSERT INTO public.reward_schemes VALUES ('01a1f753-6480-7000-b2f4-745c7f4c50a5', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '51', '2026-01-01', '2026-01-01', '2026-12-31', '{"id":"01a1f753-6480-7000-b2f4-745c7f4c50a5","province_code":"51","said_on":"2026-01-01","terms":{"name":"Thưởng OCOP","basis":{"number":"12/NQ-HĐND","date":"2026-01-01","authority":"HĐND tỉnh"},"period":{"from":"2026-01-01","to":"2026-12-31"},"amounts":[{"kind":"first","star":3,"vnd":50000000,"payer":"province"}]},"budgets":[]}');



INSERT INTO public.rewards VALUES ('01a1f753-6480-7000-81c4-f35d4c7f81a0', 0, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-b7c5-c021adb5a0a4', '51', '21040', '2026-11-20', '1/QĐ-UBND', '2025-02-03', 'not_owed', NULL, '{"recognition":{"certificate_id":"01a1f753-6480-7000-81c4-f35d4c7f81a0","product_id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","product_name":"Nước mắm số 21","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"star":3,"kind":null,"decision":{"number":"1/QĐ-UBND","date":"2025-02-03","authority":"UBND tỉnh Quảng Ngãi"},"ending":null},"told_by":1,"owed":null,"approval":null,"payments":[],"repayments":[]}');
INSERT INTO public.rewards VALUES ('00000000-0000-0000-0000-000000000051', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-b7c5-c021adb5a0a4', '51', '21040', '2026-10-01', '2/QĐ-UBND', '2026-10-01', 'due', 'province', '{"recognition":{"certificate_id":"00000000-0000-0000-0000-000000000051","product_id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","product_name":"Nước mắm","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"},"star":3,"kind":"first","decision":{"number":"2/QĐ-UBND","date":"2026-10-01","authority":"UBND tỉnh Quảng Ngãi"},"ending":null},"told_by":2,"owed":{"scheme_id":"01a1f753-6480-7000-b2f4-745c7f4c50a5","payer":"province","vnd":50000000},"approval":null,"payments":[],"repayments":[]}');



INSERT INTO public.sales_points VALUES ('01a1f753-6480-7000-83e9-adf2341fcc11', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '51', '21040', '2026-11-20', 'retail', NULL, NULL, NULL, '{"id":"01a1f753-6480-7000-83e9-adf2341fcc11","terms":{"name":"Điểm OCOP","owner":"HTX","phone":"","site":{"province_code":"51","place_code":"21040","said_on":"2026-11-20","address":"Số 1"},"location":null,"group":"retail","hours":{"openings":[],"closed":[]},"met":[]},"present":[],"closed_on":null}');



INSERT INTO public.seaql_migrations VALUES ('c0001_chassis', 1795876408);
INSERT INTO public.seaql_migrations VALUES ('m0001_promotion', 1795876408);
INSERT INTO public.seaql_migrations VALUES ('m0002_market', 1795876408);



INSERT INTO public.sourcing_keys VALUES (9, '51', 3, '01a1f753-6480-7000-aff6-284ffbb8d0a1');



INSERT INTO public.subscriptions VALUES ('01a1f753-6480-7000-a505-ef212bb84963', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-aff6-284ffbb8d0a1', 'http://127.0.0.1:1/', '', '{"current":"AQV0ZXN0c0sHupi7hsZhU8LYcz4JWIHqb2TrTYG9iUBN9HfBXXhKxUGK6NufRNSAMx5zCoMUYBIpVgsFRdPnTT38fD1SLSlU4RzBuM97EuPlGXiMSA","previous":[]}', NULL, NULL, '2026-11-20 05:00:00+00', false, '{"changes":[],"criteria_sets":[],"province_codes":[]}', '[]', NULL);



SELECT pg_catalog.setval('public.audit_position_seq', 15, true);



SELECT pg_catalog.setval('public.deliveries_position_seq', 2, true);



SELECT pg_catalog.setval('public.outbox_position_seq', 14, true);



ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY ("position");



ALTER TABLE ONLY public.audit_seals
    ADD CONSTRAINT audit_seals_pkey PRIMARY KEY (number);



ALTER TABLE ONLY public.campaigns
    ADD CONSTRAINT campaigns_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_id_key UNIQUE (id);



ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY ("position");



ALTER TABLE ONLY public.design_centres
    ADD CONSTRAINT design_centres_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.gift_orders
    ADD CONSTRAINT gift_orders_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.gift_set_items
    ADD CONSTRAINT gift_set_items_pkey PRIMARY KEY (gift_set_id, product_id);



ALTER TABLE ONLY public.gift_sets
    ADD CONSTRAINT gift_sets_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.heads
    ADD CONSTRAINT heads_pkey PRIMARY KEY (aggregate_id, consumer, aggregate_type);



ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (consumer, event_id);



ALTER TABLE ONLY public.listings
    ADD CONSTRAINT listings_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.matches
    ADD CONSTRAINT matches_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.nats_credentials
    ADD CONSTRAINT nats_credentials_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_aggregate_type_aggregate_id_version_key UNIQUE (aggregate_type, aggregate_id, version);



ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");



ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (consumer, aggregate_id, aggregate_type, version);



ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.place_additions
    ADD CONSTRAINT place_additions_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (actor, request_id);



ALTER TABLE ONLY public.reward_schemes
    ADD CONSTRAINT reward_schemes_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.rewards
    ADD CONSTRAINT rewards_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.sales_points
    ADD CONSTRAINT sales_points_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.seaql_migrations
    ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);



ALTER TABLE ONLY public.sourcing_keys
    ADD CONSTRAINT sourcing_keys_pkey PRIMARY KEY (criteria_set, province_code, minimum_star, partner_id);



ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT subscriptions_pkey PRIMARY KEY (id);



CREATE INDEX audit_aggregate ON public.audit USING btree (aggregate_type, aggregate_id, version);



CREATE INDEX audit_at ON public.audit USING brin (at);



CREATE INDEX campaigns_held ON public.campaigns USING btree (to_date, id);



CREATE INDEX campaigns_province ON public.campaigns USING btree (province_code, id);



CREATE INDEX deliveries_begun ON public.deliveries USING btree (begun_at) WHERE (begun_at IS NOT NULL);



CREATE INDEX deliveries_claimed ON public.deliveries USING btree (claimed_until) WHERE (claimed_until IS NOT NULL);



CREATE INDEX deliveries_due ON public.deliveries USING btree (next_attempt_at) WHERE (state = 'pending'::text);



CREATE UNIQUE INDEX deliveries_lane ON public.deliveries USING btree (subscription_id, match_id, match_version);



CREATE INDEX deliveries_settled ON public.deliveries USING btree (created_at) WHERE (state <> 'pending'::text);



CREATE INDEX deliveries_subscription ON public.deliveries USING btree (subscription_id, "position");



CREATE INDEX design_centres_province ON public.design_centres USING btree (province_code, id);



CREATE INDEX gift_orders_partner ON public.gift_orders USING btree (partner_id, id);



CREATE INDEX gift_orders_set ON public.gift_orders USING btree (gift_set_id, id);



CREATE INDEX gift_set_items_product ON public.gift_set_items USING btree (product_id);



CREATE INDEX gift_sets_sold ON public.gift_sets USING btree (sold_to, id);



CREATE INDEX inbox_applied_at ON public.inbox USING brin (applied_at);



CREATE INDEX listings_gtin ON public.listings USING btree (gtin) WHERE (gtin IS NOT NULL);



CREATE INDEX listings_next_date ON public.listings USING btree (next_date) WHERE (next_date IS NOT NULL);



CREATE UNIQUE INDEX listings_opened ON public.listings USING btree (opened_key);



CREATE INDEX listings_producer ON public.listings USING btree (producer_id, id);



CREATE INDEX listings_set ON public.listings USING btree (criteria_set, state, opened_key);



CREATE INDEX listings_state ON public.listings USING btree (state, opened_key);



CREATE INDEX listings_updated ON public.listings USING btree (updated_at);



CREATE INDEX matches_changed ON public.matches USING btree (partner_id, updated_at);



CREATE INDEX matches_next_date ON public.matches USING btree (next_date) WHERE (next_date IS NOT NULL);



CREATE UNIQUE INDEX matches_pair ON public.matches USING btree (product_id, partner_id);



CREATE INDEX matches_partner ON public.matches USING btree (partner_id, id);



CREATE INDEX nats_credentials_partner ON public.nats_credentials USING btree (partner_id, id);



CREATE INDEX outbox_recorded_at ON public.outbox USING brin (recorded_at);



CREATE INDEX outbox_refused ON public.outbox USING btree ("position") WHERE (refused IS NOT NULL);



CREATE INDEX outbox_sent ON public.outbox USING btree (stream_seq) WHERE (sent_at IS NOT NULL);



CREATE INDEX outbox_unsent ON public.outbox USING btree ("position") WHERE ((sent_at IS NULL) AND (refused IS NULL));



CREATE INDEX partners_likeness ON public.partners USING btree (likeness);



CREATE UNIQUE INDEX place_additions_position ON public.place_additions USING btree ("position");



CREATE INDEX requests_created_at ON public.requests USING brin (created_at);



CREATE INDEX reward_schemes_period ON public.reward_schemes USING btree (period_to, period_from);



CREATE INDEX rewards_decided ON public.rewards USING btree (decided_on, id);



CREATE INDEX rewards_decision ON public.rewards USING btree (decision_number, id);



CREATE INDEX rewards_province ON public.rewards USING btree (province_code, id);



CREATE INDEX sales_points_location ON public.sales_points USING btree (latitude, longitude);



CREATE INDEX sales_points_province ON public.sales_points USING btree (province_code, id);



CREATE INDEX sourcing_keys_partner ON public.sourcing_keys USING btree (partner_id);



CREATE UNIQUE INDEX subscriptions_url ON public.subscriptions USING btree (partner_id, url) WHERE ((stopped IS NULL) OR (stopped <> 'deleted'::text));



ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.subscriptions(id);



ALTER TABLE ONLY public.gift_orders
    ADD CONSTRAINT gift_orders_gift_set_id_fkey FOREIGN KEY (gift_set_id) REFERENCES public.gift_sets(id);



ALTER TABLE ONLY public.gift_orders
    ADD CONSTRAINT gift_orders_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);



ALTER TABLE ONLY public.gift_set_items
    ADD CONSTRAINT gift_set_items_gift_set_id_fkey FOREIGN KEY (gift_set_id) REFERENCES public.gift_sets(id);



ALTER TABLE ONLY public.matches
    ADD CONSTRAINT matches_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);



ALTER TABLE ONLY public.matches
    ADD CONSTRAINT matches_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.listings(id);



ALTER TABLE ONLY public.nats_credentials
    ADD CONSTRAINT nats_credentials_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);



ALTER TABLE ONLY public.sourcing_keys
    ADD CONSTRAINT sourcing_keys_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);



ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT subscriptions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);




