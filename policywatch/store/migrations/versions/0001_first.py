"""The first tables."""

from alembic import op

from policywatch.store import search
from policywatch.store.migrations.first_tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    search.create(connection)
