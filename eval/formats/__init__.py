"""Files that evaluation reads and writes, one format a module."""
