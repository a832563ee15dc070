"""Live delivery: how an event reaches the sockets that listen."""
