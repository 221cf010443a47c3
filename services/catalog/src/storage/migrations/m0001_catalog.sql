create table places (
    code        text not null primary key,
    name        text not null,
    kind        text not null,
    parent_code text references places (code),
    valid_from  @date,
    valid_to    @date
);
create index places_parent on places (parent_code, code);

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
    place_code            text    not null references places (code),
    province_code         text    not null,
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
    place_code    text    not null references places (code),
    province_code text    not null,
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
create index products_set on products (criteria_set, id);
create index products_producer on products (producer_id, id);
-- The words of names and brands ever seen, in which a word that finds nothing is looked for with one typing error.
create table words (
    word    text    not null primary key,
    letters integer not null
);
create index words_letters on words (letters, word);

-- Offers to move a product or producer; of a producer's own, the subject is the producer.
create table transfers (
    id                 @uuid   not null primary key,
    version            bigint  not null,
    created_at         @time   not null,
    updated_at         @time   not null,
    subject_id         @uuid   not null,
    producer_id        @uuid   not null references producers (id),
    from_place_code    text    not null references places (code),
    from_province_code text    not null,
    to_place_code      text    not null references places (code),
    to_province_code   text    not null,
    by_office          boolean not null,
    state              text    not null,
    reason             text    not null,
    closing_reason     text    not null
);
create unique index transfers_open on transfers (subject_id) where state = 'proposed';

-- The copy of the newest certificate of each product; the evaluation service owns certificates.
create table certificates (
    product_id      @uuid   not null primary key,
    id              @uuid   not null,
    star            integer not null,
    decision_number text    not null,
    valid_from      @date   not null,
    valid_to        @date   not null,
    revoked_on      @date
);

-- Trigrams make a search by part of a name fast where the server has them; it works without.
do $$ begin create extension if not exists pg_trgm; create index products_search on products using gin (search_all gin_trgm_ops); exception when others then raise notice 'pg_trgm is not available: searches scan'; end $$; -- postgres
