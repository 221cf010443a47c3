-- Top lists. `body` holds the whole without the votes.
create table top_lists (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    province_code text    not null,
    place_on      @date   not null,
    year          integer not null,
    state         text    not null,
    voting_from   @date   not null,
    voting_to     @date   not null,
    choices       integer not null,
    body          text    not null
);
create index top_lists_province on top_lists (province_code, id);

-- The nominations that stand, by which a vote is admitted without reading the list.
create table top_list_nominations (
    top_list_id   @uuid   not null references top_lists (id),
    product_id    @uuid   not null,
    primary key (top_list_id, product_id)
);

-- One for each list: how many votes there are, the digest over them, and the sealed key that hashes voters, until the result is published.
create table top_list_ballot_boxes (
    top_list_id   @uuid   not null primary key references top_lists (id),
    vote_count    bigint  not null,
    record        text    not null,
    voter_key     text
);

-- Votes are added and never changed. `receipt` is the digest over a vote and the receipt of the one before.
create table top_list_votes (
    top_list_id   @uuid   not null references top_lists (id),
    sequence      bigint  not null,
    voter         text    not null,
    products      text    not null,
    cast_at       @time   not null,
    receipt       text    not null,
    primary key (top_list_id, sequence)
);
create unique index top_list_votes_voter on top_list_votes (top_list_id, voter);
create unique index top_list_votes_receipt on top_list_votes (top_list_id, receipt);
