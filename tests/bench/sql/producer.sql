-- The producer of all products. The word behind the at sign is its id as the engine writes it.
insert into producers (id, version, created_at, updated_at, name, search_text, kind, registration_number, place_code,
                       province_code, place_on, address, phone, email, representative_name, representative_position,
                       representative_sex, representative_ethnicity, representative_disability, value_chain,
                       stable_raw_material)
values (@id, 1, '2026-06-01T08:00:00+00:00', '2026-06-01T08:00:00+00:00', 'HTX Nước mắm Sa Huỳnh',
        'htx nuoc mam sa huynh', 'cooperative', '3400000001', '21478', '51', '2026-06-01', '', '', '', 'Nguyễn Thị Lan', '', 'female',
        'Kinh', false, '', false);
