-- 50,000 products of 27,000 producers with two certificates each, in one province: the first of 2019 to 2023, the second
-- 36 months later with as many stars or more.
insert into producers (id, name, kind, province_code, place_code, place_on, led_by_woman, led_by_minority, led_by_disabled, value_chain, stable_raw_material)
select ('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Chủ thể ' || n,
       (array['cooperative', 'enterprise', 'household'])[1 + n % 3], '51', '210' || lpad((n % 96)::text, 2, '0'), date '2019-01-01', n % 5 < 2, n % 7 = 0, n % 50 = 0,
       (array['', 'circular', 'green'])[1 + n % 3], n % 4 = 0
from generate_series(1, 27000) as n;
insert into certifications (product_id, version, created_at, updated_at)
select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 2, now(), now() from generate_series(1, 50000) as n;
insert into certificates (id, position, product_id, product_code, created_at, criteria_set, branch, star, province_code, province_name, district_code, district_name, place_on, valid_from, valid_to, revoked_on, body)
select ('01900000-0000-7000-a00' || position || '-' || lpad(to_hex(n), 12, '0'))::uuid, position,
       ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '51-' || n || '-' || position, now(), 1 + n % 26,
       case when n % 26 < 13 then 'I' when n % 26 < 17 then 'II' when n % 26 < 20 then 'III' when n % 26 < 22 then 'IV' when n % 26 < 25 then 'V' else 'VI' end,
       case when n % 4 = 0 or position = 1 and n % 9 = 0 then 4 else 3 end, '51', 'Quảng Ngãi', (522 + n % 13)::text, 'Huyện ' || n % 13, date '2019-01-01',
       valid_from, (valid_from + interval '36 months')::date, case when position = 1 and n % 40 = 0 then valid_from + 200 end,
       jsonb_build_object('producer_id', '01900000-0000-7000-9000-' || lpad(to_hex(1 + n % 27000), 12, '0'), 'note', repeat('x', 700),
                          'place', jsonb_build_object('code', '210' || lpad((n % 96)::text, 2, '0'), 'name', 'Xã ' || n % 96))::text
from generate_series(1, 50000) as n cross join generate_series(0, 1) as position
cross join lateral (select (date '2019-01-01' + n % 1800 + position * 1096) as valid_from) as begun;
