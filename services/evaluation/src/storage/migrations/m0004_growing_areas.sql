-- Who held a growing area of the catalog on which days. The first day is 0001-01-01 for those who held it when it was first
-- heard of; the last day is the one before until_day.
create table area_holders (
    area_id     @uuid   not null,
    producer_id @uuid   not null,
    from_day    @date   not null,
    until_day   @date   not null,
    primary key (producer_id, area_id, from_day)
);

create index area_holders_by_area on area_holders (area_id);

-- On which days a growing area is marked as circular or green.
create table area_marks (
    area_id     @uuid   not null,
    kind        text    not null,
    from_day    @date   not null,
    until_day   @date   not null,
    primary key (area_id, kind, from_day)
);
