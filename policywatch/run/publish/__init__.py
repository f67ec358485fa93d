"""Publishing: the archive of all that is stored, only what changed, and the letter in its folder."""

from policywatch.run.publish.archive import Published, publish_all
from policywatch.run.publish.letters import leave_letter

__all__ = ["Published", "leave_letter", "publish_all"]
