#!/usr/bin/env python3
"""A small window above all others from which files can be dragged, as from a file manager: drag.py X Y FILE… Ends once they were dropped;
exit code 1 where nobody took them. Needs GTK 3 and its bindings (gir1.2-gtk-3.0, python3-gi)."""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

taken = False


def give(_widget, _context, data, _info, _time):
    global taken
    taken = True
    data.set_uris([Path(name).resolve().as_uri() for name in sys.argv[3:]])


window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(80, 30)
area = Gtk.EventBox()
area.add(Gtk.Label(label="文件"))
area.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [Gtk.TargetEntry.new("text/uri-list", 0, 0)], Gdk.DragAction.COPY)
area.connect("drag-data-get", give)
area.connect("drag-end", lambda *_: Gtk.main_quit())
window.add(area)
window.move(int(sys.argv[1]), int(sys.argv[2]))
window.show_all()
print("ready", flush=True)
Gtk.main()
sys.exit(0 if taken else 1)
