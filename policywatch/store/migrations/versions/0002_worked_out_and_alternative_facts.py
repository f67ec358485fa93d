"""How a fact was worked out, and which conditions are alternatives."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("fact", sa.Column("computed", sa.Text))
    op.add_column("fact", sa.Column("group", sa.String(20)))
