


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



CREATE TABLE public.ballots (
    id uuid NOT NULL,
    dossier_id uuid NOT NULL,
    council_id uuid NOT NULL,
    attempt integer NOT NULL,
    member text NOT NULL,
    total integer NOT NULL,
    comment text NOT NULL,
    answers text NOT NULL,
    cast_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawal text
);



CREATE TABLE public.certificates (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    product_id uuid NOT NULL,
    product_code text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    criteria_set integer NOT NULL,
    branch text NOT NULL,
    star integer NOT NULL,
    province_code text NOT NULL,
    province_name text NOT NULL,
    district_code text NOT NULL,
    district_name text NOT NULL,
    place_on date NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    revoked_on date,
    event_due_on date,
    transferred boolean DEFAULT false NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    decided_on date,
    decision_key text DEFAULT ''::text NOT NULL,
    code_key text DEFAULT ''::text NOT NULL,
    product_words text DEFAULT ''::text NOT NULL,
    producer_words text DEFAULT ''::text NOT NULL,
    search_text text DEFAULT ''::text NOT NULL,
    body text NOT NULL,
    producer_id uuid GENERATED ALWAYS AS ((((body)::jsonb ->> 'producer_id'::text))::uuid) STORED,
    place_code text GENERATED ALWAYS AS (((body)::jsonb #>> '{place,code}'::text[])) STORED,
    place_name text GENERATED ALWAYS AS (((body)::jsonb #>> '{place,name}'::text[])) STORED,
    gone_on date GENERATED ALWAYS AS (LEAST(revoked_on, (valid_to + 1))) STORED
);



CREATE TABLE public.certifications (
    product_id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);



CREATE TABLE public.commune_serials (
    province_code text NOT NULL,
    commune_code text NOT NULL,
    last integer NOT NULL
);



CREATE TABLE public.complaints (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_code text NOT NULL,
    place_on date NOT NULL,
    producer_id uuid NOT NULL,
    product_id uuid NOT NULL,
    state text NOT NULL,
    due_on date,
    body text NOT NULL
);



CREATE TABLE public.conflicts (
    id uuid NOT NULL,
    dossier_id uuid NOT NULL,
    member text NOT NULL,
    reason text NOT NULL,
    declared_by text NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawal text
);



CREATE TABLE public.council_members (
    council_id uuid NOT NULL,
    "position" integer NOT NULL,
    subject text NOT NULL,
    joined_on date,
    left_on date
);



CREATE TABLE public.councils (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.dossier_revisions (
    dossier_id uuid NOT NULL,
    number integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.dossiers (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    product_id uuid NOT NULL,
    producer_id uuid NOT NULL,
    province_code text NOT NULL,
    round_id uuid,
    kind text NOT NULL,
    state text NOT NULL,
    lodged_on date,
    forwarded_on date,
    sent_back_on date,
    closed_on date,
    due_on date,
    place_code text NOT NULL,
    place_on date NOT NULL,
    place_name text DEFAULT ''::text NOT NULL,
    criteria_set integer DEFAULT 0 NOT NULL,
    star integer,
    voting_council_id uuid,
    vote integer DEFAULT 0 NOT NULL,
    contradicted boolean DEFAULT false NOT NULL,
    search_text text DEFAULT ''::text NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.evidence (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    producer_id uuid NOT NULL,
    province_code text NOT NULL,
    place_code text NOT NULL,
    place_on date NOT NULL,
    kind text NOT NULL,
    sha256 text NOT NULL,
    expires_on date,
    live boolean NOT NULL,
    current boolean NOT NULL,
    body text NOT NULL
);



CREATE TABLE public.evidence_uses (
    evidence_id uuid NOT NULL,
    dossier_id uuid NOT NULL
);



CREATE TABLE public.form_numbers (
    province_code text NOT NULL,
    commune_code text NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL
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



CREATE TABLE public.inspections (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_code text NOT NULL,
    place_on date NOT NULL,
    producer_id uuid NOT NULL,
    product_id uuid,
    certificate_id uuid,
    state text NOT NULL,
    due_on date,
    body text NOT NULL
);



CREATE TABLE public.orphaned_files (
    producer_id uuid NOT NULL,
    sha256 text NOT NULL,
    since timestamp with time zone NOT NULL
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



CREATE TABLE public.past_value_chains (
    producer_id uuid NOT NULL,
    until_day date NOT NULL,
    value_chain text NOT NULL,
    stable_raw_material boolean NOT NULL
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
    name text NOT NULL,
    kind text NOT NULL,
    province_code text NOT NULL,
    place_code text NOT NULL,
    place_on date NOT NULL,
    led_by_woman boolean NOT NULL,
    led_by_minority boolean NOT NULL,
    led_by_disabled boolean NOT NULL,
    value_chain text NOT NULL,
    stable_raw_material boolean NOT NULL
);



CREATE TABLE public.product_codes (
    code_key text NOT NULL
);



CREATE TABLE public.product_serials (
    product_id uuid NOT NULL,
    province_code text NOT NULL,
    commune_code text NOT NULL,
    serial integer NOT NULL
);



CREATE TABLE public.products (
    id uuid NOT NULL,
    producer_id uuid NOT NULL,
    criteria_set integer NOT NULL,
    active boolean NOT NULL,
    body text NOT NULL
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



CREATE TABLE public.rounds (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    level text NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL,
    council_id uuid NOT NULL,
    cut_off date,
    ends_on date
);



CREATE TABLE public.seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);



CREATE TABLE public.targets (
    id uuid NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    province_code text NOT NULL,
    place_on date NOT NULL,
    name_vi text NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    body text NOT NULL
);



INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (1, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.evaluation.v1.CertificateService/ImportCertificate', '00000000-0000-0000-0000-000000010028', 'certificate', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, 'd923394d115a9b144f8654ed1140a0bb', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (2, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.evaluation.v1.DossierService/CreateDossier', '00000000-0000-0000-0000-000000010029', 'dossier', '01a1f753-6480-7000-95b0-7212efbaf177', 1, '45bba304c7f60a1461e6de049ea754df', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (3, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.evaluation.v1.CouncilService/AppointCouncil', '00000000-0000-0000-0000-00000001002a', 'council', '01a1f753-6480-7000-ab21-d08a01f9b94d', 1, 'bbae2e3889f2e991a9eac8807652fd59', '', '');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (4, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.evaluation.v1.CouncilService/OpenRound', '00000000-0000-0000-0000-00000001002b', 'round', '01a1f753-6480-7000-9e7d-67cc5ac9b18f', 1, 'c1941cad057a4f6223f508ffa6f9097e', '', '');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (5, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.evaluation.v1.MonitoringService/PlanInspection', '00000000-0000-0000-0000-00000001002c', 'inspection', '01a1f753-6480-7000-a54a-742bd665cf13', 1, '4c9083e97cfb7bcc01588be9077bf650', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (6, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.evaluation.v1.MonitoringService/FileComplaint', '00000000-0000-0000-0000-00000001002d', 'complaint', '01a1f753-6480-7000-b91d-379cc533f8d4', 1, '57a1d5c621a0b8f62bb216e59f62dd8d', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (7, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.evaluation.v1.ProgressService/SetTarget', '00000000-0000-0000-0000-00000001002e', 'target', '01a1f753-6480-7000-8d2f-0f751c5c3667', 1, '2c4a8bf82faabb6f7c0a55ab45b307da', '', '51');
INSERT INTO public.audit OVERRIDING SYSTEM VALUE VALUES (8, '2026-11-20 05:00:00+00', 'maker', 'ocop_office@*', '/ocop.evaluation.v1.EvidenceService/UploadEvidence', '00000000-0000-0000-0000-00000001002f', 'evidence', '01a1f753-6480-7000-9c16-237dee614fc2', 1, 'eef44977c5d49a0511635b90fc7b94d1', '', '51');









INSERT INTO public.certificates VALUES ('01a1f753-6480-7000-81c4-f35d4c7f81a0', 0, '01a1f753-6480-7000-b7c5-c021adb5a0a4', '', '2026-11-20 05:00:00+00', 9, 'I', 3, '51', 'Quảng Ngãi', '', '', '2026-11-20', '2025-02-03', '2028-02-03', NULL, '2027-08-07', false, 'imported', '2025-02-03', '1/qdubnd', '', 'nuoc mam so 21', 'htx sa huinh', 'nuoc mam so 21 htx sa huinh binh son', '{"id":"01a1f753-6480-7000-81c4-f35d4c7f81a0","product_id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","product_name":"Nước mắm số 21","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","criteria_set":9,"star":3,"kind":"imported","imported":true,"regulation":"R2023","decision":{"number":"1/QĐ-UBND","date":"2025-02-03","authority":"UBND tỉnh Quảng Ngãi","signer":""},"valid_from":"2025-02-03","valid_to":"2028-02-03","product_code":"","place":{"code":"21040","name":"Bình Sơn","district_code":null,"district_name":null,"province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"dossier_id":null,"replaced_by":null,"revocation":null,"recorded_at":"2026-11-20T05:00:00Z","expiry_published":false,"reminded_until":"2026-11-19"}', DEFAULT, DEFAULT, DEFAULT, DEFAULT);



INSERT INTO public.certifications VALUES ('01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00');






INSERT INTO public.complaints VALUES ('01a1f753-6480-7000-b91d-379cc533f8d4', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '51', '21040', '2026-11-20', '01a1f753-6480-7000-b3a6-eb36fb0adea8', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 'filed', '2026-11-30', '{"id":"01a1f753-6480-7000-b91d-379cc533f8d4","concerned":{"product_id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","product_name":"Nước mắm số 21","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","province_code":"51","place_code":"21040","place_said_on":"2026-11-20"},"statement":{"against":{"certificate":"01a1f753-6480-7000-81c4-f35d4c7f81a0"},"complainant":{"full_name":"Nguyễn Thị Lan","address":"Bình Châu","phone":""},"grounds":"điểm chấm thấp","known_on":"2026-10-15","remote":false},"filed_on":"2026-11-20","stage":"filed"}');






INSERT INTO public.council_members VALUES ('01a1f753-6480-7000-ab21-d08a01f9b94d', 0, 'an', NULL, NULL);
INSERT INTO public.council_members VALUES ('01a1f753-6480-7000-ab21-d08a01f9b94d', 1, 'binh', NULL, NULL);
INSERT INTO public.council_members VALUES ('01a1f753-6480-7000-ab21-d08a01f9b94d', 2, 'chi', NULL, NULL);
INSERT INTO public.council_members VALUES ('01a1f753-6480-7000-ab21-d08a01f9b94d', 3, 'dung', NULL, NULL);
INSERT INTO public.council_members VALUES ('01a1f753-6480-7000-ab21-d08a01f9b94d', 4, 'giang', NULL, NULL);



INSERT INTO public.councils VALUES ('01a1f753-6480-7000-ab21-d08a01f9b94d', 1, '2026-11-20 05:00:00+00', '51', '2026-05-25', '{"id":"01a1f753-6480-7000-ab21-d08a01f9b94d","level":"province","province_code":"51","decision_number":"100/QĐ-UBND","appointed_on":"2026-05-25","members":[{"subject":"an","full_name":"Ủy viên","organisation":"","role":"chair","sector":null,"joined_on":null,"left_on":null},{"subject":"binh","full_name":"Ủy viên","organisation":"","role":"member","sector":null,"joined_on":null,"left_on":null},{"subject":"chi","full_name":"Ủy viên","organisation":"","role":"member","sector":null,"joined_on":null,"left_on":null},{"subject":"dung","full_name":"Ủy viên","organisation":"","role":"member","sector":null,"joined_on":null,"left_on":null},{"subject":"giang","full_name":"Ủy viên","organisation":"","role":"member","sector":null,"joined_on":null,"left_on":null}],"rules":[{"from":"2026-05-25","quorum_percent":75,"chair_must_vote":false,"minimum_members":0,"maximum_spread":10}],"delegations":[],"advisory_teams":[],"corrections":[]}');






INSERT INTO public.dossiers VALUES ('01a1f753-6480-7000-95b0-7212efbaf177', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-9580-ae58805738b5', '01a1f753-6480-7000-b3a6-eb36fb0adea8', '51', NULL, 'first', 'draft', NULL, NULL, NULL, NULL, NULL, '21040', '2026-11-20', 'Bình Sơn', 9, NULL, NULL, 1, false, 'nuoc mam so 20 htx sa huinh binh son', '{"id":"01a1f753-6480-7000-95b0-7212efbaf177","product_id":"01a1f753-6480-7000-9580-ae58805738b5","product_name":"Nước mắm số 20","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","place":{"code":"21040","name":"Bình Sơn","district_code":null,"district_name":null,"province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"criteria_set":9,"kind":"first","held_star":null,"held_until":null,"content":{"form":{"unit_name":"","representative":"","position":"","address":"","phone":"","email":"","samples":0,"declared_true":false,"service_case":null},"report":{"description":"","history":"","structure":"","results":"","plan":"","changes":""},"self_assessment":{"1.1":"c","1.2":"c","1.3":"c","1.4":"d","1.5":"c","1.6":"b","10":"b","11":"c","2.1":"d","2.2":"d","2.3":"c","2.4":"b","3.1":"c","3.2":"b","3.3":"c","3.4":"b","3.5":"c","4.1":"d","4.2":"d","4.3":"e","5.1":"e","5.2":"c","5.3":"d","6.1":"c","6.2":"d","6.3":"d","6.4":"d","6.5":"d","7":"d","8":"c","9":"c"},"statements":{}},"revision":0,"acknowledged":[],"lodged_evidence":[],"drafted_on":"2026-11-20","ballot_attempt":1,"since":{"with_producer":null,"at_commune":null,"vote":null},"state":"draft","regulation":null,"lodged_on":null,"findings":null,"endorsed_on":null,"round_id":null,"council_id":null,"accepted_on":null,"round_ends_on":null,"supplement":null,"advice":null,"replaced":[],"earlier":[],"tally":null,"decision":null,"forwarded_on":null,"sent_back_on":null,"certificate_id":null,"closed_on":null,"reason":"","close_ground":null,"close_authority":null,"corrections":[],"lifted":[],"letter":null,"knock_outs":[],"receipts":[],"notices":[]}');



INSERT INTO public.evidence VALUES ('01a1f753-6480-7000-9c16-237dee614fc2', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '01a1f753-6480-7000-b3a6-eb36fb0adea8', '51', '21040', '2026-11-20', 'award', 'fd3c548ee2dc6f6dfeffcd53f1ff4b912e22b08b2118391612c389d3ea372222', NULL, true, true, '{"id":"01a1f753-6480-7000-9c16-237dee614fc2","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","place":{"code":"21040","name":"","district_code":null,"district_name":null,"province_code":"51","province_name":"","said_on":"2026-11-20"},"kind":"award","title":"Giải thưởng","file":{"name":"giai-thuong.pdf","size":33,"sha256":"fd3c548ee2dc6f6dfeffcd53f1ff4b912e22b08b2118391612c389d3ea372222","media_type":"application/pdf"},"term":{"issued_on":null,"expires_on":null},"filing":{"by":"maker","at":"2026-11-20T05:00:00Z"},"replaces":null,"replaced_by":null,"withdrawal":null}');









INSERT INTO public.heads VALUES ('evaluation-producers', 'producer', '01a1f753-6480-7000-ae9f-fe3613c52a48', 1);
INSERT INTO public.heads VALUES ('evaluation-producers', 'producer', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 1);
INSERT INTO public.heads VALUES ('evaluation-products', 'product', '01a1f753-6480-7000-9580-ae58805738b5', 1);
INSERT INTO public.heads VALUES ('evaluation-products', 'product', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1);






INSERT INTO public.inbox VALUES ('evaluation-producers', '01a1f753-6480-7000-ab94-9f217642a4b2', 'producer', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 1, '2026-11-20 05:00:00+00');
INSERT INTO public.inbox VALUES ('evaluation-producers', '01a1f753-6480-7000-90cb-8c4253a27119', 'producer', '01a1f753-6480-7000-ae9f-fe3613c52a48', 1, '2026-11-20 05:00:00+00');
INSERT INTO public.inbox VALUES ('evaluation-products', '01a1f753-6480-7000-9827-65ebf0fe7609', 'product', '01a1f753-6480-7000-9580-ae58805738b5', 1, '2026-11-20 05:00:00+00');
INSERT INTO public.inbox VALUES ('evaluation-products', '01a1f753-6480-7000-a960-48b6c658ecac', 'product', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, '2026-11-20 05:00:00+00');



INSERT INTO public.inspections VALUES ('01a1f753-6480-7000-a54a-742bd665cf13', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '51', '21040', '2026-11-20', '01a1f753-6480-7000-b3a6-eb36fb0adea8', '01a1f753-6480-7000-b7c5-c021adb5a0a4', '01a1f753-6480-7000-81c4-f35d4c7f81a0', 'planned', '2026-09-01', '{"id":"01a1f753-6480-7000-a54a-742bd665cf13","subject":{"province_code":"51","place_code":"21040","place_said_on":"2026-11-20","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","product_id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","product_name":"Nước mắm số 21","certificate_id":"01a1f753-6480-7000-81c4-f35d4c7f81a0"},"kind":"surprise","inspector":"Chi cục","planned_for":"2026-09-01","topics":["criteria","mark"],"stage":"planned"}');






INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (1, '01a1f753-6480-7000-8635-9d4a4fa467fb', 'certificate', '01a1f753-6480-7000-b7c5-c021adb5a0a4', 1, 'ocop.evaluation.certificate.issued.v1', 'ocop.evaluation.v1.certificate.issued.51', '2026-11-20 05:00:00+00', '00-d923394d115a9b144f8654ed1140a0bb-217d5154eb7677a4-01', '\x7b226365727469666963617465223a7b226964223a2230316131663735332d363438302d373030302d383163342d663335643463376638316130222c2270726f647563744964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c226b696e64223a2243455254494649434154455f4b494e445f494d504f52544544222c22726567756c6174696f6e223a225232303233222c226465636973696f6e223a7b226e756d626572223a22312f51c4902d55424e44222c2264617465223a22323032352d30322d3033222c22617574686f72697479223a2255424e442074e1bb896e68205175e1baa36e67204e67c3a369227d2c2276616c696446726f6d223a22323032352d30322d3033222c2276616c6964546f223a22323032382d30322d3033222c2270726f76696e6365436f6465223a223531222c22696d706f72746564223a747275657d2c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c616365436f6465223a223231303430222c22706c6163654e616d65223a2242c3ac6e682053c6a16e222c226f6e44617465223a22323032352d30322d3033222c22706c6163654f6e223a22323032362d31312d3230227d', '2026-11-20 05:00:00+00', 1, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (2, '01a1f753-6480-7000-845f-553c5f7d0575', 'dossier', '01a1f753-6480-7000-95b0-7212efbaf177', 1, 'ocop.evaluation.dossier.created.v1', 'ocop.evaluation.v1.dossier.created.51', '2026-11-20 05:00:00+00', '00-45bba304c7f60a1461e6de049ea754df-4b39615a69831c65-01', '\x7b226964223a2230316131663735332d363438302d373030302d393562302d373231326566626166313737222c2270726f647563744964223a2230316131663735332d363438302d373030302d393538302d616535383830353733386235222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203230222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c226b696e64223a22444f53534945525f4b494e445f4649525354222c227374617465223a22444f53534945525f53544154455f4452414654222c226372697465726961536574223a392c2270726f76696e6365436f6465223a223531222c226f6e44617465223a22323032362d31312d3230222c2262616c6c6f74417474656d7074223a317d', '2026-11-20 05:00:00+00', 2, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (3, '01a1f753-6480-7000-8ba3-0d28eb2845fb', 'inspection', '01a1f753-6480-7000-a54a-742bd665cf13', 1, 'ocop.evaluation.inspection.planned.v1', 'ocop.evaluation.v1.inspection.planned.51', '2026-11-20 05:00:00+00', '00-4c9083e97cfb7bcc01588be9077bf650-49d5bc135101ff24-01', '\x7b22696e7370656374696f6e223a7b226964223a2230316131663735332d363438302d373030302d613534612d373432626436363563663133222c226b696e64223a22494e5350454354494f4e5f4b494e445f5355525052495345222c2270726f76696e6365436f6465223a223531222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c2270726f647563744964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2263657274696669636174654964223a2230316131663735332d363438302d373030302d383163342d663335643463376638316130222c22696e73706563746f72223a224368692063e1bba563222c22706c616e6e6564466f72223a22323032362d30392d3031222c22746f70696373223a5b22494e5350454354494f4e5f544f5049435f4352495445524941222c22494e5350454354494f4e5f544f5049435f4d41524b225d2c227374617465223a22494e5350454354494f4e5f53544154455f504c414e4e4544222c226475654f6e223a22323032362d30392d3031227d2c226f6e44617465223a22323032362d31312d3230227d', '2026-11-20 05:00:00+00', 3, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (4, '01a1f753-6480-7000-8d3b-f667ddd091e5', 'complaint', '01a1f753-6480-7000-b91d-379cc533f8d4', 1, 'ocop.evaluation.complaint.filed.v1', 'ocop.evaluation.v1.complaint.filed.51', '2026-11-20 05:00:00+00', '00-57a1d5c621a0b8f62bb216e59f62dd8d-ac562cdc43863aea-01', '\x7b22636f6d706c61696e74223a7b226964223a2230316131663735332d363438302d373030302d623931642d333739636335333366386434222c2270726f76696e6365436f6465223a223531222c2270726f647563744964223a2230316131663735332d363438302d373030302d623763352d633032316164623561306134222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c226b6e6f776e4f6e223a22323032362d31302d3135222c2266696c65644f6e223a22323032362d31312d3230222c227374617465223a22434f4d504c41494e545f53544154455f46494c4544222c226163636570744279223a22323032362d31312d3330222c226475654f6e223a22323032362d31312d3330222c2263657274696669636174654964223a2230316131663735332d363438302d373030302d383163342d663335643463376638316130227d2c226f6e44617465223a22323032362d31312d3230227d', '2026-11-20 05:00:00+00', 4, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (5, '01a1f753-6480-7000-a083-e8ca2f5d41a2', 'target', '01a1f753-6480-7000-8d2f-0f751c5c3667', 1, 'ocop.evaluation.target.set.v1', 'ocop.evaluation.v1.target.set.51', '2026-11-20 05:00:00+00', '00-2c4a8bf82faabb6f7c0a55ab45b307da-d36cf52a9935686b-01', '\x7b22746172676574223a7b226964223a2230316131663735332d363438302d373030302d386432662d306637353163356333363637222c2270726f76696e6365436f6465223a223531222c22706572696f6446726f6d223a22323032312d30312d3031222c22706572696f64546f223a22323032362d31322d3331222c226e616d655669223a2253e1baa36e207068e1baa96d222c22696e64696361746f72223a22494e44494341544f525f56414c49445f50524f4455435453222c226d696e53746172223a332c22676f616c436f756e74223a3230307d7d', '2026-11-20 05:00:00+00', 5, 0, NULL);
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES (6, '01a1f753-6480-7000-8551-e549d8a0d6e4', 'evidence', '01a1f753-6480-7000-9c16-237dee614fc2', 1, 'ocop.evaluation.evidence.filed.v1', 'ocop.evaluation.v1.evidence.filed.51', '2026-11-20 05:00:00+00', '00-eef44977c5d49a0511635b90fc7b94d1-d6bd9366b27667ce-01', '\x7b2265766964656e6365223a7b226964223a2230316131663735332d363438302d373030302d396331362d323337646565363134666332222c2270726f64756365724964223a2230316131663735332d363438302d373030302d623361362d656233366662306164656138222c226b696e64223a2245564944454e43455f4b494e445f4157415244222c227469746c65223a224769e1baa369207468c6b0e1bb9f6e67222c2266696c654e616d65223a22676961692d7468756f6e672e706466222c226d6564696154797065223a226170706c69636174696f6e2f706466222c2273697a654279746573223a223333222c22736861323536223a2266643363353438656532646336663664666566666364353366316666346239313265323262303862323131383339313631326333383964336561333732323232222c2275706c6f616465644279223a226d616b6572222c2270726f76696e6365436f6465223a223531222c22706c616365436f6465223a223231303430227d2c226f6e44617465223a22323032362d31312d3230227d', '2026-11-20 05:00:00+00', 6, 0, NULL);












INSERT INTO public.producers VALUES ('01a1f753-6480-7000-ae9f-fe3613c52a48', 'HTX Sa Huỳnh', 'cooperative', '51', '21364', '2026-11-20', false, false, false, '', false);
INSERT INTO public.producers VALUES ('01a1f753-6480-7000-b3a6-eb36fb0adea8', 'HTX Sa Huỳnh', 'cooperative', '51', '21040', '2026-11-20', false, false, false, '', false);









INSERT INTO public.products VALUES ('01a1f753-6480-7000-9580-ae58805738b5', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 9, true, '{"id":"01a1f753-6480-7000-9580-ae58805738b5","name":"Nước mắm số 20","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","producer_home":{"place_code":"21040","province_code":"51","said_on":"2026-11-20"},"criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","district_code":null,"district_name":null,"province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"active":true}');
INSERT INTO public.products VALUES ('01a1f753-6480-7000-b7c5-c021adb5a0a4', '01a1f753-6480-7000-b3a6-eb36fb0adea8', 9, true, '{"id":"01a1f753-6480-7000-b7c5-c021adb5a0a4","name":"Nước mắm số 21","producer_id":"01a1f753-6480-7000-b3a6-eb36fb0adea8","producer_name":"HTX Sa Huỳnh","producer_home":{"place_code":"21040","province_code":"51","said_on":"2026-11-20"},"criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","district_code":null,"district_name":null,"province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"active":true}');



INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010028', '/ocop.evaluation.v1.CertificateService/ImportCertificate', '\x066a3da4851a4d3bf142a52a3eb02675e71499fb24dcfcbfd39fbb46943385d0', '\x01057465737473e64647fd545207730300a4b61c54baf2a272d5322aaa88f6cc635604641989d80c48789de14c58c63f2bcc7a80ff653ad0df07a787ae855be6bf7218ce2347a9205e6234ffc01cb80eeb036bf21142834292b3d2d5e939477455b53ff51498bdbb71aded502458d599af5de4b761042cc1ba73ce643b1946469baa7f4db96560b5fdda383c39f0e2946c255eaa08b9df40376e7750148ef84fb5c9dc1865716edc94a49ed9a3ec0a2f67f48406fd37cc64e4a11ad01a1bd135d5859a9ae4e1f1a84e98d681d2d50ca24adc3e05796fa970669cc12b4be96a824ad207bc7a8530e79d451466b9466c88e9195e4d85c0a2eeb185b02356a5ac1bab4656d7ef11f1cfb75cc6cf17d822eff8be7d93fa43eec1fcc9febbdb6bf2a8053e0fd21e715077cd6f', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-000000010029', '/ocop.evaluation.v1.DossierService/CreateDossier', '\xbee476cc7cdb71c93cb2179921b8e0f0be405b231336da8c3edceaaf70690f5f', '\x0105746573747350d2e981412c7aadba1a1cbea8b768fa2cb8018e2cc67eb8300765f703a23aa0e0920637d5eda8a8901ac5a4134f6cc76c735f341be4b3b772f0249438541d01530e74aa9a158a3dbeec4079b237cc3f7386afb1de9cb91c9fb5c2a40f337db30a6bec3d446b4d8834ecb1a630dcc474f168775974f5f9da9eef8ffccc323d2a832881f041bffd61ed4d67f73b2a0c6eb6834d4fc30f93d38ec493c15d7eca6c171c4e6f1cb0776258731af141c732b3515cf98ae375289ce9ff9129fb436cd34cafdc95cca7fce2c85a55ea59996b9a6946c6a1e953e2bfa4c55f09bb7c62c826c0533e5dd3e37c8f9d2cce98eb72929e6c363c30e800ace3b0c588ea406b4d0c14121ca73140310ef47c79cc9c1301eb2aed137097c3c2bdf9b960966586e37eee5156aeda46138a7f93890e4e45f13205799cad0a0a57e7889be43f1be8e2bcbcc3946aa969892b9191e8d7281aad1f5fba80b5457705d32aa0ea940523b6da04ffd66295db83a12e25906161c6af005c8efcf165d65b6d52df41544646510951942457ed26ad89fe3d86fb9cee3a980f63a0b2ac29432067ab867824f0c3b220dc7c8989cf0a4f861afe98e955a47bc8c3901dafc0db95cea3858753c97f55236f9e86774e78465026f3dfc035a92b5b390cd2ff13eecb5989025bd6855b649f8d078b9507d357fe5835c117ea5dec7ce96b2813614b0607496a17ccfb6e126d991f742a024dd97a7179e90da440a49d479ee0d08a2926a14c02bb88ac0b11d54c0ceb670bb10ea83c6d84c2b92d6604d63085ab26f258d43311749a1792845cb559c91814e757cedf9ec13d075c70eb633a3b94be47cda9185e67dc7d2440c3e80ad2b992b124398b96405568914a68dd0fb7615b552c9e9d04f5102b0af852097811495cea03ac5376d95e8f12d04d8a6ab4b8b437839e84dd161cb9de2f108ba13a05d6f6a1e66a2c9c5ae9fe47c2d6cbc83818922fab0fc7055d06ac1e38144b8d970c1641e38a8066ea027d34f4a865f27fabe3b2015a38dc946e070cc9d3e769ca31518a6d14e698929643f1e9ffd1ad26e59a7870640b8b1c45c491731774c3ad05522fbdb411904dbfb93e04af64157e7ffe6a2bc4c63e9bc046dabe3b19ed9e1408c33e4a01c43bff46c992e7a8ac5c0168b623b6ffc9930ede57c20df4a6653a9572bb176f7443eb0b5f57544c8d100d9d2c9f70766770ecbb99141529d6bceb7a34f58b6de2df50d87d49fe7f8c8669c3e0776cb61ac45bc7731f59813dc924de375dcb67d40a54ba54db762101bd0b0ff71c4bcf0d12807fe270abe84a35f147c5d9a32851b104e25890760528f4bc9ca39e2df6ede6d80e71412e3ab5d46a7770570ccca8b0629f6c8bccbc7b61cea6', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001002a', '/ocop.evaluation.v1.CouncilService/AppointCouncil', '\x5f446946c91d978d04f852a8e05fd42c63b98b4378c06dbeeda69640292e465e', '\x01057465737473315902c8d7fb9b8d8cb4cab605fe7dce9dfd573e46c4aa747eb8808abed9023f9c8ca129521d67702013c40768bb20d5c5060f2a8bdff77b906091fe7d45facb31f1930f67da9769824d532a9058b0d1ca5dfe9a3bfcf455af74b0656ec9a9edae61e489ae007967b79316fac0b7747efbc69e28236aabfe3867776f64acfbf381b42de48cc51e074a10a62b9fb1e10c2fc2a9c9f05ef782c59219219180e883820c7ae135167bf4101b5d668eac2da3142fe3b5383c43ecb257bee39061fd17914fb443b431af18d5484ccab2af71bdd5d082e650dd41ed97dffb05114c4c85049a9e8f6b5f7ca6dfdb4b5c19745f7c5d310aed9d52456308', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001002b', '/ocop.evaluation.v1.CouncilService/OpenRound', '\x02a8e2692ce563bb58651191abac7f83be277bdb44d56b73b6294da746ff561b', '\x010574657374735553853a15a049b822d0202ebcdf592366f1772f731fdf68303d1cc854489d09105c043f2e862961b9b242e670e38aee706aa2e30ec6d154d2964b4122d2effbfabdaafad6ed7e6dc798774d283fc8acea4473fd50fc6864d58b2e94d3599cd1abba3eee9cec450a2d01bc19244ce9be0d1c431d4c37f0f96f2dee2d549d8d82986241f020ef342dfd3b7efa0b7d9691c4560d1971', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001002c', '/ocop.evaluation.v1.MonitoringService/PlanInspection', '\xd9bdaa2d82c57e44a9e709550abbf7a77d76ebde2770b1301031c21b5e6fd27d', '\x0105746573747380049eeac5688705da58a11e464e16a0e2a2b8b8189ffefebb8163b42a45235eb8eeea681a0008ede4718619e443d1fef6a2b9bb5cc1023a04afa695d3b94242acce015402640b4555762a2028ed1a9cc39232e53638d03b440fc590ebb42746c803f123023f3ade623ccddfb8f95087d2fbf7c70de4c2a04573cbecd1ed86c3a621133b20fc0657d1ac912772905301f152b3339615dd3d09565becb4ef44f210439d63272e54f038cd7b6d679d6dfbc1181236cea8dd69f48b1640149e4b0f9cea4a483a27781962525a188026774c6d83516578395429b86e5e4907c88989752efc553e2b860d15a1f4504fee7b7c110cd41f5da12e8391b794d8b778d7b61e193ae14f054784d020e829a8ad9f7b542eacf52dd8cd916a9d366208749443cd', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001002d', '/ocop.evaluation.v1.MonitoringService/FileComplaint', '\xe1095117e3b997d34e0ae5f214202ccfbfa48e05ca5ba39c3193aa962aa688cd', '\x0105746573747339405a7366ce0a43aaf573c055f85a8de650f9a36dd47deffb70a59d907bfde68407ca101ab174883d53c54e21bba079c829a7574d1ac08f07f023580a8fac703ad43086ce5ab567c61a98a5b6f8308faf0694485ba8922f51214f88a250a54d223a12859a65859e7a6c27344dba8b9176828c311a8b064c693e8113d10ce82b6c09bbe77fdbcb952a71be35bb3c2d73ca1cc8bde91683abb7c2f3cf94625eba3eb82b9423442be0e64d1ef91481aa38b752b2eb4a85befd67363bdde712b4e1e6376f8b0f79e4760cf34cafdafe8ed205a5f76507b0413851d37549f42d31d8314cf052f65692c5d3d3d057ca6480e12afbe009043d6e7f1d4d8e3b558a864acdcefce7ed6247eccae5f78997a5ef66e7a3dd077d753172880d80f627a234ce241ee7757655c4fa95852aca1e7c4e69a588cc24a7587a3bb72f25a6ce341ae94e8d3ee4653e269c8747e536029b4e0c4bfa39e1', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001002e', '/ocop.evaluation.v1.ProgressService/SetTarget', '\x779caa1472282b130506e604172789277990a41d9c3c8c36211a7a0790c2de49', '\x010574657374730d51fe1cba48e0fd2a6501fd77329594e93d7fb4169e7da4791f16e23ab10f7bfd0bf57bde90809702e816ae8574114a239901d311d8aad2a5d9f3dfeb54a015a8ecfddd4dfb4bbd5335ddb5af409140071add55109bf385be515784be0c45b627888561d3c99e83d3d149e0b21055291d90ecc16e3771425baba5e3347e0334c45d136437a1ddfb03', '2026-11-20 05:00:00+00', 'ocop_office@*');
INSERT INTO public.requests VALUES ('maker', '00000000-0000-0000-0000-00000001002f', '/ocop.evaluation.v1.EvidenceService/UploadEvidence', '\x8a214c761b28c103f61ac083e97e5c2646b534400cbc2cf6620cc3e793e3f666', '\x01057465737473381aeeb1a9f1a3576a50b7f38e09cc142dc72683324084d00d1ab5566062e160fff23704885afa18810d14e101d244faf4e18073dbf669ae8555470e1e4b85e026ac4772c0e7b8b69e6e4ba6f982c31e163e4914e950ca4273ab2abb22bd2a26ab383d9ffc0a1c29149fb5b025aea1244f44afbec4bcabd74cc4bdb10fa1bc0c1547803da8a88c394efd397e0a396d141b98a305df4d7adcf53144cf25eecbf2b31aeca58e7c9b85212f331af7953bc587a3ac9e0151601df0770db8f305ffb7a18b310761b8ac776fb9813157dca207caacc134d84a4951bb07b3dc3a6504a3a7328bd9c55a265789c75d71b5ebc3cf68f908c57810a3b3611c46368284e8360533371d8deeff6d0dade73c', '2026-11-20 05:00:00+00', 'ocop_office@*');



INSERT INTO public.rounds VALUES ('01a1f753-6480-7000-9e7d-67cc5ac9b18f', '2026-11-20 05:00:00+00', 'province', '51', '2026-11-20', 2026, 2, '01a1f753-6480-7000-ab21-d08a01f9b94d', '2026-10-30', '2026-12-30');



INSERT INTO public.seaql_migrations VALUES ('c0001_chassis', 1795876407);
INSERT INTO public.seaql_migrations VALUES ('m0001_evaluation', 1795876407);



INSERT INTO public.targets VALUES ('01a1f753-6480-7000-8d2f-0f751c5c3667', 1, '2026-11-20 05:00:00+00', '2026-11-20 05:00:00+00', '51', '2021-01-01', 'Sản phẩm', '2021-01-01', '2026-12-31', '{"id":"01a1f753-6480-7000-8d2f-0f751c5c3667","province_code":"51","said_on":"2021-01-01","terms":{"period":{"from":"2021-01-01","to":"2026-12-31"},"name_vi":"Sản phẩm","name_en":"","indicator":{"of":"valid_products","min_star":3},"goal":{"count":200},"baseline":null}}');



SELECT pg_catalog.setval('public.audit_position_seq', 8, true);



SELECT pg_catalog.setval('public.outbox_position_seq', 6, true);



ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY ("position");



ALTER TABLE ONLY public.audit_seals
    ADD CONSTRAINT audit_seals_pkey PRIMARY KEY (number);



ALTER TABLE ONLY public.ballots
    ADD CONSTRAINT ballots_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.certificates
    ADD CONSTRAINT certificates_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.certifications
    ADD CONSTRAINT certifications_pkey PRIMARY KEY (product_id);



ALTER TABLE ONLY public.commune_serials
    ADD CONSTRAINT commune_serials_pkey PRIMARY KEY (province_code, commune_code);



ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.conflicts
    ADD CONSTRAINT conflicts_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.council_members
    ADD CONSTRAINT council_members_pkey PRIMARY KEY (council_id, "position");



ALTER TABLE ONLY public.councils
    ADD CONSTRAINT councils_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.dossier_revisions
    ADD CONSTRAINT dossier_revisions_pkey PRIMARY KEY (dossier_id, number);



ALTER TABLE ONLY public.dossiers
    ADD CONSTRAINT dossiers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.evidence_uses
    ADD CONSTRAINT evidence_uses_pkey PRIMARY KEY (evidence_id, dossier_id);



ALTER TABLE ONLY public.form_numbers
    ADD CONSTRAINT form_numbers_pkey PRIMARY KEY (province_code, commune_code, year);



ALTER TABLE ONLY public.heads
    ADD CONSTRAINT heads_pkey PRIMARY KEY (aggregate_id, consumer, aggregate_type);



ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (consumer, event_id);



ALTER TABLE ONLY public.inspections
    ADD CONSTRAINT inspections_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.orphaned_files
    ADD CONSTRAINT orphaned_files_pkey PRIMARY KEY (producer_id, sha256);



ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_aggregate_type_aggregate_id_version_key UNIQUE (aggregate_type, aggregate_id, version);



ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");



ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (consumer, aggregate_id, aggregate_type, version);



ALTER TABLE ONLY public.past_value_chains
    ADD CONSTRAINT past_value_chains_pkey PRIMARY KEY (producer_id, until_day);



ALTER TABLE ONLY public.place_additions
    ADD CONSTRAINT place_additions_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.producers
    ADD CONSTRAINT producers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.product_codes
    ADD CONSTRAINT product_codes_pkey PRIMARY KEY (code_key);



ALTER TABLE ONLY public.product_serials
    ADD CONSTRAINT product_serials_pkey PRIMARY KEY (product_id, province_code, commune_code);



ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (actor, request_id);



ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT rounds_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.seaql_migrations
    ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);



ALTER TABLE ONLY public.targets
    ADD CONSTRAINT targets_pkey PRIMARY KEY (id);



CREATE INDEX audit_aggregate ON public.audit USING btree (aggregate_type, aggregate_id, version);



CREATE INDEX audit_at ON public.audit USING brin (at);



CREATE INDEX ballots_council ON public.ballots USING btree (council_id, member);



CREATE INDEX ballots_dossier ON public.ballots USING btree (dossier_id, id);



CREATE UNIQUE INDEX ballots_member ON public.ballots USING btree (dossier_id, council_id, attempt, member) WHERE (withdrawn_at IS NULL);



CREATE INDEX certificates_begun ON public.certificates USING btree (province_code, valid_from, gone_on, star, "position", product_id, producer_id, criteria_set, branch, district_code, place_code, place_name, district_name, province_name, transferred, place_on);



CREATE INDEX certificates_decision ON public.certificates USING btree (decision_key, id);



CREATE INDEX certificates_ends ON public.certificates USING btree (valid_to, id) WHERE (revoked_on IS NULL);



CREATE INDEX certificates_event_due ON public.certificates USING btree (event_due_on, product_id) WHERE (event_due_on IS NOT NULL);



CREATE INDEX certificates_gone ON public.certificates USING btree (province_code, gone_on, valid_to, star, product_id, "position", place_code, place_on);



CREATE INDEX certificates_place ON public.certificates USING btree (place_code, id);



CREATE INDEX certificates_position ON public.certificates USING btree (product_id, "position");



CREATE INDEX certificates_producer ON public.certificates USING btree (producer_id, id);



CREATE INDEX certificates_product_code ON public.certificates USING btree (code_key, valid_from) WHERE (code_key <> ''::text);



CREATE INDEX certificates_province ON public.certificates USING btree (province_code, valid_to, valid_from);






CREATE INDEX certificates_set ON public.certificates USING btree (criteria_set, id);



CREATE INDEX complaints_due ON public.complaints USING btree (due_on) WHERE (due_on IS NOT NULL);



CREATE INDEX complaints_producer ON public.complaints USING btree (producer_id, id);



CREATE INDEX complaints_product ON public.complaints USING btree (product_id, id);



CREATE INDEX complaints_province ON public.complaints USING btree (province_code, id);



CREATE INDEX conflicts_dossier ON public.conflicts USING btree (dossier_id, id);



CREATE UNIQUE INDEX conflicts_member ON public.conflicts USING btree (dossier_id, member) WHERE (withdrawn_at IS NULL);



CREATE INDEX council_members_subject ON public.council_members USING btree (subject, council_id);



CREATE INDEX councils_province ON public.councils USING btree (province_code, id);



CREATE INDEX dossiers_contradicted ON public.dossiers USING btree (province_code, id) WHERE contradicted;



CREATE INDEX dossiers_due ON public.dossiers USING btree (province_code, due_on, id) WHERE (due_on IS NOT NULL);



CREATE INDEX dossiers_forwarded ON public.dossiers USING btree (province_code, forwarded_on) WHERE (forwarded_on IS NOT NULL);



CREATE INDEX dossiers_lodged ON public.dossiers USING btree (province_code, lodged_on, id) WHERE (lodged_on IS NOT NULL);



CREATE UNIQUE INDEX dossiers_open ON public.dossiers USING btree (product_id, kind) WHERE (state <> ALL (ARRAY['certified'::text, 'not_recognised'::text, 'rejected'::text, 'withdrawn'::text, 'closed'::text, 'deleted'::text]));



CREATE INDEX dossiers_place ON public.dossiers USING btree (place_code, id);



CREATE INDEX dossiers_producer ON public.dossiers USING btree (producer_id, id);



CREATE INDEX dossiers_product ON public.dossiers USING btree (product_id, id);



CREATE INDEX dossiers_province ON public.dossiers USING btree (province_code, id);



CREATE INDEX dossiers_round ON public.dossiers USING btree (round_id, id);






CREATE INDEX dossiers_set ON public.dossiers USING btree (criteria_set, id);



CREATE INDEX dossiers_state ON public.dossiers USING btree (province_code, state, id);



CREATE INDEX dossiers_voting ON public.dossiers USING btree (voting_council_id, id) WHERE (voting_council_id IS NOT NULL);



CREATE INDEX evidence_expiring ON public.evidence USING btree (expires_on) WHERE (current AND (expires_on IS NOT NULL));



CREATE INDEX evidence_file ON public.evidence USING btree (producer_id, sha256) WHERE live;



CREATE INDEX evidence_place ON public.evidence USING btree (place_code, id);



CREATE INDEX evidence_producer ON public.evidence USING btree (producer_id, id);



CREATE INDEX evidence_province ON public.evidence USING btree (province_code, id);



CREATE INDEX evidence_uses_dossier ON public.evidence_uses USING btree (dossier_id);



CREATE INDEX inbox_applied_at ON public.inbox USING brin (applied_at);



CREATE INDEX inspections_due ON public.inspections USING btree (due_on) WHERE (due_on IS NOT NULL);



CREATE INDEX inspections_producer ON public.inspections USING btree (producer_id, id);



CREATE INDEX inspections_product ON public.inspections USING btree (product_id, id);



CREATE INDEX inspections_province ON public.inspections USING btree (province_code, id);



CREATE INDEX orphaned_files_since ON public.orphaned_files USING btree (since);



CREATE INDEX outbox_recorded_at ON public.outbox USING brin (recorded_at);



CREATE INDEX outbox_refused ON public.outbox USING btree ("position") WHERE (refused IS NOT NULL);



CREATE INDEX outbox_sent ON public.outbox USING btree (stream_seq) WHERE (sent_at IS NOT NULL);



CREATE INDEX outbox_unsent ON public.outbox USING btree ("position") WHERE ((sent_at IS NULL) AND (refused IS NULL));



CREATE UNIQUE INDEX place_additions_position ON public.place_additions USING btree ("position");



CREATE UNIQUE INDEX product_serials_number ON public.product_serials USING btree (province_code, commune_code, serial);



CREATE INDEX products_producer ON public.products USING btree (producer_id, id);



CREATE INDEX requests_created_at ON public.requests USING brin (created_at);



CREATE UNIQUE INDEX rounds_number ON public.rounds USING btree (province_code, year, number);



CREATE UNIQUE INDEX targets_name ON public.targets USING btree (province_code, period_from, period_to, name_vi);



ALTER TABLE ONLY public.ballots
    ADD CONSTRAINT ballots_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES public.dossiers(id);



ALTER TABLE ONLY public.certificates
    ADD CONSTRAINT certificates_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.certifications(product_id);



ALTER TABLE ONLY public.conflicts
    ADD CONSTRAINT conflicts_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES public.dossiers(id);



ALTER TABLE ONLY public.council_members
    ADD CONSTRAINT council_members_council_id_fkey FOREIGN KEY (council_id) REFERENCES public.councils(id);



ALTER TABLE ONLY public.dossier_revisions
    ADD CONSTRAINT dossier_revisions_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES public.dossiers(id);



ALTER TABLE ONLY public.evidence_uses
    ADD CONSTRAINT evidence_uses_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES public.evidence(id);



ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT rounds_council_id_fkey FOREIGN KEY (council_id) REFERENCES public.councils(id);




