-- What RegisterProduct says to the database when it writes alone, statement for statement: the producer is
-- read (where the product is made is known in memory), the product goes in, and the remembered request, the event and the audit row go in together.
-- Ids rise per client as those of the service rise with time. (pgbench takes a colon before a letter for a variable, even
-- in a text.)
\set n :n + 1
begin;
select * from producers where id = '01900000-0000-7000-9000-000000000001' limit 1;
insert into products (id, version, created_at, updated_at, producer_id, criteria_set, name, name_key, search_text,
                      description, story, packaging, gtin, place_code, province_code, place_on, status)
values ((lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid, 1,
        now(), now(), '01900000-0000-7000-9000-000000000001', 9,
        'Nước mắm ' || :client_id::bigint || '.' || :round::bigint || '.' || :n::bigint,
        'nước mắm ' || :client_id::bigint || '.' || :round::bigint || '.' || :n::bigint,
        'nuoc mam ' || :client_id::bigint || '.' || :round::bigint || '.' || :n::bigint,
        'Nước mắm cá cơm', 'Cá cơm than, muối Sa Huỳnh.', 'Chai 500 ml', null, '21040', '51', '2026-06-01', 'active');
insert into words (word, letters) values ('mam', 3), ('nuoc', 4) on conflict do nothing;
insert into past_versions (aggregate_type, aggregate_id, version, at, snapshot)
values ('product',
        (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid, 1, now(),
        '{"profile": {"criteria_set": 9,"name": "Nước mắm 1","description": "Nước mắm cá cơm","story": "Cá cơm than, muối Sa Huỳnh.","packaging": "Chai 500 ml","gtin": null,"brand": ""},"place_code": "21040","province_code": "51","place_on": "2026-06-01","status": "active","status_reason": ""}');
with w0 as (
    insert into requests (actor, request_id, rpc, body_hash, created_at, roles, answer)
    select 'bench',
           (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid,
           '/ocop.catalog.v1.CatalogService/RegisterProduct',
           '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', now(), 'ocop_office@province:51',
           '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'
    on conflict do nothing returning 1),
w1 as (
    insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, traceparent, data)
    select (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid,
           'product',
           (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid, 1,
           'ocop.catalog.product.registered.v1', 'ocop.catalog.v1.product.registered.51', now(),
           '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
           '{"id": "01900000-0000-7000-8000-000000000001","name": "Nước mắm 1","criteriaSet": 9,"place": {"code": "21040","name": "Bình Sơn","kind": "PLACE_KIND_COMMUNE","placeOn": "2026-06-01","provinceCode": "51","provinceName": "Quảng Ngãi"},"producerId": "01900000-0000-7000-9000-000000000001","producerName": "HTX Nước mắm Sa Huỳnh","producerKind": "PRODUCER_KIND_COOPERATIVE","active": true}'
    returning 1),
w2 as (
    insert into audit (at, actor, roles, rpc, request_id, aggregate_type, aggregate_id, version, trace_id, reason, place)
    select now(), 'bench', 'ocop_office@province:51', '/ocop.catalog.v1.CatalogService/RegisterProduct',
           (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid,
           'product',
           (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid, 1,
           '0af7651916cd43dd8448eb211c80319c', '', '51'
    returning 1)
select count(*) as kept from w0;
commit;
