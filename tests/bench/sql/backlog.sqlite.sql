-- @events events that wait to be sent. Their ids and those of their products rise with time, as a service makes them.
delete from outbox;
with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < @events)
insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, traceparent, data)
select unhex('01900000000070008000' || printf('%012x', n)), 'product', unhex('01900000000070009000' || printf('%012x', n)), 1, 'ocop.catalog.product.registered.v1',
       'ocop.catalog.v1.product.registered.51', '2026-06-01T08:00:00+00:00',
       '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', cast('@fact' as blob)
from numbers;
