"""The senders of webhooks as they really are: how each signs, and one document of each (integrations.md §1).
Standard library only."""

import base64
import hashlib
import hmac
import json
import time

# Two secrets a source: the one in use, and the one it is exchanged for.
SECRETS = {
    "typeform": ("typeform-secret", "typeform-secret-of-next-year"),
    "woocommerce": ("woocommerce-secret", "woocommerce-secret-of-next-year"),
    "generic": ("generic-secret", "generic-secret-of-next-year"),
    "website-form": ("website-form-secret-0123456789", "website-form-secret-of-next-year"),
    "stripe": ("whsec_stripe-secret", "whsec_stripe-secret-of-next-year"),
    "standard-webhooks": tuple("whsec_" + base64.b64encode(key).decode() for key in (b"0123456789abcdef0123456789abcdef", b"fedcba9876543210fedcba9876543210")),
    "beehiiv": tuple("whsec_" + base64.b64encode(key).decode() for key in (b"beehiiv-beehiiv-beehiiv-beehiiv1", b"beehiiv-beehiiv-beehiiv-beehiiv2")),
    "pipit": tuple("whsec_" + base64.b64encode(key).decode() for key in (b"pipit-pipit-pipit-pipit-pipit-01", b"pipit-pipit-pipit-pipit-pipit-02")),
    "notion": ("secret_notion-token-0001", "secret_notion-token-0002"),
}


def variable(source):
    return "WEBHOOK_SECRET_" + source.replace("-", "_").upper()


def environment():
    """The first secret of every source, as the console reads it."""
    return {variable(source): both[0] for source, both in SECRETS.items()}


def mac(secret, data):
    return hmac.new(secret.encode(), data, hashlib.sha256)


def signature(source, secret, data, headers=None, at=None):
    """The headers that prove the delivery, for the time `at` (now)."""
    seconds = str(int(time.time() if at is None else at))
    if source == "typeform":
        return {"Typeform-Signature": "sha256=" + base64.b64encode(mac(secret, data).digest()).decode()}
    if source == "woocommerce":
        return {"X-WC-Webhook-Signature": base64.b64encode(mac(secret, data).digest()).decode()}
    if source == "generic":
        return {"X-Signature": "sha256=" + mac(secret, data).hexdigest()}
    if source == "stripe":
        return {"Stripe-Signature": "t=%s,v1=%s" % (seconds, mac(secret, seconds.encode() + b"." + data).hexdigest())}
    if source == "website-form":
        return {"X-Webhook-Secret": secret}
    if source == "notion":
        return {"X-Notion-Signature": "sha256=" + mac(secret, data).hexdigest()}
    if source in ("standard-webhooks", "beehiiv", "pipit"):
        identity = (headers or {}).get("webhook-id", "msg_1")
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = hmac.new(key, ("%s.%s." % (identity, seconds)).encode() + data, hashlib.sha256)
        return {"webhook-id": identity, "webhook-timestamp": seconds, "webhook-signature": "v1," + base64.b64encode(signed.digest()).decode()}
    raise ValueError(source)


def typeform(number, name, email, words, event=None):
    return {
        "event_id": event or "evt-%s" % number, "event_type": "form_response",
        "form_response": {
            "form_id": "lT4Z3j", "token": "token-%s" % number, "submitted_at": "2026-11-23T09:00:00Z",
            "definition": {"id": "lT4Z3j", "title": "Visit us", "fields": [
                {"id": "a", "ref": "name", "type": "short_text", "title": "Your name"},
                {"id": "b", "ref": "email", "type": "email", "title": "Your e-mail"},
                {"id": "c", "ref": "message", "type": "long_text", "title": "What can we do for you?"}]},
            "answers": [
                {"type": "text", "text": name, "field": {"id": "a", "type": "short_text", "ref": "name"}},
                {"type": "email", "email": email, "field": {"id": "b", "type": "email", "ref": "email"}},
                {"type": "text", "text": words, "field": {"id": "c", "type": "long_text", "ref": "message"}}]}}


def delivery(source, number):
    """A document of the source and the headers it comes with; each number is another delivery."""
    n = number
    if source == "typeform":
        return typeform(n, "Ada Lind %d" % n, "ada%d@lind.example" % n, "Interested in a visit"), {}
    if source == "woocommerce":
        return ({"id": 500 + n, "number": str(500 + n), "status": "processing", "total": "120.00", "currency": "EUR",
                 "date_modified_gmt": "2026-11-23T09:00:00",
                 "billing": {"first_name": "Tom", "last_name": "Ek", "email": "tom%d@ek.example" % n},
                 "line_items": [{"product_id": 7, "sku": "YOGA", "name": "Yoga class", "quantity": 1, "total": "120.00"}]},
                {"X-WC-Webhook-Topic": "order.created", "X-WC-Webhook-Resource": "order", "X-WC-Webhook-Event": "created",
                 "X-WC-Webhook-Delivery-ID": "d-%d" % n, "X-WC-Webhook-ID": "1", "X-WC-Webhook-Source": "https://shop.example/"})
    if source == "stripe":
        return {"id": "evt_%d" % n, "object": "event", "type": "payment_intent.succeeded", "created": int(time.time()),
                "data": {"object": {"id": "pi_%d" % n, "object": "payment_intent", "amount": 12000, "currency": "eur", "status": "succeeded",
                                    "metadata": {"order_id": str(500 + n)}}}}, {}
    if source == "website-form":
        return {"form_id": "contact", "submission_id": "sub-%d" % n,
                "form_data": {"name": "Mia Sol %d" % n, "email": "mia%d@sol.example" % n, "message": "Tell me more"}}, {}
    if source == "generic":
        return ({"type": "customer_request", "data": {"text": "What are your opening hours?"}},
                {"X-Event-Type": "customer_request", "X-Delivery-Id": "g-%d" % n})
    if source == "notion":
        return {"id": "367cba44-b6f3-4c92-81e7-%012d" % n, "timestamp": "2026-11-23T08:00:00.000Z", "type": "page.created", "attempt_number": 1,
                "entity": {"id": "153104cd-477e-809d-8dc4-ff2d96ae3090", "type": "page"}}, {}
    if source == "standard-webhooks":
        return {"type": "contact.created", "data": {"email": "no%d@one.example" % n}}, {"webhook-id": "msg_%d" % n}
    if source == "beehiiv":
        return {"event_type": "subscription.created", "uid": "uid-%d" % n,
                "data": {"id": "sub_%d" % n, "email": "greta%d@lohmann.example" % n, "status": "active", "created": int(time.time())}}, {"webhook-id": "msg_b%d" % n}
    if source == "pipit":
        return {"id": "pay_%d" % n, "type": "payment.succeeded", "created": int(time.time()),
                "data": {"amount": 4500, "currency": "eur", "reference": "order %d" % n}}, {"webhook-id": "msg_p%d" % n}
    raise ValueError(source)


def encoded(document):
    return document if isinstance(document, bytes) else json.dumps(document).encode()
