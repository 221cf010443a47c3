-- The page of 50 that ListDossiers finds by two states and a criteria set that differs each time.
\set wanted random(1, 26)
select id, version, created_at, updated_at, summary, case when summary_version = version then null else body end
from dossiers
where state in ('submitted', 'commune_endorsed') and province_code = '51' and criteria_set = :wanted::integer
      and (province_code = '51' or id is null)
order by id asc
limit 51;
