-- What lists show of a dossier, and of which of its versions: with another one a list reads the dossier itself, until the service
-- has written the summary anew. That is how dossiers of before are read, and those that a program of before changes.
alter table dossiers add column summary text;
alter table dossiers add column summary_version bigint;

create index dossiers_unsummarised on dossiers (id) where summary_version is null or summary_version <> version;

-- A body that changes without its version (a merged record, a person that is erased) has no summary until it is written anew.
create function dossiers_summary_outdated() returns trigger language plpgsql as $$ begin new.summary_version := null; return new; end $$; -- postgres
create trigger dossiers_summary_outdated before update of body on dossiers for each row when (new.version = old.version and new.body is distinct from old.body) execute function dossiers_summary_outdated(); -- postgres
create trigger dossiers_summary_outdated after update of body on dossiers for each row when new.version = old.version and new.body is not old.body begin update dossiers set summary_version = null where id = new.id; end; -- sqlite
