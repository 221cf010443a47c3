-- The days by which a dossier is found without reading it: what stands on a day of the past, and what is due.
alter table dossiers add column lodged_on @date;
alter table dossiers add column forwarded_on @date;
alter table dossiers add column closed_on @date;
alter table dossiers add column due_on @date;
create index dossiers_due on dossiers (province_code, due_on, id) where due_on is not null;
