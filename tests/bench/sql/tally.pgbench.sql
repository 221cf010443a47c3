-- What TallyDossier says to the database, statement for statement: the request is remembered, the dossier is locked, its
-- council, ballots and conflicts are read, the dossier is written and read again, the answer is kept, and its event and
-- the audit row go in. Every client has 25 dossiers of its own, which it counts again and again: the body is written as it
-- was. (pgbench takes a colon before a letter for a variable, even in a text.)
\set n :n + 1
\set dossier :client_id * 25 + :n % 25 + 1
begin;
insert into requests (actor, request_id, rpc, body_hash, created_at, roles)
values ('bench', (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid,
        '/ocop.evaluation.v1.CouncilService/TallyDossier',
        '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', now(), 'ocop_office@province:51')
on conflict do nothing;
select * from dossiers where id = ('01900000-0000-7000-8000-' || lpad(to_hex(:dossier::bigint), 12, '0'))::uuid for update;
select * from councils where id = '01900000-0000-7000-a000-000000000001';
select * from ballots where dossier_id = ('01900000-0000-7000-8000-' || lpad(to_hex(:dossier::bigint), 12, '0'))::uuid
order by id asc;
select * from conflicts where dossier_id = ('01900000-0000-7000-8000-' || lpad(to_hex(:dossier::bigint), 12, '0'))::uuid
order by id asc;
update dossiers
set version = version + 1, updated_at = now(), product_id = product_id, producer_id = producer_id, province_code = '51',
    round_id = round_id, kind = 'first', state = 'provincial_scored', lodged_on = lodged_on, forwarded_on = null, sent_back_on = null,
    closed_on = null, due_on = due_on, place_code = place_code, place_on = place_on, body = body, summary = summary, summary_version = version + 1
where id = ('01900000-0000-7000-8000-' || lpad(to_hex(:dossier::bigint), 12, '0'))::uuid;
select * from dossiers where id = ('01900000-0000-7000-8000-' || lpad(to_hex(:dossier::bigint), 12, '0'))::uuid;
update requests set answer = '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'
where actor = 'bench'
  and request_id = (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid;
insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, traceparent, data)
values ((lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid, 'count',
        (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid, 5,
        'ocop.evaluation.dossier.scored.v1', 'ocop.evaluation.v1.dossier.scored.51', now(),
        '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        '{"id": "01900000-0000-7000-8000-000000000001","productId": "01900000-0000-7000-8000-000000000001","productName": "Nước mắm 1","producerId": "01900000-0000-7000-9000-000000000001","kind": "DOSSIER_KIND_FIRST","state": "DOSSIER_STATE_PROVINCIAL_SCORED","criteriaSet": 9,"provinceCode": "51","star": 5,"onDate": "2026-06-10","ballotAttempt": 1}');
insert into audit (at, actor, roles, rpc, request_id, aggregate_type, aggregate_id, version, trace_id, reason, place)
values (now(), 'bench', 'ocop_office@province:51', '/ocop.evaluation.v1.CouncilService/TallyDossier',
        (lpad(to_hex(:client_id::bigint * 65536 + :round::bigint), 8, '0') || lpad(to_hex(:n::bigint), 24, '0'))::uuid, 'dossier',
        ('01900000-0000-7000-8000-' || lpad(to_hex(:dossier::bigint), 12, '0'))::uuid, 5,
        '0af7651916cd43dd8448eb211c80319c', '', '51');
commit;
