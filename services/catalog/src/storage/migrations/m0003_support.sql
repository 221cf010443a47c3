-- Programmes of support, the sessions of training in them, and what was granted to producers. What was cancelled has a reason.
create table support_programmes (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    place_code    text    not null,
    province_code text    not null,
    place_on      @date   not null,
    kind          text    not null,
    from_day      @date   not null,
    to_day        @date   not null,
    closed_on     @date,
    closed_reason text,
    terms         text    not null
);
create index support_programmes_place on support_programmes (place_code, id);
create index support_programmes_province on support_programmes (province_code, id);

-- A session is held in a place, and is of a programme for a place.
create table support_sessions (
    id                @uuid   not null primary key,
    version           bigint  not null,
    created_at        @time   not null,
    updated_at        @time   not null,
    programme_id      @uuid   not null references support_programmes (id),
    for_place_code    text    not null,
    for_province_code text    not null,
    for_place_on      @date   not null,
    place_code        text    not null,
    province_code     text    not null,
    place_on          @date   not null,
    held_on           @date   not null,
    cancelled_reason  text,
    terms             text    not null,
    attended          text    not null
);
create index support_sessions_programme on support_sessions (programme_id, id);
create index support_sessions_place on support_sessions (place_code, id);
create index support_sessions_province on support_sessions (province_code, id);
create index support_sessions_day on support_sessions (held_on, id);

-- Which producers attended which sessions: what `attended` of a session says, for looking it up.
create table support_attendances (
    producer_id @uuid   not null references producers (id),
    session_id  @uuid   not null references support_sessions (id),
    persons     integer not null,
    primary key (producer_id, session_id)
);
create index support_attendances_session on support_attendances (session_id);

-- The place is that of the programme; `vnd` is what the grant takes of the budget.
create table support_grants (
    id               @uuid   not null primary key,
    version          bigint  not null,
    created_at       @time   not null,
    updated_at       @time   not null,
    programme_id     @uuid   not null references support_programmes (id),
    place_code       text    not null,
    province_code    text    not null,
    place_on         @date   not null,
    producer_id      @uuid   not null references producers (id),
    given_on         @date   not null,
    vnd              bigint  not null,
    cancelled_reason text,
    terms            text    not null
);
create index support_grants_programme on support_grants (programme_id, id);
create index support_grants_producer on support_grants (producer_id, id);
create index support_grants_place on support_grants (place_code, id);
create index support_grants_province on support_grants (province_code, id);
create index support_grants_day on support_grants (given_on, id);
