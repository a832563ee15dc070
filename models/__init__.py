"""What is stored: documents, their indexes, the connection and the embedded database."""
