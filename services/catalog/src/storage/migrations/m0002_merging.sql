-- Records that were merged into another: their rows are gone, their ids go on answering. into_id is the record that is kept today,
-- however often it was merged on.
create table merged_records (
    id         @uuid  not null primary key,
    kind       text   not null,
    into_id    @uuid  not null,
    created_at @time  not null,
    merged_at  @time  not null
);
create index merged_records_into on merged_records (into_id, id);

-- Registration numbers, GLNs, GTINs and names of merged records that the kept one does not bear, and by which it is found.
create table former_keys (
    kind text  not null,
    key  text  not null,
    id   @uuid not null,
    primary key (kind, key)
);
create index former_keys_id on former_keys (id);

alter table producers add column merged_from text not null default '[]';
alter table products add column merged_from text not null default '[]';
