-- Invitations of partners to sessions of trade connection. `body` holds the whole of each; the columns are for finding.
create table trade_invitations (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    session_id    @uuid   not null references trade_sessions (id),
    partner_id    @uuid   not null references partners (id),
    state         text    not null,
    body          text    not null
);
create unique index trade_invitations_session on trade_invitations (session_id, partner_id);
create index trade_invitations_partner on trade_invitations (partner_id, id);

-- By which schemes events are signed, with the keys of the scheme v1a; null if by v1 alone.
alter table subscriptions add column signing text;

-- What waits for a subscription, in its order.
create index deliveries_waiting on deliveries (subscription_id, position) where state = 'pending';
