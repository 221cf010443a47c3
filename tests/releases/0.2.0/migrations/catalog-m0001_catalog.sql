create table producers (
    id                    @uuid   not null primary key,
    version               bigint  not null,
    created_at            @time   not null,
    updated_at            @time   not null,
    name                  text    not null,
    search_text           text    not null,
    kind                  text    not null,
    registration_number   text    not null,
    registration_date     @date,
    -- Codes name other units after mergers: they stand with the day for which they were said.
    place_code            text    not null,
    province_code         text    not null,
    place_on              @date   not null,
    address               text    not null,
    phone                 text    not null,
    email                 text    not null,
    representative_name   text    not null,
    representative_position text  not null,
    representative_sex    text    not null,
    representative_ethnicity text not null,
    representative_disability boolean not null,
    local_capital_percent integer,
    value_chain           text    not null,
    stable_raw_material   boolean not null,
    gln                   text,
    years                 text    not null default '[]',
    people                text    not null default '[]'
);
create unique index producers_gln on producers (gln);
create unique index producers_registration_number on producers (registration_number);
create index producers_place on producers (place_code, id);
create index producers_province on producers (province_code, id);

create table products (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    producer_id   @uuid   not null references producers (id),
    criteria_set  integer not null,
    name          text    not null,
    name_key      text    not null,
    search_text   text    not null,
    description   text    not null,
    story         text    not null,
    packaging     text    not null,
    gtin          text,
    place_code    text    not null,
    province_code text    not null,
    place_on      @date   not null,
    status        text    not null,
    brand         text    not null default '',
    details       text    not null default '{}',
    status_reason text    not null default '',
    -- What is searched, in the form of likeness keys: search_text holds the name. The producer's name follows the producer.
    search_brand       text not null default '',
    search_producer    text not null default '',
    search_description text not null default '',
    search_all         text generated always as (' ' || search_text || ' | ' || search_brand || ' | ' || search_producer
                                                 || ' | ' || search_description || ' ') stored
);
create unique index products_name_of_producer on products (producer_id, name_key);
create unique index products_gtin on products (gtin);
create index products_place on products (place_code, id);
create index products_province on products (province_code, id);
create index products_set on products (criteria_set, id);
create index products_producer on products (producer_id, id);
-- The words of names and brands ever seen, in which a word that finds nothing is looked for with one typing error.
create table words (
    word    text    not null primary key,
    letters integer not null
);
create index words_letters on words (letters, word);

-- What a producer or product was in each version, without what is personal: JSON.
create table past_versions (
    aggregate_type text   not null,
    aggregate_id   @uuid  not null,
    version        bigint not null,
    at             @time  not null,
    snapshot       text   not null,
    primary key (aggregate_type, aggregate_id, version)
);

-- Offers to move a product or producer; of a producer's own, the subject is the producer.
create table transfers (
    id                 @uuid   not null primary key,
    version            bigint  not null,
    created_at         @time   not null,
    updated_at         @time   not null,
    subject_id         @uuid   not null,
    producer_id        @uuid   not null references producers (id),
    from_place_code    text    not null,
    from_province_code text    not null,
    from_place_on      @date   not null,
    to_place_code      text    not null,
    to_province_code   text    not null,
    to_place_on        @date   not null,
    by_office          boolean not null,
    state              text    not null,
    reason             text    not null,
    closing_reason     text    not null
);
create unique index transfers_open on transfers (subject_id) where state = 'proposed';

-- `profile` is what may change of an area, as JSON; the three tables after it repeat what is looked for in it.
create table growing_areas (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    code          text    not null,
    issuer        text    not null,
    place_code    text    not null,
    province_code text    not null,
    place_on      @date   not null,
    valid_from    @date,
    valid_to      @date,
    profile       text    not null
);
create unique index growing_areas_code on growing_areas (issuer, code);
create index growing_areas_place on growing_areas (place_code, id);

create table growing_area_holders (
    producer_id @uuid not null references producers (id),
    area_id     @uuid not null references growing_areas (id),
    primary key (producer_id, area_id)
);
create index growing_area_holders_area on growing_area_holders (area_id);

create table growing_area_products (
    product_id @uuid not null references products (id),
    area_id    @uuid not null references growing_areas (id),
    primary key (product_id, area_id)
);
create index growing_area_products_area on growing_area_products (area_id);

create table growing_area_lapses (
    area_id  @uuid   not null references growing_areas (id),
    position integer not null,
    paper    text    not null,
    name     text    not null,
    last_day @date   not null,
    primary key (area_id, position)
);
create index growing_area_lapses_day on growing_area_lapses (last_day, area_id, position);

-- `making` is what is known of a lot's making, as JSON. The certificate is the one that its product had when it was made, as far as was
-- known when it was recorded.
create table lots (
    id             @uuid   not null primary key,
    version        bigint  not null,
    created_at     @time   not null,
    updated_at     @time   not null,
    lot            text    not null,
    producer_id    @uuid   not null references producers (id),
    product_id     @uuid   references products (id),
    place_code     text    not null,
    province_code  text    not null,
    place_on       @date   not null,
    made_on        @date   not null,
    making         text    not null,
    certificate_id @uuid,
    star           integer
);
create unique index lots_lot on lots (lot);
create index lots_producer on lots (producer_id, id);
create index lots_product on lots (product_id, id);
create index lots_place on lots (place_code, id);
create index lots_province on lots (province_code, id);

-- What events are about: lots and containers. Whoever records an event locks the rows of all that it is about.
create table trace_items (
    item text not null primary key
);

-- Events of EPCIS as JSON, in the order in which they were recorded; nothing changes them.
create table trace_events (
    sequence    @serial,
    event_id    text   not null,
    producer_id @uuid  not null references producers (id),
    recorded_at @time  not null,
    body        text   not null
);
create unique index trace_events_event_id on trace_events (event_id);

create table trace_event_items (
    item     text   not null references trace_items (item),
    sequence bigint not null references trace_events (sequence),
    primary key (item, sequence)
);

-- The copy of the newest certificate of each product; the evaluation service owns certificates.
create table certificates (
    product_id      @uuid   not null primary key,
    id              @uuid   not null,
    star            integer not null,
    decision_number text    not null,
    valid_from      @date   not null,
    valid_to        @date   not null,
    revoked_on      @date,
    imported        boolean not null default false
);

-- Trigrams make a search by part of a name fast where the server has them; it works without.
do $$ begin create extension if not exists pg_trgm; create index products_search on products using gin (search_all gin_trgm_ops); exception when others then raise notice 'pg_trgm is not available: searches scan'; end $$; -- postgres
