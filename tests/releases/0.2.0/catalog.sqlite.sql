PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "seaql_migrations" ( "version" varchar NOT NULL PRIMARY KEY, "applied_at" integer NOT NULL );
INSERT INTO seaql_migrations VALUES('c0001_chassis',1795876409);
INSERT INTO seaql_migrations VALUES('m0001_catalog',1795876409);
CREATE TABLE outbox (
    position       integer primary key autoincrement,
    event_id       blob  not null, -- without an index: it is new by its making, and nothing asks for it
    aggregate_type text   not null,
    aggregate_id   blob  not null,
    version        bigint not null,
    event_type     text   not null,
    subject        text   not null,
    recorded_at    text  not null,
    traceparent    text   not null,
    data           blob not null,
    sent_at        text,
    stream_seq     bigint,
    lost           bigint not null default 0, -- how often the broker lost it: the copy sent then has an id of its own
    refused        text, -- why the broker cannot take it
    unique (aggregate_type, aggregate_id, version)
);
INSERT INTO outbox VALUES(1,X'01a1f753648070009d1925577d3b09b6','producer',X'01a1f753648070008e4678ff277bd057',1,'ocop.catalog.producer.registered.v1','ocop.catalog.v1.producer.registered.51','2026-11-20T05:00:00+00:00','00-461e1d1a33359091676d9cac1360207f-79429c6a50637083-01',X'7b226964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c226e616d65223a22485458205361204875e1bbb36e68222c226b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645222c22726567697374726174696f6e4e756d626572223a223130222c22706c616365223a7b22636f6465223a223231303430222c226e616d65223a2242c3ac6e682053c6a16e222c226b696e64223a22504c4143455f4b494e445f434f4d4d554e45222c2270726f76696e6365436f6465223a223531222c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',1,0,NULL);
INSERT INTO outbox VALUES(2,X'01a1f75364807000b616da5b5307a8cf','producer',X'01a1f75364807000a606a2043f3b416e',1,'ocop.catalog.producer.registered.v1','ocop.catalog.v1.producer.registered.51','2026-11-20T05:00:00+00:00','00-576c25898ed21d446144d7db320d208b-c2766bf078917742-01',X'7b226964223a2230316131663735332d363438302d373030302d613630362d613230343366336234313665222c226e616d65223a22485458205361204875e1bbb36e68222c226b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645222c22726567697374726174696f6e4e756d626572223a223131222c22706c616365223a7b22636f6465223a223231333634222c226e616d65223a224e6768c4a9612048c3a06e68222c226b696e64223a22504c4143455f4b494e445f434f4d4d554e45222c2270726f76696e6365436f6465223a223531222c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',2,0,NULL);
INSERT INTO outbox VALUES(3,X'01a1f75364807000a41d1d55093bd509','product',X'01a1f75364807000bc810b65cebcd7b6',1,'ocop.catalog.product.registered.v1','ocop.catalog.v1.product.registered.51','2026-11-20T05:00:00+00:00','00-c0e3c0dfaeb12ec3c11d93582ce458fb-b3480f93b06f0490-01',X'7b226964223a2230316131663735332d363438302d373030302d626338312d306236356365626364376236222c226e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203230222c226372697465726961536574223a392c22706c616365223a7b22636f6465223a223231303430222c226e616d65223a2242c3ac6e682053c6a16e222c226b696e64223a22504c4143455f4b494e445f434f4d4d554e45222c2270726f76696e6365436f6465223a223531222c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c6163654f6e223a22323032362d31312d3230227d2c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c2270726f64756365724b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645222c22616374697665223a747275652c2270726f6475636572506c616365436f6465223a223231303430222c2270726f647563657250726f76696e6365436f6465223a223531222c22737461747573223a2250524f445543545f5354415455535f414354495645222c2270726f6475636572506c6163654f6e223a22323032362d31312d3230227d','2026-11-20T05:00:00+00:00',3,0,NULL);
INSERT INTO outbox VALUES(4,X'01a1f75364807000852e77dbc9cf085d','product',X'01a1f75364807000b8faede59857a93d',1,'ocop.catalog.product.registered.v1','ocop.catalog.v1.product.registered.51','2026-11-20T05:00:00+00:00','00-84c804240b02c595174895d66314ce0d-e1c7bc2fa89576ff-01',X'7b226964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c226e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c226372697465726961536574223a392c22706c616365223a7b22636f6465223a223231303430222c226e616d65223a2242c3ac6e682053c6a16e222c226b696e64223a22504c4143455f4b494e445f434f4d4d554e45222c2270726f76696e6365436f6465223a223531222c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c6163654f6e223a22323032362d31312d3230227d2c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c2270726f64756365724b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645222c22616374697665223a747275652c2270726f6475636572506c616365436f6465223a223231303430222c2270726f647563657250726f76696e6365436f6465223a223531222c22737461747573223a2250524f445543545f5354415455535f414354495645222c2270726f6475636572506c6163654f6e223a22323032362d31312d3230227d','2026-11-20T05:00:00+00:00',4,0,NULL);
INSERT INTO outbox VALUES(5,X'01a1f7536480700096c62cd2478fd69d','transfer',X'01a1f75364807000b441fa4047d05a72',1,'ocop.catalog.transfer.proposed.v1','ocop.catalog.v1.transfer.proposed.52','2026-11-20T05:00:00+00:00','00-9c7444cf390a640e02723771092e2161-5224b66b95e5a9ef-01',X'7b227472616e73666572223a7b226964223a2230316131663735332d363438302d373030302d623434312d666134303437643035613732222c2270726f647563744964223a2230316131663735332d363438302d373030302d626338312d306236356365626364376236222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c2266726f6d506c616365436f6465223a223231303430222c2266726f6d50726f76696e6365436f6465223a223531222c22746f506c616365436f6465223a223231353833222c22746f50726f76696e6365436f6465223a223532222c227374617465223a225452414e534645525f53544154455f50524f504f534544222c22726561736f6e223a2278c6b0e1bb9f6e672063687579e1bb836e222c2266726f6d506c6163654f6e223a22323032362d31312d3230222c22746f506c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',5,0,NULL);
INSERT INTO outbox VALUES(6,X'01a1f7536480700097d496bab4ae069a','growing_area',X'01a1f75364807000938ad53423693c3e',1,'ocop.catalog.growing_area.registered.v1','ocop.catalog.v1.growing_area.registered.51','2026-11-20T05:00:00+00:00','00-04704a573716cb6ea735b6c96f33f082-51559f9f0a2b8e3a-01',X'7b2261726561223a7b226964223a2230316131663735332d363438302d373030302d393338612d643533343233363933633365222c22636f6465223a22564e2d35314f522d30303031222c22697373756572223a224368692063e1bba563222c2263726f70223a2254e1bb8f69222c227371756172654d6574726573223a223130303030222c22706c616365436f6465223a223231303430222c2270726f76696e6365436f6465223a223531222c22706c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',6,0,NULL);
INSERT INTO outbox VALUES(7,X'01a1f75364807000b0fc8b290389c318','lot',X'01a1f753648070009bf0bbcc07b2cf61',1,'ocop.catalog.lot.recorded.v1','ocop.catalog.v1.lot.recorded.51','2026-11-20T05:00:00+00:00','00-5824f03ca9b90aad9607e7245450c154-9bad7d5839cc99a1-01',X'7b226964223a2230316131663735332d363438302d373030302d396266302d626263633037623263663631222c226c6f744964223a2275726e3a6f636f703a6c6f743a30316131663735332d363438302d373030302d386534362d3738666632373762643035373a31222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c226d6164654f6e223a22323032362d30362d3031222c226d616b696e67223a7b7d7d','2026-11-20T05:00:00+00:00',7,0,NULL);
CREATE TABLE history (
    sequence_offset bigint not null
);
CREATE TABLE requests (
    actor       text   not null,
    request_id  blob  not null,
    rpc         text   not null,
    body_hash   blob not null,
    answer      blob,
    created_at  text  not null,
    roles       text   not null,
    primary key (actor, request_id)
);
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001000a','/ocop.catalog.v1.CatalogService/RegisterProducer',X'8785fa35df8b41f50096c4b028a8ba2efc240775090368ae8040fea333bb37e3',X'0105746573747370c352c024dc6c4779ca9d13ebf8704dbfbbcc18286314df81bb7faeecf017962aa26496716f5446b6cdddb9634a8f9d081f8bf2cd8aa1b489720eef80a23c920665b556420f437e5937a26ecf064cac7677c87e083701b4360e93b0d87c83ecd135b8748ca9dbc048a3a1db8318f77244654f61a467a078664186ca8b456deb285f884893ac4d2be47ca9f32f14c058e1ddfcb278c98d155b1e56','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001000b','/ocop.catalog.v1.CatalogService/RegisterProducer',X'6aaa9197e66123c1a714aca32a5b5a30a85ae5d830521ecc09922e0224c3863c',X'01057465737473493291dc0a350533bef6874b54ae0ddbf8b538cae36456956525db64096676749897f98283f4dc62afa849bb3a7ab81b3fdd00dd0bdc688a680e846201d62a3ee57c9ef8d1078d74a5c9bb27428a01db48094702c96328044def30b4b64faa8c28ee2d2067aa0db05567dc28b0cd2547e4c93cb9ebf7cb73a28079eb6bf4ac1474055a268c2a8dfdd83f1aac024593bad3cedfddb773ad13c280bc','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010014','/ocop.catalog.v1.CatalogService/RegisterProduct',X'2bf4905b4f719dea03275960745d0abaded2ae39f7274b880e541eb5b9517ca0',X'01057465737473ca47f6f8531391eceb7f839b0a8cd10b2d46032d968dbd9dfd827629d5798996a362c3868eb64e846aafac8b1bb917281a248706025261a2e8d49422b7cf0e793b4eb8e85916d51c62740e152f5e662ff1dd351a53ebfc474534fe214f993409539d7d3aa4dbcdaa2a382b3af6dbad49fd827ddee8f48a20c49ba1ce59d3f499395721562e445fefa292b7f8162b82f9ab2218c90d76b69e1f5f133877c40e9214e6d983e293b5775ac0daa695ba4ef0c677','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010015','/ocop.catalog.v1.CatalogService/RegisterProduct',X'c3c451a175ebadfc8a26cb05c2ba276e97a04a63f797a72f89c189e78f0803ac',X'010574657374735063cb05cae45b49d14c5275051f05c8d2aaba28957d3471814a4907801eead5d9e50683056c1d0284f396cd6a4ecb5be91ca5665e237a902a74c711e2943a4fdd5671a166228b7ed057357d2eaccd4ba8d7c4acbdf9b07a47e9fd52a79f2898f4562f78e3dd8b08d6ce2e74d0a8a06ded30bce56adf880040d00a1ddc9b58e56d48b4f339ff2aa380803ccc01cd09595a73a0acba00a060ccf8f69f956f5216f2d299df0a546baf9265de5bbc57875d59b9','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010016','/ocop.catalog.v1.CatalogService/ProposeTransfer',X'cf0452417abf8773c8f941996175c3d93609e3ca5f4a39bb5598e18b63055fdd',X'01057465737473dd778a0e4c5af9b08d5f6a2f21a3275c39a8fb4982ff39b6e46ca9b963457b0bea9cabc5962a5d57f0e4351e4fee470e17b96f3a009fc9a91ccaea4b0007263daec54ac9e8666760af3dcbce60154b52e37750389b3d4bc6821ebdc2034c95bf47fcd3d00e5c37da71b99de6dbf4b1022c1ef9c236403d1b1f6e9d51dc029c5f6edc8bb0fa19387da92d435560527f2eb9baa6fb1d6c3fa0629703d87d06104841190d77dbe8856e24a2b69d51cd11ce2480a1503235602b917469c28196978b988369e5274591d36e90f63af9077993ea31d490bc039b082c732ae8c0abb414a00527ce9caf3f','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010017','/ocop.catalog.v1.GrowingAreaService/RegisterArea',X'e89636ee9c6e9050062d383a50ac5a5c1fe5abe08ecd30f200c20c2b216f61c1',X'01057465737473ba5e265f8a28924c0c70c3909393e425fa9c2dbb72bc6427101f1a3246afb6c5569452454574296e46244a6f89c8c23eee43988175c7c82c33d7d98b6d99bf3d70cb7f4ffa2d45812971bf5c53ba820f127350b7f4f1e564e46cbbb2c27e9844216ac9a4ece2b345644f874b96f7dd1650b6a2732b2640b4acbca3d1eba63a539b5ae7df994bbfed74a8c1ef6fae43addb7e','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010018','/ocop.catalog.v1.TraceService/CaptureEvents',X'2be90625790b10a92599dbd67a6bda176fa098bb3f79aa03d90334cf793a71a4',X'010574657374730090a258ab94b90e4682423be1658766f8cfa2bc38ceae79d97ca9d94bccd61d95f66a20602a460acfc89347e49479b5be244fa9ee3f1598fc8d8b6344cdc522e1fb410c80aec755c23bb76281b3684e9e480959eb29c9f51c7f5d1bc093d9609d681d103d114b106723a5bdd00c0b4ee0d1502e02e26acf142cf10f09a9feaae1c30d46c51e4aacc8c4c8a360fc27eb14ea86e50c2523e45e6fdd5336f01abc3cf46f1721a212bd4c8a50b5069382188e7ecd578d249595bedcc3f2ad4bff4610c7f7e89594','2026-11-20T05:00:00+00:00','ocop_office@*');
CREATE TABLE audit (
    position       integer primary key autoincrement,
    at             text  not null,
    actor          text   not null,
    roles          text   not null,
    rpc            text   not null,
    request_id     blob,
    aggregate_type text   not null,
    aggregate_id   blob  not null,
    version        bigint not null,
    trace_id       text   not null,
    reason         text   not null default '', -- why, where the rule asks for one
    place          text   not null default '' -- the province whose it is
);
INSERT INTO audit VALUES(1,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.catalog.v1.CatalogService/RegisterProducer',X'0000000000000000000000000001000a','producer',X'01a1f753648070008e4678ff277bd057',1,'461e1d1a33359091676d9cac1360207f','','51');
INSERT INTO audit VALUES(2,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.catalog.v1.CatalogService/RegisterProducer',X'0000000000000000000000000001000b','producer',X'01a1f75364807000a606a2043f3b416e',1,'576c25898ed21d446144d7db320d208b','','51');
INSERT INTO audit VALUES(3,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.catalog.v1.CatalogService/RegisterProduct',X'00000000000000000000000000010014','product',X'01a1f75364807000bc810b65cebcd7b6',1,'c0e3c0dfaeb12ec3c11d93582ce458fb','','51');
INSERT INTO audit VALUES(4,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.catalog.v1.CatalogService/RegisterProduct',X'00000000000000000000000000010015','product',X'01a1f75364807000b8faede59857a93d',1,'84c804240b02c595174895d66314ce0d','','51');
INSERT INTO audit VALUES(5,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.catalog.v1.CatalogService/ProposeTransfer',X'00000000000000000000000000010016','transfer',X'01a1f75364807000b441fa4047d05a72',1,'9c7444cf390a640e02723771092e2161','xưởng chuyển','52');
INSERT INTO audit VALUES(6,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.catalog.v1.GrowingAreaService/RegisterArea',X'00000000000000000000000000010017','growing_area',X'01a1f75364807000938ad53423693c3e',1,'04704a573716cb6ea735b6c96f33f082','','51');
INSERT INTO audit VALUES(7,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.catalog.v1.TraceService/CaptureEvents',X'00000000000000000000000000010018','trace_events',X'01a1f753648070008e4678ff277bd057',1,'5824f03ca9b90aad9607e7245450c154','','');
INSERT INTO audit VALUES(8,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.catalog.v1.TraceService/CaptureEvents',X'00000000000000000000000000010018','lot',X'01a1f753648070009bf0bbcc07b2cf61',1,'5824f03ca9b90aad9607e7245450c154','','51');
CREATE TABLE audit_seals (
    number        bigint not null primary key,
    last_position bigint not null,
    row_count     bigint not null,
    sealed_at     text  not null,
    hash          blob not null
);
CREATE TABLE inbox (
    consumer       text   not null,
    event_id       blob  not null,
    aggregate_type text   not null,
    aggregate_id   blob  not null,
    version        bigint not null,
    applied_at     text  not null,
    primary key (consumer, event_id)
);
INSERT INTO inbox VALUES('catalog-certificates',X'01a1f753648070008bc313ea0b16da9d','certificate',X'01a1f75364807000b8faede59857a93d',1,'2026-11-20T05:00:00+00:00');
INSERT INTO inbox VALUES('catalog-certificates',X'00000000000000000000000000000052','certificate',X'01a1f75364807000b8faede59857a93d',2,'2026-11-20T05:00:00+00:00');
CREATE TABLE heads (
    consumer       text   not null,
    aggregate_type text   not null,
    aggregate_id   blob  not null,
    version        bigint not null,
    primary key (aggregate_id, consumer, aggregate_type) -- asked for by many ids at once
);
INSERT INTO heads VALUES('catalog-certificates','certificate',X'01a1f75364807000b8faede59857a93d',2);
CREATE TABLE parked (
    consumer       text   not null,
    aggregate_type text   not null,
    aggregate_id   blob  not null,
    version        bigint not null,
    event_id       blob  not null,
    event_type     text   not null,
    subject        text   not null,
    recorded_at    text  not null,
    traceparent    text   not null,
    data           blob not null,
    parked_at      text  not null,
    primary key (consumer, aggregate_id, aggregate_type, version) -- asked for by many ids at once
);
CREATE TABLE place_additions (
    id         blob  not null primary key,
    version    bigint not null,
    created_at text  not null,
    updated_at text  not null,
    position   bigint not null,
    units      text   not null,
    successors text   not null
);
CREATE TABLE producers (
    id                    blob   not null primary key,
    version               bigint  not null,
    created_at            text   not null,
    updated_at            text   not null,
    name                  text    not null,
    search_text           text    not null,
    kind                  text    not null,
    registration_number   text    not null,
    registration_date     text,
    -- Codes name other units after mergers: they stand with the day for which they were said.
    place_code            text    not null,
    province_code         text    not null,
    place_on              text   not null,
    address               text    not null,
    phone                 text    not null,
    email                 text    not null,
    representative_name   text    not null,
    representative_position text  not null,
    representative_sex    text    not null,
    representative_ethnicity text not null,
    representative_disability boolean not null,
    local_capital_percent integer,
    value_chain           text    not null,
    stable_raw_material   boolean not null,
    gln                   text,
    years                 text    not null default '[]',
    people                text    not null default '[]'
);
INSERT INTO producers VALUES(X'01a1f753648070008e4678ff277bd057',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','HTX Sa Huỳnh','htx sa huinh','cooperative','10',NULL,'21040','51','2026-11-20','','','','Nguyễn Thị Lan','','','',0,NULL,'',0,NULL,'[]','[]');
INSERT INTO producers VALUES(X'01a1f75364807000a606a2043f3b416e',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','HTX Sa Huỳnh','htx sa huinh','cooperative','11',NULL,'21364','51','2026-11-20','','','','Nguyễn Thị Lan','','','',0,NULL,'',0,NULL,'[]','[]');
CREATE TABLE products (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    producer_id   blob   not null references producers (id),
    criteria_set  integer not null,
    name          text    not null,
    name_key      text    not null,
    search_text   text    not null,
    description   text    not null,
    story         text    not null,
    packaging     text    not null,
    gtin          text,
    place_code    text    not null,
    province_code text    not null,
    place_on      text   not null,
    status        text    not null,
    brand         text    not null default '',
    details       text    not null default '{}',
    status_reason text    not null default '',
    -- What is searched, in the form of likeness keys: search_text holds the name. The producer's name follows the producer.
    search_brand       text not null default '',
    search_producer    text not null default '',
    search_description text not null default '',
    search_all         text generated always as (' ' || search_text || ' | ' || search_brand || ' | ' || search_producer
                                                 || ' | ' || search_description || ' ') stored
);
INSERT INTO products VALUES(X'01a1f75364807000bc810b65cebcd7b6',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f753648070008e4678ff277bd057',9,'Nước mắm số 20','nươć măḿ số 20','nuoc mam so 20','','','',NULL,'21040','51','2026-11-20','active','','{"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}','','','htx sa huinh','');
INSERT INTO products VALUES(X'01a1f75364807000b8faede59857a93d',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f753648070008e4678ff277bd057',9,'Nước mắm số 21','nươć măḿ số 21','nuoc mam so 21','','','',NULL,'21040','51','2026-11-20','active','','{"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}','','','htx sa huinh','');
CREATE TABLE words (
    word    text    not null primary key,
    letters integer not null
);
INSERT INTO words VALUES('htx',3);
INSERT INTO words VALUES('huinh',5);
INSERT INTO words VALUES('mam',3);
INSERT INTO words VALUES('nuoc',4);
CREATE TABLE past_versions (
    aggregate_type text   not null,
    aggregate_id   blob  not null,
    version        bigint not null,
    at             text  not null,
    snapshot       text   not null,
    primary key (aggregate_type, aggregate_id, version)
);
INSERT INTO past_versions VALUES('producer',X'01a1f753648070008e4678ff277bd057',1,'2026-11-20T05:00:00+00:00','{"profile":{"name":"HTX Sa Huỳnh","kind":"cooperative","registration_number":"10","registration_date":null,"address":"","phone":"","email":"","representative":{"full_name":"","position":"","sex":"unknown","ethnicity":"","has_disability":false},"local_capital_percent":null,"value_chain":"unknown","stable_raw_material":false,"gln":null,"years":[],"people":[]},"place_code":"21040","province_code":"51","place_on":"2026-11-20"}');
INSERT INTO past_versions VALUES('producer',X'01a1f75364807000a606a2043f3b416e',1,'2026-11-20T05:00:00+00:00','{"profile":{"name":"HTX Sa Huỳnh","kind":"cooperative","registration_number":"11","registration_date":null,"address":"","phone":"","email":"","representative":{"full_name":"","position":"","sex":"unknown","ethnicity":"","has_disability":false},"local_capital_percent":null,"value_chain":"unknown","stable_raw_material":false,"gln":null,"years":[],"people":[]},"place_code":"21364","province_code":"51","place_on":"2026-11-20"}');
INSERT INTO past_versions VALUES('product',X'01a1f75364807000bc810b65cebcd7b6',1,'2026-11-20T05:00:00+00:00','{"profile":{"criteria_set":9,"name":"Nước mắm số 20","description":"","story":"","packaging":"","gtin":null,"brand":"","details":{"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"place_code":"21040","province_code":"51","place_on":"2026-11-20","status":"active","status_reason":""}');
INSERT INTO past_versions VALUES('product',X'01a1f75364807000b8faede59857a93d',1,'2026-11-20T05:00:00+00:00','{"profile":{"criteria_set":9,"name":"Nước mắm số 21","description":"","story":"","packaging":"","gtin":null,"brand":"","details":{"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"place_code":"21040","province_code":"51","place_on":"2026-11-20","status":"active","status_reason":""}');
CREATE TABLE transfers (
    id                 blob   not null primary key,
    version            bigint  not null,
    created_at         text   not null,
    updated_at         text   not null,
    subject_id         blob   not null,
    producer_id        blob   not null references producers (id),
    from_place_code    text    not null,
    from_province_code text    not null,
    from_place_on      text   not null,
    to_place_code      text    not null,
    to_province_code   text    not null,
    to_place_on        text   not null,
    by_office          boolean not null,
    state              text    not null,
    reason             text    not null,
    closing_reason     text    not null
);
INSERT INTO transfers VALUES(X'01a1f75364807000b441fa4047d05a72',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f75364807000bc810b65cebcd7b6',X'01a1f753648070008e4678ff277bd057','21040','51','2026-11-20','21583','52','2026-11-20',1,'proposed','xưởng chuyển','');
CREATE TABLE growing_areas (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    code          text    not null,
    issuer        text    not null,
    place_code    text    not null,
    province_code text    not null,
    place_on      text   not null,
    valid_from    text,
    valid_to      text,
    profile       text    not null
);
INSERT INTO growing_areas VALUES(X'01a1f75364807000938ad53423693c3e',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','VN-51OR-0001','Chi cục','21040','51','2026-11-20',NULL,NULL,'{"crop":"Tỏi","square_metres":10000,"code_valid":{"from":null,"to":null},"holders":[],"products":[],"certificates":[],"contracts":[]}');
CREATE TABLE growing_area_holders (
    producer_id blob not null references producers (id),
    area_id     blob not null references growing_areas (id),
    primary key (producer_id, area_id)
);
CREATE TABLE growing_area_products (
    product_id blob not null references products (id),
    area_id    blob not null references growing_areas (id),
    primary key (product_id, area_id)
);
CREATE TABLE growing_area_lapses (
    area_id  blob   not null references growing_areas (id),
    position integer not null,
    paper    text    not null,
    name     text    not null,
    last_day text   not null,
    primary key (area_id, position)
);
CREATE TABLE lots (
    id             blob   not null primary key,
    version        bigint  not null,
    created_at     text   not null,
    updated_at     text   not null,
    lot            text    not null,
    producer_id    blob   not null references producers (id),
    product_id     blob   references products (id),
    place_code     text    not null,
    province_code  text    not null,
    place_on       text   not null,
    made_on        text   not null,
    making         text    not null,
    certificate_id blob,
    star           integer
);
INSERT INTO lots VALUES(X'01a1f753648070009bf0bbcc07b2cf61',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','urn:ocop:lot:01a1f753-6480-7000-8e46-78ff277bd057:1',X'01a1f753648070008e4678ff277bd057',NULL,'21040','51','2026-11-20','2026-06-01','{"product":null,"description":"","areas":[],"harvested_from":null,"harvested_to":null,"best_before":null,"expires_on":null}',NULL,NULL);
CREATE TABLE trace_items (
    item text not null primary key
);
INSERT INTO trace_items VALUES('urn:ocop:lot:01a1f753-6480-7000-8e46-78ff277bd057:1');
CREATE TABLE trace_events (
    sequence    integer primary key autoincrement,
    event_id    text   not null,
    producer_id blob  not null references producers (id),
    recorded_at text  not null,
    body        text   not null
);
INSERT INTO trace_events VALUES(1,'urn:uuid:world',X'01a1f753648070008e4678ff277bd057','2026-11-20T05:00:00+00:00','{"id":"urn:uuid:world","time":"2026-06-01T12:00:00+07:00","biz_step":null,"disposition":null,"read_point":null,"biz_location":null,"what":{"kind":"object","action":"ADD","lots":[{"lot":"urn:ocop:lot:01a1f753-6480-7000-8e46-78ff277bd057:1","amount":{"thousandths":1000,"unit":"tonne"}}],"containers":[],"making":null}}');
CREATE TABLE trace_event_items (
    item     text   not null references trace_items (item),
    sequence bigint not null references trace_events (sequence),
    primary key (item, sequence)
);
INSERT INTO trace_event_items VALUES('urn:ocop:lot:01a1f753-6480-7000-8e46-78ff277bd057:1',1);
CREATE TABLE certificates (
    product_id      blob   not null primary key,
    id              blob   not null,
    star            integer not null,
    decision_number text    not null,
    valid_from      text   not null,
    valid_to        text   not null,
    revoked_on      text,
    imported        boolean not null default false
);
INSERT INTO certificates VALUES(X'01a1f75364807000b8faede59857a93d',X'00000000000000000000000000000051',3,'2/QĐ-UBND','2026-10-01','2029-09-30',NULL,0);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('outbox',7);
INSERT INTO sqlite_sequence VALUES('audit',8);
INSERT INTO sqlite_sequence VALUES('trace_events',1);
CREATE INDEX outbox_unsent on outbox (position) where sent_at is null and refused is null;
CREATE INDEX outbox_refused on outbox (position) where refused is not null;
CREATE INDEX outbox_sent on outbox (stream_seq) where sent_at is not null;
CREATE INDEX outbox_recorded_at on outbox (recorded_at);
CREATE INDEX requests_created_at on requests (created_at);
CREATE INDEX audit_aggregate on audit (aggregate_type, aggregate_id, version);
CREATE INDEX inbox_applied_at on inbox (applied_at);
CREATE UNIQUE INDEX place_additions_position on place_additions (position);
CREATE UNIQUE INDEX producers_gln on producers (gln);
CREATE UNIQUE INDEX producers_registration_number on producers (registration_number);
CREATE INDEX producers_place on producers (place_code, id);
CREATE INDEX producers_province on producers (province_code, id);
CREATE UNIQUE INDEX products_name_of_producer on products (producer_id, name_key);
CREATE UNIQUE INDEX products_gtin on products (gtin);
CREATE INDEX products_place on products (place_code, id);
CREATE INDEX products_province on products (province_code, id);
CREATE INDEX products_set on products (criteria_set, id);
CREATE INDEX products_producer on products (producer_id, id);
CREATE INDEX words_letters on words (letters, word);
CREATE UNIQUE INDEX transfers_open on transfers (subject_id) where state = 'proposed';
CREATE UNIQUE INDEX growing_areas_code on growing_areas (issuer, code);
CREATE INDEX growing_areas_place on growing_areas (place_code, id);
CREATE INDEX growing_area_holders_area on growing_area_holders (area_id);
CREATE INDEX growing_area_products_area on growing_area_products (area_id);
CREATE INDEX growing_area_lapses_day on growing_area_lapses (last_day, area_id, position);
CREATE UNIQUE INDEX lots_lot on lots (lot);
CREATE INDEX lots_producer on lots (producer_id, id);
CREATE INDEX lots_product on lots (product_id, id);
CREATE INDEX lots_place on lots (place_code, id);
CREATE INDEX lots_province on lots (province_code, id);
CREATE UNIQUE INDEX trace_events_event_id on trace_events (event_id);
COMMIT;
