-- Whether the receiver of a subscription accepted the last attempt; null if none was made to its URL. Until when nothing is posted to it,
-- because it fails or asked for that.
alter table subscriptions add column accepting boolean;
alter table subscriptions add column rests_until @time;
update subscriptions set accepting = false where failing_since is not null;
update subscriptions set accepting = true
where failing_since is null and stopped is null
  and exists (select 1 from deliveries where deliveries.subscription_id = subscriptions.id and deliveries.accepted);
