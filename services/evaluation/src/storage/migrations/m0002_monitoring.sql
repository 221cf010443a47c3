-- What catalog events said last of each producer.
create table producers (
    id                  @uuid   not null primary key,
    name                text    not null,
    kind                text    not null,
    province_code       text    not null,
    place_code          text    not null,
    led_by_woman        boolean not null,
    led_by_minority     boolean not null,
    led_by_disabled     boolean not null,
    value_chain         text    not null,
    stable_raw_material boolean not null
);

create table inspections (
    id             @uuid   not null primary key,
    version        bigint  not null,
    created_at     @time   not null,
    updated_at     @time   not null,
    province_code  text    not null,
    producer_id    @uuid   not null,
    product_id     @uuid,
    certificate_id @uuid,
    state          text    not null,
    due_on         @date,
    body           text    not null
);
create index inspections_province on inspections (province_code, id);
create index inspections_producer on inspections (producer_id, id);
create index inspections_product on inspections (product_id, id);
create index inspections_due on inspections (due_on) where due_on is not null;

create table complaints (
    id             @uuid   not null primary key,
    version        bigint  not null,
    created_at     @time   not null,
    updated_at     @time   not null,
    province_code  text    not null,
    producer_id    @uuid   not null,
    product_id     @uuid   not null,
    state          text    not null,
    due_on         @date,
    body           text    not null
);
create index complaints_province on complaints (province_code, id);
create index complaints_producer on complaints (producer_id, id);
create index complaints_product on complaints (product_id, id);
create index complaints_due on complaints (due_on) where due_on is not null;

create table targets (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    province_code text    not null,
    name_vi       text    not null,
    period_from   @date   not null,
    period_to     @date   not null,
    body          text    not null
);
create unique index targets_name on targets (province_code, period_from, period_to, name_vi);

-- What progress counts by, read by the database out of the body, so that it is never out of step with it. The first day
-- without a certificate is that of its revocation, or the one after its last if that comes earlier.
alter table certificates add column producer_id uuid generated always as (((body::jsonb) ->> 'producer_id')::uuid) stored; -- postgres
alter table certificates add column place_code text generated always as ((body::jsonb) #>> '{place,code}') stored; -- postgres
alter table certificates add column place_name text generated always as ((body::jsonb) #>> '{place,name}') stored; -- postgres
alter table certificates add column gone_on date generated always as (least(revoked_on, valid_to + 1)) stored; -- postgres
alter table certificates add column producer_id blob generated always as (unhex(replace(json_extract(body, '$.producer_id'), '-', ''))) virtual; -- sqlite
alter table certificates add column place_code text generated always as (json_extract(body, '$.place.code')) virtual; -- sqlite
alter table certificates add column place_name text generated always as (json_extract(body, '$.place.name')) virtual; -- sqlite
alter table certificates add column gone_on text generated always as (min(coalesce(revoked_on, '9999-12-31'), date(valid_to, '+1 day'))) virtual; -- sqlite
-- Wide on purpose: progress is read out of these two alone.
create index certificates_begun on certificates (province_code, valid_from, gone_on, star, position, product_id, producer_id, criteria_set, branch, district_code, place_code, place_name, district_name, province_name);
create index certificates_gone on certificates (province_code, gone_on, valid_to, star, product_id, position);
