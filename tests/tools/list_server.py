#!/usr/bin/env python3
"""A server of files on the loopback for tests of downloading. Usage: list_server.py DIRECTORY [--tls CERT KEY]
Prints its port. Paths are files of the directory; the first part of a path may ask for a kind of trouble:
  /plain/F      the file, with ETag and Last-Modified, 304 when asked for (of the time in the file "date", else its own)
  /always/F     the file with its Last-Modified, never 304
  /flaky/F      503 for the first two times, then as /plain/
  /short/F      says the whole length and sends half
  /redirect/F   302 to /F
  /slow/F       one byte a second
  /status/NNN/  that status, with a page
Every request is written to DIRECTORY/requests.log.
"""
import email.utils
import hashlib
import http.server
import pathlib
import ssl
import sys
import threading
import time

ROOT = pathlib.Path(sys.argv[1])
SEEN = {}
LOCK = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def page(self, status, text=b"<html>no</html>", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        with LOCK, open(ROOT / "requests.log", "a") as log:
            log.write(f"{self.path} {self.headers.get('If-None-Match', '-')}\n")
            SEEN[self.path] = SEEN.get(self.path, 0) + 1
            seen = SEEN[self.path]
        _, kind, name = (self.path + "//").split("/", 3)[:3]
        if kind == "status":
            return self.page(int(name))
        if kind == "redirect":
            return self.page(302, b"", [("Location", "/plain/" + name)])
        if kind == "flaky" and seen <= 2:
            return self.page(503, headers=[("Retry-After", "0")])
        path = ROOT / name
        if not path.is_file():
            return self.page(404)
        body = path.read_bytes()
        dated = ROOT / "date"
        stamp = float(dated.read_text()) if dated.is_file() else path.stat().st_mtime
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if kind != "always" and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.end_headers()
            return None
        self.send_response(200)
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", email.utils.formatdate(stamp, usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind == "short":
            body = body[:len(body) // 2]
        if kind == "slow":
            for at in range(len(body)):
                self.wfile.write(body[at:at + 1])
                self.wfile.flush()
                time.sleep(1)
        self.wfile.write(body)
        return None


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # clients that give up are what is tested


server = Server(("127.0.0.1", 0), Handler)
if "--tls" in sys.argv:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*sys.argv[sys.argv.index("--tls") + 1:][:2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
