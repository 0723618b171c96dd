"""The way to MongoDB. Only this package and the stores know the driver."""

from shared.plumbing.mongo.connection import Collection, Database, connect, is_away, world
from shared.plumbing.mongo.histories import MongoHistories
from shared.plumbing.mongo.kept_files import MongoFiles
from shared.plumbing.mongo.requests import MongoRequests
from shared.plumbing.mongo.secrets import hold_to_secret
from shared.plumbing.mongo.trails import read_trail
from shared.plumbing.mongo.versions import hold_to_versions
from shared.plumbing.mongo.views import MongoViews

__all__ = [
    "Collection",
    "Database",
    "MongoFiles",
    "MongoHistories",
    "MongoRequests",
    "MongoViews",
    "connect",
    "hold_to_secret",
    "hold_to_versions",
    "is_away",
    "read_trail",
    "world",
]
