"""Serving the archive on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from policywatch.cli import House


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="The archive's folder (else the one of `publish`)."
)
@click.option("--port", type=click.IntRange(0, 65_535), default=8090, show_default=True, metavar="N")
@click.option(
    "--unsubscribe", is_flag=True, help="Also answer the letters' unsubscribe links (needs POLICYWATCH_SECRET)."
)
@click.pass_obj
def serve(house: House, out: Path | None, port: int, unsubscribe: bool) -> None:
    """Look at the archive in a browser; only this machine can see it.

    Put a web server with HTTPS in front of it when readers' unsubscribe links shall lead here.

    Example: policywatch serve --port 8090
    """
    from policywatch.run import day, serve
    from policywatch.store.store import Store

    folder = out or day.places(house.store, house.configuration).archive
    if not (folder / "index.html").is_file():
        raise click.UsageError(f"There is no archive in {folder}; `policywatch publish` writes it.")
    key = house.configuration.secrets.signing_key
    if unsubscribe and not key:
        raise click.UsageError("POLICYWATCH_SECRET is not set, so no unsubscribe link can be checked.")
    database, now = house.database, house.now

    def stop(address: str) -> bool:
        with Store.open(database) as store, store.transaction():
            return store.outbox.set_state(address, "stopped", now)

    try:
        server = serve.server(folder, port, key, stop if unsubscribe else None)
    except OSError as error:
        raise click.UsageError(f"Port {port} cannot be used: {error.strerror}; name another with --port.") from None
    house.say(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        house.say("")
    finally:
        server.server_close()
