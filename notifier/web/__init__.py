"""The pages. Flask lives only here; a handler parses, calls one verb, answers."""
