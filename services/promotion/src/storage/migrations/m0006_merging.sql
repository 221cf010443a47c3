-- The product into which the catalog merged this one: the one that is kept today, however often it was merged on.
alter table listings add column merged_into @uuid;
create index listings_merged on listings (merged_into, id) where merged_into is not null;
