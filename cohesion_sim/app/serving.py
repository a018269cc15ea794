"""The workshop listens on this machine only, unless an address is given; then a join code is asked for."""

from __future__ import annotations

import ipaddress
import logging
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from cohesion_sim.errors import UserError

log = logging.getLogger("cohesion_sim.app")
LOOPBACK = "127.0.0.1"
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def application(hosts: frozenset[str], code: str = "", processes: int | None = None) -> Any:
    """Return the workshop as an ASGI application.

    Parameters
    ----------
    hosts
        Values of the Host header that it answers to.
    code
        Join code; none is asked for if empty.
    processes
        Workers; one a core if not given.
    """
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse

    from cohesion_sim.app import tasks
    from cohesion_sim.app.crew import Crew
    from cohesion_sim.app.guard import Door, Guard
    from cohesion_sim.app.library import library
    from cohesion_sim.app.refusing import refused, said
    from cohesion_sim.app.routes import Pages, language_of
    from cohesion_sim.app.streams import load

    crew = Crew(processes)
    door = Door(hosts, code)

    async def mendable(asked: Request, error: UserError) -> JSONResponse:
        return JSONResponse({"error": said(error, language_of(asked))}, 400)

    async def ours(asked: Request, error: Exception) -> JSONResponse:
        number = secrets.token_hex(4)
        log.error("error %s", number)
        return JSONResponse({"error": said(refused("wrong", number=number), language_of(asked))}, 500)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        library()
        load()
        crew.open(tasks.rehearse)
        try:
            yield
        finally:
            crew.close()

    handlers: Any = {UserError: mendable, Exception: ours}
    return Guard(Starlette(routes=Pages(crew, door).routes(), lifespan=lifespan, exception_handlers=handlers), door)


def serve(address: str, port: int, processes: int | None, ready: Callable[[str, str], None]) -> None:
    """Serve the workshop until it is stopped.

    Parameters
    ----------
    address
        An address of this machine; ``127.0.0.1`` for this machine only.
    port
        Port; 0 for any free one.
    processes
        Workers; one a core if not given.
    ready
        Called with the page's address and the join code (empty on loopback) as soon as it listens.

    Raises
    ------
    UserError
        If the extra ``app`` is missing, or the address or port cannot be used.
    """
    try:
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise UserError("the workshop needs the extra 'app': pip install 'cohesion-sim[app]'") from error
    heard = listening(address, port)
    found = heard.getsockname()[1]
    code = "" if loopback(address) else "".join(secrets.choice(LETTERS) for _ in range(8))
    app = application(hosts(address, found), code, processes)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
        limit_concurrency=400,
    )

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready(f"http://{shown(address)}:{found}/", code)

    Server(config).run(sockets=[heard])


def loopback(address: str) -> bool:
    """Return whether an address is this machine only.

    Raises
    ------
    UserError
        If it is no address, or stands for all addresses at once.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError as error:
        raise UserError(
            f"address is '{address}'; it must be an address of this machine, such as 192.168.1.20"
        ) from error
    if found.is_unspecified:
        raise UserError(f"address is {address}; name the one address that the room shall use, such as 192.168.1.20")
    return found.is_loopback


def hosts(address: str, port: int) -> frozenset[str]:
    """Return the Host headers that a workshop answers to."""
    if not loopback(address):
        return frozenset({f"{shown(address)}:{port}"})
    return frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}", f"{shown(address)}:{port}"})


def shown(address: str) -> str:
    """Return an address as it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def listening(address: str, port: int) -> socket.socket:
    """Return a socket that listens."""
    loopback(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((address, port))
        found.listen(128)
    except OSError as error:
        found.close()
        raise UserError(f"{address}:{port} cannot be used ({error.strerror}); choose another with port=8701") from error
    return found
