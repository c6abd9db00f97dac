"""Checks the signature of a Certvigil webhook. Python's own library is enough.

    from verify_webhook import verify
    verify(["whsec_..."], request.headers, request.body)   # the bytes as they came
"""

import base64
import hashlib
import hmac
import time

TOLERANCE_SECONDS = 5 * 60


def verify(secrets, headers, body, now=None):
    """Raises ValueError where the request is not genuine.

    secrets: one, or two while rotating. headers: a mapping with lower-case names. body: bytes.
    """
    try:
        message_id = headers["webhook-id"]
        timestamp = headers["webhook-timestamp"]
        given = headers["webhook-signature"]
    except KeyError as missing:
        raise ValueError(f"header {missing} is missing") from None
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        raise ValueError("too old, or a wrong clock")

    signed = f"{message_id}.{timestamp}.".encode() + body
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        genuine = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
        if any(hmac.compare_digest(genuine, entry.encode()) for entry in given.split(" ")):
            return
    raise ValueError("no signature fits")
