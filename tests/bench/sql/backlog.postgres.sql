-- @events events that wait to be sent. Their ids and those of their products rise with time, as a service makes them.
truncate outbox;
insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, traceparent, data)
select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'product',
       ('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, 'ocop.catalog.product.registered.v1',
       'ocop.catalog.v1.product.registered.51', now(), '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '@fact'
from generate_series(1, @events) as n;
analyze outbox;
