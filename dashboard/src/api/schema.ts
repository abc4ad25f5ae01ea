// Generated from /openapi.json by `npm run api:generate`. Do not edit.

export interface paths {
    "/agents/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents
         * @description Agents, newest first unless sorted otherwise.
         */
        get: operations["list_agents"];
        put?: never;
        /**
         * Create an agent
         * @description Create an agent. An inbound agent's number starts to answer at once.
         *
         *     A number that is not in the carrier account (yet) is accepted, with a warning.
         */
        post: operations["create_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an agent
         * @description One agent; its `ETag` is its version, for `If-Match`.
         */
        get: operations["read_agent"];
        /**
         * Replace an agent
         * @description Replace every field; what is left out gets its default. Makes a new version.
         */
        put: operations["replace_agent"];
        post?: never;
        /**
         * Delete an agent
         * @description Delete an agent: its number is free, its calls stay.
         */
        delete: operations["delete_agent"];
        options?: never;
        head?: never;
        /**
         * Change an agent
         * @description Change only the fields sent. Live calls keep the version they started with.
         */
        patch: operations["change_agent"];
        trace?: never;
    };
    "/agents/{agent_id}/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what an agent knows
         * @description Merge, set and unset context data; with `apply_to_live` in the live calls, too.
         */
        patch: operations["change_context"];
        trace?: never;
    };
    "/agents/{agent_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview an agent
         * @description Render prompt and greeting against the context, and name what is missing.
         */
        get: operations["preview_agent"];
        put?: never;
        /**
         * Preview an agent with a call's context
         * @description Render prompt and greeting as an outbound call with this override would.
         */
        post: operations["preview_with_context"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agent_id}/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save an agent as a template
         * @description Keep the agent's fields as a template, without its number and secrets.
         */
        post: operations["save_as_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agent_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an agent's versions
         * @description All versions, newest first.
         */
        get: operations["list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agent_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a version
         * @description One version as it was.
         */
        get: operations["read_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agent_id}/versions/{version}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back to a version
         * @description Make an old version the newest again. The number stays with whom it is now.
         */
        post: operations["roll_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agent_id}/versions/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two versions
         * @description What differs, field by field; values that are secret are masked on both sides.
         */
        get: operations["diff_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/call/outbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call somebody
         * @description The record, as soon as the carrier has taken the order; follow it at `/calls/{id}`.
         *
         *     Emergency numbers are refused (422). A refusal of the carrier is 422, 429 or 502 with its own
         *     error number; the record stays and says so, too.
         */
        post: operations["place_outbound_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all agents as YAML
         * @description All agents as a file for `POST /agents/import`; secrets are masked in it.
         */
        get: operations["export_agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the account match a YAML file
         * @description Create and update the agents of a file, matched by name; fields it lacks get defaults.
         */
        post: operations["import_agents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview an unsaved agent
         * @description Render prompt and greeting against the context, and name what is missing.
         */
        post: operations["preview_unsaved"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit log
         * @description Who changed what, newest first.
         */
        get: operations["read_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List calls
         * @description Calls, newest first unless sorted otherwise. Calls that come meanwhile shift no page.
         */
        get: operations["list_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a call
         * @description One call with everything, also the agent's version that it runs on.
         */
        get: operations["get_call"];
        put?: never;
        post?: never;
        /**
         * Delete a call
         * @description Delete a finished call: record, transcript, recording, flight record. For good.
         */
        delete: operations["delete_call"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download everything of a call
         * @description A zip of record, turns, transcript, cost, edits, commands, flight record and recording.
         */
        get: operations["get_bundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a call's commands
         * @description All commands to a call, oldest first: who asked for what, and what came of it.
         */
        get: operations["list_commands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/commands/{command_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a command
         * @description One command; with `wait`, as soon as it is settled.
         */
        get: operations["get_command"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what a call's model knows
         * @description What the model holds now, confirmed by the engine; and what is on its way to it.
         *
         *     The `ETag` is the context's version: send it as `If-Match` with an edit to be sure that
         *     nobody else changed the context meanwhile.
         */
        get: operations["get_call_context"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what a call knows
         * @description Edit the context, notes or prompt of a live call; the same as `POST .../edits`.
         */
        patch: operations["change_call_context"];
        trace?: never;
    };
    "/calls/{call_id}/dtmf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Press keys
         * @description Send the tones of keys to the caller.
         */
        post: operations["send_dtmf_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a call's edits
         * @description All edits of a call, oldest first: who changed what, when, at which turn.
         */
        get: operations["list_edits"];
        put?: never;
        /**
         * Edit a live call
         * @description Tell the model of a live call something, `now`, `after_sentence` or at the `next_turn`.
         *
         *     The edit is `confirmed` when the engine says so. 409 if the call is over, or if `If-Match` (or
         *     `version`) is no longer the context's version; `details` then has both.
         */
        post: operations["create_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/edits/{edit_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an edit
         * @description One edit; with `wait`, as soon as it is settled.
         */
        get: operations["get_edit"];
        put?: never;
        post?: never;
        /**
         * Discard a drafted edit
         * @description Throw a draft away, one's own or (scope admin) anybody's; it stays in the list as refused.
         */
        delete: operations["discard_edit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/edits/{edit_id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a drafted edit
         * @description Send a draft on its way.
         */
        post: operations["apply_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/edits/{edit_id}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Promote an edit to the agent
         * @description Write a confirmed edit into the agent's next version, for all calls to come.
         */
        post: operations["promote_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/edits/{edit_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo an edit
         * @description Make the edit that restores what was before. Undoing that one brings the edit back.
         */
        post: operations["undo_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/edits/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview an edit
         * @description What an edit would change, compared with what the model holds now. Nothing is kept.
         */
        post: operations["preview_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a call's flight record
         * @description Every event of both legs on the call's clock; audio is counted, not kept.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/hand-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand back
         * @description The agent speaks again, and goes on as the one who said what you said. Done when your last words are written down and the model has all; the result says if some are missing.
         */
        post: operations["hand_back_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/hangup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hang up
         * @description End the call, when the agent's sentence is over or now.
         */
        post: operations["hang_up_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put on hold
         * @description The caller hears music, the agent waits.
         */
        post: operations["hold_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mute the agent
         * @description The agent listens and says nothing.
         */
        post: operations["mute_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Probe the model
         * @description Ask the model what it believes; the answer is the command's result, and nobody hears it.
         */
        post: operations["probe_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a call's recording
         * @description Stereo WAV, 8 kHz, caller left and agent right; parts of it with `Range`.
         */
        get: operations["get_recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/say": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say exact words
         * @description The agent says exactly these words.
         */
        post: operations["say_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over
         * @description You speak to the caller (`/calls/{id}/speak`) in the agent's place; what you say is written down as turns of the operator's.
         */
        post: operations["take_over_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a call's transcript
         * @description The transcript: JSON with said and heard, readable text, or WebVTT for the recording.
         */
        get: operations["get_transcript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer
         * @description Send the caller to another number; unanswered, they come back to the agent.
         */
        post: operations["transfer_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/turns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a call's turns
         * @description What was said, in order.
         */
        get: operations["list_turns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/unhold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take off hold
         * @description The agent goes on.
         */
        post: operations["unhold_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/unmute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unmute the agent
         * @description The agent may speak again.
         */
        post: operations["unmute_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/warm-transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer with an introduction
         * @description Call somebody, tell them about it, and join them with the caller if they accept.
         */
        post: operations["warm_transfer_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/waveform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a recording's waveform
         * @description Peaks of both sides for drawing.
         */
        get: operations["get_waveform"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}/whisper": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whisper to the model
         * @description An instruction that only the model hears, with or without an immediate reply.
         */
        post: operations["whisper_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/browser": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Talk to an agent from the browser
         * @description Everything a Media Streams client in the browser needs; the token works once.
         */
        post: operations["start_browser_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a delivery
         * @description One event for one webhook, with its body and every try.
         */
        get: operations["get_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{delivery_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again
         * @description Send the same event again, with the same id, whatever became of it; tries begin anew.
         */
        post: operations["resend_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See whom you may call
         * @description Kinds, countries and new numbers a day; of a transfer, too. Emergency numbers never.
         */
        get: operations["get_destinations_destinations_get"];
        /**
         * Change whom you may call
         * @description Replace the rules, from the next call or transfer on.
         */
        put: operations["put_destinations_destinations_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check everything a call depends on
         * @description Every finding; those that are not `ok` say how to cure them. Takes some seconds.
         */
        get: operations["doctor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Edit many live calls
         * @description Edit one call, all live calls of an agent, or all on a number of ours, perhaps for a time.
         *
         *     The answer has every call: delivered to the model, refused, too late (the call ended), or still
         *     pending when the wait was over.
         */
        post: operations["edit_many"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description Always 200 while the process answers; says nothing of what it depends on.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it take calls?
         * @description 200 when the database answers, there is room, and the worker does not drain; else 503.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description All keys, newest first, without their secrets.
         */
        get: operations["list_keys"];
        put?: never;
        /**
         * Create an API key
         * @description Make a key. Its secret is in this answer and nowhere else.
         */
        post: operations["create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Revoke a key and end its sessions, within two seconds on every worker.
         */
        delete: operations["delete_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the money limits
         * @description Limits of the whole organization, and what today cost so far. Agents have their own.
         */
        get: operations["get_limits"];
        /**
         * Change the money limits
         * @description Set them, for running calls, too: near the limit agents are told to wrap up.
         */
        put: operations["put_limits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description All workers' metrics, whichever worker answers; samples carry the label `worker`.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List numbers
         * @description The numbers as last seen in the carrier account.
         */
        get: operations["list_numbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/numbers/{number_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a number
         * @description One number as last seen, with who answers it and what it had before.
         */
        get: operations["read_number"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/numbers/{number_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let an agent answer a number
         * @description Point the number to Phony and to this agent. What it had before is kept for later.
         */
        post: operations["assign_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/numbers/{number_id}/unassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a number from its agent
         * @description The number gets back what it had before Phony.
         */
        post: operations["unassign_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/numbers/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the carrier account's numbers
         * @description Read all numbers, and connect those that an inbound agent holds.
         */
        post: operations["sync_numbers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the prices
         * @description What calls are billed with, in USD, and when it was noted.
         */
        get: operations["get_prices"];
        /**
         * Change the prices
         * @description Replace the changes to the table; only what differs need be given, and null removes.
         *
         *     Calls that begin from now on are billed with it. `{}` goes back to the table as shipped.
         */
        put: operations["put_prices"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in
         * @description Who asks, by cookie, key or being this machine; never a 401.
         */
        get: operations["read_session"];
        put?: never;
        /**
         * Sign in with an API key
         * @description Trade a key for a cookie that scripts cannot read and other sites cannot send.
         */
        post: operations["create_session"];
        /**
         * Sign out
         * @description End the session and forget the cookie.
         */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is configured
         * @description What the dashboard shows on its set-up page and as banner.
         */
        get: operations["setup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures per agent
         * @description The same figures for each agent.
         */
        get: operations["stats_agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures per day
         * @description The same figures for each day, also those without calls; two weeks unless asked otherwise.
         */
        get: operations["stats_days"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures per hour
         * @description The same figures for each hour, also those without calls.
         */
        get: operations["stats_hours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures per number
         * @description The same figures for each number of ours.
         */
        get: operations["stats_numbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures of a period
         * @description Calls by outcome, durations, cost, reply latency; beside the period before.
         */
        get: operations["stats_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates
         * @description Built-in ones first. Send `fields` to `POST /agents/` to make an agent of a template.
         */
        get: operations["list_templates"];
        put?: never;
        /**
         * Create a template
         * @description Keep fields of an agent as a template.
         */
        post: operations["create_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a template
         * @description Delete a template of your own; agents made from it stay as they are.
         */
        delete: operations["delete_template"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Everybody who is told, and whether it works.
         */
        get: operations["list_webhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Tell a URL of what happens from now on. The signing secret is shown in this answer only.
         */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description One webhook, without its secret.
         */
        get: operations["get_webhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Tell it nothing more, not even what still waits; its log goes, too.
         */
        delete: operations["delete_webhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Change where to send what; switched on again, it gets what still waits.
         */
        patch: operations["patch_webhook"];
        trace?: never;
    };
    "/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was sent to a webhook
         * @description Newest first: every event with every try, for 30 days.
         */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a webhook's secret
         * @description A new signing secret; for a day everything is signed with the old one, too.
         */
        post: operations["rotate_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a webhook
         * @description Send a `webhook.test` event now and say how it went; it is not tried again.
         */
        post: operations["try_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Agent
         * @description An agent as stored: `version` counts its numbered versions from 1.
         */
        Agent: {
            /** Context Data */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @default true
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @default
             */
            greeting_message?: string;
            /** Id */
            id: string;
            /**
             * Language
             * @default en
             */
            language?: string;
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Max Duration S
             * @default 1800
             */
            max_duration_s?: number;
            /**
             * Model
             * @default gpt-realtime-2.1
             */
            model?: string;
            /** Name */
            name: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /** Org Id */
            org_id: string;
            /** Phone Number */
            phone_number?: string | null;
            /**
             * Recording
             * @default true
             */
            recording?: boolean;
            /** Retention Days */
            retention_days?: number | null;
            silence?: components["schemas"]["SilencePolicy"];
            /**
             * Speed
             * @default 1
             */
            speed?: number;
            /**
             * Summary
             * @default true
             */
            summary?: boolean;
            /**
             * System Prompt
             * @default
             */
            system_prompt?: string;
            tools?: components["schemas"]["ToolSettings"];
            transcription?: components["schemas"]["Transcription"];
            transfers?: components["schemas"]["TransferSettings"];
            turn_detection?: components["schemas"]["TurnDetection"];
            type: components["schemas"]["AgentType"];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @default 1
             */
            version?: number;
            /**
             * Voice
             * @default marin
             */
            voice?: string;
            voicemail?: components["schemas"]["VoicemailPolicy"];
        };
        /**
         * AgentFields
         * @description Everything of an agent that a version keeps and a call runs on.
         */
        AgentFields: {
            /** Context Data */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @default true
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @default
             */
            greeting_message?: string;
            /**
             * Language
             * @default en
             */
            language?: string;
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Max Duration S
             * @default 1800
             */
            max_duration_s?: number;
            /**
             * Model
             * @default gpt-realtime-2.1
             */
            model?: string;
            /** Name */
            name: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /** Phone Number */
            phone_number?: string | null;
            /**
             * Recording
             * @default true
             */
            recording?: boolean;
            /** Retention Days */
            retention_days?: number | null;
            silence?: components["schemas"]["SilencePolicy"];
            /**
             * Speed
             * @default 1
             */
            speed?: number;
            /**
             * Summary
             * @default true
             */
            summary?: boolean;
            /**
             * System Prompt
             * @default
             */
            system_prompt?: string;
            tools?: components["schemas"]["ToolSettings"];
            transcription?: components["schemas"]["Transcription"];
            transfers?: components["schemas"]["TransferSettings"];
            turn_detection?: components["schemas"]["TurnDetection"];
            type: components["schemas"]["AgentType"];
            /**
             * Voice
             * @default marin
             */
            voice?: string;
            voicemail?: components["schemas"]["VoicemailPolicy"];
        };
        /**
         * AgentFigures
         * @description Figures of one agent.
         */
        AgentFigures: {
            /** Agent Id */
            agent_id: string;
            /**
             * Agent Name
             * @default
             */
            agent_name?: string;
            /**
             * Answered
             * @default 0
             */
            answered?: number;
            /** Avg Cost Usd */
            avg_cost_usd?: number | null;
            /** Avg Duration S */
            avg_duration_s?: number | null;
            /** By Direction */
            by_direction?: {
                [key: string]: number;
            };
            /** By Outcome */
            by_outcome?: {
                [key: string]: number;
            };
            /**
             * Calls
             * @default 0
             */
            calls?: number;
            /**
             * Cost Usd
             * @default 0
             */
            cost_usd?: number;
            /**
             * Duration S
             * @default 0
             */
            duration_s?: number;
            /**
             * Failed
             * @description Ended by a failure of engine, carrier or ours.
             * @default 0
             */
            failed?: number;
            /**
             * Interruptions
             * @default 0
             */
            interruptions?: number;
            /**
             * Live
             * @default 0
             */
            live?: number;
            /** Max Duration S */
            max_duration_s?: number | null;
            /**
             * Missed
             * @description Over without having been answered.
             * @default 0
             */
            missed?: number;
            reply_ms?: components["schemas"]["Percentiles"];
            /**
             * Tool Calls
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @default 0
             */
            turns?: number;
        };
        /**
         * AgentInput
         * @description An agent as it is created or replaced; everything but name and type has a default.
         * @example {
         *       "context_data": {
         *         "business_hours": "9 AM - 6 PM EST",
         *         "support_email": "help@company.com"
         *       },
         *       "greeting_message": "Hello! How can I help you today?",
         *       "name": "Customer Service Agent",
         *       "phone_number": "+18578167225",
         *       "system_prompt": "You are a friendly customer service representative.",
         *       "type": "inbound",
         *       "voice": "nova"
         *     }
         */
        AgentInput: {
            /** Context Data */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @default true
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @default
             */
            greeting_message?: string;
            /**
             * Language
             * @default en
             * @example en
             * @example de
             */
            language?: string;
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Max Duration S
             * @default 1800
             */
            max_duration_s?: number;
            /**
             * Model
             * @default gpt-realtime-2.1
             */
            model?: string;
            /** Name */
            name: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /**
             * Phone Number
             * @description Inbound: the number it answers. Outbound: the number it calls from.
             */
            phone_number?: string | null;
            /**
             * Recording
             * @default true
             */
            recording?: boolean;
            /** Retention Days */
            retention_days?: number | null;
            silence?: components["schemas"]["SilencePolicy"];
            /**
             * Speed
             * @default 1
             */
            speed?: number;
            /**
             * Summary
             * @default true
             */
            summary?: boolean;
            /**
             * System Prompt
             * @default
             */
            system_prompt?: string;
            tools?: components["schemas"]["ToolSettings"];
            transcription?: components["schemas"]["Transcription"];
            transfers?: components["schemas"]["TransferSettings"];
            turn_detection?: components["schemas"]["TurnDetection"];
            type: components["schemas"]["AgentType"];
            /**
             * Voice
             * @default marin
             */
            voice?: string;
            voicemail?: components["schemas"]["VoicemailPolicy"];
        };
        /**
         * AgentPatch
         * @description A partial change: fields that are not sent stay as they are.
         *
         *     Settings objects (`turn_detection`, `limits`, ...) are merged field by field; `context_data` is
         *     replaced (`PATCH /agents/{id}/context` merges it).
         */
        AgentPatch: {
            /** Context Data */
            context_data?: {
                [key: string]: unknown;
            };
            /** Enabled */
            enabled?: boolean;
            fallback?: components["schemas"]["Fallback"];
            /** Greeting Interruptible */
            greeting_interruptible?: boolean;
            /** Greeting Message */
            greeting_message?: string;
            /**
             * Language
             * @example en
             * @example de
             */
            language?: string;
            limits?: components["schemas"]["SpendLimits"];
            /** Max Duration S */
            max_duration_s?: number;
            /** Model */
            model?: string;
            /** Name */
            name?: string;
            /** Notes */
            notes?: string;
            /**
             * Phone Number
             * @description Inbound: the number it answers. Outbound: the number it calls from.
             */
            phone_number?: string | null;
            /** Recording */
            recording?: boolean;
            /** Retention Days */
            retention_days?: number | null;
            silence?: components["schemas"]["SilencePolicy"];
            /** Speed */
            speed?: number;
            /** Summary */
            summary?: boolean;
            /** System Prompt */
            system_prompt?: string;
            tools?: components["schemas"]["ToolSettings"];
            transcription?: components["schemas"]["Transcription"];
            transfers?: components["schemas"]["TransferSettings"];
            turn_detection?: components["schemas"]["TurnDetection"];
            type?: components["schemas"]["AgentType"];
            /** Voice */
            voice?: string;
            voicemail?: components["schemas"]["VoicemailPolicy"];
        };
        /**
         * Agents
         * @description Every agent that had calls in the period, most calls first.
         */
        Agents: {
            /** Items */
            items: components["schemas"]["AgentFigures"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * AgentType
         * @description Which way the agent's calls go.
         * @enum {string}
         */
        AgentType: "inbound" | "outbound";
        /**
         * AgentVersion
         * @description One numbered version of an agent: its fields as they were, who made it, and why.
         */
        AgentVersion: {
            /** Agent Id */
            agent_id: string;
            /** Author */
            author: string;
            /**
             * Changed
             * @description Fields that differ from before.
             */
            changed?: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            fields: components["schemas"]["AgentFields"];
            /**
             * Note
             * @default
             */
            note?: string;
            /** Version */
            version: number;
        };
        /**
         * AgentView
         * @description An agent as shown.
         */
        AgentView: {
            /** Context Data */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Effective Voice
             * @description The Realtime voice that will really speak.
             */
            effective_voice: string;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @default true
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @default
             */
            greeting_message?: string;
            /** Id */
            id: string;
            /**
             * Language
             * @default en
             */
            language?: string;
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Live Calls
             * @default 0
             */
            live_calls?: number;
            /**
             * Max Duration S
             * @default 1800
             */
            max_duration_s?: number;
            /**
             * Model
             * @default gpt-realtime-2.1
             */
            model?: string;
            /** Name */
            name: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /** Number Id */
            number_id?: string | null;
            /**
             * Number Status
             * @description `available`, `assigned`, `elsewhere`, `missing`, or `not_in_account`; null without a number.
             */
            number_status?: string | null;
            /** Org Id */
            org_id: string;
            /** Phone Number */
            phone_number?: string | null;
            /**
             * Recording
             * @default true
             */
            recording?: boolean;
            /** Retention Days */
            retention_days?: number | null;
            silence?: components["schemas"]["SilencePolicy"];
            /**
             * Speed
             * @default 1
             */
            speed?: number;
            /**
             * Summary
             * @default true
             */
            summary?: boolean;
            /**
             * System Prompt
             * @default
             */
            system_prompt?: string;
            tools?: components["schemas"]["ToolSettings"];
            transcription?: components["schemas"]["Transcription"];
            transfers?: components["schemas"]["TransferSettings"];
            turn_detection?: components["schemas"]["TurnDetection"];
            type: components["schemas"]["AgentType"];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @default 1
             */
            version?: number;
            /**
             * Voice
             * @default marin
             */
            voice?: string;
            voicemail?: components["schemas"]["VoicemailPolicy"];
            /** Warnings */
            warnings?: components["schemas"]["Notice"][];
        };
        /**
         * Alive
         * @description The process answers.
         */
        Alive: {
            /**
             * Service
             * @default phony
             * @constant
             */
            service?: "phony";
            /**
             * Status
             * @default ok
             * @constant
             */
            status?: "ok";
            /** Version */
            version: string;
            /** Worker Id */
            worker_id: string;
        };
        /**
         * ApiKey
         * @description An API key as shown; of the key itself only a hash is stored, and never shown.
         */
        ApiKey: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * @default
             */
            created_by?: string;
            /** Expires At */
            expires_at?: string | null;
            /** Id */
            id: string;
            /** Last Used At */
            last_used_at?: string | null;
            /** Name */
            name: string;
            /** Org Id */
            org_id: string;
            /**
             * Prefix
             * @description The first characters of the key, to tell keys apart.
             */
            prefix: string;
            scope: components["schemas"]["Scope"];
        };
        /**
         * Assigned
         * @description The number after the change.
         */
        Assigned: {
            number: components["schemas"]["NumberView"];
            /** Warnings */
            warnings?: components["schemas"]["Notice"][];
        };
        /**
         * Assignment
         * @description Who shall answer the number.
         */
        Assignment: {
            /** Agent Id */
            agent_id: string;
            /**
             * Force
             * @description Take it from another agent or another system.
             * @default false
             */
            force?: boolean;
        };
        /**
         * Attempt
         * @description One try; `status` is the HTTP status, None if there was no answer.
         */
        Attempt: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Elapsed Ms
             * @default 0
             */
            elapsed_ms?: number;
            /** Error */
            error?: string | null;
            /**
             * Response
             * @description The beginning of what was answered.
             * @default
             */
            response?: string;
            /** Status */
            status?: number | null;
        };
        /**
         * AuditEntry
         * @description Who changed what, and when. `changes` names fields, with values unless they are secret.
         */
        AuditEntry: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Changes */
            changes?: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /**
             * Summary
             * @default
             */
            summary?: string;
            /**
             * Target
             * @default
             */
            target?: string;
        };
        /**
         * Banner
         * @description A line for the top of every page.
         */
        Banner: {
            /**
             * Level
             * @enum {string}
             */
            level: "info" | "warning";
            /** Text */
            text: string;
        };
        /** Body_preview_with_context */
        Body_preview_with_context: {
            /** Context Override */
            context_override: {
                [key: string]: unknown;
            };
        };
        /**
         * BrowserCallInput
         * @description Which agent to talk to.
         */
        BrowserCallInput: {
            /** Agent Id */
            agent_id: string;
            /** Context Override */
            context_override?: {
                [key: string]: unknown;
            };
        };
        /**
         * BrowserCallStarted
         * @description Open `media_url` as a Media Streams client and send `token` and `call_id` in `start`.
         */
        BrowserCallStarted: {
            call: components["schemas"]["Call"];
            /** Call Id */
            call_id: string;
            /** Media Url */
            media_url: string;
            /** Token */
            token: string;
        };
        /**
         * Call
         * @description A call as stored and shown. `version` grows with each change: drop older ones.
         *
         *     `agent` is the snapshot of the agent version the call runs on. `context_data`, `notes` and
         *     `system_prompt` are what the model holds now (`confirmed`), `pending_edits` what is under way.
         */
        Call: {
            agent?: components["schemas"]["Agent"] | null;
            /** Agent Id */
            agent_id: string;
            /**
             * Agent Name
             * @default
             */
            agent_name?: string;
            /**
             * Agent Version
             * @default 1
             */
            agent_version?: number;
            /** Answered At */
            answered_at?: string | null;
            /** Answered By */
            answered_by?: string | null;
            /** Carrier Call Sid */
            carrier_call_sid?: string | null;
            /**
             * Complete
             * @description Whether the call is over, its transcript final and its recording made. Only its summary and the carrier's own price may still come.
             * @default false
             */
            complete?: boolean;
            /** Context Data */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Context Version
             * @default 0
             */
            context_version?: number;
            cost?: components["schemas"]["CallCost"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            direction: components["schemas"]["Direction"];
            /** Duration S */
            duration_s?: number | null;
            /** End Reason */
            end_reason?: string | null;
            /** Ended At */
            ended_at?: string | null;
            /**
             * From Number
             * @default
             */
            from_number?: string;
            /**
             * Has Recording
             * @default false
             */
            has_recording?: boolean;
            /** Id */
            id: string;
            /**
             * Last Sequence
             * @default -1
             */
            last_sequence?: number;
            /**
             * Last Words
             * @default
             */
            last_words?: string;
            /**
             * Lease
             * @default 0
             */
            lease?: number;
            /** Limit Stage */
            limit_stage?: string | null;
            /** Limit What */
            limit_what?: string | null;
            /**
             * Muted
             * @default false
             */
            muted?: boolean;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /** Org Id */
            org_id: string;
            outcome?: components["schemas"]["CallOutcome"] | null;
            /** Owner Seen At */
            owner_seen_at?: string | null;
            /**
             * Phase
             * @default
             */
            phase?: string;
            /**
             * Resume Count
             * @default 0
             */
            resume_count?: number;
            /**
             * Send Digits
             * @default
             */
            send_digits?: string;
            stats?: components["schemas"]["CallStats"];
            /** @default queued */
            status?: components["schemas"]["CallStatus"];
            /** Stream Sid */
            stream_sid?: string | null;
            /** Summary */
            summary?: string | null;
            /**
             * System Prompt
             * @default
             */
            system_prompt?: string;
            /** Taken Over By */
            taken_over_by?: string | null;
            /**
             * To Number
             * @default
             */
            to_number?: string;
            /**
             * Transcript Final
             * @default false
             */
            transcript_final?: boolean;
            /**
             * Version
             * @default 0
             */
            version?: number;
            /** Worker Id */
            worker_id?: string | null;
        };
        /**
         * CallContextView
         * @description What the model of a call holds now.
         */
        CallContextView: {
            /** Call Id */
            call_id: string;
            /** Context Data */
            context_data: {
                [key: string]: unknown;
            };
            /**
             * Instructions
             * @description The instructions as a fresh engine session gets them.
             */
            instructions: string;
            /** Live */
            live: boolean;
            /** Missing */
            missing: string[];
            /** Notes */
            notes: string;
            /** Pending */
            pending: components["schemas"]["Edit"][];
            /** System Prompt */
            system_prompt: string;
            /** Version */
            version: number;
        };
        /**
         * CallCost
         * @description The call's bill; `carrier_error_usd` = carrier's own price less ours, once known.
         */
        CallCost: {
            /** Carrier Error Usd */
            carrier_error_usd?: number | null;
            /** Carrier Price Usd */
            carrier_price_usd?: number | null;
            /**
             * Final
             * @default false
             */
            final?: boolean;
            /** Items */
            items?: components["schemas"]["CostItem"][];
            /**
             * Prices Dated
             * @default
             */
            prices_dated?: string;
            /**
             * Total Usd
             * @default 0
             */
            total_usd?: number;
        };
        /**
         * CallOutcome
         * @description Why the call ended.
         * @enum {string}
         */
        CallOutcome: "caller_hung_up" | "agent_hung_up" | "operator_hung_up" | "transferred" | "voicemail" | "silence" | "max_duration" | "spend_limit" | "engine_failed" | "carrier_failed" | "not_answered" | "rejected" | "lost" | "error";
        /**
         * CallStats
         * @description Figures of one call, kept up to date while it runs; tools are the built-in ones, too.
         */
        CallStats: {
            /**
             * Agent Frames
             * @default 0
             */
            agent_frames?: number;
            /**
             * Agent Turns
             * @default 0
             */
            agent_turns?: number;
            /**
             * Caller Frames
             * @default 0
             */
            caller_frames?: number;
            /**
             * Caller Turns
             * @default 0
             */
            caller_turns?: number;
            /**
             * Edits
             * @default 0
             */
            edits?: number;
            /**
             * Engine Sessions
             * @default 0
             */
            engine_sessions?: number;
            /**
             * Engines
             * @description Which engines spoke, in order: models, and where.
             */
            engines?: string[];
            /**
             * Interruptions
             * @default 0
             */
            interruptions?: number;
            /** Reply Ms */
            reply_ms?: number[];
            /**
             * Tool Calls
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @default 0
             */
            turns?: number;
        };
        /**
         * CallStatus
         * @description Where the call stands. Only ever moves forward; the last five are final.
         * @enum {string}
         */
        CallStatus: "queued" | "ringing" | "in_progress" | "completed" | "busy" | "no_answer" | "canceled" | "failed";
        /**
         * CarrierPrice
         * @description What the carrier charges. Minutes are rounded up, for each leg and stream by itself.
         */
        CarrierPrice: {
            /**
             * Detection
             * @description Answering machine detection, per call.
             * @default 0.0075
             */
            detection?: number;
            /**
             * Inbound Local
             * @description Per minute, calls to a local number.
             * @default 0.0085
             */
            inbound_local?: number;
            /**
             * Inbound Toll Free
             * @description Per minute, calls to a toll-free.
             * @default 0.022
             */
            inbound_toll_free?: number;
            /**
             * Media Stream
             * @description Per minute of media stream.
             * @default 0.0044
             */
            media_stream?: number;
            /**
             * Outbound
             * @description Per minute by beginning of the number called; the longest one counts. A bare country code is for its main country (+1: the US and Canada) and common numbers only.
             */
            outbound?: {
                [key: string]: number;
            };
            /**
             * Outbound Other
             * @description Per minute where no beginning fits; an estimate, set your own.
             * @default 0.25
             */
            outbound_other?: number;
            /**
             * Recording
             * @description Per minute recorded by the carrier.
             * @default 0.0025
             */
            recording?: number;
        };
        /**
         * CarrierVoiceConfig
         * @description What the carrier does with a call to the number (Twilio's field names).
         */
        CarrierVoiceConfig: {
            /**
             * Status Callback
             * @default
             */
            status_callback?: string;
            /**
             * Status Callback Method
             * @default POST
             */
            status_callback_method?: string;
            /**
             * Trunk Sid
             * @default
             */
            trunk_sid?: string;
            /**
             * Voice Application Sid
             * @default
             */
            voice_application_sid?: string;
            /**
             * Voice Fallback Method
             * @default POST
             */
            voice_fallback_method?: string;
            /**
             * Voice Fallback Url
             * @default
             */
            voice_fallback_url?: string;
            /**
             * Voice Method
             * @default POST
             */
            voice_method?: string;
            /**
             * Voice Url
             * @default
             */
            voice_url?: string;
        };
        /**
         * Change
         * @description One difference between two versions, at a dotted path.
         */
        Change: {
            /** After */
            after?: unknown;
            /** Before */
            before?: unknown;
            /**
             * Kind
             * @description `added`, `removed` or `changed`.
             */
            kind: string;
            /** Path */
            path: string;
        };
        /**
         * Check
         * @description One finding; everything but `ok` says what to do.
         */
        Check: {
            /** Cure */
            cure?: string | null;
            /**
             * Detail
             * @default
             */
            detail?: string;
            /** Id */
            id: string;
            state: components["schemas"]["CheckState"];
            /** Title */
            title: string;
            /**
             * Took Ms
             * @default 0
             */
            took_ms?: number;
        };
        /**
         * CheckState
         * @description How a check went.
         * @enum {string}
         */
        CheckState: "ok" | "warning" | "failed" | "skipped";
        /**
         * Command
         * @description An operator's command to one live call.
         */
        Command: {
            /** Args */
            args?: {
                [key: string]: unknown;
            };
            /** At Ms */
            at_ms?: number | null;
            /**
             * Author
             * @default
             */
            author?: string;
            /** Call Id */
            call_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Done At */
            done_at?: string | null;
            /** Id */
            id: string;
            kind: components["schemas"]["CommandKind"];
            /** Org Id */
            org_id: string;
            /** Result */
            result?: string | null;
            /** @default pending */
            state?: components["schemas"]["CommandState"];
        };
        /**
         * CommandKind
         * @description What an operator can ask of a live call.
         * @enum {string}
         */
        CommandKind: "say" | "whisper" | "mute" | "unmute" | "hang_up" | "transfer" | "warm_transfer" | "hold" | "unhold" | "send_dtmf" | "take_over" | "hand_back" | "probe";
        /**
         * CommandState
         * @description A command's way.
         * @enum {string}
         */
        CommandState: "pending" | "running" | "done" | "refused" | "failed";
        /**
         * ContextChange
         * @description What is to change of what the model knows. At least one thing must.
         * @example {
         *       "set": {
         *         "business_hours": "closed today"
         *       }
         *     }
         */
        ContextChange: {
            /**
             * Context Data
             * @description Merged into what the model knows: nested objects key by key.
             */
            context_data?: {
                [key: string]: unknown;
            } | null;
            /**
             * Notes
             * @description Replaces the notes.
             */
            notes?: string | null;
            /**
             * Set
             * @description Dotted keys and their new values.
             */
            set?: {
                [key: string]: unknown;
            };
            /**
             * System Prompt
             * @description Replaces the prompt.
             */
            system_prompt?: string | null;
            /**
             * Unset
             * @description Dotted keys.
             */
            unset?: string[];
        };
        /**
         * ContextChanged
         * @description The agent after the change, and what each live call was told.
         */
        ContextChanged: {
            agent: components["schemas"]["AgentView"];
            /**
             * Live
             * @description One entry per live call: its id and its edit's state.
             */
            live?: {
                [key: string]: unknown;
            }[];
        };
        /**
         * ContextPatch
         * @description A change of what the agent knows. Dotted keys reach into objects.
         * @example {
         *       "set": {
         *         "business_hours": "closed today"
         *       }
         *     }
         */
        ContextPatch: {
            /**
             * Apply To Live
             * @description Also tell the agent's live calls.
             * @default false
             */
            apply_to_live?: boolean;
            /**
             * Context Data
             * @description Merged into what is there.
             */
            context_data?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description When live calls are told.
             * @default next_turn
             */
            mode?: components["schemas"]["EditMode"];
            /** Notes */
            notes?: string | null;
            /**
             * Set
             * @description Dotted keys and their values.
             */
            set?: {
                [key: string]: unknown;
            };
            /** Unset */
            unset?: string[];
        };
        /**
         * CostItem
         * @description One line of a bill, USD. `final` False while it may still be corrected.
         */
        CostItem: {
            /** Amount Usd */
            amount_usd: number;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Final
             * @default true
             */
            final?: boolean;
            /** Kind */
            kind: string;
            /** Quantity */
            quantity: number;
            /**
             * Source
             * @default usage
             * @enum {string}
             */
            source?: "usage" | "estimate" | "carrier";
            /** Unit */
            unit: string;
            /** Unit Price Usd */
            unit_price_usd: number;
        };
        /**
         * DayLimits
         * @description Limits of an organization. Agents have their own beside.
         */
        DayLimits: {
            /**
             * Per Day Usd
             * @description USD of all calls of a day (UTC); null is no limit.
             */
            per_day_usd?: number | null;
        };
        /**
         * Deleted
         * @description What was deleted, and what did not go as one might expect.
         */
        Deleted: {
            /** Id */
            id: string;
            /** Warnings */
            warnings?: components["schemas"]["Notice"][];
        };
        /**
         * Delivery
         * @description One event for one webhook. `event_id` is the same for all webhooks and all tries.
         */
        Delivery: {
            /** Attempts */
            attempts?: components["schemas"]["Attempt"][];
            /**
             * Body
             * @description What is sent, as JSON text.
             */
            body: string;
            /** Call Id */
            call_id?: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Delivered At */
            delivered_at?: string | null;
            event: components["schemas"]["WebhookEvent"];
            /** Event Id */
            event_id: string;
            /** Id */
            id: string;
            /** Next At */
            next_at?: string | null;
            /** Org Id */
            org_id: string;
            /** @default pending */
            state?: components["schemas"]["DeliveryState"];
            /**
             * Tries
             * @description Tries since it was queued, or queued again.
             * @default 0
             */
            tries?: number;
            /** Webhook Id */
            webhook_id: string;
        };
        /**
         * DeliveryState
         * @description Where a delivery stands.
         * @enum {string}
         */
        DeliveryState: "pending" | "delivered" | "failed";
        /**
         * DialRules
         * @description Whom calls and transfers of an organization may reach. Emergency numbers never.
         */
        DialRules: {
            /**
             * Countries
             * @description The only countries that may be called; null is all.
             */
            countries?: string[] | null;
            /**
             * Kinds
             * @description Kinds that may be called all the same.
             */
            kinds?: components["schemas"]["Kind"][];
            /**
             * New Per Day
             * @description Numbers that may be called for the first time on a day (UTC); null is any.
             * @default 1000
             */
            new_per_day?: number | null;
            /**
             * Prefixes
             * @description Beginnings of numbers that may be called, whatever their kind or country.
             */
            prefixes?: string[];
        };
        /**
         * DialRulesView
         * @description The rules in force, and what of today's new numbers is used.
         */
        DialRulesView: {
            /**
             * Countries
             * @description The only countries that may be called; null is all.
             */
            countries?: string[] | null;
            /**
             * Kinds
             * @description Kinds that may be called all the same.
             */
            kinds?: components["schemas"]["Kind"][];
            /**
             * New Per Day
             * @description Numbers that may be called for the first time on a day (UTC); null is any.
             * @default 1000
             */
            new_per_day?: number | null;
            /**
             * New Today
             * @description Numbers called for the first time today (UTC).
             */
            new_today: number;
            /**
             * Prefixes
             * @description Beginnings of numbers that may be called, whatever their kind or country.
             */
            prefixes?: string[];
            /**
             * Version
             * @description Of the rules; 0 if they were never set.
             */
            version: number;
        };
        /**
         * Direction
         * @description Who called whom.
         * @enum {string}
         */
        Direction: "inbound" | "outbound" | "browser";
        /**
         * DoctorReport
         * @description All findings; `ok` if none failed.
         */
        DoctorReport: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Checks */
            checks: components["schemas"]["Check"][];
            /** Ok */
            ok: boolean;
            /** Summary */
            summary?: {
                [key: string]: number;
            };
        };
        /**
         * Dtmf
         * @description Keys to press; `w` waits half a second.
         */
        Dtmf: {
            /** Digits */
            digits: string;
        };
        /**
         * Edit
         * @description A change to what the model of one live call knows.
         *
         *     `set` and `unset` are top-level or dotted keys of the context data; `notes` and
         *     `system_prompt` replace the text when not None. `before` holds the old values once sent, so
         *     that undo is the edit that restores them.
         */
        Edit: {
            /** At Ms */
            at_ms?: number | null;
            /**
             * Author
             * @default
             */
            author?: string;
            /** Batch Id */
            batch_id?: string | null;
            /** Before */
            before?: {
                [key: string]: unknown;
            };
            /** Call Id */
            call_id: string;
            /** Confirmed At */
            confirmed_at?: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Id */
            id: string;
            /** @default now */
            mode?: components["schemas"]["EditMode"];
            /** Notes */
            notes?: string | null;
            /** Org Id */
            org_id: string;
            /** Probe */
            probe?: string | null;
            /** Probe Answer */
            probe_answer?: string | null;
            /** Reason */
            reason?: string | null;
            /** @description Why it does not hold, if that is ours to say; `reason` has the words. */
            refusal?: components["schemas"]["Refusal"] | null;
            /** Sent At */
            sent_at?: string | null;
            /** Set */
            set?: {
                [key: string]: unknown;
            };
            /** @default pending */
            state?: components["schemas"]["EditState"];
            /** System Prompt */
            system_prompt?: string | null;
            /** Turn */
            turn?: number | null;
            /** Undoes */
            undoes?: string | null;
            /** Undone By */
            undone_by?: string | null;
            /** Unset */
            unset?: string[];
            /** Until */
            until?: string | null;
        };
        /**
         * EditInput
         * @description An edit of one live call.
         * @example {
         *       "set": {
         *         "business_hours": "closed today"
         *       }
         *     }
         */
        EditInput: {
            /**
             * Context Data
             * @description Merged into what the model knows: nested objects key by key.
             */
            context_data?: {
                [key: string]: unknown;
            } | null;
            /**
             * Draft
             * @description Keep it, and apply it later with `/apply`.
             * @default false
             */
            draft?: boolean;
            /** @default now */
            mode?: components["schemas"]["EditMode"];
            /**
             * Notes
             * @description Replaces the notes.
             */
            notes?: string | null;
            /**
             * Probe
             * @description Ask the model, once the edit is confirmed, what it now believes about this key (or this question). The caller hears nothing of it.
             */
            probe?: string | null;
            /**
             * Set
             * @description Dotted keys and their new values.
             */
            set?: {
                [key: string]: unknown;
            };
            /**
             * System Prompt
             * @description Replaces the prompt.
             */
            system_prompt?: string | null;
            /**
             * Unset
             * @description Dotted keys.
             */
            unset?: string[];
            /**
             * Until
             * @description Take the edit back at this time.
             */
            until?: string | null;
            /**
             * Version
             * @description The context version it is based on, instead of `If-Match`.
             */
            version?: number | null;
        };
        /**
         * EditMode
         * @description When an edit reaches the model: `now` interrupts the agent's speech.
         * @enum {string}
         */
        EditMode: "now" | "after_sentence" | "next_turn";
        /**
         * EditPreview
         * @description What an edit would change of what the model holds now.
         */
        EditPreview: {
            /** Call Id */
            call_id: string;
            /** Changes */
            changes: components["schemas"]["KeyChange"][];
            /**
             * Context Data
             * @description All context data as it would be.
             */
            context_data: {
                [key: string]: unknown;
            };
            /**
             * Missing
             * @description Variables of prompt and notes without a value then.
             */
            missing: string[];
            notes?: components["schemas"]["TextChange"] | null;
            /**
             * Pending
             * @description Edits under way that the model does not hold yet.
             */
            pending: string[];
            system_prompt?: components["schemas"]["TextChange"] | null;
            /**
             * Told As
             * @description How the model is told. A session update makes the next answer dearer: what the engine had cached of the conversation counts anew.
             */
            told_as: ("system_item" | "session_update")[];
            /**
             * Version
             * @description The context version this is compared with.
             */
            version: number;
        };
        /**
         * EditState
         * @description An edit's way; `confirmed` only by the engine's own event.
         * @enum {string}
         */
        EditState: "draft" | "pending" | "sent" | "confirmed" | "refused" | "expired" | "undone";
        /**
         * Fallback
         * @description When the agent's engine is away: other engines in order, then a number, then an apology.
         */
        Fallback: {
            /**
             * Apology
             * @description The carrier's voice says it when nothing is left. Empty: a sentence in the agent's language.
             * @default
             */
            apology?: string;
            /** Engines */
            engines?: components["schemas"]["FallbackEngine"][];
            /**
             * Transfer To
             * @description Gets the caller when no engine is left.
             */
            transfer_to?: string | null;
            /**
             * Wait Message
             * @description Said once, before the music, while the caller waits for an engine. Empty: 'One moment, please.' in the agent's language.
             * @default
             */
            wait_message?: string;
        };
        /**
         * FallbackEngine
         * @description An engine that goes on when the one before it is away; what is empty is as the agent has it.
         *
         *     An engine at another `url` gets `api_key`, or no key at all: never the installation's own.
         */
        FallbackEngine: {
            /**
             * Api Key
             * @description Of `url`. Stored, and never shown again.
             */
            api_key?: string;
            /**
             * Model
             * @default
             */
            model?: string;
            /**
             * Transcription Model
             * @default
             */
            transcription_model?: string;
            /**
             * Url
             * @description Empty: the installation's own engine.
             * @default
             */
            url?: string;
            /**
             * Voice
             * @default
             */
            voice?: string;
        };
        /**
         * FieldError
         * @description One input that is not acceptable.
         */
        FieldError: {
            /**
             * Code
             * @default
             */
            code?: string;
            /**
             * Field
             * @description Dotted path of the input, e.g. `turn_detection.threshold`.
             */
            field: string;
            /** Message */
            message: string;
        };
        /**
         * Figures
         * @description What a group of calls came to.
         */
        Figures: {
            /**
             * Answered
             * @default 0
             */
            answered?: number;
            /** Avg Cost Usd */
            avg_cost_usd?: number | null;
            /** Avg Duration S */
            avg_duration_s?: number | null;
            /** By Direction */
            by_direction?: {
                [key: string]: number;
            };
            /** By Outcome */
            by_outcome?: {
                [key: string]: number;
            };
            /**
             * Calls
             * @default 0
             */
            calls?: number;
            /**
             * Cost Usd
             * @default 0
             */
            cost_usd?: number;
            /**
             * Duration S
             * @default 0
             */
            duration_s?: number;
            /**
             * Failed
             * @description Ended by a failure of engine, carrier or ours.
             * @default 0
             */
            failed?: number;
            /**
             * Interruptions
             * @default 0
             */
            interruptions?: number;
            /**
             * Live
             * @default 0
             */
            live?: number;
            /** Max Duration S */
            max_duration_s?: number | null;
            /**
             * Missed
             * @description Over without having been answered.
             * @default 0
             */
            missed?: number;
            reply_ms?: components["schemas"]["Percentiles"];
            /**
             * Tool Calls
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @default 0
             */
            turns?: number;
        };
        /**
         * FlightEvent
         * @description One entry of the flight record.
         *
         *     Audio frames are counted between entries (`data.frames`), never stored here.
         */
        FlightEvent: {
            /** At Ms */
            at_ms: number;
            /** Call Id */
            call_id: string;
            /** Data */
            data?: {
                [key: string]: unknown;
            };
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out" | "note";
            /**
             * Leg
             * @enum {string}
             */
            leg: "carrier" | "engine" | "operator" | "phony";
            /** Name */
            name: string;
            /**
             * Of
             * @description What the session was told, or asked for; null for a note.
             */
            of?: ("event" | "action") | null;
            /** Seq */
            seq: number;
            /**
             * What
             * @description The whole event or action, where `data` shows less of it.
             */
            what?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * HandBack
         * @description What the agent should know besides what was said.
         */
        HandBack: {
            /** Note */
            note?: string | null;
        };
        /**
         * HangUp
         * @description How to end the call.
         */
        HangUp: {
            /**
             * When
             * @default after_sentence
             * @enum {string}
             */
            when?: "after_sentence" | "now";
        };
        /**
         * HttpTool
         * @description A tool of the operator's: the model calls it, we call the URL.
         */
        HttpTool: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Headers */
            headers?: {
                [key: string]: string;
            };
            /**
             * Method
             * @default POST
             * @enum {string}
             */
            method?: "GET" | "POST";
            /** Name */
            name: string;
            /** Parameters */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Timeout S
             * @default 10
             */
            timeout_s?: number;
            /** Url */
            url: string;
        };
        /**
         * ImportResult
         * @description What applying a file did, or would do.
         */
        ImportResult: {
            /** Agents */
            agents: components["schemas"]["PlannedChange"][];
            /**
             * Created
             * @default 0
             */
            created?: number;
            /**
             * Deleted
             * @default 0
             */
            deleted?: number;
            /** Dry Run */
            dry_run: boolean;
            /**
             * Failed
             * @default 0
             */
            failed?: number;
            /**
             * Unchanged
             * @default 0
             */
            unchanged?: number;
            /**
             * Updated
             * @default 0
             */
            updated?: number;
        };
        /**
         * KeyChange
         * @description One key that would differ.
         */
        KeyChange: {
            /**
             * Change
             * @enum {string}
             */
            change: "added" | "removed" | "changed";
            /** Key */
            key: string;
            /** New */
            new?: unknown;
            /** Old */
            old?: unknown;
        };
        /**
         * KeyInput
         * @description A new key.
         */
        KeyInput: {
            /** Expires In Days */
            expires_in_days?: number | null;
            /**
             * Name
             * @description Stands as author beside what it changes.
             */
            name: string;
            /** @default read */
            scope?: components["schemas"]["Scope"];
        };
        /**
         * Kind
         * @description What makes a number one that may cost more than its country says.
         * @enum {string}
         */
        Kind: "premium" | "shared_cost" | "personal" | "satellite" | "unknown";
        /**
         * LimitsView
         * @description The limits, and what today (UTC) cost so far.
         */
        LimitsView: {
            /**
             * Per Day Usd
             * @description USD of all calls of a day (UTC); null is no limit.
             */
            per_day_usd?: number | null;
            /** Spent Today Usd */
            spent_today_usd: number;
        };
        /**
         * ListedCall
         * @description A call in a list: without the agent's snapshot; with the lines a search found.
         */
        ListedCall: {
            agent?: components["schemas"]["Agent"] | null;
            /** Agent Id */
            agent_id: string;
            /**
             * Agent Name
             * @default
             */
            agent_name?: string;
            /**
             * Agent Version
             * @default 1
             */
            agent_version?: number;
            /** Answered At */
            answered_at?: string | null;
            /** Answered By */
            answered_by?: string | null;
            /** Carrier Call Sid */
            carrier_call_sid?: string | null;
            /**
             * Complete
             * @description Whether the call is over, its transcript final and its recording made. Only its summary and the carrier's own price may still come.
             * @default false
             */
            complete?: boolean;
            /** Context Data */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Context Version
             * @default 0
             */
            context_version?: number;
            cost?: components["schemas"]["CallCost"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            direction: components["schemas"]["Direction"];
            /** Duration S */
            duration_s?: number | null;
            /** End Reason */
            end_reason?: string | null;
            /** Ended At */
            ended_at?: string | null;
            /**
             * Found
             * @description Lines in which `q` was found.
             */
            found?: string[];
            /**
             * From Number
             * @default
             */
            from_number?: string;
            /**
             * Has Recording
             * @default false
             */
            has_recording?: boolean;
            /** Id */
            id: string;
            /**
             * Last Sequence
             * @default -1
             */
            last_sequence?: number;
            /**
             * Last Words
             * @default
             */
            last_words?: string;
            /**
             * Lease
             * @default 0
             */
            lease?: number;
            /** Limit Stage */
            limit_stage?: string | null;
            /** Limit What */
            limit_what?: string | null;
            /**
             * Muted
             * @default false
             */
            muted?: boolean;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /** Org Id */
            org_id: string;
            outcome?: components["schemas"]["CallOutcome"] | null;
            /** Owner Seen At */
            owner_seen_at?: string | null;
            /**
             * Phase
             * @default
             */
            phase?: string;
            /**
             * Resume Count
             * @default 0
             */
            resume_count?: number;
            /**
             * Send Digits
             * @default
             */
            send_digits?: string;
            stats?: components["schemas"]["CallStats"];
            /** @default queued */
            status?: components["schemas"]["CallStatus"];
            /** Stream Sid */
            stream_sid?: string | null;
            /** Summary */
            summary?: string | null;
            /**
             * System Prompt
             * @default
             */
            system_prompt?: string;
            /** Taken Over By */
            taken_over_by?: string | null;
            /**
             * To Number
             * @default
             */
            to_number?: string;
            /**
             * Transcript Final
             * @default false
             */
            transcript_final?: boolean;
            /**
             * Version
             * @default 0
             */
            version?: number;
            /** Worker Id */
            worker_id?: string | null;
        };
        /**
         * ModelPrice
         * @description Prices of a voice model per million tokens.
         */
        ModelPrice: {
            /** Audio In */
            audio_in: number;
            /** Audio In Cached */
            audio_in_cached: number;
            /** Audio Out */
            audio_out: number;
            /**
             * Image In
             * @default 0
             */
            image_in?: number;
            /**
             * Image In Cached
             * @default 0
             */
            image_in_cached?: number;
            /** Text In */
            text_in: number;
            /** Text In Cached */
            text_in_cached: number;
            /** Text Out */
            text_out: number;
        };
        /**
         * NewKey
         * @description A key with its secret, which is shown this once.
         */
        NewKey: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * @default
             */
            created_by?: string;
            /** Expires At */
            expires_at?: string | null;
            /** Id */
            id: string;
            /**
             * Key
             * @description Keep it now: it cannot be shown again.
             */
            key: string;
            /** Last Used At */
            last_used_at?: string | null;
            /** Name */
            name: string;
            /** Org Id */
            org_id: string;
            /**
             * Prefix
             * @description The first characters of the key, to tell keys apart.
             */
            prefix: string;
            scope: components["schemas"]["Scope"];
        };
        /**
         * Nothing
         * @description No arguments.
         */
        Nothing: Record<string, never>;
        /**
         * Notice
         * @description Something that works, but not as one might expect.
         */
        Notice: {
            /**
             * Code
             * @description Stable name: other_voice, not_in_account, elsewhere, ...
             */
            code: string;
            /** Cure */
            cure?: string | null;
            /**
             * Field
             * @default
             */
            field?: string;
            /** Message */
            message: string;
        };
        /**
         * NumberChange
         * @description What a sync does, or would do, to one number.
         */
        NumberChange: {
            /** Agent Id */
            agent_id?: string | null;
            before?: components["schemas"]["NumberStatus"] | null;
            /**
             * Detail
             * @default
             */
            detail?: string;
            /**
             * Kind
             * @description `added`, `updated`, `missing`, `connect`, `release` or `unchanged`.
             */
            kind: string;
            /** Phone Number */
            phone_number: string;
            status: components["schemas"]["NumberStatus"];
        };
        /**
         * NumberFigures
         * @description Figures of one number of ours.
         */
        NumberFigures: {
            /**
             * Answered
             * @default 0
             */
            answered?: number;
            /** Avg Cost Usd */
            avg_cost_usd?: number | null;
            /** Avg Duration S */
            avg_duration_s?: number | null;
            /** By Direction */
            by_direction?: {
                [key: string]: number;
            };
            /** By Outcome */
            by_outcome?: {
                [key: string]: number;
            };
            /**
             * Calls
             * @default 0
             */
            calls?: number;
            /**
             * Cost Usd
             * @default 0
             */
            cost_usd?: number;
            /**
             * Duration S
             * @default 0
             */
            duration_s?: number;
            /**
             * Failed
             * @description Ended by a failure of engine, carrier or ours.
             * @default 0
             */
            failed?: number;
            /**
             * Interruptions
             * @default 0
             */
            interruptions?: number;
            /**
             * Live
             * @default 0
             */
            live?: number;
            /** Max Duration S */
            max_duration_s?: number | null;
            /**
             * Missed
             * @description Over without having been answered.
             * @default 0
             */
            missed?: number;
            /** Number */
            number: string;
            reply_ms?: components["schemas"]["Percentiles"];
            /**
             * Tool Calls
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @default 0
             */
            turns?: number;
        };
        /**
         * Numbers
         * @description Every number of ours that had calls in the period, most calls first.
         */
        Numbers: {
            /** Items */
            items: components["schemas"]["NumberFigures"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * NumberStatus
         * @description What a call to the number meets.
         *
         *     `available`: ours and free; `assigned`: answers with our agent; `elsewhere`: its webhook,
         *     application or trunk belongs to another system; `missing`: no longer in the account.
         * @enum {string}
         */
        NumberStatus: "available" | "assigned" | "elsewhere" | "missing";
        /**
         * NumberView
         * @description A number as shown.
         */
        NumberView: {
            /** Agent Id */
            agent_id?: string | null;
            /** Agent Name */
            agent_name?: string | null;
            /** Capabilities */
            capabilities?: {
                [key: string]: boolean;
            };
            config?: components["schemas"]["CarrierVoiceConfig"];
            /**
             * Connected Url
             * @default
             */
            connected_url?: string;
            /**
             * Friendly Name
             * @default
             */
            friendly_name?: string;
            /** Id */
            id: string;
            /** Org Id */
            org_id: string;
            /** Phone Number */
            phone_number: string;
            /**
             * Points To
             * @description Where a call to the number goes now, in words.
             * @default
             */
            points_to?: string;
            previous?: components["schemas"]["CarrierVoiceConfig"] | null;
            /**
             * Sid
             * @default
             */
            sid?: string;
            /** @default available */
            status?: components["schemas"]["NumberStatus"];
            /** Synced At */
            synced_at?: string | null;
            /**
             * Webhook Ok
             * @description Whether a call to the number reaches Phony.
             * @default false
             */
            webhook_ok?: boolean;
        };
        /**
         * OutboundCallInput
         * @description Whom to call, with which agent, and what it shall know beyond its own context.
         * @example {
         *       "agent_id": "agent_0123456789abcdef01234567",
         *       "context_override": {
         *         "customer_name": "John Smith",
         *         "reason": "Follow-up call"
         *       },
         *       "to_number": "+15551234567"
         *     }
         */
        OutboundCallInput: {
            /** Agent Id */
            agent_id: string;
            /**
             * Context Override
             * @description Laid over the agent's context data for this call.
             */
            context_override?: {
                [key: string]: unknown;
            };
            /**
             * From Number
             * @description The agent's own number, else the account's only or first, if left out.
             */
            from_number?: string | null;
            /**
             * Ring Timeout S
             * @default 30
             */
            ring_timeout_s?: number;
            /**
             * Send Digits
             * @description Keys to press when somebody answers; `w` waits half a second. An extension of `to_number` is the same as `ww5`. With keys, no answering machine is looked for.
             * @default
             */
            send_digits?: string;
            /**
             * To Number
             * @description E.164, such as +15551234567, and perhaps an extension: +15551234567 ext. 5.
             */
            to_number: string;
        };
        /**
         * Overview
         * @description The period, the one before it of the same length, and what the money went on.
         */
        Overview: {
            before: components["schemas"]["Figures"];
            /**
             * Cost By Kind
             * @description USD by kind of cost item, such as `model.audio_out`.
             */
            cost_by_kind?: {
                [key: string]: number;
            };
            now: components["schemas"]["Figures"];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /** Page[AgentVersion] */
        Page_AgentVersion_: {
            /** Items */
            items: components["schemas"]["AgentVersion"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[AgentView] */
        Page_AgentView_: {
            /** Items */
            items: components["schemas"]["AgentView"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[ApiKey] */
        Page_ApiKey_: {
            /** Items */
            items: components["schemas"]["ApiKey"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[AuditEntry] */
        Page_AuditEntry_: {
            /** Items */
            items: components["schemas"]["AuditEntry"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[Command] */
        Page_Command_: {
            /** Items */
            items: components["schemas"]["Command"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[Delivery] */
        Page_Delivery_: {
            /** Items */
            items: components["schemas"]["Delivery"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[Edit] */
        Page_Edit_: {
            /** Items */
            items: components["schemas"]["Edit"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[FlightEvent] */
        Page_FlightEvent_: {
            /** Items */
            items: components["schemas"]["FlightEvent"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[ListedCall] */
        Page_ListedCall_: {
            /** Items */
            items: components["schemas"]["ListedCall"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[NumberView] */
        Page_NumberView_: {
            /** Items */
            items: components["schemas"]["NumberView"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[Template] */
        Page_Template_: {
            /** Items */
            items: components["schemas"]["Template"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[Turn] */
        Page_Turn_: {
            /** Items */
            items: components["schemas"]["Turn"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /** Page[Webhook] */
        Page_Webhook_: {
            /** Items */
            items: components["schemas"]["Webhook"][];
            /** Next Cursor */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Percentiles
         * @description Reply latency in ms as callers felt it, from `count` replies; None without any.
         *
         *     Read from buckets 5 % wide, so each value is within 2.5 % of the exact one.
         */
        Percentiles: {
            /**
             * Count
             * @default 0
             */
            count?: number;
            /** P50 */
            p50?: number | null;
            /** P90 */
            p90?: number | null;
            /** P95 */
            p95?: number | null;
            /** P99 */
            p99?: number | null;
        };
        /**
         * PeriodFigures
         * @description Figures of one hour or day; `start` is its beginning.
         */
        PeriodFigures: {
            /**
             * Answered
             * @default 0
             */
            answered?: number;
            /** Avg Cost Usd */
            avg_cost_usd?: number | null;
            /** Avg Duration S */
            avg_duration_s?: number | null;
            /** By Direction */
            by_direction?: {
                [key: string]: number;
            };
            /** By Outcome */
            by_outcome?: {
                [key: string]: number;
            };
            /**
             * Calls
             * @default 0
             */
            calls?: number;
            /**
             * Cost Usd
             * @default 0
             */
            cost_usd?: number;
            /**
             * Duration S
             * @default 0
             */
            duration_s?: number;
            /**
             * Failed
             * @description Ended by a failure of engine, carrier or ours.
             * @default 0
             */
            failed?: number;
            /**
             * Interruptions
             * @default 0
             */
            interruptions?: number;
            /**
             * Live
             * @default 0
             */
            live?: number;
            /** Max Duration S */
            max_duration_s?: number | null;
            /**
             * Missed
             * @description Over without having been answered.
             * @default 0
             */
            missed?: number;
            reply_ms?: components["schemas"]["Percentiles"];
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Tool Calls
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @default 0
             */
            turns?: number;
        };
        /**
         * Periods
         * @description Every hour or day of the period, in order.
         */
        Periods: {
            /** Items */
            items: components["schemas"]["PeriodFigures"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * PlannedChange
         * @description What applying a file does, or would do, to one agent.
         */
        PlannedChange: {
            /** Agent Id */
            agent_id?: string | null;
            /** Changes */
            changes?: components["schemas"]["Change"][];
            /**
             * Error
             * @description Why this one could not be applied.
             */
            error?: string | null;
            /**
             * Kind
             * @description `create`, `update`, `unchanged` or `delete`.
             */
            kind: string;
            /** Name */
            name: string;
            /** Warnings */
            warnings?: components["schemas"]["Notice"][];
        };
        /**
         * Preview
         * @description An agent as a call would get it.
         */
        Preview: {
            /** Greeting Message */
            greeting_message: string;
            /**
             * Instructions
             * @description Everything the model is told when a call begins. Each call has its own tags.
             */
            instructions: string;
            /** Instructions Chars */
            instructions_chars: number;
            /**
             * Missing Variables
             * @description Those without a value; rendered empty.
             */
            missing_variables: string[];
            /** Notes */
            notes: string;
            /** System Prompt */
            system_prompt: string;
            /**
             * Variables
             * @description The {{variables}} that the texts use.
             */
            variables: string[];
        };
        /**
         * PreviewRequest
         * @description An agent that need not be saved, and what a call would add to its context.
         */
        PreviewRequest: {
            agent: components["schemas"]["AgentInput"];
            /** Context Override */
            context_override?: {
                [key: string]: unknown;
            };
        };
        /**
         * Prices
         * @description The price table in force, and what of it the operator set.
         */
        Prices: {
            /** Age Days */
            age_days: number;
            /** @description The table without the changes: as shipped, or the file's. */
            base: components["schemas"]["PriceTable"];
            /**
             * Changes
             * @description What was set with PUT /prices.
             */
            changes: {
                [key: string]: unknown;
            };
            /**
             * From File
             * @description A file (PHONY_PRICES_FILE) changed the table, too.
             */
            from_file: boolean;
            /**
             * Stale
             * @description Noted more than 90 days ago.
             */
            stale: boolean;
            table: components["schemas"]["PriceTable"];
            /**
             * Version
             * @description Of the changes; 0 if there never were any.
             */
            version: number;
        };
        /**
         * PriceTable
         * @description All prices and the day they were noted.
         */
        PriceTable: {
            carrier?: components["schemas"]["CarrierPrice"];
            /**
             * Dated
             * Format: date
             */
            dated: string;
            /** Models */
            models: {
                [key: string]: components["schemas"]["ModelPrice"];
            };
            /** Transcription */
            transcription: {
                [key: string]: components["schemas"]["TranscriptionPrice"];
            };
            /**
             * Unlisted Model
             * @default gpt-realtime-2.1
             */
            unlisted_model?: string;
            /**
             * Unlisted Transcription
             * @default gpt-realtime-whisper
             */
            unlisted_transcription?: string;
        };
        /**
         * Probe
         * @description A question to the model that the caller does not hear.
         */
        Probe: {
            /** Question */
            question: string;
        };
        /**
         * Problem
         * @description An error as answered by every endpoint (RFC 9457).
         */
        Problem: {
            /**
             * Code
             * @description Stable name of the kind of problem, for programs.
             */
            code: string;
            /**
             * Cure
             * @description What to do about it.
             * @default null
             */
            cure?: string | null;
            /** Detail */
            detail: string;
            /** Details */
            details?: {
                [key: string]: unknown;
            };
            /** Errors */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Field
             * @description The input to blame, as a dotted path.
             * @default null
             */
            field?: string | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /**
             * Type
             * @description Stable URI of the kind of problem.
             * @default about:blank
             */
            type?: string;
        };
        /**
         * Promoted
         * @description The agent's version that now holds what the edit said.
         */
        Promoted: {
            /** Agent Id */
            agent_id: string;
            /**
             * Changed
             * @description False if the agent said so already.
             */
            changed: boolean;
            /** Version */
            version: number;
        };
        /**
         * Ready
         * @description Requests and calls can be taken.
         */
        Ready: {
            /** Checks */
            checks: {
                [key: string]: string;
            };
            /**
             * Status
             * @default ready
             * @constant
             */
            status?: "ready";
        };
        /**
         * Refusal
         * @description Why an edit does not hold; `sentence` is what is shown.
         * @enum {string}
         */
        Refusal: "call_over" | "call_ending" | "call_transferred" | "past_its_time" | "time_is_over" | "not_confirmed";
        /**
         * Role
         * @description Who spoke a turn. `system` is a line of ours (edit confirmed, DTMF, call event).
         * @enum {string}
         */
        Role: "caller" | "agent" | "operator" | "system";
        /**
         * Say
         * @description Exact words for the caller.
         */
        Say: {
            /** Text */
            text: string;
        };
        /**
         * Scope
         * @description What a key may do; each scope includes the ones before it.
         *
         *     `read` sees everything but keys; `operate` also places and steers calls; `admin` also changes
         *     agents, numbers, webhooks, prices and keys.
         * @enum {string}
         */
        Scope: "read" | "operate" | "admin";
        /**
         * ScopedEdit
         * @description One answer for every call the edit was meant for.
         */
        ScopedEdit: {
            /** Batch Id */
            batch_id: string;
            /**
             * Delivered
             * @default 0
             */
            delivered?: number;
            /**
             * Pending
             * @default 0
             */
            pending?: number;
            /**
             * Refused
             * @default 0
             */
            refused?: number;
            /** Results */
            results: components["schemas"]["ScopedResult"][];
            /**
             * Too Late
             * @default 0
             */
            too_late?: number;
        };
        /**
         * ScopedEditInput
         * @description An edit of one call, of all live calls of an agent, or of all on a number of ours.
         * @example {
         *       "set": {
         *         "business_hours": "closed today"
         *       }
         *     }
         */
        ScopedEditInput: {
            /**
             * Context Data
             * @description Merged into what the model knows: nested objects key by key.
             */
            context_data?: {
                [key: string]: unknown;
            } | null;
            /**
             * Draft
             * @description Keep it, and apply it later with `/apply`.
             * @default false
             */
            draft?: boolean;
            /**
             * Id
             * @description The call's or agent's id, or the number.
             */
            id: string;
            /** @default now */
            mode?: components["schemas"]["EditMode"];
            /**
             * Notes
             * @description Replaces the notes.
             */
            notes?: string | null;
            /**
             * Probe
             * @description Ask the model, once the edit is confirmed, what it now believes about this key (or this question). The caller hears nothing of it.
             */
            probe?: string | null;
            /**
             * Scope
             * @enum {string}
             */
            scope: "call" | "agent" | "number";
            /**
             * Set
             * @description Dotted keys and their new values.
             */
            set?: {
                [key: string]: unknown;
            };
            /**
             * System Prompt
             * @description Replaces the prompt.
             */
            system_prompt?: string | null;
            /**
             * Unset
             * @description Dotted keys.
             */
            unset?: string[];
            /**
             * Until
             * @description Take the edit back at this time.
             */
            until?: string | null;
            /**
             * Version
             * @description The context version it is based on, instead of `If-Match`.
             */
            version?: number | null;
        };
        /**
         * ScopedResult
         * @description What became of one call's edit.
         */
        ScopedResult: {
            /** Call Id */
            call_id: string;
            /** Edit Id */
            edit_id: string;
            /** Reason */
            reason?: string | null;
            /**
             * Result
             * @enum {string}
             */
            result: "delivered" | "refused" | "too_late" | "pending";
            /** State */
            state: string;
        };
        /**
         * SessionView
         * @description Whether somebody is signed in, and whether that is needed.
         */
        SessionView: {
            /** Authenticated */
            authenticated: boolean;
            /** Name */
            name?: string | null;
            /**
             * Required
             * @description Whether a key is needed at all.
             */
            required: boolean;
            scope?: components["schemas"]["Scope"] | null;
            /**
             * Via
             * @description `session`, `key` or `loopback`.
             */
            via?: string | null;
        };
        /**
         * Setup
         * @description What is configured; no secrets.
         */
        Setup: {
            banner: components["schemas"]["Banner"] | null;
            /** Base Url */
            base_url: string;
            /**
             * Carrier
             * @enum {string}
             */
            carrier: "twilio" | "sandbox";
            /**
             * Engine
             * @enum {string}
             */
            engine: "openai" | "sandbox";
            /** Extra */
            extra?: {
                [key: string]: unknown;
            };
            /** Key Required */
            key_required: boolean;
            /** Links */
            links: {
                [key: string]: string;
            };
            /**
             * Mongodb
             * @enum {string}
             */
            mongodb: "private" | "own";
            /** Public Url */
            public_url: string | null;
            /**
             * Sandbox
             * @description Whether any far end is the sandbox.
             */
            sandbox: boolean;
            /** Sandbox Speech */
            sandbox_speech: boolean;
            /** Sandbox Url */
            sandbox_url?: string | null;
            /** Steps */
            steps: components["schemas"]["Step"][];
            /** Version */
            version: string;
        };
        /**
         * SignIn
         * @description The key to sign in with.
         */
        SignIn: {
            /** Api Key */
            api_key: string;
        };
        /**
         * SilencePolicy
         * @description Silence of the caller while the agent waits: prompts first, then a spoken goodbye.
         */
        SilencePolicy: {
            /**
             * Goodbye
             * @default I cannot hear you, so I will hang up now. Goodbye.
             */
            goodbye?: string;
            /**
             * Max Prompts
             * @default 2
             */
            max_prompts?: number;
            /**
             * Prompt
             * @default Are you still there?
             */
            prompt?: string;
            /**
             * Prompt After S
             * @default 10
             */
            prompt_after_s?: number;
        };
        /**
         * SpendLimits
         * @description Money limits in USD; None is no limit. Reaction: warn, tell the model, end politely.
         */
        SpendLimits: {
            /** Per Call Usd */
            per_call_usd?: number | null;
            /** Per Day Usd */
            per_day_usd?: number | null;
        };
        /**
         * Step
         * @description A step of getting started, and whether it is done.
         */
        Step: {
            /** Done */
            done: boolean;
            /**
             * Href
             * @default
             */
            href?: string;
            /** Id */
            id: string;
            /** Title */
            title: string;
        };
        /**
         * SyncResult
         * @description What a sync did, or would do.
         */
        SyncResult: {
            /** Changes */
            changes?: components["schemas"]["NumberChange"][];
            /** Dry Run */
            dry_run: boolean;
            /** Total */
            total: number;
            /** Warnings */
            warnings?: string[];
        };
        /**
         * Template
         * @description A starting point for an agent; built-in ones belong to no organization.
         */
        Template: {
            /**
             * Builtin
             * @default false
             */
            builtin?: boolean;
            /** Created At */
            created_at?: string | null;
            /**
             * Created By
             * @default
             */
            created_by?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Fields
             * @description Fields of an agent, as `POST /agents/` takes them.
             */
            fields: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * TemplateInput
         * @description A new template.
         */
        TemplateInput: {
            /**
             * Description
             * @default
             */
            description?: string;
            fields: components["schemas"]["AgentInput"];
            /** Name */
            name: string;
        };
        /**
         * TemplateName
         * @description How the template is called.
         */
        TemplateName: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Keep Context
             * @description `keys` empties the context's values, `values` keeps them.
             * @default keys
             * @enum {string}
             */
            keep_context?: "values" | "keys";
            /** Name */
            name: string;
        };
        /**
         * TextChange
         * @description A text that would be replaced.
         */
        TextChange: {
            /** New */
            new: string;
            /** Old */
            old: string;
        };
        /**
         * ToolSettings
         * @description Tools switched on.
         */
        ToolSettings: {
            /**
             * Builtin
             * @default [
             *       "end_call",
             *       "transfer_call",
             *       "send_dtmf",
             *       "update_context"
             *     ]
             */
            builtin?: ("end_call" | "transfer_call" | "send_dtmf" | "update_context")[];
            /** Http */
            http?: components["schemas"]["HttpTool"][];
            /**
             * Transfer Targets
             * @description Where `transfer_call` may send callers: a name the model uses, and a number, perhaps with an extension (+18578167225 ext. 5).
             */
            transfer_targets?: {
                [key: string]: string;
            };
        };
        /**
         * Transcript
         * @description A call's words in order.
         */
        Transcript: {
            /** Call Id */
            call_id: string;
            /**
             * Final
             * @description No turn changes any more.
             */
            final: boolean;
            /** Turns */
            turns: components["schemas"]["Turn"][];
        };
        /**
         * Transcription
         * @description How the caller's words are written down; `enabled=False` writes none.
         */
        Transcription: {
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /** Keywords */
            keywords?: string[];
            /**
             * Model
             * @default gpt-transcribe
             */
            model?: string;
        };
        /**
         * TranscriptionPrice
         * @description Price of writing down the caller's words, per minute of audio.
         */
        TranscriptionPrice: {
            /** Per Minute */
            per_minute: number;
        };
        /**
         * Transfer
         * @description Where to send the caller.
         */
        Transfer: {
            /**
             * Send Digits
             * @description Keys to press when somebody answers, instead of an extension: `ww5`.
             * @default
             */
            send_digits?: string;
            /**
             * To Number
             * @description E.164, and perhaps an extension.
             */
            to_number: string;
        };
        /**
         * TransferSettings
         * @description How callers are passed on to people.
         */
        TransferSettings: {
            /**
             * Caller Id
             * @description Whose number the person who is called sees. The caller's is shown where the carrier allows it: of inbound calls with a number; else it is the agent's.
             * @default agent
             * @enum {string}
             */
            caller_id?: "agent" | "caller";
            /**
             * Max Duration S
             * @description How long the two may talk; the agent's own maximum does not count for them. Null: as long as the carrier allows, four hours.
             */
            max_duration_s?: number | null;
        };
        /**
         * Turn
         * @description One line of transcript. `said` is what was meant; `heard` what the other side heard of it.
         *
         *     `index` is the place in the conversation (0, 1, ...), fixed when the turn begins. A turn that
         *     ended without words has the reason in `data["reason"]` (`session.transcript.Wordless`).
         */
        Turn: {
            /** Call Id */
            call_id: string;
            /** Data */
            data?: {
                [key: string]: unknown;
            };
            /** Ended Ms */
            ended_ms?: number | null;
            /**
             * Final
             * @default false
             */
            final?: boolean;
            /**
             * Heard
             * @default
             */
            heard?: string;
            /**
             * Heard Ms
             * @default 0
             */
            heard_ms?: number;
            /** Id */
            id: string;
            /** Index */
            index: number;
            /**
             * Interrupted
             * @default false
             */
            interrupted?: boolean;
            /**
             * Item Id
             * @default
             */
            item_id?: string;
            /**
             * Kind
             * @default speech
             * @enum {string}
             */
            kind?: "speech" | "dtmf" | "tool" | "greeting" | "prompt" | "event";
            latency?: components["schemas"]["TurnLatency"] | null;
            role: components["schemas"]["Role"];
            /**
             * Said
             * @default
             */
            said?: string;
            /**
             * Said Ms
             * @default 0
             */
            said_ms?: number;
            /**
             * Started Ms
             * @default 0
             */
            started_ms?: number;
        };
        /**
         * TurnDetection
         * @description When the caller's turn counts as over. Source: protocols.md A3.
         */
        TurnDetection: {
            /**
             * Eagerness
             * @default auto
             * @enum {string}
             */
            eagerness?: "low" | "medium" | "high" | "auto";
            /**
             * Interrupt After Ms
             * @description How many milliseconds of the caller's voice stop the agent: longer than an 'uh-huh'. 0: any sound does. A cry such as 'Stop!' does so however short it is.
             * @default 600
             */
            interrupt_after_ms?: number;
            /**
             * Interrupt Response
             * @description Whether the caller may interrupt the agent. If not, the agent finishes what it says, its greeting included, and then answers what was said meanwhile.
             * @default true
             */
            interrupt_response?: boolean;
            /**
             * Interrupt Words
             * @description So many recognized words are needed as well before the agent stops; they are known later than the voice. 0: the voice alone counts.
             * @default 0
             */
            interrupt_words?: number;
            /**
             * Prefix Padding Ms
             * @default 300
             */
            prefix_padding_ms?: number;
            /**
             * Silence Duration Ms
             * @default 500
             */
            silence_duration_ms?: number;
            /**
             * Threshold
             * @default 0.5
             */
            threshold?: number;
            /**
             * Type
             * @default server_vad
             * @enum {string}
             */
            type?: "server_vad" | "semantic_vad";
        };
        /**
         * TurnLatency
         * @description The silence before an agent turn as the caller felt it, in ms; the parts sum to `total`.
         *
         *     `decide`: caller's last sound -> turn decided by the engine; `think`: -> first model audio
         *     arrived here, and was written to the carrier at once; `play`: -> began to play there.
         */
        TurnLatency: {
            /**
             * Decide
             * @default 0
             */
            decide?: number;
            /**
             * Play
             * @default 0
             */
            play?: number;
            /**
             * Think
             * @default 0
             */
            think?: number;
            /**
             * Total
             * @default 0
             */
            total?: number;
        };
        /**
         * VersionDiff
         * @description What differs between two versions of an agent.
         */
        VersionDiff: {
            /** Agent Id */
            agent_id: string;
            /** Changes */
            changes: components["schemas"]["Change"][];
            /** From Version */
            from_version: number;
            /** To Version */
            to_version: number;
        };
        /**
         * VoicemailPolicy
         * @description What an outbound agent does when a machine answers.
         */
        VoicemailPolicy: {
            /**
             * Action
             * @default hang_up
             * @enum {string}
             */
            action?: "hang_up" | "leave_message" | "continue";
            /**
             * Message
             * @default
             */
            message?: string;
        };
        /**
         * WarmTransfer
         * @description Where to send the caller, and what the person there is told first.
         */
        WarmTransfer: {
            /**
             * Send Digits
             * @description Keys to press when somebody answers, instead of an extension: `ww5`.
             * @default
             */
            send_digits?: string;
            /**
             * Summary
             * @description Default: the agent's own.
             */
            summary?: string | null;
            /**
             * To Number
             * @description E.164, and perhaps an extension.
             */
            to_number: string;
        };
        /**
         * Waveform
         * @description The loudest moment of each step of both sides, 0 to 100, for drawing.
         */
        Waveform: {
            /** Agent */
            agent: number[];
            /** Caller */
            caller: number[];
            /** Duration S */
            duration_s: number;
            /** Peaks Per S */
            peaks_per_s: number;
            /**
             * Start Ms
             * @description Where the recording begins on the call's clock.
             */
            start_ms: number;
        };
        /**
         * Webhook
         * @description Somebody who wants to hear. No `events` means all; no `agent_ids` means every agent.
         */
        Webhook: {
            /** Agent Ids */
            agent_ids?: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Disabled Reason */
            disabled_reason?: string | null;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /** Events */
            events?: components["schemas"]["WebhookEvent"][];
            /**
             * Failing Since
             * @description When deliveries began to fail, if the last one failed.
             */
            failing_since?: string | null;
            /** Id */
            id: string;
            /** Last Success At */
            last_success_at?: string | null;
            /** Old Secret Until */
            old_secret_until?: string | null;
            /** Org Id */
            org_id: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Url */
            url: string;
        };
        /** @description A call, as webhooks tell it. */
        WebhookCall: {
            /** Agent Id */
            agent_id: string;
            /**
             * Agent Name
             * @default
             */
            agent_name: string;
            /**
             * Agent Version
             * @default 1
             */
            agent_version: number;
            /** Answered At */
            answered_at: string | null;
            /** Answered By */
            answered_by: string | null;
            /** Carrier Call Sid */
            carrier_call_sid: string | null;
            /**
             * Complete
             * @description Whether the call is over, its transcript final and its recording made. Only its summary and the carrier's own price may still come.
             * @default false
             */
            complete: boolean;
            /** Context Data */
            context_data: {
                [key: string]: unknown;
            };
            /**
             * Context Version
             * @default 0
             */
            context_version: number;
            cost: components["schemas"]["CallCost"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            direction: components["schemas"]["Direction"];
            /** Duration S */
            duration_s: number | null;
            /** End Reason */
            end_reason: string | null;
            /** Ended At */
            ended_at: string | null;
            /**
             * From Number
             * @default
             */
            from_number: string;
            /**
             * Has Recording
             * @default false
             */
            has_recording: boolean;
            /** Id */
            id: string;
            /**
             * Last Words
             * @default
             */
            last_words: string;
            /** Limit Stage */
            limit_stage: string | null;
            /** Limit What */
            limit_what: string | null;
            /**
             * Muted
             * @default false
             */
            muted: boolean;
            /**
             * Notes
             * @default
             */
            notes: string;
            /** Org Id */
            org_id: string;
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * Phase
             * @default
             */
            phase: string;
            /**
             * Resume Count
             * @default 0
             */
            resume_count: number;
            stats: components["schemas"]["CallStats"];
            /** @default queued */
            status: components["schemas"]["CallStatus"];
            /** Summary */
            summary: string | null;
            /** Taken Over By */
            taken_over_by: string | null;
            /**
             * To Number
             * @default
             */
            to_number: string;
            /**
             * Transcript Final
             * @default false
             */
            transcript_final: boolean;
            /**
             * Version
             * @default 0
             */
            version: number;
        };
        /**
         * WebhookEvent
         * @description What can be heard of.
         * @enum {string}
         */
        WebhookEvent: "call.started" | "call.ended" | "call.finished" | "transcript.ready" | "summary.ready" | "edit.confirmed" | "limit.reached" | "webhook.test";
        /**
         * WebhookInput
         * @description Where to send what.
         * @example {
         *       "events": [
         *         "call.ended"
         *       ],
         *       "url": "https://example.com/phony"
         *     }
         */
        WebhookInput: {
            /**
             * Agent Ids
             * @description Only calls of these agents; none means all.
             */
            agent_ids?: string[];
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * Events
             * @description What to be told; none means all.
             */
            events?: components["schemas"]["WebhookEvent"][];
            /** Url */
            url: string;
        };
        /**
         * WebhookPatch
         * @description What to change.
         */
        WebhookPatch: {
            /** Agent Ids */
            agent_ids?: string[] | null;
            /** Description */
            description?: string | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Events */
            events?: components["schemas"]["WebhookEvent"][] | null;
            /** Url */
            url?: string | null;
        };
        /** @description A line of transcript, as webhooks tell it. */
        WebhookTurn: {
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Ended Ms */
            ended_ms: number | null;
            /**
             * Final
             * @default false
             */
            final: boolean;
            /**
             * Heard
             * @default
             */
            heard: string;
            /**
             * Heard Ms
             * @default 0
             */
            heard_ms: number;
            /** Id */
            id: string;
            /** Index */
            index: number;
            /**
             * Interrupted
             * @default false
             */
            interrupted: boolean;
            /**
             * Kind
             * @default speech
             * @enum {string}
             */
            kind: "speech" | "dtmf" | "tool" | "greeting" | "prompt" | "event";
            latency: components["schemas"]["TurnLatency"] | null;
            role: components["schemas"]["Role"];
            /**
             * Said
             * @default
             */
            said: string;
            /**
             * Said Ms
             * @default 0
             */
            said_ms: number;
            /**
             * Started Ms
             * @default 0
             */
            started_ms: number;
        };
        /**
         * WebhookWithSecret
         * @description A webhook with its signing secret, which is shown this once.
         */
        WebhookWithSecret: {
            /** Agent Ids */
            agent_ids?: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Disabled Reason */
            disabled_reason?: string | null;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /** Events */
            events?: components["schemas"]["WebhookEvent"][];
            /**
             * Failing Since
             * @description When deliveries began to fail, if the last one failed.
             */
            failing_since?: string | null;
            /** Id */
            id: string;
            /** Last Success At */
            last_success_at?: string | null;
            /** Old Secret Until */
            old_secret_until?: string | null;
            /** Org Id */
            org_id: string;
            /**
             * Secret
             * @description Verify signatures with it, as Standard Webhooks says.
             */
            secret: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Url */
            url: string;
        };
        /**
         * Whisper
         * @description An instruction that only the model hears.
         */
        Whisper: {
            /**
             * Reply
             * @description Make the agent speak on it at once.
             * @default false
             */
            reply?: boolean;
            /** Text */
            text: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_agents: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                enabled?: boolean | null;
                /** @description Items per page. */
                limit?: number;
                /** @description Part of the name, in any case. */
                name?: string | null;
                phone_number?: string | null;
                /** @description `name`, `-created_at`, ...; of: name, created_at, updated_at, type, phone_number, version, enabled. */
                sort?: string | null;
                type?: components["schemas"]["AgentType"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AgentView_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_agent: {
        parameters: {
            query?: {
                /** @description Why; kept with the version that this change makes. */
                note?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_agent: {
        parameters: {
            query?: {
                /** @description Why; kept with the version that this change makes. */
                note?: string;
            };
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_agent: {
        parameters: {
            query?: {
                /** @description Even if it has live calls. */
                force?: boolean;
            };
            header?: never;
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_agent: {
        parameters: {
            query?: {
                /** @description Why; kept with the version that this change makes. */
                note?: string;
            };
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_context: {
        parameters: {
            query?: {
                /** @description Why; kept with the version that this change makes. */
                note?: string;
            };
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContextPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextChanged"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_with_context: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Body_preview_with_context"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_as_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateName"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_versions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AgentVersion_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id. */
                agent_id: string;
                /** @description The version's number. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersion"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    roll_back: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path: {
                /** @description The agent's id. */
                agent_id: string;
                /** @description The version's number. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diff_versions: {
        parameters: {
            query: {
                from: number;
                to: number;
            };
            header?: never;
            path: {
                /** @description The agent's id. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDiff"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    place_outbound_call: {
        parameters: {
            query?: never;
            header?: {
                /** @description Yours to choose, one for each call: a repeated request answers with the first one's call (and `Idempotency-Replayed: true`), and no phone rings twice. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutboundCallInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_agents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": unknown;
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_agents: {
        parameters: {
            query?: {
                /** @description Only say what would change. */
                dry_run?: boolean;
                /** @description Also delete agents that the file lacks. */
                prune?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_unsaved: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_audit: {
        parameters: {
            query?: {
                /** @description Such as `agent.update`. */
                action?: string | null;
                /** @description Who changed it. */
                actor?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
                /** @description Id of what was changed. */
                target?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditEntry_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_calls: {
        parameters: {
            query?: {
                agent_id?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                direction?: components["schemas"]["Direction"] | null;
                /** @description Begun at or after this time. */
                from?: string | null;
                /** @description Items per page. */
                limit?: number;
                /** @description Only running, or only finished ones. */
                live?: boolean | null;
                max_cost_usd?: number | null;
                max_duration_s?: number | null;
                min_cost_usd?: number | null;
                min_duration_s?: number | null;
                /** @description Either side's number. */
                number?: string | null;
                /** @description Any of these. */
                outcome?: components["schemas"]["CallOutcome"][] | null;
                /** @description Words said in the call: any of them; `"a phrase"`, `-without`. */
                q?: string | null;
                /** @description One of created_at, duration_s, cost; `-` turns the order. */
                sort?: string;
                /** @description Any of these. */
                status?: components["schemas"]["CallStatus"][] | null;
                /** @description Begun before this time. */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedCall_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_bundle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_commands: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Command_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
                /** @description The command's id. */
                command_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_call_context: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallContextView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_call_context: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_dtmf_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Dtmf"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_edits: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
                /** @description Any of these. */
                state?: components["schemas"]["EditState"][] | null;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Edit_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_edit: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_edit: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
                /** @description The edit's id. */
                edit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discard_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
                /** @description The edit's id. */
                edit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply_edit: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path: {
                /** @description The call's id. */
                call_id: string;
                /** @description The edit's id. */
                edit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promote_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
                /** @description The edit's id. */
                edit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promoted"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_edit: {
        parameters: {
            query?: {
                /** @description Even if a later edit changed the same, which is undone, too. */
                force?: boolean;
                mode?: components["schemas"]["EditMode"];
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
                /** @description The edit's id. */
                edit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContextChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditPreview"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_events: {
        parameters: {
            query?: {
                cursor?: string | null;
                leg?: ("carrier" | "engine" | "operator" | "phony") | null;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FlightEvent_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hand_back_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HandBack"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hang_up_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HangUp"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hold_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mute_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    probe_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Probe"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_recording: {
        parameters: {
            query?: {
                /** @description Save it instead of playing it. */
                download?: boolean;
            };
            header?: {
                "If-None-Match"?: string | null;
                "If-Range"?: string | null;
                Range?: string | null;
            };
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description The part asked for with `Range`. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The recording is shorter than that. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    say_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Say"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_over_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_transcript: {
        parameters: {
            query?: {
                format?: "json" | "text" | "vtt";
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcript"];
                    "text/plain": string;
                    "text/vtt": string;
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    transfer_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Transfer"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_turns: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Turn_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unhold_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unmute_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    warm_transfer_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WarmTransfer"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_waveform: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waveform"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whisper_command: {
        parameters: {
            query?: {
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The call's id. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Whisper"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_browser_call: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrowserCallInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserCallStarted"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery's id. */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resend_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery's id. */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_destinations_destinations_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DialRulesView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_destinations_destinations_put: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DialRules"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DialRulesView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    doctor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoctorReport"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_many: {
        parameters: {
            query?: {
                /** @description How long to wait for the calls, in milliseconds. */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScopedEditInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopedEdit"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_keys: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiKey_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_limits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_limits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DayLimits"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_numbers: {
        parameters: {
            query?: {
                agent_id?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
                /** @description Of: phone_number, friendly_name, status, synced_at. */
                sort?: string | null;
                status?: components["schemas"]["NumberStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NumberView_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number's id, or the number itself: +18578167225. */
                number_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NumberView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number's id, or the number itself: +18578167225. */
                number_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assigned"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unassign_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number's id, or the number itself: +18578167225. */
                number_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assigned"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sync_numbers: {
        parameters: {
            query?: {
                /** @description Only say what would change. */
                dry_run?: boolean;
                /** @description Answer line by line: progress first, then the result. */
                stream?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was done; with `stream=true` progress lines before it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncResult"];
                    "application/x-ndjson": string;
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_prices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prices"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_prices: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version the change is based on. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prices"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is not the newest version. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stats_agents: {
        parameters: {
            query?: {
                /** @description Calls begun at or after; default: 24 h ago. */
                from?: string | null;
                /** @description Calls begun before; default: now. */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agents"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stats_days: {
        parameters: {
            query?: {
                agent_id?: string | null;
                /** @description Calls begun at or after; default: 24 h ago. */
                from?: string | null;
                /** @description Calls begun before; default: now. */
                to?: string | null;
                /** @description Time zone of days, as Europe/Berlin. */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Periods"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stats_hours: {
        parameters: {
            query?: {
                agent_id?: string | null;
                /** @description Calls begun at or after; default: 24 h ago. */
                from?: string | null;
                /** @description Calls begun before; default: now. */
                to?: string | null;
                /** @description Time zone of days, as Europe/Berlin. */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Periods"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stats_numbers: {
        parameters: {
            query?: {
                /** @description Calls begun at or after; default: 24 h ago. */
                from?: string | null;
                /** @description Calls begun before; default: now. */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Numbers"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stats_overview: {
        parameters: {
            query?: {
                agent_id?: string | null;
                /** @description Calls begun at or after; default: 24 h ago. */
                from?: string | null;
                /** @description Calls begun before; default: now. */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_templates: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Template_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_template: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_webhooks: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Webhook_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
                state?: components["schemas"]["DeliveryState"] | null;
            };
            header?: never;
            path: {
                /** @description The webhook's id. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Delivery_"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or a wrong one. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed from here, or with this key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state forbids it; `details` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not of a type that is read here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An input is not acceptable; `field` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The carrier or engine answered with an error. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something needed does not answer now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
