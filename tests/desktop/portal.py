#!/usr/bin/python3
"""A desktop's portal as far as the program asks it: light or dark, and the file dialogs, answered from files.

  portal.py FOLDER    FOLDER/look holds `dark` or `light` and is looked at again on SIGUSR1; FOLDER/answer holds the path that
                      the next dialog gives, or nothing for a dialog that is cancelled; FOLDER/asked gets the title of each

Needs Debian's python3-dbus and python3-gi."""

import pathlib
import signal
import sys
from urllib.parse import quote

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

CHOOSER = "org.freedesktop.portal.FileChooser"
SETTINGS = "org.freedesktop.portal.Settings"
LOOK = ("org.freedesktop.appearance", "color-scheme")
CONTRAST = ("org.freedesktop.appearance", "contrast")
folder = pathlib.Path(sys.argv[1])


class Request(dbus.service.Object):
    """A dialog that is open."""

    @dbus.service.signal("org.freedesktop.portal.Request", signature="ua{sv}")
    def Response(self, response, results):
        pass

    @dbus.service.method("org.freedesktop.portal.Request", in_signature="", out_signature="")
    def Close(self):
        pass


class Portal(dbus.service.Object):
    """The one object of a portal."""

    def look(self):
        return dbus.UInt32(1 if (folder / "look").read_text().strip() == "dark" else 2, variant_level=1)

    def contrast(self):
        return dbus.UInt32(1 if (folder / "contrast").exists() else 0, variant_level=1)

    def tell(self):
        self.SettingChanged(*LOOK, self.look())
        self.SettingChanged(*CONTRAST, self.contrast())

    @dbus.service.method(SETTINGS, in_signature="ss", out_signature="v")
    def Read(self, namespace, key):
        if (namespace, key) == CONTRAST:
            return dbus.UInt32(self.contrast(), variant_level=2)
        if (namespace, key) != LOOK:
            raise dbus.DBusException("no such setting", name="org.freedesktop.portal.Error.NotFound")
        return dbus.UInt32(self.look(), variant_level=2)

    @dbus.service.signal(SETTINGS, signature="ssv")
    def SettingChanged(self, namespace, key, value):
        pass

    @dbus.service.method(CHOOSER, in_signature="ssa{sv}", out_signature="o", sender_keyword="sender")
    def OpenFile(self, parent, title, options, sender=None):
        return self.ask(title, options, sender)

    @dbus.service.method(CHOOSER, in_signature="ssa{sv}", out_signature="o", sender_keyword="sender")
    def SaveFile(self, parent, title, options, sender=None):
        return self.ask(title, options, sender)

    def ask(self, title, options, sender):
        with (folder / "asked").open("a") as asked:
            asked.write(title + "\n")
        who = sender[1:].replace(".", "_")
        path = f"/org/freedesktop/portal/desktop/request/{who}/{options.get('handle_token', 'none')}"
        request = Request(self.connection, path)
        GLib.timeout_add(50, self.answer, request)
        return dbus.ObjectPath(path)

    def answer(self, request):
        chosen = (folder / "answer").read_text().rstrip("\n")
        uris = dbus.Array(["file://" + quote(chosen)] if chosen else [], signature="s")
        request.Response(dbus.UInt32(0 if chosen else 1), {"uris": uris})
        return False


DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
name = dbus.service.BusName("org.freedesktop.portal.Desktop", bus)
portal = Portal(bus, "/org/freedesktop/portal/desktop")
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, lambda: portal.tell() or True)
(folder / "ready").touch()
GLib.MainLoop().run()
