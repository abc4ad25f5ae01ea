"""The stand-in carrier: Twilio's side of REST, webhooks, TwiML and Media Streams."""
