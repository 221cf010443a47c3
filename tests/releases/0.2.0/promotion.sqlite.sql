PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "seaql_migrations" ( "version" varchar NOT NULL PRIMARY KEY, "applied_at" integer NOT NULL );
INSERT INTO seaql_migrations VALUES('c0001_chassis',1795876410);
INSERT INTO seaql_migrations VALUES('m0001_promotion',1795876410);
INSERT INTO seaql_migrations VALUES('m0002_market',1795876410);
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
INSERT INTO outbox VALUES(1,X'01a1f75364807000a12fd7f169d0dfb9','partner',X'01a1f75364807000abf9bb040a7143db',1,'ocop.promotion.partner.registered.v1','ocop.promotion.v1.partner.registered.01a1f753-6480-7000-abf9-bb040a7143db','2026-11-20T05:00:00+00:00','00-cde65d82a5b5292984d69a34ae3786f0-5baa46f8afcfe2ff-01',X'7b226964223a2230316131663735332d363438302d373030302d616266392d626230343061373134336462222c226e616d65223a225369c3aa75207468e1bb8b222c22736f757263696e67223a7b22637269746572696153657473223a5b395d2c2270726f76696e6365436f646573223a5b223531225d2c226d696e696d756d53746172223a332c22696e556e6974734f66223a22323032362d31312d3230227d2c227375626a656374223a226f636f702e70726f6d6f74696f6e2e76312e6d617463682e2a2e2a2e30316131663735332d363438302d373030302d616266392d626230343061373134336462227d','2026-11-20T05:00:00+00:00',1,0,NULL);
INSERT INTO outbox VALUES(2,X'01a1f75364807000b30568ea8b9cb088','subscription',X'01a1f75364807000948c1a70ce60d990',1,'ocop.promotion.subscription.created.v1','ocop.promotion.v1.subscription.created.01a1f753-6480-7000-abf9-bb040a7143db','2026-11-20T05:00:00+00:00','00-4d73f1a6ed095ee527c4a889c5ed2055-16c7c1c89384b45a-01',X'7b226964223a2230316131663735332d363438302d373030302d393438632d316137306365363064393930222c22706172746e65724964223a2230316131663735332d363438302d373030302d616266392d626230343061373134336462222c2275726c223a22687474703a2f2f3132372e302e302e313a312f222c227374617465223a22535542534352495054494f4e5f53544154455f414354495645227d','2026-11-20T05:00:00+00:00',2,0,NULL);
INSERT INTO outbox VALUES(3,X'01a1f7536480700084fe2878556160fe','listing',X'01a1f75364807000b8faede59857a93d',1,'ocop.promotion.listing.opened.v1','ocop.promotion.v1.listing.opened.51','2026-11-20T05:00:00+00:00','00-74d8bf525dc5c4af01ba0247b470c11f-b884d4cfe41512db-01',X'7b226c697374696e67223a7b226964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c227374617465223a224c495354494e475f53544154455f4f50454e222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c2263657274696669636174654964223a2230316131663735332d363438302d373030302d383464372d656231636333363163336136222c226465636973696f6e4e756d626572223a22312f51c4902d55424e44222c2276616c696446726f6d223a22323032352d30322d3033222c2276616c6964546f223a22323032382d30322d3033222c2270726f76696e6365436f6465223a223531222c22696d706f72746564223a747275652c22706c616365436f6465223a223231303430222c22706c6163654f6e223a22323032362d31312d3230222c2270726f64756365724b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645227d7d','2026-11-20T05:00:00+00:00',3,0,NULL);
INSERT INTO outbox VALUES(4,X'01a1f75364807000b746838799173962','match',X'66d996e375815456a2971c9ae162c474',1,'ocop.promotion.match.opened.v1','ocop.promotion.v1.match.opened.51.01a1f753-6480-7000-abf9-bb040a7143db','2026-11-20T05:00:00+00:00','00-74d8bf525dc5c4af01ba0247b470c11f-b884d4cfe41512db-01',X'7b226964223a2236366439393665332d373538312d353435362d613239372d316339616531363263343734222c22706172746e65724964223a2230316131663735332d363438302d373030302d616266392d626230343061373134336462222c227374617465223a224d415443485f53544154455f414354495645222c2270726f647563744964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2270726f76696e6365436f6465223a223531222c2273746172223a332c2263657274696669636174654964223a2230316131663735332d363438302d373030302d383464372d656231636333363163336136222c226465636973696f6e4e756d626572223a22312f51c4902d55424e44222c2276616c696446726f6d223a22323032352d30322d3033222c2276616c6964546f223a22323032382d30322d3033222c226173736573736d656e74223a7b2266697473223a747275652c2273636f7265223a3130307d2c227374616765223a224d415443485f53544147455f50524f504f534544227d','2026-11-20T05:00:00+00:00',4,0,NULL);
INSERT INTO outbox VALUES(5,X'01a1f75364807000bfb6306f25648fd2','reward_scheme',X'01a1f753648070008fbd82262095abe2',1,'ocop.promotion.reward_scheme.added.v1','ocop.promotion.v1.reward_scheme.added.51','2026-11-20T05:00:00+00:00','00-81bbe0828354ef61a976a6da5394d85d-bdf9b1b884512f14-01',X'7b22736368656d65223a7b226964223a2230316131663735332d363438302d373030302d386662642d383232363230393561626532222c2270726f76696e6365436f6465223a223531222c22706c6163654f6e223a22323032362d30312d3031222c226e616d65223a225468c6b0e1bb9f6e67204f434f50222c2262617369734e756d626572223a2231322f4e512d48c4904e44222c22626173697344617465223a22323032362d30312d3031222c226261736973417574686f72697479223a2248c4904e442074e1bb896e68222c22706572696f6446726f6d223a22323032362d30312d3031222c22706572696f64546f223a22323032362d31322d3331222c22616d6f756e7473223a5b7b226b696e64223a225245434f474e4954494f4e5f4b494e445f4649525354222c2273746172223a332c22616d6f756e74566e64223a223530303030303030222c227061796572223a225245574152445f50415945525f50524f56494e4345227d5d7d7d','2026-11-20T05:00:00+00:00',5,0,NULL);
INSERT INTO outbox VALUES(6,X'01a1f75364807000be709f8521c70b28','listing',X'01a1f75364807000b8faede59857a93d',2,'ocop.promotion.listing.updated.v1','ocop.promotion.v1.listing.updated.51','2026-11-20T05:00:00+00:00','00-00000000000000000000000000000052-00000000000000a1-01',X'7b226c697374696e67223a7b226964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c227374617465223a224c495354494e475f53544154455f4f50454e222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c2263657274696669636174654964223a2230303030303030302d303030302d303030302d303030302d303030303030303030303531222c226465636973696f6e4e756d626572223a22322f51c4902d55424e44222c2276616c696446726f6d223a22323032362d31302d3031222c2276616c6964546f223a22323032392d30392d3330222c2270726f76696e6365436f6465223a223531222c22706c616365436f6465223a223231303430222c22706c6163654f6e223a22323032362d31302d3031222c2270726f64756365724b696e64223a2250524f44554345525f4b494e445f434f4f5045524154495645227d7d','2026-11-20T05:00:00+00:00',6,0,NULL);
INSERT INTO outbox VALUES(7,X'01a1f753648070008e397f350ea414c1','match',X'66d996e375815456a2971c9ae162c474',2,'ocop.promotion.match.renewed.v1','ocop.promotion.v1.match.renewed.51.01a1f753-6480-7000-abf9-bb040a7143db','2026-11-20T05:00:00+00:00','00-00000000000000000000000000000052-00000000000000a1-01',X'7b226964223a2236366439393665332d373538312d353435362d613239372d316339616531363263343734222c22706172746e65724964223a2230316131663735332d363438302d373030302d616266392d626230343061373134336462222c227374617465223a224d415443485f53544154455f414354495645222c2270726f647563744964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2270726f76696e6365436f6465223a223531222c2270726576696f757353746172223a332c2273746172223a332c2263657274696669636174654964223a2230303030303030302d303030302d303030302d303030302d303030303030303030303531222c226465636973696f6e4e756d626572223a22322f51c4902d55424e44222c2276616c696446726f6d223a22323032362d31302d3031222c2276616c6964546f223a22323032392d30392d3330222c226173736573736d656e74223a7b2266697473223a747275652c2273636f7265223a3130307d2c227374616765223a224d415443485f53544147455f50524f504f534544227d','2026-11-20T05:00:00+00:00',7,0,NULL);
INSERT INTO outbox VALUES(8,X'01a1f75364807000b161010b650df6ff','reward',X'00000000000000000000000000000051',1,'ocop.promotion.reward.granted.v1','ocop.promotion.v1.reward.granted.51','2026-11-20T05:00:00+00:00','00-00000000000000000000000000000052-00000000000000a1-01',X'7b22726577617264223a7b226964223a2230303030303030302d303030302d303030302d303030302d303030303030303030303531222c227374617465223a225245574152445f53544154455f445545222c226b696e64223a225245434f474e4954494f4e5f4b494e445f4649525354222c2270726f647563744964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c226465636973696f6e4e756d626572223a22322f51c4902d55424e44222c22646563696465644f6e223a22323032362d31302d3031222c22706c616365436f6465223a223231303430222c22706c6163654e616d65223a2242c3ac6e682053c6a16e222c2270726f76696e6365436f6465223a223531222c22736368656d654964223a2230316131663735332d363438302d373030302d386662642d383232363230393561626532222c227061796572223a225245574152445f50415945525f50524f56494e4345222c226f776564566e64223a223530303030303030222c226f70656e566e64223a223530303030303030227d7d','2026-11-20T05:00:00+00:00',8,0,NULL);
INSERT INTO outbox VALUES(9,X'01a1f7536480700081427c0c40ef4f66','gift_set',X'01a1f75364807000883c54a9cb2761df',1,'ocop.promotion.gift_set.composed.v1','ocop.promotion.v1.gift_set.composed.51','2026-11-20T05:00:00+00:00','00-d491fc6712072d787d3ae8a6202c817a-63d31a6cdee59c99-01',X'7b2267696674536574223a7b226964223a2230316131663735332d363438302d373030302d383833632d353461396362323736316466222c227374617465223a22474946545f5345545f53544154455f4f50454e222c2270726f76696e6365436f6465223a223531222c226e616d65223a224769e1bb8f207175c3a0222c2273656c6c6572223a2243e1bbad612068c3a06e67222c227072696365566e64223a22353030303030222c2273746f636b223a3130302c22736f6c6446726f6d223a22323032362d31312d3031222c22736f6c64546f223a22323032362d31322d3331222c226974656d73223a5b7b2270726f647563744964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c227175616e74697479223a312c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c2270726f76696e6365436f6465223a223531227d5d2c22706c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',9,0,NULL);
INSERT INTO outbox VALUES(10,X'01a1f7536480700088025924319e3567','gift_set',X'01a1f75364807000883c54a9cb2761df',2,'ocop.promotion.gift_set.stock_changed.v1','ocop.promotion.v1.gift_set.stock_changed.51','2026-11-20T05:00:00+00:00','00-5184fa2bfcee16c574300117704ede6a-b246506892217a96-01',X'7b2267696674536574223a7b226964223a2230316131663735332d363438302d373030302d383833632d353461396362323736316466222c227374617465223a22474946545f5345545f53544154455f4f50454e222c2270726f76696e6365436f6465223a223531222c226e616d65223a224769e1bb8f207175c3a0222c2273656c6c6572223a2243e1bbad612068c3a06e67222c227072696365566e64223a22353030303030222c2273746f636b223a3130302c227265736572766564223a312c22736f6c6446726f6d223a22323032362d31312d3031222c22736f6c64546f223a22323032362d31322d3331222c226974656d73223a5b7b2270726f647563744964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c227175616e74697479223a312c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c2270726f76696e6365436f6465223a223531227d5d2c22706c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',10,0,NULL);
INSERT INTO outbox VALUES(11,X'01a1f7536480700091147db4c9f983ea','gift_order',X'01a1f753648070008c947c778824e748',1,'ocop.promotion.gift_order.placed.v1','ocop.promotion.v1.gift_order.placed.01a1f753-6480-7000-abf9-bb040a7143db','2026-11-20T05:00:00+00:00','00-5184fa2bfcee16c574300117704ede6a-b246506892217a96-01',X'7b22676966744f72646572223a7b226964223a2230316131663735332d363438302d373030302d386339342d376337373838323465373438222c227374617465223a22474946545f4f524445525f53544154455f504c41434544222c22676966745365744964223a2230316131663735332d363438302d373030302d383833632d353461396362323736316466222c22706172746e65724964223a2230316131663735332d363438302d373030302d616266392d626230343061373134336462222c227175616e74697479223a312c227072696365566e64223a22353030303030222c226e65656465644279223a22323032362d31322d3031227d7d','2026-11-20T05:00:00+00:00',11,0,NULL);
INSERT INTO outbox VALUES(12,X'01a1f75364807000b84da75c1bd13327','sales_point',X'01a1f75364807000bda104d172a1d0cd',1,'ocop.promotion.sales_point.registered.v1','ocop.promotion.v1.sales_point.registered.51','2026-11-20T05:00:00+00:00','00-18da2388b122c9bcc04fa5997a9e19e6-77cbe860b0a54aca-01',X'7b2273616c6573506f696e74223a7b226964223a2230316131663735332d363438302d373030302d626461312d303464313732613164306364222c226e616d65223a22c49069e1bb836d204f434f50222c226f776e6572223a22485458222c22706c616365436f6465223a223231303430222c2270726f76696e6365436f6465223a223531222c2261646472657373223a2253e1bb912031222c22706c61636547726f7570223a2272657461696c222c22706c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',12,0,NULL);
INSERT INTO outbox VALUES(13,X'01a1f7536480700090c02412800121c2','design_centre',X'01a1f75364807000bd2776eed8398c10',1,'ocop.promotion.design_centre.registered.v1','ocop.promotion.v1.design_centre.registered.51','2026-11-20T05:00:00+00:00','00-67ae3a193bac74c9a669dfa10bf2d9e6-12a6c8ab6a2de9c4-01',X'7b2264657369676e43656e747265223a7b226964223a2230316131663735332d363438302d373030302d626432372d373665656438333938633130222c226e616d65223a225472756e672074c3a26d222c226f776e6572223a22485458222c22706c616365436f6465223a223231303430222c2270726f76696e6365436f6465223a223531222c2261646472657373223a2253e1bb912032222c227371756172654d6574726573223a3530302c22706c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',13,0,NULL);
INSERT INTO outbox VALUES(14,X'01a1f75364807000b01490b8e96b980a','campaign',X'01a1f75364807000b762752075c51423',1,'ocop.promotion.campaign.planned.v1','ocop.promotion.v1.campaign.planned.51','2026-11-20T05:00:00+00:00','00-24dd7d781b5d14a7421a2adc80700ea5-90bcb51bd0aad910-01',X'7b2263616d706169676e223a7b226964223a2230316131663735332d363438302d373030302d623736322d373532303735633531343233222c2270726f76696e6365436f6465223a223531222c226e616d65223a2248e1bb9969206368e1bba3222c226b696e64223a2243414d504149474e5f4b494e445f46414952222c227265616368223a2243414d504149474e5f52454143485f50524f56494e4345222c2276656e7565223a225175e1baa36e67207472c6b0e1bb9d6e67222c226f7267616e69736572223a2253e1bb9f222c2266726f6d44617465223a22323032362d31312d3138222c22746f44617465223a22323032362d31312d3234222c22706c6163654f6e223a22323032362d31312d3230227d7d','2026-11-20T05:00:00+00:00',14,0,NULL);
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
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001001e','/ocop.promotion.v1.PartnerService/RegisterPartner',X'8eccde83b395fc5e0e4a300945f6b4f1ca639efe31f4aded3b2413ecb220f639',X'01057465737473cb2a96a827dfd2a36239158164a313d75156f735d919ab662461e0acb9ec445500101327bf97c80d3b8db939bae5010dfe0e9349836c6220102649cce862d99f9d040ed30de40bf3c0732fcc739186cc5c072efd4194efb3c685434b21a97cc4f2f3442588fd5a87f0ede243765072b8a8b162612c9d52712308659d613f92a70b21639198b20829d2c27aca426801b4678c9908a68fb7789bbf8e0f4763126bc704ab38b6e337424957a9f6c5dde680864f2c8653100ab5abe6b4258fd1c6668636499c655ae2190437ae7e248c61a3002eb230','2026-11-20T05:00:00+00:00','promotion_officer@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010020','/ocop.promotion.v1.PartnerService/IssueNatsCredentials',X'189c87487eb83628bc1dbbe6c12f3055d52fdafd67b5189dbaa2dfe747fb6b05',X'01057465737473a6b759617d737f600796b6153f76ab18b76ec08730b5a56a7390d533edbadd47f3bc9b763d355d829d3c23b4d42cfc2a2158570396ba33116b66dc7a3658df4f8c7ed2be2b0aab2feace992bb97e0f2ec353afb1d7c0622552b3b44f99a7027d2443488a0970c7182366ae6eac7df1ca4779ff20c0952ed30f6299605204af9978e79973e809896d2feb357f23ce59430f9277561cb9cce821cdb9667b59864fb5b7cce606f2f23c35b41e1ca24ae8e31a73d576f2952831b677e944156fb117d40187091f9b02983269e7bc03b65603f1553d042b2918aab1de9f774a55cecedb3e199db86a63980e8000784505845003bfb65f23d9e523ac0c372d425d13e5b31666b6e0e252a1b406a3e30ee7412b6e8dc717910e63f456ca5f0a2b0222c949704fdf3bce09f7d62487d2f3e22598eb147ddb6be99229b930836fe883a1f29298a9572cab5b66b4054358427f191fe7d04330431fe92fa065f963943bc0dc52e28584a248aa294f646a34b3fc22782d650c53a53b823861d0a06a62ef47','2026-11-20T05:00:00+00:00','promotion_officer@*');
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001001f','/ocop.promotion.v1.SubscriptionService/CreateSubscription',X'603ad8156cb971575dfd3a7601bd0ca7aa5797d94400f5b8281d0f10f0db12aa',X'010574657374732742dd1f5eb1ae26e37a79ed5a1c1b73ef1f069fde278741baf5c85591a35d63d2404997e26b131d9e01d675515fbf4e0407ff2d8c0145b324422f66378b65956c50589ce93e6534a40d32eafa755ac33fcb9e9e3b94ad679956793d0708da8b883453afda2f797d0de98b7fef4161651abbf433ca18f7e916971edcfad921dc4c5ba8c5dcd7d8fa8c60e8019ba20b1731e893b5db7286078431377372f412de932a348368be27f42784617d930be491fdf554e56647ed94dcb740fa2bf6a271784365767fc446fd','2026-11-20T05:00:00+00:00','promotion_officer@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010021','/ocop.promotion.v1.RewardService/AddRewardScheme',X'eb70ee9fa1b61911bc25070da98f05734edc8b9714b4a3d69b8eec4d7da6ff77',X'01057465737473b9288ba83311fe7cd608475ea54fa08da244de2d3133a02e51b7c6f71fe598bb42acd37906fafb8f32d6302ef0973dcd877059664bdeb53bd9099104657f266b19bccb919ba2b5cff29caf311f1802c6593376126d8587db17c31d98e4d6c90932c0060a7869ae00792e0a6263ecb1f7dc1a7dd3837cbbbf6d0b081b6f6740b43ef5c7f4475b09080c98812abfc80edf651195cf9d3cb84c3b56133ff8d4c17dd0450c38db9b00e39157957a88de2b6d4c4105a1f4e16bc8c4c011a7930e1f7d460c2f70','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010022','/ocop.promotion.v1.GiftService/ComposeGiftSet',X'0bc34e13c62b5ed580954ad3e87fee59a8f42e6286300cead7ab6e7f95b7d1d9',X'010574657374739a61e8d93424c7c89eeff44a120f88a25f1ad90f35dea23e0923d96fd5cea094923c7338744a7bd924b76ea7740c02db0b3e0fc43bce65118f8746d685bace2b64df7b69e319ce265404d80da97b5cc90b875a4abf0245cd132f37b89bd9019ca2007f384d8c1874c21fcd30c16ee2835623b1e7ceaecb666e1de140f4f337709eb186c9bf8d1f7f8df4c4843c9b26e1f6e0ceab3495281f323e519cb9b160393f8bf9d8c9dfc6c72facf9bfc9af9f46ac894e8eb49afeb4ca6ab5fc05f689a5da33400253299ea3377847066aad4fe3e488cec0a5696cf2e54dea452fbb1ad22ae445f1e49348bba8cc68f2b06b4d14e289bd','2026-11-20T05:00:00+00:00','promotion_officer@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010023','/ocop.promotion.v1.GiftService/PlaceGiftOrder',X'ded12a7ef3b42b4f31343ed7f36aa407bc01ed3a9cb6d1c106f6be919d493c53',X'010574657374735914cbc56d660c904333014f45b2538ff39f5249c8a4e2753af93aa516a56c07379df665285cc2cfec1feb8535ab2977e3fcb38882fa0c94b23149f429c13d2b33a78baf1fc3daa8b2c10ef77850fe44331f20b560bf50ac12befd941f214bf74887a41091c0c12744b8479f7f74ad7803669e9c254100d7756c07f72a120c2d6f6de670bf5e645ee613b3336fbe36f61e86761fe47b2a300dc7e4c444cc8b5fb107c023210d50d3a7e2c30be6163ce89759c8c800611724','2026-11-20T05:00:00+00:00','promotion_officer@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010024','/ocop.promotion.v1.SalesPointService/RegisterSalesPoint',X'd4a8e86d5da46e7778f9a53bc278d8f52a0e8fa7dadaeb27c2854a74b21bb9b1',X'010574657374733715a4c091ff8606f85297ba7613ddcc2e596f448577d591df3714ade8914dabcb3c19283ee5e2bf56be299d9e6b804a366387736085e20ddd0598ba009ad441ffc028471800e8c5fceae434ff09e8bd5788bf43846d51bdd7ddf9da4f5bac41ad389457911e98d4d97a7190737b6cd31a725ddfe56eb6e3ae760408dd0af310e199afc01b09bcd2f70c8558f2b687deabf9','2026-11-20T05:00:00+00:00','promotion_officer@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010025','/ocop.promotion.v1.SalesPointService/RegisterDesignCentre',X'234b80bcb395393eef77ca61b91277d5173c3b33d3add5b27ee46552350357e5',X'0105746573747328d4465af55f85362025ab1549ac910a1455cac95d5759a87be214ee40b64c4c617aceffc8135039159dd150c073984b63596c87892d214aaece4c3d7f85b2e263a3b390829b2787f9f6fab33a9eafd2fff18d43b2eda756ce37992b2449efa46f5bcbc29fa842ecc351c684eb9e64acd39a03f8ba6e763dd7679813cb80f9d9dbb25488f5489c90ab572cb56c2312979003f46cc3','2026-11-20T05:00:00+00:00','promotion_officer@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010026','/ocop.promotion.v1.CampaignService/PlanCampaign',X'319d923527bc01533d4a691738b655106554026a0356a2a9c27a8a353728e50a',X'01057465737473bb0ea5d3ef78e583060197e3be84e36b70bde4b2f672b440f858ba3efc92749e1181f1b1013ec8a937520ab98d84b15570069fe8e4b126e3346fdfee3ed17d4ea313ca667cc450b05516472d746eabfb04dca903cf5127bf439f6dbab5897cbf86d084bd94575bca95bb7231cde952309a8eda9e8ea69c936acb58499a2b626d60585f0f2e8a88ea72e480ab5e88caba5764d852b34d95b38f9ddf50df031f21570ccb538bcd7091815a7a','2026-11-20T05:00:00+00:00','promotion_officer@*');
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
INSERT INTO audit VALUES(1,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.PartnerService/RegisterPartner',X'0000000000000000000000000001001e','partner',X'01a1f75364807000abf9bb040a7143db',1,'cde65d82a5b5292984d69a34ae3786f0','','01a1f753-6480-7000-abf9-bb040a7143db');
INSERT INTO audit VALUES(2,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.PartnerService/IssueNatsCredentials',X'00000000000000000000000000010020','nats_credentials',X'01a1f75364807000b36bb2f6ba341c80',1,'443b0c4c2560cd054517b8cd0f000dfb','','');
INSERT INTO audit VALUES(3,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.SubscriptionService/CreateSubscription',X'0000000000000000000000000001001f','subscription',X'01a1f75364807000948c1a70ce60d990',1,'4d73f1a6ed095ee527c4a889c5ed2055','','01a1f753-6480-7000-abf9-bb040a7143db');
INSERT INTO audit VALUES(4,'2026-11-20T05:00:00+00:00','consumer:promotion-certificates','','ocop.evaluation.certificate.issued.v1',NULL,'listing',X'01a1f75364807000b8faede59857a93d',1,'74d8bf525dc5c4af01ba0247b470c11f','','51');
INSERT INTO audit VALUES(5,'2026-11-20T05:00:00+00:00','consumer:promotion-certificates','','ocop.evaluation.certificate.issued.v1',NULL,'match',X'66d996e375815456a2971c9ae162c474',1,'74d8bf525dc5c4af01ba0247b470c11f','','51');
INSERT INTO audit VALUES(6,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.promotion.v1.RewardService/AddRewardScheme',X'00000000000000000000000000010021','reward_scheme',X'01a1f753648070008fbd82262095abe2',1,'81bbe0828354ef61a976a6da5394d85d','','51');
INSERT INTO audit VALUES(7,'2026-11-20T05:00:00+00:00','consumer:promotion-certificates','','ocop.evaluation.certificate.issued.v1',NULL,'listing',X'01a1f75364807000b8faede59857a93d',2,'00000000000000000000000000000052','','51');
INSERT INTO audit VALUES(8,'2026-11-20T05:00:00+00:00','consumer:promotion-certificates','','ocop.evaluation.certificate.issued.v1',NULL,'match',X'66d996e375815456a2971c9ae162c474',2,'00000000000000000000000000000052','','51');
INSERT INTO audit VALUES(9,'2026-11-20T05:00:00+00:00','consumer:promotion-certificates','','ocop.evaluation.certificate.issued.v1',NULL,'reward',X'00000000000000000000000000000051',1,'00000000000000000000000000000052','','51');
INSERT INTO audit VALUES(10,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.GiftService/ComposeGiftSet',X'00000000000000000000000000010022','gift_set',X'01a1f75364807000883c54a9cb2761df',1,'d491fc6712072d787d3ae8a6202c817a','','51');
INSERT INTO audit VALUES(11,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.GiftService/PlaceGiftOrder',X'00000000000000000000000000010023','gift_set',X'01a1f75364807000883c54a9cb2761df',2,'5184fa2bfcee16c574300117704ede6a','','51');
INSERT INTO audit VALUES(12,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.GiftService/PlaceGiftOrder',X'00000000000000000000000000010023','gift_order',X'01a1f753648070008c947c778824e748',1,'5184fa2bfcee16c574300117704ede6a','','01a1f753-6480-7000-abf9-bb040a7143db');
INSERT INTO audit VALUES(13,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.SalesPointService/RegisterSalesPoint',X'00000000000000000000000000010024','sales_point',X'01a1f75364807000bda104d172a1d0cd',1,'18da2388b122c9bcc04fa5997a9e19e6','','51');
INSERT INTO audit VALUES(14,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.SalesPointService/RegisterDesignCentre',X'00000000000000000000000000010025','design_centre',X'01a1f75364807000bd2776eed8398c10',1,'67ae3a193bac74c9a669dfa10bf2d9e6','','51');
INSERT INTO audit VALUES(15,'2026-11-20T05:00:00+00:00','maker','promotion_officer@*','/ocop.promotion.v1.CampaignService/PlanCampaign',X'00000000000000000000000000010026','campaign',X'01a1f75364807000b762752075c51423',1,'24dd7d781b5d14a7421a2adc80700ea5','','51');
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
INSERT INTO inbox VALUES('promotion-products',X'01a1f75364807000a41d1d55093bd509','product',X'01a1f75364807000bc810b65cebcd7b6',1,'2026-11-20T05:00:00+00:00');
INSERT INTO inbox VALUES('promotion-products',X'01a1f75364807000852e77dbc9cf085d','product',X'01a1f75364807000b8faede59857a93d',1,'2026-11-20T05:00:00+00:00');
INSERT INTO inbox VALUES('promotion-certificates',X'01a1f753648070008bc313ea0b16da9d','certificate',X'01a1f75364807000b8faede59857a93d',1,'2026-11-20T05:00:00+00:00');
INSERT INTO inbox VALUES('promotion-certificates',X'00000000000000000000000000000052','certificate',X'01a1f75364807000b8faede59857a93d',2,'2026-11-20T05:00:00+00:00');
CREATE TABLE heads (
    consumer       text   not null,
    aggregate_type text   not null,
    aggregate_id   blob  not null,
    version        bigint not null,
    primary key (aggregate_id, consumer, aggregate_type) -- asked for by many ids at once
);
INSERT INTO heads VALUES('promotion-products','product',X'01a1f75364807000bc810b65cebcd7b6',1);
INSERT INTO heads VALUES('promotion-products','product',X'01a1f75364807000b8faede59857a93d',1);
INSERT INTO heads VALUES('promotion-certificates','certificate',X'01a1f75364807000b8faede59857a93d',2);
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
CREATE TABLE listings (
    id            blob   not null primary key,
    version       bigint  not null,
    opened_key    blob,
    opened_at     text,
    updated_at    text,
    state         text    not null,
    criteria_set  integer not null,
    star          integer,
    province_code text    not null,
    place_code    text    not null,
    -- The day for which both were said: codes name other units after mergers.
    place_on      text   not null,
    next_date     text,
    producer_id   blob   not null,
    -- What the trade asks for. Quantities and prices are compared within one unit, which is in small letters. Of each kind
    -- of papers, the last day on which the product has it; far away if that does not end.
    valid_to           text,
    gtin               text,
    producer_kind      text,
    value_chain        text,
    shelf_life_days    integer,
    capacity           bigint,
    capacity_unit      text,
    minimum_order      bigint,
    minimum_order_unit text,
    price              bigint,
    price_unit         text,
    food_safety_to     text,
    quality_system_to  text,
    declaration_to     text,
    test_report_to     text,
    barcode_to         text,
    trade_mark_to      text,
    good_practice_to   text,
    document      text    not null
);
INSERT INTO listings VALUES(X'01a1f75364807000bc810b65cebcd7b6',0,NULL,NULL,NULL,'unlisted',9,NULL,'51','21040','2026-11-20',NULL,X'01a1f753648070008e4678ff277bd057',NULL,NULL,'cooperative',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"product":{"id":"01a1f753-6480-7000-bc81-0b65cebcd7b6","name":"Nước mắm số 20","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"active":true,"trade":{"gtin":null,"brand":"","producer_kind":"cooperative","value_chain":null,"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"product_version":1,"stage":{"unlisted":null},"upcoming":null,"certification_version":0}');
INSERT INTO listings VALUES(X'01a1f75364807000b8faede59857a93d',2,X'01a1f75364807000a439bf03c59e645e','2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','open',9,3,'51','21040','2026-10-01','2029-10-01',X'01a1f753648070008e4678ff277bd057','2029-09-30',NULL,'cooperative',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"product":{"id":"01a1f753-6480-7000-b8fa-ede59857a93d","name":"Nước mắm","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"},"active":true,"trade":{"gtin":null,"brand":"","producer_kind":"cooperative","value_chain":null,"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"product_version":1,"stage":{"listed":{"held":{"certificate":{"id":"00000000-0000-0000-0000-000000000051","star":3,"decision":{"number":"2/QĐ-UBND","date":"2026-10-01","authority":"UBND tỉnh Quảng Ngãi"},"valid_from":"2026-10-01","valid_to":"2029-09-30","imported":false,"certified":{"name":"Nước mắm","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"}}},"standing":"granted"},"state":"open"}},"upcoming":null,"certification_version":2}');
CREATE TABLE partners (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    name          text    not null,
    email         text    not null,
    kind          text,
    -- What names that may well be the same have in common.
    likeness      text    not null,
    -- People to ask and the contract.
    document      text    not null,
    sourcing      text    not null,
    left_at       text
);
INSERT INTO partners VALUES(X'01a1f75364807000abf9bb040a7143db',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','Siêu thị','mua@sieuthi.example',NULL,'sieu thi','{"contacts":[],"contract":null}','{"first":{"name":"","criteria_sets":[9],"province_codes":["51"],"said_on":"2026-11-20","minimum_star":3,"criteria":[]},"further":[]}',NULL);
CREATE TABLE sourcing_keys (
    criteria_set  integer not null,
    province_code text    not null,
    minimum_star  integer not null,
    partner_id    blob   not null references partners (id),
    primary key (criteria_set, province_code, minimum_star, partner_id)
);
INSERT INTO sourcing_keys VALUES(9,'51',3,X'01a1f75364807000abf9bb040a7143db');
CREATE TABLE nats_credentials (
    id            blob   not null primary key,
    partner_id    blob   not null references partners (id),
    password_hash blob  not null,
    issued_at     text   not null,
    expires_at    text   not null,
    revoked_at    text
);
INSERT INTO nats_credentials VALUES(X'01a1f75364807000b36bb2f6ba341c80',X'01a1f75364807000abf9bb040a7143db',X'1f3261259068c559dfc0751ac58b26d0c75f1426b88529d3234845d4e1a21c80','2026-11-20T05:00:00+00:00','2027-02-18T05:00:00+00:00',NULL);
CREATE TABLE matches (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    partner_id    blob   not null references partners (id),
    product_id    blob   not null references listings (id),
    state         text    not null,
    -- How far partner and producer have come with each other.
    stage         text    not null,
    -- The next day on which it may not fit any more.
    next_date     text,
    document      text    not null
);
INSERT INTO matches VALUES(X'66d996e375815456a2971c9ae162c474',2,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f75364807000abf9bb040a7143db',X'01a1f75364807000b8faede59857a93d','active','proposed',NULL,'{"published":{"state":"active","offer":{"product":{"id":"01a1f753-6480-7000-b8fa-ede59857a93d","name":"Nước mắm","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"},"active":true,"trade":{"gtin":null,"brand":"","producer_kind":"cooperative","value_chain":null,"net_content":"","shelf_life_days":null,"storage":"","capacity_per_month":null,"minimum_order":null,"wholesale_price":null,"files":[]}},"certificate":{"id":"00000000-0000-0000-0000-000000000051","star":3,"decision":{"number":"2/QĐ-UBND","date":"2026-10-01","authority":"UBND tỉnh Quảng Ngãi"},"valid_from":"2026-10-01","valid_to":"2029-09-30","imported":false,"certified":{"name":"Nước mắm","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"}}}}},"steps":[]}');
CREATE TABLE subscriptions (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    partner_id    blob   not null references partners (id),
    url           text    not null,
    description   text    not null,
    secrets       text    not null,
    stopped       text,
    stopped_at    text,
    failing_since text,
    -- Whether it was told that the receiver has failed for a day.
    told_failing  boolean not null,
    -- Which events it takes, and the headers that are sent with each.
    selection     text    not null,
    headers       text    not null,
    -- Most attempts in a minute.
    rate          integer
);
INSERT INTO subscriptions VALUES(X'01a1f75364807000948c1a70ce60d990',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f75364807000abf9bb040a7143db','http://127.0.0.1:1/','','{"current":"AQV0ZXN0cydE53pTGMotFIppNRK4l9zt2ZR+v2//Fzzy906yUpNuHtY0wNvYFWjgvcgJrVDA84+KbebZ4gsHfnKdPKmQEWIM4fxDzkVAB9+cHN5kyg","previous":[]}',NULL,NULL,'2026-11-20T05:00:00+00:00',0,'{"changes":[],"criteria_sets":[],"province_codes":[]}','[]',NULL);
CREATE TABLE deliveries (
    position         integer primary key autoincrement,
    id               blob   not null unique,
    created_at       text   not null,
    subscription_id  blob   not null references subscriptions (id),
    match_id         blob   not null,
    match_version    bigint  not null,
    change           text    not null,
    event_type       text    not null,
    body             text    not null,
    state            text    not null,
    next_attempt_at  text,
    accepted         boolean not null,
    claimed_until    text,
    -- When the last attempt was claimed.
    begun_at         text,
    attempts         text    not null,
    earlier_attempts integer not null
);
INSERT INTO deliveries VALUES(1,X'01a1f753648070008b0462280b1e825a','2026-11-20T05:00:00+00:00',X'01a1f75364807000948c1a70ce60d990',X'66d996e375815456a2971c9ae162c474',1,'opened','ocop.promotion.match.opened.v1','{"type":"ocop.promotion.match.opened.v1","timestamp":"2026-11-20T05:00:00.000000Z","id":"01a1f753-6480-7000-b746-838799173962","data":{"id":"66d996e3-7581-5456-a297-1c9ae162c474","partnerId":"01a1f753-6480-7000-abf9-bb040a7143db","state":"MATCH_STATE_ACTIVE","productId":"01a1f753-6480-7000-b8fa-ede59857a93d","productName":"Nước mắm số 21","producerName":"HTX Sa Huỳnh","criteriaSet":9,"provinceCode":"51","star":3,"certificateId":"01a1f753-6480-7000-84d7-eb1cc361c3a6","decisionNumber":"1/QĐ-UBND","validFrom":"2025-02-03","validTo":"2028-02-03","assessment":{"fits":true,"score":100},"stage":"MATCH_STAGE_PROPOSED"}}','pending','2026-11-20T05:00:05.442156806+00:00',0,NULL,'2026-11-20T05:00:00+00:00','[{"number":1,"at":"2026-11-20T05:00:00Z","outcome":{"failed":"Connection refused (os error 111)"},"took_ms":1}]',0);
INSERT INTO deliveries VALUES(2,X'01a1f75364807000ae4bb2b6656cf123','2026-11-20T05:00:00+00:00',X'01a1f75364807000948c1a70ce60d990',X'66d996e375815456a2971c9ae162c474',2,'renewed','ocop.promotion.match.renewed.v1','{"type":"ocop.promotion.match.renewed.v1","timestamp":"2026-11-20T05:00:00.000000Z","id":"01a1f753-6480-7000-8e39-7f350ea414c1","data":{"id":"66d996e3-7581-5456-a297-1c9ae162c474","partnerId":"01a1f753-6480-7000-abf9-bb040a7143db","state":"MATCH_STATE_ACTIVE","productId":"01a1f753-6480-7000-b8fa-ede59857a93d","productName":"Nước mắm","producerName":"HTX Sa Huỳnh","criteriaSet":9,"provinceCode":"51","previousStar":3,"star":3,"certificateId":"00000000-0000-0000-0000-000000000051","decisionNumber":"2/QĐ-UBND","validFrom":"2026-10-01","validTo":"2029-09-30","assessment":{"fits":true,"score":100},"stage":"MATCH_STAGE_PROPOSED"}}','pending','2026-11-20T05:00:00+00:00',0,NULL,NULL,'[]',0);
CREATE TABLE reward_schemes (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    province_code text    not null,
    place_on      text   not null,
    period_from   text   not null,
    period_to     text   not null,
    body          text    not null
);
INSERT INTO reward_schemes VALUES(X'01a1f753648070008fbd82262095abe2',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','51','2026-01-01','2026-01-01','2026-12-31','{"id":"01a1f753-6480-7000-8fbd-82262095abe2","province_code":"51","said_on":"2026-01-01","terms":{"name":"Thưởng OCOP","basis":{"number":"12/NQ-HĐND","date":"2026-01-01","authority":"HĐND tỉnh"},"period":{"from":"2026-01-01","to":"2026-12-31"},"amounts":[{"kind":"first","star":3,"vnd":50000000,"payer":"province"}]},"budgets":[]}');
CREATE TABLE rewards (
    id              blob  not null primary key,
    version         bigint not null,
    created_at      text  not null,
    updated_at      text  not null,
    product_id      blob  not null,
    province_code   text   not null,
    place_code      text   not null,
    place_on        text  not null,
    decision_number text   not null,
    decided_on      text  not null,
    state           text   not null,
    payer           text,
    body            text   not null
);
INSERT INTO rewards VALUES(X'01a1f7536480700084d7eb1cc361c3a6',0,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f75364807000b8faede59857a93d','51','21040','2026-11-20','1/QĐ-UBND','2025-02-03','not_owed',NULL,'{"recognition":{"certificate_id":"01a1f753-6480-7000-84d7-eb1cc361c3a6","product_id":"01a1f753-6480-7000-b8fa-ede59857a93d","product_name":"Nước mắm số 21","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"star":3,"kind":null,"decision":{"number":"1/QĐ-UBND","date":"2025-02-03","authority":"UBND tỉnh Quảng Ngãi"},"ending":null},"told_by":1,"owed":null,"approval":null,"payments":[],"repayments":[]}');
INSERT INTO rewards VALUES(X'00000000000000000000000000000051',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f75364807000b8faede59857a93d','51','21040','2026-10-01','2/QĐ-UBND','2026-10-01','due','province','{"recognition":{"certificate_id":"00000000-0000-0000-0000-000000000051","product_id":"01a1f753-6480-7000-b8fa-ede59857a93d","product_name":"Nước mắm","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"},"star":3,"kind":"first","decision":{"number":"2/QĐ-UBND","date":"2026-10-01","authority":"UBND tỉnh Quảng Ngãi"},"ending":null},"told_by":2,"owed":{"scheme_id":"01a1f753-6480-7000-8fbd-82262095abe2","payer":"province","vnd":50000000},"approval":null,"payments":[],"repayments":[]}');
CREATE TABLE gift_sets (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    province_code text    not null,
    place_on      text   not null,
    state         text    not null,
    sold_from     text   not null,
    sold_to       text   not null,
    body          text    not null
);
INSERT INTO gift_sets VALUES(X'01a1f75364807000883c54a9cb2761df',2,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','51','2026-11-20','open','2026-11-01','2026-12-31','{"id":"01a1f753-6480-7000-883c-54a9cb2761df","province_code":"51","said_on":"2026-11-20","terms":{"name":"Giỏ quà","seller":"Cửa hàng","price_vnd":500000,"stock":100},"season":{"from":"2026-11-01","to":"2026-12-31"},"items":[{"product_id":"01a1f753-6480-7000-b8fa-ede59857a93d","quantity":1,"product_name":"Nước mắm","producer_name":"HTX Sa Huỳnh","criteria_set":9,"star":3,"place":{"code":"21040","name":"Bình Sơn","province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-10-01"}}],"reserved":1,"state":"open"}');
CREATE TABLE gift_set_items (
    gift_set_id   blob   not null references gift_sets (id),
    product_id    blob   not null,
    primary key (gift_set_id, product_id)
);
INSERT INTO gift_set_items VALUES(X'01a1f75364807000883c54a9cb2761df',X'01a1f75364807000b8faede59857a93d');
CREATE TABLE gift_orders (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    gift_set_id   blob   not null references gift_sets (id),
    partner_id    blob   not null references partners (id),
    state         text    not null,
    body          text    not null
);
INSERT INTO gift_orders VALUES(X'01a1f753648070008c947c778824e748',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f75364807000883c54a9cb2761df',X'01a1f75364807000abf9bb040a7143db','placed','{"id":"01a1f753-6480-7000-8c94-7c778824e748","gift_set_id":"01a1f753-6480-7000-883c-54a9cb2761df","partner_id":"01a1f753-6480-7000-abf9-bb040a7143db","quantity":1,"price_vnd":500000,"needed_by":"2026-12-01","note":"","state":"placed"}');
CREATE TABLE sales_points (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    province_code text    not null,
    place_code    text    not null,
    place_on      text   not null,
    place_group   text    not null,
    latitude      integer,
    longitude     integer,
    closed_on     text,
    body          text    not null
);
INSERT INTO sales_points VALUES(X'01a1f75364807000bda104d172a1d0cd',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','51','21040','2026-11-20','retail',NULL,NULL,NULL,'{"id":"01a1f753-6480-7000-bda1-04d172a1d0cd","terms":{"name":"Điểm OCOP","owner":"HTX","phone":"","site":{"province_code":"51","place_code":"21040","said_on":"2026-11-20","address":"Số 1"},"location":null,"group":"retail","hours":{"openings":[],"closed":[]},"met":[]},"present":[],"closed_on":null}');
CREATE TABLE design_centres (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    province_code text    not null,
    place_code    text    not null,
    place_on      text   not null,
    body          text    not null
);
INSERT INTO design_centres VALUES(X'01a1f75364807000bd2776eed8398c10',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','51','21040','2026-11-20','{"id":"01a1f753-6480-7000-bd27-76eed8398c10","terms":{"name":"Trung tâm","owner":"HTX","site":{"province_code":"51","place_code":"21040","said_on":"2026-11-20","address":"Số 2"},"square_metres":500,"zones":[],"ocop_goods":0,"craft_goods":0,"other_goods":0},"scorings":[]}');
CREATE TABLE campaigns (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    province_code text    not null,
    place_on      text   not null,
    kind          text    not null,
    from_date     text   not null,
    to_date       text   not null,
    body          text    not null
);
INSERT INTO campaigns VALUES(X'01a1f75364807000b762752075c51423',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','51','2026-11-20','fair','2026-11-18','2026-11-24','{"id":"01a1f753-6480-7000-b762-752075c51423","province_code":"51","said_on":"2026-11-20","terms":{"name":"Hội chợ","kind":"fair","reach":"province","venue":"Quảng trường","organiser":"Sở","from":"2026-11-18","to":"2026-11-24"},"participants":[],"called_off":null}');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('outbox',14);
INSERT INTO sqlite_sequence VALUES('audit',15);
INSERT INTO sqlite_sequence VALUES('deliveries',2);
CREATE INDEX outbox_unsent on outbox (position) where sent_at is null and refused is null;
CREATE INDEX outbox_refused on outbox (position) where refused is not null;
CREATE INDEX outbox_sent on outbox (stream_seq) where sent_at is not null;
CREATE INDEX outbox_recorded_at on outbox (recorded_at);
CREATE INDEX requests_created_at on requests (created_at);
CREATE INDEX audit_aggregate on audit (aggregate_type, aggregate_id, version);
CREATE INDEX inbox_applied_at on inbox (applied_at);
CREATE UNIQUE INDEX place_additions_position on place_additions (position);
CREATE UNIQUE INDEX listings_opened on listings (opened_key);
CREATE INDEX listings_state on listings (state, opened_key);
CREATE INDEX listings_set on listings (criteria_set, state, opened_key);
CREATE INDEX listings_producer on listings (producer_id, id);
CREATE INDEX listings_gtin on listings (gtin) where gtin is not null;
CREATE INDEX listings_next_date on listings (next_date) where next_date is not null;
CREATE INDEX partners_likeness on partners (likeness);
CREATE INDEX sourcing_keys_partner on sourcing_keys (partner_id);
CREATE INDEX nats_credentials_partner on nats_credentials (partner_id, id);
CREATE INDEX matches_next_date on matches (next_date) where next_date is not null;
CREATE UNIQUE INDEX matches_pair on matches (product_id, partner_id);
CREATE INDEX matches_partner on matches (partner_id, id);
CREATE INDEX matches_changed on matches (partner_id, updated_at);
CREATE UNIQUE INDEX subscriptions_url on subscriptions (partner_id, url) where stopped is null or stopped <> 'deleted';
CREATE UNIQUE INDEX deliveries_lane on deliveries (subscription_id, match_id, match_version);
CREATE INDEX deliveries_subscription on deliveries (subscription_id, position);
CREATE INDEX deliveries_due on deliveries (next_attempt_at) where state = 'pending';
CREATE INDEX deliveries_claimed on deliveries (claimed_until) where claimed_until is not null;
CREATE INDEX deliveries_begun on deliveries (begun_at) where begun_at is not null;
CREATE INDEX deliveries_settled on deliveries (created_at) where state <> 'pending';
CREATE INDEX listings_updated on listings (updated_at);
CREATE INDEX reward_schemes_period on reward_schemes (period_to, period_from);
CREATE INDEX rewards_decided on rewards (decided_on, id);
CREATE INDEX rewards_province on rewards (province_code, id);
CREATE INDEX rewards_decision on rewards (decision_number, id);
CREATE INDEX gift_sets_sold on gift_sets (sold_to, id);
CREATE INDEX gift_set_items_product on gift_set_items (product_id);
CREATE INDEX gift_orders_set on gift_orders (gift_set_id, id);
CREATE INDEX gift_orders_partner on gift_orders (partner_id, id);
CREATE INDEX sales_points_location on sales_points (latitude, longitude);
CREATE INDEX sales_points_province on sales_points (province_code, id);
CREATE INDEX design_centres_province on design_centres (province_code, id);
CREATE INDEX campaigns_held on campaigns (to_date, id);
CREATE INDEX campaigns_province on campaigns (province_code, id);
COMMIT;
