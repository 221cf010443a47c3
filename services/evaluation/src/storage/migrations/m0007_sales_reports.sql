-- What was sold of products by month, as their producers report it to promotion. A month is its number in the row of months: twelve
-- times the year, and how many months of it are over.
create table sales_reports (
    report_id   @uuid   not null primary key,
    product_id  @uuid   not null,
    producer_id @uuid   not null,
    month       integer not null,
    sales_vnd   bigint  not null,
    modern_vnd  bigint  not null
);

create index sales_reports_product on sales_reports (product_id, month);
create index sales_reports_modern on sales_reports (producer_id, month) where modern_vnd > 0;
