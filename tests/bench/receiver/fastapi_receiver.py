"""The same work in the usual web framework: verify the signature, store the delivery in SQLite with
synchronous=FULL, answer after the commit. One process, one event loop, one connection."""

import hashlib
import hmac
import sqlite3
import sys

import uvicorn
from fastapi import FastAPI, Request, Response

database, secret, port = sys.argv[1], sys.argv[2].encode(), int(sys.argv[3])
store = sqlite3.connect(database, isolation_level=None)
store.execute("PRAGMA journal_mode = WAL")
store.execute("PRAGMA synchronous = FULL")
store.execute("CREATE TABLE inbox(seq INTEGER PRIMARY KEY, delivery TEXT NOT NULL UNIQUE, body BLOB NOT NULL)")
app = FastAPI()


@app.post("/webhooks/generic")
async def deliver(request: Request):
    body = await request.body()
    expected = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("x-signature", "")):
        return Response(status_code=401)
    done = store.execute("INSERT OR IGNORE INTO inbox(delivery, body) VALUES(?, ?)", (request.headers["x-delivery-id"], body))
    return Response('{"stored":true}', 202 if done.rowcount == 1 else 200, media_type="application/json")


uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)
