-- Programmes count the producers in circular or green value chains that have stable raw material.
alter table producers add column value_chain text not null default '';
alter table producers add column stable_raw_material boolean not null default false;
