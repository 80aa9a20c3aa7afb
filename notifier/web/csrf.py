"""The guard of every form against forged requests; the views that need none say so themselves."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
