-- The copy of the catalog's products.
create table products (
    id            @uuid   not null primary key,
    producer_id   @uuid   not null,
    criteria_set  integer not null,
    active        boolean not null,
    body          text    not null
);

create index products_producer on products (producer_id, id);

-- The copy of the catalog's producers.
create table producers (
    id                  @uuid   not null primary key,
    name                text    not null,
    kind                text    not null,
    province_code       text    not null,
    place_code          text    not null,
    place_on            @date   not null,
    led_by_woman        boolean not null,
    led_by_minority     boolean not null,
    led_by_disabled     boolean not null,
    value_chain         text    not null,
    stable_raw_material boolean not null
);

-- What the chain of a producer was until the day on which the catalog said otherwise.
create table past_value_chains (
    producer_id         @uuid   not null,
    until_day           @date   not null,
    value_chain         text    not null,
    stable_raw_material boolean not null,
    primary key (producer_id, until_day)
);

-- The version tells a caller that what it read is old.
create table councils (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    province_code text    not null,
    -- Codes name other units after mergers: this is the day for which the one before was said, as in every table.
    place_on      @date   not null,
    body          text    not null
);
create index councils_province on councils (province_code, id);

-- Of provinces and of the centre; that of the centre has no province.
create table rounds (
    id            @uuid   not null primary key,
    created_at    @time   not null,
    level         text    not null,
    province_code text    not null,
    place_on      @date   not null,
    year          integer not null,
    number        integer not null,
    council_id    @uuid   not null references councils (id),
    cut_off       @date,
    ends_on       @date
);
create unique index rounds_number on rounds (province_code, year, number);

-- Who sat on councils and when, for finding what waits for a member's ballot.
create table council_members (
    council_id    @uuid   not null references councils (id),
    position      integer not null,
    subject       text    not null,
    joined_on     @date,
    left_on       @date,
    primary key (council_id, position)
);
create index council_members_subject on council_members (subject, council_id);

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
    -- The days by which a dossier is found without reading it: what stands on a day of the past, and what is due.
    lodged_on     @date,
    forwarded_on  @date,
    -- The day the centre found less than five stars: until then a forwarded dossier makes its product a candidate.
    sent_back_on  @date,
    closed_on     @date,
    due_on        @date,
    -- Where the product is made, for those whose scope is a commune.
    place_code    text    not null,
    place_on      @date   not null,
    place_name    text    not null default '',
    criteria_set  integer not null default 0,
    -- What the last council found.
    star          integer,
    -- The council before which a vote is under way, and the number of the vote.
    voting_council_id @uuid,
    vote          integer not null default 0,
    -- Whether ballots say other than was agreed and the minutes are not signed.
    contradicted  boolean not null default false,
    -- Names of product, producer and place in one spelling.
    search_text   text    not null default '',
    body          text    not null
);
create index dossiers_contradicted on dossiers (province_code, id) where contradicted;
create index dossiers_place on dossiers (place_code, id);
create index dossiers_state on dossiers (province_code, state, id);
create index dossiers_set on dossiers (criteria_set, id);
create index dossiers_voting on dossiers (voting_council_id, id) where voting_council_id is not null;
create index dossiers_lodged on dossiers (province_code, lodged_on, id) where lodged_on is not null;
create index dossiers_product on dossiers (product_id, id);
create index dossiers_producer on dossiers (producer_id, id);
create index dossiers_round on dossiers (round_id, id);
create index dossiers_province on dossiers (province_code, id);
create unique index dossiers_open on dossiers (product_id, kind) where state not in ('certified', 'not_recognised', 'rejected', 'withdrawn', 'closed', 'deleted');
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

-- The numbers of Form 01: the greatest that an office has given in a year. A province's own counter has no commune.
create table form_numbers (
    province_code text    not null,
    commune_code  text    not null,
    year          integer not null,
    last          integer not null,
    primary key (province_code, commune_code, year)
);

-- A ballot says in which vote of which council it was cast, so that members may vote anew.
create table ballots (
    id            @uuid   not null primary key,
    dossier_id    @uuid   not null references dossiers (id),
    council_id    @uuid   not null,
    attempt       integer not null,
    member        text    not null,
    total         integer not null,
    comment       text    not null,
    answers       text    not null,
    cast_at       @time   not null,
    withdrawn_at  @time,
    withdrawal    text
);
-- Who took a ballot back may cast another.
create unique index ballots_member on ballots (dossier_id, council_id, attempt, member) where withdrawn_at is null;
create index ballots_dossier on ballots (dossier_id, id);
create index ballots_council on ballots (council_id, member);

create table conflicts (
    id            @uuid   not null primary key,
    dossier_id    @uuid   not null references dossiers (id),
    member        text    not null,
    reason        text    not null,
    declared_by   text    not null,
    declared_at   @time   not null,
    withdrawn_at  @time,
    withdrawal    text
);
create unique index conflicts_member on conflicts (dossier_id, member) where withdrawn_at is null;
create index conflicts_dossier on conflicts (dossier_id, id);

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
    place_on      @date   not null,
    valid_from    @date   not null,
    valid_to      @date   not null,
    revoked_on    @date,
    -- The next day on which an event is due: that the certificate ends soon, or has ended.
    event_due_on  @date,
    -- Whether it goes on from the one before with a successor of the producer: nothing was recognised anew.
    transferred   boolean not null default false,
    kind          text    not null default '',
    decided_on    @date,
    -- Number of the decision and product code in one spelling, and names without accents.
    decision_key  text    not null default '',
    code_key      text    not null default '',
    product_words text    not null default '',
    producer_words text   not null default '',
    search_text   text    not null default '',
    body          text    not null
);
create index certificates_position on certificates (product_id, position);
create index certificates_product_code on certificates (code_key, valid_from) where code_key <> '';
create index certificates_decision on certificates (decision_key, id);
create index certificates_set on certificates (criteria_set, id);
create index certificates_ends on certificates (valid_to, id) where revoked_on is null;
create index certificates_province on certificates (province_code, valid_to, valid_from);
create index certificates_event_due on certificates (event_due_on, product_id) where event_due_on is not null;

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
create index certificates_producer on certificates (producer_id, id);
create index certificates_place on certificates (place_code, id);
-- Wide on purpose: progress is read out of these two alone.
create index certificates_begun on certificates (province_code, valid_from, gone_on, star, position, product_id, producer_id, criteria_set, branch, district_code, place_code, place_name, district_name, province_name, transferred, place_on);
create index certificates_gone on certificates (province_code, gone_on, valid_to, star, product_id, position, place_code, place_on);

-- Trigrams make a search by part of a name fast where the server has them; it works without.
do $$ begin create extension if not exists pg_trgm; create index certificates_search on certificates using gin (search_text gin_trgm_ops); create index dossiers_search on dossiers using gin (search_text gin_trgm_ops); exception when others then raise notice 'pg_trgm is not available: searches scan'; end $$; -- postgres

-- The serials that communes give for product codes: what each product has, and the greatest given.
create table product_serials (
    product_id    @uuid   not null,
    province_code text    not null,
    commune_code  text    not null,
    serial        integer not null,
    primary key (product_id, province_code, commune_code)
);
-- Every code that was ever given, to be locked by who is given it; who bears it stands in the certificates.
create table product_codes (code_key text not null primary key);
create unique index product_serials_number on product_serials (province_code, commune_code, serial);
create table commune_serials (
    province_code text    not null,
    commune_code  text    not null,
    last          integer not null,
    primary key (province_code, commune_code)
);

create table inspections (
    id             @uuid   not null primary key,
    version        bigint  not null,
    created_at     @time   not null,
    updated_at     @time   not null,
    province_code  text    not null,
    place_code     text    not null,
    place_on       @date   not null,
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
    place_code     text    not null,
    place_on       @date   not null,
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
    place_on      @date   not null,
    name_vi       text    not null,
    period_from   @date   not null,
    period_to     @date   not null,
    body          text    not null
);
create unique index targets_name on targets (province_code, period_from, period_to, name_vi);

-- Documents of producers. A live one is not withdrawn; a current one is not replaced either.
create table evidence (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    producer_id   @uuid   not null,
    province_code text    not null,
    place_code    text    not null,
    place_on      @date   not null,
    kind          text    not null,
    sha256        text    not null,
    expires_on    @date,
    live          boolean not null,
    current       boolean not null,
    body          text    not null
);
create index evidence_producer on evidence (producer_id, id);
create index evidence_province on evidence (province_code, id);
create index evidence_place on evidence (place_code, id);
create index evidence_file on evidence (producer_id, sha256) where live;
create index evidence_expiring on evidence (expires_on) where current and expires_on is not null;

-- Which dossiers refer to which documents.
create table evidence_uses (
    evidence_id   @uuid   not null references evidence (id),
    dossier_id    @uuid   not null,
    primary key (evidence_id, dossier_id)
);
create index evidence_uses_dossier on evidence_uses (dossier_id);

-- Files to which no live document refers: announced and not filed yet, or left by one that was withdrawn.
create table orphaned_files (
    producer_id   @uuid   not null,
    sha256        text    not null,
    since         @time   not null,
    primary key (producer_id, sha256)
);
create index orphaned_files_since on orphaned_files (since);
