-- What the programme does for the market: rewards, gift sets, sales points, campaigns; and listings by their last change.
create index listings_updated on listings (updated_at);

-- The rules by which provinces reward recognised products. `body` holds the whole; the columns are for finding.
create table reward_schemes (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    province_code text    not null,
    place_on      @date   not null,
    period_from   @date   not null,
    period_to     @date   not null,
    body          text    not null
);
create index reward_schemes_period on reward_schemes (period_to, period_from);

-- One for each recognition that evaluation published, by its certificate. One for which nothing was ever owed has the
-- version 0 and is shown to nobody: rules that are added later may owe something for it.
create table rewards (
    id              @uuid  not null primary key,
    version         bigint not null,
    created_at      @time  not null,
    updated_at      @time  not null,
    product_id      @uuid  not null,
    province_code   text   not null,
    place_code      text   not null,
    place_on        @date  not null,
    decision_number text   not null,
    decided_on      @date  not null,
    state           text   not null,
    payer           text,
    body            text   not null
);
create index rewards_decided on rewards (decided_on, id);
create index rewards_province on rewards (province_code, id);
create index rewards_decision on rewards (decision_number, id);

-- Certified products that are sold together for a while. `body` holds the whole.
create table gift_sets (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    province_code text    not null,
    place_on      @date   not null,
    state         text    not null,
    sold_from     @date   not null,
    sold_to       @date   not null,
    body          text    not null
);
create index gift_sets_sold on gift_sets (sold_to, id);

-- By which product a set is found.
create table gift_set_items (
    gift_set_id   @uuid   not null references gift_sets (id),
    product_id    @uuid   not null,
    primary key (gift_set_id, product_id)
);
create index gift_set_items_product on gift_set_items (product_id);

create table gift_orders (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    gift_set_id   @uuid   not null references gift_sets (id),
    partner_id    @uuid   not null references partners (id),
    state         text    not null,
    body          text    not null
);
create index gift_orders_set on gift_orders (gift_set_id, id);
create index gift_orders_partner on gift_orders (partner_id, id);

-- Points of introduction and sale. Coordinates are millionths of a degree. `body` holds the whole.
create table sales_points (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    province_code text    not null,
    place_code    text    not null,
    place_on      @date   not null,
    place_group   text    not null,
    latitude      integer,
    longitude     integer,
    closed_on     @date,
    body          text    not null
);
create index sales_points_location on sales_points (latitude, longitude);
create index sales_points_province on sales_points (province_code, id);

create table design_centres (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    province_code text    not null,
    place_code    text    not null,
    place_on      @date   not null,
    body          text    not null
);
create index design_centres_province on design_centres (province_code, id);

-- Fairs, markets, weeks and conferences. `body` holds the whole, with the participants.
create table campaigns (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    province_code text    not null,
    place_on      @date   not null,
    kind          text    not null,
    from_date     @date   not null,
    to_date       @date   not null,
    body          text    not null
);
create index campaigns_held on campaigns (to_date, id);
create index campaigns_province on campaigns (province_code, id);
