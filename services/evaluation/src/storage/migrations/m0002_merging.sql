-- Producers and products that the catalog merged into others. into_id is the one that is kept today, however often it was merged on.
create table merged_records (
    id      @uuid not null primary key,
    into_id @uuid not null
);
create index merged_records_into on merged_records (into_id, id);

-- Of two dossiers of a kind that were open for the two records of one product, one is doubled: both stay, until one is decided and the
-- other closed or withdrawn.
alter table dossiers add column doubled boolean not null default false;
drop index dossiers_open;
create unique index dossiers_open on dossiers (product_id, kind) where not doubled and state not in ('certified', 'not_recognised', 'rejected', 'withdrawn', 'closed', 'deleted');
