-- What partners are to be written of their subscriptions by e-mail. A notice that was sent, or given up, is deleted.
create table notices (
    id              @uuid  not null primary key,
    subscription_id @uuid  not null,
    kind            text   not null,
    created_at      @time  not null,
    next_attempt_at @time  not null,
    attempts        bigint not null
);
create index notices_due on notices (next_attempt_at, id);
