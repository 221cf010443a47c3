-- Products as catalog and evaluation published them, with the certificate each follows. One that was never open is no
-- listing yet: opened_key and opened_at are empty. `document` holds the whole; the columns are for finding.
create table listings (
    id            @uuid   not null primary key,
    version       bigint  not null,
    opened_key    @uuid,
    opened_at     @time,
    updated_at    @time,
    state         text    not null,
    criteria_set  integer not null,
    star          integer,
    province_code text    not null,
    place_code    text    not null,
    -- The day for which both were said: codes name other units after mergers.
    place_on      @date   not null,
    next_date     @date,
    producer_id   @uuid   not null,
    -- What the trade asks for. Quantities and prices are compared within one unit, which is in small letters. Of each kind
    -- of papers, the last day on which the product has it; far away if that does not end.
    valid_to           @date,
    gtin               text,
    producer_kind      text,
    value_chain        text,
    shelf_life_days    integer,
    capacity           bigint,
    capacity_unit      text,
    minimum_order      bigint,
    minimum_order_unit text,
    price              bigint,
    price_unit         text,
    food_safety_to     @date,
    quality_system_to  @date,
    declaration_to     @date,
    test_report_to     @date,
    barcode_to         @date,
    trade_mark_to      @date,
    good_practice_to   @date,
    document      text    not null
);
create unique index listings_opened on listings (opened_key);
create index listings_state on listings (state, opened_key);
create index listings_set on listings (criteria_set, state, opened_key);
create index listings_producer on listings (producer_id, id);
create index listings_gtin on listings (gtin) where gtin is not null;
create index listings_next_date on listings (next_date) where next_date is not null;

create table partners (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    name          text    not null,
    email         text    not null,
    kind          text,
    -- What names that may well be the same have in common.
    likeness      text    not null,
    -- People to ask and the contract.
    document      text    not null,
    sourcing      text    not null,
    left_at       @time
);
create index partners_likeness on partners (likeness);

-- The index over what partners look for: a listing concerns those who have a key with its criteria set (0 is any), a province
-- it lies in ('' is any; the code as it was said, for whatever day) and no more stars than it has.
create table sourcing_keys (
    criteria_set  integer not null,
    province_code text    not null,
    minimum_star  integer not null,
    partner_id    @uuid   not null references partners (id),
    primary key (criteria_set, province_code, minimum_star, partner_id)
);
create index sourcing_keys_partner on sourcing_keys (partner_id);

-- With what partners connect to NATS; the hash is of a random password.
create table nats_credentials (
    id            @uuid   not null primary key,
    partner_id    @uuid   not null references partners (id),
    password_hash @bytes  not null,
    issued_at     @time   not null,
    expires_at    @time   not null,
    revoked_at    @time
);
create index nats_credentials_partner on nats_credentials (partner_id, id);

create table matches (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    partner_id    @uuid   not null references partners (id),
    product_id    @uuid   not null references listings (id),
    state         text    not null,
    -- How far partner and producer have come with each other.
    stage         text    not null,
    -- The next day on which it may not fit any more.
    next_date     @date,
    document      text    not null
);
create index matches_next_date on matches (next_date) where next_date is not null;
create unique index matches_pair on matches (product_id, partner_id);
create index matches_partner on matches (partner_id, id);
create index matches_changed on matches (partner_id, updated_at);

-- `stopped` says why nothing is delivered; an active subscription has none. `secrets` are sealed.
create table subscriptions (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    partner_id    @uuid   not null references partners (id),
    url           text    not null,
    description   text    not null,
    secrets       text    not null,
    stopped       text,
    stopped_at    @time,
    failing_since @time,
    -- Whether it was told that the receiver has failed for a day.
    told_failing  boolean not null,
    -- Which events it takes, and the headers that are sent with each.
    selection     text    not null,
    headers       text    not null,
    -- Most attempts in a minute.
    rate          integer
);
create unique index subscriptions_url on subscriptions (partner_id, url) where stopped is null or stopped <> 'deleted';

-- One event of a match on its way to one subscription. A sender claims a delivery until claimed_until; if it stops,
-- the claim runs out and another takes over.
create table deliveries (
    position         @serial,
    id               @uuid   not null unique,
    created_at       @time   not null,
    subscription_id  @uuid   not null references subscriptions (id),
    match_id         @uuid   not null,
    match_version    bigint  not null,
    change           text    not null,
    event_type       text    not null,
    body             text    not null,
    state            text    not null,
    next_attempt_at  @time,
    accepted         boolean not null,
    claimed_until    @time,
    -- When the last attempt was claimed.
    begun_at         @time,
    attempts         text    not null,
    earlier_attempts integer not null
);
create unique index deliveries_lane on deliveries (subscription_id, match_id, match_version);
create index deliveries_subscription on deliveries (subscription_id, position);
create index deliveries_due on deliveries (next_attempt_at) where state = 'pending';
create index deliveries_claimed on deliveries (claimed_until) where claimed_until is not null;
create index deliveries_begun on deliveries (begun_at) where begun_at is not null;
create index deliveries_settled on deliveries (created_at) where state <> 'pending';
