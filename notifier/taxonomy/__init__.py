"""Ages in months, audiences, themes, the fiscal year and the public holidays; pure, no database."""
