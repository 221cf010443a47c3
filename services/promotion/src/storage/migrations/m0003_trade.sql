-- Connecting supply and demand: what buyers seek, what producers offer, what they agree on, where they meet. `body` holds the whole of
-- each; the columns are for finding.
create table demands (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    partner_id    @uuid   not null references partners (id),
    province_code text    not null,
    place_code    text,
    place_on      @date   not null,
    state         text    not null,
    from_date     @date   not null,
    to_date       @date   not null,
    body          text    not null
);
create index demands_state on demands (state, to_date, id);
create index demands_partner on demands (partner_id, id);

-- The criteria sets by which a demand is found; 0 if words alone say what is sought.
create table demand_sets (
    demand_id     @uuid   not null references demands (id),
    criteria_set  integer not null,
    primary key (demand_id, criteria_set)
);
create index demand_sets_set on demand_sets (criteria_set, demand_id);

create table trade_offers (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    demand_id     @uuid   not null references demands (id),
    product_id    @uuid   not null,
    producer_id   @uuid   not null,
    state         text    not null,
    body          text    not null
);
create index trade_offers_demand on trade_offers (demand_id, id);
create index trade_offers_producer on trade_offers (producer_id, id);

create table trade_deals (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    partner_id    @uuid   not null references partners (id),
    demand_id     @uuid   references demands (id),
    product_id    @uuid   not null,
    producer_id   @uuid   not null,
    state         text    not null,
    agreed_on     @date   not null,
    value_vnd     bigint  not null,
    body          text    not null
);
create index trade_deals_partner on trade_deals (partner_id, id);
create index trade_deals_producer on trade_deals (producer_id, id);
create index trade_deals_product on trade_deals (product_id, state);
create index trade_deals_demand on trade_deals (demand_id, id);

-- Sessions at which buyers and producers meet. `body` holds who met whom.
create table trade_sessions (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    province_code text    not null,
    place_on      @date   not null,
    held_on       @date   not null,
    body          text    not null
);
create index trade_sessions_province on trade_sessions (province_code, id);
create index trade_sessions_held on trade_sessions (held_on, id);

-- What producers report of the sales of a product in a month, which is kept by its first day. `body` holds the whole, with what was put
-- right.
create table sales_reports (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    product_id    @uuid   not null,
    producer_id   @uuid   not null,
    month         @date   not null,
    sales_vnd     bigint  not null,
    body          text    not null
);
create unique index sales_reports_month on sales_reports (product_id, month);
