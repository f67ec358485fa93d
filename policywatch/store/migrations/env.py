"""Alembic's entry: it gets its connection from upgrade.py and never opens one."""

from alembic import context

from policywatch.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
