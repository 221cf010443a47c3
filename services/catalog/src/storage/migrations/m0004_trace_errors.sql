-- That events were recorded wrongly. The events stay as they are, and count no more.
create table trace_event_errors (
    sequence    bigint not null primary key references trace_events (sequence),
    recorded_at @time  not null,
    body        text   not null
);

-- A lot is in error when every event by which it came to be is.
alter table lots add column declared_in_error boolean not null default false;
