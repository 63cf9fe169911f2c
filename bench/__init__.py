"""The measuring scripts, and beside each what it last printed."""
