"""What people and CI run: each command is a file without a suffix, its Python beside it."""
