"""The receiver with a certificate of its own, end to end: deliveries and the API over TLS, plain text turned away, and
the words for certificates and keys that cannot be used. The certificates are made by openssl while the test runs."""

import json
import shutil
import socket
import ssl
import subprocess
import tempfile
import unittest
from pathlib import Path

import senders
from console_process import Console


def certificate(folder, name):
    certificate, key = folder / (name + ".pem"), folder / (name + ".key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


@unittest.skipUnless(shutil.which("openssl"), "openssl is not installed, so no certificate can be made")
class ReceiverTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.certificate, cls.key = certificate(Path(cls.folder.name), "mine")
        cls.foreign, cls.foreign_key = certificate(Path(cls.folder.name), "foreign")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def console(self, chain, key):
        data = Path(tempfile.mkdtemp(dir=self.folder.name))
        (data / "console.json").write_text(json.dumps({"receiver": {"tls": {"certificate": str(chain), "key": str(key)}}}))
        console = Console(data)
        console.certificate = self.certificate
        return console

    def test_deliveries_and_api_over_tls(self):
        c = self.console(self.certificate, self.key)
        c.make_key()
        with c:
            self.assertTrue(c.ready["http"].startswith("https://127.0.0.1:"), c.ready)
            for source in ("typeform", "woocommerce", "stripe", "generic"):
                document, headers = senders.delivery(source, 1)
                status, taken, _ = c.deliver(source, document, headers)
                self.assertEqual(status, 202, taken)
                self.assertEqual(c.deliver(source, document, headers)[:2], (200, {"id": taken["id"], "duplicate": True}))
                self.assertEqual(c.deliver(source, senders.delivery(source, 2)[0], headers, secret=senders.SECRETS[source][1])[0], 401)
            c.idle()
            self.assertEqual({one["state"] for one in c.api("GET", "/events")[1]["items"]}, {"done"})
            # Many requests over one connection, a long body among them.
            connection = c.connect()
            for number in range(20):
                document, _ = senders.delivery("generic", number)
                document["data"]["note"] = "x" * (400_000 if number == 7 else 10)
                body = senders.encoded(document)
                connection.request("POST", "/webhooks/generic", body, {"Content-Type": "application/json", "X-Delivery-Id": "tls-%d" % number,
                                                                       **senders.signature("generic", senders.SECRETS["generic"][0], body)})
                answer = connection.getresponse()
                answer.read()
                self.assertEqual(answer.status, 202)
            connection.close()

    def test_the_certificate_is_the_one_that_was_given(self):
        with self.console(self.certificate, self.key) as c:
            c.certificate = self.foreign
            with self.assertRaises(ssl.SSLCertVerificationError):
                c.request("GET", "/health")

    def test_plain_text_and_old_protocols_are_turned_away(self):
        with self.console(self.certificate, self.key) as c:
            with socket.create_connection((c.host, c.port), timeout=10) as connection:
                connection.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
                try:
                    got = connection.recv(65536)
                except ConnectionResetError:
                    got = b""
                self.assertNotIn(b"HTTP", got)
            context = ssl.create_default_context(cafile=self.certificate)
            with socket.create_connection((c.host, c.port), timeout=10) as connection, \
                    context.wrap_socket(connection, server_hostname="127.0.0.1") as secure:
                self.assertIn(secure.version(), ("TLSv1.2", "TLSv1.3"))
            old = subprocess.run(["openssl", "s_client", "-connect", "%s:%d" % (c.host, c.port), "-tls1_1", "-cipher", "ALL@SECLEVEL=0"],
                                 stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
            self.assertNotEqual(old.returncode, 0)
            self.assertIn("Cipher is (NONE)", old.stdout)
            self.assertEqual(c.request("GET", "/health")[0], 200, "others are served as before")

    def test_what_cannot_be_used_is_told_at_the_start(self):
        nothing, text = Path(self.folder.name) / "nothing.pem", Path(self.folder.name) / "text.pem"
        text.write_text("I am no certificate\n")
        chain_mend = "name a PEM file with the server's certificate first and its chain behind it"
        key_mend = "name the PEM file of the key that belongs to the certificate"
        cases = (
            ("no such certificate", nothing, self.key, "the TLS certificate cannot be read: No such file or directory (%s): %s" % (nothing, chain_mend)),
            ("a certificate that is none", text, self.key, "the TLS certificate cannot be read: it holds no PEM certificate (%s): %s" % (text, chain_mend)),
            ("no such key", self.certificate, nothing, "the TLS private key cannot be used: No such file or directory (%s): %s" % (nothing, key_mend)),
            ("a key that is none", self.certificate, text, "the TLS private key cannot be used: it holds no PEM private key (%s): %s" % (text, key_mend)),
            ("another's key", self.certificate, self.foreign_key, "the TLS private key cannot be used: it belongs to another certificate (%s): %s" % (self.foreign_key, key_mend)),
            ("no certificate at all", "", self.key, "a TLS private key is set, but no certificate (/receiver/tls/certificate): %s" % chain_mend),
            ("no key at all", self.certificate, "", "a TLS certificate is set, but no private key (/receiver/tls/key): %s" % key_mend),
        )
        for what, chain, key, words in cases:
            with self.subTest(what), self.assertRaises(RuntimeError) as raised:
                self.console(chain, key).start()
            said = [line for line in str(raised.exception).splitlines() if "higherself-console: " in line]
            self.assertEqual([line.removeprefix("it did not start: ") for line in said], ["higherself-console: " + words], what)


if __name__ == "__main__":
    unittest.main(verbosity=2)
