"""The pages and their interface: FastAPI over an open study; one request at a time changes it."""

import secrets
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr

from preceptor.errors import BadInput, NotFound, PreceptorError, Refused
from preceptor.records import Json
from preceptor.serve.rate._desk import Conflict, Desk
from preceptor.serve.rate._exchange import own_ratings_csv
from preceptor.serve.rate._guard import Guard
from preceptor.serve.rate._judges import calibrate
from preceptor.serve.rate._progress import progress
from preceptor.serve.rate._ratings import Rating
from preceptor.serve.rate._study import Person, person_of
from preceptor.serve.rate._views import desk_view, item_view

HERE = Path(__file__).parent
REPORT_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"  # the rest stands in the page
KINDS = {".js": "text/javascript", ".css": "text/css"}
ASSETS = {name: (HERE / name).read_bytes() for name in ("page.css", "desk.js", "rating.js", "progress.js")}
STATUS: tuple[tuple[type[PreceptorError], int], ...] = (
    (Conflict, 409), (NotFound, 404), (BadInput, 422), (Refused, 403),
)  # fmt: skip


class State(BaseModel):
    """What a page sends: one state of a rating, as the rater saw the sides."""

    model_config = ConfigDict(extra="forbid")

    revision: StrictInt
    done: StrictBool
    findings: dict[StrictStr, StrictStr | StrictFloat]
    words: dict[StrictStr, StrictStr]
    seconds: StrictFloat


class Unknown(PreceptorError):
    """The token is nobody's."""


def _person(request: Request) -> Person:
    """Find who asks by the token in the Authorization header.

    Raises:
        Unknown: nobody's.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    desk: Desk = request.app.state.desk
    found = person_of(token, desk.people()) if scheme == "Bearer" and token else None
    if found is None:
        raise Unknown("this link is not valid; ask whoever sent it for a new one")
    return found


async def _rater(person: Annotated[Person, Depends(_person)]) -> Person:
    if person.role == "coordinator":
        raise Refused("the coordinator's link shows progress, it does not rate")
    return person


async def _coordinator(person: Annotated[Person, Depends(_person)]) -> Person:
    if person.role != "coordinator":
        raise Refused("only the coordinator's link shows this")
    return person


RATER, COORDINATOR = Depends(_rater), Depends(_coordinator)


def application(desk: Desk, hosts: Collection[str]) -> Guard:
    """Make the application for an open study, behind its guard."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.desk = desk
    _add_pages(app)
    _add_rating(app, desk)
    _add_progress(app, desk)
    _add_errors(app)
    return Guard(app, hosts=hosts)  # type: ignore[arg-type]


def _add_pages(app: FastAPI) -> None:
    page = (HERE / "page.html").read_text(encoding="utf-8")

    @app.get("/")
    async def start() -> HTMLResponse:
        return HTMLResponse(page)

    @app.get("/{name}.{ending}")
    async def asset(name: str, ending: str) -> Response:
        content = ASSETS.get(f"{name}.{ending}")
        if content is None:
            return PlainTextResponse("not found", status_code=404)
        return Response(content, media_type=KINDS[f".{ending}"])


def _add_rating(app: FastAPI, desk: Desk) -> None:
    @app.get("/api/desk")
    async def see_desk(person: Annotated[Person, Depends(_person)]) -> JSONResponse:
        if person.role == "coordinator":
            return JSONResponse({"role": person.role, "title": desk.title})
        return JSONResponse(desk_view(desk, person))

    @app.get("/api/items/{item}")
    async def see_item(item: str, person: Annotated[Person, RATER]) -> JSONResponse:
        return JSONResponse(item_view(desk, person, item))

    @app.put("/api/items/{item}")
    async def save(item: str, state: State, person: Annotated[Person, RATER]) -> JSONResponse:
        given = Rating(
            rater=person.name,
            item=item,
            revision=state.revision,
            done=state.done,
            findings=state.findings,
            words={name: text for name, text in state.words.items() if text.strip()},
            seconds=state.seconds,
        )
        saved = desk.save(person, given)
        view: dict[str, Json] = {"revision": saved.revision, "done": saved.done}
        return JSONResponse({**view, "desk": desk_view(desk, person)})

    @app.get("/api/last")
    async def last(person: Annotated[Person, RATER]) -> JSONResponse:
        return JSONResponse({"item": desk.last_finished(person)})

    @app.get("/api/mine")
    async def mine(person: Annotated[Person, RATER]) -> Response:
        return Response(own_ratings_csv(desk, person), media_type="text/csv; charset=utf-8")


def _add_progress(app: FastAPI, desk: Desk) -> None:
    reports: dict[str, Path] = {}
    computed: dict[int, dict[str, Json]] = {}  # number of states -> progress, so that looking again is free

    @app.get("/api/progress", dependencies=[COORDINATOR])
    async def see_progress() -> JSONResponse:
        number = desk.ratings.count
        if number not in computed:
            found = await to_thread.run_sync(progress, desk)
            computed.clear()
            computed[number] = found
        return JSONResponse(computed[number])

    @app.post("/api/calibrate", dependencies=[COORDINATOR])
    async def calibrate_judges() -> JSONResponse:
        runs = await to_thread.run_sync(calibrate, desk)
        reports.clear()
        computed.clear()
        reports.update({secrets.token_urlsafe(32): run for run in runs})
        return JSONResponse({"reports": [[run.name, f"report/{ticket}"] for ticket, run in reports.items()]})

    @app.get("/report/{ticket}")
    async def report(ticket: str) -> Response:
        """Show a run's report to whoever has its ticket; the page brings its own, stricter or equal, policy."""
        if ticket not in reports:
            return PlainTextResponse("not found; calibrate again on the progress page", status_code=404)
        page = (reports[ticket] / "report.html").read_bytes()
        return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY})


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(PreceptorError)
    async def told(request: Request, error: PreceptorError) -> JSONResponse:
        if isinstance(error, Unknown):
            return JSONResponse({"error": str(error)}, status_code=401)
        status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
        if status < 500:
            return JSONResponse({"error": str(error)}, status_code=status)
        print(f"error: {error}", file=sys.stderr)  # it may name paths, which raters are not to see
        return JSONResponse({"error": "something went wrong; tell whoever sent the link"}, status_code=500)

    @app.exception_handler(RequestValidationError)
    async def misshapen(request: Request, error: RequestValidationError) -> JSONResponse:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        return JSONResponse({"error": f"{place}: {error.errors()[0]['msg']}"}, status_code=422)
