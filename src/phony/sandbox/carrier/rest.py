"""The carrier's REST interface, as far as the official SDK is used with it.

Source: https://www.twilio.com/docs/voice/api and the error dictionary.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Awaitable, Callable, Set
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from phony.sandbox.carrier import filters
from phony.sandbox.carrier.call import SandboxCall
from phony.sandbox.carrier.instructions import LONGEST_CALL_S, Instructions, Order
from phony.sandbox.carrier.network import Network
from phony.sandbox.carrier.recordings import Recording
from phony.sandbox.carrier.records import API_VERSION, FINAL, NUMBER_FIELDS, now, rfc2822
from phony.sandbox.carrier.repertoire import NOT_PLAYED
from phony.sandbox.carrier.requests import Form, Refused

E164 = re.compile(r"\+[1-9]\d{6,14}")
DIGITS = re.compile(r"[0-9*#wW]{0,32}")
MAX_PAGE = 1000
_METHODS = ["GET", "POST", "PUT", "DELETE"]
_PREFIX = f"/{API_VERSION}/Accounts/{{account}}"


Handler = Callable[[Request, Form], Awaitable[Response]]


# The parameters of placing a call that the sandbox plays.
_ORDER = frozenset(
    "To From Url Method FallbackUrl FallbackMethod Twiml Timeout TimeLimit SendDigits CallToken "
    "StatusCallback StatusCallbackMethod StatusCallbackEvent "
    "MachineDetection AsyncAmd AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod "
    "Record RecordingChannels RecordingTrack RecordingStatusCallback "
    "RecordingStatusCallbackMethod RecordingStatusCallbackEvent".split()
)
_PLAYED = (
    "It plays the account, Calls (create, list, fetch, update), Recordings (create, list, fetch, "
    "update, delete, .wav), IncomingPhoneNumbers (list, fetch, update), Conferences (list, fetch) "
    "and their Participants (list)"
)


def _not_played(request: Request) -> Refused:
    path = request.url.path
    return Refused(404, 20404, f"The sandbox has no {request.method} {path}. {_PLAYED}")


async def _nothing(request: Request) -> Response:
    return _not_played(request).answer


class Rest:
    """The routes; everything is done by the network."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def routes(self) -> list[Route]:
        """For the sandbox's app."""
        listed: list[tuple[str, str, Handler]] = [
            ("GET", ".json", self.account),
            ("POST", "/Calls.json", self.create_call),
            ("GET", "/Calls.json", self.list_calls),
            ("GET", "/Calls/{sid}.json", self.get_call),
            ("POST", "/Calls/{sid}.json", self.update_call),
            ("POST", "/Calls/{sid}/Recordings.json", self.record),
            ("GET", "/Calls/{sid}/Recordings.json", self.list_recordings),
            ("GET", "/Calls/{call}/Recordings/{sid}.json", self.get_recording),
            ("POST", "/Calls/{call}/Recordings/{sid}.json", self.update_recording),
            ("DELETE", "/Calls/{call}/Recordings/{sid}.json", self.delete_recording),
            ("GET", "/Recordings.json", self.list_recordings),
            ("GET", "/Recordings/{sid}.json", self.get_recording),
            ("DELETE", "/Recordings/{sid}.json", self.delete_recording),
            ("GET", "/Recordings/{sid}.wav", self.recording_sound),
            ("GET", "/Recordings/{sid}", self.recording_sound),
            ("GET", "/IncomingPhoneNumbers.json", self.list_numbers),
            ("GET", "/IncomingPhoneNumbers/{sid}.json", self.get_number),
            ("POST", "/IncomingPhoneNumbers/{sid}.json", self.update_number),
            ("GET", "/Conferences.json", self.list_conferences),
            ("GET", "/Conferences/{sid}.json", self.get_conference),
            ("GET", "/Conferences/{sid}/Participants.json", self.list_participants),
        ]
        routes = [
            Route(_PREFIX + path, self._checked(handler), methods=[method])
            for method, path, handler in listed
        ]
        # What the sandbox does not play is refused in the SDK's language, too.
        rest = Route(f"/{API_VERSION}/{{path:path}}", _nothing, methods=_METHODS)
        return [*routes, rest]

    def _checked(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                self._admit(request)
                form = await request.form() if request.method == "POST" else request.query_params
                items = [
                    (key, value) for key, value in form.multi_items() if isinstance(value, str)
                ]
                parameters = Form(items)
                parameters.check()
                return self._told(request, await handler(request, parameters))
            except Refused as refused:
                return refused.answer

        return endpoint

    def _told(self, request: Request, answer: Response) -> Response:
        faults = self._network.faults
        if request.method == "POST" and faults.rest_lost:
            faults.rest_lost -= 1
            raise Refused(500, 20500, "Internal Server Error")
        return answer

    def _admit(self, request: Request) -> None:
        network = self._network
        scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
        try:
            user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            user = password = ""
        known = (user, password) == (network.account_sid, network.auth_token)
        if scheme.lower() != "basic" or not known:
            raise Refused(401, 20003, "Authenticate")
        if request.path_params["account"] != network.account_sid:
            raise Refused(404, 20404, "The requested resource was not found")
        if network.faults.rest_errors:
            network.faults.rest_errors -= 1
            status = network.faults.rest_status
            raise Refused(status, 20000 + status, "Too many requests, or none at all")

    # ---- the account

    async def account(self, request: Request, form: Form) -> Response:
        """The account itself."""
        moment = rfc2822(now())
        return JSONResponse(
            {
                "sid": self._network.account_sid,
                "owner_account_sid": self._network.account_sid,
                "friendly_name": "Phony sandbox",
                "status": "active",
                "type": "Full",
                "date_created": moment,
                "date_updated": moment,
                "uri": f"/{API_VERSION}/Accounts/{self._network.account_sid}.json",
            },
            headers={"Date": moment or ""},
        )

    # ---- calls

    async def create_call(self, request: Request, form: Form) -> Response:
        """Place a call."""
        to, from_ = form.get("To"), form.get("From")
        self._check_parties(to, from_, form.get("CallToken"))
        digits = form.get("SendDigits")
        if not DIGITS.fullmatch(digits):
            raise Refused(400, 21230, f"SendDigits '{digits}' is not valid")
        instructions = self._instructions(form)
        if instructions is None:
            other = ": the sandbox has no applications" if form.get("ApplicationSid") else ""
            raise Refused(400, 21205, f"Url parameter is required{other}")
        self._notice(form, _ORDER, "Calls.create")
        fallback = form.get("FallbackUrl")
        call = self._network.call_out(
            Order(
                to=to,
                from_=from_,
                instructions=instructions,
                fallback=Instructions(fallback, form.get("FallbackMethod", "POST"))
                if fallback
                else None,
                timeout_s=min(600, form.number("Timeout", 60)),
                time_limit_s=min(LONGEST_CALL_S, form.number("TimeLimit", LONGEST_CALL_S)),
                status_callback=form.get("StatusCallback"),
                status_method=form.get("StatusCallbackMethod", "POST"),
                status_events=frozenset(form.all("StatusCallbackEvent") or ["completed"]),
                send_digits=digits,
                # Keys exclude looking for a machine.
                detection="" if digits else form.get("MachineDetection"),
                detection_async=form.flag("AsyncAmd"),
                detection_callback=form.get("AsyncAmdStatusCallback"),
                detection_method=form.get("AsyncAmdStatusCallbackMethod", "POST"),
                recording=self._wanted_recording(request, form) if form.flag("Record") else None,
            )
        )
        return JSONResponse(call.record.show(self._network.account_sid), 201)

    def _check_parties(self, to: str, from_: str, token: str) -> None:
        if not to:
            raise Refused(400, 21201, "No 'To' number is specified")
        if to.startswith(("client:", "sip:")):
            raise Refused(400, 21211, f"The sandbox calls phone numbers only, not {to}")
        if not E164.fullmatch(to):
            raise Refused(400, 21211, f"The phone number you are attempting to call, {to}, "
                          "is not valid.")  # fmt: skip
        if not E164.fullmatch(from_):
            raise Refused(400, 21212, f"The 'From' number {from_} is not valid")
        if from_ not in self._network.numbers and from_ != self._network.shown_by(token):
            raise Refused(400, 21210, f"The source phone number provided, {from_}, is not yet "
                          "verified for your account.")  # fmt: skip

    def _notice(self, form: Form, played: Set[str], what: str) -> None:
        """Whatever has no effect here is said, as of TwiML."""
        for name in form.fields.keys() - played:
            self._network.alert(NOT_PLAYED, f"{what}: {name} is not played by the sandbox")

    def _instructions(self, form: Form) -> Instructions | None:
        if url := form.get("Url"):
            if not url.startswith(("http://", "https://")):
                raise Refused(400, 21205, f"Url is not a valid URL: {url}")
            return Instructions(url, form.get("Method", "POST"))
        if twiml := form.get("Twiml"):
            if len(twiml) > 4000:
                raise Refused(400, 21218, "Twiml is longer than 4000 characters")
            return Instructions(twiml=twiml)
        return None

    async def list_calls(self, request: Request, form: Form) -> Response:
        """The account's calls, newest first."""
        found = [call.record.show(self._network.account_sid) for call in self._network.calls]
        return self._page(request, form, "calls", found)

    async def get_call(self, request: Request, form: Form) -> Response:
        """One call."""
        call = self._call(request)
        return JSONResponse(call.record.show(self._network.account_sid))

    async def update_call(self, request: Request, form: Form) -> Response:
        """End a call, or make it do something else."""
        call = self._call(request)
        if call.record.status in FINAL:
            raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
        instructions = self._instructions(form)
        match form.get("Status"):
            case "":
                pass
            case "completed":
                self._network.hang_up(call)
            case "canceled":
                if call.answered.is_set():
                    raise Refused(400, 21220, "Call is in-progress. Cannot cancel.")
                self._network.hang_up(call)
            case other:
                raise Refused(400, 20001, f"Status {other} is not valid")
        call.time_limit_s = min(LONGEST_CALL_S, form.number("TimeLimit", call.time_limit_s))
        if instructions is not None:
            if not call.answered.is_set():
                raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
            self._network.update(call.record.sid, instructions)
        return JSONResponse(call.record.show(self._network.account_sid))

    def _call(self, request: Request) -> SandboxCall:
        call = self._network.call(request.path_params["sid"])
        if call is None:
            raise Refused(404, 20404, "The requested resource was not found")
        return call

    # ---- recordings

    def _wanted_recording(self, request: Request, form: Form) -> dict[str, Any]:
        """How to record, from the fields that placing a call and recording one share."""
        callback = form.get("RecordingStatusCallback")
        if callback and not callback.startswith(("http://", "https://")):
            raise Refused(400, 21609, f"RecordingStatusCallback is not valid: {callback}")
        return {
            "base_url": str(request.base_url).rstrip("/"),
            "channels": 2 if form.get("RecordingChannels") == "dual" else 1,
            "track": form.get("RecordingTrack") or "both",
            "callback": callback,
            "callback_method": form.get("RecordingStatusCallbackMethod") or "POST",
            "events": frozenset(form.all("RecordingStatusCallbackEvent") or ["completed"]),
        }

    async def record(self, request: Request, form: Form) -> Response:
        """Start a recording."""
        call = self._call(request)
        if call.record.status != "in-progress":
            raise Refused(400, 21220, "Requested resource is not eligible for recording")
        recording = self._network.record(call, **self._wanted_recording(request, form))
        return JSONResponse(recording.show(), 201)

    async def list_recordings(self, request: Request, form: Form) -> Response:
        """A call's recordings, or the account's."""
        of_call = self._call(request) if "sid" in request.path_params else None
        found = [
            recording.show()
            for recording in reversed(self._network.recordings.values())
            if of_call in (None, recording.call)
        ]
        return self._page(request, form, "recordings", found)

    async def get_recording(self, request: Request, form: Form) -> Response:
        """One recording."""
        return JSONResponse(self._recording(request).show())

    async def update_recording(self, request: Request, form: Form) -> Response:
        """Pause, go on, or stop."""
        recording = self._recording(request)
        if recording.status not in ("in-progress", "paused"):
            raise Refused(400, 21220, "The recording is over.")
        match form.get("Status"):
            case "paused":
                recording.pause(skip=form.get("PauseBehavior") == "skip")
            case "in-progress":
                recording.resume()
            case "stopped":
                recording.stop()
            case other:
                raise Refused(400, 20001, f"Status {other!r} is not valid")
        return JSONResponse(recording.show())

    async def delete_recording(self, request: Request, form: Form) -> Response:
        """Forget a recording."""
        recording = self._recording(request)
        recording.stop()
        del self._network.recordings[recording.sid]
        return Response(status_code=204)

    async def recording_sound(self, request: Request, form: Form) -> Response:
        """The sound of one recording, once it is over."""
        recording = self._recording(request)
        if recording.status != "completed":
            raise Refused(404, 20404, "The requested resource was not found")
        wanted = form.get("RequestedChannels") or str(recording.channels)
        if wanted not in ("1", str(recording.channels)):
            raise Refused(400, 20001, f"RequestedChannels {wanted}: the recording has "
                          f"{recording.channels}")  # fmt: skip
        return Response(recording.wav(int(wanted)), media_type="audio/x-wav")

    def _recording(self, request: Request) -> Recording:
        sid, of_call = request.path_params["sid"], request.path_params.get("call")
        if "." in sid and sid != "Twilio.CURRENT":  # .mp3
            raise _not_played(request)
        if sid == "Twilio.CURRENT":
            running = (r for r in self._network.recordings.values() if r.status != "completed")
            recording = next((r for r in running if r.call.record.sid == of_call), None)
        else:
            recording = self._network.recordings.get(sid)
        if recording is None or of_call not in (None, recording.call.record.sid):
            raise Refused(404, 20404, "The requested resource was not found")
        return recording

    # ---- numbers

    async def list_numbers(self, request: Request, form: Form) -> Response:
        """The account's numbers."""
        found = [
            number.show(self._network.account_sid) for number in self._network.numbers.values()
        ]
        return self._page(request, form, "incoming_phone_numbers", found)

    async def get_number(self, request: Request, form: Form) -> Response:
        """One number."""
        return JSONResponse(self._number(request).show(self._network.account_sid))

    async def update_number(self, request: Request, form: Form) -> Response:
        """Change what a call to the number meets."""
        number = self._number(request)
        for name in ("VoiceUrl", "VoiceFallbackUrl", "StatusCallback"):
            if (url := form.get(name)) and not url.startswith(("http://", "https://")):
                raise Refused(400, 21502, f"{name} is not valid: {url}")
        self._notice(form, NUMBER_FIELDS.keys(), "IncomingPhoneNumbers.update")
        number.write(form.fields)
        self._network.numbers_changed()
        return JSONResponse(number.show(self._network.account_sid))

    def _number(self, request: Request) -> Any:
        sid = request.path_params["sid"]
        if not sid.startswith("PN"):  # Local, Mobile, TollFree
            raise _not_played(request)
        for number in self._network.numbers.values():
            if number.sid == sid:
                return number
        raise Refused(404, 20404, "The requested resource was not found")

    # ---- conferences

    async def list_conferences(self, request: Request, form: Form) -> Response:
        """Running and past conferences."""
        found = [
            room.show(self._network.account_sid)
            for room in reversed(self._network.conferences.values())
        ]
        return self._page(request, form, "conferences", found)

    async def get_conference(self, request: Request, form: Form) -> Response:
        """One conference."""
        room = self._network.conferences.get(request.path_params["sid"])
        if room is None:
            raise Refused(404, 20404, "The requested resource was not found")
        return JSONResponse(room.show(self._network.account_sid))

    async def list_participants(self, request: Request, form: Form) -> Response:
        """Who is in a conference."""
        room = self._network.conferences.get(request.path_params["sid"])
        if room is None:
            raise Refused(404, 20404, "The requested resource was not found")
        found = [member.show(self._network.account_sid) for member in room.members]
        return self._page(request, form, "participants", found)

    # ---- paging

    def _page(
        self, request: Request, form: Form, name: str, found: list[dict[str, Any]]
    ) -> JSONResponse:
        found = filters.narrowed(name, found, form.fields)
        size = max(1, min(MAX_PAGE, int(form.number("PageSize", 50))))
        page = max(0, int(form.number("Page", 0)))
        shown = found[page * size : (page + 1) * size]

        def uri(number: int) -> str:
            query = {k: v for k, v in form.fields.items() if k not in ("Page", "PageToken")}
            query |= {"PageSize": str(size), "Page": str(number)}
            if number:
                query["PageToken"] = f"PA{name}{number * size}"
            return f"{request.url.path}?{urlencode(query)}"

        return JSONResponse(
            {
                name: shown,
                "page": page,
                "page_size": size,
                "start": page * size,
                "end": page * size + len(shown) - 1,
                "uri": uri(page),
                "first_page_uri": uri(0),
                "next_page_uri": uri(page + 1) if (page + 1) * size < len(found) else None,
                "previous_page_uri": uri(page - 1) if page else None,
            }
        )
