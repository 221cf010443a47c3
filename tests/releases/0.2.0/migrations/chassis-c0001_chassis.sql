-- Rows come in the order of time: on PostgreSQL a BRIN index finds the old ones and costs a write nothing.

-- Events recorded with the change that caused them; the relay sends what has no sent_at and is not refused.
create table outbox (
    position       @serial,
    event_id       @uuid  not null, -- without an index: it is new by its making, and nothing asks for it
    aggregate_type text   not null,
    aggregate_id   @uuid  not null,
    version        bigint not null,
    event_type     text   not null,
    subject        text   not null,
    recorded_at    @time  not null,
    traceparent    text   not null,
    data           @bytes not null,
    sent_at        @time,
    stream_seq     bigint,
    lost           bigint not null default 0, -- how often the broker lost it: the copy sent then has an id of its own
    refused        text, -- why the broker cannot take it
    unique (aggregate_type, aggregate_id, version)
);
create index outbox_unsent on outbox (position) where sent_at is null and refused is null;
create index outbox_refused on outbox (position) where refused is not null;
create index outbox_sent on outbox (stream_seq) where sent_at is not null;
create index outbox_recorded_at on outbox using brin (recorded_at); -- postgres
create index outbox_recorded_at on outbox (recorded_at); -- sqlite

-- What is added to the versions of this database's aggregates to give the sequences of their events; no row is 0.
create table history (
    sequence_offset bigint not null
);

-- Requests that change something, with the roles of their callers and the sealed answer they got.
create table requests (
    actor       text   not null,
    request_id  @uuid  not null,
    rpc         text   not null,
    body_hash   @bytes not null,
    answer      @bytes,
    created_at  @time  not null,
    roles       text   not null,
    primary key (actor, request_id)
);
create index requests_created_at on requests using brin (created_at); -- postgres
create index requests_created_at on requests (created_at); -- sqlite

-- Who changed what.
create table audit (
    position       @serial,
    at             @time  not null,
    actor          text   not null,
    roles          text   not null,
    rpc            text   not null,
    request_id     @uuid,
    aggregate_type text   not null,
    aggregate_id   @uuid  not null,
    version        bigint not null,
    trace_id       text   not null,
    reason         text   not null default '', -- why, where the rule asks for one
    place          text   not null default '' -- the province whose it is
);
create index audit_aggregate on audit (aggregate_type, aggregate_id, version);
create index audit_at on audit using brin (at); -- postgres

-- Hashes over batches of audit rows, each over the one before: a later change does not fit.
create table audit_seals (
    number        bigint not null primary key,
    last_position bigint not null,
    row_count     bigint not null,
    sealed_at     @time  not null,
    hash          @bytes not null
);

-- Events of other services that took effect here.
create table inbox (
    consumer       text   not null,
    event_id       @uuid  not null,
    aggregate_type text   not null,
    aggregate_id   @uuid  not null,
    version        bigint not null,
    applied_at     @time  not null,
    primary key (consumer, event_id)
);
create index inbox_applied_at on inbox using brin (applied_at); -- postgres
create index inbox_applied_at on inbox (applied_at); -- sqlite

-- How far each aggregate of another service has been followed.
create table heads (
    consumer       text   not null,
    aggregate_type text   not null,
    aggregate_id   @uuid  not null,
    version        bigint not null,
    primary key (aggregate_id, consumer, aggregate_type) -- asked for by many ids at once
);

-- Events that came before one they depend on, waiting for it.
create table parked (
    consumer       text   not null,
    aggregate_type text   not null,
    aggregate_id   @uuid  not null,
    version        bigint not null,
    event_id       @uuid  not null,
    event_type     text   not null,
    subject        text   not null,
    recorded_at    @time  not null,
    traceparent    text   not null,
    data           @bytes not null,
    parked_at      @time  not null,
    primary key (consumer, aggregate_id, aggregate_type, version) -- asked for by many ids at once
);

-- Administrative units that were added since the program was built, as files of its form.
create table place_additions (
    id         @uuid  not null primary key,
    version    bigint not null,
    created_at @time  not null,
    updated_at @time  not null,
    position   bigint not null,
    units      text   not null,
    successors text   not null
);
create unique index place_additions_position on place_additions (position);
