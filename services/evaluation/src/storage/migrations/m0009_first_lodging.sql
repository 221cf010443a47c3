-- The day a dossier was first lodged, which counts though it was given back: a certificate that ended meanwhile stays good while its
-- re-evaluation runs. Without a value it is the day it was lodged.
alter table dossiers add column first_lodged_on date;

update dossiers set first_lodged_on = (select (r.body::json ->> 'lodged_on')::date from dossier_revisions r where r.dossier_id = dossiers.id and r.number = 1) where kind = 're_evaluation'; -- postgres
update dossiers set first_lodged_on = (select json_extract(r.body, '$.lodged_on') from dossier_revisions r where r.dossier_id = dossiers.id and r.number = 1) where kind = 're_evaluation'; -- sqlite

-- What is with its producer again, or is lodged anew, says so itself.
update dossiers set body = jsonb_set(body::jsonb, '{since,first_lodged}', to_jsonb(first_lodged_on::text))::text where first_lodged_on is not null; -- postgres
update dossiers set body = json_set(body, '$.since.first_lodged', first_lodged_on) where first_lodged_on is not null; -- sqlite
