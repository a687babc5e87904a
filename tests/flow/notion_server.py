"""The Notion on the loopback (tests/fakes/notion) as a process of its own. HS_FAKE_NOTION names the program."""

import json
import os
import subprocess
import urllib.request

class Notion:
    """The fake as a process of its own."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([os.environ["HS_FAKE_NOTION"], "--until-eof", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.url, self.token, self.root = ready["url"], ready["token"], ready["root"]
        self.data_sources = ready.get("data_sources", {})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)

    def control(self, method, what, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + "/_control/" + what, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def person(self, method, target, body=None):
        return self.control("POST", "call", {"method": method, "target": target, "body": body, "as": "person"})

    def databases(self):
        return [one for one in self.control("GET", "dump")["databases"] if not one.get("in_trash")]

    def pages(self, title):
        """Id of the table in a database, and its pages that are not in the trash; nothing while it is not made."""
        for one in self.databases():
            if one["title"][0]["plain_text"] == title:
                pages = self.control("GET", "pages/" + one["data_sources"][0]["id"])
                return one["data_sources"][0]["id"], [page for page in pages if not page["in_trash"]]
        return None, []

    def tasks(self):
        return self.pages("Master Tasks")


def plain(page, name):
    """What a property of texts says."""
    value = page["properties"].get(name, {})
    return "".join(item["plain_text"] for item in value.get(value.get("type"), []) or [])


def text(content):
    return [{"type": "text", "text": {"content": content}}]
