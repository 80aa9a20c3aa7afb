"""Files with rows, whatever program wrote them: opened safely, their columns recognised.

Pure: bytes in, cells out. The spreadsheet source makes drafts of them; the import of readers may
use the same opening.
"""

from notifier.intake.tables.columns import ColumnMap, guess_columns
from notifier.intake.tables.opening import open_table
from notifier.intake.tables.table import Table, UnreadableFileError, shown

__all__ = ["ColumnMap", "Table", "UnreadableFileError", "guess_columns", "open_table", "shown"]
