-- Which producers attended which session of training of the catalog, and on which day it was held.
create table trainings (
    session_id  @uuid not null,
    producer_id @uuid not null,
    held_on     @date not null,
    primary key (session_id, producer_id)
);

create index trainings_by_producer on trainings (producer_id, held_on);
