-- When the receiver of a subscription last gave back a challenge; null if it never did, or none at its present URL.
alter table subscriptions add column verified_at @time;
