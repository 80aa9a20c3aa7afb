<%
    def plain(steps):
        """Without Alembic's own remarks."""
        kept = [line for line in (steps or "pass").splitlines() if not line.strip().startswith("# ###")]
        return "\n".join(kept).strip()
%>\
"""${message}

Two-step rule: a column is first left unused by the code, and removed one release later.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Take the step."""
    ${plain(upgrades)}


def downgrade() -> None:
    """Take it back."""
    ${plain(downgrades)}
