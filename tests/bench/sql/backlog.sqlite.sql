-- @events events that wait to be sent.
delete from outbox;
with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < @events)
insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, traceparent, data)
select randomblob(16), 'product', randomblob(16), 1, 'ocop.catalog.product.registered.v1',
       'ocop.catalog.v1.product.registered.51', '2026-06-01T08:00:00+00:00',
       '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', cast('@fact' as blob)
from numbers;
