-- The page of 50 that ListProducts reads, from a place in the list that differs each time.
\set after random(0, 99900)
select products.id, version, created_at, updated_at, producer_id, criteria_set, name, description, story, packaging, gtin,
       place_code, province_code, place_on, status, certificates.id, star, decision_number, valid_from, valid_to, revoked_on, imported
from (select *
      from products
      where products.status = 'active'
        and products.id > ('01900000-0000-7000-8000-' || lpad(to_hex(:after::bigint), 12, '0'))::uuid
      order by products.id asc
      limit 51) as products
     left join certificates on certificates.product_id = products.id
order by products.id asc;
