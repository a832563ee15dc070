"""What is measured: one module for each workload, with one function `run`."""
