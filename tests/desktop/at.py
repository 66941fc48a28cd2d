#!/usr/bin/env python3
"""What a screen reader sees of the window, over AT-SPI, with a small D-Bus client of its own.

  at.py list                  every node: states, role, name, what is said of it
  at.py focus                 the name of what has the focus
  at.py wait NAME [S]         until a node's name holds NAME (at most S seconds, 20 unless told)
  at.py gone NAME [S]         until none does
  at.py on NAME [S]           until what has the focus holds NAME in its name
  at.py moved FROM [S]        until something else than FROM has the focus; prints its name
  at.py value NAME            the text of the first node whose name holds NAME, labels apart; of a cell the figure, nothing where it has none
  at.py click NAME [S]        clicks with the mouse in the middle of the last node whose name holds NAME, labels apart
  at.py spoken                what a screen reader says of what has the focus: name, role, what it holds, what is said of it, its states
  at.py press KEY NAME [N]    presses KEY until the focus is on NAME, at most N times (80 unless told)

A NAME that begins with = has to be the whole name. Exit code 1 when it did not come to that."""

import os
import socket
import struct
import subprocess
import sys
import time

# States, and the role of a label, by the numbers of AT-SPI.
FOCUSED, CHECKED, SELECTED, INVALID, READ_ONLY = 12, 4, 23, 36, 43
DIALOG, LABEL = 16, 29
# Those that this window has, as Orca calls them; a role of its own says itself what it is.
ROLES = {7: "check box", 27: "image", 29: "label", 32: "list item", 35: "menu item", 43: "button", 44: "radio button", 55: "table", 56: "table cell", 61: "text", 62: "toggle button", 79: "entry"}
PROPERTIES = "org.freedesktop.DBus.Properties"


class Reader:
    """Reads D-Bus values from bytes by their signature."""

    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def align(self, size):
        self.at += -self.at % size

    def fixed(self, code, size):
        self.align(size)
        (value,) = struct.unpack_from("<" + code, self.data, self.at)
        self.at += size
        return value

    def text(self, length):
        value = self.data[self.at : self.at + length].decode()
        self.at += length + 1
        return value

    def one(self, signature):
        """Reads one complete type; gives the value and the rest of the signature."""
        code, rest = signature[0], signature[1:]
        if code in "ybnqiuxtd":
            kind = {"y": "B1", "b": "I4", "n": "h2", "q": "H2", "i": "i4", "u": "I4", "x": "q8", "t": "Q8", "d": "d8"}[code]
            return self.fixed(kind[0], int(kind[1])), rest
        if code in "so":
            return self.text(self.fixed("I", 4)), rest
        if code == "g":
            return self.text(self.fixed("B", 1)), rest
        if code == "v":
            return self.one(self.text(self.fixed("B", 1)))[0], rest
        if code == "a":
            length = self.fixed("I", 4)
            self.align(8 if rest[0] in "({xtd" else 4 if rest[0] in "sobiua" else 1)
            end, values, after = self.at + length, [], skip(rest)
            while self.at < end:
                values.append(self.one(rest)[0])
            return values, after
        if code in "({":
            self.align(8)
            values, rest = [], signature[1:]
            while rest[0] not in ")}":
                value, rest = self.one(rest)
                values.append(value)
            return tuple(values), rest[1:]
        raise ValueError(signature)

    def all(self, signature):
        values = []
        while signature:
            value, signature = self.one(signature)
            values.append(value)
        return values


def skip(signature):
    """The signature after its first complete type."""
    if signature[0] == "a":
        return skip(signature[1:])
    if signature[0] not in "({":
        return signature[1:]
    depth = 0
    for at, code in enumerate(signature):
        depth += code in "({"
        depth -= code in ")}"
        if depth == 0:
            return signature[at + 1 :]
    raise ValueError(signature)


class Bus:
    """A connection to a message bus."""

    def __init__(self, address):
        fields = dict(part.split("=", 1) for part in address.split(";")[0].split(":", 1)[1].split(","))
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(5)
        self.socket.connect("\0" + fields["abstract"] if "abstract" in fields else fields["path"])
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        if not self.socket.recv(512).startswith(b"OK"):
            raise OSError("the bus refuses us")
        self.socket.sendall(b"BEGIN\r\n")
        self.serial, self.buffer = 0, b""
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello")

    def call(self, destination, path, interface, member, signature="", *values):
        """Calls a method; its arguments may be texts (s) and integers (i, u)."""
        self.serial += 1
        body = b""
        for code, value in zip(signature, values):
            body += b"\0" * (-len(body) % 4)
            body += struct.pack("<i", value) if code in "iu" else struct.pack("<I", len(value.encode())) + value.encode() + b"\0"
        fields = b""
        for number, code, value in ((1, "o", path), (2, "s", interface), (3, "s", member), (6, "s", destination), (8, "g", signature)):
            if value:
                fields += b"\0" * (-len(fields) % 8) + bytes([number, 1]) + code.encode() + b"\0"
                length = struct.pack("B" if code == "g" else "<I", len(value.encode()))
                fields += length + value.encode() + b"\0"
        head = struct.pack("<BBBBIII", ord("l"), 1, 0, 1, len(body), self.serial, len(fields)) + fields
        self.socket.sendall(head + b"\0" * (-len(head) % 8) + body)
        while True:
            kind, reply_to, answer = self.message()
            if reply_to == self.serial and kind == 3:
                raise OSError(f"{member}: {answer}")
            if reply_to == self.serial and kind == 2:
                return answer

    def message(self):
        while True:
            if len(self.buffer) >= 16:
                body_length, _, fields_length = struct.unpack_from("<III", self.buffer, 4)
                head_length = 16 + fields_length + -fields_length % 8
                if len(self.buffer) >= head_length + body_length:
                    break
            more = self.socket.recv(1 << 16)
            if not more:
                raise OSError("the bus went away")
            self.buffer += more
        whole, self.buffer = self.buffer[: head_length + body_length], self.buffer[head_length + body_length :]
        fields = dict(Reader(whole, 12).one("a(yv)")[0])
        return whole[1], fields.get(5), Reader(whole[head_length:]).all(fields.get(8, ""))


class Window:
    """The nodes of the program that runs in this session."""

    def __init__(self):
        self.bus, self.name, self.trouble = None, None, ""

    def connect(self):
        session = Bus(os.environ["DBUS_SESSION_BUS_ADDRESS"])
        (address,) = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self.bus = Bus(address)
        (names,) = self.bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ListNames")
        wanted = os.environ.get("NIANBAO_PID")
        for name in (name for name in names if name.startswith(":")):
            if str(self.pid_of(name)) == wanted:
                self.name = name
                return
        raise OSError("the window is not on the accessibility bus")

    def pid_of(self, name):
        try:
            return self.bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", name)[0]
        except OSError:
            return None

    def nodes(self):
        """(path, states, role, name, description) of every node; none while the window is not there yet."""
        try:
            if self.name is None:
                self.connect()
            (items,) = self.bus.call(self.name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems")
        except OSError as error:
            self.name, self.trouble = None, str(error)
            return []
        return [(item[0][1], item[9][0] | item[9][1] << 32, item[7], item[6], item[8]) for item in items]

    def focused(self):
        return [node for node in self.nodes() if node[1] >> FOCUSED & 1][-1:]

    def spoken(self, node):
        """What is said of a node, in the order in which it is said."""
        path, states, role, name, said = node
        marks = [word for bit, word in ((CHECKED, "checked"), (SELECTED, "selected"), (INVALID, "invalid"), (READ_ONLY, "read only")) if states >> bit & 1]
        held = self.text(path)
        kind = ROLES.get(role) or self.bus.call(self.name, path, "org.a11y.atspi.Accessible", "GetLocalizedRoleName")[0]
        return [part for part in (name, kind, held if held != name else "", said, " ".join(marks)) if part]

    def text(self, path):
        """The text of a node, or its figure."""
        try:
            return self.bus.call(self.name, path, "org.a11y.atspi.Text", "GetText", "ii", 0, -1)[0]
        except OSError:
            pass
        try:
            return f"{self.bus.call(self.name, path, PROPERTIES, 'Get', 'ss', 'org.a11y.atspi.Value', 'CurrentValue')[0]:.15g}"
        except OSError:
            return ""


def fits(name, wanted):
    return name == wanted[1:] if wanted.startswith("=") else wanted in name


def until(test, seconds):
    end = time.monotonic() + float(seconds)
    while True:
        found = test()
        if found:
            return found
        if time.monotonic() > end:
            return None
        time.sleep(0.02)


def moved(window, before, seconds):
    return until(lambda: next((node for node in window.focused() if node[3] != before), None), seconds)


def press(window, key, wanted, most):
    """Presses a key until the focus is on what is wanted, waiting each time for the focus to move."""
    for _ in range(most):
        focused = window.focused()
        before = focused[0][3] if focused else ""
        if focused and fits(before, wanted):
            return True
        subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)
        moved(window, before, 5)
    return any(fits(node[3], wanted) for node in window.focused())


def click(window, path):
    """Clicks with the mouse in the middle of a node."""
    (left, top, width, height), *_ = window.bus.call(window.name, path, "org.a11y.atspi.Component", "GetExtents", "u", 0)
    subprocess.run(["xdotool", "mousemove", str(left + width // 2), str(top + height // 2), "click", "1"], check=True)
    return True


def main(window, command, *arguments):
    outcome = run(window, command, *arguments)
    if not outcome:
        focused = window.focused()
        print(f"at {command} {' '.join(arguments)}: the focus is on {focused[0][3] if focused else 'nothing'} {window.trouble}", file=sys.stderr)
    return outcome


def run(window, command, *arguments):
    seconds = arguments[1] if len(arguments) > 1 else 20
    if command == "list":
        for path, states, role, name, said in until(window.nodes, 20) or []:
            marks = "".join(mark for bit, mark in ((FOCUSED, "F"), (SELECTED, "S"), (CHECKED, "C")) if states >> bit & 1)
            print(marks or "-", role, name, said, sep="\t")
        return True
    if command == "focus":
        found = until(window.focused, 5)
        print(found[0][3] if found else "")
        return bool(found)
    if command == "wait":
        return until(lambda: any(fits(node[3], arguments[0]) for node in window.nodes()), seconds)
    if command == "gone":
        return until(lambda: (nodes := window.nodes()) and not any(fits(node[3], arguments[0]) for node in nodes), seconds)
    if command == "on":
        return until(lambda: any(fits(node[3], arguments[0]) for node in window.focused()), seconds)
    if command == "moved":
        found = moved(window, arguments[0], seconds)
        print(found[3] if found else "")
        return found
    if command == "value":
        found = until(lambda: [node for node in window.nodes() if fits(node[3], arguments[0]) and node[2] != LABEL], 5)
        print(window.text(found[0][0]) if found else "")
        return found
    if command == "click":
        found = until(lambda: [node for node in window.nodes() if fits(node[3], arguments[0]) and node[2] != LABEL], seconds)
        return bool(found) and click(window, found[-1][0])
    if command == "spoken":
        found = until(window.focused, 5)
        # Who comes into a dialog hears its name first.
        around = [f"{node[3]} | dialog" for node in window.nodes() if node[2] == DIALOG and node[3]]
        print("\n".join(around + [" | ".join(window.spoken(found[0]))]) if found else "")
        return bool(found)
    if command == "press":
        return press(window, arguments[0], arguments[1], int(arguments[2]) if len(arguments) > 2 else 80)
    sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(0 if main(Window(), *sys.argv[1:]) else 1)
