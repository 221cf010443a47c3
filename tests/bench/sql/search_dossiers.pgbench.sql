-- The page of 50 that ListDossiers finds by two states and a criteria set that differs each time.
\set wanted random(1, 26)
select id, version, created_at, updated_at, product_id, producer_id, province_code, round_id, kind, state, lodged_on, forwarded_on,
       sent_back_on, closed_on, due_on, place_code, place_on, place_name, criteria_set, star, voting_council_id, vote, contradicted,
       search_text, body
from dossiers
where state in ('submitted', 'commune_endorsed') and province_code = '51' and criteria_set = :wanted::integer
      and (province_code = '51' or id is null)
order by id asc
limit 51;
