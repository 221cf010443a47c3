-- Which producer was at which fair, as promotion recorded it. `products` are the ids of those that it showed.
create table attendances (
    campaign_id   @uuid   not null,
    producer_id   @uuid   not null,
    name          text    not null,
    reach         text    not null,
    venue         text    not null,
    from_date     @date   not null,
    to_date       @date   not null,
    recorded_on   @date   not null,
    products      text    not null,
    primary key (campaign_id, producer_id)
);
create index attendances_producer on attendances (producer_id, from_date);
