"""What can be done in Parley: one plain function for each operation, and the rules they keep."""
