-- The days by which a dossier is found without reading it: what stands on a day of the past, and what is due.
alter table dossiers add column lodged_on @date;
alter table dossiers add column forwarded_on @date;
-- The day the centre found less than five stars: until then a forwarded dossier makes its product a candidate.
alter table dossiers add column sent_back_on @date;
alter table dossiers add column closed_on @date;
alter table dossiers add column due_on @date;
-- Where the product is made, for those whose scope is a commune.
alter table dossiers add column place_code text not null default '';
create index dossiers_forwarded on dossiers (province_code, forwarded_on) where forwarded_on is not null;
create index dossiers_due on dossiers (province_code, due_on, id) where due_on is not null;

-- What was handed in, frozen.
create table dossier_revisions (
    dossier_id    @uuid   not null references dossiers (id),
    number        integer not null,
    created_at    @time   not null,
    body          text    not null,
    primary key (dossier_id, number)
);

-- Rounds of the centre beside those of provinces, and when a round is to be over.
alter table rounds add column level text not null default 'province';
alter table rounds add column ends_on @date;
