-- Quảng Ngãi and the thirteen districts it had until the districts of Viet Nam ended on 30 June 2025.
insert into places (code, name, kind, parent_code, valid_from, valid_to) values
    ('51',  'Quảng Ngãi',           'province', null, null, null),
    ('522', 'Thành phố Quảng Ngãi', 'district', '51', null, '2025-06-30'),
    ('524', 'Bình Sơn',             'district', '51', null, '2025-06-30'),
    ('525', 'Trà Bồng',             'district', '51', null, '2025-06-30'),
    ('527', 'Sơn Tịnh',             'district', '51', null, '2025-06-30'),
    ('528', 'Tư Nghĩa',             'district', '51', null, '2025-06-30'),
    ('529', 'Sơn Hà',               'district', '51', null, '2025-06-30'),
    ('530', 'Sơn Tây',              'district', '51', null, '2025-06-30'),
    ('531', 'Minh Long',            'district', '51', null, '2025-06-30'),
    ('532', 'Nghĩa Hành',           'district', '51', null, '2025-06-30'),
    ('533', 'Mộ Đức',               'district', '51', null, '2025-06-30'),
    ('534', 'Đức Phổ',              'district', '51', null, '2025-06-30'),
    ('535', 'Ba Tơ',                'district', '51', null, '2025-06-30'),
    ('536', 'Lý Sơn',               'district', '51', null, '2025-06-30');
