"""The Socket.IO face: protocol 5 over Engine.IO 4, at /socket.io/, for clients that speak it already."""
