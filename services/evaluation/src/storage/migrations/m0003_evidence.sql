-- Papers of producers. A live paper is not withdrawn; a current one is not replaced either.
create table evidence (
    id            @uuid   not null primary key,
    version       bigint  not null,
    created_at    @time   not null,
    updated_at    @time   not null,
    producer_id   @uuid   not null,
    province_code text    not null,
    place_code    text    not null,
    kind          text    not null,
    sha256        text    not null,
    expires_on    @date,
    live          boolean not null,
    current       boolean not null,
    body          text    not null
);
create index evidence_producer on evidence (producer_id, id);
create index evidence_province on evidence (province_code, id);
create index evidence_place on evidence (place_code, id);
create index evidence_file on evidence (producer_id, sha256) where live;
create index evidence_expiring on evidence (expires_on) where current and expires_on is not null;

-- Which dossiers refer to which papers.
create table evidence_uses (
    evidence_id   @uuid   not null references evidence (id),
    dossier_id    @uuid   not null,
    primary key (evidence_id, dossier_id)
);
create index evidence_uses_dossier on evidence_uses (dossier_id);

-- Files that no live paper holds: announced and not filed yet, or left by a paper that was withdrawn.
create table orphaned_files (
    producer_id   @uuid   not null,
    sha256        text    not null,
    since         @time   not null,
    primary key (producer_id, sha256)
);
create index orphaned_files_since on orphaned_files (since);

-- Where a producer makes its products.
create index products_producer on products (producer_id, id);
