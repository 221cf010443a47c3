-- The number of the decision of a recognition in one spelling, by which its reward is found however the number is typed. Of the
-- rows there are it is made of the letters that numbers have.
alter table rewards add column decision_key text not null default '';
update rewards set decision_key = lower(replace(replace(replace(replace(replace(replace(replace(replace(
    decision_number, 'Đ', 'd'), 'đ', 'd'), 'Ð', 'd'), '–', ''), '-', ''), '.', ''), ' ', ''), '_', ''));
create index rewards_decision_key on rewards (decision_key, id);
