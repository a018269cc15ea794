"""Policy: money, delivery, rights and time, as data; mechanisms see only its levers."""
