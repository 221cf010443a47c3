


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



CREATE TABLE public.certificates (
    product_id uuid NOT NULL,
    id uuid NOT NULL,
    star integer NOT NULL,
    decision_number text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    revoked_on date,
    imported boolean DEFAULT false NOT NULL
);



CREATE TABLE public.growing_area_holders (
    producer_id uuid NOT NULL,
    area_id uuid NOT NULL
);



CREATE TABLE public.growing_area_lapses (
    area_id uuid NOT NULL,
    "position" integer NOT NULL,
    paper text NOT NULL,
    name text NOT NULL,
    last_day date NOT NULL
);



CREATE TABLE public.growing_area_products (
    product_id uuid NOT NULL,
    area_id uuid NOT NULL
);



CREATE TABLE public.growing_areas (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    code text NOT NULL,
    issuer text NOT NULL,
    place_code text NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    valid_from date,
    valid_to date,
    profile text NOT NULL
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



CREATE TABLE public.lots (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    lot text NOT NULL,
    producer_id uuid NOT NULL,
    product_id uuid,
    place_code text NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    made_on date NOT NULL,
    making text NOT NULL,
    certificate_id uuid,
    star integer
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



CREATE TABLE public.past_versions (
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    snapshot text NOT NULL
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



CREATE TABLE public.producers (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name text NOT NULL,
    search_text text NOT NULL,
    kind text NOT NULL,
    registration_number text NOT NULL,
    registration_date date,
    place_code text NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    address text NOT NULL,
    phone text NOT NULL,
    email text NOT NULL,
    representative_name text NOT NULL,
    representative_position text NOT NULL,
    representative_sex text NOT NULL,
    representative_ethnicity text NOT NULL,
    representative_disability boolean NOT NULL,
    local_capital_percent integer,
    value_chain text NOT NULL,
    stable_raw_material boolean NOT NULL,
    gln text,
    years text DEFAULT '[]'::text NOT NULL,
    people text DEFAULT '[]'::text NOT NULL
);



CREATE TABLE public.products (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    producer_id uuid NOT NULL,
    criteria_set integer NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    search_text text NOT NULL,
    description text NOT NULL,
    story text NOT NULL,
    packaging text NOT NULL,
    gtin text,
    place_code text NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    status text NOT NULL,
    brand text DEFAULT ''::text NOT NULL,
    details text DEFAULT '{}'::text NOT NULL,
    status_reason text DEFAULT ''::text NOT NULL,
    search_brand text DEFAULT ''::text NOT NULL,
    search_producer text DEFAULT ''::text NOT NULL,
    search_description text DEFAULT ''::text NOT NULL,
    search_all text GENERATED ALWAYS AS (((((((((' '::text || search_text) || ' | '::text) || search_brand) || ' | '::text) || search_producer) || ' | '::text) || search_description) || ' '::text)) STORED
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



CREATE TABLE public.seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);



CREATE TABLE public.trace_event_items (
    item text NOT NULL,
    sequence bigint NOT NULL
);



CREATE TABLE public.trace_events (
    sequence bigint NOT NULL,
    event_id text NOT NULL,
    producer_id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    body text NOT NULL
);



ALTER TABLE public.trace_events ALTER COLUMN sequence ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.trace_events_sequence_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.trace_items (
    item text NOT NULL
);



CREATE TABLE public.transfers (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    subject_id uuid NOT NULL,
    producer_id uuid NOT NULL,
    from_place_code text NOT NULL,
    from_province_code text NOT NULL,
    from_place_on date NOT NULL,
    to_place_code text NOT NULL,
    to_province_code text NOT NULL,
    to_place_on date NOT NULL,
    by_office boolean NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    closing_reason text NOT NULL
);



CREATE TABLE public.words (
    word text NOT NULL,
    letters integer NOT NULL
);



INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (1, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.catalog.v1.CatalogService/RegisterProducer', '00000000-0000-0000-0000-00000001000a', 'producer', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 1, '7a3494d09e718d1ba2f6b13ecf068400', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (2, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.catalog.v1.CatalogService/RegisterProducer', '00000000-0000-0000-0000-00000001000b', 'producer', '01a1f753-6480-7000-ae9f-fe3613c52a48', 1, '7123c8162fb2de6cea81fe9f438f98fd', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (3, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.catalog.v1.CatalogService/RegisterProduct', '00000000-0000-0000-0000-000000010014', 'product', '01a1f753-6480-7000-9580-ae58805738b5', 1, '61c6c14c60fc4b8d7bab62a95c24fc1d', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (4, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.catalog.v1.CatalogService/RegisterProduct', '00000000-0000-0000-0000-000000010015', 'product', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, '75c01381434409a8fcdcc407e3ba8442', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (5, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.catalog.v1.CatalogService/ProposeTransfer', '00000000-0000-0000-0000-000000010016', 'transfer', '01a1f753-6480-7000-9637-3efddc8e6983', 1, '9fff7332e325d8720745b5ab36d6fa6e', 'xưởng chuyển', '52');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (6, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.catalog.v1.GrowingAreaService/RegisterArea', '00000000-0000-0000-0000-000000010017', 'growing_area', '01a1f753-6480-7000-9b8f-76cdec2c8d84', 1, '767c36ecab6b400df2064f4dd437a9e0', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (7, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.catalog.v1.TraceService/CaptureEvents', '00000000-0000-0000-0000-000000010018', 'trace_events', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 1, '59d8a1955b8ac6eab562f32d1b9ce635', '', '');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (8, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.catalog.v1.TraceService/CaptureEvents', '00000000-0000-0000-0000-000000010018', 'lot', '01a1f753-6480-7000-b69b-43df11bf071f', 1, '59d8a1955b8ac6eab562f32d1b9ce635', '', '51');






INSERT INTO public.certificates VALUES ('01a1f753-6480-7000-b7c5-c021adb5a0a4', '00000000-0000-0000-0000-000000000051', 3, '2/QĐ-UBND', '2026-10-01', '2029-09-30', NULL, false);












INSERT INTO public.growing_areas VALUES ('01a1f753-6480-7000-9b8f-76cdec2c8d84', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', 'VN-51OR-0001', 'Chi cục', '21040', '51', '2026-11-20', NULL, NULL, '{"crop":"Tỏi","square_metres":10000,"code_valid":{"from":null,"to":null},"holders":[],"products":[],"certificates":[],"contracts":[]}');



INSERT INTO public.heads VALUES ('catalog-certificates', 'certificate', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 2);






INSERT INTO public.inbox VALUES ('catalog-certificates', '01a1f753-6480-7000-8635-9d4a4fa467fb', 'certificate', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, '2026-11-20 05:00:00+00');
INSERT INTO public.inbox VALUES ('catalog-certificates', '00000000-0000-0000-0000-000000000052', 'certificate', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 2, '2026-11-20 05:00:00+00');



INSERT INTO public.lots VALUES ('01a1f753-6480-7000-b69b-43df11bf071f', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', 'urn:ocop:lot:01a1f753-6480-7000-b3a6-eb36fb0adea8:1', '01a1f753-6480-7000-b3a6-eb36fb0adea8', NULL, '21040', '51', '2026-11-20', '2026-06-01', '{"product":null,"description":"","areas":[],"harvested_from":null,"harvested_to":null,"best_before":null,"expires_on":null}', NULL, NULL);



INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (1, '01a1f753-6480-7000-ab94-9f217642a4b2', 'producer', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 1, 'ocop.catalog.producer.registered.v1', 'ocop.catalog.v1.producer.registered.51', '2026-11-20 05:00:00+00', '00-7a3494d09e718d1ba2f6b13ecf068400-cb1442fbc16acfda-01', '\x7b226964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c226e616d65223a22485458205361204875e1bbb36e68222c226b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645222c22726567697374726174696f6e4e756d626572223a223130222c22706c616365223a7b22636f6465223a223231303430222c226e616d65223a2242c3ac6e682053c6a16e222c226b696e64223a22504c4143455f4b494e445f434f4d4d554e45222c2270726f76696e6365436f6465223a223531222c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 1, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (2, '01a1f753-6480-7000-90cb-8c4253a27119', 'producer', '01a1f753-6480-7000-ae9f-fe3613c52a48', 1, 'ocop.catalog.producer.registered.v1', 'ocop.catalog.v1.producer.registered.51', '2026-11-20 05:00:00+00', '00-7123c8162fb2de6cea81fe9f438f98fd-a0041690c6b8c67c-01', '\x7b226964223a2230316131663735332d363438302d373030302d616539662d666533363133633532613438222c226e616d65223a22485458205361204875e1bbb36e68222c226b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645222c22726567697374726174696f6e4e756d626572223a223131222c22706c616365223a7b22636f6465223a223231333634222c226e616d65223a224e6768c4a9612048c3a06e68222c226b696e64223a22504c4143455f4b494e445f434f4d4d554e45222c2270726f76696e6365436f6465223a223531222c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 2, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (3, '01a1f753-6480-7000-9827-65ebf0fe7609', 'product', '01a1f753-6480-7000-9580-ae58805738b5', 1, 'ocop.catalog.product.registered.v1', 'ocop.catalog.v1.product.registered.51', '2026-11-20 05:00:00+00', '00-61c6c14c60fc4b8d7bab62a95c24fc1d-acf6a410480482a5-01', '\x7b226964223a2230316131663735332d363438302d373030302d393538302d616535383830353733386235222c226e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203230222c226372697465726961536574223a392c22706c616365223a7b22636f6465223a223231303430222c226e616d65223a2242c3ac6e682053c6a16e222c226b696e64223a22504c4143455f4b494e445f434f4d4d554e45222c2270726f76696e6365436f6465223a223531222c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c6163654f6e223a22323032362d31312d3230227d2c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c2270726f64756365724b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645222c22616374697665223a747275652c2270726f6475636572506c616365436f6465223a223231303430222c2270726f647563657250726f76696e6365436f6465223a223531222c22737461747573223a2250524f445543545f5354415455535f414354495645222c2270726f6475636572506c6163654f6e223a22323032362d31312d3230227d', '2026-11-20 05:00:00+00', 3, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (4, '01a1f753-6480-7000-a960-48b6c658ecac', 'product', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, 'ocop.catalog.product.registered.v1', 'ocop.catalog.v1.product.registered.51', '2026-11-20 05:00:00+00', '00-75c01381434409a8fcdcc407e3ba8442-8016348ad1c4a3f0-01', '\x7b226964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c226e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c226372697465726961536574223a392c22706c616365223a7b22636f6465223a223231303430222c226e616d65223a2242c3ac6e682053c6a16e222c226b696e64223a22504c4143455f4b494e445f434f4d4d554e45222c2270726f76696e6365436f6465223a223531222c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c6163654f6e223a22323032362d31312d3230227d2c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c2270726f64756365724b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645222c22616374697665223a747275652c2270726f6475636572506c616365436f6465223a223231303430222c2270726f647563657250726f76696e6365436f6465223a223531222c22737461747573223a2250524f445543545f5354415455535f414354495645222c2270726f6475636572506c6163654f6e223a22323032362d31312d3230227d', '2026-11-20 05:00:00+00', 4, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (5, '01a1f753-6480-7000-adca-1b949b21502d', 'transfer', '01a1f753-6480-7000-9637-3efddc8e6983', 1, 'ocop.catalog.transfer.proposed.v1', 'ocop.catalog.v1.transfer.proposed.52', '2026-11-20 05:00:00+00', '00-9fff7332e325d8720745b5ab36d6fa6e-880f7183262eacba-01', '\x7b227472616e73666572223a7b226964223a2230316131663735332d363438302d373030302d393633372d336566646463386536393833222c2270726f647563744964223a2230316131663735332d363438302d373030302d393538302d616535383830353733386235222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c2266726f6d506c616365436f6465223a223231303430222c2266726f6d50726f76696e6365436f6465223a223531222c22746f506c616365436f6465223a223231353833222c22746f50726f76696e6365436f6465223a223532222c227374617465223a225452414e534645525f53544154455f50524f504f534544222c22726561736f6e223a2278c6b0e1bb9f6e672063687579e1bb836e222c2266726f6d506c6163654f6e223a22323032362d31312d3230222c22746f506c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 5, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (6, '01a1f753-6480-7000-941a-b9824b6f023a', 'growing_area', '01a1f753-6480-7000-9b8f-76cdec2c8d84', 1, 'ocop.catalog.growing_area.registered.v1', 'ocop.catalog.v1.growing_area.registered.51', '2026-11-20 05:00:00+00', '00-767c36ecab6b400df2064f4dd437a9e0-bd03680658ea203e-01', '\x7b2261726561223a7b226964223a2230316131663735332d363438302d373030302d396238662d373663646563326338643834222c22636f6465223a22564e2d35314f522d30303031222c22697373756572223a224368692063e1bba563222c2263726f70223a2254e1bb8f69222c227371756172654d6574726573223a223130303030222c22706c616365436f6465223a223231303430222c2270726f76696e6365436f6465223a223531222c22706c6163654f6e223a22323032362d31312d3230227d7d', '2026-11-20 05:00:00+00', 6, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (7, '01a1f753-6480-7000-9862-b3534b2f20f6', 'lot', '01a1f753-6480-7000-b69b-43df11bf071f', 1, 'ocop.catalog.lot.recorded.v1', 'ocop.catalog.v1.lot.recorded.51', '2026-11-20 05:00:00+00', '00-59d8a1955b8ac6eab562f32d1b9ce635-1851c8ef1ce9fafe-01', '\x7b226964223a2230316131663735332d363438302d373030302d623639622d343364663131626630373166222c226c6f744964223a2275726e3a6f636f703a6c6f743a30316131663735332d363438302d373030302d623361362d6562333666623061646561383a31222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c226d6164654f6e223a22323032362d30362d3031222c226d616b696e67223a7b7d7d', '2026-11-20 05:00:00+00', 7, 0, NULL);






INSERT INTO public.past_versions VALUES ('producer', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 1, '2026-11-20 05:00:00+00', '{"profile":{"name":"HTX Sa Huỳnh","kind":"cooperative","registration_number":"10","registration_date":null,"address":"","phone":"","email":"","representative":{"full_name":"","position":"","sex":"unknown","ethnicity":"","has_disability":false},"local_capital_percent":null,"value_chain":"unknown","stable_raw_material":false,"gln":null,"years":[],"people":[]},"place_code":"21040","province_code":"51","place_on":"2026-11-20"}');
INSERT INTO public.past_versions VALUES ('producer', '01a1f753-6480-7000-ae9f-fe3613c52a48', 1, '2026-11-20 05:00:00+00', '{"profile":{"name":"HTX Sa Huỳnh","kind":"cooperative","registration_number":"11","registration_date":null,"address":"","phone":"","email":"","representative":{"full_name":"","position":"","sex":"unknown","ethnicity":"","has_disability":false},"local_capital_percent":null,"value_chain":"unknown","stable_raw_material":false,"gln":null,"years":[],"people":[]},"place_code":"21364","province_code":"51","place_on":"2026-11-20"}');
INSERT INTO public.past_versions VALUES ('product', '01a1f753-6480-7000-9580-ae58805738b5', 1, '2026-11-20 05:00:00+00', '{"profile":{"criteria_set":9,"name":"Nước mắm số 20","description":"","story":"","packaging":"","gtin":null,"brand":"","details":{"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"place_code":"21040","province_code":"51","place_on":"2026-11-20","status":"active","status_reason":""}');
INSERT INTO public.past_versions VALUES ('product', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, '2026-11-20 05:00:00+00', '{"profile":{"criteria_set":9,"name":"Nước mắm số 21","description":"","story":"","packaging":"","gtin":null,"brand":"","details":{"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"place_code":"21040","province_code":"51","place_on":"2026-11-20","status":"active","status_reason":""}');






INSERT INTO public.producers VALUES ('01a1f753-6480-7000-b3a6-eb36fb0adea8', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', 'HTX Sa Huỳnh', 'htx sa huinh', 'cooperative', '10', NULL, '21040', '51', '2026-11-20', '', '', '', 'Nguyễn Thị Lan', '', '', '', false, NULL, '', false, NULL, '[]', '[]');
INSERT INTO public.producers VALUES ('01a1f753-6480-7000-ae9f-fe3613c52a48', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', 'HTX Sa Huỳnh', 'htx sa huinh', 'cooperative', '11', NULL, '21364', '51', '2026-11-20', '', '', '', 'Nguyễn Thị Lan', '', '', '', false, NULL, '', false, NULL, '[]', '[]');



INSERT INTO public.products VALUES ('01a1f753-6480-7000-9580-ae58805738b5', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 9, 'Nước mắm số 20', 'nươć măḿ số 20', 'nuoc mam so 20', '', '', '', NULL, '21040', '51', '2026-11-20', 'active', '', '{"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}', '', '', 'htx sa huinh', '', DEFAULT);
INSERT INTO public.products VALUES ('01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 9, 'Nước mắm số 21', 'nươć măḿ số 21', 'nuoc mam so 21', '', '', '', NULL, '21040', '51', '2026-11-20', 'active', '', '{"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}', '', '', 'htx sa huinh', '', DEFAULT);



INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001000a', '/ocop.catalog.v1.CatalogService/RegisterProducer', '\x8785fa35df8b41f50096c4b028a8ba2efc240775090368ae8040fea333bb37e3', '\x0105746573747321aa0913db28ee4bf61d907399a70f9aca90617159a86a95e7ba82de650e3bd542b72bed4ed32e726c462465862863c2c443f92081045387207bd55f8dbd19bec5de0c3da8b4b29cdc55030d30ea6f7567b774fb225c681a7aeff6eedafa298a1ae6cf8d1080fd5b190fcda73a207cf5e9330c10229a62c005670cefe949c8a0b11ff7e2f5d5ddb53ab40f7634e7babc84c98d8c5060b120b26808', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001000b', '/ocop.catalog.v1.CatalogService/RegisterProducer', '\x6aaa9197e66123c1a714aca32a5b5a30a85ae5d830521ecc09922e0224c3863c', '\x01057465737473933f91360224ea8d09f03134b6f82369a78226ebc7a24b7b2c8a5e206d0925c25e2d9e3fb7acf5dc9a69da8da3749576c4b8a74c86f9e01e838bef8ddb0318be8967361bc914121a77beed08f60670fcc3cda2475f7e3d2da749c4fb26b4f257d43d052e97b8420f455dd4979d3f5daea6ae5ecb79a0372e845f7ea817337ad3878015ba9e84020481a0a8c432af0ffd0d59fdfa5845fa5a7dce81', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010014', '/ocop.catalog.v1.CatalogService/RegisterProduct', '\x5f6bbbfc54c2268bf167e482e7868a1f1f82e36d37892c7bf945a68bb41fbe14', '\x01057465737473aa520d438b9f1c4cce8beb66b83219b5ae792fdebbae0daccd91573e422e35f9129756a03380ba9a48f75fb4d2e6d120262bdcd9e51ef78b9b325732460291497689ebe6d059afb16cb505f4c49981a7a1becac962b2a3db9b167c8508c53539ae7c2400b2b0d81248c18bb48ae9a1fdfa95d7b80da56bec419cc4dfc3aed37addce5c6ad00b7d234622e3a063fc24e45fa2932d6314c2af4e4ea351a11768fa2f24a1431877b54aab2041d17e973b1b56c2', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010015', '/ocop.catalog.v1.CatalogService/RegisterProduct', '\x5c5b7b9f91a9fe4ff7bea81abe2e5ff4482191607f1c62ce8928ce202db69ea7', '\x0105746573747300d583d8d8b66087bea2c7c0454cfac20cae35f9301d5e3bced595d9cec2589f833a1235ad1ee368733e0298a6aba4dd630769bac9f51be9be860991d29de97c00cc11915df9913d417fdbab5b3bac246b83fd29f559a3a43e5e4e5ca7a8ded544080c21395a9da66c4d21dfb1e9453dbbca536be931889db870851268811e509cf7951e0bfcaf66b667abcc83509d938945c4bc30f58dbdb4ac8d6edaa0277ac4653fe5ae13caef2aee7bd9f681a2e604c4', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010016', '/ocop.catalog.v1.CatalogService/ProposeTransfer', '\x75ed398e2386c99664a11321ce5a9e010cc2689340bc4c6bc543240160090067', '\x010574657374736d85927414a1f08bfd4158d16df9906203a990927b32f947c68f69392b9c13846187b1171a3a9b5a33af42be9d06e6165eb43256a9c9f3eb1dd86ce207608e7c76a2f87ad0bf1fbaca41393c19e5c34cda61c66be1adba9512dc92f5daafb54343f308beb1c6799e9462e2338a909d2947bace14687f82ee4e88ae51b4cba65899d6ea76205bb3c533c1f13e480d51c0a25ff3165c15d7eb725f43f718acb13d0cc150f987a541bcf9648fd06d12053007cf403a5a66ce21e1d48c3049713810cf8c76b5cc98ce9667902c21241b765272191591beb4c61fdf362369366f9c4db3c361038a648a', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010017', '/ocop.catalog.v1.GrowingAreaService/RegisterArea', '\xe89636ee9c6e9050062d383a50ac5a5c1fe5abe08ecd30f200c20c2b216f61c1', '\x01057465737473f500bdda04a63971f609dc3b5362f278c47b85cb57bfadfafaf2be48d84d8decea10d05840479876f52673d0e1bd089332f0d09999cedc7e42a300f99e5947f4b288034ac66e2c795406a9ec09beb6f053cc8adba6d946c3328d5e8b76fcbefcef7b556a451178e833e191ee50fabef609bd12da0a9e1e179308e1fd3139a3f5f0465e9356f8d5bf52ad9e82bab924338d1a', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010018', '/ocop.catalog.v1.TraceService/CaptureEvents', '\x2316abddfd8b8b931539bc97417ce7c3ac257cc6ed640bee612167655d02ed90', '\x010574657374738074407245fdc94ced25c48f747db3c214f547c0610bcea42dd9f1d17274a485b76311ea352b1c423ca3e6373e5a4f4812e5e5ad05de5c937513a5a82e26b2fdc9ca3919211179e8346d4add0a78d0ffcf614e554418edcc5472a56edd1413de2d9bbd9567aaf30aeb220e7052157950d21f13f9b0433e37926722f20ca12a8af2fb8261b91b1f1d96fec04cf29606eb1b7b45a402ff9cc052e0da6814baeaf328038cd68ddd971ebbe503ba02b50def6f9e9b40e3b1581ffd46f812d77781168354a91acc17', '2026-11-20 05:00:00+00', 'ocop_office@*');



INSERT INTO public.seaql_migrations VALUES ('c0001_chassis', 1795876407);
INSERT INTO public.seaql_migrations VALUES ('m0001_catalog', 1795876407);



INSERT INTO public.trace_event_items VALUES ('urn:ocop:lot:01a1f753-6480-7000-b3a6-eb36fb0adea8:1', 1);



INSERT INTO public.trace_events OVERRIDING SYSTEM VALUE VALUES (1, 'urn:uuid:world', '01a1f753-6480-7000-b3a6-eb36fb0adea8', '2026-11-20 05:00:00+00', '{"id":"urn:uuid:world","time":"2026-06-01T12:00:00+07:00","biz_step":null,"disposition":null,"read_point":null,"biz_location":null,"what":{"kind":"object","action":"ADD","lots":[{"lot":"urn:ocop:lot:01a1f753-6480-7000-b3a6-eb36fb0adea8:1","amount":{"thousandths":1000,"unit":"tonne"}}],"containers":[],"making":null}}');



INSERT INTO public.trace_items VALUES ('urn:ocop:lot:01a1f753-6480-7000-b3a6-eb36fb0adea8:1');



INSERT INTO public.transfers VALUES ('01a1f753-6480-7000-9637-3efddc8e6983', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-9580-ae58805738b5', '01a1f753-6480-7000-b3a6-eb36fb0adea8', '21040', '51', '2026-11-20', '21583', '52', '2026-11-20', true, 'proposed', 'xưởng chuyển', '');



INSERT INTO public.words VALUES ('htx', 3);
INSERT INTO public.words VALUES ('huinh', 5);
INSERT INTO public.words VALUES ('mam', 3);
INSERT INTO public.words VALUES ('nuoc', 4);



SELECT pg_catalog.setval('public.audit_position_seq', 8, true);



SELECT pg_catalog.setval('public.outbox_position_seq', 7, true);



SELECT pg_catalog.setval('public.trace_events_sequence_seq', 1, true);



ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY ("position");



ALTER TABLE ONLY public.audit_seals
    ADD CONSTRAINT audit_seals_pkey PRIMARY KEY (number);



ALTER TABLE ONLY public.certificates
    ADD CONSTRAINT certificates_pkey PRIMARY KEY (product_id);



ALTER TABLE ONLY public.growing_area_holders
    ADD CONSTRAINT growing_area_holders_pkey PRIMARY KEY (producer_id, area_id);



ALTER TABLE ONLY public.growing_area_lapses
    ADD CONSTRAINT growing_area_lapses_pkey PRIMARY KEY (area_id, "position");



ALTER TABLE ONLY public.growing_area_products
    ADD CONSTRAINT growing_area_products_pkey PRIMARY KEY (product_id, area_id);



ALTER TABLE ONLY public.growing_areas
    ADD CONSTRAINT growing_areas_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.heads
    ADD CONSTRAINT heads_pkey PRIMARY KEY (aggregate_id, consumer, aggregate_type);



ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (consumer, event_id);



ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_aggregate_type_aggregate_id_version_key UNIQUE (aggregate_type, aggregate_id, version);



ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");



ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (consumer, aggregate_id, aggregate_type, version);



ALTER TABLE ONLY public.past_versions
    ADD CONSTRAINT past_versions_pkey PRIMARY KEY (aggregate_type, aggregate_id, version);



ALTER TABLE ONLY public.place_additions
    ADD CONSTRAINT place_additions_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.producers
    ADD CONSTRAINT producers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (actor, request_id);



ALTER TABLE ONLY public.seaql_migrations
    ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);



ALTER TABLE ONLY public.trace_event_items
    ADD CONSTRAINT trace_event_items_pkey PRIMARY KEY (item, sequence);



ALTER TABLE ONLY public.trace_events
    ADD CONSTRAINT trace_events_pkey PRIMARY KEY (sequence);



ALTER TABLE ONLY public.trace_items
    ADD CONSTRAINT trace_items_pkey PRIMARY KEY (item);



ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.words
    ADD CONSTRAINT words_pkey PRIMARY KEY (word);



CREATE INDEX audit_aggregate ON public.audit USING btree (aggregate_type, aggregate_id, version);



CREATE INDEX audit_at ON public.audit USING brin (at);



CREATE INDEX growing_area_holders_area ON public.growing_area_holders USING btree (area_id);



CREATE INDEX growing_area_lapses_day ON public.growing_area_lapses USING btree (last_day, area_id, "position");



CREATE INDEX growing_area_products_area ON public.growing_area_products USING btree (area_id);



CREATE UNIQUE INDEX growing_areas_code ON public.growing_areas USING btree (issuer, code);



CREATE INDEX growing_areas_place ON public.growing_areas USING btree (place_code, id);



CREATE INDEX inbox_applied_at ON public.inbox USING brin (applied_at);



CREATE UNIQUE INDEX lots_lot ON public.lots USING btree (lot);



CREATE INDEX lots_place ON public.lots USING btree (place_code, id);



CREATE INDEX lots_producer ON public.lots USING btree (producer_id, id);



CREATE INDEX lots_product ON public.lots USING btree (product_id, id);



CREATE INDEX lots_province ON public.lots USING btree (province_code, id);



CREATE INDEX outbox_recorded_at ON public.outbox USING brin (recorded_at);



CREATE INDEX outbox_refused ON public.outbox USING btree ("position") WHERE (refused IS NOT NULL);



CREATE INDEX outbox_sent ON public.outbox USING btree (stream_seq) WHERE (sent_at IS NOT NULL);



CREATE INDEX outbox_unsent ON public.outbox USING btree ("position") WHERE ((sent_at IS NULL) AND (refused IS NULL));



CREATE UNIQUE INDEX place_additions_position ON public.place_additions USING btree ("position");



CREATE UNIQUE INDEX producers_gln ON public.producers USING btree (gln);



CREATE INDEX producers_place ON public.producers USING btree (place_code, id);



CREATE INDEX producers_province ON public.producers USING btree (province_code, id);



CREATE UNIQUE INDEX producers_registration_number ON public.producers USING btree (registration_number);



CREATE UNIQUE INDEX products_gtin ON public.products USING btree (gtin);



CREATE UNIQUE INDEX products_name_of_producer ON public.products USING btree (producer_id, name_key);



CREATE INDEX products_place ON public.products USING btree (place_code, id);



CREATE INDEX products_producer ON public.products USING btree (producer_id, id);



CREATE INDEX products_province ON public.products USING btree (province_code, id);






CREATE INDEX products_set ON public.products USING btree (criteria_set, id);



CREATE INDEX requests_created_at ON public.requests USING brin (created_at);



CREATE UNIQUE INDEX trace_events_event_id ON public.trace_events USING btree (event_id);



CREATE UNIQUE INDEX transfers_open ON public.transfers USING btree (subject_id) WHERE (state = 'proposed'::text);



CREATE INDEX words_letters ON public.words USING btree (letters, word);



ALTER TABLE ONLY public.growing_area_holders
    ADD CONSTRAINT growing_area_holders_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.growing_areas(id);



ALTER TABLE ONLY public.growing_area_holders
    ADD CONSTRAINT growing_area_holders_producer_id_fkey FOREIGN KEY (producer_id) REFERENCES public.producers(id);



ALTER TABLE ONLY public.growing_area_lapses
    ADD CONSTRAINT growing_area_lapses_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.growing_areas(id);



ALTER TABLE ONLY public.growing_area_products
    ADD CONSTRAINT growing_area_products_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.growing_areas(id);



ALTER TABLE ONLY public.growing_area_products
    ADD CONSTRAINT growing_area_products_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id);



ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_producer_id_fkey FOREIGN KEY (producer_id) REFERENCES public.producers(id);



ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id);



ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_producer_id_fkey FOREIGN KEY (producer_id) REFERENCES public.producers(id);



ALTER TABLE ONLY public.trace_event_items
    ADD CONSTRAINT trace_event_items_item_fkey FOREIGN KEY (item) REFERENCES public.trace_items(item);



ALTER TABLE ONLY public.trace_event_items
    ADD CONSTRAINT trace_event_items_sequence_fkey FOREIGN KEY (sequence) REFERENCES public.trace_events(sequence);



ALTER TABLE ONLY public.trace_events
    ADD CONSTRAINT trace_events_producer_id_fkey FOREIGN KEY (producer_id) REFERENCES public.producers(id);



ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_producer_id_fkey FOREIGN KEY (producer_id) REFERENCES public.producers(id);




