#!/usr/bin/env python3
"""Types numbers into the program's window, each over the last one, until it is killed, and notes when the program had got each.

  typist.py WINDOW NUMBER LOG [SEED]     the first number is NUMBER + 1; now and then it presses Ctrl+S

A number is typed last digit first, so that the first digit of one that is being typed tells it from its neighbours; none ends in 0.

A line `SECONDS NUMBER` goes into LOG once the window answered a _NET_WM_PING that was sent after the number's keys: a program gets
what the X server has for it in order, so that it had the keys then, however long they waited in the queue before."""

import os
import random
import socket
import struct
import subprocess
import sys
import time

CHANGE_ATTRIBUTES, INTERN_ATOM, SEND_EVENT, CLIENT_MESSAGE = 2, 16, 25, 33
EVENT_MASK, SUBSTRUCTURE_NOTIFY = 0x800, 0x80000


class Display:
    """As much of the X protocol as a ping wants."""

    def __init__(self, name):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect("/tmp/.X11-unix/X" + name.split(":")[1].split(".")[0])
        self.socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        status, length = struct.unpack("<BxxxxxH", self.read(8))
        setup = self.read(length * 4)
        if status != 1:
            raise OSError("the X server refuses us")
        (vendor,) = struct.unpack_from("<H", setup, 16)
        (self.root,) = struct.unpack_from("<I", setup, 32 + (vendor + 3) // 4 * 4 + setup[21] * 8)
        self.protocols, self.ping_atom = self.atom("WM_PROTOCOLS"), self.atom("_NET_WM_PING")
        self.socket.sendall(struct.pack("<BxHIII", CHANGE_ATTRIBUTES, 4, self.root, EVENT_MASK, SUBSTRUCTURE_NOTIFY))
        self.serial = 0

    def read(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise OSError("the X server is gone")
            data += part
        return data

    def atom(self, name):
        name = name.encode()
        padded = name + b"\0" * (-len(name) % 4)
        self.socket.sendall(struct.pack("<BxHHxx", INTERN_ATOM, 2 + len(padded) // 4, len(name)) + padded)
        return struct.unpack_from("<I", self.read(32), 8)[0]

    def ping(self, window):
        """Waits until the window has answered."""
        self.serial += 1
        message = struct.pack("<BBHIIIIIII", CLIENT_MESSAGE, 32, 0, window, self.protocols, self.ping_atom, self.serial, window, 0, 0)
        self.socket.sendall(struct.pack("<BBHII", SEND_EVENT, 0, 11, window, 0) + message)
        while True:
            event = self.read(32)
            if event[0] & 0x7F == CLIENT_MESSAGE and struct.unpack_from("<II", event, 12) == (self.ping_atom, self.serial):
                return


def press(*arguments):
    subprocess.run(["xdotool", *arguments], check=True)


def main():
    window, number, log = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    chance = random.Random(sys.argv[4] if len(sys.argv) > 4 else None)
    display = Display(os.environ["DISPLAY"])
    with open(log, "a", encoding="utf-8", buffering=1) as entered:
        while True:
            number += 1 + (number % 10 == 9)
            # Some twelve keys a second: nobody types figures faster.
            press("type", "--clearmodifiers", "--delay", "80", "--", str(number)[::-1])
            press("key", "--clearmodifiers", "--delay", "80", "Return", "Up")
            display.ping(window)
            entered.write(f"{time.time():.6f} {number}\n")
            if chance.randrange(6) == 0:
                press("key", "--clearmodifiers", "ctrl+s")


main()
