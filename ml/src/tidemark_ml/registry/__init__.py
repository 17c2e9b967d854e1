"""What trainings leave behind: versions on disk in TensorFlow Serving's layout, and runs in MLflow."""
