"""The call as a pure state machine: events in, actions out."""
