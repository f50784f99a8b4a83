"""Web sites on this machine that answer whatever a test wants, over real sockets."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answerer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.site.answer(self)

    do_HEAD = do_GET

    def send(self, body: bytes | str = b"", kind: str = "text/html", status: int = 200, **headers) -> None:
        """Answer in one piece; a header is given by its name with underscores."""
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        given = {"Content-Length": str(len(body)), "Content-Type": kind} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in given.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """Say nothing: the client hangs up on purpose."""


class LocalSite:
    """A site by its pages; it remembers what was asked. ``ended`` is set when it goes."""

    def __init__(self, address: str = "127.0.0.1", context=None) -> None:
        self.pages: dict[str, Answerer] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict] = []
        self.ended = threading.Event()
        self.server = Server((address, 0), Handler)
        self.server.site = self
        self.port = self.server.server_address[1]
        self.scheme = "https" if context else "http"
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{self.scheme}://{address}:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, handler: Handler) -> None:
        self.asked.append((handler.command, handler.path))
        self.headers.append(dict(handler.headers))
        page = self.pages.get(handler.path)
        page(handler) if page else handler.send("nothing here", status=404)

    def page(self, path: str, body: bytes | str = b"", kind: str = "text/html", **more) -> None:
        self.pages[path] = lambda handler: handler.send(body, kind, **more)

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self.page(path, status=status, Location=to)

    def paths(self) -> list[str]:
        """What was asked for, without the robots.txt that every visit begins with."""
        return [path for _method, path in self.asked if path != "/robots.txt"]

    def close(self) -> None:
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()
