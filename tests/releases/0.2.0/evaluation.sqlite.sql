PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "seaql_migrations" ( "version" varchar NOT NULL PRIMARY KEY, "applied_at" integer NOT NULL );
INSERT INTO seaql_migrations VALUES('c0001_chassis',1795876409);
INSERT INTO seaql_migrations VALUES('m0001_evaluation',1795876409);
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
INSERT INTO outbox VALUES(1,X'01a1f753648070008bc313ea0b16da9d','certificate',X'01a1f75364807000b8faede59857a93d',1,'ocop.evaluation.certificate.issued.v1','ocop.evaluation.v1.certificate.issued.51','2026-11-20T05:00:00+00:00','00-74d8bf525dc5c4af01ba0247b470c11f-b884d4cfe41512db-01',X'7b226365727469666963617465223a7b226964223a2230316131663735332d363438302d373030302d383464372d656231636333363163336136222c2270726f647563744964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c226372697465726961536574223a392c2273746172223a332c226b696e64223a2243455254494649434154455f4b494e445f494d504f52544544222c22726567756c6174696f6e223a225232303233222c226465636973696f6e223a7b226e756d626572223a22312f51c4902d55424e44222c2264617465223a22323032352d30322d3033222c22617574686f72697479223a2255424e442074e1bb896e68205175e1baa36e67204e67c3a369227d2c2276616c696446726f6d223a22323032352d30322d3033222c2276616c6964546f223a22323032382d30322d3033222c2270726f76696e6365436f6465223a223531222c22696d706f72746564223a747275657d2c2270726f76696e63654e616d65223a225175e1baa36e67204e67c3a369222c22706c616365436f6465223a223231303430222c22706c6163654e616d65223a2242c3ac6e682053c6a16e222c226f6e44617465223a22323032352d30322d3033222c22706c6163654f6e223a22323032362d31312d3230227d','2026-11-20T05:00:00+00:00',1,0,NULL);
INSERT INTO outbox VALUES(2,X'01a1f75364807000af3c98603a745d84','dossier',X'01a1f75364807000aaa79ab9845b382e',1,'ocop.evaluation.dossier.created.v1','ocop.evaluation.v1.dossier.created.51','2026-11-20T05:00:00+00:00','00-f8c5bc8fa68541ece198dc075e131276-be568f52023b37a7-01',X'7b226964223a2230316131663735332d363438302d373030302d616161372d396162393834356233383265222c2270726f647563744964223a2230316131663735332d363438302d373030302d626338312d306236356365626364376236222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203230222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c226b696e64223a22444f53534945525f4b494e445f4649525354222c227374617465223a22444f53534945525f53544154455f4452414654222c226372697465726961536574223a392c2270726f76696e6365436f6465223a223531222c226f6e44617465223a22323032362d31312d3230222c2262616c6c6f74417474656d7074223a317d','2026-11-20T05:00:00+00:00',2,0,NULL);
INSERT INTO outbox VALUES(3,X'01a1f75364807000967d33f2999e9581','inspection',X'01a1f75364807000b9ec092260e16543',1,'ocop.evaluation.inspection.planned.v1','ocop.evaluation.v1.inspection.planned.51','2026-11-20T05:00:00+00:00','00-cfe8f8646664628281456fbb903d386b-382c46d0bb1b43fc-01',X'7b22696e7370656374696f6e223a7b226964223a2230316131663735332d363438302d373030302d623965632d303932323630653136353433222c226b696e64223a22494e5350454354494f4e5f4b494e445f5355525052495345222c2270726f76696e6365436f6465223a223531222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c2270726f64756365724e616d65223a22485458205361204875e1bbb36e68222c2270726f647563744964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2263657274696669636174654964223a2230316131663735332d363438302d373030302d383464372d656231636333363163336136222c22696e73706563746f72223a224368692063e1bba563222c22706c616e6e6564466f72223a22323032362d30392d3031222c22746f70696373223a5b22494e5350454354494f4e5f544f5049435f4352495445524941222c22494e5350454354494f4e5f544f5049435f4d41524b225d2c227374617465223a22494e5350454354494f4e5f53544154455f504c414e4e4544222c226475654f6e223a22323032362d30392d3031227d2c226f6e44617465223a22323032362d31312d3230227d','2026-11-20T05:00:00+00:00',3,0,NULL);
INSERT INTO outbox VALUES(4,X'01a1f7536480700091f758915ab4adfd','complaint',X'01a1f75364807000ada016e8483d5dd6',1,'ocop.evaluation.complaint.filed.v1','ocop.evaluation.v1.complaint.filed.51','2026-11-20T05:00:00+00:00','00-13c538d83eed4d0fc5a118a186fd332d-934fd7753999d90c-01',X'7b22636f6d706c61696e74223a7b226964223a2230316131663735332d363438302d373030302d616461302d313665383438336435646436222c2270726f76696e6365436f6465223a223531222c2270726f647563744964223a2230316131663735332d363438302d373030302d623866612d656465353938353761393364222c2270726f647563744e616d65223a224ec6b0e1bb9b63206de1baaf6d2073e1bb91203231222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c226b6e6f776e4f6e223a22323032362d31302d3135222c2266696c65644f6e223a22323032362d31312d3230222c227374617465223a22434f4d504c41494e545f53544154455f46494c4544222c226163636570744279223a22323032362d31312d3330222c226475654f6e223a22323032362d31312d3330222c2263657274696669636174654964223a2230316131663735332d363438302d373030302d383464372d656231636333363163336136227d2c226f6e44617465223a22323032362d31312d3230227d','2026-11-20T05:00:00+00:00',4,0,NULL);
INSERT INTO outbox VALUES(5,X'01a1f75364807000a5049e96969d5e63','target',X'01a1f753648070009e6ab7cd6508bd73',1,'ocop.evaluation.target.set.v1','ocop.evaluation.v1.target.set.51','2026-11-20T05:00:00+00:00','00-f8a3820898f2e52d02a2ca719166fd34-63557784b60cca35-01',X'7b22746172676574223a7b226964223a2230316131663735332d363438302d373030302d396536612d623763643635303862643733222c2270726f76696e6365436f6465223a223531222c22706572696f6446726f6d223a22323032312d30312d3031222c22706572696f64546f223a22323032362d31322d3331222c226e616d655669223a2253e1baa36e207068e1baa96d222c22696e64696361746f72223a22494e44494341544f525f56414c49445f50524f4455435453222c226d696e53746172223a332c22676f616c436f756e74223a3230307d7d','2026-11-20T05:00:00+00:00',5,0,NULL);
INSERT INTO outbox VALUES(6,X'01a1f7536480700092cfc0f409f56a67','evidence',X'01a1f7536480700082d7812e3dc35972',1,'ocop.evaluation.evidence.filed.v1','ocop.evaluation.v1.evidence.filed.51','2026-11-20T05:00:00+00:00','00-fb4a451b89bb0654010321c6c6ae0745-d5526e84b4938551-01',X'7b2265766964656e6365223a7b226964223a2230316131663735332d363438302d373030302d383264372d383132653364633335393732222c2270726f64756365724964223a2230316131663735332d363438302d373030302d386534362d373866663237376264303537222c226b696e64223a2245564944454e43455f4b494e445f4157415244222c227469746c65223a224769e1baa369207468c6b0e1bb9f6e67222c2266696c654e616d65223a22676961692d7468756f6e672e706466222c226d6564696154797065223a226170706c69636174696f6e2f706466222c2273697a654279746573223a223333222c22736861323536223a2266643363353438656532646336663664666566666364353366316666346239313265323262303862323131383339313631326333383964336561333732323232222c2275706c6f616465644279223a226d616b6572222c2270726f76696e6365436f6465223a223531222c22706c616365436f6465223a223231303430227d2c226f6e44617465223a22323032362d31312d3230227d','2026-11-20T05:00:00+00:00',6,0,NULL);
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
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010028','/ocop.evaluation.v1.CertificateService/ImportCertificate',X'5961f0962144d298dcd23c3bb42a667f92e8b63f8173a4d3ddcf7eabcb4673fc',X'0105746573747304e58cc05bbf765ba7112b82780ffd40f1dc33d22dbd17be323c60e9205ad926ea23140966b2e8e71f662590982a529a938d695f63b7d8a1f1719c008136b250bcde86894e40bfc6436b016ae32390087c9b5ae8777ad1d64c4e34e429f1668ceba7a7d06b17fe0011edde232235dc588f6d27b368752f2c37b5d0e10580082c1a72598d71175a6a42895c4ecdff8b57523de36db56cee4b13144d5081d8a1ac3f454389261cf4b283fe70be48d2b36df25f92d981a7b82a2a8feb0ee681b33838ab5776be18631f35a06f6fb584b70895502472ea78b6dd2e4c93221107f9592dd0bc8a226930c134baa63ed801947b23bef35d2ff1f42efa1826ecc9e786522c8dd22311cedc0415da57244fe22a985f5f7e990b6805122dabf7ba24ba67cffd4812','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'00000000000000000000000000010029','/ocop.evaluation.v1.DossierService/CreateDossier',X'8f8b5426101088695e1eb837c2fc0adafe03fadf021683deea0bbe94f2d1fc74',X'01057465737473eb0baff611450d0f508ddd96f287fbd81c2da7492ad8b8b0163a7fef95b52eca609bdd5d548a62dacd2a081e17d164f4e0f9a60c4843a7f7f9c84403135b25af60eec0047a2fe8edb5631e1b01535f44fef876247a14bb8d08460e2015acf7c0d6ea72ced2066d4971cc065426638a4b0e3a6a1ea5982c7d68409e2296a5aeca71dc6d3a5f9539d953c33a7781effd21cb61c534d308d8a0bf3a0c3f8e773b90e9894477a531ea410e0d598af1e724bbf68b736a8839be101429be9550ca9923d3fd8c7df085fd021d5ae70b56fde1242e39fddca7328a9234ab7ca273dbb1b36bfbb0a1ef9894dd22a9b9de1c55f3cd5408beaf9da293853b7f39003ed75a80807fb4500f6df4720d1b036ebc625aea2634c0d38f5b6dc32e393a2cda5ed52b20d8238c6f3f00c4238bcb475a0c082960e5a705a7f9db590bdbe97da3acbd57572031739118aa5b802b9553e00a5a10f80e5210949ba60a3be821fd710b2cacdd9bbf92bf1c858b97d7a24873538e4c48aea23124eb148ce38b8af94f4dec65c562aadf52a4db7674899978ab937f33735fe49ebcc3f4892804aaef4de43898b8410bf09f0e99c7cb38815410d6997cc234003a1ecc322c9674c4af5668b85a11ae3d0ae95df424801eb5deab42464e11f48c6eb2f474aeed14bd031188ee1f46a1f3caf3cab57a0ca6d98f38cc972ec7dff5209785d1540cb02eb6ef0f9fba3d52e62524ffa8e7cd05874f7fab5c82e44da1bb2b63219a53322908042bdc209756605a1b65dbdc22c6e5bb99f0062065722703bc989c7dfdcee48003717f02714eeeb304b4358bc90b67cd6cea417c4a0734e5fbce38db0ece6b04fd887bd55a3a3d65c06893425da442caac99b541834580dc9d07aa5f376553f7472db0decc023bf07118601d6057c97363ecc6fe6f84d246e1a6fb44f46ddb84be6c85c193ea977a9048e33a6506ef0683d46cc09c05c733630cdd0fe799596409ea181b01be12c9d7e114639db0bdc0bb1759ffb4dd14d6c4b6e8d6b88dea55c5a9ef53b0e5ac1a444dcdb118c3c943142d124224ffd998c1c416941c1f05b1813d60e62efeedc8e410e31d10d2bc94b724ff6f75c420514d0f1260a5bee5024d9673a189acfb638df42c912aadfe2ffc24f7f9e8c29a964cba59293336774b6f5a47eafe55b652d5ec5fa5fb8d2be7f0bb535b428ac2fcd53bf4489ee790c80c95ac24bbf8932819037cb2e4ce5c8206a7874cc5b1d4c7bca33cce6d6a89f2a41f6a569f1fea2bc32e0a4370409718f08c74cdb9fb06a50532b817344bd12e7991e5501dd8145dd130eb788cfbf7f43b0e555b43c42de88fecd1eddf978a1df98cd88171f271e239b4805236600edd9eccd1793a28037ec45379b1','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001002a','/ocop.evaluation.v1.CouncilService/AppointCouncil',X'5f446946c91d978d04f852a8e05fd42c63b98b4378c06dbeeda69640292e465e',X'01057465737473c66f998d9c4e401f28e8beecb4cbb898597bc450af63d6f77887eff34e8622c57e9d5667ee89eba5c5f95aac456a2d630e0be56e87d4e3c3fc3647b281cf63cc2a71b7834faf7b5d2ee9ea3039716c550c8e211f4316cbc410cc640b9857f0fccf3c578acbd16d086b3b83161b940a4dcda44fff1a213544baced82114e9e705319e908993178b74e54df18185147c3b28f9d92a0ca047cef756b38746076ed3a3e49a2d0c3965d73d8ce9283c9456c7a7b2912aba2e46538b54ab7aaabdac63760915df15492b33bd13182b72fffeadd8be939d3bef11f125a00964f8432dd6b401019d788768084875d01f09e4eedf958f48fdecb9de0900','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001002b','/ocop.evaluation.v1.CouncilService/OpenRound',X'248f7db8bb4894495bd069e34c3d5e831e8aebb9c85b6a80d271d5638e251eb8',X'010574657374733cd615307b531d4224d5e5feb8b3c601484f076a4b28a08f9147d475a278b1e744a5661878230231362bd38d22fed596a2440d27f45473a3cbe13fa6e0f2c3020c5af4d1e33b52b839b44c923c37f157e752a2a28121f3291cf353736645728de6a09c491333831aa87df79048c1260cb81edc363fcfa6f82257f1048b6a1b7a4a2538d65f162395b0fffe81eb40f07eb7e8649b0b','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001002c','/ocop.evaluation.v1.MonitoringService/PlanInspection',X'874f5dcd00719695958009a7842e6d91a6a0edd599b5fc43f9f3df8f577e8626',X'0105746573747341b2fb0826242dcc34f6fda688d3a20b2404ceec75a426301e3ae3dcdc172962fe2bcc2119ce05f7faa29ae9dbc1739e6d822b287adc3a87d870da17cd1fa7faa303f302c934fce16b7fb294071f13cb87b88807b4c54ff1c8a42f87c1bbb019ea4aacc7eab25974a4d25c623fdb726751f14485ac66e29946a7e2ebe74d2aa4c73901ff78c20d998b19821e866d48818aa29ec6126585f6c37e0a7f75eb9f90fc7bed2811bb803bef5f9dbd33094f87964e6076d70ee5f15ec239ad764994525843a4624789fd67b01df006eac9103b0b8a1f8c7807d57146450fd42aee9ec69abe0eff6942a402a462d71479658b837ee71117050df28ebdf5aea280bbca6bb163a1516cd9451ccab21c052a08be7000f0add0a9b286f230d5b78c7a55bb80bd','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001002d','/ocop.evaluation.v1.MonitoringService/FileComplaint',X'2c1a4cd3261653c278995b98c178345aba1c19b33d50e54775288c84db3d4d3d',X'01057465737473b9880f9064fbe2e7b12aec8b1bce4e9d8f21b9a7f98c5e39046fa93b671c36ab9470e68171cd856b55c4b9d30bf36861b0d9cef7b25405d6e5c4ce60cce6e8d7bf6df5429c100f1d34867474065057734e3b3d07c2a09c530d969c5c4ff18648c0af7395f79da60f7dd304248651b29f265f9fb339b112a3503cdb89cbf91356dad1855e492d1b7e112a97b2ae0b3584f43ff099721cd55835d42d1bbe23253d17588c58cb57a8a9acd0f600ed3daadff4d4506bb065ee824d4c8a6dbfa8d87523108f3e8ae985a8f710950399e4840dcf7bdc25c28cd2a90d59364d353078878ffbbbf1402c085a1e9db4126fea9bc92cf449271b351c5ad7a8f823baac7b50f94448aaf6ad895f51d2024d6f1e8a66c03272db75b84fce14826bc540ee4f30e39bfbf31cbdc491fb5679ec64b114b0d4afcaa7e45e6b9f3611a81f4f8d62317b453358c617d8fd245f312029edab39c1bdefc0','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001002e','/ocop.evaluation.v1.ProgressService/SetTarget',X'779caa1472282b130506e604172789277990a41d9c3c8c36211a7a0790c2de49',X'01057465737473238f8faad3d2e9f9ff373c64c1c536f8e4970331ab3b559b1d6fe5059e133d55f391c64bdb084c9ea95aebf55d2317583e9eb291459f3dbddbb6435caaf58fea3aef57e9322ccdc00cc5b6b6338a1395471c8f73b1d1d98e9b251323779bb4834bcfaff22eb65de7c8a30822aa36c02c40c9f14e7c2cb9d043694bad0d0f04c865a3a1c86e0f355b11','2026-11-20T05:00:00+00:00','ocop_office@*');
INSERT INTO requests VALUES('maker',X'0000000000000000000000000001002f','/ocop.evaluation.v1.EvidenceService/UploadEvidence',X'004f1c46990a3f41c931f4aa7a771dc53f053592588ad4da39fdbd5009350fac',X'01057465737473cd2537f2e4ab428bd917d6b12faf08c42fe8de3d02cb731bdb61562425d6574daec9143494160c6b88530c83ef9ce01002b195eef3692ddff789260514ccad3d36a9b9308823cfd6326cba8f605b2acd03c2e846e5b86aabb93f5ee122897e33329431c5bdb61ab394da3be690f487bf9f762c191c50e1613c67027c03f9509804f1f5776ce9cffc684aeb4b7882939e5b301b5059b1500bb1f06a4f01720e29fe0d7c5cbf610be21dbc012441ad7167100309473b7bfde9bc39835f1409cb3cb9cf7c4390ed6f3157f83df90ce15f6a2b77d823ad266252e8eb26e60f6ad9a00a5591c4ab7c81bf8e494b8585ac71132f56649628fd382309f190a615ece4f5fddf1fd5235d49b28fb85a85','2026-11-20T05:00:00+00:00','ocop_office@*');
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
INSERT INTO audit VALUES(1,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.evaluation.v1.CertificateService/ImportCertificate',X'00000000000000000000000000010028','certificate',X'01a1f75364807000b8faede59857a93d',1,'74d8bf525dc5c4af01ba0247b470c11f','','51');
INSERT INTO audit VALUES(2,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.evaluation.v1.DossierService/CreateDossier',X'00000000000000000000000000010029','dossier',X'01a1f75364807000aaa79ab9845b382e',1,'f8c5bc8fa68541ece198dc075e131276','','51');
INSERT INTO audit VALUES(3,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.evaluation.v1.CouncilService/AppointCouncil',X'0000000000000000000000000001002a','council',X'01a1f7536480700095592a778f64ad03',1,'78a2ff468703cfd49effc85d5ffda9d3','','');
INSERT INTO audit VALUES(4,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.evaluation.v1.CouncilService/OpenRound',X'0000000000000000000000000001002b','round',X'01a1f75364807000a87142378d66f601',1,'0469af90157c00e3f5f863f9252fb31f','','');
INSERT INTO audit VALUES(5,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.evaluation.v1.MonitoringService/PlanInspection',X'0000000000000000000000000001002c','inspection',X'01a1f75364807000b9ec092260e16543',1,'cfe8f8646664628281456fbb903d386b','','51');
INSERT INTO audit VALUES(6,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.evaluation.v1.MonitoringService/FileComplaint',X'0000000000000000000000000001002d','complaint',X'01a1f75364807000ada016e8483d5dd6',1,'13c538d83eed4d0fc5a118a186fd332d','','51');
INSERT INTO audit VALUES(7,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.evaluation.v1.ProgressService/SetTarget',X'0000000000000000000000000001002e','target',X'01a1f753648070009e6ab7cd6508bd73',1,'f8a3820898f2e52d02a2ca719166fd34','','51');
INSERT INTO audit VALUES(8,'2026-11-20T05:00:00+00:00','maker','ocop_office@*','/ocop.evaluation.v1.EvidenceService/UploadEvidence',X'0000000000000000000000000001002f','evidence',X'01a1f7536480700082d7812e3dc35972',1,'fb4a451b89bb0654010321c6c6ae0745','','51');
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
INSERT INTO inbox VALUES('evaluation-producers',X'01a1f753648070009d1925577d3b09b6','producer',X'01a1f753648070008e4678ff277bd057',1,'2026-11-20T05:00:00+00:00');
INSERT INTO inbox VALUES('evaluation-producers',X'01a1f75364807000b616da5b5307a8cf','producer',X'01a1f75364807000a606a2043f3b416e',1,'2026-11-20T05:00:00+00:00');
INSERT INTO inbox VALUES('evaluation-products',X'01a1f75364807000a41d1d55093bd509','product',X'01a1f75364807000bc810b65cebcd7b6',1,'2026-11-20T05:00:00+00:00');
INSERT INTO inbox VALUES('evaluation-products',X'01a1f75364807000852e77dbc9cf085d','product',X'01a1f75364807000b8faede59857a93d',1,'2026-11-20T05:00:00+00:00');
CREATE TABLE heads (
    consumer       text   not null,
    aggregate_type text   not null,
    aggregate_id   blob  not null,
    version        bigint not null,
    primary key (aggregate_id, consumer, aggregate_type) -- asked for by many ids at once
);
INSERT INTO heads VALUES('evaluation-producers','producer',X'01a1f753648070008e4678ff277bd057',1);
INSERT INTO heads VALUES('evaluation-producers','producer',X'01a1f75364807000a606a2043f3b416e',1);
INSERT INTO heads VALUES('evaluation-products','product',X'01a1f75364807000bc810b65cebcd7b6',1);
INSERT INTO heads VALUES('evaluation-products','product',X'01a1f75364807000b8faede59857a93d',1);
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
CREATE TABLE products (
    id            blob   not null primary key,
    producer_id   blob   not null,
    criteria_set  integer not null,
    active        boolean not null,
    body          text    not null
);
INSERT INTO products VALUES(X'01a1f75364807000bc810b65cebcd7b6',X'01a1f753648070008e4678ff277bd057',9,1,'{"id":"01a1f753-6480-7000-bc81-0b65cebcd7b6","name":"Nước mắm số 20","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","producer_home":{"place_code":"21040","province_code":"51","said_on":"2026-11-20"},"criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","district_code":null,"district_name":null,"province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"active":true}');
INSERT INTO products VALUES(X'01a1f75364807000b8faede59857a93d',X'01a1f753648070008e4678ff277bd057',9,1,'{"id":"01a1f753-6480-7000-b8fa-ede59857a93d","name":"Nước mắm số 21","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","producer_home":{"place_code":"21040","province_code":"51","said_on":"2026-11-20"},"criteria_set":9,"place":{"code":"21040","name":"Bình Sơn","district_code":null,"district_name":null,"province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"active":true}');
CREATE TABLE producers (
    id                  blob   not null primary key,
    name                text    not null,
    kind                text    not null,
    province_code       text    not null,
    place_code          text    not null,
    place_on            text   not null,
    led_by_woman        boolean not null,
    led_by_minority     boolean not null,
    led_by_disabled     boolean not null,
    value_chain         text    not null,
    stable_raw_material boolean not null
);
INSERT INTO producers VALUES(X'01a1f753648070008e4678ff277bd057','HTX Sa Huỳnh','cooperative','51','21040','2026-11-20',0,0,0,'',0);
INSERT INTO producers VALUES(X'01a1f75364807000a606a2043f3b416e','HTX Sa Huỳnh','cooperative','51','21364','2026-11-20',0,0,0,'',0);
CREATE TABLE past_value_chains (
    producer_id         blob   not null,
    until_day           text   not null,
    value_chain         text    not null,
    stable_raw_material boolean not null,
    primary key (producer_id, until_day)
);
CREATE TABLE councils (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    province_code text    not null,
    -- Codes name other units after mergers: this is the day for which the one before was said, as in every table.
    place_on      text   not null,
    body          text    not null
);
INSERT INTO councils VALUES(X'01a1f7536480700095592a778f64ad03',1,'2026-11-20T05:00:00+00:00','51','2026-05-25','{"id":"01a1f753-6480-7000-9559-2a778f64ad03","level":"province","province_code":"51","decision_number":"100/QĐ-UBND","appointed_on":"2026-05-25","members":[{"subject":"an","full_name":"Ủy viên","organisation":"","role":"chair","sector":null,"joined_on":null,"left_on":null},{"subject":"binh","full_name":"Ủy viên","organisation":"","role":"member","sector":null,"joined_on":null,"left_on":null},{"subject":"chi","full_name":"Ủy viên","organisation":"","role":"member","sector":null,"joined_on":null,"left_on":null},{"subject":"dung","full_name":"Ủy viên","organisation":"","role":"member","sector":null,"joined_on":null,"left_on":null},{"subject":"giang","full_name":"Ủy viên","organisation":"","role":"member","sector":null,"joined_on":null,"left_on":null}],"rules":[{"from":"2026-05-25","quorum_percent":75,"chair_must_vote":false,"minimum_members":0,"maximum_spread":10}],"delegations":[],"advisory_teams":[],"corrections":[]}');
CREATE TABLE rounds (
    id            blob   not null primary key,
    created_at    text   not null,
    level         text    not null,
    province_code text    not null,
    place_on      text   not null,
    year          integer not null,
    number        integer not null,
    council_id    blob   not null references councils (id),
    cut_off       text,
    ends_on       text
);
INSERT INTO rounds VALUES(X'01a1f75364807000a87142378d66f601','2026-11-20T05:00:00+00:00','province','51','2026-11-20',2026,2,X'01a1f7536480700095592a778f64ad03','2026-10-30','2026-12-30');
CREATE TABLE council_members (
    council_id    blob   not null references councils (id),
    position      integer not null,
    subject       text    not null,
    joined_on     text,
    left_on       text,
    primary key (council_id, position)
);
INSERT INTO council_members VALUES(X'01a1f7536480700095592a778f64ad03',0,'an',NULL,NULL);
INSERT INTO council_members VALUES(X'01a1f7536480700095592a778f64ad03',1,'binh',NULL,NULL);
INSERT INTO council_members VALUES(X'01a1f7536480700095592a778f64ad03',2,'chi',NULL,NULL);
INSERT INTO council_members VALUES(X'01a1f7536480700095592a778f64ad03',3,'dung',NULL,NULL);
INSERT INTO council_members VALUES(X'01a1f7536480700095592a778f64ad03',4,'giang',NULL,NULL);
CREATE TABLE dossiers (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    product_id    blob   not null,
    producer_id   blob   not null,
    province_code text    not null,
    round_id      blob,
    kind          text    not null,
    state         text    not null,
    -- The days by which a dossier is found without reading it: what stands on a day of the past, and what is due.
    lodged_on     text,
    forwarded_on  text,
    -- The day the centre found less than five stars: until then a forwarded dossier makes its product a candidate.
    sent_back_on  text,
    closed_on     text,
    due_on        text,
    -- Where the product is made, for those whose scope is a commune.
    place_code    text    not null,
    place_on      text   not null,
    place_name    text    not null default '',
    criteria_set  integer not null default 0,
    -- What the last council found.
    star          integer,
    -- The council before which a vote is under way, and the number of the vote.
    voting_council_id blob,
    vote          integer not null default 0,
    -- Whether ballots say other than was agreed and the minutes are not signed.
    contradicted  boolean not null default false,
    -- Names of product, producer and place in one spelling.
    search_text   text    not null default '',
    body          text    not null
);
INSERT INTO dossiers VALUES(X'01a1f75364807000aaa79ab9845b382e',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f75364807000bc810b65cebcd7b6',X'01a1f753648070008e4678ff277bd057','51',NULL,'first','draft',NULL,NULL,NULL,NULL,NULL,'21040','2026-11-20','Bình Sơn',9,NULL,NULL,1,0,'nuoc mam so 20 htx sa huinh binh son','{"id":"01a1f753-6480-7000-aaa7-9ab9845b382e","product_id":"01a1f753-6480-7000-bc81-0b65cebcd7b6","product_name":"Nước mắm số 20","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","place":{"code":"21040","name":"Bình Sơn","district_code":null,"district_name":null,"province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"criteria_set":9,"kind":"first","held_star":null,"held_until":null,"content":{"form":{"unit_name":"","representative":"","position":"","address":"","phone":"","email":"","samples":0,"declared_true":false,"service_case":null},"report":{"description":"","history":"","structure":"","results":"","plan":"","changes":""},"self_assessment":{"1.1":"c","1.2":"c","1.3":"c","1.4":"d","1.5":"c","1.6":"b","10":"b","11":"c","2.1":"d","2.2":"d","2.3":"c","2.4":"b","3.1":"c","3.2":"b","3.3":"c","3.4":"b","3.5":"c","4.1":"d","4.2":"d","4.3":"e","5.1":"e","5.2":"c","5.3":"d","6.1":"c","6.2":"d","6.3":"d","6.4":"d","6.5":"d","7":"d","8":"c","9":"c"},"statements":{}},"revision":0,"acknowledged":[],"lodged_evidence":[],"drafted_on":"2026-11-20","ballot_attempt":1,"since":{"with_producer":null,"at_commune":null,"vote":null},"state":"draft","regulation":null,"lodged_on":null,"findings":null,"endorsed_on":null,"round_id":null,"council_id":null,"accepted_on":null,"round_ends_on":null,"supplement":null,"advice":null,"replaced":[],"earlier":[],"tally":null,"decision":null,"forwarded_on":null,"sent_back_on":null,"certificate_id":null,"closed_on":null,"reason":"","close_ground":null,"close_authority":null,"corrections":[],"lifted":[],"letter":null,"knock_outs":[],"receipts":[],"notices":[]}');
CREATE TABLE dossier_revisions (
    dossier_id    blob   not null references dossiers (id),
    number        integer not null,
    created_at    text   not null,
    body          text    not null,
    primary key (dossier_id, number)
);
CREATE TABLE form_numbers (
    province_code text    not null,
    commune_code  text    not null,
    year          integer not null,
    last          integer not null,
    primary key (province_code, commune_code, year)
);
CREATE TABLE ballots (
    id            blob   not null primary key,
    dossier_id    blob   not null references dossiers (id),
    council_id    blob   not null,
    attempt       integer not null,
    member        text    not null,
    total         integer not null,
    comment       text    not null,
    answers       text    not null,
    cast_at       text   not null,
    withdrawn_at  text,
    withdrawal    text
);
CREATE TABLE conflicts (
    id            blob   not null primary key,
    dossier_id    blob   not null references dossiers (id),
    member        text    not null,
    reason        text    not null,
    declared_by   text    not null,
    declared_at   text   not null,
    withdrawn_at  text,
    withdrawal    text
);
CREATE TABLE certifications (
    product_id    blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null
);
INSERT INTO certifications VALUES(X'01a1f75364807000b8faede59857a93d',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00');
CREATE TABLE certificates (
    id            blob   not null primary key,
    position      integer not null,
    product_id    blob   not null references certifications (product_id),
    product_code  text    not null,
    created_at    text   not null,
    criteria_set  integer not null,
    branch        text    not null,
    star          integer not null,
    province_code text    not null,
    province_name text    not null,
    district_code text    not null,
    district_name text    not null,
    place_on      text   not null,
    valid_from    text   not null,
    valid_to      text   not null,
    revoked_on    text,
    -- The next day on which an event is due: that the certificate ends soon, or has ended.
    event_due_on  text,
    -- Whether it goes on from the one before with a successor of the producer: nothing was recognised anew.
    transferred   boolean not null default false,
    kind          text    not null default '',
    decided_on    text,
    -- Number of the decision and product code in one spelling, and names without accents.
    decision_key  text    not null default '',
    code_key      text    not null default '',
    product_words text    not null default '',
    producer_words text   not null default '',
    search_text   text    not null default '',
    body          text    not null
, producer_id blob generated always as (unhex(replace(json_extract(body, '$.producer_id'), '-', ''))) virtual, place_code text generated always as (json_extract(body, '$.place.code')) virtual, place_name text generated always as (json_extract(body, '$.place.name')) virtual, gone_on text generated always as (min(coalesce(revoked_on, '9999-12-31'), date(valid_to, '+1 day'))) virtual);
INSERT INTO certificates VALUES(X'01a1f7536480700084d7eb1cc361c3a6',0,X'01a1f75364807000b8faede59857a93d','','2026-11-20T05:00:00+00:00',9,'I',3,'51','Quảng Ngãi','','','2026-11-20','2025-02-03','2028-02-03',NULL,'2027-08-07',0,'imported','2025-02-03','1/qdubnd','','nuoc mam so 21','htx sa huinh','nuoc mam so 21 htx sa huinh binh son','{"id":"01a1f753-6480-7000-84d7-eb1cc361c3a6","product_id":"01a1f753-6480-7000-b8fa-ede59857a93d","product_name":"Nước mắm số 21","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","criteria_set":9,"star":3,"kind":"imported","imported":true,"regulation":"R2023","decision":{"number":"1/QĐ-UBND","date":"2025-02-03","authority":"UBND tỉnh Quảng Ngãi","signer":""},"valid_from":"2025-02-03","valid_to":"2028-02-03","product_code":"","place":{"code":"21040","name":"Bình Sơn","district_code":null,"district_name":null,"province_code":"51","province_name":"Quảng Ngãi","said_on":"2026-11-20"},"dossier_id":null,"replaced_by":null,"revocation":null,"recorded_at":"2026-11-20T05:00:00Z","expiry_published":false,"reminded_until":"2026-11-19"}');
CREATE TABLE product_serials (
    product_id    blob   not null,
    province_code text    not null,
    commune_code  text    not null,
    serial        integer not null,
    primary key (product_id, province_code, commune_code)
);
CREATE TABLE product_codes (code_key text not null primary key);
CREATE TABLE commune_serials (
    province_code text    not null,
    commune_code  text    not null,
    last          integer not null,
    primary key (province_code, commune_code)
);
CREATE TABLE inspections (
    id             blob   not null primary key,
    version        bigint  not null,
    created_at     text   not null,
    updated_at     text   not null,
    province_code  text    not null,
    place_code     text    not null,
    place_on       text   not null,
    producer_id    blob   not null,
    product_id     blob,
    certificate_id blob,
    state          text    not null,
    due_on         text,
    body           text    not null
);
INSERT INTO inspections VALUES(X'01a1f75364807000b9ec092260e16543',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','51','21040','2026-11-20',X'01a1f753648070008e4678ff277bd057',X'01a1f75364807000b8faede59857a93d',X'01a1f7536480700084d7eb1cc361c3a6','planned','2026-09-01','{"id":"01a1f753-6480-7000-b9ec-092260e16543","subject":{"province_code":"51","place_code":"21040","place_said_on":"2026-11-20","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","producer_name":"HTX Sa Huỳnh","product_id":"01a1f753-6480-7000-b8fa-ede59857a93d","product_name":"Nước mắm số 21","certificate_id":"01a1f753-6480-7000-84d7-eb1cc361c3a6"},"kind":"surprise","inspector":"Chi cục","planned_for":"2026-09-01","topics":["criteria","mark"],"stage":"planned"}');
CREATE TABLE complaints (
    id             blob   not null primary key,
    version        bigint  not null,
    created_at     text   not null,
    updated_at     text   not null,
    province_code  text    not null,
    place_code     text    not null,
    place_on       text   not null,
    producer_id    blob   not null,
    product_id     blob   not null,
    state          text    not null,
    due_on         text,
    body           text    not null
);
INSERT INTO complaints VALUES(X'01a1f75364807000ada016e8483d5dd6',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','51','21040','2026-11-20',X'01a1f753648070008e4678ff277bd057',X'01a1f75364807000b8faede59857a93d','filed','2026-11-30','{"id":"01a1f753-6480-7000-ada0-16e8483d5dd6","concerned":{"product_id":"01a1f753-6480-7000-b8fa-ede59857a93d","product_name":"Nước mắm số 21","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","province_code":"51","place_code":"21040","place_said_on":"2026-11-20"},"statement":{"against":{"certificate":"01a1f753-6480-7000-84d7-eb1cc361c3a6"},"complainant":{"full_name":"Nguyễn Thị Lan","address":"Bình Châu","phone":""},"grounds":"điểm chấm thấp","known_on":"2026-10-15","remote":false},"filed_on":"2026-11-20","stage":"filed"}');
CREATE TABLE targets (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    province_code text    not null,
    place_on      text   not null,
    name_vi       text    not null,
    period_from   text   not null,
    period_to     text   not null,
    body          text    not null
);
INSERT INTO targets VALUES(X'01a1f753648070009e6ab7cd6508bd73',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00','51','2021-01-01','Sản phẩm','2021-01-01','2026-12-31','{"id":"01a1f753-6480-7000-9e6a-b7cd6508bd73","province_code":"51","said_on":"2021-01-01","terms":{"period":{"from":"2021-01-01","to":"2026-12-31"},"name_vi":"Sản phẩm","name_en":"","indicator":{"of":"valid_products","min_star":3},"goal":{"count":200},"baseline":null}}');
CREATE TABLE evidence (
    id            blob   not null primary key,
    version       bigint  not null,
    created_at    text   not null,
    updated_at    text   not null,
    producer_id   blob   not null,
    province_code text    not null,
    place_code    text    not null,
    place_on      text   not null,
    kind          text    not null,
    sha256        text    not null,
    expires_on    text,
    live          boolean not null,
    current       boolean not null,
    body          text    not null
);
INSERT INTO evidence VALUES(X'01a1f7536480700082d7812e3dc35972',1,'2026-11-20T05:00:00+00:00','2026-11-20T05:00:00+00:00',X'01a1f753648070008e4678ff277bd057','51','21040','2026-11-20','award','fd3c548ee2dc6f6dfeffcd53f1ff4b912e22b08b2118391612c389d3ea372222',NULL,1,1,'{"id":"01a1f753-6480-7000-82d7-812e3dc35972","producer_id":"01a1f753-6480-7000-8e46-78ff277bd057","place":{"code":"21040","name":"","district_code":null,"district_name":null,"province_code":"51","province_name":"","said_on":"2026-11-20"},"kind":"award","title":"Giải thưởng","file":{"name":"giai-thuong.pdf","size":33,"sha256":"fd3c548ee2dc6f6dfeffcd53f1ff4b912e22b08b2118391612c389d3ea372222","media_type":"application/pdf"},"term":{"issued_on":null,"expires_on":null},"filing":{"by":"maker","at":"2026-11-20T05:00:00Z"},"replaces":null,"replaced_by":null,"withdrawal":null}');
CREATE TABLE evidence_uses (
    evidence_id   blob   not null references evidence (id),
    dossier_id    blob   not null,
    primary key (evidence_id, dossier_id)
);
CREATE TABLE orphaned_files (
    producer_id   blob   not null,
    sha256        text    not null,
    since         text   not null,
    primary key (producer_id, sha256)
);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('outbox',6);
INSERT INTO sqlite_sequence VALUES('audit',8);
CREATE INDEX outbox_unsent on outbox (position) where sent_at is null and refused is null;
CREATE INDEX outbox_refused on outbox (position) where refused is not null;
CREATE INDEX outbox_sent on outbox (stream_seq) where sent_at is not null;
CREATE INDEX outbox_recorded_at on outbox (recorded_at);
CREATE INDEX requests_created_at on requests (created_at);
CREATE INDEX audit_aggregate on audit (aggregate_type, aggregate_id, version);
CREATE INDEX inbox_applied_at on inbox (applied_at);
CREATE UNIQUE INDEX place_additions_position on place_additions (position);
CREATE INDEX products_producer on products (producer_id, id);
CREATE INDEX councils_province on councils (province_code, id);
CREATE UNIQUE INDEX rounds_number on rounds (province_code, year, number);
CREATE INDEX council_members_subject on council_members (subject, council_id);
CREATE INDEX dossiers_contradicted on dossiers (province_code, id) where contradicted;
CREATE INDEX dossiers_place on dossiers (place_code, id);
CREATE INDEX dossiers_state on dossiers (province_code, state, id);
CREATE INDEX dossiers_set on dossiers (criteria_set, id);
CREATE INDEX dossiers_voting on dossiers (voting_council_id, id) where voting_council_id is not null;
CREATE INDEX dossiers_lodged on dossiers (province_code, lodged_on, id) where lodged_on is not null;
CREATE INDEX dossiers_product on dossiers (product_id, id);
CREATE INDEX dossiers_producer on dossiers (producer_id, id);
CREATE INDEX dossiers_round on dossiers (round_id, id);
CREATE INDEX dossiers_province on dossiers (province_code, id);
CREATE UNIQUE INDEX dossiers_open on dossiers (product_id, kind) where state not in ('certified', 'not_recognised', 'rejected', 'withdrawn', 'closed', 'deleted');
CREATE INDEX dossiers_forwarded on dossiers (province_code, forwarded_on) where forwarded_on is not null;
CREATE INDEX dossiers_due on dossiers (province_code, due_on, id) where due_on is not null;
CREATE UNIQUE INDEX ballots_member on ballots (dossier_id, council_id, attempt, member) where withdrawn_at is null;
CREATE INDEX ballots_dossier on ballots (dossier_id, id);
CREATE INDEX ballots_council on ballots (council_id, member);
CREATE UNIQUE INDEX conflicts_member on conflicts (dossier_id, member) where withdrawn_at is null;
CREATE INDEX conflicts_dossier on conflicts (dossier_id, id);
CREATE INDEX certificates_position on certificates (product_id, position);
CREATE INDEX certificates_product_code on certificates (code_key, valid_from) where code_key <> '';
CREATE INDEX certificates_decision on certificates (decision_key, id);
CREATE INDEX certificates_set on certificates (criteria_set, id);
CREATE INDEX certificates_ends on certificates (valid_to, id) where revoked_on is null;
CREATE INDEX certificates_province on certificates (province_code, valid_to, valid_from);
CREATE INDEX certificates_event_due on certificates (event_due_on, product_id) where event_due_on is not null;
CREATE INDEX certificates_producer on certificates (producer_id, id);
CREATE INDEX certificates_place on certificates (place_code, id);
CREATE INDEX certificates_begun on certificates (province_code, valid_from, gone_on, star, position, product_id, producer_id, criteria_set, branch, district_code, place_code, place_name, district_name, province_name, transferred, place_on);
CREATE INDEX certificates_gone on certificates (province_code, gone_on, valid_to, star, product_id, position, place_code, place_on);
CREATE UNIQUE INDEX product_serials_number on product_serials (province_code, commune_code, serial);
CREATE INDEX inspections_province on inspections (province_code, id);
CREATE INDEX inspections_producer on inspections (producer_id, id);
CREATE INDEX inspections_product on inspections (product_id, id);
CREATE INDEX inspections_due on inspections (due_on) where due_on is not null;
CREATE INDEX complaints_province on complaints (province_code, id);
CREATE INDEX complaints_producer on complaints (producer_id, id);
CREATE INDEX complaints_product on complaints (product_id, id);
CREATE INDEX complaints_due on complaints (due_on) where due_on is not null;
CREATE UNIQUE INDEX targets_name on targets (province_code, period_from, period_to, name_vi);
CREATE INDEX evidence_producer on evidence (producer_id, id);
CREATE INDEX evidence_province on evidence (province_code, id);
CREATE INDEX evidence_place on evidence (place_code, id);
CREATE INDEX evidence_file on evidence (producer_id, sha256) where live;
CREATE INDEX evidence_expiring on evidence (expires_on) where current and expires_on is not null;
CREATE INDEX evidence_uses_dossier on evidence_uses (dossier_id);
CREATE INDEX orphaned_files_since on orphaned_files (since);
COMMIT;
