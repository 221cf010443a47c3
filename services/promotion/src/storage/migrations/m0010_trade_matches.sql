-- Products that came to suit open demands, each told of once. `body` holds the whole of each; the columns are for finding.
create table trade_matches (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    demand_id     @uuid   not null references demands (id),
    product_id    @uuid   not null,
    partner_id    @uuid   not null references partners (id),
    body          text    not null
);
create unique index trade_matches_demand on trade_matches (demand_id, product_id);
create index trade_matches_partner on trade_matches (partner_id, id);
