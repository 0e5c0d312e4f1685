"""What people can do, measured against what their work needs."""
