-- The next day on which something is to be told of a certificate's end. Rows that are there, and those that an earlier
-- release still writes, are looked at once; the look finds the day.
alter table certificates add column tell_on @date default '2018-05-07';
create index certificates_tell on certificates (tell_on, product_id) where tell_on is not null;

-- The serials that communes keep for product codes: what each product has, and the greatest given.
create table product_serials (
    product_id    @uuid   not null,
    province_code text    not null,
    commune_code  text    not null,
    serial        integer not null,
    primary key (product_id, province_code, commune_code)
);
create unique index product_serials_number on product_serials (province_code, commune_code, serial);
create table commune_serials (
    province_code text    not null,
    commune_code  text    not null,
    last          integer not null,
    primary key (province_code, commune_code)
);
