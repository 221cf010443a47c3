-- What catalog events said last of each product.
create table products (
    id            @uuid   not null primary key,
    producer_id   @uuid   not null,
    criteria_set  integer not null,
    active        boolean not null,
    body          text    not null
);

create table councils (
    id            @uuid   not null primary key,
    created_at    @time   not null,
    province_code text    not null,
    body          text    not null
);

create table rounds (
    id            @uuid   not null primary key,
    created_at    @time   not null,
    province_code text    not null,
    year          integer not null,
    number        integer not null,
    council_id    @uuid   not null references councils (id),
    cut_off       @date
);
create unique index rounds_number on rounds (province_code, year, number);

create table dossiers (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    product_id    @uuid   not null,
    producer_id   @uuid   not null,
    province_code text    not null,
    round_id      @uuid,
    kind          text    not null,
    state         text    not null,
    body          text    not null
);
create index dossiers_product on dossiers (product_id, id);
create index dossiers_producer on dossiers (producer_id, id);
create index dossiers_round on dossiers (round_id, id);
create index dossiers_province on dossiers (province_code, id);
create unique index dossiers_open on dossiers (product_id, kind) where state not in ('certified', 'not_recognised', 'rejected');

create table ballots (
    id            @uuid   not null primary key,
    dossier_id    @uuid   not null references dossiers (id),
    member        text    not null,
    total         integer not null,
    comment       text    not null,
    answers       text    not null,
    cast_at       @time   not null
);
create unique index ballots_member on ballots (dossier_id, member);

-- One row per product that has or had a certificate: its version orders the events.
create table certifications (
    product_id    @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null
);

create table certificates (
    id            @uuid   not null primary key,
    position      integer not null,
    product_id    @uuid   not null references certifications (product_id),
    product_code  text    not null,
    created_at    @time   not null,
    criteria_set  integer not null,
    branch        text    not null,
    star          integer not null,
    province_code text    not null,
    province_name text    not null,
    district_code text    not null,
    district_name text    not null,
    valid_from    @date   not null,
    valid_to      @date   not null,
    revoked_on    @date,
    end_told      boolean not null,
    body          text    not null
);
create index certificates_position on certificates (product_id, position);
create index certificates_product_code on certificates (product_code) where product_code <> '';
create index certificates_province on certificates (province_code, valid_to, valid_from);
create index certificates_ending on certificates (valid_to) where not end_told;
