-- 100,000 products of one producer, each with a certificate. The n-th has the id 01900000-0000-7000-8000-<n in hex>.
with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 100000)
insert into products (id, version, created_at, updated_at, producer_id, criteria_set, name, name_key, search_text,
                      description, story, packaging, gtin, place_code, province_code, place_on, status)
select unhex('01900000000070008000' || printf('%012x', n)), 1, '2026-06-01T08:00:00+00:00',
       '2026-06-01T08:00:00+00:00', unhex('01900000000070009000000000000001'), 9, 'Nước mắm ' || n,
       'nước mắm ' || n, 'nuoc mam ' || n, 'Nước mắm cá cơm', replace(hex(zeroblob(43)), '00', 'Cá cơm than '),
       'Chai 500 ml', null, '21040', '51', '2026-06-01', 'active'
from numbers;

insert into certificates (product_id, id, star, decision_number, valid_from, valid_to)
select id, id, 3, '1898/QĐ-UBND', '2026-06-15', '2029-06-15' from products;

analyze;
