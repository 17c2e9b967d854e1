"""Training the shipped network once, on many public series."""
