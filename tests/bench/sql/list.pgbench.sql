-- The page of 50 that ListProducts reads, from a place in the list that differs each time.
\set after random(0, 99900)
select products.id as "A_id", products.version as "A_version", products.created_at as "A_created_at",
       products.updated_at as "A_updated_at", products.producer_id as "A_producer_id",
       products.criteria_set as "A_criteria_set", products.name as "A_name", products.name_lower as "A_name_lower",
       products.search_text as "A_search_text", products.description as "A_description", products.story as "A_story",
       products.packaging as "A_packaging", products.gtin as "A_gtin", products.place_code as "A_place_code",
       products.province_code as "A_province_code", products.status as "A_status",
       certificates.product_id as "B_product_id", certificates.id as "B_id", certificates.star as "B_star",
       certificates.decision_number as "B_decision_number", certificates.valid_from as "B_valid_from",
       certificates.valid_to as "B_valid_to", certificates.revoked_on as "B_revoked_on"
from products left join certificates on products.id = certificates.product_id
where products.status = 'active'
  and products.id > ('01900000-0000-7000-8000-' || lpad(to_hex(:after::bigint), 12, '0'))::uuid
order by products.id asc
limit 51;
