-- @events events that wait to be sent.
truncate outbox;
insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, traceparent, data)
select gen_random_uuid(), 'product', gen_random_uuid(), 1, 'ocop.catalog.product.registered.v1',
       'ocop.catalog.v1.product.registered.51', now(), '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '@fact'
from generate_series(1, @events);
analyze outbox;
