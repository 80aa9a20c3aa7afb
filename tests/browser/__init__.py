"""The pages in a real browser: seen, used by keyboard, and used without JavaScript."""
