-- The certificates that ListCertificates finds by two words of names, one of them a number that differs each time.
\set wanted random(10000, 99999)
select id, position, product_id, product_code, created_at, criteria_set, branch, star, province_code, province_name, district_code,
       district_name, place_on, valid_from, valid_to, revoked_on, event_due_on, transferred, kind, decided_on, decision_key, code_key,
       product_words, producer_words, search_text, body
from certificates
where province_code = '51' and search_text like '%mam%' escape '\' and search_text like '%' || :wanted::text || '%' escape '\'
order by id asc
limit 51;
