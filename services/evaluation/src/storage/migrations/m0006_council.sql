-- Councils change: the version tells a caller that what it read is old.
alter table councils add column version bigint not null default 1;
create index councils_province on councils (province_code, id);

-- Ballots say in which vote of which council they were cast, so that members may vote anew.
-- A ballot without a council was cast by the release before, in the council of the dossier's round.
alter table ballots add column council_id @uuid;
alter table ballots add column attempt integer not null default 1;
update ballots set council_id = (select rounds.council_id from dossiers join rounds on rounds.id = dossiers.round_id where dossiers.id = ballots.dossier_id);
drop index ballots_member;
create unique index ballots_member on ballots (dossier_id, council_id, attempt, member);

create table conflicts (
    id            @uuid   not null primary key,
    dossier_id    @uuid   not null references dossiers (id),
    member        text    not null,
    reason        text    not null,
    declared_by   text    not null,
    declared_at   @time   not null
);
create unique index conflicts_member on conflicts (dossier_id, member);
