"""A snapshot as a folder of plain files: the same pages without a server, from any web server or a USB stick.

`publish` is what `biaochi publish` calls. Every page is the view that the live page shows; links become files.
"""

from biaochi.publish.folder import MARK
from biaochi.publish.make import Published, Wanted, publish
from biaochi.publish.site import MOST, Site

__all__ = ["MARK", "MOST", "Published", "Site", "Wanted", "publish"]
