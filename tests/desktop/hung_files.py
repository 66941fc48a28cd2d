#!/usr/bin/env python3
"""A drive that can be made not to answer at all: shows a folder at another place through /dev/fuse, to be read, by a small server of its own.
Stopped with SIGSTOP it keeps whoever lists or reads waiting, as a network drive that is gone; with SIGCONT it goes on.

  hung_files.py FOLDER PLACE      until it is ended; wants root"""

import ctypes
import os
import signal
import stat
import struct
import sys

LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, INIT, OPENDIR, READDIR, RELEASEDIR, BATCH_FORGET = 1, 2, 3, 14, 15, 17, 18, 26, 27, 28, 29, 42
DETACH, DIRECT_IO, ENOENT, EIO, ENOSYS = 2, 1, 2, 5, 38
libc = ctypes.CDLL(None, use_errno=True)


class Server:
    """Answers the kernel's questions about a folder. Nothing that it says may be remembered."""

    def __init__(self, folder):
        self.paths, self.nodes = {1: folder}, {folder: 1}

    def node(self, path):
        if path not in self.nodes:
            self.nodes[path] = len(self.nodes) + 1
            self.paths[self.nodes[path]] = path
        return self.nodes[path]

    def attributes(self, node):
        of = os.lstat(self.paths[node])
        times = (int(of.st_atime), int(of.st_mtime), int(of.st_ctime), 0, of.st_mtime_ns % 10**9, 0)
        return struct.pack("<6Q10I", node, of.st_size, of.st_blocks, *times[:3], *times[3:], of.st_mode, of.st_nlink, 0, 0, 0, 4096, 0)

    def names(self, node, offset, size):
        folder, listed = self.paths[node], b""
        for at, name in enumerate(sorted(os.listdir(os.fsencode(folder)))[offset:], offset + 1):
            path = os.path.join(folder, os.fsdecode(name))
            entry = struct.pack("<QQII", self.node(path), at, len(name), stat.S_IFMT(os.lstat(path).st_mode) >> 12) + name
            entry += b"\0" * (-len(entry) % 8)
            if len(listed) + len(entry) > size:
                break
            listed += entry
        return listed

    def answer(self, code, node, body):
        if code == INIT:
            return struct.pack("<IIIIHHIIHH32x", 7, 31, 65536, 0, 12, 10, 65536, 1, 0, 0)
        if code == LOOKUP:
            found = self.node(os.path.join(self.paths[node], os.fsdecode(body.split(b"\0")[0])))
            return struct.pack("<4Q2I", found, 0, 0, 0, 0, 0) + self.attributes(found)
        if code == GETATTR:
            return struct.pack("<QII", 0, 0, 0) + self.attributes(node)
        if code in (OPEN, OPENDIR):
            return struct.pack("<QII", 0, DIRECT_IO if code == OPEN else 0, 0)
        if code in (READ, READDIR):
            _, offset, size = struct.unpack_from("<QQI", body)
            if code == READDIR:
                return self.names(node, offset, size)
            with open(self.paths[node], "rb") as file:
                file.seek(offset)
                return file.read(size)
        if code in (RELEASE, RELEASEDIR):
            return b""
        if code == STATFS:
            return struct.pack("<5Q4I24x", 0, 0, 0, 0, 0, 4096, 255, 4096, 0)
        raise OSError(ENOSYS, "not served")


def main(folder, place):
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other".encode()
    if libc.mount(b"hung_files", os.fsencode(place), b"fuse", 0, options):
        sys.exit(f"no drive can be made here: {os.strerror(ctypes.get_errno())}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = Server(folder)
    try:
        while True:
            asked = os.read(device, 1 << 18)
            length, code, unique, node = struct.unpack_from("<IIQQ", asked)
            if code in (FORGET, BATCH_FORGET):
                continue
            try:
                said, error = server.answer(code, node, asked[40:length]), 0
            except FileNotFoundError:
                said, error = b"", ENOENT
            except OSError as trouble:
                said, error = b"", trouble.errno or EIO
            os.write(device, struct.pack("<IiQ", 16 + len(said), -error, unique) + said)
    finally:
        libc.umount2(os.fsencode(place), DETACH)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
