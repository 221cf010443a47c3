-- 100,000 copies of the one certificate and the one dossier that are there, each of a product of its own with a number in
-- its name.
insert into certifications (product_id, version, created_at, updated_at)
select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, now(), now() from generate_series(1, 100000) as n;
insert into certificates (id, position, product_id, product_code, created_at, criteria_set, branch, star, province_code, province_name,
       district_code, district_name, place_on, valid_from, valid_to, kind, decided_on, decision_key, code_key, product_words, producer_words,
       search_text, body)
select ('01900000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid, 0, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       '', now(), 1 + n % 26, branch, 3 + n % 2, province_code, province_name, '', '', place_on, valid_from, valid_to, kind, decided_on, decision_key, '',
       'nuoc mam so ' || n, producer_words, 'nuoc mam so ' || n || ' ' || producer_words || ' xa sa huinh',
       replace(replace(body, id::text, '01900000-0000-7000-a000-' || lpad(to_hex(n), 12, '0')), 'Nước mắm số 0', 'Nước mắm số ' || n)
from certificates cross join generate_series(1, 100000) as n where certificates.product_code = 'template';
insert into dossiers (id, version, created_at, updated_at, product_id, producer_id, province_code, round_id, kind, state, lodged_on, due_on,
       place_code, place_on, place_name, criteria_set, star, vote, contradicted, search_text, summary_version, summary, body)
select ('01900000-0000-7000-b000-' || lpad(to_hex(n), 12, '0'))::uuid, version, now(), now(),
       ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, producer_id, province_code, round_id, kind,
       (array['submitted', 'commune_endorsed', 'provincial_scored', 'certified'])[1 + n % 4], lodged_on, due_on, place_code, place_on, place_name,
       1 + n % 26, 3, vote, contradicted, 'nuoc mam so ' || n || ' htx nuoc mam sa huinh xa sa huinh',
       version,
       replace(replace(summary, id::text, '01900000-0000-7000-b000-' || lpad(to_hex(n), 12, '0')), 'Nước mắm số 0', 'Nước mắm số ' || n),
       replace(replace(body, id::text, '01900000-0000-7000-b000-' || lpad(to_hex(n), 12, '0')), 'Nước mắm số 0', 'Nước mắm số ' || n)
from (select * from dossiers limit 1) as template cross join generate_series(1, 100000) as n;
delete from certificates where product_code = 'template';
