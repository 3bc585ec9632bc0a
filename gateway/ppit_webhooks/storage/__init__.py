"""What is kept: subscriptions, their keys, events, deliveries."""
