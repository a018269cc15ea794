"""Every declared number is defended here: what is known about it, how sure that is, and what it decides."""
