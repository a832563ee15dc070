"""The process: the application, its settings, authentication, live delivery and health."""
