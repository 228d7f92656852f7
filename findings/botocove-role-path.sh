#!/usr/bin/env bash
# botocove cannot assume a role that has a path, unless a session name is given too.
#
# botocove 1.7.4. `@cove(rolename="break-glass/BreakGlass")` asks for the right role, and uses the same text as the name of the session.
# STS takes no slash there (API reference, AssumeRole: [\w+=,.@-]*), so every account answers a ValidationError, and the function runs
# in none of them. With `role_session_name` it is asked rightly.
#
# A server on this machine stands for STS and writes down what it is asked. Needs Python 3 with venv. Fails if the behaviour changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocove==1.7.4

cat >"$folder/try.py" <<'PYTHON'
import logging
import os
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

asked = []
VALID = re.compile(r"[\w+=,.@-]*")


class Sts(BaseHTTPRequestHandler):
    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if form.get("Action") == ["AssumeRole"]:
            asked.append((form["RoleArn"][0], form["RoleSessionName"][0]))
        body = (
            b"<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>"
            b"<UserId>AIDAEXAMPLE</UserId><Arn>arn:aws:iam::111122223333:user/somebody</Arn>"
            b"</GetCallerIdentityResult></GetCallerIdentityResponse>"
            if form.get("Action") == ["GetCallerIdentity"]
            else b"<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"
        )
        self.send_response(200 if b"GetCallerIdentity" in body else 403)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Sts)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ.update(
    AWS_ENDPOINT_URL=f"http://127.0.0.1:{server.server_port}",
    AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY="none",
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_MAX_ATTEMPTS="1",
)
logging.disable(logging.CRITICAL)

from botocove import cove  # noqa: E402

for options in ({}, {"role_session_name": "drill"}):
    cove(lambda session: None, target_ids=["444455556666"], rolename="break-glass/BreakGlass", org_master=False, **options)()
    arn, name = asked[-1]
    print(f"{arn} as {name}: {'a valid' if VALID.fullmatch(name) else 'no valid'} session name")
server.shutdown()
PYTHON

"$folder/venv/bin/python" "$folder/try.py" 2>/dev/null | tee "$folder/seen.txt"

cat >"$folder/expected.txt" <<'SEEN'
arn:aws:iam::444455556666:role/break-glass/BreakGlass as break-glass/BreakGlass: no valid session name
arn:aws:iam::444455556666:role/break-glass/BreakGlass as drill: a valid session name
SEEN
diff "$folder/expected.txt" "$folder/seen.txt"
