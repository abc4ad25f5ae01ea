"""The far end of the engine's wire: plays OpenAI Realtime, with real speech or scripted text."""
