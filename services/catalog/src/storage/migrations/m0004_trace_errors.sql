-- That events were recorded wrongly. The events stay as they are, and count no more.
create table trace_event_errors (
    sequence    bigint not null primary key references trace_events (sequence),
    recorded_at @time  not null,
    body        text   not null
);

-- A lot is in error when every event by which it came to be is.
alter table lots add column declared_in_error boolean not null default false;

-- What a code of a growing area has in common with those that are the same: case and blanks do not count. Of areas that earlier versions
-- registered there is none.
alter table growing_areas add column code_key text;
create unique index growing_areas_code_key on growing_areas (code_key);
