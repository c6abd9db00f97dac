"""Verifies the signature of a Certvigil webhook. Needs only Python's standard library.

    from verify_webhook import verify
    verify(["whsec_..."], request.headers, request.body)   # the received bytes
"""

import base64
import hashlib
import hmac
import time

TOLERANCE_SECONDS = 5 * 60


def verify(secrets, headers, body, now=None):
    """Raises ValueError if the request is not genuine.

    secrets: one, or two during a rotation. headers: a mapping with lower-case names. body: bytes.
    """
    try:
        message_id = headers["webhook-id"]
        timestamp = headers["webhook-timestamp"]
        given = headers["webhook-signature"]
    except KeyError as missing:
        raise ValueError(f"header {missing} is missing") from None
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        raise ValueError("the timestamp is too old, or a clock is wrong")

    signed = f"{message_id}.{timestamp}.".encode() + body
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        genuine = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
        if any(hmac.compare_digest(genuine, entry.encode()) for entry in given.split(" ")):
            return
    raise ValueError("no signature matches")
