"""The network. Keras is imported here alone, and only when it's needed."""
