"""The three cases of a system's keychain: no bus, a bus without a service, and an unlocked keyring."""

import os
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
FAST = 2000  # milliseconds in which a missing keychain must be known


def run(probe, want, environment, before=""):
    script = before + 'exec "$0" "$1"'
    answer = subprocess.run(["sh", "-c", script, probe, want], env=environment, capture_output=True, text=True, timeout=30)
    lines = [line for line in answer.stdout.splitlines() if line.startswith(("key ", "error "))]
    assert lines, "the probe said nothing: %s %s" % (answer.stdout, answer.stderr)
    return lines[-1]


def main():
    probe = sys.argv[1]
    home = tempfile.mkdtemp(prefix="keychain-")
    plain = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home + "/data", "XDG_RUNTIME_DIR": home + "/run",
             "LC_ALL": "C.UTF-8", "XDG_CURRENT_DESKTOP": "GNOME"}
    os.makedirs(plain["XDG_RUNTIME_DIR"], mode=0o700)
    try:
        line = run(probe, "look", plain)
        assert line.startswith("error") and "there is no D-Bus session bus" in line, line
        assert "HIGHERSELF_PASSPHRASE" in line, line

        # A bus of its own whose services are none: nothing can be started on it.
        config = home + "/bus.conf"
        with open(config, "w") as file:
            file.write('<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"'
                       ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd"><busconfig><type>session</type>'
                       "<listen>unix:tmpdir=%s</listen><policy context='default'><allow send_destination='*' eavesdrop='true'/>"
                       "<allow eavesdrop='true'/><allow own='*'/></policy></busconfig>" % home)
        session = ["dbus-run-session", "--config-file=" + config, "--"]
        for want in ("look", "make"):
            answer = subprocess.run(session + [probe, want], env=plain, capture_output=True, text=True, timeout=30)
            line = answer.stdout.splitlines()[-1]
            assert line.startswith("error"), line
            assert int(line.split()[2]) < FAST, "a missing keychain was noticed late: " + line
            assert "HIGHERSELF_PASSPHRASE" in line, line

        if not shutil.which("gnome-keyring-daemon"):
            print("gnome-keyring is not installed: the third case is skipped")
            return SKIPPED
        script = ("printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "
                  '"$0" look; "$0" make; "$0" make; "$0" look')
        answer = subprocess.run(session + ["sh", "-c", script, probe], env=plain, capture_output=True, text=True, timeout=50)
        lines = [line for line in answer.stdout.splitlines() if line.startswith(("key ", "error "))]
        assert len(lines) == 4, answer.stdout + answer.stderr
        assert lines[0].startswith("error") and "has no key" in lines[0], lines
        assert lines[1].startswith("key "), lines
        assert len({line.split()[1] for line in lines[1:]}) == 1, "the key changed: %s" % lines
        print("\n".join(lines))
        return 0
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
