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
         * @description Its texts with their values, what is missing, how large it is and what that costs.
         */
        get: operations["preview_agent"];
        put?: never;
        /**
         * Preview an agent with a call's context
         * @description As an outbound call with this override would begin.
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
         * @description Its texts with their values, what is missing, how large it is and what that costs.
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
        get: operations["get_destinations"];
        /**
         * Change whom you may call
         * @description Replace the rules, from the next call or transfer on.
         */
        put: operations["put_destinations"];
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
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the organization's settings
         * @description What holds for all agents that do not say otherwise.
         */
        get: operations["get_settings"];
        /**
         * Change the organization's settings
         * @description Replace them. Calls that begin from now on go by them.
         */
        put: operations["put_settings"];
        post?: never;
        delete?: never;
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
            /**
             * Context Data
             * @description What the agent knows, as JSON of at most 512 KiB. `{{variables}}` are its keys, dotted ones reach into objects, and all of it is told to the model as data.
             */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             * @description When it was created, UTC.
             */
            created_at: string;
            /**
             * Enabled
             * @description Whether it takes and places calls. One that is off turns callers away with a sentence.
             * @default true
             */
            enabled?: boolean;
            /** @description Who goes on when the voice engine is away. */
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @description Whether the caller can cut off the greeting by speaking.
             * @default true
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @description The first words of the agent, said as they stand, at most 2000 characters; may hold `{{variables}}`. Empty: it waits until the caller speaks.
             * @default
             */
            greeting_message?: string;
            /**
             * Id
             * @description The agent's id, `agent_` and 24 digits.
             */
            id: string;
            /** @description Keys that callers press, and those that it presses. */
            keypad?: components["schemas"]["Keypad"];
            /**
             * Language
             * @description The language the agent speaks, as a code such as `en`, `de` or `pt-BR`.
             * @default en
             */
            language?: string;
            /** @description What calls may cost. */
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Max Duration S
             * @description After how many seconds a call ends politely, from 10 to 3300 (55 minutes).
             * @default 1800
             */
            max_duration_s?: number;
            /**
             * Model
             * @description The voice model of the engine.
             * @default gpt-realtime-2.1
             */
            model?: string;
            /**
             * Name
             * @description What people call the agent, one line of at most 100 characters. In a file of agents it says which agent is meant.
             */
            name: string;
            /**
             * Notes
             * @description Instructions beside the prompt that change often, at most 20 000 characters; can be replaced during a call.
             * @default
             */
            notes?: string;
            /**
             * Org Id
             * @description The organization it belongs to; an installation has one, `org_default`.
             */
            org_id: string;
            /**
             * Phone Number
             * @description With country code (E.164). An inbound agent answers it, and has it alone; an outbound agent calls from it.
             */
            phone_number?: string | null;
            /**
             * Recording
             * @description Whether calls are recorded, caller left and agent right.
             * @default true
             */
            recording?: boolean;
            /**
             * Retention Days
             * @description After how many days finished calls are deleted, with transcript, recording and flight record; statistics keep their figures. Null: never.
             */
            retention_days?: number | null;
            /** @description What the carrier's voice says when the agent cannot. */
            sentences?: components["schemas"]["OwnSentences"];
            /** @description What it does when the caller says nothing. */
            silence?: components["schemas"]["SilencePolicy"];
            /**
             * Speed
             * @description How fast it speaks: 1 is normal, from 0.25 to 1.5.
             * @default 1
             */
            speed?: number;
            /**
             * Summary
             * @description Whether the model writes what a call was about when it is over, if the caller spoke. Costs a little, and is on the bill.
             * @default true
             */
            summary?: boolean;
            /**
             * System Prompt
             * @description What the agent is and does, at most 100 000 characters; may hold `{{variables}}` of the context data.
             * @default
             */
            system_prompt?: string;
            /**
             * Timezone
             * @description IANA name such as `Europe/Berlin`, of the local time that the agent tells. Empty: the organization's (`/settings`).
             * @default
             */
            timezone?: string;
            /** @description What the model can do beside speaking. */
            tools?: components["schemas"]["ToolSettings"];
            /** @description How the caller's words are written down. */
            transcription?: components["schemas"]["Transcription"];
            /** @description Whose number the person sees to whom a caller is sent, and how long the two may talk. */
            transfers?: components["schemas"]["TransferSettings"];
            /** @description When the caller's turn counts as over, and whether they may interrupt. */
            turn_detection?: components["schemas"]["TurnDetection"];
            /** @description `inbound` answers its number, `outbound` places calls. */
            type: components["schemas"]["AgentType"];
            /**
             * Updated At
             * Format: date-time
             * @description When its newest version was made, UTC.
             */
            updated_at: string;
            /**
             * Version
             * @description Counts its numbered versions from 1; `ETag` and `If-Match` are this number.
             * @default 1
             */
            version?: number;
            /**
             * Voice
             * @description Who speaks: a Realtime voice such as `marin` or `cedar`, or `nova`, `onyx` or `fable`, for which the nearest one speaks; `effective_voice` says which.
             * @default marin
             */
            voice?: string;
            /** @description What becomes of a call that we place when voicemail or a fax answers. */
            voicemail?: components["schemas"]["VoicemailPolicy"];
        };
        /**
         * AgentFields
         * @description Everything of an agent that a version keeps and a call runs on.
         */
        AgentFields: {
            /**
             * Context Data
             * @description What the agent knows, as JSON of at most 512 KiB. `{{variables}}` are its keys, dotted ones reach into objects, and all of it is told to the model as data.
             */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Enabled
             * @description Whether it takes and places calls. One that is off turns callers away with a sentence.
             * @default true
             */
            enabled?: boolean;
            /** @description Who goes on when the voice engine is away. */
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @description Whether the caller can cut off the greeting by speaking.
             * @default true
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @description The first words of the agent, said as they stand, at most 2000 characters; may hold `{{variables}}`. Empty: it waits until the caller speaks.
             * @default
             */
            greeting_message?: string;
            /** @description Keys that callers press, and those that it presses. */
            keypad?: components["schemas"]["Keypad"];
            /**
             * Language
             * @description The language the agent speaks, as a code such as `en`, `de` or `pt-BR`.
             * @default en
             */
            language?: string;
            /** @description What calls may cost. */
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Max Duration S
             * @description After how many seconds a call ends politely, from 10 to 3300 (55 minutes).
             * @default 1800
             */
            max_duration_s?: number;
            /**
             * Model
             * @description The voice model of the engine.
             * @default gpt-realtime-2.1
             */
            model?: string;
            /**
             * Name
             * @description What people call the agent, one line of at most 100 characters. In a file of agents it says which agent is meant.
             */
            name: string;
            /**
             * Notes
             * @description Instructions beside the prompt that change often, at most 20 000 characters; can be replaced during a call.
             * @default
             */
            notes?: string;
            /**
             * Phone Number
             * @description With country code (E.164). An inbound agent answers it, and has it alone; an outbound agent calls from it.
             */
            phone_number?: string | null;
            /**
             * Recording
             * @description Whether calls are recorded, caller left and agent right.
             * @default true
             */
            recording?: boolean;
            /**
             * Retention Days
             * @description After how many days finished calls are deleted, with transcript, recording and flight record; statistics keep their figures. Null: never.
             */
            retention_days?: number | null;
            /** @description What the carrier's voice says when the agent cannot. */
            sentences?: components["schemas"]["OwnSentences"];
            /** @description What it does when the caller says nothing. */
            silence?: components["schemas"]["SilencePolicy"];
            /**
             * Speed
             * @description How fast it speaks: 1 is normal, from 0.25 to 1.5.
             * @default 1
             */
            speed?: number;
            /**
             * Summary
             * @description Whether the model writes what a call was about when it is over, if the caller spoke. Costs a little, and is on the bill.
             * @default true
             */
            summary?: boolean;
            /**
             * System Prompt
             * @description What the agent is and does, at most 100 000 characters; may hold `{{variables}}` of the context data.
             * @default
             */
            system_prompt?: string;
            /**
             * Timezone
             * @description IANA name such as `Europe/Berlin`, of the local time that the agent tells. Empty: the organization's (`/settings`).
             * @default
             */
            timezone?: string;
            /** @description What the model can do beside speaking. */
            tools?: components["schemas"]["ToolSettings"];
            /** @description How the caller's words are written down. */
            transcription?: components["schemas"]["Transcription"];
            /** @description Whose number the person sees to whom a caller is sent, and how long the two may talk. */
            transfers?: components["schemas"]["TransferSettings"];
            /** @description When the caller's turn counts as over, and whether they may interrupt. */
            turn_detection?: components["schemas"]["TurnDetection"];
            /** @description `inbound` answers its number, `outbound` places calls. */
            type: components["schemas"]["AgentType"];
            /**
             * Voice
             * @description Who speaks: a Realtime voice such as `marin` or `cedar`, or `nova`, `onyx` or `fable`, for which the nearest one speaks; `effective_voice` says which.
             * @default marin
             */
            voice?: string;
            /** @description What becomes of a call that we place when voicemail or a fax answers. */
            voicemail?: components["schemas"]["VoicemailPolicy"];
        };
        /**
         * AgentFigures
         * @description Figures of one agent.
         */
        AgentFigures: {
            /**
             * Agent Id
             * @description Whose figures they are.
             */
            agent_id: string;
            /**
             * Agent Name
             * @description The agent's name, also if it is deleted by now.
             * @default
             */
            agent_name?: string;
            /**
             * Answered
             * @description How many of them were answered.
             * @default 0
             */
            answered?: number;
            /**
             * Avg Cost Usd
             * @description What one cost on average, in US dollars; null without any.
             */
            avg_cost_usd?: number | null;
            /**
             * Avg Duration S
             * @description Seconds of an answered call on average; null without any.
             */
            avg_duration_s?: number | null;
            /**
             * By Direction
             * @description Calls by direction: `inbound`, `outbound`, `browser`.
             */
            by_direction?: {
                [key: string]: number;
            };
            /**
             * By Outcome
             * @description Ended calls by why they ended.
             */
            by_outcome?: {
                [key: string]: number;
            };
            /**
             * Calls
             * @description Calls that began in the period.
             * @default 0
             */
            calls?: number;
            /**
             * Cost Usd
             * @description What they cost together, in US dollars.
             * @default 0
             */
            cost_usd?: number;
            /**
             * Duration S
             * @description Seconds talked, of all answered calls together.
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
             * @description How often callers cut agents off.
             * @default 0
             */
            interruptions?: number;
            /**
             * Live
             * @description How many of them run still.
             * @default 0
             */
            live?: number;
            /**
             * Max Duration S
             * @description Seconds of the longest call; null without any.
             */
            max_duration_s?: number | null;
            /**
             * Missed
             * @description Over without having been answered.
             * @default 0
             */
            missed?: number;
            /** @description The silence before replies, in ms. */
            reply_ms?: components["schemas"]["Percentiles"];
            /**
             * Tool Calls
             * @description How often models called tools.
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @description How many of these did not work.
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @description Lines of transcript.
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
            /**
             * Context Data
             * @description What the agent knows, as JSON of at most 512 KiB. `{{variables}}` are its keys, dotted ones reach into objects, and all of it is told to the model as data.
             */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Enabled
             * @description Whether it takes and places calls. One that is off turns callers away with a sentence.
             * @default true
             */
            enabled?: boolean;
            /** @description Who goes on when the voice engine is away. */
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @description Whether the caller can cut off the greeting by speaking.
             * @default true
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @description The first words of the agent, said as they stand, at most 2000 characters; may hold `{{variables}}`. Empty: it waits until the caller speaks.
             * @default
             */
            greeting_message?: string;
            /** @description Keys that callers press, and those that it presses. */
            keypad?: components["schemas"]["Keypad"];
            /**
             * Language
             * @description ISO 639 code, with or without a region; `auto`: whatever the caller speaks.
             * @default en
             * @example en
             * @example de
             */
            language?: string;
            /** @description What calls may cost. */
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Max Duration S
             * @description After how many seconds a call ends politely, from 10 to 3300 (55 minutes).
             * @default 1800
             */
            max_duration_s?: number;
            /**
             * Model
             * @description The voice model of the engine.
             * @default gpt-realtime-2.1
             */
            model?: string;
            /**
             * Name
             * @description What people call the agent, one line of at most 100 characters. In a file of agents it says which agent is meant.
             */
            name: string;
            /**
             * Notes
             * @description Instructions beside the prompt that change often, at most 20 000 characters; can be replaced during a call.
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
             * @description Whether calls are recorded, caller left and agent right.
             * @default true
             */
            recording?: boolean;
            /**
             * Retention Days
             * @description After how many days finished calls are deleted, with transcript, recording and flight record; statistics keep their figures. Null: never.
             */
            retention_days?: number | null;
            /** @description What the carrier's voice says when the agent cannot. */
            sentences?: components["schemas"]["OwnSentences"];
            /** @description What it does when the caller says nothing. */
            silence?: components["schemas"]["SilencePolicy"];
            /**
             * Speed
             * @description How fast it speaks: 1 is normal, from 0.25 to 1.5.
             * @default 1
             */
            speed?: number;
            /**
             * Summary
             * @description Whether the model writes what a call was about when it is over, if the caller spoke. Costs a little, and is on the bill.
             * @default true
             */
            summary?: boolean;
            /**
             * System Prompt
             * @description What the agent is and does, at most 100 000 characters; may hold `{{variables}}` of the context data.
             * @default
             */
            system_prompt?: string;
            /**
             * Timezone
             * @description IANA name such as `Europe/Berlin`, of the local time that the agent tells. Empty: the organization's (`/settings`).
             * @default
             */
            timezone?: string;
            /** @description What the model can do beside speaking. */
            tools?: components["schemas"]["ToolSettingsInput"];
            /** @description How the caller's words are written down. */
            transcription?: components["schemas"]["Transcription"];
            /** @description Whose number the person sees to whom a caller is sent, and how long the two may talk. */
            transfers?: components["schemas"]["TransferSettings"];
            /** @description When the caller's turn counts as over, and whether they may interrupt. */
            turn_detection?: components["schemas"]["TurnDetection"];
            /** @description `inbound` answers its number, `outbound` places calls. */
            type: components["schemas"]["AgentType"];
            /**
             * Voice
             * @description Who speaks: a Realtime voice such as `marin` or `cedar`, or `nova`, `onyx` or `fable`, for which the nearest one speaks; `effective_voice` says which.
             * @default marin
             */
            voice?: string;
            /** @description What becomes of a call that we place when voicemail or a fax answers. */
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
            /**
             * Context Data
             * @description What the agent knows, as JSON of at most 512 KiB. `{{variables}}` are its keys, dotted ones reach into objects, and all of it is told to the model as data.
             */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Enabled
             * @description Whether it takes and places calls. One that is off turns callers away with a sentence.
             */
            enabled?: boolean;
            /** @description Who goes on when the voice engine is away. */
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @description Whether the caller can cut off the greeting by speaking.
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @description The first words of the agent, said as they stand, at most 2000 characters; may hold `{{variables}}`. Empty: it waits until the caller speaks.
             */
            greeting_message?: string;
            /** @description Keys that callers press, and those that it presses. */
            keypad?: components["schemas"]["Keypad"];
            /**
             * Language
             * @description ISO 639 code, with or without a region; `auto`: whatever the caller speaks.
             * @example en
             * @example de
             */
            language?: string;
            /** @description What calls may cost. */
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Max Duration S
             * @description After how many seconds a call ends politely, from 10 to 3300 (55 minutes).
             */
            max_duration_s?: number;
            /**
             * Model
             * @description The voice model of the engine.
             */
            model?: string;
            /**
             * Name
             * @description What people call the agent, one line of at most 100 characters. In a file of agents it says which agent is meant.
             */
            name?: string;
            /**
             * Notes
             * @description Instructions beside the prompt that change often, at most 20 000 characters; can be replaced during a call.
             */
            notes?: string;
            /**
             * Phone Number
             * @description Inbound: the number it answers. Outbound: the number it calls from.
             */
            phone_number?: string | null;
            /**
             * Recording
             * @description Whether calls are recorded, caller left and agent right.
             */
            recording?: boolean;
            /**
             * Retention Days
             * @description After how many days finished calls are deleted, with transcript, recording and flight record; statistics keep their figures. Null: never.
             */
            retention_days?: number | null;
            /** @description What the carrier's voice says when the agent cannot. */
            sentences?: components["schemas"]["OwnSentences"];
            /** @description What it does when the caller says nothing. */
            silence?: components["schemas"]["SilencePolicy"];
            /**
             * Speed
             * @description How fast it speaks: 1 is normal, from 0.25 to 1.5.
             */
            speed?: number;
            /**
             * Summary
             * @description Whether the model writes what a call was about when it is over, if the caller spoke. Costs a little, and is on the bill.
             */
            summary?: boolean;
            /**
             * System Prompt
             * @description What the agent is and does, at most 100 000 characters; may hold `{{variables}}` of the context data.
             */
            system_prompt?: string;
            /**
             * Timezone
             * @description IANA name such as `Europe/Berlin`, of the local time that the agent tells. Empty: the organization's (`/settings`).
             */
            timezone?: string;
            /** @description What the model can do beside speaking. */
            tools?: components["schemas"]["ToolSettingsInput"];
            /** @description How the caller's words are written down. */
            transcription?: components["schemas"]["Transcription"];
            /** @description Whose number the person sees to whom a caller is sent, and how long the two may talk. */
            transfers?: components["schemas"]["TransferSettings"];
            /** @description When the caller's turn counts as over, and whether they may interrupt. */
            turn_detection?: components["schemas"]["TurnDetection"];
            /** @description `inbound` answers its number, `outbound` places calls. */
            type?: components["schemas"]["AgentType"];
            /**
             * Voice
             * @description Who speaks: a Realtime voice such as `marin` or `cedar`, or `nova`, `onyx` or `fable`, for which the nearest one speaks; `effective_voice` says which.
             */
            voice?: string;
            /** @description What becomes of a call that we place when voicemail or a fax answers. */
            voicemail?: components["schemas"]["VoicemailPolicy"];
        };
        /**
         * Agents
         * @description Every agent that had calls in the period, most calls first.
         */
        Agents: {
            /**
             * Items
             * @description Figures of each agent, most calls first.
             */
            items: components["schemas"]["AgentFigures"][];
            /**
             * Since
             * Format: date-time
             * @description Where the period begins, UTC.
             */
            since: string;
            /**
             * Until
             * Format: date-time
             * @description Where it ends, UTC.
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
            /**
             * Agent Id
             * @description Whose version it is.
             */
            agent_id: string;
            /**
             * Author
             * @description Who made it: the name of a key, or `local`.
             */
            author: string;
            /**
             * Changed
             * @description Fields that differ from before.
             */
            changed?: string[];
            /**
             * Created At
             * Format: date-time
             * @description When it was made, UTC.
             */
            created_at: string;
            /** @description All fields as they were in this version; secrets are masked. */
            fields: components["schemas"]["AgentFields"];
            /**
             * Note
             * @description Why, in the author's words.
             * @default
             */
            note?: string;
            /**
             * Version
             * @description Its number, from 1.
             */
            version: number;
        };
        /**
         * AgentView
         * @description An agent as shown.
         */
        AgentView: {
            /**
             * Context Data
             * @description What the agent knows, as JSON of at most 512 KiB. `{{variables}}` are its keys, dotted ones reach into objects, and all of it is told to the model as data.
             */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             * @description When it was created, UTC.
             */
            created_at: string;
            /**
             * Effective Voice
             * @description The Realtime voice that will really speak.
             */
            effective_voice: string;
            /**
             * Enabled
             * @description Whether it takes and places calls. One that is off turns callers away with a sentence.
             * @default true
             */
            enabled?: boolean;
            /** @description Who goes on when the voice engine is away. */
            fallback?: components["schemas"]["Fallback"];
            /**
             * Greeting Interruptible
             * @description Whether the caller can cut off the greeting by speaking.
             * @default true
             */
            greeting_interruptible?: boolean;
            /**
             * Greeting Message
             * @description The first words of the agent, said as they stand, at most 2000 characters; may hold `{{variables}}`. Empty: it waits until the caller speaks.
             * @default
             */
            greeting_message?: string;
            /**
             * Id
             * @description The agent's id, `agent_` and 24 digits.
             */
            id: string;
            /** @description Keys that callers press, and those that it presses. */
            keypad?: components["schemas"]["Keypad"];
            /**
             * Language
             * @description The language the agent speaks, as a code such as `en`, `de` or `pt-BR`.
             * @default en
             */
            language?: string;
            /** @description What calls may cost. */
            limits?: components["schemas"]["SpendLimits"];
            /**
             * Live Calls
             * @description How many calls it is in now.
             * @default 0
             */
            live_calls?: number;
            /**
             * Max Duration S
             * @description After how many seconds a call ends politely, from 10 to 3300 (55 minutes).
             * @default 1800
             */
            max_duration_s?: number;
            /**
             * Model
             * @description The voice model of the engine.
             * @default gpt-realtime-2.1
             */
            model?: string;
            /**
             * Name
             * @description What people call the agent, one line of at most 100 characters. In a file of agents it says which agent is meant.
             */
            name: string;
            /**
             * Notes
             * @description Instructions beside the prompt that change often, at most 20 000 characters; can be replaced during a call.
             * @default
             */
            notes?: string;
            /**
             * Number Id
             * @description The id of its number in `/numbers`. Null if it has none, or one that is not in the carrier account.
             */
            number_id?: string | null;
            /**
             * Number Status
             * @description `available`, `assigned`, `elsewhere`, `missing`, or `not_in_account`; null without a number, or while nobody has looked into the account.
             */
            number_status?: string | null;
            /**
             * Org Id
             * @description The organization it belongs to; an installation has one, `org_default`.
             */
            org_id: string;
            /**
             * Phone Number
             * @description With country code (E.164). An inbound agent answers it, and has it alone; an outbound agent calls from it.
             */
            phone_number?: string | null;
            /**
             * Recording
             * @description Whether calls are recorded, caller left and agent right.
             * @default true
             */
            recording?: boolean;
            /**
             * Retention Days
             * @description After how many days finished calls are deleted, with transcript, recording and flight record; statistics keep their figures. Null: never.
             */
            retention_days?: number | null;
            /** @description What the carrier's voice says when the agent cannot. */
            sentences?: components["schemas"]["OwnSentences"];
            /** @description What it does when the caller says nothing. */
            silence?: components["schemas"]["SilencePolicy"];
            /** @description How much the model is given to read, and what that costs. */
            size: components["schemas"]["Size"];
            /**
             * Speed
             * @description How fast it speaks: 1 is normal, from 0.25 to 1.5.
             * @default 1
             */
            speed?: number;
            /**
             * Summary
             * @description Whether the model writes what a call was about when it is over, if the caller spoke. Costs a little, and is on the bill.
             * @default true
             */
            summary?: boolean;
            /**
             * System Prompt
             * @description What the agent is and does, at most 100 000 characters; may hold `{{variables}}` of the context data.
             * @default
             */
            system_prompt?: string;
            /**
             * Timezone
             * @description IANA name such as `Europe/Berlin`, of the local time that the agent tells. Empty: the organization's (`/settings`).
             * @default
             */
            timezone?: string;
            /** @description What the model can do beside speaking. */
            tools?: components["schemas"]["ToolSettings"];
            /** @description How the caller's words are written down. */
            transcription?: components["schemas"]["Transcription"];
            /** @description Whose number the person sees to whom a caller is sent, and how long the two may talk. */
            transfers?: components["schemas"]["TransferSettings"];
            /** @description When the caller's turn counts as over, and whether they may interrupt. */
            turn_detection?: components["schemas"]["TurnDetection"];
            /** @description `inbound` answers its number, `outbound` places calls. */
            type: components["schemas"]["AgentType"];
            /**
             * Updated At
             * Format: date-time
             * @description When its newest version was made, UTC.
             */
            updated_at: string;
            /**
             * Version
             * @description Counts its numbered versions from 1; `ETag` and `If-Match` are this number.
             * @default 1
             */
            version?: number;
            /**
             * Voice
             * @description Who speaks: a Realtime voice such as `marin` or `cedar`, or `nova`, `onyx` or `fable`, for which the nearest one speaks; `effective_voice` says which.
             * @default marin
             */
            voice?: string;
            /** @description What becomes of a call that we place when voicemail or a fax answers. */
            voicemail?: components["schemas"]["VoicemailPolicy"];
            /**
             * Warnings
             * @description What works, but not as one might expect, each with a cure.
             */
            warnings?: components["schemas"]["Notice"][];
        };
        /**
         * Alive
         * @description The process answers.
         */
        Alive: {
            /**
             * Service
             * @description Says that this is Phony.
             * @default phony
             * @constant
             */
            service?: "phony";
            /**
             * Status
             * @description Always `ok`: who cannot say so does not answer.
             * @default ok
             * @constant
             */
            status?: "ok";
            /**
             * Version
             * @description The version that runs.
             */
            version: string;
            /**
             * Worker Id
             * @description The process that answered.
             */
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
             * @description When it was made, UTC.
             */
            created_at: string;
            /**
             * Created By
             * @description Who made it.
             * @default
             */
            created_by?: string;
            /**
             * Expires At
             * @description When it ends, UTC; null: never.
             */
            expires_at?: string | null;
            /**
             * Id
             * @description The key's id, `key_` and 24 digits.
             */
            id: string;
            /**
             * Last Used At
             * @description When it was last used, UTC, give or take a minute; null: never.
             */
            last_used_at?: string | null;
            /**
             * Name
             * @description What it is called; written as author of what is done with it.
             */
            name: string;
            /**
             * Org Id
             * @description The organization it opens.
             */
            org_id: string;
            /**
             * Prefix
             * @description The first characters of the key, to tell keys apart.
             */
            prefix: string;
            /** @description What it may do: `read`, `operate` (steer calls, too) or `admin`. */
            scope: components["schemas"]["Scope"];
        };
        /**
         * Assigned
         * @description The number after the change.
         */
        Assigned: {
            /** @description The number as it is now. */
            number: components["schemas"]["NumberView"];
            /**
             * Warnings
             * @description What did not go as one might expect, for example at the carrier.
             */
            warnings?: components["schemas"]["Notice"][];
        };
        /**
         * Assignment
         * @description Who shall answer the number.
         */
        Assignment: {
            /**
             * Agent Id
             * @description The id of an inbound agent.
             */
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
             * @description When it was tried, UTC.
             */
            at: string;
            /**
             * Elapsed Ms
             * @description How long it took, in ms.
             * @default 0
             */
            elapsed_ms?: number;
            /**
             * Error
             * @description Why it failed; null if it worked.
             */
            error?: string | null;
            /**
             * Response
             * @description The beginning of what was answered.
             * @default
             */
            response?: string;
            /**
             * Status
             * @description The HTTP status of the answer; null if there was none.
             */
            status?: number | null;
        };
        /**
         * AuditEntry
         * @description Who changed what, and when. `changes` names fields, with values unless they are secret.
         */
        AuditEntry: {
            /**
             * Action
             * @description What was done, as a stable name such as `agent.update`.
             */
            action: string;
            /**
             * Actor
             * @description Who did it: the name of a key, or `local`.
             */
            actor: string;
            /**
             * At
             * Format: date-time
             * @description When it happened, UTC.
             */
            at: string;
            /**
             * Changes
             * @description Which fields it changed, with values unless they are secret.
             */
            changes?: {
                [key: string]: unknown;
            };
            /**
             * Id
             * @description The entry's id.
             */
            id: string;
            /**
             * Org Id
             * @description The organization it belongs to.
             */
            org_id: string;
            /**
             * Summary
             * @description The same in words.
             * @default
             */
            summary?: string;
            /**
             * Target
             * @description The id of what it was done to.
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
             * @description How urgent it is.
             * @enum {string}
             */
            level: "info" | "warning";
            /**
             * Text
             * @description The line to show.
             */
            text: string;
        };
        /**
         * Body_preview_with_context
         * @description What the request takes.
         */
        Body_preview_with_context: {
            /**
             * Context Override
             * @description What the call would add to the context data.
             */
            context_override: {
                [key: string]: unknown;
            };
        };
        /**
         * BrowserCallInput
         * @description Which agent to talk to.
         */
        BrowserCallInput: {
            /**
             * Agent Id
             * @description The agent to talk to.
             */
            agent_id: string;
            /**
             * Context Override
             * @description What this call adds to the agent's context data.
             */
            context_override?: {
                [key: string]: unknown;
            };
        };
        /**
         * BrowserCallStarted
         * @description Open `media_url` as a Media Streams client and send `token` and `call_id` in `start`.
         */
        BrowserCallStarted: {
            /** @description The call's record. */
            call: components["schemas"]["Call"];
            /**
             * Call Id
             * @description The call that is being made, for `start` and for `/calls`.
             */
            call_id: string;
            /**
             * Media Url
             * @description The WebSocket to open for sound, as a Media Streams client.
             */
            media_url: string;
            /**
             * Token
             * @description Lets this one client in, once.
             */
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
            /** @description All fields of that version, with secrets masked. Lists leave it out. */
            agent?: components["schemas"]["Agent"] | null;
            /**
             * Agent Id
             * @description The agent that talks, or talked; it may be deleted by now.
             */
            agent_id: string;
            /**
             * Agent Name
             * @description The agent's name when the call began.
             * @default
             */
            agent_name?: string;
            /**
             * Agent Version
             * @description The version of the agent that the call runs on, from beginning to end.
             * @default 1
             */
            agent_version?: number;
            /**
             * Answered At
             * @description When it was answered, UTC; null if it was not.
             */
            answered_at?: string | null;
            /**
             * Answered By
             * @description What the carrier's detection says answered an outbound call: `human`, `machine_end_beep`, `fax`, ...
             */
            answered_by?: string | null;
            /**
             * Carrier Call Sid
             * @description The carrier's own id of the call, once it has one.
             */
            carrier_call_sid?: string | null;
            /**
             * Complete
             * @description Whether the call is over, its transcript final and its recording made. Only its summary and the carrier's own price may still come.
             * @default false
             */
            complete?: boolean;
            /**
             * Context Data
             * @description The context data that the model holds now: the agent's, with what this call and its edits added.
             */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Context Version
             * @description Grows by one with every confirmed edit.
             * @default 0
             */
            context_version?: number;
            /** @description What the call costs, line by line, in US dollars. */
            cost?: components["schemas"]["CallCost"];
            /**
             * Created At
             * Format: date-time
             * @description When the record was made, UTC; positions in ms in this call count from here.
             */
            created_at: string;
            /** @description `inbound` and `outbound` as seen from here; `browser` came from the dashboard, without a carrier. */
            direction: components["schemas"]["Direction"];
            /**
             * Duration S
             * @description Seconds from answer to end; null while it runs, or if nobody answered.
             */
            duration_s?: number | null;
            /**
             * End Reason
             * @description The same in more detail, for example `carrier:busy` or `transfer:sales`. For reading, not for programs.
             */
            end_reason?: string | null;
            /**
             * Ended At
             * @description When it ended, UTC; null while it runs.
             */
            ended_at?: string | null;
            /**
             * From Number
             * @description Who calls, as the carrier says it: usually E.164, or a word such as `anonymous`.
             * @default
             */
            from_number?: string;
            /**
             * Has Recording
             * @description Whether there is a recording to be had. It is made in the second after the end.
             * @default false
             */
            has_recording?: boolean;
            /**
             * Id
             * @description The call's id, `call_` and 24 digits.
             */
            id: string;
            /**
             * Last Words
             * @description The newest line of transcript, for lists.
             * @default
             */
            last_words?: string;
            /**
             * Lease
             * @description Grows with each process that takes the call over.
             * @default 0
             */
            lease?: number;
            /**
             * Limit Stage
             * @description How near it came to a money limit: `warn`, `wrap_up` or `stop`; null if to none.
             */
            limit_stage?: string | null;
            /**
             * Limit What
             * @description Whose limit that is: of the `call`, of its `agent` for the day, or of the organization's `day`.
             */
            limit_what?: string | null;
            /**
             * Muted
             * @description Whether an operator muted the agent.
             * @default false
             */
            muted?: boolean;
            /**
             * Notes
             * @description The notes that the model holds now.
             * @default
             */
            notes?: string;
            /**
             * Org Id
             * @description The organization it belongs to; an installation has one, `org_default`.
             */
            org_id: string;
            /** @description Why it ended; null while it runs. */
            outcome?: components["schemas"]["CallOutcome"] | null;
            /**
             * Phase
             * @description What happens just now: `connecting`, `greeting`, `talking`, `hold`, `operator`, `reconnecting`, `closing`, `draining` or `ended`.
             * @default
             */
            phase?: string;
            /**
             * Resume Count
             * @description How often another process went on with the call after the first was lost.
             * @default 0
             */
            resume_count?: number;
            /**
             * Send Digits
             * @description Keys pressed once an outbound call is answered, for an extension; `w` waits half a second. Empty: none.
             * @default
             */
            send_digits?: string;
            /** @description Figures of the call. */
            stats?: components["schemas"]["CallStats"];
            /**
             * @description Where the call stands; it only ever moves forward.
             * @default queued
             */
            status?: components["schemas"]["CallStatus"];
            /**
             * Stream Sid
             * @description The carrier's id of the media stream that runs now.
             */
            stream_sid?: string | null;
            /**
             * Summary
             * @description What the call was about, a few sentences, some seconds after its end; null if there is none, or not yet.
             */
            summary?: string | null;
            /**
             * System Prompt
             * @description The prompt in force now, with its `{{variables}}` as written.
             * @default
             */
            system_prompt?: string;
            /**
             * Taken Over By
             * @description The operator who speaks in the agent's place; null if none does.
             */
            taken_over_by?: string | null;
            /**
             * Timezone
             * @description Where the agent is: its local time is told.
             * @default UTC
             */
            timezone?: string;
            /**
             * To Number
             * @description Who is called.
             * @default
             */
            to_number?: string;
            /**
             * Transcript Final
             * @description Whether no line of the transcript changes any more.
             * @default false
             */
            transcript_final?: boolean;
            /**
             * Version
             * @description Grows with each change of the record: drop what is older than what you have.
             * @default 0
             */
            version?: number;
            /**
             * Worker Id
             * @description The process that runs the call now; null when nobody does.
             */
            worker_id?: string | null;
        };
        /**
         * CallContextView
         * @description What the model of a call holds now.
         */
        CallContextView: {
            /**
             * Call Id
             * @description Whose context it is.
             */
            call_id: string;
            /**
             * Context Data
             * @description The context data that the model holds.
             */
            context_data: {
                [key: string]: unknown;
            };
            /**
             * Instructions
             * @description The instructions as a fresh engine session gets them.
             */
            instructions: string;
            /**
             * Live
             * @description Whether the call runs, so that it can be changed.
             */
            live: boolean;
            /**
             * Missing
             * @description Variables of prompt and notes that have no value.
             */
            missing: string[];
            /**
             * Notes
             * @description The notes that the model holds.
             */
            notes: string;
            /**
             * Pending
             * @description Edits that are on their way.
             */
            pending: components["schemas"]["Edit"][];
            /**
             * System Prompt
             * @description The prompt in force, with its `{{variables}}` as written.
             */
            system_prompt: string;
            /**
             * Version
             * @description Grows by one with every confirmed edit.
             */
            version: number;
        };
        /**
         * CallCost
         * @description The call's bill; `carrier_error_usd` = carrier's own price less ours, once known.
         */
        CallCost: {
            /**
             * Carrier Error Usd
             * @description That price less what was reckoned here, in US dollars.
             */
            carrier_error_usd?: number | null;
            /**
             * Carrier Price Usd
             * @description What the carrier itself says it charges, in US dollars; null until it says so, minutes to hours later.
             */
            carrier_price_usd?: number | null;
            /**
             * Final
             * @description Whether the call is over and its bill made; the carrier's own price may still correct it.
             * @default false
             */
            final?: boolean;
            /**
             * Items
             * @description The lines of the bill.
             */
            items?: components["schemas"]["CostItem"][];
            /**
             * Prices Dated
             * @description The day of the price table that the bill was made with.
             * @default
             */
            prices_dated?: string;
            /**
             * Total Usd
             * @description Their sum, in US dollars.
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
             * @description Pieces of 20 ms of sound that went to the caller.
             * @default 0
             */
            agent_frames?: number;
            /**
             * Agent Turns
             * @description Lines that the agent said.
             * @default 0
             */
            agent_turns?: number;
            /**
             * Caller Frames
             * @description Pieces of 20 ms of sound that came from the caller.
             * @default 0
             */
            caller_frames?: number;
            /**
             * Caller Turns
             * @description Lines that the caller said.
             * @default 0
             */
            caller_turns?: number;
            /**
             * Edits
             * @description Edits that the model confirmed.
             * @default 0
             */
            edits?: number;
            /**
             * Engine Sessions
             * @description Sessions with a voice engine: more than one if it was lost and came back.
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
             * @description How often the caller cut the agent off.
             * @default 0
             */
            interruptions?: number;
            /**
             * Reply Ms
             * @description The silence before each reply as the caller felt it, in ms, in order.
             */
            reply_ms?: number[];
            /**
             * Tool Calls
             * @description How often the model called a tool, built-in ones included.
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @description How many of these did not work.
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @description Lines of transcript, of everybody.
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
             * @description Whom it tells how calls go.
             * @default
             */
            status_callback?: string;
            /**
             * Status Callback Method
             * @description With which HTTP method it tells.
             * @default POST
             */
            status_callback_method?: string;
            /**
             * Trunk Sid
             * @description The carrier's trunk that has the number, instead of the URLs.
             * @default
             */
            trunk_sid?: string;
            /**
             * Voice Application Sid
             * @description The carrier's application that has the number, instead of the URLs.
             * @default
             */
            voice_application_sid?: string;
            /**
             * Voice Fallback Method
             * @description With which HTTP method it asks then.
             * @default POST
             */
            voice_fallback_method?: string;
            /**
             * Voice Fallback Url
             * @description Whom it asks if that fails.
             * @default
             */
            voice_fallback_url?: string;
            /**
             * Voice Method
             * @description With which HTTP method it asks.
             * @default POST
             */
            voice_method?: string;
            /**
             * Voice Url
             * @description Whom the carrier asks what to do with a call.
             * @default
             */
            voice_url?: string;
        };
        /**
         * Change
         * @description One difference between two versions, at a dotted path.
         */
        Change: {
            /**
             * After
             * @description Its value after; null if it is gone.
             */
            after?: unknown;
            /**
             * Before
             * @description Its value before; null if it was not there.
             */
            before?: unknown;
            /**
             * Kind
             * @description `added`, `removed` or `changed`.
             */
            kind: string;
            /**
             * Path
             * @description Which field differs, as a dotted path.
             */
            path: string;
        };
        /**
         * Check
         * @description One finding; everything but `ok` says what to do.
         */
        Check: {
            /**
             * Cure
             * @description What to do about it; null if all is well.
             */
            cure?: string | null;
            /**
             * Detail
             * @description What was found, as a sentence.
             * @default
             */
            detail?: string;
            /**
             * Id
             * @description The check's stable name.
             */
            id: string;
            /** @description How it is. */
            state: components["schemas"]["CheckState"];
            /**
             * Title
             * @description What was looked at.
             */
            title: string;
            /**
             * Took Ms
             * @description How long looking took, in ms.
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
            /**
             * Args
             * @description What it was given, for example `text` or `to_number`.
             */
            args?: {
                [key: string]: unknown;
            };
            /**
             * At Ms
             * @description Where in the call it was done, in ms since the call's `created_at`.
             */
            at_ms?: number | null;
            /**
             * Author
             * @description Who gave it.
             * @default
             */
            author?: string;
            /**
             * Call Id
             * @description The call it is for.
             */
            call_id: string;
            /**
             * Created At
             * Format: date-time
             * @description When it was given, UTC.
             */
            created_at: string;
            /**
             * Done At
             * @description When it was done or failed, UTC.
             */
            done_at?: string | null;
            /**
             * Id
             * @description The command's id, `cmd_` and 24 digits.
             */
            id: string;
            /** @description What is to be done. */
            kind: components["schemas"]["CommandKind"];
            /**
             * Org Id
             * @description The organization it belongs to.
             */
            org_id: string;
            /**
             * Result
             * @description What came of it, as a word or a sentence; for `probe` the model's answer.
             */
            result?: string | null;
            /**
             * @description Where it stands.
             * @default pending
             */
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
            /** @description The agent after the change. */
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
            /**
             * Notes
             * @description The new notes, at most 20 000 characters; left out, they stay.
             */
            notes?: string | null;
            /**
             * Set
             * @description Dotted keys and their values.
             */
            set?: {
                [key: string]: unknown;
            };
            /**
             * Unset
             * @description Dotted keys that are removed; at most 1000.
             */
            unset?: string[];
        };
        /**
         * CostItem
         * @description One line of a bill, USD. `final` False while it may still be corrected.
         */
        CostItem: {
            /**
             * Amount Usd
             * @description What the line comes to, in US dollars.
             */
            amount_usd: number;
            /**
             * Description
             * @description The same in words.
             * @default
             */
            description?: string;
            /**
             * Final
             * @description Whether the line stays as it is.
             * @default true
             */
            final?: boolean;
            /**
             * Kind
             * @description What it is for, as a stable name: `model.audio_in`, `transcription`, `carrier.minutes`, ...
             */
            kind: string;
            /**
             * Quantity
             * @description How many of `unit`; the carrier's minutes are rounded up as it does.
             */
            quantity: number;
            /**
             * Source
             * @description `usage` was counted by the engine, `estimate` reckoned here from the price table, `carrier` is the carrier's own price.
             * @default usage
             * @enum {string}
             */
            source?: "usage" | "estimate" | "carrier";
            /**
             * Unit
             * @description `token`, `second`, `minute` or `call`.
             */
            unit: string;
            /**
             * Unit Price Usd
             * @description Price of one, in US dollars.
             */
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
            /**
             * Id
             * @description What is gone.
             */
            id: string;
            /**
             * Warnings
             * @description What did not go as one might expect, for example a number that could not be given back.
             */
            warnings?: components["schemas"]["Notice"][];
        };
        /**
         * Delivery
         * @description One event for one webhook. `event_id` is the same for all webhooks and all tries.
         */
        Delivery: {
            /**
             * Attempts
             * @description Every try, oldest first.
             */
            attempts?: components["schemas"]["Attempt"][];
            /**
             * Body
             * @description What is sent, as JSON text.
             */
            body: string;
            /**
             * Call Id
             * @description The call it is about; null for a test.
             */
            call_id?: string | null;
            /**
             * Created At
             * Format: date-time
             * @description When it was queued, UTC.
             */
            created_at: string;
            /**
             * Delivered At
             * @description When it was delivered, UTC; null if it was not.
             */
            delivered_at?: string | null;
            /** @description Which event it is. */
            event: components["schemas"]["WebhookEvent"];
            /**
             * Event Id
             * @description The event's id, sent as `webhook-id`: the same for all webhooks and all tries.
             */
            event_id: string;
            /**
             * Id
             * @description The delivery's id, `dlv_` and 24 digits.
             */
            id: string;
            /**
             * Next At
             * @description When it is tried next, UTC; null if it is not.
             */
            next_at?: string | null;
            /**
             * Org Id
             * @description The organization it belongs to.
             */
            org_id: string;
            /**
             * @description Whether it waits, was delivered, or was given up.
             * @default pending
             */
            state?: components["schemas"]["DeliveryState"];
            /**
             * Tries
             * @description Tries since it was queued, or queued again.
             * @default 0
             */
            tries?: number;
            /**
             * Webhook Id
             * @description The webhook it is sent to.
             */
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
             * Known Countries
             * @description The codes that `countries` may name.
             */
            known_countries: string[];
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
             * @description When it looked, UTC.
             */
            at: string;
            /**
             * Checks
             * @description Each finding.
             */
            checks: components["schemas"]["Check"][];
            /**
             * Ok
             * @description Whether nothing failed; warnings may stand.
             */
            ok: boolean;
            /**
             * Summary
             * @description How many findings there are of each state.
             */
            summary?: {
                [key: string]: number;
            };
        };
        /**
         * Dtmf
         * @description Keys to press; `w` waits half a second.
         */
        Dtmf: {
            /**
             * Digits
             * @description The keys in order, at most 32: `0` to `9`, `*`, `#`, `A` to `D`; `w` waits half a second.
             */
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
            /**
             * At Ms
             * @description Where in the call it took effect, in ms since its `created_at`.
             */
            at_ms?: number | null;
            /**
             * Author
             * @description Who made it.
             * @default
             */
            author?: string;
            /**
             * Batch Id
             * @description The same for all edits that one request made for several calls.
             */
            batch_id?: string | null;
            /**
             * Before
             * @description The values that it replaced, once it was sent.
             */
            before?: {
                [key: string]: unknown;
            };
            /**
             * Call Id
             * @description The call it changes.
             */
            call_id: string;
            /**
             * Confirmed At
             * @description When the engine confirmed it, UTC.
             */
            confirmed_at?: string | null;
            /**
             * Created At
             * Format: date-time
             * @description When it was made, UTC.
             */
            created_at: string;
            /**
             * Id
             * @description The edit's id, `edit_` and 24 digits.
             */
            id: string;
            /**
             * @description When the model is told: `now` cuts the agent off, `after_sentence` waits for its sentence, `next_turn` for the caller's next turn.
             * @default now
             */
            mode?: components["schemas"]["EditMode"];
            /**
             * Notes
             * @description The new notes; null leaves them.
             */
            notes?: string | null;
            /**
             * Org Id
             * @description The organization it belongs to.
             */
            org_id: string;
            /**
             * Probe
             * @description A question put to the model afterwards, unheard by the caller, to see what it took over.
             */
            probe?: string | null;
            /**
             * Probe Answer
             * @description What the model answered to it.
             */
            probe_answer?: string | null;
            /**
             * Reason
             * @description Why it was refused or came too late, as a sentence.
             */
            reason?: string | null;
            /** @description Why it does not hold, if that is ours to say; `reason` has the words. */
            refusal?: components["schemas"]["Refusal"] | null;
            /**
             * Sent At
             * @description When it was sent to the engine, UTC.
             */
            sent_at?: string | null;
            /**
             * Set
             * @description Keys of the context data with new values; dotted ones reach into objects.
             */
            set?: {
                [key: string]: unknown;
            };
            /**
             * @description Where it stands. Only `confirmed`, by the engine's own event, means that the model has it.
             * @default pending
             */
            state?: components["schemas"]["EditState"];
            /**
             * System Prompt
             * @description The new prompt; null leaves it.
             */
            system_prompt?: string | null;
            /**
             * Turn
             * @description The index of the line of transcript before which it took effect.
             */
            turn?: number | null;
            /**
             * Undoes
             * @description The edit that this one takes back.
             */
            undoes?: string | null;
            /**
             * Undone By
             * @description The edit that took this one back.
             */
            undone_by?: string | null;
            /**
             * Unset
             * @description Keys that are removed.
             */
            unset?: string[];
            /**
             * Until
             * @description When its time is over and the old values come back, UTC; null: it stays.
             */
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
            /**
             * @description When the model is told: `now` cuts the agent off, `after_sentence` waits for its sentence, `next_turn` for the caller's next turn.
             * @default now
             */
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
            /**
             * Call Id
             * @description The call that would change.
             */
            call_id: string;
            /**
             * Changes
             * @description Keys that would differ.
             */
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
            /** @description The notes before and after; null if they stay. */
            notes?: components["schemas"]["TextChange"] | null;
            /**
             * Pending
             * @description Edits under way that the model does not hold yet.
             */
            pending: string[];
            /** @description The prompt before and after; null if it stays. */
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
            /**
             * Engines
             * @description Tried in this order when the agent's own engine is away; at most 4.
             */
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
             * @description The model to ask for. Empty: the agent's own.
             * @default
             */
            model?: string;
            /**
             * Transcription Model
             * @description What writes the caller's words down with this engine. Empty: as the agent has it.
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
             * @description The voice of this engine. Empty: the agent's own.
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
             * @description Stable name of the kind of error, if it has one.
             * @default
             */
            code?: string;
            /**
             * Cure
             * @description What to do about it, if that can be said.
             * @default null
             */
            cure?: string | null;
            /**
             * Field
             * @description Dotted path of the input, e.g. `turn_detection.threshold`.
             */
            field: string;
            /**
             * Message
             * @description What is wrong with it.
             */
            message: string;
        };
        /**
         * Figures
         * @description What a group of calls came to.
         */
        Figures: {
            /**
             * Answered
             * @description How many of them were answered.
             * @default 0
             */
            answered?: number;
            /**
             * Avg Cost Usd
             * @description What one cost on average, in US dollars; null without any.
             */
            avg_cost_usd?: number | null;
            /**
             * Avg Duration S
             * @description Seconds of an answered call on average; null without any.
             */
            avg_duration_s?: number | null;
            /**
             * By Direction
             * @description Calls by direction: `inbound`, `outbound`, `browser`.
             */
            by_direction?: {
                [key: string]: number;
            };
            /**
             * By Outcome
             * @description Ended calls by why they ended.
             */
            by_outcome?: {
                [key: string]: number;
            };
            /**
             * Calls
             * @description Calls that began in the period.
             * @default 0
             */
            calls?: number;
            /**
             * Cost Usd
             * @description What they cost together, in US dollars.
             * @default 0
             */
            cost_usd?: number;
            /**
             * Duration S
             * @description Seconds talked, of all answered calls together.
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
             * @description How often callers cut agents off.
             * @default 0
             */
            interruptions?: number;
            /**
             * Live
             * @description How many of them run still.
             * @default 0
             */
            live?: number;
            /**
             * Max Duration S
             * @description Seconds of the longest call; null without any.
             */
            max_duration_s?: number | null;
            /**
             * Missed
             * @description Over without having been answered.
             * @default 0
             */
            missed?: number;
            /** @description The silence before replies, in ms. */
            reply_ms?: components["schemas"]["Percentiles"];
            /**
             * Tool Calls
             * @description How often models called tools.
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @description How many of these did not work.
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @description Lines of transcript.
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
            /**
             * At Ms
             * @description When, in ms since the call's `created_at`.
             */
            at_ms: number;
            /**
             * Call Id
             * @description The call it belongs to.
             */
            call_id: string;
            /**
             * Data
             * @description What it said, without sound and secrets.
             */
            data?: {
                [key: string]: unknown;
            };
            /**
             * Direction
             * @description `in` was received, `out` was sent, `note` is a remark.
             * @enum {string}
             */
            direction: "in" | "out" | "note";
            /**
             * Leg
             * @description Where it happened: at the carrier, the engine, an operator, or in Phony itself.
             * @enum {string}
             */
            leg: "carrier" | "engine" | "operator" | "phony";
            /**
             * Name
             * @description What it was: the message's type, or the remark's name.
             */
            name: string;
            /**
             * Of
             * @description What the session was told, or asked for; null for a note.
             */
            of?: ("event" | "action") | null;
            /**
             * Seq
             * @description Its place in the record, from 1.
             */
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
            /**
             * Note
             * @description What the agent should know besides what it heard, at most 4000 characters.
             */
            note?: string | null;
        };
        /**
         * HangUp
         * @description How to end the call.
         */
        HangUp: {
            /**
             * When
             * @description `after_sentence` lets the agent finish its sentence, `now` cuts it off.
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
             * @description Tells the model when to use the tool and what it gives, at most 1024 characters. The better it says so, the better the tool is used.
             * @default
             */
            description?: string;
            /**
             * Headers
             * @description Sent with each request, for example `Authorization`; may have `{{variables}}`. Values are secret: answers show `********` in their place, and that sent back keeps what is stored.
             */
            headers?: {
                [key: string]: string;
            };
            /**
             * Method
             * @description `POST` sends call and arguments as JSON, `GET` only the arguments, in the query.
             * @default POST
             * @enum {string}
             */
            method?: "GET" | "POST";
            /**
             * Name
             * @description What the model calls the tool by: 1 to 64 letters, digits, `_` and `-`, not beginning with a digit. Unique in the agent, and no built-in tool's name.
             */
            name: string;
            /**
             * Parameters
             * @description JSON Schema of type `object` for the arguments that the model fills in.
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Signing Secret
             * @description Signs each request as webhooks are signed, so that your server knows it is from here: `whsec_` and the base64 of 24 to 64 random bytes. Only with POST. Empty: requests are not signed. Stored, and never shown again.
             */
            signing_secret?: string;
            /**
             * Timeout S
             * @description How long the answer may take, in seconds, redirects included; then the model hears that there was none.
             * @default 10
             */
            timeout_s?: number;
            /**
             * Url
             * @description Where the request goes, `https://` or `http://`; may have `{{variables}}` after its host, which are escaped. Private addresses are refused when the tool is called, unless the server runs with `PHONY_ALLOW_PRIVATE_URLS`.
             */
            url: string;
        };
        /**
         * HttpToolInput
         * @description A tool of the operator's, as it is set.
         */
        HttpToolInput: {
            /**
             * Description
             * @description Tells the model when to use the tool and what it gives, at most 1024 characters. The better it says so, the better the tool is used.
             * @default
             */
            description?: string;
            /**
             * Headers
             * @description Sent with each request, for example `Authorization`; may have `{{variables}}`. Values are secret: answers show `********` in their place, and that sent back keeps what is stored.
             */
            headers?: {
                [key: string]: string;
            };
            /**
             * Method
             * @description `POST` sends call and arguments as JSON, `GET` only the arguments, in the query.
             * @default POST
             * @enum {string}
             */
            method?: "GET" | "POST";
            /**
             * Name
             * @description What the model calls the tool by: 1 to 64 letters, digits, `_` and `-`, not beginning with a digit. Unique in the agent, and no built-in tool's name.
             */
            name: string;
            /**
             * Parameters
             * @description JSON Schema of type `object` for the arguments that the model fills in.
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Signing Secret
             * @description Signs each request as webhooks are signed, so that your server knows it is from here: `whsec_` and the base64 of 24 to 64 random bytes. Only with POST. Empty: requests are not signed. Stored, and never shown again.
             */
            signing_secret?: string;
            /**
             * Timeout S
             * @description How long the answer may take, in seconds, redirects included; then the model hears that there was none.
             * @default 10
             */
            timeout_s?: number;
            /**
             * Url
             * @description Where the request goes, `https://` or `http://`; may have `{{variables}}` after its host, which are escaped. Private addresses are refused when the tool is called, unless the server runs with `PHONY_ALLOW_PRIVATE_URLS`.
             */
            url: string;
        };
        /**
         * ImportResult
         * @description What applying a file did, or would do.
         */
        ImportResult: {
            /**
             * Agents
             * @description What is done to each agent that the file or, with `prune`, the account has.
             */
            agents: components["schemas"]["PlannedChange"][];
            /**
             * Created
             * @description How many are new.
             * @default 0
             */
            created?: number;
            /**
             * Deleted
             * @description How many are gone, with `prune`.
             * @default 0
             */
            deleted?: number;
            /**
             * Dry Run
             * @description Whether this is only what would be done.
             */
            dry_run: boolean;
            /**
             * Failed
             * @description How many could not be done after all, because somebody changed the account at the same moment.
             * @default 0
             */
            failed?: number;
            /**
             * Unchanged
             * @description How many were so already.
             * @default 0
             */
            unchanged?: number;
            /**
             * Updated
             * @description How many have a new version.
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
             * @description What would happen to it.
             * @enum {string}
             */
            change: "added" | "removed" | "changed";
            /**
             * Key
             * @description Which key of the context data, dotted.
             */
            key: string;
            /**
             * New
             * @description Its value afterwards; null if it would be gone.
             */
            new?: unknown;
            /**
             * Old
             * @description Its value now; null if it is not there.
             */
            old?: unknown;
        };
        /**
         * KeyInput
         * @description A new key.
         */
        KeyInput: {
            /**
             * Expires In Days
             * @description After how many days it ends; left out: never.
             */
            expires_in_days?: number | null;
            /**
             * Name
             * @description Stands as author beside what it changes.
             */
            name: string;
            /**
             * @description What the key may do: `read`, `operate` (steer calls, too) or `admin`.
             * @default read
             */
            scope?: components["schemas"]["Scope"];
        };
        /**
         * Keypad
         * @description The keys of the telephone: those that callers press, and those that the agent presses.
         */
        Keypad: {
            /**
             * Mask
             * @description Keep no keys that are pressed: transcript, flight record, events and recording hide them; the model and the tools get them. Always so if a tool has a secret parameter (`secret`, `writeOnly` or `format: password` in its JSON schema).
             * @default false
             */
            mask?: boolean;
            /**
             * Press
             * @description How the agent and operators press keys. `carrier`: the carrier presses them (`<Play digits>`), for which the call leaves the media stream for a moment. `tones`: as sound in the media stream, without a pause. In the browser always as sound.
             * @default carrier
             * @enum {string}
             */
            press?: "carrier" | "tones";
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
            /**
             * Spent Today Usd
             * @description What calls cost since midnight UTC, in US dollars.
             */
            spent_today_usd: number;
        };
        /**
         * ListedCall
         * @description A call in a list: without the agent's snapshot; with the lines a search found.
         */
        ListedCall: {
            /** @description All fields of that version, with secrets masked. Lists leave it out. */
            agent?: components["schemas"]["Agent"] | null;
            /**
             * Agent Id
             * @description The agent that talks, or talked; it may be deleted by now.
             */
            agent_id: string;
            /**
             * Agent Name
             * @description The agent's name when the call began.
             * @default
             */
            agent_name?: string;
            /**
             * Agent Version
             * @description The version of the agent that the call runs on, from beginning to end.
             * @default 1
             */
            agent_version?: number;
            /**
             * Answered At
             * @description When it was answered, UTC; null if it was not.
             */
            answered_at?: string | null;
            /**
             * Answered By
             * @description What the carrier's detection says answered an outbound call: `human`, `machine_end_beep`, `fax`, ...
             */
            answered_by?: string | null;
            /**
             * Carrier Call Sid
             * @description The carrier's own id of the call, once it has one.
             */
            carrier_call_sid?: string | null;
            /**
             * Complete
             * @description Whether the call is over, its transcript final and its recording made. Only its summary and the carrier's own price may still come.
             * @default false
             */
            complete?: boolean;
            /**
             * Context Data
             * @description The context data that the model holds now: the agent's, with what this call and its edits added.
             */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Context Version
             * @description Grows by one with every confirmed edit.
             * @default 0
             */
            context_version?: number;
            /** @description What the call costs, line by line, in US dollars. */
            cost?: components["schemas"]["CallCost"];
            /**
             * Created At
             * Format: date-time
             * @description When the record was made, UTC; positions in ms in this call count from here.
             */
            created_at: string;
            /** @description `inbound` and `outbound` as seen from here; `browser` came from the dashboard, without a carrier. */
            direction: components["schemas"]["Direction"];
            /**
             * Duration S
             * @description Seconds from answer to end; null while it runs, or if nobody answered.
             */
            duration_s?: number | null;
            /**
             * End Reason
             * @description The same in more detail, for example `carrier:busy` or `transfer:sales`. For reading, not for programs.
             */
            end_reason?: string | null;
            /**
             * Ended At
             * @description When it ended, UTC; null while it runs.
             */
            ended_at?: string | null;
            /**
             * Found
             * @description Lines in which `q` was found.
             */
            found?: string[];
            /**
             * From Number
             * @description Who calls, as the carrier says it: usually E.164, or a word such as `anonymous`.
             * @default
             */
            from_number?: string;
            /**
             * Has Recording
             * @description Whether there is a recording to be had. It is made in the second after the end.
             * @default false
             */
            has_recording?: boolean;
            /**
             * Id
             * @description The call's id, `call_` and 24 digits.
             */
            id: string;
            /**
             * Last Words
             * @description The newest line of transcript, for lists.
             * @default
             */
            last_words?: string;
            /**
             * Lease
             * @description Grows with each process that takes the call over.
             * @default 0
             */
            lease?: number;
            /**
             * Limit Stage
             * @description How near it came to a money limit: `warn`, `wrap_up` or `stop`; null if to none.
             */
            limit_stage?: string | null;
            /**
             * Limit What
             * @description Whose limit that is: of the `call`, of its `agent` for the day, or of the organization's `day`.
             */
            limit_what?: string | null;
            /**
             * Muted
             * @description Whether an operator muted the agent.
             * @default false
             */
            muted?: boolean;
            /**
             * Notes
             * @description The notes that the model holds now.
             * @default
             */
            notes?: string;
            /**
             * Org Id
             * @description The organization it belongs to; an installation has one, `org_default`.
             */
            org_id: string;
            /** @description Why it ended; null while it runs. */
            outcome?: components["schemas"]["CallOutcome"] | null;
            /**
             * Phase
             * @description What happens just now: `connecting`, `greeting`, `talking`, `hold`, `operator`, `reconnecting`, `closing`, `draining` or `ended`.
             * @default
             */
            phase?: string;
            /**
             * Resume Count
             * @description How often another process went on with the call after the first was lost.
             * @default 0
             */
            resume_count?: number;
            /**
             * Send Digits
             * @description Keys pressed once an outbound call is answered, for an extension; `w` waits half a second. Empty: none.
             * @default
             */
            send_digits?: string;
            /** @description Figures of the call. */
            stats?: components["schemas"]["CallStats"];
            /**
             * @description Where the call stands; it only ever moves forward.
             * @default queued
             */
            status?: components["schemas"]["CallStatus"];
            /**
             * Stream Sid
             * @description The carrier's id of the media stream that runs now.
             */
            stream_sid?: string | null;
            /**
             * Summary
             * @description What the call was about, a few sentences, some seconds after its end; null if there is none, or not yet.
             */
            summary?: string | null;
            /**
             * System Prompt
             * @description The prompt in force now, with its `{{variables}}` as written.
             * @default
             */
            system_prompt?: string;
            /**
             * Taken Over By
             * @description The operator who speaks in the agent's place; null if none does.
             */
            taken_over_by?: string | null;
            /**
             * Timezone
             * @description Where the agent is: its local time is told.
             * @default UTC
             */
            timezone?: string;
            /**
             * To Number
             * @description Who is called.
             * @default
             */
            to_number?: string;
            /**
             * Transcript Final
             * @description Whether no line of the transcript changes any more.
             * @default false
             */
            transcript_final?: boolean;
            /**
             * Version
             * @description Grows with each change of the record: drop what is older than what you have.
             * @default 0
             */
            version?: number;
            /**
             * Worker Id
             * @description The process that runs the call now; null when nobody does.
             */
            worker_id?: string | null;
        };
        /**
         * ModelPrice
         * @description Prices of a voice model per million tokens.
         */
        ModelPrice: {
            /**
             * Audio In
             * @description USD for a million tokens of sound that the model hears.
             */
            audio_in: number;
            /**
             * Audio In Cached
             * @description USD for a million tokens of sound that it heard before.
             */
            audio_in_cached: number;
            /**
             * Audio Out
             * @description USD for a million tokens of sound that it speaks.
             */
            audio_out: number;
            /**
             * Image In
             * @description USD for a million tokens of pictures that it sees.
             * @default 0
             */
            image_in?: number;
            /**
             * Image In Cached
             * @description USD for a million tokens of pictures that it saw before.
             * @default 0
             */
            image_in_cached?: number;
            /**
             * Text In
             * @description USD for a million tokens of text that it reads.
             */
            text_in: number;
            /**
             * Text In Cached
             * @description USD for a million tokens of text that it read before.
             */
            text_in_cached: number;
            /**
             * Text Out
             * @description USD for a million tokens of text that it writes.
             */
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
             * @description When it was made, UTC.
             */
            created_at: string;
            /**
             * Created By
             * @description Who made it.
             * @default
             */
            created_by?: string;
            /**
             * Expires At
             * @description When it ends, UTC; null: never.
             */
            expires_at?: string | null;
            /**
             * Id
             * @description The key's id, `key_` and 24 digits.
             */
            id: string;
            /**
             * Key
             * @description Keep it now: it cannot be shown again.
             */
            key: string;
            /**
             * Last Used At
             * @description When it was last used, UTC, give or take a minute; null: never.
             */
            last_used_at?: string | null;
            /**
             * Name
             * @description What it is called; written as author of what is done with it.
             */
            name: string;
            /**
             * Org Id
             * @description The organization it opens.
             */
            org_id: string;
            /**
             * Prefix
             * @description The first characters of the key, to tell keys apart.
             */
            prefix: string;
            /** @description What it may do: `read`, `operate` (steer calls, too) or `admin`. */
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
            /**
             * Cure
             * @description What to do about it, if something can be done.
             */
            cure?: string | null;
            /**
             * Field
             * @description The field it is about, as a dotted path; empty if it is about all of it.
             * @default
             */
            field?: string;
            /**
             * Message
             * @description What it is, as a sentence.
             */
            message: string;
        };
        /**
         * NumberChange
         * @description What a sync does, or would do, to one number.
         */
        NumberChange: {
            /**
             * Agent Id
             * @description The agent that answers it.
             */
            agent_id?: string | null;
            /** @description Its state before; null if it is new here. */
            before?: components["schemas"]["NumberStatus"] | null;
            /**
             * Detail
             * @description What is done, as a sentence.
             * @default
             */
            detail?: string;
            /**
             * Kind
             * @description `added`, `updated`, `missing`, `connect`, `release` or `unchanged`.
             */
            kind: string;
            /**
             * Phone Number
             * @description The number, E.164.
             */
            phone_number: string;
            /** @description Its state afterwards. */
            status: components["schemas"]["NumberStatus"];
        };
        /**
         * NumberFigures
         * @description Figures of one number of ours.
         */
        NumberFigures: {
            /**
             * Answered
             * @description How many of them were answered.
             * @default 0
             */
            answered?: number;
            /**
             * Avg Cost Usd
             * @description What one cost on average, in US dollars; null without any.
             */
            avg_cost_usd?: number | null;
            /**
             * Avg Duration S
             * @description Seconds of an answered call on average; null without any.
             */
            avg_duration_s?: number | null;
            /**
             * By Direction
             * @description Calls by direction: `inbound`, `outbound`, `browser`.
             */
            by_direction?: {
                [key: string]: number;
            };
            /**
             * By Outcome
             * @description Ended calls by why they ended.
             */
            by_outcome?: {
                [key: string]: number;
            };
            /**
             * Calls
             * @description Calls that began in the period.
             * @default 0
             */
            calls?: number;
            /**
             * Cost Usd
             * @description What they cost together, in US dollars.
             * @default 0
             */
            cost_usd?: number;
            /**
             * Duration S
             * @description Seconds talked, of all answered calls together.
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
             * @description How often callers cut agents off.
             * @default 0
             */
            interruptions?: number;
            /**
             * Live
             * @description How many of them run still.
             * @default 0
             */
            live?: number;
            /**
             * Max Duration S
             * @description Seconds of the longest call; null without any.
             */
            max_duration_s?: number | null;
            /**
             * Missed
             * @description Over without having been answered.
             * @default 0
             */
            missed?: number;
            /**
             * Number
             * @description Whose figures they are: a number of ours, E.164.
             */
            number: string;
            /** @description The silence before replies, in ms. */
            reply_ms?: components["schemas"]["Percentiles"];
            /**
             * Tool Calls
             * @description How often models called tools.
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @description How many of these did not work.
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @description Lines of transcript.
             * @default 0
             */
            turns?: number;
        };
        /**
         * Numbers
         * @description Every number of ours that had calls in the period, most calls first.
         */
        Numbers: {
            /**
             * Items
             * @description Figures of each number, most calls first.
             */
            items: components["schemas"]["NumberFigures"][];
            /**
             * Since
             * Format: date-time
             * @description Where the period begins, UTC.
             */
            since: string;
            /**
             * Until
             * Format: date-time
             * @description Where it ends, UTC.
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
            /**
             * Agent Id
             * @description The inbound agent that answers it; null if none does.
             */
            agent_id?: string | null;
            /**
             * Agent Name
             * @description The name of the agent that answers it.
             */
            agent_name?: string | null;
            /**
             * Capabilities
             * @description What it can do at the carrier, for example `voice` and `sms`.
             */
            capabilities?: {
                [key: string]: boolean;
            };
            /** @description Where the carrier sends its calls now. */
            config?: components["schemas"]["CarrierVoiceConfig"];
            /**
             * Connected Url
             * @description The address of ours that the carrier was given.
             * @default
             */
            connected_url?: string;
            /**
             * Friendly Name
             * @description What it is called at the carrier.
             * @default
             */
            friendly_name?: string;
            /**
             * Id
             * @description The number's id, `num_` and 24 digits.
             */
            id: string;
            /**
             * Org Id
             * @description The organization it belongs to.
             */
            org_id: string;
            /**
             * Phone Number
             * @description The number, E.164.
             */
            phone_number: string;
            /**
             * Points To
             * @description Where a call to the number goes now, in words.
             * @default
             */
            points_to?: string;
            /** @description Where it sent them before an agent was given the number; comes back when it is taken away. */
            previous?: components["schemas"]["CarrierVoiceConfig"] | null;
            /**
             * Sid
             * @description The carrier's own id of it.
             * @default
             */
            sid?: string;
            /**
             * @description Who has it: nobody, an agent of ours, another system, or it is gone from the account.
             * @default available
             */
            status?: components["schemas"]["NumberStatus"];
            /**
             * Synced At
             * @description When the carrier was last asked about it, UTC.
             */
            synced_at?: string | null;
            /**
             * Webhook Ok
             * @description Whether a call to the number reaches Phony.
             * @default false
             */
            webhook_ok?: boolean;
        };
        /**
         * OrganizationSettings
         * @description What holds for all agents of an organization, unless an agent says otherwise.
         */
        OrganizationSettings: {
            /**
             * Timezone
             * @description IANA name such as `Europe/Berlin`: the local time that agents tell.
             * @default UTC
             * @example Europe/Berlin
             */
            timezone?: string;
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
            /**
             * Agent Id
             * @description The outbound agent that calls.
             */
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
             * Require Values
             * @description Refuse (422) if a text of the agent has a variable without a value.
             * @default false
             */
            require_values?: boolean;
            /**
             * Ring Timeout S
             * @description How long it may ring before the call counts as not answered, in seconds.
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
            /** @description Figures of the equally long period just before it. */
            before: components["schemas"]["Figures"];
            /**
             * Cost By Kind
             * @description USD by kind of cost item, such as `model.audio_out`.
             */
            cost_by_kind?: {
                [key: string]: number;
            };
            /** @description Figures of the period. */
            now: components["schemas"]["Figures"];
            /**
             * Since
             * Format: date-time
             * @description Where the period begins, UTC.
             */
            since: string;
            /**
             * Until
             * Format: date-time
             * @description Where it ends, UTC; what happens at that moment is not in it.
             */
            until: string;
        };
        /**
         * OwnSentences
         * @description What the carrier's voice says for the agent; what is empty is in the agent's language.
         */
        OwnSentences: {
            /**
             * Busy
             * @description When no line, or no money, is left for one more call.
             * @default
             */
            busy?: string;
            /**
             * Not In Service
             * @description To callers while the agent is switched off.
             * @default
             */
            not_in_service?: string;
            /**
             * Press One
             * @description To a colleague who is called: asks for 1 to take the call, else another key.
             * @default
             */
            press_one?: string;
            /**
             * Restarting
             * @description When Phony stops and nobody goes on with the call.
             * @default
             */
            restarting?: string;
        };
        /**
         * Page[AgentVersion]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_AgentVersion_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["AgentVersion"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[AgentView]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_AgentView_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["AgentView"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[ApiKey]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_ApiKey_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["ApiKey"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[AuditEntry]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_AuditEntry_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["AuditEntry"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[Command]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_Command_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["Command"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[Delivery]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_Delivery_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["Delivery"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[Edit]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_Edit_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["Edit"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[FlightEvent]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_FlightEvent_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["FlightEvent"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[ListedCall]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_ListedCall_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["ListedCall"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[NumberView]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_NumberView_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["NumberView"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[Template]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_Template_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["Template"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[Turn]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_Turn_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["Turn"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
            next_cursor?: string | null;
            /**
             * Total
             * @description How many there are on all pages.
             */
            total: number;
        };
        /**
         * Page[Webhook]
         * @description One page of a list; pass `next_cursor` as `cursor` to get the next one.
         */
        Page_Webhook_: {
            /**
             * Items
             * @description The records of this page.
             */
            items: components["schemas"]["Webhook"][];
            /**
             * Next Cursor
             * @description Pass it as `cursor` for the next page; null on the last one.
             */
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
             * @description How many replies were measured.
             * @default 0
             */
            count?: number;
            /**
             * P50
             * @description Half of the replies came within so many ms; null without any.
             */
            p50?: number | null;
            /**
             * P90
             * @description Nine of ten replies came within so many ms.
             */
            p90?: number | null;
            /**
             * P95
             * @description 95 of 100 replies came within so many ms.
             */
            p95?: number | null;
            /**
             * P99
             * @description 99 of 100 replies came within so many ms.
             */
            p99?: number | null;
        };
        /**
         * PeriodFigures
         * @description Figures of one hour or day; `start` is its beginning.
         */
        PeriodFigures: {
            /**
             * Answered
             * @description How many of them were answered.
             * @default 0
             */
            answered?: number;
            /**
             * Avg Cost Usd
             * @description What one cost on average, in US dollars; null without any.
             */
            avg_cost_usd?: number | null;
            /**
             * Avg Duration S
             * @description Seconds of an answered call on average; null without any.
             */
            avg_duration_s?: number | null;
            /**
             * By Direction
             * @description Calls by direction: `inbound`, `outbound`, `browser`.
             */
            by_direction?: {
                [key: string]: number;
            };
            /**
             * By Outcome
             * @description Ended calls by why they ended.
             */
            by_outcome?: {
                [key: string]: number;
            };
            /**
             * Calls
             * @description Calls that began in the period.
             * @default 0
             */
            calls?: number;
            /**
             * Cost Usd
             * @description What they cost together, in US dollars.
             * @default 0
             */
            cost_usd?: number;
            /**
             * Duration S
             * @description Seconds talked, of all answered calls together.
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
             * @description How often callers cut agents off.
             * @default 0
             */
            interruptions?: number;
            /**
             * Live
             * @description How many of them run still.
             * @default 0
             */
            live?: number;
            /**
             * Max Duration S
             * @description Seconds of the longest call; null without any.
             */
            max_duration_s?: number | null;
            /**
             * Missed
             * @description Over without having been answered.
             * @default 0
             */
            missed?: number;
            /** @description The silence before replies, in ms. */
            reply_ms?: components["schemas"]["Percentiles"];
            /**
             * Start
             * Format: date-time
             * @description Where the hour or day begins, in UTC; days are those of the time zone that was asked for.
             */
            start: string;
            /**
             * Tool Calls
             * @description How often models called tools.
             * @default 0
             */
            tool_calls?: number;
            /**
             * Tool Errors
             * @description How many of these did not work.
             * @default 0
             */
            tool_errors?: number;
            /**
             * Turns
             * @description Lines of transcript.
             * @default 0
             */
            turns?: number;
        };
        /**
         * Periods
         * @description Every hour or day of the period, in order.
         */
        Periods: {
            /**
             * Items
             * @description Figures of each hour or day in order, also of those without a call.
             */
            items: components["schemas"]["PeriodFigures"][];
            /**
             * Since
             * Format: date-time
             * @description Where the period begins, UTC.
             */
            since: string;
            /**
             * Until
             * Format: date-time
             * @description Where it ends, UTC.
             */
            until: string;
        };
        /**
         * PlacedCall
         * @description The call's record, and what whoever is called will notice.
         */
        PlacedCall: {
            /** @description All fields of that version, with secrets masked. Lists leave it out. */
            agent?: components["schemas"]["Agent"] | null;
            /**
             * Agent Id
             * @description The agent that talks, or talked; it may be deleted by now.
             */
            agent_id: string;
            /**
             * Agent Name
             * @description The agent's name when the call began.
             * @default
             */
            agent_name?: string;
            /**
             * Agent Version
             * @description The version of the agent that the call runs on, from beginning to end.
             * @default 1
             */
            agent_version?: number;
            /**
             * Answered At
             * @description When it was answered, UTC; null if it was not.
             */
            answered_at?: string | null;
            /**
             * Answered By
             * @description What the carrier's detection says answered an outbound call: `human`, `machine_end_beep`, `fax`, ...
             */
            answered_by?: string | null;
            /**
             * Carrier Call Sid
             * @description The carrier's own id of the call, once it has one.
             */
            carrier_call_sid?: string | null;
            /**
             * Complete
             * @description Whether the call is over, its transcript final and its recording made. Only its summary and the carrier's own price may still come.
             * @default false
             */
            complete?: boolean;
            /**
             * Context Data
             * @description The context data that the model holds now: the agent's, with what this call and its edits added.
             */
            context_data?: {
                [key: string]: unknown;
            };
            /**
             * Context Version
             * @description Grows by one with every confirmed edit.
             * @default 0
             */
            context_version?: number;
            /** @description What the call costs, line by line, in US dollars. */
            cost?: components["schemas"]["CallCost"];
            /**
             * Created At
             * Format: date-time
             * @description When the record was made, UTC; positions in ms in this call count from here.
             */
            created_at: string;
            /** @description `inbound` and `outbound` as seen from here; `browser` came from the dashboard, without a carrier. */
            direction: components["schemas"]["Direction"];
            /**
             * Duration S
             * @description Seconds from answer to end; null while it runs, or if nobody answered.
             */
            duration_s?: number | null;
            /**
             * End Reason
             * @description The same in more detail, for example `carrier:busy` or `transfer:sales`. For reading, not for programs.
             */
            end_reason?: string | null;
            /**
             * Ended At
             * @description When it ended, UTC; null while it runs.
             */
            ended_at?: string | null;
            /**
             * From Number
             * @description Who calls, as the carrier says it: usually E.164, or a word such as `anonymous`.
             * @default
             */
            from_number?: string;
            /**
             * Has Recording
             * @description Whether there is a recording to be had. It is made in the second after the end.
             * @default false
             */
            has_recording?: boolean;
            /**
             * Id
             * @description The call's id, `call_` and 24 digits.
             */
            id: string;
            /**
             * Last Words
             * @description The newest line of transcript, for lists.
             * @default
             */
            last_words?: string;
            /**
             * Lease
             * @description Grows with each process that takes the call over.
             * @default 0
             */
            lease?: number;
            /**
             * Limit Stage
             * @description How near it came to a money limit: `warn`, `wrap_up` or `stop`; null if to none.
             */
            limit_stage?: string | null;
            /**
             * Limit What
             * @description Whose limit that is: of the `call`, of its `agent` for the day, or of the organization's `day`.
             */
            limit_what?: string | null;
            /**
             * Muted
             * @description Whether an operator muted the agent.
             * @default false
             */
            muted?: boolean;
            /**
             * Notes
             * @description The notes that the model holds now.
             * @default
             */
            notes?: string;
            /**
             * Org Id
             * @description The organization it belongs to; an installation has one, `org_default`.
             */
            org_id: string;
            /** @description Why it ended; null while it runs. */
            outcome?: components["schemas"]["CallOutcome"] | null;
            /**
             * Phase
             * @description What happens just now: `connecting`, `greeting`, `talking`, `hold`, `operator`, `reconnecting`, `closing`, `draining` or `ended`.
             * @default
             */
            phase?: string;
            /**
             * Resume Count
             * @description How often another process went on with the call after the first was lost.
             * @default 0
             */
            resume_count?: number;
            /**
             * Send Digits
             * @description Keys pressed once an outbound call is answered, for an extension; `w` waits half a second. Empty: none.
             * @default
             */
            send_digits?: string;
            /** @description Figures of the call. */
            stats?: components["schemas"]["CallStats"];
            /**
             * @description Where the call stands; it only ever moves forward.
             * @default queued
             */
            status?: components["schemas"]["CallStatus"];
            /**
             * Stream Sid
             * @description The carrier's id of the media stream that runs now.
             */
            stream_sid?: string | null;
            /**
             * Summary
             * @description What the call was about, a few sentences, some seconds after its end; null if there is none, or not yet.
             */
            summary?: string | null;
            /**
             * System Prompt
             * @description The prompt in force now, with its `{{variables}}` as written.
             * @default
             */
            system_prompt?: string;
            /**
             * Taken Over By
             * @description The operator who speaks in the agent's place; null if none does.
             */
            taken_over_by?: string | null;
            /**
             * Timezone
             * @description Where the agent is: its local time is told.
             * @default UTC
             */
            timezone?: string;
            /**
             * To Number
             * @description Who is called.
             * @default
             */
            to_number?: string;
            /**
             * Transcript Final
             * @description Whether no line of the transcript changes any more.
             * @default false
             */
            transcript_final?: boolean;
            /**
             * Version
             * @description Grows with each change of the record: drop what is older than what you have.
             * @default 0
             */
            version?: number;
            /**
             * Warnings
             * @description `missing_variables`: sentences close up without them; `answers_itself`.
             */
            warnings?: components["schemas"]["Notice"][];
            /**
             * Worker Id
             * @description The process that runs the call now; null when nobody does.
             */
            worker_id?: string | null;
        };
        /**
         * PlannedChange
         * @description What applying a file does, or would do, to one agent.
         */
        PlannedChange: {
            /**
             * Agent Id
             * @description Its id; null if it is still to be made.
             */
            agent_id?: string | null;
            /**
             * Changes
             * @description Every field that differs; secrets are compared, and not shown.
             */
            changes?: components["schemas"]["Change"][];
            /**
             * Error
             * @description Why this one could not be applied after all: somebody else changed the account at the same moment.
             */
            error?: string | null;
            /**
             * Kind
             * @description `create`, `update`, `unchanged` or `delete`.
             */
            kind: string;
            /**
             * Name
             * @description The agent's name, by which file and account are matched.
             */
            name: string;
            /**
             * Warnings
             * @description What will work, but not as one might expect.
             */
            warnings?: components["schemas"]["Notice"][];
        };
        /**
         * Preview
         * @description An agent as a call would get it.
         */
        Preview: {
            /**
             * Built In
             * @description What calls know by themselves, as it would be now; the numbers are examples. `caller_number`, `agent_number`, `from_number`, `to_number`, `direction`, `call_id`, `agent_name`, `now`, `date`, `time`, `weekday`, `day`, `month`, `year`, `timezone`, `now_iso`, `date_iso`.
             */
            built_in: {
                [key: string]: string;
            };
            /**
             * Greeting Message
             * @description The greeting with its variables filled in.
             */
            greeting_message: string;
            /**
             * Instructions
             * @description Everything the model is told when a call begins. Each call has its own tags.
             */
            instructions: string;
            /**
             * Instructions Chars
             * @description How many characters the model's instructions have in all.
             */
            instructions_chars: number;
            /**
             * Missing Variables
             * @description Those with neither a value nor a default: the sentence closes up.
             */
            missing_variables: string[];
            /**
             * Notes
             * @description The notes with their variables filled in.
             */
            notes: string;
            /**
             * Sentences
             * @description What callers hear from Phony itself: the agent's own words, or its language's: `still_there`, `goodbye`, `one_moment`, `sorry`, `not_in_service`, `busy`, `restarting`, `press_one`, `caller_gone`.
             */
            sentences: {
                [key: string]: string;
            };
            /** @description How much the model is given to read, and its price. */
            size: components["schemas"]["Size"];
            /**
             * System Prompt
             * @description The prompt with its variables filled in.
             */
            system_prompt: string;
            /**
             * Variables
             * @description The {{variables}} that the texts use.
             */
            variables: string[];
            /**
             * Voicemail Message
             * @description What a mailbox is told, filled in.
             */
            voicemail_message: string;
            /**
             * Warnings
             * @description As the agent's own, if it were saved so.
             */
            warnings: components["schemas"]["Notice"][];
        };
        /**
         * PreviewRequest
         * @description An agent that need not be saved, and what a call would add to its context.
         */
        PreviewRequest: {
            /** @description The agent as it would be saved. */
            agent: components["schemas"]["AgentInput"];
            /**
             * Context Override
             * @description What a call would add to its context data.
             */
            context_override?: {
                [key: string]: unknown;
            };
        };
        /**
         * Prices
         * @description The price table in force, and what of it the operator set.
         */
        Prices: {
            /**
             * Age Days
             * @description How many days ago they were noted.
             */
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
            /** @description The prices in force. */
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
            /** @description What the carrier charges. */
            carrier?: components["schemas"]["CarrierPrice"];
            /**
             * Dated
             * Format: date
             * @description The day on which the prices were noted.
             */
            dated: string;
            /**
             * Models
             * @description Prices of voice models by their names.
             */
            models: {
                [key: string]: components["schemas"]["ModelPrice"];
            };
            /**
             * Transcription
             * @description Prices of transcription models by their names.
             */
            transcription: {
                [key: string]: components["schemas"]["TranscriptionPrice"];
            };
            /**
             * Unlisted Model
             * @description The model whose prices hold for one that is not listed.
             * @default gpt-realtime-2.1
             */
            unlisted_model?: string;
            /**
             * Unlisted Transcription
             * @description The transcription model whose price holds for one that is not listed.
             * @default gpt-realtime-whisper
             */
            unlisted_transcription?: string;
        };
        /**
         * Probe
         * @description A question to the model that the caller does not hear.
         */
        Probe: {
            /**
             * Question
             * @description What to ask the model, at most 1000 characters; its answer is in the command's `result`.
             */
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
            /**
             * Detail
             * @description What is wrong, as a sentence for people.
             */
            detail: string;
            /**
             * Details
             * @description More for programs, such as who holds the number.
             */
            details?: {
                [key: string]: unknown;
            };
            /**
             * Errors
             * @description Every input that is wrong, if it was the input.
             */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Field
             * @description The input to blame, as a dotted path.
             * @default null
             */
            field?: string | null;
            /**
             * Status
             * @description The HTTP status again.
             */
            status: number;
            /**
             * Title
             * @description The HTTP status in words.
             */
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
            /**
             * Agent Id
             * @description The agent that has it for good now.
             */
            agent_id: string;
            /**
             * Changed
             * @description False if the agent said so already.
             */
            changed: boolean;
            /**
             * Version
             * @description Its new version.
             */
            version: number;
        };
        /**
         * Ready
         * @description Requests and calls can be taken.
         */
        Ready: {
            /**
             * Checks
             * @description What was looked at, and how it is, as words.
             */
            checks: {
                [key: string]: string;
            };
            /**
             * Status
             * @description Always `ready`: what is not is answered with 503.
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
            /**
             * Text
             * @description What the caller hears, in these words; at most 2000 characters.
             */
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
            /**
             * Batch Id
             * @description Names all edits of this request.
             */
            batch_id: string;
            /**
             * Delivered
             * @description How many calls have it.
             * @default 0
             */
            delivered?: number;
            /**
             * Pending
             * @description How many had not answered yet.
             * @default 0
             */
            pending?: number;
            /**
             * Refused
             * @description How many refused it.
             * @default 0
             */
            refused?: number;
            /**
             * Results
             * @description What became of each.
             */
            results: components["schemas"]["ScopedResult"][];
            /**
             * Too Late
             * @description How many were over, or about to be.
             * @default 0
             */
            too_late?: number;
        };
        /**
         * ScopedEditInput
         * @description An edit of one call, of all live calls of an agent, or of all on a number of ours.
         * @example {
         *       "id": "+18578167225",
         *       "scope": "number",
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
            /**
             * @description When the model is told: `now` cuts the agent off, `after_sentence` waits for its sentence, `next_turn` for the caller's next turn.
             * @default now
             */
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
             * @description For one `call`, for all live calls of an `agent`, or for all on a `number` of ours.
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
            /**
             * Call Id
             * @description The call that was to change.
             */
            call_id: string;
            /**
             * Edit Id
             * @description Its edit.
             */
            edit_id: string;
            /**
             * Reason
             * @description Why it was refused or came too late.
             */
            reason?: string | null;
            /**
             * Result
             * @description `delivered` was confirmed by the engine, `refused` was not, `too_late` found nobody to tell, `pending` was not answered within the time that the request waits.
             * @enum {string}
             */
            result: "delivered" | "refused" | "too_late" | "pending";
            /**
             * State
             * @description Where the edit stands.
             */
            state: string;
        };
        /**
         * SessionView
         * @description Whether somebody is signed in, and whether that is needed.
         */
        SessionView: {
            /**
             * Authenticated
             * @description Whether somebody is signed in, or need not be.
             */
            authenticated: boolean;
            /**
             * Name
             * @description The name of the key that is signed in.
             */
            name?: string | null;
            /**
             * Required
             * @description Whether a key is needed at all.
             */
            required: boolean;
            /** @description What the session may do. */
            scope?: components["schemas"]["Scope"] | null;
            /**
             * Via
             * @description `session`, `key` or `loopback`.
             */
            via?: string | null;
        };
        /**
         * SettingsView
         * @description The settings, and what the clock shows there.
         */
        SettingsView: {
            /**
             * Local Time
             * @description Now, in the time zone: `2026-11-28T17:30:00+01:00`.
             */
            local_time: string;
            /**
             * Timezone
             * @description IANA name such as `Europe/Berlin`: the local time that agents tell.
             * @default UTC
             * @example Europe/Berlin
             */
            timezone?: string;
            /**
             * Version
             * @description Of the settings; 0 if they were never set.
             */
            version: number;
        };
        /**
         * Setup
         * @description What is configured; no secrets.
         */
        Setup: {
            /** @description A line for the top of every page; null if there is nothing to say. */
            banner: components["schemas"]["Banner"] | null;
            /**
             * Base Url
             * @description The address that carrier and receivers are given.
             */
            base_url: string;
            /**
             * Carrier
             * @description Which telephone network calls go over.
             * @enum {string}
             */
            carrier: "twilio" | "sandbox";
            /**
             * Engine
             * @description Which voice engine speaks.
             * @enum {string}
             */
            engine: "openai" | "sandbox";
            /**
             * Extra
             * @description More about the installation, for the set-up page; may change.
             */
            extra?: {
                [key: string]: unknown;
            };
            /**
             * Key Required
             * @description Whether requests need a key.
             */
            key_required: boolean;
            /**
             * Links
             * @description Addresses by name: of the API's pages, of the metrics and so on.
             */
            links: {
                [key: string]: string;
            };
            /**
             * Mongodb
             * @description `private` is run by Phony itself, `own` is yours.
             * @enum {string}
             */
            mongodb: "private" | "own";
            /**
             * Public Url
             * @description The address on the internet, if one is set.
             */
            public_url: string | null;
            /**
             * Sandbox
             * @description Whether any far end is the sandbox.
             */
            sandbox: boolean;
            /**
             * Sandbox Speech
             * @description Whether the sandbox engine speaks and hears, or has text only.
             */
            sandbox_speech: boolean;
            /**
             * Sandbox Url
             * @description Where the sandbox's far ends can be steered; null without a sandbox.
             */
            sandbox_url?: string | null;
            /**
             * Steps
             * @description What gets an installation going, and what of it is done.
             */
            steps: components["schemas"]["Step"][];
            /**
             * Version
             * @description The version that runs.
             */
            version: string;
        };
        /**
         * SignIn
         * @description The key to sign in with.
         */
        SignIn: {
            /**
             * Api Key
             * @description An API key. The session may do what the key may.
             */
            api_key: string;
        };
        /**
         * SilencePolicy
         * @description Silence of the caller while the agent waits: prompts first, then a spoken goodbye.
         */
        SilencePolicy: {
            /**
             * Goodbye
             * @description Null: a sentence in the agent's language. Empty: hang up without a word.
             */
            goodbye?: string | null;
            /**
             * Max Prompts
             * @description How often it asks before it says goodbye and hangs up; 0 hangs up without asking.
             * @default 2
             */
            max_prompts?: number;
            /**
             * Prompt
             * @description Null: a sentence in the agent's language. Empty: none, and goodbye at once.
             */
            prompt?: string | null;
            /**
             * Prompt After S
             * @description After how many seconds of the caller's silence the agent asks whether they are there.
             * @default 10
             */
            prompt_after_s?: number;
        };
        /**
         * Size
         * @description What the model of a call holds before anybody has spoken; every answer reads all of it.
         */
        Size: {
            /**
             * Context Tokens
             * @description Of these, the context data.
             */
            context_tokens: number;
            /**
             * Limit Tokens
             * @description What the model holds, less 12,000 for the conversation; null if the model is not known.
             */
            limit_tokens: number | null;
            /**
             * Prompt Tokens
             * @description Of these, prompt and notes.
             */
            prompt_tokens: number;
            /**
             * Tokens
             * @description Prompt, context, notes, tools and our own rules; an estimate.
             */
            tokens: number;
            /**
             * Tools Tokens
             * @description Of these, the HTTP tools.
             */
            tools_tokens: number;
            /**
             * Usd Per Answer
             * @description Reading all of it once, as at a call's first words.
             */
            usd_per_answer: number;
            /**
             * Usd Per Answer Cached
             * @description The same, when the engine has it in cache.
             */
            usd_per_answer_cached: number;
            /**
             * Usd Per Minute
             * @description A minute at a call's beginning: 4 answers from the cache, both sides' speech, transcription, and the carrier.
             */
            usd_per_minute: number;
        };
        /**
         * SpendLimits
         * @description Money limits in USD; None is no limit. Reaction: warn, tell the model, end politely.
         */
        SpendLimits: {
            /**
             * Per Call Usd
             * @description What one call may cost, in US dollars. Near it the agent is told to wrap up, at it the call ends politely. Null: no limit.
             */
            per_call_usd?: number | null;
            /**
             * Per Day Usd
             * @description What the agent's calls of a day (UTC) may cost together, in US dollars. At it no call begins, and those that run end politely. Null: no limit.
             */
            per_day_usd?: number | null;
        };
        /**
         * Step
         * @description A step of getting started, and whether it is done.
         */
        Step: {
            /**
             * Done
             * @description Whether it is done.
             */
            done: boolean;
            /**
             * Href
             * @description Where in the dashboard it is done.
             * @default
             */
            href?: string;
            /**
             * Id
             * @description The step's stable name.
             */
            id: string;
            /**
             * Title
             * @description What is to be done, in words.
             */
            title: string;
        };
        /**
         * SyncResult
         * @description What a sync did, or would do.
         */
        SyncResult: {
            /**
             * Changes
             * @description What is done to each number.
             */
            changes?: components["schemas"]["NumberChange"][];
            /**
             * Dry Run
             * @description Whether this is only what would be done.
             */
            dry_run: boolean;
            /**
             * Total
             * @description How many numbers the carrier account has.
             */
            total: number;
            /**
             * Warnings
             * @description What could not be done, as sentences.
             */
            warnings?: string[];
        };
        /**
         * Template
         * @description A starting point for an agent; built-in ones belong to no organization.
         */
        Template: {
            /**
             * Builtin
             * @description Whether it came with the installation, and so cannot be deleted.
             * @default false
             */
            builtin?: boolean;
            /**
             * Created At
             * @description When it was saved, UTC; null for a built-in one.
             */
            created_at?: string | null;
            /**
             * Created By
             * @description Who saved it; empty for a built-in one.
             * @default
             */
            created_by?: string;
            /**
             * Description
             * @description What it is good for, in a sentence.
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
            /**
             * Id
             * @description The template's id; built-in ones have a word, such as `receptionist`.
             */
            id: string;
            /**
             * Name
             * @description What people call it.
             */
            name: string;
        };
        /**
         * TemplateInput
         * @description A new template.
         */
        TemplateInput: {
            /**
             * Description
             * @description What it is good for, at most 500 characters.
             * @default
             */
            description?: string;
            /** @description The agent that is begun with. */
            fields: components["schemas"]["AgentInput"];
            /**
             * Name
             * @description What to call the template, one line of at most 100 characters.
             */
            name: string;
        };
        /**
         * TemplateName
         * @description How the template is called.
         */
        TemplateName: {
            /**
             * Description
             * @description What it is good for, at most 500 characters.
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
            /**
             * Name
             * @description What to call the template, one line of at most 100 characters.
             */
            name: string;
        };
        /**
         * TextChange
         * @description A text that would be replaced.
         */
        TextChange: {
            /**
             * New
             * @description The text afterwards.
             */
            new: string;
            /**
             * Old
             * @description The text now.
             */
            old: string;
        };
        /**
         * ToolSettings
         * @description Tools switched on.
         */
        ToolSettings: {
            /**
             * Builtin
             * @description Built-in tools that the model has: `end_call`, `transfer_call` (if there are targets), `send_dtmf`, `update_context`.
             * @default [
             *       "end_call",
             *       "transfer_call",
             *       "send_dtmf",
             *       "update_context"
             *     ]
             */
            builtin?: ("end_call" | "transfer_call" | "send_dtmf" | "update_context")[];
            /**
             * Http
             * @description Your own tools, which the model calls over HTTP; at most 32.
             */
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
         * ToolSettingsInput
         * @description Tools switched on, as they are set.
         */
        ToolSettingsInput: {
            /**
             * Builtin
             * @description Built-in tools that the model has: `end_call`, `transfer_call` (if there are targets), `send_dtmf`, `update_context`.
             * @default [
             *       "end_call",
             *       "transfer_call",
             *       "send_dtmf",
             *       "update_context"
             *     ]
             */
            builtin?: ("end_call" | "transfer_call" | "send_dtmf" | "update_context")[];
            /**
             * Http
             * @description Your own tools, which the model calls over HTTP; at most 32.
             */
            http?: components["schemas"]["HttpToolInput"][];
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
            /**
             * Call Id
             * @description Whose words these are.
             */
            call_id: string;
            /**
             * Final
             * @description No turn changes any more.
             */
            final: boolean;
            /**
             * Turns
             * @description The lines in order.
             */
            turns: components["schemas"]["Turn"][];
        };
        /**
         * Transcription
         * @description How the caller's words are written down; `enabled=False` writes none.
         */
        Transcription: {
            /**
             * Enabled
             * @description Whether the caller's words are written down. The agent hears them either way, but transcript, search and summary lack them.
             * @default true
             */
            enabled?: boolean;
            /**
             * Keywords
             * @description Names and terms the caller may say, which the model would else misspell; at most 100.
             */
            keywords?: string[];
            /**
             * Model
             * @description The model that writes the caller's words down; each has its own price by the minute.
             * @default gpt-transcribe
             */
            model?: string;
        };
        /**
         * TranscriptionPrice
         * @description Price of writing down the caller's words, per minute of audio.
         */
        TranscriptionPrice: {
            /**
             * Per Minute
             * @description USD for a minute of the caller's sound.
             */
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
            /**
             * Call Id
             * @description The call it belongs to.
             */
            call_id: string;
            /**
             * Data
             * @description More of it. A tool's line has `arguments` (JSON text), `output` (JSON text, at most 16 000 characters) and `ok`; an operator's has `author`; one without words has a `reason`.
             */
            data?: {
                [key: string]: unknown;
            };
            /**
             * Ended Ms
             * @description Where it ends; null while it goes on.
             */
            ended_ms?: number | null;
            /**
             * Final
             * @description Whether it changes no more.
             * @default false
             */
            final?: boolean;
            /**
             * Heard
             * @description What the other side heard of it: less than `said` if it was cut off.
             * @default
             */
            heard?: string;
            /**
             * Heard Ms
             * @description How much of it was heard, in ms of sound.
             * @default 0
             */
            heard_ms?: number;
            /**
             * Id
             * @description The line's id.
             */
            id: string;
            /**
             * Index
             * @description Its place in the conversation, from 0.
             */
            index: number;
            /**
             * Interrupted
             * @description Whether it was cut off.
             * @default false
             */
            interrupted?: boolean;
            /**
             * Item Id
             * @description The engine's id of it.
             * @default
             */
            item_id?: string;
            /**
             * Kind
             * @description `speech`, `greeting` and `prompt` (the question after silence) are words; `dtmf` keys, `tool` a call of a tool, `event` something that happened.
             * @default speech
             * @enum {string}
             */
            kind?: "speech" | "dtmf" | "tool" | "greeting" | "prompt" | "event";
            /** @description The silence before an agent's line, in parts; null for others. */
            latency?: components["schemas"]["TurnLatency"] | null;
            /** @description Who spoke: `caller`, `agent`, `operator`, or `system` for what happened. */
            role: components["schemas"]["Role"];
            /**
             * Said
             * @description What was said, or was going to be said. For a tool its name, for keys the digits.
             * @default
             */
            said?: string;
            /**
             * Said Ms
             * @description How much sound there was of it, in ms.
             * @default 0
             */
            said_ms?: number;
            /**
             * Started Ms
             * @description Where it begins, in ms since the call's `created_at`.
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
             * @description How soon a pause counts as the end: `low` waits longest, `high` answers soonest, `auto` is between. Only `semantic_vad`.
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
             * @description How much sound before the speech is heard with it, in ms. Only `server_vad`.
             * @default 300
             */
            prefix_padding_ms?: number;
            /**
             * Silence Duration Ms
             * @description How long the caller must be silent until their turn is over, in ms: shorter answers sooner and cuts off more often. Only `server_vad`.
             * @default 500
             */
            silence_duration_ms?: number;
            /**
             * Threshold
             * @description How loud and clear speech must be to count, from 0 to 1; higher is better on noisy lines. Only `server_vad`.
             * @default 0.5
             */
            threshold?: number;
            /**
             * Type
             * @description `server_vad` ends a turn after a silence of `silence_duration_ms`; `semantic_vad` when what was said sounds finished, as eagerly as `eagerness` says.
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
             * @description From the caller's last sound to the engine's decision that their turn is over, in ms.
             * @default 0
             */
            decide?: number;
            /**
             * Play
             * @description From there until the caller began to hear it, in ms.
             * @default 0
             */
            play?: number;
            /**
             * Think
             * @description From there to the model's first sound, in ms.
             * @default 0
             */
            think?: number;
            /**
             * Total
             * @description The whole silence, in ms: the sum of the parts.
             * @default 0
             */
            total?: number;
        };
        /**
         * VersionDiff
         * @description What differs between two versions of an agent.
         */
        VersionDiff: {
            /**
             * Agent Id
             * @description The agent that is compared with itself.
             */
            agent_id: string;
            /**
             * Changes
             * @description Every field that differs; empty if none does.
             */
            changes: components["schemas"]["Change"][];
            /**
             * From Version
             * @description The version that counts as before.
             */
            from_version: number;
            /**
             * To Version
             * @description The version that counts as after.
             */
            to_version: number;
        };
        /**
         * VoicemailPolicy
         * @description What an outbound agent does when a machine answers.
         */
        VoicemailPolicy: {
            /**
             * Action
             * @description `hang_up` at once, `leave_message` after the beep, or `continue` as if a person had answered.
             * @default hang_up
             * @enum {string}
             */
            action?: "hang_up" | "leave_message" | "continue";
            /**
             * Message
             * @description What is said after the beep, at most 2000 characters; may hold `{{variables}}`. Needed for `leave_message`.
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
            /**
             * Agent
             * @description The agent's side, likewise.
             */
            agent: number[];
            /**
             * Caller
             * @description The caller's side: the loudest moment of each step, 0 to 100 on a line of decibels.
             */
            caller: number[];
            /**
             * Duration S
             * @description How long the recording is, in seconds.
             */
            duration_s: number;
            /**
             * Peaks Per S
             * @description How many values there are for a second of sound.
             */
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
            /**
             * Agent Ids
             * @description The agents whose calls it hears of; none means all.
             */
            agent_ids?: string[];
            /**
             * Created At
             * Format: date-time
             * @description When it was made, UTC; what happened before is not sent.
             */
            created_at: string;
            /**
             * Description
             * @description What it is for, in your words.
             * @default
             */
            description?: string;
            /**
             * Disabled Reason
             * @description Why it was switched off without anybody asking, for example because its receiver answered 410.
             */
            disabled_reason?: string | null;
            /**
             * Enabled
             * @description Whether anything is sent.
             * @default true
             */
            enabled?: boolean;
            /**
             * Events
             * @description The events it gets; none means all.
             */
            events?: components["schemas"]["WebhookEvent"][];
            /**
             * Failing Since
             * @description When deliveries began to fail, if the last one failed.
             */
            failing_since?: string | null;
            /**
             * Id
             * @description The webhook's id, `hook_` and 24 digits.
             */
            id: string;
            /**
             * Last Success At
             * @description When something was last delivered, UTC.
             */
            last_success_at?: string | null;
            /**
             * Old Secret Until
             * @description Until when everything is signed with the secret before the last rotation, too, UTC.
             */
            old_secret_until?: string | null;
            /**
             * Org Id
             * @description The organization whose events it gets.
             */
            org_id: string;
            /**
             * Updated At
             * Format: date-time
             * @description When it was last changed, UTC.
             */
            updated_at: string;
            /**
             * Url
             * @description Where events are sent, with POST.
             */
            url: string;
        };
        /** @description A call, as webhooks tell it. */
        WebhookCall: {
            /**
             * Agent Id
             * @description The agent that talks, or talked; it may be deleted by now.
             */
            agent_id: string;
            /**
             * Agent Name
             * @description The agent's name when the call began.
             * @default
             */
            agent_name: string;
            /**
             * Agent Version
             * @description The version of the agent that the call runs on, from beginning to end.
             * @default 1
             */
            agent_version: number;
            /**
             * Answered At
             * @description When it was answered, UTC; null if it was not.
             */
            answered_at: string | null;
            /**
             * Answered By
             * @description What the carrier's detection says answered an outbound call: `human`, `machine_end_beep`, `fax`, ...
             */
            answered_by: string | null;
            /**
             * Carrier Call Sid
             * @description The carrier's own id of the call, once it has one.
             */
            carrier_call_sid: string | null;
            /**
             * Complete
             * @description Whether the call is over, its transcript final and its recording made. Only its summary and the carrier's own price may still come.
             * @default false
             */
            complete: boolean;
            /**
             * Context Data
             * @description The context data that the model holds now: the agent's, with what this call and its edits added.
             */
            context_data: {
                [key: string]: unknown;
            };
            /**
             * Context Version
             * @description Grows by one with every confirmed edit.
             * @default 0
             */
            context_version: number;
            /** @description What the call costs, line by line, in US dollars. */
            cost: components["schemas"]["CallCost"];
            /**
             * Created At
             * Format: date-time
             * @description When the record was made, UTC; positions in ms in this call count from here.
             */
            created_at: string;
            /** @description `inbound` and `outbound` as seen from here; `browser` came from the dashboard, without a carrier. */
            direction: components["schemas"]["Direction"];
            /**
             * Duration S
             * @description Seconds from answer to end; null while it runs, or if nobody answered.
             */
            duration_s: number | null;
            /**
             * End Reason
             * @description The same in more detail, for example `carrier:busy` or `transfer:sales`. For reading, not for programs.
             */
            end_reason: string | null;
            /**
             * Ended At
             * @description When it ended, UTC; null while it runs.
             */
            ended_at: string | null;
            /**
             * From Number
             * @description Who calls, as the carrier says it: usually E.164, or a word such as `anonymous`.
             * @default
             */
            from_number: string;
            /**
             * Has Recording
             * @description Whether there is a recording to be had. It is made in the second after the end.
             * @default false
             */
            has_recording: boolean;
            /**
             * Id
             * @description The call's id, `call_` and 24 digits.
             */
            id: string;
            /**
             * Last Words
             * @description The newest line of transcript, for lists.
             * @default
             */
            last_words: string;
            /**
             * Limit Stage
             * @description How near it came to a money limit: `warn`, `wrap_up` or `stop`; null if to none.
             */
            limit_stage: string | null;
            /**
             * Limit What
             * @description Whose limit that is: of the `call`, of its `agent` for the day, or of the organization's `day`.
             */
            limit_what: string | null;
            /**
             * Muted
             * @description Whether an operator muted the agent.
             * @default false
             */
            muted: boolean;
            /**
             * Notes
             * @description The notes that the model holds now.
             * @default
             */
            notes: string;
            /**
             * Org Id
             * @description The organization it belongs to; an installation has one, `org_default`.
             */
            org_id: string;
            /** @description Why it ended; null while it runs. */
            outcome: components["schemas"]["CallOutcome"] | null;
            /**
             * Phase
             * @description What happens just now: `connecting`, `greeting`, `talking`, `hold`, `operator`, `reconnecting`, `closing`, `draining` or `ended`.
             * @default
             */
            phase: string;
            /**
             * Resume Count
             * @description How often another process went on with the call after the first was lost.
             * @default 0
             */
            resume_count: number;
            /**
             * Send Digits
             * @description Keys pressed once an outbound call is answered, for an extension; `w` waits half a second. Empty: none.
             * @default
             */
            send_digits: string;
            /** @description Figures of the call. */
            stats: components["schemas"]["CallStats"];
            /**
             * @description Where the call stands; it only ever moves forward.
             * @default queued
             */
            status: components["schemas"]["CallStatus"];
            /**
             * Summary
             * @description What the call was about, a few sentences, some seconds after its end; null if there is none, or not yet.
             */
            summary: string | null;
            /**
             * Taken Over By
             * @description The operator who speaks in the agent's place; null if none does.
             */
            taken_over_by: string | null;
            /**
             * Timezone
             * @description Where the agent is: its local time is told.
             * @default UTC
             */
            timezone: string;
            /**
             * To Number
             * @description Who is called.
             * @default
             */
            to_number: string;
            /**
             * Transcript Final
             * @description Whether no line of the transcript changes any more.
             * @default false
             */
            transcript_final: boolean;
            /**
             * Version
             * @description Grows with each change of the record: drop what is older than what you have.
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
             * @description Only calls of these agents, at most 100; none means all.
             */
            agent_ids?: string[];
            /**
             * Description
             * @description What it is for, in your words, at most 500 characters.
             * @default
             */
            description?: string;
            /**
             * Enabled
             * @description Whether to send anything. Switched on again, it gets what still waits.
             * @default true
             */
            enabled?: boolean;
            /**
             * Events
             * @description The events to send, at most 10; none means all.
             */
            events?: components["schemas"]["WebhookEvent"][];
            /**
             * Url
             * @description Where to send events: a full URL of at most 2000 characters, without a password. Private addresses are refused unless the server runs with `PHONY_ALLOW_PRIVATE_URLS`.
             */
            url: string;
        };
        /**
         * WebhookPatch
         * @description What to change; what is left out stays.
         */
        WebhookPatch: {
            /**
             * Agent Ids
             * @description Only calls of these agents, at most 100; none means all.
             */
            agent_ids?: string[];
            /**
             * Description
             * @description What it is for, in your words, at most 500 characters.
             */
            description?: string;
            /**
             * Enabled
             * @description Whether to send anything. Switched on again, it gets what still waits.
             */
            enabled?: boolean;
            /**
             * Events
             * @description The events to send, at most 10; none means all.
             */
            events?: components["schemas"]["WebhookEvent"][];
            /**
             * Url
             * @description Where to send events: a full URL of at most 2000 characters, without a password. Private addresses are refused unless the server runs with `PHONY_ALLOW_PRIVATE_URLS`.
             */
            url?: string;
        };
        /** @description A line of transcript, as webhooks tell it. */
        WebhookTurn: {
            /**
             * Data
             * @description More of it. A tool's line has `arguments` (JSON text), `output` (JSON text, at most 16 000 characters) and `ok`; an operator's has `author`; one without words has a `reason`.
             */
            data: {
                [key: string]: unknown;
            };
            /**
             * Ended Ms
             * @description Where it ends; null while it goes on.
             */
            ended_ms: number | null;
            /**
             * Final
             * @description Whether it changes no more.
             * @default false
             */
            final: boolean;
            /**
             * Heard
             * @description What the other side heard of it: less than `said` if it was cut off.
             * @default
             */
            heard: string;
            /**
             * Heard Ms
             * @description How much of it was heard, in ms of sound.
             * @default 0
             */
            heard_ms: number;
            /**
             * Id
             * @description The line's id.
             */
            id: string;
            /**
             * Index
             * @description Its place in the conversation, from 0.
             */
            index: number;
            /**
             * Interrupted
             * @description Whether it was cut off.
             * @default false
             */
            interrupted: boolean;
            /**
             * Kind
             * @description `speech`, `greeting` and `prompt` (the question after silence) are words; `dtmf` keys, `tool` a call of a tool, `event` something that happened.
             * @default speech
             * @enum {string}
             */
            kind: "speech" | "dtmf" | "tool" | "greeting" | "prompt" | "event";
            /** @description The silence before an agent's line, in parts; null for others. */
            latency: components["schemas"]["TurnLatency"] | null;
            /** @description Who spoke: `caller`, `agent`, `operator`, or `system` for what happened. */
            role: components["schemas"]["Role"];
            /**
             * Said
             * @description What was said, or was going to be said. For a tool its name, for keys the digits.
             * @default
             */
            said: string;
            /**
             * Said Ms
             * @description How much sound there was of it, in ms.
             * @default 0
             */
            said_ms: number;
            /**
             * Started Ms
             * @description Where it begins, in ms since the call's `created_at`.
             * @default 0
             */
            started_ms: number;
        };
        /**
         * WebhookWithSecret
         * @description A webhook with its signing secret, which is shown this once.
         */
        WebhookWithSecret: {
            /**
             * Agent Ids
             * @description The agents whose calls it hears of; none means all.
             */
            agent_ids?: string[];
            /**
             * Created At
             * Format: date-time
             * @description When it was made, UTC; what happened before is not sent.
             */
            created_at: string;
            /**
             * Description
             * @description What it is for, in your words.
             * @default
             */
            description?: string;
            /**
             * Disabled Reason
             * @description Why it was switched off without anybody asking, for example because its receiver answered 410.
             */
            disabled_reason?: string | null;
            /**
             * Enabled
             * @description Whether anything is sent.
             * @default true
             */
            enabled?: boolean;
            /**
             * Events
             * @description The events it gets; none means all.
             */
            events?: components["schemas"]["WebhookEvent"][];
            /**
             * Failing Since
             * @description When deliveries began to fail, if the last one failed.
             */
            failing_since?: string | null;
            /**
             * Id
             * @description The webhook's id, `hook_` and 24 digits.
             */
            id: string;
            /**
             * Last Success At
             * @description When something was last delivered, UTC.
             */
            last_success_at?: string | null;
            /**
             * Old Secret Until
             * @description Until when everything is signed with the secret before the last rotation, too, UTC.
             */
            old_secret_until?: string | null;
            /**
             * Org Id
             * @description The organization whose events it gets.
             */
            org_id: string;
            /**
             * Secret
             * @description Verify signatures with it, as Standard Webhooks says.
             */
            secret: string;
            /**
             * Updated At
             * Format: date-time
             * @description When it was last changed, UTC.
             */
            updated_at: string;
            /**
             * Url
             * @description Where events are sent, with POST.
             */
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
            /**
             * Text
             * @description What the model is told and the caller does not hear, at most 4000 characters.
             */
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
                /** @description Only those that are on, or only those that are off. */
                enabled?: boolean | null;
                /** @description Items per page. */
                limit?: number;
                /** @description Part of the name, in any case. */
                name?: string | null;
                /** @description Only those with this number, E.164. */
                phone_number?: string | null;
                /** @description `name`, `-created_at`, ...; of: name, created_at, updated_at, type, phone_number, version, enabled. */
                sort?: string | null;
                /** @description Only of this type. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description Which agent is meant, by its id. */
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
                /** @description The version that counts as before. */
                from: number;
                /** @description The version that counts as after. */
                to: number;
            };
            header?: never;
            path: {
                /** @description Which agent is meant, by its id. */
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
                    "application/json": components["schemas"]["PlacedCall"];
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
                    "application/yaml": {
                        /** @description Each agent's fields; what has its default is left out. */
                        agents: Record<string, never>[];
                    };
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
                "application/json": {
                    /** @description Each agent's fields; what has its default is left out. */
                    agents: Record<string, never>[];
                };
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
                /** @description Only calls of this agent. */
                agent_id?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Only in this direction. */
                direction?: components["schemas"]["Direction"] | null;
                /** @description Begun at or after this time. */
                from?: string | null;
                /** @description Items per page. */
                limit?: number;
                /** @description Only running, or only finished ones. */
                live?: boolean | null;
                /** @description Cost at most so many US dollars. */
                max_cost_usd?: number | null;
                /** @description Talked for at most so many seconds. */
                max_duration_s?: number | null;
                /** @description Cost at least so many US dollars. */
                min_cost_usd?: number | null;
                /** @description Talked for at least so many seconds. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                    "application/octet-stream": string;
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
                call_id: string;
                /** @description Which command is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
                call_id: string;
                /** @description Which edit is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
                call_id: string;
                /** @description Which edit is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
                call_id: string;
                /** @description Which edit is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
                call_id: string;
                /** @description Which edit is meant, by its id. */
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
                /** @description When the model is told. */
                mode?: components["schemas"]["EditMode"];
                /** @description Answer only when it is settled, or after so many milliseconds. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description Which call is meant, by its id. */
                call_id: string;
                /** @description Which edit is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Only what happened there. */
                leg?: ("carrier" | "engine" | "operator" | "phony") | null;
                /** @description Entries per page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description An `ETag`: 304 if the recording is still the same. */
                "If-None-Match"?: string | null;
                /** @description An `ETag`: all of it, if the recording is another by now. */
                "If-Range"?: string | null;
                /** @description Only these bytes: `bytes=0-999`. */
                Range?: string | null;
            };
            path: {
                /** @description Which call is meant, by its id. */
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
                    "application/octet-stream": string;
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description `json`, plain `text` to read, or WebVTT subtitles for the recording. */
                format?: "json" | "text" | "vtt";
            };
            header?: never;
            path: {
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which call is meant, by its id. */
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
                /** @description Which delivery is meant, by its id. */
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
                /** @description Which delivery is meant, by its id. */
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
    get_destinations: {
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
    put_destinations: {
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
                /** @description Which key is meant, by its id. */
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
                /** @description Only those that this agent answers. */
                agent_id?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Items per page. */
                limit?: number;
                /** @description Of: phone_number, friendly_name, status, synced_at. */
                sort?: string | null;
                /** @description Only in this state. */
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
    get_settings: {
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
                    "application/json": components["schemas"]["SettingsView"];
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
    put_settings: {
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
                "application/json": components["schemas"]["OrganizationSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
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
                /** @description Only calls of this agent. */
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
                /** @description Only calls of this agent. */
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
                /** @description Only calls of this agent. */
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
                /** @description Which template is meant, by its id. */
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
                /** @description Which webhook is meant, by its id. */
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
                /** @description Which webhook is meant, by its id. */
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
                /** @description Which webhook is meant, by its id. */
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
                /** @description Only those that stand there. */
                state?: components["schemas"]["DeliveryState"] | null;
            };
            header?: never;
            path: {
                /** @description Which webhook is meant, by its id. */
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
                /** @description Which webhook is meant, by its id. */
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
                /** @description Which webhook is meant, by its id. */
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
