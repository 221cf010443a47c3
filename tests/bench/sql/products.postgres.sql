-- 100,000 products of one producer, each with a certificate. The n-th has the id 01900000-0000-7000-8000-<n in hex>.
insert into products (id, version, created_at, updated_at, producer_id, criteria_set, name, name_key, search_text,
                      description, story, packaging, gtin, place_code, province_code, place_on, status)
select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, now(), now(),
       '01900000-0000-7000-9000-000000000001', 9, 'Nước mắm ' || n, 'nước mắm ' || n, 'nuoc mam ' || n,
       'Nước mắm cá cơm', repeat('Cá cơm than ', 43), 'Chai 500 ml', null, '21040', '51', '2026-06-01', 'active'
from generate_series(1, 100000) as n;

insert into certificates (product_id, id, star, decision_number, valid_from, valid_to)
select id, id, 3, '1898/QĐ-UBND', '2026-06-15', '2029-06-15' from products;

analyze;
