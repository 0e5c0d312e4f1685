"""Settings, routes, the base page, the table of handlers, commands."""
