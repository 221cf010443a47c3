-- Whether what is personal of a producer was erased: what is merged into it later is forgotten too.
alter table producers add column person_erased boolean not null default false;

-- A certificate that is in force again goes on from another, as one with a successor does.
update certificates set transferred = true where kind = 'revived';
