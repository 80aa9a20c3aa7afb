"""A scheduled newsletter and notification service for childcare-support hubs.

The folders are the stations of one walk, in order; docs/adr/0001-one-line-of-rooms.md tells why.
"""

__version__ = "0.1.0"
