-- Producers that the catalog merged into others: the one that is kept today, however often it was merged on.
create table merged_producers (
    id      @uuid not null primary key,
    into_id @uuid not null
);
create index merged_producers_into on merged_producers (into_id);
