"""Receives webhooks of OCOP: needs nothing but Python 3.9.

    OCOP_WEBHOOK_SECRET=whsec_… PORT=8080 python3 receiver.py

Several secrets, separated by blanks, are taken while one is rotated.
"""

import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRETS = [base64.b64decode(s.removeprefix("whsec_")) for s in os.environ["OCOP_WEBHOOK_SECRET"].split()]
TOLERANCE = int(os.environ.get("OCOP_WEBHOOK_TOLERANCE", "300"))  # seconds by which the clocks may differ
MOST = 1 << 20  # bytes of a body
seen = set()  # keep this in a database: an event may come again days later, with the same id


def verified(headers, body):
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not message_id or not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = [base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode() for secret in SECRETS]
    for signature in headers.get("webhook-signature", "").split():
        version, _, value = signature.partition(",")
        if version == "v1" and any(hmac.compare_digest(value, one) for one in expected):
            return True
    return False


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length", "0"))
        if length > MOST:
            return self.answer(413)
        body = self.rfile.read(length)
        if not verified(self.headers, body):
            return self.answer(401)
        event = json.loads(body)
        if event["type"] == "ocop.promotion.subscription.test.v1":
            return self.answer(200, event["data"]["challenge"].encode())
        if self.headers["webhook-id"] not in seen:
            seen.add(self.headers["webhook-id"])
            # Keep the event and answer at once; work on it afterwards.
            print(json.dumps({"type": event["type"], "data": event["data"]}, ensure_ascii=False), flush=True)
        self.answer(204)

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8080"))), Receiver).serve_forever()
