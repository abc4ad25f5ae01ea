"""The Realtime protocol as the service speaks it: sessions, items, responses, hearing."""
